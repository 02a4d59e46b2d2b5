"""What is described alike under one title is one type; what only has one name is a mistake that names both places."""

from __future__ import annotations

import json

import yaml
from support.workshop import Workshop

RANGE = "{title: range_query, type: object, properties: {gt: {type: integer, description: More than.}}}"
OTHER = "{title: range_query, type: object, properties: {lt: {type: integer}}}"
PATH = "{name: id, in: path, required: true, schema: {type: string}}"


def takes(workshop: Workshop, first: str, second: str) -> None:
    rows = [f"{name}: {{anyOf: [{schema}, {{type: integer}}]}}" for name, schema in (("a", first), ("b", second))]
    body = f"{{type: object, properties: {{{', '.join(rows)}}}}}"
    workshop.takes(f"""
        parameters: [{PATH}]
        requestBody: {{content: {{application/json: {{schema: {body}}}}}}}
    """)


def test_equal_schemas_of_one_title_are_one_type(workshop: Workshop) -> None:
    takes(workshop, RANGE, RANGE)
    code = workshop.files()["inputs/models.py"]
    assert code.count("class RangeQuery(") == 1
    assert "gt" in code


def test_equal_options_of_a_union_are_one(workshop: Workshop) -> None:
    workshop.answers(f"Thing: {{type: object, properties: {{at: {{oneOf: [{RANGE}, {RANGE}, {{type: integer}}]}}}}}}")
    assert "    at: NotRequired[int | RangeQuery]" in workshop.files()["types/models.py"]


def test_equal_schemas_that_contain_themselves_are_one_type(workshop: Workshop) -> None:
    node = "{title: tree, type: object, properties: {name: {type: string}, below: {$ref: NAME}}}"
    schemas = "Thing: {type: object, properties: {a: {$ref: A}, b: {$ref: B}}}\n"
    schemas += "A: {title: Box, type: object, properties: {at: " + node.replace("NAME", "A") + "}}\n"
    workshop.answers(schemas + "B: {title: Box, type: object, properties: {at: " + node.replace("NAME", "B") + "}}")
    workshop.generate()


def test_schemas_of_one_title_that_differ_are_called_after_what_they_stand_in_too(workshop: Workshop) -> None:
    takes(workshop, RANGE, OTHER)
    code = workshop.files()["inputs/models.py"]
    assert "class GetThingBodyARangeQuery(TypedDict):" in code
    assert "class GetThingBodyBRangeQuery(TypedDict):" in code
    assert "class RangeQuery(" not in code


def test_schemas_of_one_name_are_a_mistake_that_names_both(workshop: Workshop) -> None:
    rows = (
        "a_b: {type: object, properties: {x: {type: integer}}}, a-b: {type: object, properties: {y: {type: integer}}}"
    )
    schema = f"{{type: object, properties: {{at: {{type: object, properties: {{{rows}}}}}}}}}"
    workshop.takes(f"""
        parameters: [{PATH}]
        requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}
    """)
    [mistake] = workshop.mistakes()
    text = "GetThingBodyAtAB in getThing is also the name of openapi.yaml:9 in getThing; give one of them a title"
    assert mistake == f"openapi.yaml:9: {text}"
    document = yaml.safe_load(workshop.spec.read_text())
    workshop.spec = workshop.folder / "openapi.json"
    workshop.spec.write_text(json.dumps(document))
    [mistake] = workshop.mistakes()
    body = "#/paths/~1things~1{id}/post/requestBody/content/application~1json/schema/properties/at/properties"
    assert f"{body}/a_b: GetThingBodyAtAB in getThing is also the name of openapi.json:1 ({body}/a-b)" in mistake


def test_a_list_that_has_a_name_is_not_called_as_one_of_it(workshop: Workshop) -> None:
    workshop.answers("", response="{type: array, items: {type: object, properties: {id: {type: string}}}}")
    code = workshop.files()["types/models.py"]
    assert "class GetThingResponseItem(TypedDict):" in code
    assert "GetThingResponse: TypeAlias = list[GetThingResponseItem]" in code


def test_what_stands_in_a_schema_takes_no_name_of_another(workshop: Workshop) -> None:
    item = "{type: object, properties: {login: {type: string}}}"
    workshop.answers(f"""
        Thing: {{type: object, properties: {{credits: {{type: array, items: {item}}}, one: {{$ref: ThingCredit}}}}}}
        ThingCredit: {{type: object, properties: {{user: {{type: string}}}}}}
    """)
    code = workshop.files()["types/models.py"]
    assert "    credits: NotRequired[list[ThingCreditItem]]\n    one: NotRequired[ThingCredit]" in code


def test_all_of_what_may_be_null_and_what_may_not_is_never_null(workshop: Workshop) -> None:
    part = "{type: object, properties: {id: {type: string}}}"
    workshop.answers(
        "Thing: {type: object, nullable: true, properties: {name: {type: string}}}",
        version="3.0.3",
        response=f"{{allOf: [{{$ref: Thing}}, {part}]}}",
    )
    code = workshop.files()["types/models.py"]
    assert "class GetThingResponse(TypedDict):" in code
    assert "None" not in code
