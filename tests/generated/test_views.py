"""Each consumer gets what its own package and its documented rules accept, and no more than a model needs (P11)."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support.environments import environment
from support.sizes import many

from figma_tools import schemas
from figma_tools.connector import CONNECTOR
from figwright.errors import ConfigurationError, UnknownToolError
from figwright.inputs.validation import validate
from figwright.schemas import Views, from_strict, providers

from .catalogue import NAMES, input_schema, output_validator
from .drawing import UNSHRUNK, values

VIEWS = ("openai", "openai_strict", "anthropic", "anthropic_strict", "gemini", "mcp")
INPUTS = ("parameters", "input_schema", "parameters_json_schema", "inputSchema")
TREES = {"figma_file_get", "figma_file_nodes_get"}
CHARACTERS = 35_600
"""Of all tools' names, descriptions and inputs in the `openai` view; 35,421 were 8,202 tokens of o200k_base."""


@cache
def view(name: str) -> dict[str, dict[str, Any]]:
    """A provider's tools by name, those of Anthropic's strict mode without its limits on one request."""
    if name == "anthropic_strict":
        return {each: providers.anthropic("figma_tools", CONNECTOR.tools[each], strict=True) for each in NAMES}
    provider, _, strict = name.partition("_")
    more = {"api": "responses", "strict": bool(strict)} if provider == "openai" else {}
    return {tool["name"]: tool for tool in getattr(schemas, provider)(**more)}


def inputs(tool: dict[str, Any]) -> Any:
    return next(tool[key] for key in INPUTS if key in tool)


def below(schema: Any) -> Iterator[dict[str, Any]]:
    yield schema
    parts = [*schema.get("properties", {}).values(), *schema.get("anyOf", ()), *schema.get("$defs", {}).values()]
    for part in [*parts, schema.get("items"), schema.get("additionalProperties")]:
        if isinstance(part, dict):
            yield from below(part)


@pytest.mark.parametrize("name", VIEWS)
def test_P11_a_view_has_every_tool_in_one_order_within_the_limits_of_all_consumers(name: str) -> None:
    tools = view(name)
    assert list(tools) == NAMES
    for tool in tools.values():
        assert re.fullmatch(r"[a-z][a-z0-9_]{0,63}", tool["name"])
        assert 40 <= len(tool["description"]) <= 1024
        schema = inputs(tool)
        Draft202012Validator.check_schema(schema)
        assert schema["type"] == "object"
        assert schema["additionalProperties"] is False
        for part in below(schema):
            assert isinstance(part.get("type", ""), str)
            assert not part.keys() & {"oneOf", "allOf", "not", "const", "pattern", "examples", "title"}
            assert part.keys() & {"type", "anyOf", "enum", "$ref"}, "a part without a type is refused by some"
            assert len(part.get("description", "")) <= 1024
            assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,63}", each) for each in part.get("properties", ()))
        assert all(re.fullmatch(r"[a-z_][A-Za-z0-9_]*", each) for each in schema["properties"])
        assert "separated by commas" not in json.dumps(schema)


@pytest.mark.parametrize("name", NAMES)
def test_P11_the_strict_view_keeps_the_rules_of_strict_mode(name: str) -> None:
    tool = view("openai_strict")[name]
    assert tool["strict"] is True
    parts = list(below(tool["parameters"]))
    assert sum(len(part.get("properties", ())) for part in parts) <= 5000
    assert sum(len(part.get("enum", ())) for part in parts) <= 1000
    assert depth(tool["parameters"]) <= 10
    for part in parts:
        assert part.keys() <= {
            *("type", "properties", "required", "additionalProperties", "items", "anyOf", "enum", "$ref", "$defs"),
            *("description", "minimum", "maximum", "minItems", "maxItems", "format"),
        }
        assert "$ref" not in part or len(part) == 1
        if part.get("type") == "object":
            assert part["additionalProperties"] is False
            assert part["required"] == list(part["properties"])
        if part.get("type") == "array":
            assert part["items"]


def depth(schema: Any) -> int:
    inner = [part for part in below(schema) if part is not schema and part.get("type") == "object"]
    return 1 + max((depth(part) for part in inner), default=0)


def test_P11_the_strict_view_allows_null_just_where_an_input_may_be_left_out() -> None:
    for name, tool in view("openai_strict").items():
        lenient = view("openai")[name]["parameters"]
        for each, part in tool["parameters"]["properties"].items():
            nullable = {"type": "null"} in part.get("anyOf", ())
            assert nullable == (each not in lenient.get("required", ())), (name, each)


def test_P11_every_hint_is_explicit_and_no_reader_is_called_destructive() -> None:
    for name, tool in view("mcp").items():
        record, hints = CONNECTOR.tools[name], tool["annotations"]
        assert hints == {
            "readOnlyHint": record.read_only,
            "destructiveHint": record.destructive,
            "idempotentHint": record.idempotent,
            "openWorldHint": True,
        }
        assert not (record.read_only and record.destructive)
        assert tool["title"] == record.title


def test_P11_what_a_view_writes_publishes_no_output_schema_and_the_others_an_object() -> None:
    for name, tool in view("mcp").items():
        written = bool(CONNECTOR.tools[name].view or CONNECTOR.tools[name].downloads)
        assert ("outputSchema" not in tool) == written
        if "outputSchema" in tool:
            assert tool["outputSchema"] == output_validator(name).schema
            assert tool["outputSchema"]["type"] == "object"
            assert all(part.keys() & {"type", "anyOf"} for part in below(tool["outputSchema"]))


def test_P11_a_model_must_give_what_a_tool_needs_where_hidden_inputs_could_stand_for_it() -> None:
    tools = view("openai")
    assert {"context", "context_id"} <= set(tools["figma_webhook_create"]["parameters"]["required"])
    assert set(tools["figma_payments_get"]["parameters"]["required"]) == {"user_id", "resource_type", "resource_id"}


def test_P11_kinds_of_an_object_are_one_object_that_says_what_each_needs() -> None:
    changes = view("openai")["figma_file_variables_update"]["parameters"]["properties"]["variables"]["items"]
    assert changes["properties"]["action"]["enum"] == ["CREATE", "DELETE", "UPDATE"]
    assert changes["required"] == ["action"]
    assert "CREATE needs name, resolvedType, variableCollectionId." in changes["description"]
    place = view("openai")["figma_file_comment_create"]["parameters"]["properties"]["client_meta"]
    assert {"x", "y", "node_id", "node_offset", "region_width"} <= place["properties"].keys()


def test_the_tools_that_write_trees_offer_the_views_that_there_are() -> None:
    from figwright_figma.view import VIEWS as KNOWN

    for name in TREES:
        part = view("openai")[name]["parameters"]["properties"]
        among = KNOWN if name == "figma_file_get" else KNOWN[:-1]  # of nodes alone nobody knows what is around them
        assert tuple(part["view"]["enum"]) == among
        assert {"fields", "max_tokens"} <= part.keys()


@pytest.mark.parametrize("name", [name for name in NAMES if CONNECTOR.tools[name].authored])
def test_T66_who_wrote_what_is_said_of_fields_that_there_are(name: str) -> None:
    schema = output_validator(name).schema
    objects = [
        part["properties"].keys()
        for part in [*below(schema), *schema.get("$defs", {}).values()]
        if "properties" in part
    ]
    for text, author in CONNECTOR.tools[name].authored.items():
        outer, _, inner = author.partition(".")
        assert any({text, outer} <= names for names in objects)
        assert any(inner in names for names in objects)


def test_all_tools_are_within_the_budget_of_a_context() -> None:
    told = [{key: tool[key] for key in ("name", "description", "parameters")} for tool in view("openai").values()]
    assert sum(len(json.dumps(tool, separators=(",", ":"), ensure_ascii=False)) for tool in told) <= CHARACTERS


def test_the_filters_narrow_together() -> None:
    def names(tools: list[dict[str, Any]]) -> set[str]:
        return {tool["name"] for tool in tools}

    for view in (schemas.openai, schemas.mcp, schemas.gemini, schemas.anthropic):
        assert len(view()) == len(CONNECTOR.tools)
    assert names(schemas.gemini(toolset="comments", read_only=True)) == {
        "figma_file_comments_list",
        "figma_comment_reactions_list",
    }
    assert names(schemas.mcp(tools=["figma_me_get", "figma_file_get"], toolset=("teams", "files"))) == {
        "figma_me_get",
        "figma_file_get",
    }
    assert schemas.openai(tools="figma_me_get", toolset="files") == []
    assert schemas.json_schema("figma_file_get") == input_schema("figma_file_get")
    [chat], [flat] = schemas.openai(tools="figma_me_get"), schemas.openai(tools="figma_me_get", api="responses")
    assert {"type": "function", **chat["function"]} == flat


def test_a_list_is_the_callers_own() -> None:
    schemas.openai(tools="figma_me_get")[0]["function"]["parameters"]["properties"]["x"] = {}
    assert schemas.openai(tools="figma_me_get")[0]["function"]["parameters"]["properties"] == {}


def test_a_name_that_is_not_there_says_what_is() -> None:
    with pytest.raises(UnknownToolError, match="figma_file_get"):
        schemas.openai(tools=["figma_file_gt"])
    with pytest.raises(ConfigurationError, match="no toolset 'file'; there are comments"):
        schemas.mcp(toolset="file")


def test_anthropic_is_strict_where_named_and_refuses_more_than_a_grammar_holds() -> None:
    writers = ["figma_file_comment_delete", "figma_dev_resource_delete", "figma_webhook_delete"]
    found = schemas.anthropic(strict=writers, toolset=["comments", "webhooks"])
    assert {tool["name"] for tool in found if tool.get("strict")} == {writers[0], writers[2]}
    with pytest.raises(
        ConfigurationError, match=f"20 strict tools in a request, and these have {len(CONNECTOR.tools)}"
    ):
        schemas.anthropic(strict=True)
    with pytest.raises(ConfigurationError, match="24 optional inputs"):
        schemas.anthropic(strict=["figma_file_variables_update"])


def strict_form(schema: Any, value: Any) -> Any:
    """What a model in strict mode says for a value: null for each part that is left out, pairs for free keys."""
    options = [option for part in [schema] for option in part.get("anyOf", [part])]
    if isinstance(value, list):
        item = next((option["items"] for option in options if "items" in option), {})
        return [strict_form(item, each) for each in value]
    if not isinstance(value, dict):
        return value
    free = next((o["additionalProperties"] for o in options if isinstance(o.get("additionalProperties"), dict)), None)
    if free is not None:
        return [{"key": key, "value": strict_form(free, each)} for key, each in value.items()]
    fits = next((o for o in options if Draft202012Validator(o).is_valid(value)), {})
    known = fits.get("properties", {})
    said = {name: strict_form(known.get(name, {}), each) for name, each in value.items()}
    return {**dict.fromkeys(known.keys() - value.keys()), **said}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@settings(UNSHRUNK, max_examples=many(10, 100))
@given(data=st.data())
def test_P11_a_strict_call_means_the_same_without_its_nulls(name: str, data: st.DataObject) -> None:
    schema = input_schema(name)
    value = data.draw(values(schema))
    tool = CONNECTOR.tools[name]
    said = strict_form(schema, value)
    assert from_strict(schema, said) == value
    assert from_strict(schema, value) == value
    assert json.dumps(validate(tool, from_strict(schema, said))) == json.dumps(validate(tool, value))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@settings(UNSHRUNK, max_examples=many(10, 100))
@given(data=st.data())
def test_P11_a_view_refuses_nothing_that_the_tool_takes(name: str, data: st.DataObject) -> None:
    value = data.draw(values(input_schema(name)))
    for seen in ("openai", "gemini", "mcp", "anthropic_strict"):
        schema = inputs(view(seen)[name])
        said = value if seen != "anthropic_strict" else without_nulls(strict_form(input_schema(name), value))
        missing = set(schema.get("required", ())) - value.keys()
        assert missing or Draft202012Validator(schema).is_valid(said)


def without_nulls(value: Any) -> Any:
    if isinstance(value, list):
        return [without_nulls(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: without_nulls(each) for name, each in value.items() if each is not None or name == "value"}


def test_a_models_arguments_part_into_input_and_shape() -> None:
    views = Views(CONNECTOR)
    given = {"file_key": "abcdefghijkl", "depth": 2, "ids": None, "view": "outline", "max_tokens": 900, "fields": None}
    assert views.taken("figma_file_get", given) == (
        {"file_key": "abcdefghijkl", "depth": 2},
        {"view": "outline", "max_tokens": 900},
    )
    assert views.taken("figma_file_comments_list", {"file_key": "k", "depth": 2, "x": 1}) == (
        {"file_key": "k", "x": 1},
        {"depth": 2},
    )


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("consumer", ["openai", "anthropic", "gemini", "mcp"])
def test_P11_the_consumers_own_package_takes_every_tool(consumer: str, tmp_path: Path) -> None:
    python = sys.executable if consumer == "mcp" else environment(consumer)
    for each in VIEWS:
        (tmp_path / f"{each}.json").write_text(json.dumps(list(view(each).values())), "utf-8")
    program = Path(__file__).with_name("consumers.py")
    done = subprocess.run([python, program, consumer, tmp_path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr[-2000:]
