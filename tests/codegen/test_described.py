"""The description that a package carries: OpenAPI in one file, of the operations that its tools stand on."""

from __future__ import annotations

import json
from typing import Any

import openapi_pydantic
from jsonschema import Draft202012Validator
from support.workshop import Workshop

EXAMPLE = "{name: Lamp, made: {by: us}}"


def carried(workshop: Workshop) -> Any:
    found = json.loads(workshop.files()["openapi.json"])
    openapi_pydantic.OpenAPI.model_validate(found)
    return found


def answer(found: Any, path: str = "/thing", method: str = "get") -> Any:
    [content] = found["paths"][path][method]["responses"]["200"]["content"].values()
    return content


def test_it_is_openapi_without_words_and_without_what_no_tool_uses(workshop: Workshop) -> None:
    workshop.answers("Thing: {type: object, description: Words., properties: {a: {$ref: Part}}}\nPart: {type: string}")
    text = workshop.spec.read_text("utf-8")
    workshop.write("openapi.yaml", text.replace("components:", "  /other: {get: {responses: {}}}\ncomponents:", 1))
    found = carried(workshop)
    assert list(found["paths"]) == ["/thing"]
    assert "Words" not in json.dumps(found)
    assert answer(found) == {"schema": {"$ref": "#/components/schemas/Thing"}}
    assert list(found["components"]["schemas"]) == ["Part", "Thing"]


def test_schemas_are_those_of_openapi_3_1_whatever_the_description_is(workshop: Workshop) -> None:
    workshop.answers(
        "Thing: {type: object, properties: {a: {type: integer, nullable: true, minimum: 0, exclusiveMinimum: true}}}",
        version="3.0.3",
    )
    [property_] = carried(workshop)["components"]["schemas"]["Thing"]["properties"].values()
    assert property_ == {"exclusiveMinimum": 0, "type": ["integer", "null"]}


def test_what_goes_one_way_only_is_in_that_way_only(workshop: Workshop) -> None:
    workshop.takes(
        """
        parameters: [{name: id, in: path, required: true, schema: {type: string}}]
        requestBody:
          content: {application/json: {schema: {$ref: Thing}}}
        """,
        """
        Thing:
          type: object
          required: [made, pin]
          properties: {made: {type: string, readOnly: true}, pin: {type: string, writeOnly: true}}
        """,
    )
    text = workshop.spec.read_text("utf-8")
    content = "content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}"
    workshop.write(
        "openapi.yaml", text.replace("{'204': {description: Done.}}", f"{{'200': {{description: It., {content}}}}}")
    )
    found = carried(workshop)["components"]["schemas"]
    assert found["Thing.sent"]["required"] == ["pin"]
    assert (found["Thing"]["required"], list(found["Thing"]["properties"])) == (["made"], ["made"])


def test_the_description_s_examples_come_along_unless_they_are_large(workshop: Workshop) -> None:
    workshop.answers("Thing: {type: object}")
    text, plain = workshop.spec.read_text("utf-8"), "schema: {$ref: '#/components/schemas/Thing'}"
    for told, wanted in (
        (f"example: {EXAMPLE}", {"made": {"by": "us"}, "name": "Lamp"}),
        (f"examples: {{b: {{value: 1}}, a: {{value: {EXAMPLE}}}}}", {"made": {"by": "us"}, "name": "Lamp"}),
        (f"example: {json.dumps('x' * 30_000)}", None),
    ):
        workshop.write("openapi.yaml", text.replace(plain, f"{plain}, {told}"))
        workshop.generate()
        assert answer(carried(workshop)).get("example") == wanted


def test_an_option_is_called_what_the_discriminator_calls_it(workshop: Workshop) -> None:
    workshop.answers("""
        Thing:
          oneOf: [{$ref: Cat}, {$ref: Dog}]
          discriminator: {propertyName: kind, mapping: {meow: '#/components/schemas/Cat'}}
        Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
        Dog: {type: object, required: [kind], properties: {kind: {type: string}}}
    """)
    found = carried(workshop)
    schema = {"$ref": "#/components/schemas/Thing", "components": found["components"]}
    for kind, fits in (("meow", True), ("Dog", True), ("Cat", False)):
        assert Draft202012Validator(schema).is_valid({"kind": kind}) is fits


def test_an_option_that_says_itself_what_it_is_called_needs_no_discriminator_for_that(workshop: Workshop) -> None:
    workshop.answers("""
        Thing: {oneOf: [{$ref: Cat}, {$ref: Dog}], discriminator: {propertyName: kind}}
        Cat: {type: object, required: [kind], properties: {kind: {type: string, enum: [cat, kitten]}}}
        Dog: {type: object, properties: {kind: {type: string, const: dog}}}
    """)
    found = carried(workshop)
    schema = {"$ref": "#/components/schemas/Thing", "components": found["components"]}
    for thing, fits in (({"kind": "cat"}, True), ({"kind": "kitten"}, True), ({"kind": "dog"}, True), ({}, False)):
        assert Draft202012Validator(schema).is_valid(thing) is fits
