"""What a tool takes: the generated type under pydantic, its place in the request, the JSON Schema that a model sees."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from pydantic import TypeAdapter, ValidationError
from support.workshop import Workshop

from figwright.connector import Case, Fixed, Parameter
from figwright.http.request import build_request
from figwright.schemas import views

ID = "{name: id, in: path, required: true, schema: {type: string, pattern: '^[0-9]+$'}}"


def checked(workshop: Workshop, value: dict[str, Any]) -> Any:
    return TypeAdapter(workshop.input_type).validate_python(value)


def refused(workshop: Workshop, value: dict[str, Any]) -> list[tuple[Any, ...]]:
    with pytest.raises(ValidationError) as caught:
        checked(workshop, value)
    return sorted(error["loc"] for error in caught.value.errors())


def schema(workshop: Workshop) -> Any:
    found = workshop.schema()
    jsonschema.Draft202012Validator.check_schema(found)
    return found


TEXT = "{type: string}"


def query(name: str, schema: str) -> str:
    return f"{{name: {name}, in: query, schema: {schema}}}"


def test_inputs_are_parameters_and_properties_of_the_body_under_the_providers_names(workshop: Workshop) -> None:
    workshop.takes(f"""
        parameters: [{ID}, {query("depth", "{type: integer, minimum: 1, description: How deep.}")}]
        requestBody:
          required: true
          content:
            application/json:
              schema: {{type: object, required: [name], properties: {{name: {{type: string}}, kind: {{enum: [a, b]}}}}}}
    """)
    assert checked(workshop, {"id": "1", "name": "x", "kind": "a", "depth": 2}) == {
        "id": "1", "name": "x", "kind": "a", "depth": 2,
    }  # fmt: skip
    assert refused(workshop, {"kind": "c", "depth": 0, "colour": 1}) == [
        ("colour",),
        ("depth",),
        ("id",),
        ("kind",),
        ("name",),
    ]
    assert workshop.tool.parameters == (
        Parameter("id", "id", "path"),
        Parameter("name", "name", "body"),
        Parameter("depth", "depth", "query"),
        Parameter("kind", "kind", "body"),
    )
    assert schema(workshop) == {
        "type": "object",
        "properties": {
            "id": {"type": "string", "pattern": "^[0-9]+$"},
            "name": {"type": "string"},
            "depth": {"type": "integer", "minimum": 1, "description": "How deep."},
            "kind": {"type": "string", "enum": ["a", "b"]},
        },
        "required": ["id", "name"],
        "additionalProperties": False,
    }


def test_loose_forms_are_taken_where_they_parse(workshop: Workshop) -> None:
    workshop.takes(f"""
        parameters:
          - {ID}
          - {query("depth", "{type: integer}")}
          - {query("ratio", "{type: number, maximum: 4}")}
          - {query("deep", "{type: boolean}")}
    """)
    given = {"id": 12, "depth": "2", "ratio": "0.5", "deep": "true"}
    assert checked(workshop, given) == {"id": "12", "depth": 2, "ratio": 0.5, "deep": True}
    for wrong in (
        {"depth": True},
        {"ratio": False},
        {"depth": 1.5},
        {"ratio": 5},
        {"id": True},
        {"id": "1\n"},
        {"id": "a"},
    ):
        assert refused(workshop, {"id": 1, **wrong}) == [(next(iter(wrong)),)]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), "-Infinity"])
def test_a_number_that_json_does_not_have_is_refused(workshop: Workshop, number: object) -> None:
    workshop.takes(f"parameters: [{ID}, {query('ratio', '{type: number}')}]")
    assert refused(workshop, {"id": 1, "ratio": number}) == [("ratio",)]


@pytest.mark.parametrize("ids", [[], [True], [None], [["a"]], ["a", "b c"], ["1,2", ";"]])
def test_a_list_whose_items_do_not_fit_is_refused(workshop: Workshop, ids: object) -> None:
    schema_ = "{type: string, pattern: '^[0-9a-z]+(,[0-9a-z]+)*$'}"
    workshop.takes(f"parameters: [{ID}, {query('ids', schema_)}]", tool="inputs: {ids: {list: true}}")
    assert checked(workshop, {"id": 1, "ids": ["a", 2, "b,c"]})["ids"] == "a,2,b,c"
    assert refused(workshop, {"id": 1, "ids": ids}) == [("ids",)]
    assert not jsonschema.Draft202012Validator(schema(workshop)).is_valid({"id": "1", "ids": ids})


def test_a_pattern_that_looks_around_is_checked_too(workshop: Workshop) -> None:
    workshop.takes("parameters: [{name: id, in: path, required: true, schema: {$ref: Id}}]",
                   "Id: {type: string, pattern: '^(?!0)[0-9]+$'}")  # fmt: skip
    assert checked(workshop, {"id": "10"})
    assert refused(workshop, {"id": "010"}) == [("id",)]


def test_objects_inside_a_body_are_closed_unless_they_say_otherwise(workshop: Workshop) -> None:
    workshop.takes(
        f"""
        parameters: [{ID}]
        requestBody:
          content:
            application/json:
              schema:
                type: object
                properties:
                  at: {{oneOf: [{{$ref: RGB}}, {{$ref: RGBA}}]}}
                  free: {{type: object, properties: {{a: {{type: string}}}}, additionalProperties: true}}
        """,
        """
        RGB: {type: object, required: [r], properties: {r: {type: number, maximum: 1}}}
        RGBA: {type: object, required: [r, a], properties: {r: {type: number, maximum: 1}, a: {type: number}}}
        """,
    )
    assert checked(workshop, {"id": 1, "at": {"r": 1, "a": 0}, "free": {"b": 1}})["at"] == {"r": 1.0, "a": 0.0}
    assert refused(workshop, {"id": 1, "at": {"r": 1, "b": 0}})
    assert refused(workshop, {"id": 1, "at": {"r": 2}})
    found = schema(workshop)["properties"]
    assert [option["additionalProperties"] for option in found["at"]["anyOf"]] == [False, False]
    assert found["free"]["additionalProperties"] is True
    assert "oneOf" not in json.dumps(found)


def test_a_recursive_input_is_a_definition_in_its_schema(workshop: Workshop) -> None:
    workshop.takes(
        f"""
        parameters: [{ID}]
        requestBody:
          content: {{application/json: {{schema: {{type: object, properties: {{tree: {{$ref: Tree}}}}}}}}}}
        """,
        "Tree: {type: object, properties: {children: {type: array, items: {$ref: Tree}}}}",
    )
    assert checked(workshop, {"id": 1, "tree": {"children": [{"children": []}]}})
    assert refused(workshop, {"id": 1, "tree": {"children": [{"child": []}]}}) == [("tree", "children", 0, "child")]
    validator = jsonschema.Draft202012Validator(schema(workshop))
    assert validator.is_valid({"id": "1", "tree": {"children": [{"children": []}]}})
    assert not validator.is_valid({"id": "1", "tree": {"children": [{"child": []}]}})


def test_names_and_forms_that_the_manifest_changes(workshop: Workshop) -> None:
    workshop.takes(
        f"""
        parameters:
          - {ID}
          - {query("ids", "{type: string}")}
          - {query("by", "{type: string, enum: [day, week]}")}
          - {query("where", "{type: object, properties: {x: {type: number}}}")}
          - {query("scope", "{type: string}")}
          - {query("secret", "{type: string}")}
        """,
        tool="""
        inputs:
          thing_id: {api_name: id}
          ids: {list: true, description: Which ones.}
          by: {case: lower}
          where: {json: true}
          schema_version: {ignored: true}
          secret: {hidden: true}
        constants: {scope: all}
        """,
    )
    given = {
        "thing_id": 1,
        "ids": ["a", "b"],
        "by": "DAY",
        "where": '{"x": 1}',
        "schema_version": object(),
        "secret": "s",
    }
    assert {**checked(workshop, given), "schema_version": None} == {
        "thing_id": "1", "ids": "a,b", "by": "day", "where": {"x": 1.0}, "secret": "s", "schema_version": None,
    }  # fmt: skip
    assert refused(workshop, {"id": 1, "scope": "x"}) == [("id",), ("scope",), ("thing_id",)]
    tool = workshop.tool
    assert [(p.input, p.name) for p in tool.parameters] == [
        ("thing_id", "id"), ("by", "by"), ("ids", "ids"), ("secret", "secret"), ("where", "where"),
    ]  # fmt: skip
    assert tool.constants == (Fixed("scope", "query", "all"),)
    assert list(schema(workshop)["properties"]) == ["thing_id", "by", "ids", "where"]
    assert schema(workshop)["properties"]["ids"] == {
        "type": "array", "items": {"type": "string"}, "minItems": 1, "description": "Which ones.",
    }  # fmt: skip


def test_the_manifest_says_who_must_give_an_input(workshop: Workshop) -> None:
    workshop.takes(
        f"parameters: [{ID}, {query('a', TEXT)}, {query('b', TEXT)}, {query('c', f'{TEXT}, required: true')}]",
        tool="inputs: {a: {required: true}, b: {required: for_models}, c: {required: false}}",
    )
    assert schema(workshop)["required"] == ["id", "a"]
    assert refused(workshop, {"id": 1, "b": "x", "c": "x"}) == [("a",)]
    assert checked(workshop, {"id": 1, "a": "x"})
    [shown] = views(workshop.module("connector").CONNECTOR).mcp()
    assert shown["inputSchema"]["required"] == ["id", "a", "b"]


def test_a_header_of_one_value_that_the_manifest_names_is_an_input(workshop: Workshop) -> None:
    version = "{name: X-Version, in: header, required: true, schema: {type: string, enum: ['2']}}"
    workshop.takes(f"parameters: [{ID}, {version}]", tool="inputs: {version: {api_name: X-Version}}")
    assert workshop.tool.constants == ()
    assert checked(workshop, {"id": 1, "version": "2"})


def test_a_list_that_the_description_wants_joined_needs_no_word_in_the_manifest(workshop: Workshop) -> None:
    ids = "{name: ids, in: query, explode: false, schema: {type: array, items: {type: integer}}}"
    workshop.takes(f"parameters: [{ID}, {ids}]")
    assert checked(workshop, {"id": 1, "ids": [1, 2]})["ids"] == [1, 2]
    assert refused(workshop, {"id": 1, "ids": ["a"]}) == [("ids", 0)]
    assert schema(workshop)["properties"]["ids"] == {"type": "array", "items": {"type": "integer"}}
    outgoing = build_request(workshop.tool, checked(workshop, {"id": 1, "ids": [1, 2]}), "")
    assert outgoing.url.endswith("?ids=1%2C2")


def test_one_of_several_ways_to_say_a_thing(workshop: Workshop) -> None:
    workshop.takes(
        """
        parameters:
          - {name: id, in: path, required: true, schema: {type: string}}
          - {name: context, in: query, required: true, schema: {type: string}}
          - {name: context_id, in: query, required: true, schema: {type: string}}
        """,
        tool="""
        inputs: {team_id: {type: string, description: A team.}, kind: {schema: {type: string, enum: [file, page]}}}
        choose:
          - {when: {team_id: '*'}, send: {context: team, context_id: $team_id}}
          - {when: {kind: file}, send: {context: file}}
        """,
    )
    assert checked(workshop, {"id": "1", "team_id": "2"})
    tool = workshop.tool
    assert tool.cases == (
        Case({"team_id": None}, (Fixed("context", "query", "team"), Fixed("context_id", "query", "$team_id"))),
        Case({"kind": "file"}, (Fixed("context", "query", "file"),)),
    )
    assert {p.name: p.required for p in tool.parameters} == {"id": False, "context": True, "context_id": True}
    assert schema(workshop)["required"] == ["id"]
    assert schema(workshop)["properties"]["team_id"] == {"type": "string", "description": "A team."}


def test_a_body_is_flattened_or_wrapped(workshop: Workshop) -> None:
    inner = "{type: object, required: [from], properties: {from: {type: string}, to: {type: string}}}"
    body = f"{{type: object, required: [filter], properties: {{filter: {inner}, page: {{type: integer}}}}}}"
    workshop.takes(
        f"parameters: [{ID}]\nrequestBody: {{content: {{application/json: {{schema: {body}}}}}}}",
        tool="flatten: [filter]",
    )
    assert checked(workshop, {"id": 1, "from": "a"})
    assert refused(workshop, {"id": 1}) == [("from",)]
    assert workshop.tool.parameters[1] == Parameter("from", "from", "body", within="filter")


def test_a_wrapped_body_gives_the_inputs_of_one_item(workshop: Workshop) -> None:
    item = "{type: object, required: [name], properties: {name: {type: string}, url: {type: string}}}"
    body = f"{{type: object, properties: {{things: {{type: array, items: {item}}}}}}}"
    workshop.takes(
        f"parameters: [{ID}]\nrequestBody: {{content: {{application/json: {{schema: {body}}}}}}}",
        tool="wrap: things\ninputs: {name: {required: false}}",
    )
    assert checked(workshop, {"id": 1, "url": "u"})
    assert workshop.tool.wrap == "things"
    assert {p.name: p.place for p in workshop.tool.parameters} == {"id": "path", "name": "body", "url": "body"}


def test_a_name_in_the_path_and_in_the_body_is_two_inputs(workshop: Workshop) -> None:
    body = "{type: object, required: [id], properties: {id: {type: string}}}"
    workshop.takes(
        f"parameters: [{ID}]\nrequestBody: {{required: true, content: {{application/json: {{schema: {body}}}}}}}"
    )
    assert checked(workshop, {"id": 1, "id_in_body": "2"}) == {"id": "1", "id_in_body": "2"}
    assert workshop.tool.parameters == (Parameter("id", "id", "path"), Parameter("id_in_body", "id", "body"))


def test_what_is_only_read_is_no_input(workshop: Workshop) -> None:
    body = "{type: object, required: [id2], properties: {id2: {type: string, readOnly: true}, name: {type: string}}}"
    workshop.takes(f"parameters: [{ID}]\nrequestBody: {{content: {{application/json: {{schema: {body}}}}}}}")
    assert refused(workshop, {"id": 1, "id2": "x"}) == [("id2",)]


def test_null_and_bounds_are_kept_in_schemas_without_lists_of_types(workshop: Workshop) -> None:
    body = """{type: object, properties: {
      it: {type: [string, 'null'], maxLength: 5},
      those: {type: array, minItems: 1, items: {type: integer, exclusiveMinimum: 0}},
      when: {type: string, format: date-time, default: now}}}"""
    workshop.takes(f"parameters: [{ID}]\nrequestBody: {{content: {{application/json: {{schema: {body}}}}}}}")
    properties = schema(workshop)["properties"]
    assert properties["it"] == {"anyOf": [{"type": "string", "maxLength": 5}, {"type": "null"}]}
    assert properties["those"] == {"type": "array", "items": {"type": "integer", "exclusiveMinimum": 0}, "minItems": 1}
    assert properties["when"] == {"type": "string", "format": "date-time", "default": "now"}
    assert refused(workshop, {"id": 1, "those": [], "it": "too long"}) == [("it",), ("those",)]
    assert refused(workshop, {"id": 1, "those": [0]}) == [("those", 0)]
