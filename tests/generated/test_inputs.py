"""A tool's input schema, which a model reads, and its input type, which is checked, accept and refuse the same."""

from __future__ import annotations

import inspect
import json
import math
import re
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import figma_tools
from figma_tools.connector import CONNECTOR
from figwright.errors import InvalidToolInputError
from figwright.http.request import build_request
from figwright.inputs.validation import validate

from .catalogue import (
    ANY_CASE,
    AS_JSON,
    HIDDEN,
    IGNORED,
    JOINED,
    NAMES,
    SAMPLED,
    SOMETHING,
    input_schema,
    input_validator,
    type_named,
)
from .drawing import UNSHRUNK, faults, values

KEY = "hbmVKqA1LGjTuU3HfNLq7p"
_IDS = re.compile(r"[A-Za-z0-9:;, -]+")


@cache
def inputs_of(name: str) -> st.SearchStrategy[dict[str, Any]]:
    return values(input_schema(name))


def same(left: Any, right: Any) -> bool:
    """Equal, and true is not 1."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


@pytest.mark.parametrize("name", NAMES)
def test_the_input_type_has_the_inputs_of_the_schema_and_those_that_no_model_sees(name: str) -> None:
    input_type, schema = type_named(CONNECTOR.tools[name].input_type), input_schema(name)
    unseen = HIDDEN.get(name, set()) | IGNORED.get(name, set())
    assert set(input_type.__annotations__) == schema["properties"].keys() | unseen
    assert not schema["properties"].keys() & unseen


@pytest.mark.parametrize("name", NAMES)
def test_the_typed_function_takes_the_same_inputs_by_name_and_demands_the_same(name: str) -> None:
    account, *inputs = inspect.signature(getattr(figma_tools, name)).parameters.values()
    assert account.name == "account"
    assert all(each.kind is each.KEYWORD_ONLY and each.default in (each.empty, None) for each in inputs)
    assert {each.name for each in inputs} == set(type_named(CONNECTOR.tools[name].input_type).__annotations__)
    assert {each.name for each in inputs if each.default is each.empty} == set(input_schema(name).get("required", []))


@pytest.mark.parametrize("name", SAMPLED)
@settings(UNSHRUNK, max_examples=5)
@given(data=st.data())
def test_what_the_schema_accepts_is_accepted_and_kept_as_it_is(name: str, data: st.DataObject) -> None:
    assert_accepted_and_kept(name, data.draw(inputs_of(name)))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@settings(UNSHRUNK, max_examples=20)
@given(data=st.data())
def test_much_that_the_schema_accepts_is_accepted_and_kept_as_it_is(name: str, data: st.DataObject) -> None:
    assert_accepted_and_kept(name, data.draw(inputs_of(name)))


def assert_accepted_and_kept(name: str, tool_input: dict[str, Any]) -> None:
    tool = CONNECTOR.tools[name]
    unset = {each.input for each in tool.parameters if each.place == "query"}
    unset |= {tool.pagination.input} if tool.pagination else set()
    said = {each: value for each, value in tool_input.items() if not (each in unset and str(value).strip() == "")}
    joined = {each: ",".join(value) if (name, each) in JOINED else value for each, value in said.items()}
    kept = validate(tool, tool_input)
    assert kept.keys() == joined.keys()
    for each, value in joined.items():
        assert same(kept[each], value) or stands_for(value, kept[each], input_schema(name)["properties"][each])


def stands_for(given_value: Any, kept: Any, schema: Any) -> bool:
    """Whether an identifier was kept for a text that is none, but that the schema lets stand for one."""
    if isinstance(given_value, dict):
        kinds = [each["properties"] for each in schema["anyOf"] if Draft202012Validator(each).is_valid(given_value)]
        return any(
            all(same(kept[key], part) or stands_for(part, kept[key], kind[key]) for key, part in given_value.items())
            for kind in kinds
        )
    identifier, other = schema.get("items", schema).get("anyOf", (None, None))
    if not other or not re.search(identifier["pattern"], kept):
        return False
    if re.search(identifier["pattern"], given_value):  # of a node, as addresses write it
        return bool(kept == re.sub("(?<=[0-9])-", ":", re.sub("([;,]) +", r"\1", given_value)))
    return True


@pytest.mark.parametrize("name", SAMPLED)
@settings(UNSHRUNK, max_examples=1)
@given(data=st.data())
def test_what_the_schema_refuses_is_refused(name: str, data: st.DataObject) -> None:
    assert_faults_are_refused(name, data.draw(inputs_of(name)), data.draw(st.text(max_size=20)))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@settings(UNSHRUNK, max_examples=3)
@given(data=st.data())
def test_much_that_the_schema_refuses_is_refused(name: str, data: st.DataObject) -> None:
    assert_faults_are_refused(name, data.draw(inputs_of(name)), data.draw(st.text(max_size=20)))


def assert_faults_are_refused(name: str, accepted: dict[str, Any], odd: str) -> None:
    tool, schema, refused = CONNECTOR.tools[name], input_schema(name), 0
    for tool_input in faults(schema, accepted, odd):
        if isinstance(tool_input, dict) and not input_validator(name).is_valid(texts_in_lists(name, tool_input)):
            refused += 1
            tight = without_spaces(tool_input)
            if tight != tool_input and input_validator(name).is_valid(texts_in_lists(name, tight)):
                assert validate(tool, tool_input) == validate(tool, tight)
                continue
            try:
                kept = validate(tool, tool_input)
            except InvalidToolInputError:
                continue
            meant = {each: value.split(",") if (name, each) in JOINED else value for each, value in kept.items()}
            assert input_validator(name).is_valid(meant), f"{tool_input} was read as {kept}"
    assert refused >= len(schema["properties"])


def without_spaces(value: Any) -> Any:
    """The input without the spaces that may stand behind the signs between ids."""
    if isinstance(value, dict):
        return {name: without_spaces(each) for name, each in value.items()}
    if isinstance(value, list):
        return [without_spaces(each) for each in value]
    return re.sub("(?<=[0-9])([;,]) +", r"\1", value) if isinstance(value, str) and _IDS.fullmatch(value) else value


def texts_in_lists(name: str, tool_input: dict[str, Any]) -> dict[str, Any]:
    """The input with texts for numbers, where a list is joined to one text anyway."""
    return {
        each: [str(item) if type(item) is int else item for item in value]
        if (name, each) in JOINED and isinstance(value, list)
        else value
        for each, value in tool_input.items()
    }


@st.composite
def loosened(draw: st.DrawFn, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """An input in the forms of its schema, and the same in forms that users send."""
    strict = draw(inputs_of(name))
    loose: dict[str, Any] = {}
    for each, value in strict.items():
        forms = [value, *_loose_forms(name, each, value)]
        loose[each] = draw(st.sampled_from(forms))
    absent = input_schema(name)["properties"].keys() - strict.keys()
    for each in draw(st.lists(st.sampled_from(sorted(absent)), unique=True)) if absent else ():
        loose[each] = None
    return strict, loose


def _loose_forms(name: str, each: str, value: Any) -> list[Any]:
    schema = input_schema(name)["properties"][each]
    if (name, each) in JOINED:
        return [tuple(value), *([",".join(value)] if value != [""] else [])]  # "" means that nothing was given
    if (name, each) in AS_JSON:
        return [json.dumps(value)]
    if (name, each) in ANY_CASE:
        return [value.lower(), value.upper(), value.title()]
    if isinstance(value, bool):
        return [str(value), str(value).lower(), int(value)]
    if isinstance(value, int | float):
        return [str(value)]
    if "pattern" in str(schema) and value.isdecimal() and str(int(value)) == value:
        return [int(value)]
    return []


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in NAMES if input_schema(name)["properties"]])
@settings(UNSHRUNK, max_examples=20)
@given(data=st.data())
def test_the_loose_forms_that_users_send_mean_the_same(name: str, data: st.DataObject) -> None:
    strict, loose = data.draw(loosened(name))
    tool = CONNECTOR.tools[name]
    assert validate(tool, loose) == validate(tool, strict)


@pytest.mark.parametrize(("name", "unseen"), [(name, each) for name in HIDDEN for each in sorted(HIDDEN[name])])
def test_an_input_that_no_model_sees_is_sent_where_given(name: str, unseen: str) -> None:
    more = {"endpoint": "https://a.example", "event_type": "FILE_UPDATE", "passcode": "p"}
    tool, given_input = CONNECTOR.tools[name], {unseen: "7357000000"}
    outgoing = build_request(tool, validate(tool, given_input | (more if name == "figma_webhook_create" else {})), "")
    assert "7357000000" in outgoing.url + str(outgoing.body)


@pytest.mark.parametrize(("name", "ignored"), [(name, each) for name in IGNORED for each in sorted(IGNORED[name])])
@pytest.mark.parametrize("value", ["1.0", 1, {"a": [None]}, True])
def test_an_ignored_input_may_be_anything_and_is_not_sent(name: str, ignored: str, value: Any) -> None:
    tool, needed = CONNECTOR.tools[name], {"file_key": KEY, "project_id": "42"}
    given_input = {each: needed[each] for each in input_schema(name)["required"]} | SOMETHING.get(name, {})
    assert build_request(tool, validate(tool, {**given_input, ignored: value}), "") == build_request(
        tool, validate(tool, given_input), ""
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_input_goes_somewhere(name: str) -> None:
    tool = CONNECTOR.tools[name]
    placed = {parameter.input for parameter in tool.parameters} | {each for case in tool.cases for each in case.when}
    names = set(type_named(tool.input_type).__annotations__)
    if tool.pagination and tool.pagination.links:
        placed.add(tool.pagination.input)  # the query of a link goes out instead of it
    assert placed == names - IGNORED.get(name, set())
    in_path = {parameter.name for parameter in tool.parameters if parameter.place == "path"}
    assert set(re.findall(r"\{(.+?)\}", tool.path)) == in_path


def a_scale(number: object) -> dict[str, Any]:
    return {"file_key": KEY, "ids": ["1:2"], "scale": number}


def a_place(number: object) -> dict[str, Any]:
    return {"file_key": KEY, "message": "m", "client_meta": {"x": number, "y": 1}}


def a_value(number: object) -> dict[str, Any]:
    return {"file_key": KEY, "variableModeValues": [{"variableId": "v", "modeId": "m", "value": number}]}


def a_color(number: object) -> dict[str, Any]:
    return a_value({"r": number, "g": 0, "b": 0})


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan, "inf", "-Infinity", "nan"])
@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("figma_file_images_render", a_scale),
        ("figma_file_comment_create", a_place),
        ("figma_file_variables_update", a_color),
    ],
)
def test_numbers_that_json_does_not_have_are_refused(name: str, inputs: Any, number: object) -> None:
    with pytest.raises(InvalidToolInputError):
        validate(CONNECTOR.tools[name], inputs(number))


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_a_variable_cannot_be_set_to_a_number_that_json_does_not_have(number: float) -> None:
    with pytest.raises(InvalidToolInputError):
        validate(CONNECTOR.tools["figma_file_variables_update"], a_value(number))


@pytest.mark.parametrize("value", [True, False, 0, 1, 0.5, "1", "true", "", None])
def test_a_variable_is_set_to_the_value_that_was_given_and_to_no_relative_of_it(value: object) -> None:
    kept = validate(CONNECTOR.tools["figma_file_variables_update"], a_value(value))["variableModeValues"][0]["value"]
    assert same(kept, value)


@pytest.mark.parametrize("name", ["figma_webhook_create", "figma_webhook_update"])
@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("event_type", "PING", "'FILE_UPDATE'"),
        ("endpoint", "http://hooks.example/figma", "an https URL, such as https://"),
    ],
)
def test_a_webhook_is_made_for_no_ping_and_called_over_https_alone(
    name: str, field: str, value: str, said: str
) -> None:
    with pytest.raises(InvalidToolInputError) as raised:
        validate(CONNECTOR.tools[name], {field: value})
    assert said in raised.value.fields[field]
    assert "PING" not in json.dumps(input_schema(name)["properties"]["event_type"])
