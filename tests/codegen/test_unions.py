"""Unions of result types, and what tells their options apart."""

from __future__ import annotations

from typing import Literal

import pytest
from pydantic import TypeAdapter, ValidationError
from support.typed import accepts, hints
from support.workshop import Workshop


def test_a_declared_discriminator_tells_a_union_apart(workshop: Workshop) -> None:
    workshop.answers("""
        Thing:
          oneOf: [{$ref: Cat}, {$ref: Dog}]
          discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', dog: Dog}}
        Cat: {type: object, properties: {kind: {type: string}, lives: {type: integer}}}
        Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [dog]}, tail: {type: boolean}}}
    """)
    assert hints(workshop.models.Cat)["kind"] == Literal["cat"], "required, and narrowed to what the mapping says"
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(workshop.models.Thing).validate_python({"kind": "cat", "lives": "many"})
    assert [error["loc"] for error in caught.value.errors()] == [("cat", "lives")]


def test_a_discriminator_without_mapping_means_the_names_of_schemas(workshop: Workshop) -> None:
    workshop.answers("""
        Thing:
          oneOf: [{$ref: Cat}, {$ref: Dog}]
          discriminator: {propertyName: kind}
        Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
        Dog: {type: object, required: [kind], properties: {kind: {type: string}}}
    """)
    assert accepts(workshop.models.Thing, {"kind": "Dog"})
    assert not accepts(workshop.models.Thing, {"kind": "dog"})


def test_an_implied_tag_may_have_several_values_and_be_nested_under_another(workshop: Workshop) -> None:
    workshop.answers("""
        Thing: {oneOf: [{$ref: Play}, {$ref: Go}]}
        Go: {type: object, required: [type], properties: {type: {enum: [BACK, CLOSE]}}}
        Play:
          oneOf:
            - {type: object, required: [type, how], properties: {type: {enum: [PLAY]}, how: {enum: [ONCE, TWICE]}}}
            - type: object
              required: [type, how, times]
              properties: {type: {enum: [PLAY]}, how: {enum: [OFTEN]}, times: {type: integer}}
    """)
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(workshop.models.Thing).validate_python({"type": "PLAY", "how": "OFTEN", "times": "x"})
    assert [error["loc"] for error in caught.value.errors()] == [("PLAY", "OFTEN", "times")]
    assert hints(workshop.models.PlayOnce)["how"] == Literal["ONCE", "TWICE"]


def test_nested_unions_that_share_a_tag_are_merged_under_it(workshop: Workshop) -> None:
    workshop.answers("""
        Thing:
          oneOf: [{$ref: Shadow}, {$ref: Blur}]
          discriminator:
            propertyName: type
            mapping: {SHADOW: Shadow, LAYER: Blur, BACK: Blur}
        Shadow: {type: object, properties: {type: {type: string, enum: [SHADOW]}, size: {type: number}}}
        Blur: {oneOf: [{$ref: Normal}, {$ref: Growing}]}
        Normal: {type: object, required: [type], properties: {type: {enum: [LAYER, BACK]}, how: {enum: [NORMAL]}}}
        Growing:
          type: object
          required: [type, how, end]
          properties: {type: {enum: [LAYER, BACK]}, how: {enum: [GROWING]}, end: {type: integer}}
    """)
    thing = workshop.models.Thing
    assert accepts(thing, {"type": "LAYER"})
    assert accepts(thing, {"type": "BACK", "how": "GROWING", "end": 1})
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(thing).validate_python({"type": "SHADOW", "size": "big"})
    assert [error["loc"] for error in caught.value.errors()] == [("SHADOW", "size")]
    for wrong in (None, 5, {}, {"type": []}):
        assert not accepts(thing, wrong)


def test_a_union_without_a_tag_is_plain_and_picks_what_fits_best(workshop: Workshop) -> None:
    workshop.answers("""
        Thing:
          oneOf:
            - {type: boolean}
            - {type: number}
            - {$ref: RGB}
            - {$ref: RGBA}
            - {type: 'null'}
        RGB: {type: object, required: [r], properties: {r: {type: number}}}
        RGBA: {type: object, required: [r, a], properties: {r: {type: number}, a: {type: number}}}
    """)
    value = {"r": 1.0, "a": 0.5}
    assert TypeAdapter(workshop.models.Thing).validate_python(value) == value
    assert accepts(workshop.models.Thing, None)


def test_options_beside_what_all_of_them_are_keep_the_names_of_a_mapping(workshop: Workshop) -> None:
    """`type: object, additionalProperties: true` beside a `oneOf` is each option's, too."""
    workshop.answers("""
        Thing:
          type: object
          additionalProperties: true
          oneOf: [{$ref: Cat}, {$ref: Dog}]
          discriminator:
            propertyName: kind
            mapping: {meow: '#/components/schemas/Cat', woof: '#/components/schemas/Dog'}
        Cat: {type: object, required: [kind], properties: {kind: {type: string}, lives: {type: integer}}}
        Dog: {type: object, required: [kind], properties: {kind: {type: string}, tricks: {type: integer}}}
    """)
    code = workshop.files()["types/models.py"]
    assert 'kind: Literal["meow"]' in code
    assert 'kind: Literal["woof"]' in code


PETS = """
    Thing: {type: array, items: {$ref: Pet}}
    Pet:
      type: object
      required: [kind]
      properties: {kind: {type: string}, friend: {$ref: Pet}}
      discriminator: {propertyName: kind, mapping: {cat: Cat, dog: Dog}}
    Cat: {allOf: [{$ref: Pet}, {type: object, required: [lives], properties: {lives: {type: integer}}}]}
    Dog: {allOf: [{$ref: Pet}, {type: object, properties: {tail: {type: boolean}}}]}
"""


def test_a_result_of_a_parent_is_any_of_its_children(workshop: Workshop) -> None:
    workshop.answers(PETS)
    models = workshop.models
    assert hints(models.Cat)["kind"] == Literal["cat"]
    assert hints(models.Dog)["kind"] == Literal["dog"]
    assert accepts(models.Thing, [{"kind": "cat", "lives": 9, "friend": {"kind": "dog", "tail": True}}])
    assert not accepts(models.Thing, [{"kind": "cat", "lives": "many"}])


def test_a_result_that_may_be_an_object_or_nothing_has_a_name(workshop: Workshop) -> None:
    workshop.answers("", response="{type: [object, 'null'], properties: {id: {type: string}}}")
    assert accepts(workshop.models.GetThingResponseOrNone, None)
    assert accepts(workshop.models.GetThingResponse, {"id": "1"})


def test_schemas_whose_names_are_not_latin_have_a_name_each(workshop: Workshop) -> None:
    workshop.answers("""
        Thing: {type: object, properties: {a: {$ref: '#/components/schemas/日本'}, b: {$ref: '#/components/schemas/é'}}}
        日本: {type: object, properties: {größe: {type: string}}}
        é: {type: object, properties: {b: {type: string}}}
    """)
    assert {"U65E5U672C", "E"} <= vars(workshop.models).keys()
