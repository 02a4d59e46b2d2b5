"""What a body may hold beyond what types say: names that nobody knows, values of no stated type, null, tuples."""

from __future__ import annotations

from typing import Any

import pytest
from support.workshop import Workshop

from figwright.errors import InvalidToolInputError
from figwright.http.request import build_request
from figwright.inputs.validation import validate
from figwright.schemas import views as views_of


def describe(workshop: Workshop, schema: str, schemas: str = "") -> None:
    parameter = "{name: id, in: path, required: true, schema: {type: string}}"
    body = f"{{required: true, content: {{application/json: {{schema: {schema}}}}}}}"
    workshop.takes(f"parameters: [{parameter}]\nrequestBody: {body}", schemas)


def sent(workshop: Workshop, given: dict[str, Any]) -> Any:
    tool = workshop.tool
    return build_request(tool, validate(tool, {"id": "1", **given}), "https://shop.test").body


def is_refused(workshop: Workshop, given: dict[str, Any]) -> bool:
    with pytest.raises(InvalidToolInputError):
        sent(workshop, given)
    return True


@pytest.mark.parametrize(
    "schema",
    ["{type: object, additionalProperties: {type: integer}}",
     "{allOf: [{type: object, additionalProperties: {$ref: Number}}]}"],
)  # fmt: skip
def test_a_body_of_any_names_holds_their_values_to_what_is_said_of_them(workshop: Workshop, schema: str) -> None:
    describe(workshop, schema, "Number: {type: integer}")
    assert sent(workshop, {"a": 1, "b": 2}) == b'{"a":1,"b":2}'
    assert is_refused(workshop, {"a": "x"})


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [("{minimum: 3}", "x", 2), ("{minLength: 3}", 5, "ab"), ("{minItems: 2}", "x", [1]),
     ("{required: [a]}", 5, {"b": 1}), ("{anyOf: [false, {type: integer}]}", 1, "x"),
     ("{allOf: [{maximum: 3}]}", "x", 4)],
)  # fmt: skip
def test_a_bound_on_a_value_of_no_stated_type_holds_for_the_type_that_it_is_about(
    workshop: Workshop, schema: str, good: object, bad: object
) -> None:
    describe(workshop, f"{{type: object, properties: {{v: {schema}}}}}")
    assert sent(workshop, {"v": good})
    assert is_refused(workshop, {"v": bad})


def test_null_is_sent_where_anything_may_stand_and_by_models_too(workshop: Workshop) -> None:
    describe(workshop, "{type: object, properties: {v: true, w: {}, x: {type: string}}}")
    assert sent(workshop, {"v": None, "w": None, "x": None}) == b'{"v":null,"w":null}'
    views = views_of(workshop.module("connector").CONNECTOR)
    assert views.taken("shop_thing_get", {"id": "1", "v": None, "x": None})[0] == {"id": "1", "v": None}


def test_the_first_items_of_a_list_may_be_of_other_types_than_the_rest(workshop: Workshop) -> None:
    first = "[{type: integer}, {type: object, required: [a], properties: {a: {type: string}}}]"
    describe(workshop, f"{{type: object, properties: {{v: {{type: array, prefixItems: {first}, "
                       "items: {type: boolean}}}}")  # fmt: skip
    assert sent(workshop, {"v": [1, {"a": "x"}, True]}) == b'{"v":[1,{"a":"x"},true]}'
    assert is_refused(workshop, {"v": ["x"]})
    assert is_refused(workshop, {"v": [1, {"a": "x"}, 5]})


def test_two_objects_in_a_row_are_two_types(workshop: Workshop) -> None:
    two = "[{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}}}]"
    describe(workshop, f"{{type: object, properties: {{v: {{type: array, prefixItems: {two}, items: false}}}}}}")
    assert sent(workshop, {"v": [{"a": "x"}, {"b": "y"}]}) == b'{"v":[{"a":"x"},{"b":"y"}]}'
    assert is_refused(workshop, {"v": [{"a": 5}]})


def test_strict_mode_is_left_where_an_object_inside_takes_names_that_it_cannot_say(workshop: Workshop) -> None:
    inner = "{type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}}"
    describe(workshop, f"{{type: object, properties: {{v: {inner}}}}}")
    [tool] = views_of(workshop.module("connector").CONNECTOR).openai(strict=True, api="responses")
    assert tool["strict"] is False
    assert tool["parameters"]["properties"]["v"]["additionalProperties"] is True


def test_a_fraction_that_a_number_is_a_multiple_of_is_not_shown_to_who_divides_floats(workshop: Workshop) -> None:
    describe(workshop, "{type: object, properties: {v: {type: number, multipleOf: 0.1}}}")
    assert "multipleOf" not in workshop.schema()["properties"]["v"]
    assert sent(workshop, {"v": 0.3}) == b'{"v":0.3}'
    assert is_refused(workshop, {"v": 0.35})


@pytest.mark.parametrize("more", ["", ", oneOf: [{type: object, properties: {b: {type: string}}}, {type: string}]"])
def test_a_body_that_need_not_be_an_object_is_warned_of(workshop: Workshop, more: str) -> None:
    describe(workshop, f"{{properties: {{a: {{type: string}}}}{more}}}")
    told = [each.text for each in workshop.generate().warnings]
    assert [text.partition(",")[0] for text in told] == (["the body of getThing need not be an object"] if more else [])


def test_a_property_without_a_name_is_no_input(workshop: Workshop) -> None:
    describe(workshop, "{type: object, properties: {'': {type: string}, a: {type: string}}}")
    [mistake] = workshop.mistakes()
    assert "the body of getThing has a property without a name, which no input can have" in mistake


def test_a_query_without_a_name_is_no_input(workshop: Workshop) -> None:
    workshop.takes("parameters: [{name: id, in: path, required: true, schema: {type: string}}, "
                   "{name: '', in: query, schema: {type: string}}]")  # fmt: skip
    assert "a query has no name; give it one" in workshop.mistakes()[0]
