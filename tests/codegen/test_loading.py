"""What is read: YAML and JSON of every make, references by name, and no more of a description than tools use."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_type_hints

import pytest
import yaml
from support.workshop import CONNECTOR, GET_THING, Workshop

from figwright_codegen import GenerationError


def as_json(workshop: Workshop, **how: Any) -> Path:
    """The description of the workshop as a JSON file in its place."""
    document = yaml.safe_load(workshop.spec.read_text("utf-8"))
    workshop.spec = workshop.folder / "openapi.json"
    workshop.spec.write_text(json.dumps(document, **how), "utf-8")
    return workshop.spec


def said(workshop: Workshop) -> list[str]:
    """The warnings of a generation that succeeds, without the folder."""
    return [str(each).split(f"{workshop.folder.name}/")[-1] for each in workshop.generate().warnings]


def again(workshop: Workshop) -> list[str]:
    """The mistakes of a description that was sound before."""
    with pytest.raises(GenerationError) as caught:
        workshop.generate()
    return [str(each).split(f"{workshop.folder.name}/")[-1] for each in caught.value.problems]


@pytest.mark.parametrize("how", [{"indent": 1}, {"indent": "\t"}, {"separators": (",", ":")}])
def test_json_in_every_style_is_read_with_characters_of_two_halves(workshop: Workshop, how: dict[str, Any]) -> None:
    workshop.answers('Thing: {type: object, description: "A \U0001f600.", properties: {id: {type: string}}}')
    file = as_json(workshop, **how)
    assert "\\ud83d\\ude00" in file.read_text()
    assert workshop.models.Thing.__doc__ == "A \U0001f600."


@pytest.mark.parametrize("name", ["openapi.json", "openapi.yaml"])
def test_a_byte_order_mark_is_no_mistake(workshop: Workshop, name: str) -> None:
    workshop.answers("Thing: {type: object, properties: {id: {type: string}}}")
    text = as_json(workshop, indent=1).read_text("utf-8")
    workshop.spec = workshop.folder / name
    workshop.spec.write_bytes(b"\xef\xbb\xbf" + text.encode())
    workshop.generate()


def test_half_a_character_is_a_mistake_at_its_line(workshop: Workshop) -> None:
    workshop.answers("Thing: {type: object, properties: {id: {type: string}}}")
    file = as_json(workshop, indent=1)
    file.write_text(file.read_text().replace('"Shop"', '"\\ud83d"'))
    [mistake] = workshop.mistakes()
    assert mistake.startswith("openapi.json:4: #/info/title has half of a surrogate pair")


def test_a_key_given_twice_in_json_is_a_mistake_at_its_line(workshop: Workshop) -> None:
    workshop.answers("Thing: {type: object, properties: {id: {type: string}}}")
    file = as_json(workshop, indent=1)
    file.write_text(file.read_text().replace('"title": "Shop",', '"title": "Shop",\n  "title": "Twice",'))
    assert workshop.mistakes() == ["openapi.json:5: 'title' is given twice here; rename or remove one"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1,, "b": 2}', "openapi.json:1: is no JSON: .* at column 9; correct the syntax"),
        ('{"a": NaN}', "openapi.json:1: is no JSON: NaN is no number of JSON; correct the syntax"),
        (
            '{"a": ' + "[" * 300 + "]" * 300 + "}",
            "openapi.json:1: is nested more than 200 levels deep; make it flatter",
        ),
    ],
)
def test_what_is_no_json_is_one_mistake(workshop: Workshop, text: str, words: str) -> None:
    workshop.spec = workshop.folder / "openapi.json"
    workshop.spec.write_text(text)
    [mistake] = workshop.mistakes()
    assert re.fullmatch(words, mistake), mistake


def test_a_mistake_in_json_on_one_line_is_named_by_its_pointer(workshop: Workshop) -> None:
    workshop.answers("Thing: {type: object, properties: {a/b: {type: strnig}}}")
    as_json(workshop)
    [mistake] = workshop.mistakes()
    place = "openapi.json:1: #/components/schemas/Thing/properties/a~1b/type: "
    assert mistake.startswith(f"{place}'type' is not OpenAPI")


def test_a_mistake_in_json_on_many_lines_is_named_by_its_line(workshop: Workshop) -> None:
    workshop.answers("Thing: {type: object, properties: {id: {type: strnig}}}")
    lines = as_json(workshop, indent=1).read_text().splitlines()
    at = next(number for number, line in enumerate(lines, 1) if "strnig" in line)
    [mistake] = workshop.mistakes()
    assert mistake.startswith(f"openapi.json:{at}: 'type' is not OpenAPI")


REFERENCES = [
    pytest.param("$ref: '#size'", "Size: {$anchor: size, type: integer}", id="anchor"),
    pytest.param("$ref: 'sizes'", "Size: {$id: sizes, type: integer}", id="id"),
    pytest.param("$ref: 'https://shop.test/size'", "Size: {$id: 'https://shop.test/size', type: integer}", id="url"),
    pytest.param("$ref: 'sizes#/$defs/one'", "Size: {$id: sizes, $defs: {one: {type: integer}}}", id="id-and-pointer"),
    pytest.param("$ref: 'sizes#one'", "Size: {$id: sizes, $defs: {one: {$anchor: one, type: integer}}}", id="both"),
    pytest.param("$dynamicRef: '#size'", "Size: {$dynamicAnchor: size, type: integer}", id="dynamic"),
    pytest.param(
        "$ref: '#/components/schemas/In'",
        "In: {$id: in, allOf: [{$ref: '#/$defs/one'}], $defs: {one: {type: integer}}}",
        id="within-an-id",
    ),
]


@pytest.mark.parametrize(("reference", "schema"), REFERENCES)
def test_a_reference_by_name_is_what_it_names(workshop: Workshop, reference: str, schema: str) -> None:
    workshop.answers(f"Thing: {{type: object, required: [size], properties: {{size: {{{reference}}}}}}}\n{schema}")
    assert get_type_hints(workshop.models.Thing)["size"] is int


@pytest.mark.parametrize(
    ("reference", "schemas", "words"),
    [
        ("$ref: '#sise'", "Size: {$anchor: size}", "$ref '#sise' leads to nothing; there is no such anchor"),
        ("$ref: '#size'", "A: {$anchor: size}\nB: {$anchor: size}", "which have this anchor; refer to one of them"),
        ("$dynamicRef: '#a'", "A: {$dynamicAnchor: a}\nB: {$dynamicAnchor: a}", "$ref '#a' could be any of openapi"),
    ],
)
def test_a_name_that_is_no_one_place_is_one_mistake(
    workshop: Workshop, reference: str, schemas: str, words: str
) -> None:
    workshop.answers(f"Thing: {{type: object, properties: {{size: {{{reference}}}}}}}\n{schemas}")
    [mistake] = workshop.mistakes()
    assert words in mistake


NAMES = ("$ref", "const", "default", "enum", "example", "examples", "items", "properties", "required", "value")


@pytest.mark.parametrize("name", NAMES)
def test_a_property_may_be_named_as_a_keyword(workshop: Workshop, name: str) -> None:
    workshop.answers(f"""
        Thing:
          type: object
          properties:
            {name}: {{type: object, readOnly: true, properties: {{size: {{$ref: Size}}}}}}
            wrong: {{type: object, properties: {{{name}: {{$ref: Size}}}}}}
        Size: {{type: integer, description: How large.}}
    """)
    assert "Size: TypeAlias = int" in workshop.files()["types/models.py"]
    workshop.spec.write_text(workshop.spec.read_text().replace("type: integer", "type: intger"))
    assert "'type' is not OpenAPI" in again(workshop)[0]


@pytest.mark.parametrize("key", ["example: {$ref: nowhere}", "default: {$ref: nowhere}", "x-more: {$ref: nowhere}"])
def test_a_value_is_no_reference_whatever_it_holds(workshop: Workshop, key: str) -> None:
    workshop.answers(f"Thing: {{type: object, properties: {{id: {{type: object, {key}}}}}}}")
    workshop.generate()


UNUSED = """\
  /others:
    get:
      operationId: listOthers
      parameters: [{name: page, in: qurey, schema: {type: strnig}}, {$ref: '#/components/parameters/None'}]
      responses: {'200': {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/No'}}}}}
"""


def test_a_mistake_that_no_tool_reaches_is_a_warning(workshop: Workshop) -> None:
    workshop.answers("Thing: {type: object, properties: {id: {type: string}}}\nWrong: {type: strnig}")
    workshop.spec.write_text(workshop.spec.read_text().replace("paths:\n", f"paths:\n{UNUSED}"))
    warnings = said(workshop)
    assert [text.partition(": ")[0] for text in warnings] == [f"openapi.yaml:{line}" for line in (7, 7, 7, 8, 19)]
    assert all(": warning: " in text for text in warnings)
    used = workshop.manifest.read_text().replace("getThing", "listOthers")
    workshop.manifest.write_text(used)
    mistakes = again(workshop)
    assert [text.partition(": ")[0] for text in mistakes] == [f"openapi.yaml:{line}" for line in (7, 7, 7, 8)]


def test_what_30_ignores_beside_a_reference_is_ignored_and_said(workshop: Workshop) -> None:
    schemas = "Thing: {type: object, properties: {id: {$ref: Id, maxLength: 3, description: Its.}}}\nId: {type: string}"
    workshop.answers(schemas, version="3.0.3")
    [warning] = said(workshop)
    assert "warning: OpenAPI 3.0 ignores 'maxLength' beside a $ref; put the $ref into an 'allOf'" in warning
    workshop.answers(schemas, version="3.1.0")
    assert said(workshop) == []


def test_a_description_of_32_is_read_as_one_of_31(workshop: Workshop) -> None:
    workshop.answers("Thing: {type: object, properties: {id: {type: string}}}", version="3.2.0")
    text = workshop.spec.read_text().replace("'200': {description: It., ", "'200': {")
    workshop.spec.write_text(text.replace("info:", "$self: https://shop.test/openapi.yaml\ninfo:"))
    workshop.generate()


def test_schemas_may_be_true_and_false_everywhere(workshop: Workshop) -> None:
    workshop.answers("""
        Thing:
          type: object
          properties:
            every: true
            row: {type: array, items: true}
            named: {type: object, additionalProperties: true}
            either: {anyOf: [true, {type: string}]}
    """)
    assert "every: NotRequired[Any]" in workshop.files()["types/models.py"]
    workshop.answers("Thing: {type: object, properties: {list: {type: array, items: true}}}", version="3.0.3")
    assert "'items' is not OpenAPI" in again(workshop)[0]


def test_operations_without_a_tool_are_told(workshop: Workshop) -> None:
    workshop.answers("Thing: {type: object, properties: {id: {type: string}}}")
    assert workshop.generate().unused == ()
    more = "  /others: {get: {operationId: listOthers, responses: {'204': {description: Done.}}}}\n"
    workshop.spec.write_text(workshop.spec.read_text().replace("paths:\n", f"paths:\n{more}"))
    assert workshop.generate().unused == ("listOthers",)


def test_a_manifest_of_json_works_too(workshop: Workshop) -> None:
    workshop.answers("Thing: {type: object, properties: {id: {type: string}}}")
    manifest = workshop.write("tools.json", json.dumps(yaml.safe_load(CONNECTOR + GET_THING), indent="\t"))
    workshop.manifest = manifest
    workshop.generate()


def later(workshop: Workshop, operation: str, under: str = "get") -> None:
    workshop.answers("", version="3.2.0", response="{type: object, properties: {id: {type: string}}}")
    text = workshop.spec.read_text()
    start, end = text.index("    get:\n"), text.index("components:\n")
    workshop.spec.write_text(f"{text[:start]}    {under}: {operation}\n{text[end:]}")


DONE = "responses: {'204': {description: Done.}}"
ITEMS = "{application/jsonl: {itemSchema: {type: object}}}"
JSON_ITEMS = "{application/json: {itemSchema: {type: object}}}"
REST = "{in: querystring, name: all, content: {application/json: {schema: {type: object}}}}"


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (f"{{operationId: getThing, parameters: [{REST}], {DONE}}}", "takes all of its query as 'all', which no tool"),
        (
            f"{{operationId: getThing, responses: {{'200': {{content: {ITEMS}}}}}}}",
            "getThing answers as application/jsonl",
        ),
        (
            f"{{operationId: getThing, requestBody: {{required: true, content: {ITEMS}}}, {DONE}}}",
            "the body of getThing",
        ),
        (f"{{operationId: getThing, requestBody: {{content: {JSON_ITEMS}}}, {DONE}}}", "is many values"),
        (f"{{operationId: getThing, responses: {{'200': {{content: {JSON_ITEMS}}}}}}}", "answers with many values"),
    ],
)
def test_what_32_adds_and_no_tool_can_do_is_one_mistake_at_the_tool(
    workshop: Workshop, operation: str, words: str
) -> None:
    later(workshop, operation)
    mistakes = workshop.mistakes()
    assert len(mistakes) == 1, mistakes
    assert words in mistakes[0]
    workshop.manifest.write_text(workshop.manifest.read_text().replace("getThing", "other"))
    other = f"  /other: {{get: {{operationId: other, {DONE}}}}}\n"
    workshop.spec.write_text(workshop.spec.read_text().replace("paths:\n", f"paths:\n{other}"))
    workshop.generate()


@pytest.mark.parametrize(("under", "method"), [("query", "QUERY"), ("additionalOperations", "COPY")])
def test_methods_that_32_adds_are_methods(workshop: Workshop, under: str, method: str) -> None:
    operation = f"{{operationId: getThing, {DONE}}}"
    later(workshop, operation if under == "query" else f"{{COPY: {operation}}}", under)
    assert workshop.tool.method == method


def test_a_media_type_may_be_a_reference(workshop: Workshop) -> None:
    content = "{application/json: {$ref: '#/components/mediaTypes/Thing'}}"
    later(workshop, f"{{operationId: getThing, responses: {{'200': {{content: {content}}}}}}}")
    media = "  mediaTypes: {Thing: {schema: {title: It, type: object, properties: {id: {type: string}}}}}\n"
    workshop.spec.write_text(workshop.spec.read_text().replace("components:\n", f"components:\n{media}"))
    assert "id: NotRequired[str]" in workshop.files()["types/models.py"]


def test_a_body_that_may_be_left_out_and_cannot_be_written_is_said_to_be_left_out(workshop: Workshop) -> None:
    later(workshop, f"{{operationId: getThing, requestBody: {{content: {ITEMS}}}, {DONE}}}")
    assert (
        "warning: the body of getThing is application/jsonl, which no tool can write; it sends none"
        in said(workshop)[0]
    )


def test_a_property_whose_schema_is_false_is_no_input(workshop: Workshop) -> None:
    workshop.takes("""
        parameters: [{name: id, in: path, required: true, schema: {type: string}}]
        requestBody:
          content: {application/json: {schema: {type: object, properties: {never: false, any: true}}}}
    """)
    assert set(workshop.schema()["properties"]) == {"id", "any"}
    workshop.spec.write_text(
        workshop.spec.read_text().replace("type: object, prop", "type: object, required: [never], prop")
    )
    [mistake] = again(workshop)
    assert "'never' is demanded, and its schema is false" in mistake
