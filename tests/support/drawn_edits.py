"""Drawn schemas, drawn edits of them, and drawn values that are valid by one or by another."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping, Set
from typing import Any

from hypothesis import strategies as st
from jsonschema import Draft202012Validator

Schema = dict[str, Any]
NAMES = ("Alpha", "Beta")
WORDS = ("x", "y", "z")
PROPERTIES: tuple[str, ...] = ("a", "b", "c")


def scalars() -> st.SearchStrategy[Schema]:
    return st.one_of(
        st.sampled_from([{"type": "string"}, {"type": "integer"}, {"type": "number"}, {"type": "boolean"}]),
        st.sampled_from([{"type": "null"}, {"type": ["string", "null"]}, {"type": ["integer", "string"]}]),
        st.lists(st.sampled_from([*WORDS, 1, 2, None]), min_size=1, max_size=3, unique=True).map(
            lambda each: {"enum": each}
        ),
        st.tuples(st.integers(0, 3), st.integers(3, 6)).map(
            lambda each: {"type": "integer", "minimum": each[0], "maximum": each[1]}
        ),
        st.integers(0, 3).map(lambda each: {"type": "string", "minLength": each}),
        st.sampled_from(["^x", "y$"]).map(lambda each: {"type": "string", "pattern": each}),
    )


def _with(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    return st.one_of(
        st.builds(
            _object,
            st.dictionaries(st.sampled_from(PROPERTIES), inner, max_size=3),
            st.sets(st.sampled_from(PROPERTIES)),
        ),
        st.builds(lambda items, least: {"type": "array", "items": items, "minItems": least}, inner, st.integers(0, 2)),
        inner.map(lambda each: {"type": "object", "additionalProperties": each}),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: {"anyOf": each}),
    )


def _object(properties: Mapping[str, Schema], required: Set[str]) -> Schema:
    return {"type": "object", "properties": dict(properties), "required": sorted(required & properties.keys())}


def schemas() -> st.SearchStrategy[Schema]:
    references = st.sampled_from([{"$ref": f"#/components/schemas/{name}"} for name in NAMES])
    return st.recursive(st.one_of(scalars(), scalars(), references), _with, max_leaves=6)


def named() -> st.SearchStrategy[dict[str, Schema]]:
    """Objects, which may contain themselves and each other, where they need not."""
    optional = st.dictionaries(st.sampled_from(PROPERTIES), schemas(), max_size=3)
    return st.fixed_dictionaries({name: optional.map(lambda each: _object(each, set())) for name in NAMES})


def places(schema: Any, pointer: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Schema]]:
    """Every schema inside one, with its pointer."""
    if not isinstance(schema, dict):
        return
    yield pointer, schema
    for name, each in schema.get("properties", {}).items():
        yield from places(each, (*pointer, "properties", name))
    for key in ("items", "additionalProperties"):
        yield from places(schema.get(key), (*pointer, key))
    for index, each in enumerate(schema.get("anyOf", ())):
        yield from places(each, (*pointer, "anyOf", index))


@st.composite
def edits(draw: st.DrawFn, root: Schema) -> tuple[tuple[str | int, ...], Schema]:
    """The same schema with one place edited, and the pointer of that place."""
    edited = json.loads(json.dumps(root))  # no part of it is another part as well
    pointer, place = draw(st.sampled_from(list(places(edited))))
    possible: list[Callable[[], None]] = [lambda: _replace(place, draw(scalars()))]
    if "properties" in place:
        name = draw(st.sampled_from(PROPERTIES))
        possible += [
            lambda: place["properties"].pop(name, None),
            lambda: place["properties"].update({name: draw(scalars())}),
        ]
        if name in place["properties"]:
            flipped = sorted({name} ^ set(place["required"]))
            possible.append(lambda: place.update(required=flipped))
    if "enum" in place:
        values = draw(st.lists(st.sampled_from([*WORDS, 1, 2, None]), min_size=1, max_size=3, unique=True))
        possible.append(lambda: place.update(enum=values))
    if "anyOf" in place:
        possible += [lambda: place["anyOf"].append(draw(scalars())), lambda: place["anyOf"].pop()]
    for key in ("minimum", "maximum", "minLength", "minItems"):
        if key in place:
            bound = draw(st.integers(0, 6))
            possible.append(lambda key=key, bound=bound: place.update({key: bound}))  # type: ignore[misc]
    draw(st.sampled_from(possible))()
    if "required" in place:
        place["required"] = [each for each in place["required"] if each in place["properties"]]
    return pointer, edited


def _replace(place: Schema, other: Schema) -> None:
    place.clear()
    place.update(copy.deepcopy(other))


def respelled(schema: Any) -> Any:
    """A schema that means the same: other keys first, options and enums the other way round, each part an `allOf`."""
    if isinstance(schema, list):
        return [respelled(each) for each in reversed(schema)]
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("type"), list):
        return {"anyOf": [respelled({**schema, "type": each}) for each in reversed(schema["type"])]}
    found = {}
    for key, value in reversed(schema.items()):
        if key == "properties":
            found[key] = {name: {"allOf": [respelled(each)]} for name, each in value.items()}
        else:
            found[key] = (
                respelled(value) if key in ("items", "additionalProperties", "anyOf", "enum", "required") else value
            )
    return found


def values(schema: Any, named: dict[str, Schema], depth: int = 4) -> st.SearchStrategy[Any]:
    """Values that a schema takes, more or less: whoever draws them asks a validator."""
    if depth == 0 or not isinstance(schema, dict):
        return st.sampled_from([None, "x", 1, {}, []])
    if "$ref" in schema:
        return values(named[schema["$ref"].rpartition("/")[2]], named, depth - 1)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        return st.one_of([values(each, named, depth) for each in schema["anyOf"]])
    kinds = schema.get("type", [])
    return st.one_of([_values(schema, kind, named, depth) for kind in ([kinds] if isinstance(kinds, str) else kinds)])


def _values(schema: Schema, kind: str, named: dict[str, Schema], depth: int) -> st.SearchStrategy[Any]:
    match kind:
        case "string":
            return st.sampled_from(["", "x", "y", "z", "xy", "xxy", "yyyyyyyy"])
        case "integer":
            return st.integers(-1, 7)
        case "number":
            return st.sampled_from([0, 1, 2.5, 7])
        case "boolean":
            return st.booleans()
        case "array":
            items = values(schema.get("items"), named, depth - 1)
            return st.integers(0, 6).flatmap(lambda size: st.lists(items, min_size=size, max_size=size))
        case "object":
            if "properties" not in schema:
                return st.dictionaries(
                    st.sampled_from(WORDS), values(schema["additionalProperties"], named, depth - 1), max_size=2
                )
            fields = {name: values(each, named, depth - 1) for name, each in schema["properties"].items()}
            needed = {name: each for name, each in fields.items() if name in schema["required"]}
            others = {name: each for name, each in fields.items() if name not in needed}
            return st.fixed_dictionaries(needed, optional=others)
    return st.none()


def validator(schema: Schema, named: dict[str, Schema], *, closed: bool) -> Draft202012Validator:
    """Says whether a value is valid. `closed`: an object takes no property that is not described."""
    whole = {**copy.deepcopy(schema), "components": {"schemas": copy.deepcopy(named)}}
    roots = [whole, *whole["components"]["schemas"].values()]
    for root in roots if closed else ():
        for _, place in places(root):
            if place.get("properties"):
                place["additionalProperties"] = False
    return Draft202012Validator(whole)
