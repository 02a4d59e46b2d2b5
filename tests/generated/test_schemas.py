"""The schema files are what models and hosts can read: the common ground of their dialects, no larger than useful."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from figma_tools.connector import CONNECTOR
from figwright.json_pointer import steps

from .catalogue import NAMES, SCHEMAS, input_schema, output_schema

LONGEST_INPUT, LONGEST_OUTPUT = 16_000, 8_000
"""Characters of one schema without white space. A host may put each in front of a model, at about four to a token."""


def compact(schema: Any) -> str:
    return json.dumps(schema, separators=(",", ":"), ensure_ascii=False)


def below(schema: Any) -> Iterator[dict[str, Any]]:
    """The schema and all schemas in it."""
    if isinstance(schema, dict):
        yield schema
        inner = [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values(), *schema.get("anyOf", [])]
        for part in [*inner, schema.get("items"), schema.get("additionalProperties")]:
            yield from below(part)


def test_each_schema_stands_once_in_a_file_of_its_toolset() -> None:
    tools = list(CONNECTOR.tools.values())
    files = {kind: {f"{tool.toolset}.{kind}.json" for tool in tools} for kind in ("input", "output")}
    assert {tool.input_schema for tool in tools} == files["input"]
    assert {tool.output_schema for tool in tools} == files["output"]
    for each in files.values():
        held = [name for file in each for name in json.loads((SCHEMAS / file).read_text("utf-8"))]
        assert sorted(held) == NAMES
    others = {file.name for file in SCHEMAS.glob("*.json")} - files["input"] - files["output"]
    assert others == {tool.check for tool in tools if tool.check}


@pytest.mark.parametrize("schema_of", [input_schema, output_schema])
@pytest.mark.parametrize("name", NAMES)
def test_a_schema_keeps_to_what_every_consumer_reads(name: str, schema_of: Any) -> None:
    schema = schema_of(name)
    Draft202012Validator.check_schema(schema)
    assert schema["type"] == "object"
    assert not schema.keys() & {"anyOf", "allOf", "oneOf", "not", "enum"}
    for part in below(schema):
        assert part.keys() <= {
            *("type", "properties", "required", "additionalProperties", "items", "anyOf", "enum", "$ref", "$defs"),
            *("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern", "format"),
            *("description", "default", "examples"),
        }
        assert isinstance(part.get("type", ""), str)
        assert part.get("$ref", "#/$defs/").startswith("#/$defs/")
        assert all(isinstance(value, str) for value in part.get("enum", ()))
        assert set(part.get("required", ())) <= part.get("properties", {}).keys()
        assert len(part.get("description", "")) <= 1024


@pytest.mark.parametrize("name", NAMES)
def test_an_input_schema_is_closed_and_says_what_each_input_is(name: str) -> None:
    schema = input_schema(name)
    for part in below(schema):
        if "properties" in part:
            assert part["additionalProperties"] is False
            assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,63}", each) for each in part["properties"])
        if "pattern" in part:
            assert re.fullmatch(r"\^[^$]+\$", part["pattern"])
        if "default" in part:
            assert Draft202012Validator(part).is_valid(part["default"])
    for each, part in schema["properties"].items():
        assert re.fullmatch(r"[a-z_][a-zA-Z0-9_]*", each)
        assert 10 <= len(part["description"]) <= 1024, each
        assert part["description"].endswith("."), each
    assert len(compact(schema)) <= LONGEST_INPUT


@pytest.mark.parametrize("name", NAMES)
def test_required_inputs_come_first(name: str) -> None:
    schema = input_schema(name)
    for part in below(schema):
        required = part.get("required", [])
        assert list(part.get("properties", ()))[: len(required)] == required


@pytest.mark.parametrize("name", NAMES)
def test_an_output_schema_is_small_and_never_refers_to_itself(name: str) -> None:
    schema = output_schema(name)
    assert "$ref" not in compact(schema)
    assert len(compact(schema)) <= LONGEST_OUTPUT


@pytest.mark.parametrize("name", NAMES)
def test_an_output_schema_demands_nothing_that_an_older_or_newer_answer_may_lack(name: str) -> None:
    for part in below(output_schema(name)):
        assert not part.keys() & {"required", "enum"}
        assert part.get("additionalProperties", True) is not False


SECRETS = [(name, pointer) for name in NAMES for pointer in CONNECTOR.tools[name].redact]


@pytest.mark.parametrize(("name", "pointer"), SECRETS)
def test_P10_a_secret_that_is_taken_out_of_answers_is_not_in_the_output_schema(name: str, pointer: str) -> None:
    *way, secret = steps(pointer)
    part = output_schema(name)
    for step in way:
        part = part["items"] if step == "*" else part.get("properties", {}).get(step, {})
    assert secret not in part.get("properties", {})


def test_tools_that_send_back_a_passcode_name_it() -> None:
    assert {name for name, _ in SECRETS} == {name for name in NAMES if "webhook" in name}


@pytest.mark.parametrize("name", NAMES)
def test_P10_no_schema_speaks_of_a_passcode_but_where_one_is_passed(name: str) -> None:
    assert '"passcode"' not in compact(output_schema(name))
    assert ('"passcode"' in compact(input_schema(name))) == (name in ("figma_webhook_create", "figma_webhook_update"))
