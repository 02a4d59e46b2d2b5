"""What a description asserts of a request beyond what Python types say, as the JSON Schema (2020-12) that is checked.

Types are for people and lenient in places; this is the description to the letter: references become definitions, what
OpenAPI 3.0 writes differently is written as 3.1 has it, what is read-only is not sent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from figwright_codegen.manifest.models import ToolEntry
from figwright_codegen.openapi.description import Source, Spec, is_reference
from figwright_codegen.openapi.operations import Operation
from figwright_codegen.types.allof import BRANCHES, REMARKS, is_literal, kinds, leaves_of, required
from figwright_codegen.types.discriminators import options_of
from figwright_codegen.types.patterns import NoPatternError, UncheckedError, can_check, for_python

Schema = dict[str, Any] | bool
FORMATS = frozenset({"date", "date-time", "int32", "int64", "uuid"})
"""Formats that the runtime checks."""
_UNTYPED = frozenset({
    "$anchor", "$dynamicRef", "contains", "dependencies", "dependentRequired", "dependentSchemas", "else", "if",
    "maxContains", "maxProperties", "minContains", "minProperties", "not", "patternProperties", "prefixItems",
    "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties", "uniqueItems",
})  # fmt: skip
"""Keywords that no type says."""
_BOUNDING = frozenset({
    "exclusiveMaximum", "exclusiveMinimum", "maxItems", "maxLength", "maximum", "minItems", "minLength", "minimum",
    "multipleOf", "required",
})  # fmt: skip
"""Keywords that a type says where there is one."""
_UNORDERED = frozenset({"allOf", "anyOf", "enum", "oneOf", "required", "type"})
"""Keywords with lists whose order says nothing."""
_PLAIN = frozenset({
    "$anchor", "$comment", "const", "dependentRequired", "enum", "exclusiveMaximum", "exclusiveMinimum", "format",
    "maxContains", "maxItems", "maxLength", "maxProperties", "maximum", "minContains", "minItems", "minLength",
    "minProperties", "minimum", "multipleOf", "required", "type", "uniqueItems",
})  # fmt: skip
"""Keywords whose value holds no schema."""
_ONE = ("additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then",
        "unevaluatedItems", "unevaluatedProperties")  # fmt: skip
_IN_PLACE = frozenset({"allOf", "anyOf", "else", "if", "oneOf", "then"})
"""Keywords whose schemas hold for the same value."""
_MANY = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("$defs", "dependentSchemas", "patternProperties", "properties")


def request_schema(spec: Spec, operation: Operation, entry: ToolEntry) -> dict[str, Any] | None:
    """The JSON Schema of path, query, headers, cookies and body together; None where types say all of it."""
    body = operation.body
    retyped = {each.api_name or name for name, each in entry.inputs.items() if each.type or each.schema_}
    parameters = [each for each in operation.parameters if each.name not in retyped]
    roots = [each.schema for each in parameters]
    checked = body.schema if body and body.kind in ("json", "form", "multipart") else None
    alone = not entry.body and checked is not None
    demands = body is not None and not body.required and alone and _demands(spec, body.schema)
    demands = demands or bool(alone and checked and options_of(spec, checked))
    if not (_needs_check(spec, roots) or demands or (checked and _needs_check(spec, [checked], whole=alone))):
        return None
    writer = _Writer(spec)
    places: dict[str, Any] = {}
    for each in parameters:
        known = places.setdefault(each.place, {"properties": {}})
        known["properties"][each.name] = writer.schema(each.schema)
    if checked:
        places["body"] = writer.schema(checked)
    schema: dict[str, Any] = {"properties": dict(sorted(places.items()))}
    return {**schema, "$defs": dict(sorted(writer.definitions.items()))} if writer.definitions else schema


def _demands(spec: Spec, schema: Source) -> bool:
    return bool(required(leaves_of(spec, [schema])))


class _Writer:
    """Writes the schemas of one tool, with one set of definitions."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._names: dict[object, str] = {}
        self.definitions: dict[str, Schema] = {}

    def schema(self, source: Source, unsent: frozenset[str] = frozenset(), *, part: bool = False) -> Schema:
        """The schema that stands at a place, its lists in an order that the description's does not change.

        `unsent`: what a schema that holds together with it calls read-only. `part`: it is one of an `allOf`.
        """
        found = self._schema(source, unsent, part)
        if not isinstance(found, dict):
            return found
        for key in _UNORDERED & found.keys():
            if isinstance(found[key], list):
                found[key] = _in_order(found[key])
        return found

    def _schema(self, source: Source, unsent: frozenset[str], part: bool) -> Schema:
        value = source.value
        if not isinstance(value, dict):
            return value if isinstance(value, bool) else {}
        found = _plain(value)
        unsent |= self._read_only(source)
        found |= self._inside(source, unsent)
        closed = found.get("additionalProperties") is False and not value.get("properties")
        if closed and any(key in found for key in _MANY):  # to the letter nothing would be valid
            found["unevaluatedProperties"] = found.pop("additionalProperties")
        self._add_patterns(source, found)
        if is_reference(source):
            found["$ref"] = f"#/$defs/{self._definition(self._spec.resolve(source), unsent)}"
            if options := [] if part else self._options(source):
                found.setdefault("allOf", []).extend(options)
        if self._never_one(list((source / "oneOf").each())):
            found.setdefault("allOf", []).append({"anyOf": _in_order(found.pop("oneOf"))})
        if unsent & set(found.get("required", ())):  # it is not demanded of a request (OpenAPI, Schema Object)
            found["required"] = [name for name in found["required"] if name not in unsent]
        if source.flag("nullable") and isinstance(value.get("type"), str):
            found["type"] = [value["type"], "null"]
            if "enum" in found and None not in found["enum"]:
                found["enum"] = [*found["enum"], None]
        return found

    def _inside(self, source: Source, unsent: frozenset[str]) -> dict[str, Any]:
        """The keywords that hold schemas."""
        found: dict[str, Any] = {}
        for key in _ONE:
            if key in source:
                found[key] = self.schema(source / key, unsent if key in _IN_PLACE else frozenset())
        for key in _MANY:
            if isinstance(source.value.get(key), list):
                here = unsent if key in _IN_PLACE else frozenset[str]()
                found[key] = [self.schema(each, here, part=key == "allOf") for each in (source / key).each()]
        for key in _NAMED:
            if isinstance(source.value.get(key), dict):
                found[key] = {name: self.schema(each) for name, each in (source / key).items()}
        return found

    def _options(self, source: Source) -> list[Schema]:
        """What each child of a parent asserts of what names it."""
        tag = (self._spec.resolve(source) / "discriminator").text("propertyName")
        return [
            {
                "if": {"required": [tag], "properties": {tag: {"enum": sorted(option.tags)}}},
                "then": {"$ref": f"#/$defs/{self._definition(option.source, frozenset())}"},
            }
            for option in options_of(self._spec, source)
        ]

    def _definition(self, target: Source, unsent: frozenset[str]) -> str:
        key = target.key, unsent
        if key not in self._names:
            name = re.sub(r"\W+", "_", str(target.pointer[-1] if target.pointer else target.file.stem))
            while name in self.definitions:
                name += "_"
            self._names[key] = name
            self.definitions[name] = {}
            self.definitions[name] = self.schema(target, unsent)
        return self._names[key]

    def _add_patterns(self, source: Source, found: dict[str, Any]) -> None:
        if "pattern" in source and (pattern := self._pattern(source / "pattern", str(source.value["pattern"]))):
            found["pattern"] = pattern
        if "patternProperties" in found:
            named = found["patternProperties"].items()
            found["patternProperties"] = {self._name(source / "patternProperties" / n, n): each for n, each in named}

    def _pattern(self, place: Source, pattern: str) -> str:
        """Empty where it cannot be checked here; the input's own type may know it all the same."""
        try:
            return for_python(pattern)
        except (UncheckedError, NoPatternError) as error:
            if isinstance(error, UncheckedError) and not can_check(pattern):
                self._spec.problems.warn(place, error.told)
            return ""

    def _name(self, place: Source, pattern: str) -> str:
        try:
            return for_python(pattern)
        except (UncheckedError, NoPatternError) as error:
            self._spec.problems.add(place, f"names cannot be held against this pattern: {error}; write it differently")
            return pattern

    def _never_one(self, options: Sequence[Source]) -> bool:
        """Whether some option is valid only together with another: such a description means any of them."""
        leaves = [leaves_of(self._spec, [each]) for each in options]
        pairs = ((one, other) for one in leaves for other in leaves if one is not other)
        return any(is_also(one, other) for one, other in pairs)

    def _read_only(self, source: Source) -> frozenset[str]:
        """The read-only properties of all that holds together with a schema."""
        return _unsent(self._spec, leaves_of(self._spec, [source]))


def _in_order(values: list[Any]) -> list[Any]:
    return sorted(values, key=lambda each: json.dumps(each, sort_keys=True))


def _plain(value: Mapping[str, Any]) -> dict[str, Any]:
    """The assertions of a schema that hold no schema, as 2020-12 writes them."""
    found: dict[str, Any] = {key: value[key] for key in sorted(_PLAIN & value.keys())}
    if found.get("format") == "binary":  # bytes, once the input was read
        for key in ("type", "minLength", "maxLength"):
            found.pop(key, None)
    if "format" in found and found["format"] not in FORMATS:
        del found["format"]
    for bound, strict in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if found.get(strict) is True:  # OpenAPI 3.0
            found[strict] = found.pop(bound, None)
        if strict in found and (found[strict] is None or isinstance(found[strict], bool)):
            del found[strict]
    return found


def is_also(one: Sequence[Source], other: Sequence[Source]) -> bool:
    """Whether all that is the one is the other, too: a wider number, or an object that demands less."""
    if not one or not other or any(key in leaf for leaf in other for key in ("oneOf", "anyOf", "not", "const", "enum")):
        return False
    ours, theirs = kinds(one), kinds(other)
    if ours != theirs:
        return ours == ["integer"] and theirs == ["number"]
    if ours != ["object"]:
        return not any(leaf.value.keys() - REMARKS - {"$ref", "allOf", "type"} for leaf in other)
    if any((leaf / "additionalProperties").value is False for leaf in other):
        return False
    ours_by_name, theirs_by_name = _properties(one), _properties(other)
    same = all(ours_by_name.get(name) == each for name, each in theirs_by_name.items())
    return same and required(one) >= required(other)


def _properties(leaves: Sequence[Source]) -> dict[str, Any]:
    return {name: each.value for leaf in leaves for name, each in (leaf / "properties").items()}


def _needs_check(spec: Spec, roots: Iterable[Source], *, whole: bool = False) -> bool:
    """Whether anything below asserts what types do not say. `whole`: the roots' properties are inputs of their own."""
    roots = list(roots)
    leaves = leaves_of(spec, roots) if whole else []
    if any(key in leaf for leaf in leaves for key in BRANCHES) or any(map(_types_others, leaves)):
        return True
    return any(_asserts(each) or _is_untyped(spec, each) for each in _below(spec, roots))


def impossible(spec: Spec, roots: Iterable[Source]) -> Iterator[tuple[Source, str]]:
    """Objects below that take no properties but their own, each with a name that is demanded and is none of these."""
    for source in _below(spec, roots):
        leaves = leaves_of(spec, [source])
        demanded = required(leaves) - _unsent(spec, leaves)
        for leaf in leaves if demanded else ():
            named, others = (leaf / "properties").value or {}, (leaf / "patternProperties").value
            if (leaf / "additionalProperties").value is not False or others:
                continue
            if named or not any(branch in leaf for branch in BRANCHES):  # else it closes its options
                yield from ((leaf, name) for name in sorted(demanded - named.keys()))


def _unsent(spec: Spec, leaves: Sequence[Source]) -> frozenset[str]:
    """The properties of some leaves that are read-only in any of them."""
    named = [pair for leaf in leaves for pair in (leaf / "properties").items()]
    return frozenset(name for name, each in named if any(leaf.flag("readOnly") for leaf in leaves_of(spec, [each])))


def _types_others(source: Source) -> bool:
    """Whether an object says of what type the properties are that it does not name."""
    return isinstance((source / "additionalProperties").value, dict)


def _is_untyped(spec: Spec, source: Source) -> bool:
    """Whether a schema bounds a value, and says nothing of its type."""
    if "type" in source or source.pointer[-2:-1] == ("allOf",):
        return False
    leaves = leaves_of(spec, [source])
    return any(_BOUNDING & leaf.value.keys() for leaf in leaves) and not kinds(leaves)


def _asserts(source: Source) -> bool:
    value: Mapping[str, Any] = source.value
    listed = [value["const"]] if "const" in value else value.get("enum", [])
    empty = value.get("additionalProperties") is False and not value.get("properties")
    return (
        bool(_UNTYPED & value.keys())
        or value.get("format") in FORMATS
        or not is_literal(listed)
        or bool(not value.get("properties") and value.get("required") and "additionalProperties" in value)
        or bool(value.get("type") == "object" and value.get("required") and not value.get("properties")
                and not any(key in value for key in _IN_PLACE))
        or empty
        or bool(value.get("properties") and _types_others(source))
        or any(isinstance(value.get(key), bool) for key in ("items",))
        or any(each.value is False for key in _MANY for each in (source / key).each())
        or False in [each for each in (value.get("properties") or {}).values() if isinstance(each, bool)]
        or any(set(branch.value or ()) <= {"required"} for key in BRANCHES for branch in (source / key).each()
               if isinstance(branch.value, dict))
    )  # fmt: skip


def _below(spec: Spec, roots: Iterable[Source]) -> Iterator[Source]:
    """All schemas that some lead to, each once."""
    seen: set[object] = set()
    pending = list(roots)
    while pending:
        source = pending.pop()
        if source.key in seen or not isinstance(source.value, dict):
            continue
        seen.add(source.key)
        yield source
        pending += [source / key for key in _ONE if key in source]
        pending += [each for key in _MANY for each in (source / key).each()]
        pending += [each for key in _NAMED for each in (source / key).values()]
        if is_reference(source):
            pending += [spec.resolve(source), *(option.source for option in options_of(spec, source))]
