"""What values a schema takes, however it is written: by JSON type, the alternatives for values of that type.

References, `allOf`, lists of types, `nullable`, options of one type each and enums of one value all end in the same
shape. An input takes no property that is not described, as the generator reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from math import ceil, floor
from typing import Any, Literal

from figwright_codegen.diff.conditions import canonical
from figwright_codegen.diff.exclusive import overlapping
from figwright_codegen.openapi.description import Key, Source, Spec, is_reference
from figwright_codegen.tools.written_schema import is_also
from figwright_codegen.types.allof import (
    BRANCHES,
    KINDS,
    REMARKS,
    any_flag,
    bounds,
    constants,
    is_contradiction,
    is_nullable,
    kinds,
    leaves_of,
    required,
)
from figwright_codegen.types.discriminators import mapped, options_of, takes_any_text
from figwright_codegen.types.ir import Bounds

Direction = Literal["input", "result"]
Group = tuple[Source, ...]
"""Schemas that must all hold; none for any value."""
_NONE: frozenset[tuple[str, str]] = frozenset()
_Option = tuple[Source, frozenset[str], frozenset[tuple[str, str]]]
"""An option, what a discriminator calls it, and by JSON type what its values may not be besides."""
_MOST = 128
"""Alternatives of one schema that are told apart."""
_NESTED = 12
"""Choices within choices that are looked into."""
_LENGTHS = ("minLength", "minItems", "minProperties")
_SIZES = {"object": ("minProperties", "maxProperties")}
_ASSERTIONS = {
    "object": ("dependencies", "dependentRequired", "dependentSchemas", "patternProperties", "propertyNames",
               "unevaluatedProperties"),
    "array": ("additionalItems", "contains", "maxContains", "minContains", "unevaluatedItems"),
    "string": ("contentEncoding", "contentMediaType", "contentSchema"),
}  # fmt: skip
"""By type, keywords that are compared as they are written."""
_EVERY = ("not", "if", "then", "else")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Values of one JSON type, with nothing left to choose."""

    kind: str
    leaves: Group
    values: tuple[str, ...] | None = None
    """What alone is valid, as JSON texts."""
    integer: bool = False
    bounds: Bounds = ()
    patterns: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    unique: bool = False
    assertions: frozenset[str] = frozenset()
    properties: dict[str, Group] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    rest: Group | None = ()
    """What other properties hold; None if there can be none."""
    is_closed: bool = False
    """Whether the description says that there are no other properties."""
    tags: frozenset[str] = frozenset()
    """What a discriminator calls it."""
    items: Group | None = ()
    prefix: tuple[Group, ...] = ()

    @property
    def key(self) -> object:
        return self.kind, tuple(leaf.key for leaf in self.leaves), self.values, self.tags, self.assertions

    @property
    def is_plain(self) -> bool:
        """Whether it takes every value of its type."""
        narrowed = self.bounds or self.patterns or self.formats or self.unique or self.assertions
        named = self.properties or self.required or self.rest != () or self.items != () or self.prefix
        return self.values is None and not self.integer and not narrowed and not named

    @property
    def is_list_of_values(self) -> bool:
        narrowed = self.bounds or self.patterns or self.formats or self.assertions
        return self.values is not None and not narrowed


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is said of a schema that no value depends on."""

    words: dict[str, str]
    """Description, title and examples."""
    default: str | None
    deprecated: bool


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A schema's values by JSON type."""

    leaves: Group
    parts: dict[str, tuple[Part, ...]]
    remarks: Remarks


@dataclass(frozen=True, slots=True)
class _Alternative:
    """Schemas that hold together, with one option of each choice; `tags` and `others` as of an option."""

    leaves: list[Source]
    tags: frozenset[str] = frozenset()
    others: frozenset[tuple[str, str]] = frozenset()


class Reader:
    """Reads the shapes of one description, as inputs or as results: those lack what is read-only, these write-only."""

    def __init__(self, spec: Spec, direction: Direction) -> None:
        self.spec, self.direction = spec, direction
        self._shapes: dict[object, Shape] = {}
        self._written: dict[Key, str] = {}
        self._open: set[Key] = set()
        self._own_tags: dict[tuple[str, Key], bool] = {}
        """Whether an option says itself what a discriminator calls it."""
        hidden = "readOnly" if direction == "input" else "writeOnly"
        self._hidden = hidden if any(hidden.encode() in content for content in spec.files.values()) else ""
        """What is not seen in this direction, if the description has any such thing."""

    def shape(self, group: Group) -> Shape:
        key = tuple(source.key for source in group)
        if key not in self._shapes:
            self._shapes[key] = self._shape(group)
        return self._shapes[key]

    def has(self, name: str | int | None) -> bool:
        """Whether the description has a schema of this name."""
        found = [
            (self.spec.root / "components" / "schemas").value,
            *(each.data for each in self.spec.documents.values()),
        ]
        return any(isinstance(each, dict) and name in each for each in found)

    def target(self, group: Group) -> Group:
        """What a schema refers to, where that is all that it does; else nothing."""
        if len(group) != 1:
            return ()
        if isinstance(group[0].value, dict) and group[0].value.keys() - REMARKS == {"allOf"}:
            parts = tuple((group[0] / "allOf").each())
            return parts if len(parts) == 1 else ()
        if not is_reference(group[0]):
            return ()
        said = set(group[0].value) - REMARKS - {"$ref"}
        if said - {"nullable"} and self.spec.ignores_siblings:
            said &= {"nullable"}
        found = self.spec.target(group[0])
        if not found or said or (not is_reference(found) and options_of(self.spec, found)):
            return ()
        return (found,)

    def _shape(self, group: Group) -> Shape:
        leaves = self._leaves(group)
        found: dict[str, list[Part]] = {}
        if not any(source.value is False for source in group):
            alternatives = self._alternatives(leaves, frozenset())
            for alternative in [_Alternative(leaves)] if alternatives is None else alternatives:
                for part in self._parts(alternative, whole=alternatives is None):
                    found.setdefault(part.kind, []).append(part)
        parts = {kind: tuple(_simplified(found[kind])) for kind in sorted(found)}
        return Shape(tuple(leaves), parts, self._remarks(leaves))

    def remarks(self, group: Group) -> Remarks:
        """What is said of a schema, or else of what it refers to."""
        return self._remarks(self._leaves(group))

    def _remarks(self, leaves: Sequence[Source]) -> Remarks:
        words: dict[str, str] = {}
        for leaf in leaves:
            for key in ("description", "title"):
                if text := leaf.text(key):
                    words.setdefault(key, " ".join(text.split()))
            for key in ("example", "examples"):
                if key in leaf:
                    words.setdefault("example", json.dumps((leaf / key).value, sort_keys=True, default=str))
        default = next((self._canonical(leaf / "default") for leaf in leaves if "default" in leaf), None)
        return Remarks(words, default, any_flag(leaves, "deprecated"))

    def _leaves(self, group: Iterable[Source]) -> list[Source]:
        leaves = leaves_of(self.spec, group)
        return (
            [_alone(leaf) if is_reference(leaf) else leaf for leaf in leaves] if self.spec.ignores_siblings else leaves
        )

    def _alternatives(self, leaves: list[Source], chosen: frozenset[object]) -> list[_Alternative] | None:
        """The schemas with one option of each choice, and what a discriminator calls it; None if there are too many."""
        if len(chosen) >= _NESTED:
            return None
        for place, options in self._choices(leaves):
            if place in chosen:
                continue
            found: list[_Alternative] = []
            for option, tags, others in options:
                if option.value is not False:
                    more = self._alternatives(self._leaves([*leaves, option]), chosen | {place})
                    if more is None or len(found) + len(more) > _MOST:
                        return None
                    found += [_Alternative(each.leaves, tags | each.tags, others | each.others) for each in more]
            return found
        return [_Alternative(leaves)]

    def _choices(self, leaves: Iterable[Source]) -> Iterator[tuple[object, list[_Option]]]:
        for leaf in leaves:
            for key in BRANCHES:
                if isinstance(leaf.value.get(key), list):
                    options = list((leaf / key).each())
                    others = self._others(leaf, options) if key == "oneOf" else [_NONE] * len(options)
                    tagged = zip(options, others, strict=True)
                    yield (leaf.key, key), [(each, self._tags(leaf, each), other) for each, other in tagged]
            if is_reference(leaf) and (children := options_of(self.spec, leaf)):
                parent = self.spec.resolve(leaf)
                tag = (parent / "discriminator").text("propertyName")
                named = [(each.source, frozenset(f"{tag}: {value}" for value in each.tags)) for each in children]
                yield (parent.key, "children"), [(*each, _NONE) for each in named]

    def _others(self, holder: Source, options: list[Source]) -> list[frozenset[tuple[str, str]]]:
        """What else each option may not be, by JSON type, where a value could fit several of a `oneOf`."""
        if self.direction == "result" or holder.key in self._open or len(options) > _MOST:
            return [_NONE] * len(options)
        self._open.add(holder.key)
        shapes = [self.shape((each,)) for each in options]
        self._open.remove(holder.key)
        leaves = [self._leaves([each]) for each in options]
        tag = (holder / "discriminator").text("propertyName")
        called = [
            bool(self._tags(holder, option)) and tag in required(some) and takes_any_text(self.spec, some, tag)
            for option, some in zip(options, leaves, strict=True)
        ]
        found = [set[tuple[str, str]]() for _ in options]
        for one, other in combinations(range(len(options)), 2):
            if called[one] and called[other]:
                continue
            if kinds := overlapping(shapes[one], shapes[other], self.shape):
                if is_also(leaves[one], leaves[other]) or is_also(leaves[other], leaves[one]):
                    return [_NONE] * len(options)
                for mine, theirs in ((one, other), (other, one)):
                    text = f"no other option: {self._canonical(options[theirs])}"
                    found[mine].update((kind, text) for kind in kinds)
        return [frozenset(each) for each in found]

    def _tags(self, holder: Source, option: Source) -> frozenset[str]:
        """What a discriminator calls an option, where the option does not say it itself."""
        tag = (holder / "discriminator").text("propertyName")
        if not tag or not is_reference(option):
            return frozenset()
        target = self.spec.resolve(option)
        key = tag, target.key
        if key not in self._own_tags:
            own = [leaf / "properties" / tag for leaf in self._leaves([option])]
            self._own_tags[key] = bool(constants(self._leaves(each for each in own if each.value)))
        if self._own_tags[key]:
            return frozenset()
        name = str((target.pointer or [option.file.stem])[-1])
        named = [value for value, each in mapped(holder).items() if str(each.value).rpartition("/")[2] == name]
        return frozenset(f"{tag}: {value}" for value in named or [name])

    def _parts(self, alternative: _Alternative, *, whole: bool) -> Iterator[Part]:
        """The parts of one alternative. `whole`: its choices are compared as they are written."""
        leaves = alternative.leaves
        if is_contradiction(leaves):
            return
        types, values = kinds(leaves) or list(KINDS), constants(leaves)
        nullable = is_nullable(leaves)
        for kind in dict.fromkeys("number" if each == "integer" else each for each in types):
            own = None if values is None else tuple(sorted(_text(each) for each in values if _kind(each) == kind))
            if own != () and not (kind == "null" and nullable):
                integer = kind == "number" and "number" not in types
                part = self._part(kind, tuple(leaves), own, integer=integer, whole=whole)
                others = frozenset(text for each, text in alternative.others if each == kind)
                tags = alternative.tags if kind == "object" else frozenset[str]()
                yield replace(part, tags=tags, assertions=part.assertions | others) if tags or others else part
        if nullable:
            yield Part("null", tuple(leaves))

    def _part(self, kind: str, leaves: Group, values: tuple[str, ...] | None, *, integer: bool, whole: bool) -> Part:
        base: dict[str, Any] = {"values": None if kind == "null" else values, "integer": integer and values is None}
        base["assertions"] = frozenset(self._assertions(kind, leaves, whole=whole))
        if kind == "boolean" and values == ("false", "true"):
            base["values"] = None
        if kind in ("string", "array", "number"):
            base["bounds"] = _telling(bounds(kind, leaves), integer=integer)
        match kind:
            case "string":
                base["patterns"] = frozenset(leaf.text("pattern") for leaf in leaves if leaf.text("pattern"))
            case "array":
                base["items"], base["prefix"] = _items(leaves)
                base["unique"] = any_flag(leaves, "uniqueItems")
            case "object":
                base |= self._object(leaves)
        if kind in ("string", "number"):
            base["formats"] = frozenset(leaf.text("format") for leaf in leaves if leaf.text("format"))
        return Part(kind, leaves, **base)

    def _object(self, leaves: Group) -> dict[str, Any]:
        properties: dict[str, list[Source]] = {}
        for leaf in leaves:
            for name, each in (leaf / "properties").items():
                properties.setdefault(name, []).append(each)
        hidden = {
            name for name, each in properties.items() if self._hidden and any_flag(self._leaves(each), self._hidden)
        }
        hidden |= {name for name, each in properties.items() if any(source.value is False for source in each)}
        demanded = required(leaves) - hidden
        for name in demanded - properties.keys() if self.direction == "input" else ():
            properties[name] = []
        more = [leaf / "additionalProperties" for leaf in leaves if "additionalProperties" in leaf]
        closed = any(each.value is False for each in more)
        named = properties.keys() - hidden
        rest: Group | None = tuple(each for each in more if isinstance(each.value, dict))
        if closed or (self.direction == "input" and properties and not more):
            rest = None
        return {
            "properties": {name: tuple(properties[name]) for name in sorted(named)},
            "required": frozenset(demanded & named),
            "rest": rest,
            "is_closed": closed,
            "bounds": _sizes(leaves),
        }

    def _canonical(self, source: Source) -> str:
        if source.key not in self._written:
            self._written[source.key] = canonical(self.spec, source)
        return self._written[source.key]

    def _assertions(self, kind: str, leaves: Iterable[Source], *, whole: bool) -> Iterator[str]:
        for leaf in leaves:
            for key in (*_ASSERTIONS.get(kind, ()), *_EVERY, *(BRANCHES if whole else ())):
                if key in leaf:
                    yield f"{key}: {self._canonical(leaf / key)}"


def _alone(leaf: Source) -> Source:
    """A reference without what OpenAPI 3.0 ignores beside it."""
    kept = {key: leaf.value[key] for key in ("$ref", "nullable", "description") if key in leaf}
    return Source(leaf.document, leaf.pointer, kept)


def _simplified(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts without what others take already; values that stand alone are one list."""
    kind = parts[0].kind
    if kind not in ("array", "object") and (plain := next((each for each in parts if each.is_plain), None)):
        yield plain
        return
    listed = [each for each in parts if each.is_list_of_values and kind not in ("array", "object")]
    if listed:
        values = tuple(sorted({value for each in listed for value in each.values or ()}))
        leaves = tuple({leaf.key: leaf for each in listed for leaf in each.leaves}.values())
        every = kind == "boolean" and values == ("false", "true")
        yield Part(kind, leaves, None if every else values, integer=all(each.integer for each in listed) and not values)
    seen = set()
    for each in parts:
        if each not in listed and each.key not in seen:
            seen.add(each.key)
            yield each


def _items(leaves: Iterable[Source]) -> tuple[Group | None, tuple[Group, ...]]:
    every = [leaf / "items" for leaf in leaves if "items" in leaf]
    prefix = next(((leaf / "prefixItems") for leaf in leaves if "prefixItems" in leaf), None)
    groups = tuple((each,) for each in prefix.each()) if prefix else ()
    if any(each.value is False for each in every):
        return None, groups
    return tuple(each for each in every if isinstance(each.value, dict) and each.value), groups


def _sizes(leaves: Iterable[Source]) -> Bounds:
    found: dict[str, int | float] = {}
    for leaf in leaves:
        for key in _SIZES["object"]:
            if isinstance(value := (leaf / key).value, int | float):
                found[key] = (
                    max(found.get(key, value), value) if key.startswith("min") else min(found.get(key, value), value)
                )
    return _telling(tuple(sorted(found.items())))


def _telling(found: Bounds, *, integer: bool = False) -> Bounds:
    """Bounds without those that others imply, or that everything is within; those of whole numbers inclusive."""
    told = {key: value for key, value in found if not (key in _LENGTHS and value <= 0)}
    for key, strict, step in (("minimum", "exclusiveMinimum", 1), ("maximum", "exclusiveMaximum", -1)):
        if integer and (bound := told.pop(strict, None)) is not None:
            inside = floor(bound) + 1 if step > 0 else ceil(bound) - 1
            told[key] = max(step * told.get(key, inside), step * inside) * step
        if strict in told and key in told:
            del told[strict if step * told[key] > step * told[strict] else key]
    return tuple(sorted(told.items()))


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if value is None:
        return "null"
    names = {str: "string", int: "number", float: "number", list: "array", dict: "object"}
    return names.get(type(value), "string")


def _text(value: Any) -> str:
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    return json.dumps(whole, sort_keys=True, ensure_ascii=False)
