"""Inputs that nothing could fit are a mistake, and a part of one that nothing could be is said to be left out."""

from __future__ import annotations

import pytest
from support.workshop import Workshop

from figwright.errors import InvalidToolInputError
from figwright.inputs.validation import validate


def takes(workshop: Workshop, schema: str, *, version: str = "3.1.0") -> None:
    workshop.takes(f"parameters: [{{name: id, in: path, required: true, schema: {schema}}}]")
    workshop.write("openapi.yaml", workshop.spec.read_text("utf-8").replace("3.1.0", version))


@pytest.mark.parametrize(
    ("schema", "why"),
    [("{type: integer, enum: [a, b]}", "no value of the enum is of the type"),
     ("{type: string, enum: [1, 2]}", "no value of the enum is of the type"),
     ("{type: string, const: 5}", "no value of the enum is of the type"),
     ("{type: integer, const: true}", "no value of the enum is of the type"),
     ("{allOf: [{type: string}, {enum: [1.5]}]}", "no value of the enum is of the type"),
     ("{type: integer, minimum: 5, maximum: 3}", "minimum and maximum leave nothing between them"),
     ("{type: number, exclusiveMinimum: 3, maximum: 3}", "exclusiveMinimum and maximum leave nothing between them"),
     ("{allOf: [{type: string, minLength: 5}, {maxLength: 3}]}", "minLength and maxLength leave nothing between"),
     ("{type: array, items: {type: string}, minItems: 2, maxItems: 1}", "minItems and maxItems leave nothing"),
     ("{oneOf: []}", "there is nothing to choose from"),
     ("{not: true}", "'not' excludes everything")],
)  # fmt: skip
def test_an_input_that_nothing_fits_is_a_mistake(workshop: Workshop, schema: str, why: str) -> None:
    takes(workshop, schema)
    [mistake] = workshop.mistakes()
    assert mistake.startswith("openapi.yaml:7: nothing can be valid here: ")
    assert why in mistake


@pytest.mark.parametrize("schema", ["{allOf: []}", "{type: array, items: {type: string, allOf: []}}"])
def test_an_empty_allof_is_no_openapi(workshop: Workshop, schema: str) -> None:
    """JSON Schema Core 2020-12, 10.2.1.1."""
    takes(workshop, schema)
    assert workshop.mistakes() == ["openapi.yaml:7: 'allOf' holds nothing; write a schema into it, or take it out"]


def test_a_constant_of_another_type_than_the_one_stated_is_not_taken_and_said(workshop: Workshop) -> None:
    takes(workshop, "{type: integer, enum: [a, 1, 2.0]}")
    [warning] = workshop.generate().warnings
    assert warning.text.startswith('"a" is not of the type that is stated, so it is not taken')
    assert validate(workshop.tool, {"id": 1}) == {"id": 1}
    with pytest.raises(InvalidToolInputError):
        validate(workshop.tool, {"id": "a"})


@pytest.mark.parametrize(
    ("schema", "value"),
    [("{type: number, enum: [1, 2.5]}", 1), ("{type: [string, integer], enum: [a, 1]}", 1),
     ("{type: string, nullable: true, enum: [a]}", "a"), ("{enum: [a, 1]}", "a"),
     ("{type: integer, minimum: 3, maximum: 3}", 3), ("{not: {type: string}}", 3)],
)  # fmt: skip
def test_what_can_be_valid_is_no_contradiction(workshop: Workshop, schema: str, value: object) -> None:
    takes(workshop, schema)
    assert not workshop.generate().warnings
    assert validate(workshop.tool, {"id": value}) == {"id": value}
