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


def test_schemas_of_one_title_that_differ_are_named_with_their_operations(workshop: Workshop) -> None:
    takes(workshop, RANGE, OTHER)
    [mistake] = workshop.mistakes()
    text = "RangeQuery in getThing is also the name of openapi.yaml:9 in getThing; give one of them a title"
    assert mistake == f"openapi.yaml:9: {text}"
    document = yaml.safe_load(workshop.spec.read_text())
    workshop.spec = workshop.folder / "openapi.json"
    workshop.spec.write_text(json.dumps(document))
    [mistake] = workshop.mistakes()
    body = "#/paths/~1things~1{id}/post/requestBody/content/application~1json/schema/properties"
    assert f"{body}/b/anyOf/0: RangeQuery in getThing is also the name of openapi.json:1 ({body}/a/anyOf/0)" in mistake
