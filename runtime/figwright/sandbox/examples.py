"""An example of what a schema allows: the description's own, or one that is made, the same each time."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .description import Description, Schema
from .patterns import texts_of

_FORMATS = {
    "byte": "ZXhhbXBsZQ==", "date": "2026-01-15", "date-time": "2026-01-15T09:30:00Z", "duration": "P1D",
    "email": "ann@example.com", "hostname": "example.com", "ipv4": "192.0.2.1", "ipv6": "2001:db8::1",
    "time": "09:30:00Z", "uri": "https://example.com/1", "uri-reference": "/1", "url": "https://example.com/1",
    "uuid": "01890a5d-ac96-774b-bcce-b302099a8057",
}  # fmt: skip
_BY_NAME = (
    (re.compile(r"(^|_)id$|(?<=[a-z])I[dD]$"), "{name}-1"),
    (re.compile(r"(_|^)(url|uri|href|link)$|(?<=[a-z])(Url|URL|Uri|URI)$"), "https://example.com/{name}"),
    (re.compile(r"(_|^)e?mail$"), "ann@example.com"),
    (re.compile(r"(_at|[a-z]At)$"), "2026-01-15T09:30:00Z"),
)
_VARIANTS = 24
"""Choices among the options of a schema that are tried."""
_DEEPEST, _MOST = 6, 300
"""Levels, and values, beyond which an example has only what is required."""
_KINDS = ("object", "array", "string", "integer", "number", "boolean", "null")
_BOUND = {"minimum": max, "exclusiveMinimum": max, "minLength": max, "minItems": max, "minProperties": max,
          "maximum": min, "exclusiveMaximum": min, "maxLength": min, "maxItems": min, "maxProperties": min}  # fmt: skip


class Examples:
    """Makes examples of the schemas of one description."""

    def __init__(self, description: Description) -> None:
        self._description = description
        self._made = 0

    def of(self, schema: Schema, told: Iterable[Any] = ()) -> Any:
        """One of those that are `told` if it fits, or one that is made; None where nothing can be made."""
        for each in told:
            if self._description.fits(schema, each):
                return each
        self._made = 0
        return self._first(schema, "", 0)

    def _first(self, schema: Schema, name: str, depth: int) -> Any:
        first: Any = None
        for at, each in enumerate(itertools.islice(self._candidates(schema, name, depth), _VARIANTS)):
            if self._description.fits(schema, each):
                return each
            first = each if at == 0 else first
        return first

    def _candidates(self, schema: Schema, name: str, depth: int) -> Iterator[Any]:
        self._made += 1
        for leaves in itertools.islice(self._variants(schema, frozenset()), _VARIANTS):
            yield from self._values(_merged(leaves), name, depth)

    def _variants(self, schema: Schema, above: frozenset[int]) -> Iterator[list[Mapping[str, Any]]]:
        """The schemas that hold together, for each choice among options; what leads back to itself is left out."""
        if not isinstance(schema, dict) or id(schema) in above:
            yield []
            return
        above |= {id(schema)}
        groups: list[Iterable[list[Mapping[str, Any]]]] = []
        if "$ref" in schema:
            groups.append(self._variants(self._description.named(schema), above))
        groups += [self._variants(each, above) for each in schema.get("allOf", ())]
        for key in ("oneOf", "anyOf"):
            if key in schema:
                groups.append(itertools.chain.from_iterable(self._variants(each, above) for each in schema[key]))
        limited = [list(itertools.islice(each, _VARIANTS)) for each in groups]
        for chosen in itertools.product(*limited):
            yield [schema, *itertools.chain.from_iterable(chosen)]

    def _values(self, schema: Mapping[str, Any], name: str, depth: int) -> Iterator[Any]:
        if "enum" in schema:
            yield from schema["enum"]
            return
        yield from schema["told"]
        for kind in _KINDS:
            if kind in schema["type"]:
                match kind:
                    case "object":
                        yield from self._objects(schema, depth)
                    case "array":
                        yield from self._lists(schema, name, depth)
                    case "string":
                        yield from _texts(schema, name)
                    case "integer" | "number":
                        yield from _numbers(schema, kind)
                    case "boolean":
                        yield from (False, True)
                    case _:
                        yield None

    def _objects(self, schema: Mapping[str, Any], depth: int) -> Iterator[Any]:
        required: list[str] = schema["required"]
        properties: Mapping[str, list[Schema]] = schema["properties"]
        sparing = depth >= _DEEPEST or self._made > _MOST
        optional = [] if sparing else [each for each in properties if each not in required]
        found = {each: self._member(schema, each, depth) for each in (*required, *optional)}
        if (not found and not sparing) or len(found) < schema.get("minProperties", 0):
            found |= self._others(schema, depth, schema.get("minProperties", 1) - len(found))
        most = schema.get("maxProperties", len(found))
        found = {each: found[each] for each in list(found)[:most]}
        yield dict(sorted(found.items()))
        yield {each: found[each] for each in sorted(found) if each in required}

    def _member(self, schema: Mapping[str, Any], name: str, depth: int) -> Any:
        told = schema["properties"].get(name) or [
            each for pattern, each in schema["patternProperties"] if re.search(pattern, name)
        ]
        return self._first(_all(told or schema["additionalProperties"]), name, depth + 1)

    def _others(self, schema: Mapping[str, Any], depth: int, count: int) -> dict[str, Any]:
        """Properties that have no names of their own."""
        named = [pattern for pattern, _ in schema["patternProperties"]]
        names = list(itertools.islice((text for pattern in named for text in texts_of(pattern)), count))
        if not names and schema["additionalProperties"] and False not in schema["additionalProperties"]:
            called = [self._first(_all(schema["propertyNames"]), "key", depth)] if schema["propertyNames"] else []
            names = [*called, *(f"key-{at + 1}" for at in range(count))][:count]
        return {str(each): self._member(schema, str(each), depth) for each in names}

    def _lists(self, schema: Mapping[str, Any], name: str, depth: int) -> Iterator[Any]:
        least, most = schema.get("minItems", 0), schema.get("maxItems", math.inf)
        first = [self._first(each, name, depth + 1) for each in schema["prefixItems"]]
        first += [self._first(each, name, depth + 1) for each in schema["contains"]]
        sparing = depth >= _DEEPEST or self._made > _MOST
        count = int(min(max(least, 0 if sparing else 1), most)) - len(first)
        item = _all(schema["items"])
        made = [] if count <= 0 or item is False else [self._first(item, _singular(name), depth + 1)]
        if count > 1 and made:
            others = itertools.islice(self._candidates(item, _singular(name), depth + 1), 200)
            fitting = (each for each in others if self._description.fits(item, each))
            made += [each for at, each in enumerate(fitting) if at][: count - 1]
            made += made[:1] * (count - len(made))
        yield (first + made)[: int(most) if most < math.inf else None]
        yield first
        yield []


def _merged(leaves: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What schemas say together that all hold."""
    listed = ("required", "patternProperties", "additionalProperties", "items", "prefixItems", "contains",
              "propertyNames", "told")  # fmt: skip
    found: dict[str, Any] = {"properties": {}} | {key: [] for key in listed}
    types: set[str] | None = None
    implied: set[str] = set()
    for leaf in leaves:
        if told := leaf.get("type"):
            own = {told} if isinstance(told, str) else set(told)
            own |= {"integer"} if "number" in own else set()
            types = own if types is None else types & own
        if "const" in leaf or "enum" in leaf:
            options = leaf.get("enum", [leaf.get("const")])
            found["enum"] = [each for each in found.get("enum", options) if each in options]
        for key, bound in _BOUND.items():
            if key in leaf:
                found[key] = bound(leaf[key], found.get(key, leaf[key]))
        found |= {key: leaf[key] for key in ("multipleOf", "pattern", "format", "uniqueItems") if key in leaf}
        found["required"] += [name for name in leaf.get("required", ()) if name not in found["required"]]
        for name, each in leaf.get("properties", {}).items():
            if each is not False:
                found["properties"].setdefault(name, []).append(each)
        found["patternProperties"] += leaf.get("patternProperties", {}).items()
        found["prefixItems"] = leaf.get("prefixItems", found["prefixItems"])
        for key in ("additionalProperties", "items", "contains", "propertyNames"):
            found[key] += [leaf[key]] if key in leaf else []
        found["told"] += [leaf[key] for key in ("example", "default") if key in leaf]
        found["told"] += leaf["examples"][:1] if isinstance(leaf.get("examples"), list) else []
        implied |= _implied(leaf)
    found["type"] = types if types is not None else implied or {"string"}
    return found


def _implied(leaf: Mapping[str, Any]) -> set[str]:
    """The types of which a schema without one speaks."""
    objects = ("properties", "additionalProperties", "patternProperties", "required", "propertyNames")
    kinds = {"object": (*objects, "minProperties"), "array": ("items", "prefixItems", "contains", "minItems"),
             "number": ("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"),
             "string": ("pattern", "minLength", "maxLength", "format")}  # fmt: skip
    return {kind for kind, keys in kinds.items() if any(key in leaf for key in keys)}


def _all(schemas: list[Schema]) -> Schema:
    return schemas[0] if len(schemas) == 1 else {"allOf": schemas} if schemas else True


def _texts(schema: Mapping[str, Any], name: str) -> Iterator[str]:
    least, most = schema.get("minLength", 0), schema.get("maxLength", math.inf)
    if "pattern" in schema:
        fitting = list(texts_of(schema["pattern"], least=least))
        yield from (each for each in fitting if least <= len(each) <= most)
        yield from fitting
    usual = _FORMATS.get(schema.get("format", "")) or next(
        (text.format(name=name) for told, text in _BY_NAME if told.search(name)), f"Some {_words(name)}"
    )
    text = usual if len(usual) >= least else f"{usual} {'x' * (least - len(usual) - 1)}"
    yield text[: int(most)] if most < math.inf else text
    yield from (usual, "")


def _words(name: str) -> str:
    return re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)).strip().lower() or "text"


def _singular(name: str) -> str:
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


def _numbers(schema: Mapping[str, Any], kind: str) -> Iterator[int | float]:
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below, step = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum"), schema.get("multipleOf")
    yield from (1, 1.5) if kind == "number" else (1,)
    start = low if low is not None else above if above is not None else high if high is not None else below
    if start is not None:
        near = math.floor(start)
        yield from (near, near + 1, near - 1)
        yield start
    if step:
        base = math.ceil((start or 0) / step) * step
        yield from (base, base + step, base - step)
    if kind == "number" and start is not None:
        yield from (start + 0.5, start - 0.5, start + 0.001, start - 0.001)
    yield 0
