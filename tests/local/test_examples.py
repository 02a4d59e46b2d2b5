"""Examples that are made: of what our own connectors answer, and of patterns."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import figma_tools.connector
import github_tools.connector
from figwright.connector import Connector
from figwright.sandbox.description import Description, description_of
from figwright.sandbox.examples import Examples
from figwright.sandbox.patterns import texts_of

CONNECTORS = [
    pytest.param(figma_tools.connector.CONNECTOR, id="figma", marks=pytest.mark.slow),
    pytest.param(github_tools.connector.CONNECTOR, id="github"),
]


def described(*schemas: Any) -> Examples:
    return Examples(
        Description(figma_tools.connector.CONNECTOR, {"paths": {}, "components": {"schemas": dict(enumerate(schemas))}})
    )


@pytest.mark.parametrize("connector", CONNECTORS)
def test_of_every_operation_it_is_what_description_and_tool_promise(connector: Connector) -> None:
    description = Description(connector, description_of(connector.package))
    schemas = files(connector.package) / "schemas"
    assert {tool.operation for tool in connector.tools.values()} == {each.id for each in description.operations}
    for operation in description.operations:
        _, reply = operation.success
        if reply.schema is None:
            continue
        made = Examples(description).of(reply.schema, reply.examples)
        assert description.error(reply.schema, made) is None, operation.id
        assert Examples(description).of(reply.schema, reply.examples) == made
        for tool in operation.tools:
            promised = json.loads((schemas / tool.output_schema).read_text("utf-8"))[tool.name]
            assert Draft202012Validator(promised).is_valid(made), tool.name


PIECES = st.sampled_from(
    ["a", "[a-f0-9]", r"\d", r"\w", "[^x]", ".", r"\.", "(ab|cd)", "(?:q|r)", r"[A-Z_]", r"\S", "é"]
)
COUNTS = st.sampled_from(["", "?", "*", "+", "{2}", "{1,3}", "{0,5}", "{4,}"])


@given(st.lists(st.tuples(PIECES, COUNTS), max_size=6), st.sampled_from(["", "^", "^$"]))
def test_of_a_pattern_it_is_a_text_that_fits(parts: list[tuple[str, str]], anchors: str) -> None:
    pattern = "".join(piece + count for piece, count in parts)
    pattern = f"{anchors[:1]}{pattern}{anchors[1:]}"
    assert any(re.search(pattern, text) for text in texts_of(pattern))


@given(st.integers(3, 300), st.integers(0, 30))
def test_of_a_pattern_with_bounds_it_is_as_long_as_it_must_be(least: int, more: int) -> None:
    schema = {"type": "string", "pattern": "^[a-z]{2,}-?$", "minLength": least, "maxLength": least + more}
    made = described().of(schema)
    assert re.search(schema["pattern"], made)
    assert least <= len(made) <= least + more


@pytest.mark.parametrize(
    ("schema", "made"),
    [
        ({"type": "integer", "minimum": 10, "multipleOf": 4}, 12),
        ({"type": "number", "exclusiveMinimum": 1, "exclusiveMaximum": 2}, 1.5),
        ({"type": ["string", "null"], "format": "uuid"}, "01890a5d-ac96-774b-bcce-b302099a8057"),
        ({"type": "array", "minItems": 2, "uniqueItems": True, "items": {"enum": ["a", "b"]}}, ["a", "b"]),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, {"key-1": 1}),
        ({"type": "object", "required": ["a"], "properties": {"a": {"const": 3}, "b": False}}, {"a": 3}),
        ({"oneOf": [{"type": "integer"}, {"type": "number"}]}, 1.5),
        ({"allOf": [{"properties": {"a": {"type": "string"}}}, {"properties": {"a": {"enum": [1, "x"]}}}]}, {"a": "x"}),
        ({"type": "integer", "not": {"const": 1}}, 0),
        ({"type": "string", "examples": ["as told"]}, "as told"),
        ({"type": "string", "maxLength": 3, "example": "too long", "default": "ok"}, "ok"),
    ],
)
def test_it_is_what_a_schema_allows(schema: Any, made: Any) -> None:
    assert described().of(schema) == made


def test_what_nothing_can_be_comes_to_something_all_the_same() -> None:
    assert described().of({"type": "string", "enum": [1]}) in (None, 1)
