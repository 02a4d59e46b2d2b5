"""Schemas of a description as JSON Schema (2020-12), to the letter.

References become definitions, what OpenAPI 3.0 writes differently is written as 3.1 has it, lists whose order says
nothing have one that the description's does not change. What is read-only is not sent, what is write-only not answered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from figwright_codegen.openapi.description import Source, Spec, is_reference
from figwright_codegen.types.allof import BRANCHES, REMARKS, kinds, leaves_of, required
from figwright_codegen.types.discriminators import mapped, options_of, takes_any_text
from figwright_codegen.types.patterns import NoPatternError, UncheckedError, can_check, for_python

Schema = dict[str, Any] | bool
FORMATS = frozenset({"date", "date-time", "int32", "int64", "uuid"})
"""Formats that the runtime checks."""
_UNORDERED = frozenset({"allOf", "anyOf", "enum", "oneOf", "required", "type"})
"""Keywords with lists whose order says nothing."""
_PLAIN = frozenset({
    "$anchor", "$comment", "const", "dependentRequired", "enum", "exclusiveMaximum", "exclusiveMinimum", "format",
    "maxContains", "maxItems", "maxLength", "maxProperties", "maximum", "minContains", "minItems", "minLength",
    "minProperties", "minimum", "multipleOf", "required", "type", "uniqueItems",
})  # fmt: skip
"""Keywords whose value holds no schema."""
ONE = ("additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then",
        "unevaluatedItems", "unevaluatedProperties")  # fmt: skip
IN_PLACE = frozenset({"allOf", "anyOf", "else", "if", "oneOf", "then"})
"""Keywords whose schemas hold for the same value."""
MANY = ("allOf", "anyOf", "oneOf", "prefixItems")
NAMED = ("$defs", "dependentSchemas", "patternProperties", "properties")


_REMARKS = frozenset({"default", "example", "examples", "format"})
"""Keywords that assert nothing, of which an example can be made."""


@dataclass(frozen=True, slots=True)
class Use:
    """What schemas are written for."""

    below: str = "#/$defs/"
    """Where their definitions stand."""
    ending: str = ""
    """What their definitions' names end in."""
    answers: bool = False
    """Whether they are of what the provider sends: with remarks, and each option of a parent in the parent's place."""
    tells: bool = True
    """Whether what cannot be written is a problem."""

    @property
    def one_way(self) -> str:
        """The flag of properties that go the other way only."""
        return "writeOnly" if self.answers else "readOnly"


class Writer:
    """Writes schemas with one set of definitions, which writers for other uses may share."""

    def __init__(self, spec: Spec, use: Use = Use(), definitions: dict[str, Schema] | None = None) -> None:
        self._spec, self._use = spec, use
        self._names: dict[object, str] = {}
        self._pending: list[tuple[str, Source, frozenset[str]]] = []
        self.definitions: dict[str, Schema] = {} if definitions is None else definitions

    def schema(self, source: Source, unsent: frozenset[str] = frozenset(), *, part: bool = False) -> Schema:
        """The schema that stands at a place, its lists in an order that the description's does not change.

        `unsent`: what a schema that holds together with it calls read-only. `part`: it is one of an `allOf`. What it
        refers to is in the definitions then.
        """
        found = self._ordered(source, unsent, part)
        while self._pending:  # one after the other: a chain of references may be longer than Python's stack
            name, target, its_unsent = self._pending.pop()
            self.definitions[name] = self._ordered(target, its_unsent, part=False)
        return found

    def _ordered(self, source: Source, unsent: frozenset[str], part: bool) -> Schema:
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
        found = _plain(value, answers=self._use.answers)
        unsent |= self._read_only(source)
        found |= self._inside(source, unsent)
        closed = found.get("additionalProperties") is False and not value.get("properties")
        if closed and any(key in found for key in MANY):  # to the letter nothing would be valid
            found["unevaluatedProperties"] = found.pop("additionalProperties")
        self._add_patterns(source, found)
        if is_reference(source):
            found["$ref"] = self._reference(self._spec.resolve(source), unsent)
            if options := [] if part else self._options(source):
                found.setdefault("allOf", []).extend(options)
        if "oneOf" in found:
            self._tell_apart(source, found)
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
        for key in ONE:
            if key in source:
                found[key] = self._ordered(source / key, unsent if key in IN_PLACE else frozenset(), part=False)
        for key in MANY:
            if isinstance(source.value.get(key), list):
                here = unsent if key in IN_PLACE else frozenset[str]()
                found[key] = [self._ordered(each, here, part=key == "allOf") for each in (source / key).each()]
        for key in NAMED:
            if isinstance(source.value.get(key), dict):
                found[key] = {
                    name: self._ordered(each, frozenset(), part=False)
                    for name, each in (source / key).items()
                    if self._goes(each)
                }
        return found

    def _goes(self, property_: Source) -> bool:
        """An answer has nothing that is only sent; a request may say what is only answered, and it is ignored."""
        return not (self._use.answers and property_.flag(self._use.one_way))

    def _options(self, source: Source) -> list[Schema]:
        """What each child of a parent asserts of what names it."""
        tag = (self._spec.resolve(source) / "discriminator").text("propertyName")
        found: list[tuple[Schema, Schema]] = [
            (_tagged(tag, option.tags), {"$ref": self._reference(option.source, frozenset())})
            for option in options_of(self._spec, source)
        ]
        if self._use.answers:
            return [{"anyOf": [{"allOf": [tagged, child]} for tagged, child in found]}] if found else []
        return [{"if": tagged, "then": child} for tagged, child in found]

    def _tell_apart(self, source: Source, found: dict[str, Any]) -> None:
        """Write `oneOf` as it is meant: by what the discriminator calls each option, or as any of them."""
        tag, tagged = (source / "discriminator").text("propertyName"), self._tagged_options(source, found["oneOf"])
        if tagged and self._use.answers:
            found["oneOf"] = tagged
            return
        if never_one := self._never_one(list((source / "oneOf").each())):
            found.setdefault("allOf", []).append({"anyOf": _in_order(found.pop("oneOf"))})
        if tagged:
            untold = found["allOf"].pop() if never_one else {"oneOf": _in_order(found.pop("oneOf"))}
            choice = {"if": {"required": [tag]}, "then": {"oneOf": _in_order(tagged)}, "else": untold}
            found.setdefault("allOf", []).append(choice)

    def _tagged_options(self, source: Source, options: Sequence[Schema]) -> list[Schema]:
        """Each option with what the discriminator calls it, unless it says so itself; empty if not all have a name."""
        tag, mapping = (source / "discriminator").text("propertyName"), mapped(source)
        found: list[Schema] = []
        for each, option in zip((source / "oneOf").each(), options, strict=True):
            name = each.text("$ref").rpartition("/")[2]
            if not tag or not name:
                return []
            leaves = leaves_of(self._spec, [each])
            if not self._is_called(tag, leaves):
                is_told = tag in required(leaves) or not self._use.answers
                found.append(option if is_told else {"allOf": [{"required": [tag]}, option]})
                continue
            tags = [value for value, target in mapping.items() if str(target.value).rpartition("/")[2] == name]
            if not self._use.answers or not tags:  # a name is one in any case (OpenAPI, Discriminator Object)
                tags.append(name)
            found.append({"allOf": [_tagged(tag, tags), option]})
        return [] if found == list(options) else found

    def _is_called(self, tag: str, leaves: Sequence[Source]) -> bool:
        """Whether the discriminator alone says what an option is: it takes any text there, or does not name it."""
        if any(isinstance((leaf / "properties" / tag).value, dict) for leaf in leaves):
            return takes_any_text(self._spec, leaves, tag)
        return self._use.answers and not any(key in leaf for leaf in leaves for key in BRANCHES)

    def _reference(self, target: Source, unsent: frozenset[str]) -> str:
        return f"{self._use.below}{self._definition(target, unsent)}"

    def _definition(self, target: Source, unsent: frozenset[str]) -> str:
        key = target.key, unsent
        if key not in self._names:
            name = re.sub(r"\W+", "_", str(target.pointer[-1] if target.pointer else target.file.stem))
            name += self._use.ending
            while name in self.definitions:
                name += "_"
            self._names[key] = name
            self.definitions[name] = {}
            self._pending.append((name, target, unsent))
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
            if self._use.tells and isinstance(error, UncheckedError) and not can_check(pattern):
                self._spec.problems.warn(place, error.told)
            return ""

    def _name(self, place: Source, pattern: str) -> str:
        try:
            return for_python(pattern)
        except (UncheckedError, NoPatternError) as error:
            if self._use.tells:
                self._spec.problems.add(
                    place, f"names cannot be held against this pattern: {error}; write it differently"
                )
            return pattern

    def _never_one(self, options: Sequence[Source]) -> bool:
        """Whether some option is valid only together with another: such a description means any of them."""
        leaves = [leaves_of(self._spec, [each]) for each in options]
        pairs = ((one, other) for one in leaves for other in leaves if one is not other)
        return any(is_also(one, other) for one, other in pairs)

    def _read_only(self, source: Source) -> frozenset[str]:
        """The read-only properties of all that holds together with a schema."""
        return one_way(self._spec, leaves_of(self._spec, [source]), self._use.one_way)


def _in_order(values: list[Any]) -> list[Any]:
    return sorted(values, key=lambda each: json.dumps(each, sort_keys=True))


def _tagged(tag: str, values: Sequence[str]) -> dict[str, Any]:
    return {"required": [tag], "properties": {tag: {"enum": sorted(values)}}}


def _plain(value: Mapping[str, Any], *, answers: bool) -> dict[str, Any]:
    """The assertions of a schema that hold no schema, as 2020-12 writes them; in answers remarks, too."""
    kept = _PLAIN | _REMARKS if answers else _PLAIN
    found: dict[str, Any] = {key: by_name(value[key]) for key in sorted(kept & value.keys())}
    if not answers and found.get("format") == "binary":  # bytes, once the input was read
        for key in ("type", "minLength", "maxLength"):
            found.pop(key, None)
    if not answers and "format" in found and found["format"] not in FORMATS:
        del found["format"]
    for bound, strict in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if found.get(strict) is True:  # OpenAPI 3.0
            found[strict] = found.pop(bound, None)
        if strict in found and (found[strict] is None or isinstance(found[strict], bool)):
            del found[strict]
    return found


def by_name(value: Any) -> Any:
    """The same JSON, the members of its objects by name."""
    if isinstance(value, Mapping):
        return {name: by_name(each) for name, each in sorted(value.items())}
    return [by_name(each) for each in value] if isinstance(value, list) else value


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


def one_way(spec: Spec, leaves: Sequence[Source], flag: str = "readOnly") -> frozenset[str]:
    """The properties of some leaves that are read-only in any of them, or have another flag."""
    named = [pair for leaf in leaves for pair in (leaf / "properties").items()]
    return frozenset(name for name, each in named if any(leaf.flag(flag) for leaf in leaves_of(spec, [each])))
