"""Schemas become types: `allOf` flattened into one record, `oneOf` a union, whatever has a name a definition."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from figwright_codegen.identifiers import Code, class_name
from figwright_codegen.openapi.description import Source, Spec
from figwright_codegen.types import allof as read
from figwright_codegen.types.allof import leaves_of, reference
from figwright_codegen.types.discriminators import options_of
from figwright_codegen.types.ir import (
    ANY,
    NULL,
    Alias,
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
    choices,
    is_circular,
)
from figwright_codegen.types.naming import module_of, standing_name, variant_name
from figwright_codegen.types.patterns import NoPatternError, UncheckedError, joined, translated

Leaves = list[Source]


class Builder:
    """Builds the types of one package. Of inputs, it keeps bounds and patterns; results are lenient."""

    def __init__(self, spec: Spec, package: Code, *, inputs: bool = False) -> None:
        self.table = Definitions(package)
        self.unions: list[Union] = []
        self._spec, self._inputs = spec, inputs
        self._nullable: dict[object, bool] = {}
        self._unfinished: list[Callable[[], None]] = []
        """Definitions are filled one after the other, not each inside the one that names it: there may be thousands."""

    def type(self, schema: Source) -> Type:
        """The type of the schema that stands at a place."""
        type_ = self._type([schema], "")
        self._finish()
        return type_

    def named(self, schema: Source) -> Named:
        """The same, under a name of its own where it has none."""
        type_ = self.type(schema)
        if isinstance(type_, Named):
            return type_
        key = ("alias", schema.key)
        name, module = self._standing(schema)
        same = any(isinstance(each, Named) and each.definition.name == name for each in choices(type_))
        self.table.by_key[key] = Alias(Code(f"{name}OrNone") if same else name, module, schema, type_)
        return Named(key, self.table)

    def any_of(self, schemas: Sequence[Source]) -> Named | None:
        """The type of whichever of some schemas it is, under a name; None for none."""
        if len(schemas) < 2:
            return self.named(schemas[0]) if schemas else None
        first = schemas[0]
        key = ("any", tuple(schema.key for schema in schemas))
        name, module = self._standing(first)
        union = union_of([self.named(schema) for schema in schemas], first)
        self.table.by_key[key] = Alias(Code(f"Any{name}"), module, first, union)
        return Named(key, self.table)

    def rest(self, schema: Source) -> Type:
        """What an open object may hold under names that the description does not know."""
        leaves = leaves_of(self._spec, [schema])
        if any((leaf / "patternProperties").value for leaf in leaves):
            return ANY
        places = [place for leaf in leaves if isinstance((place := leaf / "additionalProperties").value, dict)]
        type_ = self._type(places, f"{standing_name(self._spec, schema)}Value") if places else ANY
        self._finish()
        return type_

    def fields(self, schema: Source, used: frozenset[object] = frozenset()) -> dict[str, Field]:
        """The properties of an object schema, as fields that belong to no record yet.

        Where it is one of several objects, what any of them has; what only some demand is not required.
        """
        leaves = leaves_of(self._spec, [schema])
        fields = self._fields(leaves, standing_name(self._spec, schema))
        self._finish()
        known = used | {leaf.key for leaf in leaves}
        options = [option.source for option in options_of(self._spec, schema) if option.source.key not in known]
        branches = [(leaf / key, list((leaf / key).each())) for leaf in leaves for key in read.BRANCHES
                    if leaf.key not in used]  # fmt: skip
        for branch, cases in [*branches, (schema, options)]:
            kinds = [self.fields(case, known) for case in cases]
            for name in sorted({name for kind in kinds for name in kind} - fields.keys()):
                having = [kind[name] for kind in kinds if name in kind]
                always = len(having) == len(kinds) and all(field.required for field in having)
                type_ = union_of([field.type for field in having], branch)
                fields[name] = replace(having[0], type=type_, required=always)
            demanded = [read.required(leaves_of(self._spec, [case])) for case in cases]
            for name in set.intersection(*demanded) & fields.keys() if demanded else ():
                fields[name] = replace(fields[name], required=True)
        return fields if used else self._with_demanded(fields, leaves, standing_name(self._spec, schema))

    def is_open(self, schema: Source) -> bool:
        """Whether an object may have more properties than those that the description names."""
        return read.is_open(leaves_of(self._spec, [schema]))

    def _finish(self) -> None:
        while self._unfinished:
            self._unfinished.pop()()

    def _type(self, schemas: Sequence[Source], name: str) -> Type:
        """What all of the schemas say. `name` is for a record of several; one schema is named by where it stands."""
        if len(schemas) > 1:
            return self._of(leaves_of(self._spec, schemas), name)
        alone = reference(schemas[0])
        if alone is None:
            return self._of(leaves_of(self._spec, schemas), "")
        return self._or_null(self._any_child(alone) or self._named(self._spec.resolve(alone)), schemas)

    def _any_child(self, schema: Source) -> Type | None:
        """Whatever is built on a parent, told apart as its discriminator says; None if it is not a parent."""
        options = options_of(self._spec, schema)
        own = [each for each in options if reference(each.source) is None]
        if not own:
            return None
        parent = self._spec.resolve(schema)
        more = [self._named(parent)] if len(own) < len(options) else []  # a child that is nothing but its parent
        union = union_of([*(self._named(each.source) for each in own), *more], parent)
        if isinstance(union, Union):
            union.name = Code(f"Any{standing_name(self._spec, parent)}")
            union.declared = "" if more else (parent / "discriminator").text("propertyName")
            union.mapping = {tag: str(each.source.pointer[-1]) for each in own for tag in each.tags}
            self.unions.append(union)
        return union

    def _named(self, target: Source) -> Type:
        named = Named(target.key, self.table)
        if target.key not in self._nullable:
            self._nullable[target.key] = False
            self._define(target)
        return union_of((named, NULL), target) if self._nullable[target.key] else named

    def _define(self, target: Source) -> None:
        leaves = leaves_of(self._spec, [target])
        if reference(target) is None and read.is_record(leaves):
            self._nullable[target.key] = read.is_nullable(leaves)
            self._record(target.key, leaves, "")
            return
        alias = Alias(*self._standing(target), target, ANY, target.text("description"))
        self.table.by_key[target.key] = alias
        self._unfinished.append(lambda: self._fill_alias(alias))

    def _record(self, key: object, leaves: Leaves, name: str) -> Named:
        named = Named(key, self.table)
        if key not in self.table.by_key:
            own, module = self._standing(leaves[0])
            words = leaves[0].text("description") or read.description(leaves)
            record = Record(Code(name) or own, module, leaves[0], words)
            self.table.by_key[key] = record
            record.open = read.is_open(leaves)
            self._unfinished.append(lambda: self._fill_record(record, leaves))
        return named

    def _fill_record(self, record: Record, leaves: Leaves) -> None:
        record.fields.update(self._with_demanded(self._fields(leaves, record.name), leaves, record.name))
        if not self._inputs:
            bases = [self._spec.resolve(alone) for part in (leaves[0] / "allOf").each() if (alone := reference(part))]
            parts = [self._named(base) for base in bases]
            record.parts = [part for part in parts if isinstance(part, Named)]

    def _fill_alias(self, alias: Alias) -> None:
        alias.type = self._type([alias.source], "")
        if is_circular(alias):
            self._spec.problems.add(alias.source, f"{alias.name} is nothing but itself; say what it is")

    def _fields(self, leaves: Leaves, name: str) -> dict[str, Field]:
        places: dict[str, list[Source]] = {}
        for leaf in leaves:
            for key, schema in (leaf / "properties").items():
                places.setdefault(key, []).append(schema)
        demanded = read.required(leaves)
        fields = {}
        for key, schemas in sorted(places.items()):
            if any(schema.value is False for schema in schemas):
                if key in demanded:
                    text = f"{key!r} is demanded, and its schema is false: nothing is valid; correct one of them"
                    self._spec.problems.add(schemas[0], text)
            elif not read.any_flag(leaves_of(self._spec, schemas), "readOnly" if self._inputs else "writeOnly"):
                field = Field(key, self._type(schemas, f"{name}{class_name(key)}"), key in demanded)
                field.description = read.description(schemas)
                field.deprecated = read.any_flag(schemas, "deprecated")
                field.default = next((s.value["default"] for s in schemas if "default" in s), None)
                field.example = read.example(leaves_of(self._spec, schemas))
                fields[key] = field
        return fields

    def _with_demanded(self, fields: dict[str, Field], leaves: Leaves, name: str) -> dict[str, Field]:
        """What an input demands and describes nowhere is a field, too: of any type, or of what else it may hold."""
        known = {key for leaf in leaves for key, _ in (leaf / "properties").items()}
        places = [place for leaf in leaves if isinstance((place := leaf / "additionalProperties").value, dict)]
        for key in sorted(read.required(leaves) - known - fields.keys()) if self._inputs else ():
            type_ = self._type(places, f"{name}{class_name(key)}") if places else ANY
            fields[key] = Field(key, type_, True)
        return fields

    def _of(self, leaves: Leaves, name: str, used: frozenset[object] = frozenset()) -> Type:
        """`used` are the leaves whose `oneOf` the caller has in hand."""
        if not leaves:
            return ANY
        for leaf in leaves:
            if _branches(leaf, used):
                found = self._one_of(leaf, leaves, name, used | {leaf.key})
                if found is not None:
                    return self._or_null(found, leaves)
        values = read.constants(leaves)
        if self._inputs and (why := read.contradiction(leaves, values)):
            self._spec.problems.add(leaves[0], f"nothing can be valid here: {why}; correct them")
        elif self._inputs and values:
            values = self._of_type(values, leaves)
        if values and not read.is_literal(values):
            told = tuple(json.dumps(value, sort_keys=True) for value in values if value is not None)
            numbers = all(type(value) in (int, float) for value in values if value is not None)
            kinds_of = Scalar("number" if numbers else "any", values=told if self._inputs else ())
            return self._or_null(union_of([kinds_of, *([NULL] if None in values else [])], leaves[0]), leaves)
        if values:
            literal = tuple(value for value in values if value is not None)
            types: list[Type] = [Literal(literal)] if literal else []
            return self._or_null(union_of([*types, *([NULL] if None in values else [])], leaves[0]), leaves)
        kinds = read.kinds(leaves)
        parts = [self._of_kind(kind, leaves, name) for kind in kinds if kind != "null"]
        return self._or_null(union_of(parts or [NULL if kinds else ANY], leaves[0]), leaves)

    def _of_type(self, values: list[Any], leaves: Leaves) -> list[Any]:
        """The constants that are of a type that the leaves state, and null: `nullable` stands where it likes."""
        fitting = [value for value in values if value is None or read.is_of_type(value, leaves)]
        for value in values:
            if value not in fitting:
                text = f"{json.dumps(value)} is not of the type that is stated, so it is not taken; correct one of them"
                self._spec.problems.warn(leaves[0], text)
        return fitting

    def _of_kind(self, kind: str, leaves: Leaves, name: str) -> Type:
        if kind == "array":
            return ListOf(self._item(leaves, name), read.bounds("array", leaves) if self._inputs else ())
        if kind == "object":
            if any((leaf / "properties").value for leaf in leaves):
                return self._record(tuple(leaf.key for leaf in leaves) if name else leaves[0].key, leaves, name)
            places = [leaf / "additionalProperties" for leaf in leaves]
            values = [place for place in places if isinstance(place.value, dict)]
            return MapOf(self._type(values, f"{self._own(name, leaves)}Value") if values else ANY)
        if not self._inputs:
            return Scalar(kind)  # type: ignore[arg-type]
        if kind != "string":
            bounds = read.bounds("number", leaves) if kind != "boolean" else ()
            return Scalar(kind, read.whole(bounds) if kind == "integer" else bounds)  # type: ignore[arg-type]
        if any(map(read.is_binary, leaves)):
            return Scalar("bytes")
        pattern = self._patterns([leaf / "pattern" for leaf in leaves if "pattern" in leaf])
        formats = sorted(leaf.text("format") for leaf in leaves if "format" in leaf)
        words = read.words(leaves) if pattern else ""
        return Scalar("string", read.bounds("string", leaves), pattern, "".join(formats[:1]), words)

    def _item(self, leaves: Leaves, name: str) -> Type:
        """What any item of a list may be."""
        items = [leaf / "items" for leaf in leaves if "items" in leaf]
        first = [each for leaf in leaves for each in (leaf / "prefixItems").each()]
        rest = self._type(items, f"{self._own(name, leaves)}Item") if items else ANY
        if not first:
            return rest
        closed = any(each.value is False for each in items)
        return union_of([*(self._type([each], "") for each in first), *([] if closed else [rest])], leaves[0])

    def _one_of(self, leaf: Source, leaves: Leaves, name: str, used: frozenset[object]) -> Type | None:
        """The union that a leaf is. The other leaves, and what else it says itself, hold for each of its options."""
        branch = leaf / ("oneOf" if "oneOf" in leaf else "anyOf")
        cases = list(branch.each())
        if not any(read.says_something(case) for case in cases):
            return None
        base = [each for each in leaves if read.says_something(each, inherits=False) or _branches(each, used)]
        found: list[Type] = []
        for index, case in enumerate(cases):
            if base:
                own = self._own(name, leaves) + variant_name(self._spec, branch, index)
                title = case.text("title")
                own_place = self._spec.resolve(alone) if (alone := reference(case)) else case
                both = [*leaves_of(self._spec, [own_place]), *base]
                if read.is_contradiction(both):
                    continue
                found.append(self._of(both, class_name(title) if title else own, used))
            else:
                found.append(self._type([case], ""))
        union = union_of(found, leaf) if found else self._of(base, name, used)
        if isinstance(union, Union):
            union.name = self._own(name, [leaf])
            union.declared = (leaf / "discriminator").text("propertyName")
            mapping = (leaf / "discriminator" / "mapping").items()
            union.mapping = {value: str(target.value).rpartition("/")[2] for value, target in mapping}
            self.unions.append(union)
        return union

    def _or_null(self, type_: Type, leaves: Sequence[Source]) -> Type:
        if type_ == ANY or not read.is_nullable(leaves):
            return type_
        if isinstance(type_, Union):  # the one that tags are found for
            type_.options = (*(option for option in type_.options if option != NULL), NULL)
            return type_
        return union_of((type_, NULL), leaves[0])

    def _patterns(self, places: list[Source]) -> str:
        """One pattern for all of them; the first alone where no engine can check them together."""
        found = sorted({self._pattern(place) for place in places} - {""})
        try:
            return joined(found)
        except UncheckedError as error:
            self._spec.problems.warn(places[0], error.told)
            return found[0]

    def _pattern(self, place: Source) -> str:
        try:
            return translated(str(place.value))
        except NoPatternError as error:
            self._spec.problems.add(place, f"is no regular expression: {error}; correct it")
        except UncheckedError as error:
            self._spec.problems.warn(place, error.told)
        return ""

    def _own(self, name: str, leaves: Leaves) -> Code:
        return Code(name) or standing_name(self._spec, leaves[0])

    def _standing(self, schema: Source) -> tuple[Code, Code]:
        return standing_name(self._spec, schema), module_of(self._spec, schema)


def _branches(leaf: Source, used: frozenset[object]) -> bool:
    return leaf.key not in used and any(branch in leaf for branch in read.BRANCHES)


def union_of(parts: Sequence[Type], source: Source) -> Type:
    """One type for several: unions inside taken apart, doubles dropped, in the order of kinds and names, null last."""
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
