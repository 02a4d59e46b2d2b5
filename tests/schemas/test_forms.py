"""What models read of schemas that our own tools do not have, and of each keyword that a strict mode lacks."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from figwright.schemas import from_strict
from figwright.schemas.model_form import model_form
from figwright.schemas.strict import NotStrictError, anthropic_strict, openai_strict


def closed(required: list[str] | None = None, **properties: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": required} if required else schema


def test_a_keyword_that_a_strict_mode_lacks_becomes_words() -> None:
    text = {"type": "string", "maxLength": 9, "default": "a", "format": "uri", "description": "The page to read now."}
    schema = model_form(closed(["n"], n={"type": "integer", "minimum": 2, "maximum": 8}, text=text))
    said = openai_strict(schema)["properties"]
    assert said["n"] == {"type": "integer", "minimum": 2, "maximum": 8}
    assert said["text"] == {
        "anyOf": [{"type": "string"}, {"type": "null"}],
        "description": 'The page to read now. At most 9 characters. Default "a". A uri.',
    }
    said = anthropic_strict(schema)["properties"]
    assert said["n"] == {"type": "integer", "description": "At least 2. At most 8."}
    assert said["text"]["format"] == "uri"


def test_an_object_with_free_keys_is_pairs_and_back() -> None:
    schema = closed(["prices"], prices={"type": "object", "additionalProperties": {"type": "number"}})
    strict = openai_strict(model_form(schema))
    said = {"prices": [{"key": "red", "value": 1.5}, {"key": "blue", "value": 2}]}
    assert Draft202012Validator(strict).is_valid(said)
    assert not Draft202012Validator(strict).is_valid({"prices": {"red": 1.5}})
    assert from_strict(schema, said) == {"prices": {"red": 1.5, "blue": 2}}


def test_what_contains_itself_is_strict_for_one_and_not_for_the_other() -> None:
    box = closed(inner={"$ref": "#/$defs/Box", "description": "What lies in it, if anything."}, name={"type": "string"})
    schema = {**closed(["box"], box={"$ref": "#/$defs/Box"}), "$defs": {"Box": box}}
    strict = openai_strict(model_form(schema))
    inner = strict["$defs"]["Box"]["properties"]["inner"]
    assert inner["anyOf"] == [{"$ref": "#/$defs/Box"}, {"type": "null"}]
    assert strict["properties"]["box"] == {"$ref": "#/$defs/Box"}
    said = {"box": {"inner": {"inner": None, "name": "b"}, "name": None}}
    Draft202012Validator(strict).validate(said)
    assert from_strict(schema, said) == {"box": {"inner": {"name": "b"}}}
    with pytest.raises(NotStrictError):
        anthropic_strict(model_form(schema))


def test_what_has_no_type_is_strict_for_nobody() -> None:
    for strict in (openai_strict, anthropic_strict):
        with pytest.raises(NotStrictError):
            strict(model_form(closed(any={"description": "Whatever the shop may take here."})))


@pytest.mark.parametrize("others", [True, {"type": "string"}])
def test_an_object_with_free_keys_beside_others_is_strict_for_nobody(others: object) -> None:
    """It is no list of pairs, and closed it could not be called as it may be."""
    schema = {**closed(["name"], name={"type": "string"}), "additionalProperties": others}
    for strict in (openai_strict, anthropic_strict):
        for each in (schema, closed(inner=schema), {**schema, "properties": {}, "required": []}):
            with pytest.raises(NotStrictError):
                strict(model_form(each))


def test_a_null_that_is_a_value_is_kept_and_a_word_says_that_nothing_was_given() -> None:
    value = {"anyOf": [{"type": "string"}, {"type": "null"}]}
    schema = closed(["must"], must=value, may=value, plain={"type": "string"})
    given = {"must": None, "may": None, "plain": None, "other": None}
    assert from_strict(schema, given) == {"must": None, "may": None, "other": None}
    assert from_strict(schema, {"must": None, "may": "(not given)"}) == {"must": None}


def test_kinds_told_apart_by_a_number_are_merged_too() -> None:
    words = "How many corners it has in all."
    kinds = [
        closed(["kind", "side"], kind={"type": "integer", "enum": [4]}, side={"type": "number", "description": words}),
        closed(["kind"], kind={"type": "integer", "enum": [0]}, side={"type": "number"}),
    ]
    merged = model_form(closed(shape={"anyOf": kinds}))["properties"]["shape"]
    assert merged["properties"]["kind"]["enum"] == [4, 0]
    assert merged["properties"]["side"]["description"] == f"4: {words}"
    assert merged["description"] == "4 needs side."
    assert merged["required"] == ["kind"]
