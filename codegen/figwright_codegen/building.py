"""Schemas become types: `allOf` flattened into one record, `oneOf` a union, whatever has a name a definition.

A schema is read as the conjunction of its leaves: itself, what it refers to and the parts of its `allOf`, in any nesting.
Where leaves disagree the narrower one counts, in whichever order they stand, so a tag survives a wider property.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from figwright_codegen.ir import (
    ANY,
    NULL,
    Alias,
    Bounds,
    Definitions,
    Field,
    ListOf,
    Literal,
    MapOf,
    Named,
    Record,
    Scalar,
    Type,
    Union,
)
from figwright_codegen.loading import Source, Spec, is_reference
from figwright_codegen.naming import Code, class_name
from figwright_codegen.standing import module_of, standing_name, variant_name

_REMARKS = frozenset(
    ["$comment", "default", "deprecated", "description", "example", "examples", "externalDocs", "readOnly", "summary", "title", "writeOnly"]
)
"""Keys that say nothing about which values are valid."""
_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
_OF_KIND = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "number": ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"),
}
_KINDS = ("boolean", "integer", "number", "string", "array", "object")


class Builder:
    """Builds the types of one package. Results are lenient; with `inputs`, bounds and patterns are kept, objects closed."""

    def __init__(self, spec: Spec, package: Code, *, inputs: bool = False) -> None:
        self.table = Definitions(package)
        self.unions: list[Union] = []
        self._spec, self._inputs = spec, inputs
        self._nullable: dict[object, bool] = {}

    def type(self, source: Source) -> Type:
        """The type of the schema that stands at a place."""
        return self._type([source])

    def named(self, source: Source) -> Named:
        """The same, under a name of its own where it has none."""
        type_ = self._type([source])
        if isinstance(type_, Named):
            return type_
        key = ("alias", source.key)
        name = standing_name(self._spec, source)
        self.table.by_key[key] = Alias(name, module_of(self._spec, source), source, type_)
        return Named(key, self.table)

    def fields(self, schema: Source) -> dict[str, Field]:
        """The properties of an object schema, as fields that belong to no record yet."""
        return self._fields(self._leaves([schema]), standing_name(self._spec, schema))

    def add(self, record: Record) -> Named:
        key = ("record", record.module, record.name)
        self.table.by_key[key] = record
        return Named(key, self.table)

    def _type(self, sources: Sequence[Source], name: str = "") -> Type:
        """`name` is for a record that several places define together; one place names it by where it stands."""
        if len(sources) == 1 and (alone := self._reference(sources[0])) is not None:
            named = self._named(self._spec.resolve(alone))
            return self._or_null(named, [sources[0]])
        return self._of(self._leaves(sources), name if len(sources) > 1 else "")

    def _reference(self, schema: Source) -> Source | None:
        """The `$ref` that a schema is, but for remarks, also as the only part of an `allOf`."""
        keys = set(schema.value) - _REMARKS - {"nullable"} if isinstance(schema.value, dict) else set()
        if keys == {"$ref"} and is_reference(schema):
            return schema
        if keys in ({"allOf"}, {"allOf", "type"}) and len(parts := list((schema / "allOf").each())) == 1:
            return self._reference(parts[0])
        return None

    def _named(self, target: Source) -> Type:
        named = Named(target.key, self.table)
        if target.key not in self._nullable:
            self._nullable[target.key] = False
            self._define(named, target)
        return _union((named, NULL), target) if self._nullable[target.key] else named

    def _define(self, named: Named, target: Source) -> None:
        name, module = standing_name(self._spec, target), module_of(self._spec, target)
        leaves = self._leaves([target])
        if self._reference(target) is None and _is_record(leaves):
            self._nullable[target.key] = _is_nullable(leaves)
            self._record(target.key, name, module, leaves)
            return
        alias = Alias(name, module, target, ANY, target.text("description"))
        self.table.by_key[named.key] = alias
        alias.type = self._type([target])

    def _record(self, key: object, name: Code, module: Code, leaves: list[Source]) -> Named:
        record = Record(name, module, leaves[0], leaves[0].text("description") or _description(leaves))
        self.table.by_key[key] = record
        record.open = any((leaf / "additionalProperties").value not in (None, False) for leaf in leaves)
        record.fields = self._fields(leaves, name)
        return Named(key, self.table)

    def _fields(self, leaves: list[Source], name: str) -> dict[str, Field]:
        places: dict[str, list[Source]] = {}
        for leaf in leaves:
            for key, source in (leaf / "properties").items():
                places.setdefault(key, []).append(source)
        required = {str(key) for leaf in leaves for key in (leaf / "required").value or ()}
        fields = {}
        for key, sources in sorted(places.items()):
            if not any(source.flag("readOnly" if self._inputs else "writeOnly") for source in sources):
                type_ = self._type(sources, f"{name}{class_name(key)}")
                fields[key] = Field(key, type_, key in required, _description(sources), _any(sources, "deprecated"))
                fields[key].default = next((s.value["default"] for s in sources if "default" in s), None)
        return fields

    def _leaves(self, sources: Iterable[Source]) -> list[Source]:
        """The schemas that must all hold, each without `$ref` and with its `allOf` taken apart."""
        leaves: dict[object, Source] = {}
        pending = list(sources)
        while pending:
            source = pending.pop(0)
            if isinstance(source.value, dict) and source.key not in leaves:
                leaves[source.key] = source
                pending += (source / "allOf").each()
                if is_reference(source):
                    pending.append(self._spec.resolve(source))
        first, rest = list(leaves.values())[:1], list(leaves.values())[1:]
        return first + sorted(rest, key=lambda leaf: (str(leaf.file), str(leaf.pointer)))

    def _of(self, leaves: list[Source], name: str, used: frozenset[object] = frozenset()) -> Type:
        unions = [leaf for leaf in leaves if leaf.key not in used and ("oneOf" in leaf or "anyOf" in leaf)]
        for leaf in unions:
            found = self._one_of(leaf, leaves, name, used | {leaf.key})
            if found is not None:
                return self._or_null(found, leaves)
        values = _values(leaves)
        if values is not None:
            return self._or_null(values, leaves)
        kinds = _kinds(leaves)
        if not kinds:
            return ANY
        parts = [self._of_kind(kind, leaves, name) for kind in kinds if kind != "null"]
        return self._or_null(_union(parts, leaves[0]) if parts else NULL, leaves)

    def _of_kind(self, kind: str, leaves: list[Source], name: str) -> Type:
        if kind == "array":
            items = [leaf / "items" for leaf in leaves if "items" in leaf]
            return ListOf(
                self._type(items, f"{self._own(name, leaves)}Item") if items else ANY, self._bounds("array", leaves)
            )
        if kind == "object":
            if _is_record(leaves):
                key = tuple(leaf.key for leaf in leaves) if name else leaves[0].key
                if key in self.table.by_key:
                    return Named(key, self.table)
                return self._record(key, self._own(name, leaves), module_of(self._spec, leaves[0]), leaves)
            values = [leaf / "additionalProperties" for leaf in leaves]
            schemas = [value for value in values if isinstance(value.value, dict)]
            return MapOf(self._type(schemas, f"{self._own(name, leaves)}Value") if schemas else ANY)
        scalar = Scalar(kind)  # type: ignore[arg-type]
        if not self._inputs:
            return scalar
        patterns = sorted(self._pattern(leaf) for leaf in leaves if "pattern" in leaf)
        formats = [format_ for leaf in leaves if (format_ := leaf.text("format"))]
        bounds = self._bounds("string" if kind == "string" else "number", leaves)
        text = kind == "string"
        return Scalar(scalar.kind, bounds, (patterns or [""])[0] if text else "", (formats or [""])[0] if text else "")

    def _one_of(self, leaf: Source, leaves: list[Source], name: str, used: frozenset[object]) -> Type | None:
        """The union that a leaf is. The other leaves, and what else the leaf says, hold for each of its options."""
        key = "oneOf" if "oneOf" in leaf else "anyOf"
        cases = list((leaf / key).each())
        if not any(_says_something(case) for case in cases):
            return None
        base = [other for other in leaves if _says_something(other, () if other.key in used else ("oneOf", "anyOf"))]
        found: list[Type] = []
        for index, case in enumerate(cases):
            if not base:
                found.append(self._type([case]))
                continue
            both = self._leaves([case]) + base
            own = self._own(name, leaves) + class_name(variant_name(self._spec, leaf / key, index))
            found.append(self._of(both, own, used))
        union = _union(found, leaf)
        declared = (leaf / "discriminator").text("propertyName")
        if isinstance(union, Union):
            union.declared, union.name = declared, self._own(name, [leaf])
            union.mapping = {
                v: str(t.value).rpartition("/")[2] for v, t in (leaf / "discriminator" / "mapping").items()
            }
            self.unions.append(union)
        return union

    def _or_null(self, type_: Type, leaves: Sequence[Source]) -> Type:
        if type_ == ANY or not _is_nullable(leaves):
            return type_
        return _union((type_, NULL), leaves[0])

    def _pattern(self, leaf: Source) -> str:
        pattern = (leaf / "pattern").value
        try:
            re.compile(pattern)
        except (re.error, TypeError) as error:
            self._spec.problems.add(leaf / "pattern", f"is no regular expression: {error}; correct it")
            return ""
        return str(pattern)

    def _own(self, name: str, leaves: Sequence[Source]) -> Code:
        return Code(name) or standing_name(self._spec, leaves[0])

    def _bounds(self, kind: str, leaves: list[Source]) -> Bounds:
        found: dict[str, Any] = {}
        for leaf in leaves if self._inputs else ():
            for key in _OF_KIND[kind]:
                value = (leaf / key).value
                if value is True and key.startswith("exclusive"):  # OpenAPI 3.0
                    value = (leaf / key.removeprefix("exclusive").lower()).value
                if isinstance(value, int | float) and not isinstance(value, bool):
                    narrower = max if key in _LOWER else min
                    found[key] = narrower(found[key], value) if key in found else value
        return tuple(sorted(found.items()))


def _union(parts: Sequence[Type], source: Source) -> Type:
    """One type for several: plain unions inside are taken apart, doubles dropped, null last, the rest in a fixed order."""
    found: list[Type] = []
    for part in parts:
        for option in part.options if isinstance(part, Union) and not part.declared else (part,):
            if option not in found:
                found.append(option)
    if ANY in found:
        return ANY
    found.sort(key=_rank)
    return found[0] if len(found) == 1 else Union(tuple(found), source)


def _rank(type_: Type) -> tuple[int, str]:
    kinds = (Scalar, Literal, Named, ListOf, MapOf, Union)
    return (len(kinds) if type_ == NULL else kinds.index(type(type_))), _label(type_)


def _label(type_: Type) -> str:
    match type_:
        case Named():
            return type_.definition.name
        case ListOf():
            return f"[{_label(type_.item)}]"
        case MapOf():
            return f"{{{_label(type_.value)}}}"
        case Union():
            return "|".join(map(_label, type_.options))
        case _:
            return repr(type_)


def _says_something(schema: Source, also: tuple[str, ...] = ("oneOf", "anyOf")) -> bool:
    """Whether a schema narrows its values beyond being an object, or an option beyond what it demands."""
    if not isinstance(schema.value, dict):
        return False
    keys = set(schema.value) - _REMARKS - {"required", "allOf", "oneOf", "anyOf", "discriminator", "nullable", "not"}
    return bool(keys - {"type"}) or any(key in schema for key in also) or schema.value.get("type", "object") != "object"


def _is_record(leaves: Sequence[Source]) -> bool:
    kinds = _kinds(leaves)
    if any("oneOf" in leaf or "anyOf" in leaf for leaf in leaves) and not _only_demands(leaves):
        return False
    return [kind for kind in kinds if kind != "null"] == ["object"] and any(
        (leaf / "properties").value for leaf in leaves
    )


def _only_demands(leaves: Sequence[Source]) -> bool:
    cases = [case for leaf in leaves for key in ("oneOf", "anyOf") for case in (leaf / key).each()]
    return not any(_says_something(case) for case in cases)


def _kinds(leaves: Sequence[Source]) -> list[str]:
    """The JSON types that all leaves allow; what an untyped schema means where none says. Empty for any."""
    found: set[str] | None = None
    for leaf in leaves:
        stated = leaf.value.get("type")
        kinds = {stated} if isinstance(stated, str) else set(stated) if isinstance(stated, list) else None
        if kinds is None:
            continue
        if found is None:
            found = kinds
        else:
            integer = {"integer"} if "integer" in kinds | found and "number" in kinds | found else set()
            found = (kinds & found) | integer
    if found is None:
        keys = {key for leaf in leaves for key in leaf.value}
        if keys & {"properties", "additionalProperties"}:
            found = {"object"}
        else:
            found = {"array"} if "items" in keys else {"string"} if "pattern" in keys else set()
    return [kind for kind in (*_KINDS, "null") if kind in found]


def _is_nullable(leaves: Sequence[Source]) -> bool:
    """In either style: `nullable: true` on any leaf, or null among the types of all that state them."""
    stated = [leaf.value["type"] for leaf in leaves if "type" in leaf]
    listed = bool(stated) and all("null" in kinds if isinstance(kinds, list) else kinds == "null" for kinds in stated)
    return listed or _any(leaves, "nullable")


def _values(leaves: Sequence[Source]) -> Type | None:
    """The Literal of what all `enum` and `const` have in common; None where there is none, or no value fits a Literal."""
    found: list[Any] | None = None
    for leaf in leaves:
        values = [leaf.value["const"]] if "const" in leaf else (leaf / "enum").value
        if isinstance(values, list):
            keep = values if found is None else [value for value in found if _in(value, values)]
            found = [v for i, v in enumerate(keep) if not _in(v, keep[:i])]
    if not found or not all(isinstance(value, str | int | bool | None) for value in found):
        return None
    literal = tuple(value for value in found if value is not None)
    if not literal:
        return NULL
    return _union((Literal(literal), NULL), leaves[0]) if None in found else Literal(literal)


def _in(value: Any, values: Sequence[Any]) -> bool:
    return any(value == other and type(value) is type(other) for other in values)


def _any(sources: Sequence[Source], flag: str) -> bool:
    return any(source.flag(flag) for source in sources)


def _description(sources: Sequence[Source]) -> str:
    """The words of the source that narrows most; of equals, the first in the order of the alphabet."""
    texts = [("enum" not in source, text) for source in sources if (text := source.text("description"))]
    return min(texts)[1] if texts else ""
