"""Values that a JSON Schema accepts, and values with one fault that it should refuse, for hypothesis to draw."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

Schema = Mapping[str, Any]
Known = Mapping[str, Sequence[Any]]
"""Values worth trying for an input of this name, beside what its schema allows."""
UNSHRUNK = settings(deadline=None, phases=(Phase.reuse, Phase.generate))
"""Inputs are short enough to read as they are, and shrinking the texts of long patterns takes minutes."""

_WRONG: Mapping[str, tuple[Any, ...]] = {
    "string": (True, 1.5, ["a"], {"a": "b"}),
    "integer": (True, 1.5, "some", [1], {"a": 1}),
    "number": (False, "some", [1.5], {"a": 1}),
    "boolean": (2, -1.5, "maybe", [True], {"a": True}),
    "array": (7, True, {"a": "b"}),
    "object": (7, True, "some", ["a"]),
    "null": (0, False, [], {}),
}
"""By type, values of another that no loose form turns into it: "2" for a number or 1 for true are meant to work."""
_PLAIN_TEXTS = (
    "1234567890",
    "1:2",
    "2026-01-31",
    "https://www.figma.com/design/hbmVKqA1LGjTuU3HfNLq7p/Name?node-id=1-2&version-id=34",
    "https://www.figma.com/design/hbmVKqA1LGjTuU3HfNLq7p#5678",
    "https://www.figma.com/files/team/12",
    "https://www.figma.com/files/project/34",
    "https://www.figma.com/community/plugin/56",
)


def values(schema: Schema, known: Known | None = None) -> st.SearchStrategy[Any]:
    """What the schema accepts. Knows the keywords that input schemas use and refuses others."""
    _only_known_keywords(schema)
    if "anyOf" in schema:
        return st.one_of([values(option, known) for option in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema.get("type"):
        case "object":
            return _objects(schema, known or {})
        case "array":
            limit = schema.get("maxItems", 4)
            return st.lists(values(schema["items"], known), min_size=schema.get("minItems", 0), max_size=limit)
        case "string":
            return _texts(schema)
        case "integer":
            return _ends(schema) | st.integers(schema.get("minimum", -(2**70)), schema.get("maximum", 2**70))
        case "number":
            low, high = schema.get("minimum"), schema.get("maximum")
            return _ends(schema) | st.floats(low, high, allow_nan=False, allow_infinity=False)
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
    return st.none() | st.booleans() | st.integers() | st.text()


def plain(schema: Schema) -> Any:
    """One value that the schema accepts, with everything that it may have."""
    if "anyOf" in schema:
        return plain(schema["anyOf"][0])
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            return {name: plain(each) for name, each in schema.get("properties", {}).items()}
        case "array":
            return [plain(schema["items"])]
        case "string":
            return next(text for text in _PLAIN_TEXTS if re.search(schema.get("pattern", ""), text))
        case "integer" | "number":
            return schema.get("minimum", 1)
    return {"boolean": True}.get(schema.get("type", ""))


def extremes(schema: Schema) -> list[Any]:
    """The values at the edges of what a simple schema accepts: each of an enum, both ends of a range."""
    ends = [schema[end] for end in ("minimum", "maximum") if end in schema]
    begun = plain(schema) if "pattern" in schema else ""
    longest = [begun.ljust(schema["maxLength"], "é")] if "maxLength" in schema else []
    return [*schema.get("enum", ()), *ends, *longest] or [plain(schema)]


def faults(schema: Schema, value: Any, odd: str) -> Iterator[Any]:
    """The value with one fault, at every depth and of every kind that the schema knows. `odd` is one more wrong text.

    Parts that the value lacks are filled in plainly. Where the schema says `anyOf`, another option may accept a fault.
    """
    if "anyOf" in schema:
        for option in schema["anyOf"]:
            fits = Draft202012Validator(option).is_valid(value)
            yield from faults(option, value if fits else plain(option), odd)
        return
    kind = schema.get("type", "")
    yield from _WRONG.get(kind, ())
    if "enum" in schema:
        yield from {"no such value", odd} - {word for known in schema["enum"] for word in (known, known.lower())}
    elif kind == "object":
        yield from _faults_of_an_object(schema, value, odd)
    elif kind == "array":
        for part in value or [plain(schema["items"])]:
            yield from ([*value, fault] for fault in faults(schema["items"], part, odd))
        yield from ([part] * number for part in value[:1] for number in _beyond(schema, "minItems", "maxItems"))
    elif kind == "string":
        yield from _faults_of_a_text(schema, value, odd)
    elif kind in ("integer", "number"):
        yield from _beyond(schema, "minimum", "maximum")


def _only_known_keywords(schema: Schema) -> None:
    known = {
        *("type", "properties", "required", "additionalProperties", "items", "anyOf", "enum", "pattern", "description"),
        "examples",
        *("default", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "$defs"),
    }
    assert schema.keys() <= known, f"no values are drawn for {schema.keys() - known}"


def _objects(schema: Schema, known: Known) -> st.SearchStrategy[dict[str, Any]]:
    if "properties" not in schema:
        return st.dictionaries(st.text(max_size=8), values(schema["additionalProperties"]), max_size=3)
    drawn = {name: values(each, known) for name, each in schema["properties"].items()}
    for name in drawn.keys() & known.keys():
        validator = Draft202012Validator(schema["properties"][name])
        if fitting := [value for value in known[name] if validator.is_valid(value)]:
            drawn[name] = st.sampled_from(fitting) | drawn[name]
    required = schema.get("required", [])
    return st.fixed_dictionaries(
        {name: each.filter(_says_something) for name, each in drawn.items() if name in required},
        optional={name: each for name, each in drawn.items() if name not in required},
    )


def _says_something(value: Any) -> bool:
    """Not so an empty text, which in a query is read as not given."""
    return not isinstance(value, str) or bool(value.strip())


def _ends(schema: Schema) -> st.SearchStrategy[Any]:
    return st.sampled_from([schema.get(end, 0) for end in ("minimum", "maximum") if end in schema] or [1])


def _texts(schema: Schema) -> st.SearchStrategy[str]:
    shortest, longest = schema.get("minLength", 0), schema.get("maxLength")
    if "pattern" not in schema:
        texts = st.text(min_size=shortest, max_size=min(longest or 40, 40))
        return texts | st.just("é" * longest) if longest else texts
    texts = _matching(schema["pattern"])
    return texts.filter(lambda text: shortest <= len(text) <= (longest or len(text)))


_RUN = re.compile(r"\^(\[[^]]+])\{(\d+),(\d+)}\$")
"""`^[a-z]{1,64}$`: most patterns are one run of characters, which hypothesis draws many times faster as a text."""


@cache
def _matching(pattern: str) -> st.SearchStrategy[str]:
    if run := _RUN.fullmatch(pattern):
        alphabet = [character for character in map(chr, range(128)) if re.fullmatch(run[1], character)]
        return st.text(alphabet, min_size=int(run[2]), max_size=int(run[3]))
    return st.from_regex(pattern, fullmatch=True)


def _faults_of_an_object(schema: Schema, value: dict[str, Any], odd: str) -> Iterator[Any]:
    for name in schema.get("required", ()):
        yield {key: part for key, part in value.items() if key != name}
    if schema.get("additionalProperties") is False:
        yield from ({**value, name: 1} for name in (odd, "", "__proto__") if name not in schema["properties"])
    for name, each in schema.get("properties", {}).items():
        part = value[name] if name in value else plain(each)
        yield from ({**value, name: fault} for fault in faults(each, part, odd))
    if isinstance(schema.get("additionalProperties"), Mapping):
        each = schema["additionalProperties"]
        yield from ({**value, odd: fault} for fault in faults(each, plain(each), odd))


def _faults_of_a_text(schema: Schema, value: str, odd: str) -> Iterator[Any]:
    if "https" in schema.get("pattern", ""):  # a usual form of an address; more are read
        yield from (value.replace("figma.com", host) for host in ("figma.com.example", "example", "figma.com@example"))
    elif "pattern" in schema:
        middle = len(value) // 2
        inserted = (value[:middle] + more + value[middle:] for more in ("/", "..", "?", "#", "\\", " ", "\0", "é", "٣"))
        broken = (odd, "", *inserted, f"{value}/..", f"/{value}", f"{value} ", value * 129)
        yield from (text for text in broken if not re.search(schema["pattern"], text))
    else:
        yield 7
    yield from ("é" * number for number in _beyond(schema, "minLength", "maxLength"))


def _beyond(schema: Schema, least: str, most: str) -> Iterator[Any]:
    if schema.get(least):
        yield schema[least] - 1
    if most in schema:
        yield from (schema[most] + 1, schema[most] * 1000)
