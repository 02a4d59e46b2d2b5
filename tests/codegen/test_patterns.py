"""Patterns mean what ECMA-262 means by them, or are said to be unchecked; what is none at all is a mistake."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from support.workshop import Workshop

from figwright_codegen.types.patterns import UncheckedError, fits, is_python, joined, translated


def takes(workshop: Workshop, schema: str) -> None:
    workshop.takes(f"parameters: [{{name: id, in: path, required: true, schema: {schema}}}]")


def accepted(workshop: Workshop, text: str) -> bool:
    try:
        TypeAdapter(workshop.input_type).validate_python({"id": text})
    except ValidationError:
        return False
    return True


FITTING = [
    (r"^\p{L}+$", ["é", "日本"], ["1", "a1"]),
    (r"^\d+$", ["42"], ["٤٢", "4\n"]),
    (r"^\w+$", ["a_1"], ["é"]),
    (r"^\s$", ["\ufeff", "\u2003"], ["\x85", "\x1c"]),
    (r"^[\S]$", ["\x85"], ["\u00a0"]),
    (r"^.$", ["\x85", "😀"], ["\r", "\u2028"]),
    (r"^a(?=b).$", ["ab"], ["ac", "ab\n"]),
    (r"^(?<year>\d{4})-(?<month>\d{2})$", ["2026-11"], ["26-11"]),
    (r"^[^]$", ["\n", "😀"], [""]),
    (r"^\/v1\/[a-z]+$", ["/v1/a"], ["v1/a"]),
    (r"^\u{1F600}\ud83d\ude00\u0041\x41\cA$", ["😀😀AA\x01"], ["😀"]),
    (r"\bfoo\b", ["a foo", "éfoo"], ["_foo", "foot"]),
    (r"^{.*}$", ["{a}"], ["{a"]),
    (r"^[[:a&&b~~-]+$", ["[:a&&b~~-"], ["c"]),
    ("^[]$", [], ["", "a"]),
]


@pytest.mark.parametrize(("pattern", "good", "bad"), FITTING, ids=[each[0] for each in FITTING])
def test_a_pattern_means_what_ecma_says(workshop: Workshop, pattern: str, good: list[str], bad: list[str]) -> None:
    takes(workshop, f"{{type: string, pattern: '{pattern}'}}")
    assert workshop.generate().warnings == ()
    assert [text for text in good if not accepted(workshop, text)] == []
    assert [text for text in bad if accepted(workshop, text)] == []


@pytest.mark.parametrize("pattern", [r"(a)\1", r"\Aa\Z", "(?i)a", "(?<=a+)b", r"(?=a)\p{L}", r"\ud83d"])
def test_what_no_engine_here_checks_exactly_is_said_and_not_checked(workshop: Workshop, pattern: str) -> None:
    takes(workshop, f"{{type: string, pattern: '{pattern}'}}")
    [warning] = workshop.generate().warnings
    assert "inputs are not held against this pattern: " in warning.text
    assert warning.line == 7
    assert accepted(workshop, "anything")


@pytest.mark.parametrize("pattern", ["(", ")", "[", "a**", "*", "[b-a]", "a\\"])
def test_what_is_no_pattern_in_any_language_is_a_mistake(workshop: Workshop, pattern: str) -> None:
    takes(workshop, f"{{type: string, pattern: '{pattern}'}}")
    [mistake] = workshop.mistakes()
    assert re.search(r"openapi.yaml:\d+: is no regular expression: .*; correct it", mistake)


def test_several_patterns_of_one_text_all_count(workshop: Workshop) -> None:
    takes(workshop, "{allOf: [{type: string, pattern: '^a'}, {pattern: 'b$'}, {pattern: c}]}")
    assert accepted(workshop, "acb")
    assert not any(accepted(workshop, text) for text in ("ab", "cb", "ac", "acb\n"))


def test_a_property_of_characters_beside_one_that_looks_ahead_is_checked_too(workshop: Workshop) -> None:
    name = "{name: name, in: query, schema: {type: string, pattern: '^(?=a)..$'}}"
    letters = "{name: id, in: path, required: true, schema: {type: string, pattern: '^\\p{L}+$'}}"
    workshop.takes(f"parameters: [{letters}, {name}]")
    take = TypeAdapter(workshop.input_type).validate_python
    assert take({"id": "é", "name": "ab"})
    for wrong in ({"id": "1", "name": "ab"}, {"id": "é", "name": "bb"}):
        with pytest.raises(ValidationError):
            take(wrong)


def test_a_published_schema_has_no_pattern_that_python_cannot_read(workshop: Workshop) -> None:
    takes(workshop, "{type: string, pattern: '^\\p{L}+$'}")
    assert "pattern" not in workshop.files()["schemas/things.input.json"]


PARTS = st.sampled_from(
    [r"\d", r"\w", r"\s", r"\S", ".", "a", "[a-c]", "[^x]", "(?:b|c)", r"\.", "é", "[-_]", "$", "^"]
)


@given(st.lists(PARTS, min_size=1, max_size=5), st.text("abcx1. \n_-é", max_size=5))
def test_a_translated_pattern_translates_to_itself_and_fits_the_same(parts: list[str], text: str) -> None:
    once = translated("".join(parts))
    assert translated(once) == once
    ascii_only = re.compile("".join(parts).replace("$", r"\Z"), re.ASCII)
    if "." not in parts and r"\s" not in parts and r"\S" not in parts:
        assert fits(once, text) == bool(ascii_only.search(text))
    assert is_python(once)
    assert joined([once]) == once


def test_a_joined_pattern_needs_an_engine_that_knows_all_of_it() -> None:
    with pytest.raises(UncheckedError):
        joined([r"^\p{L}", "a$"])


def test_patterns_of_names_mean_what_ecma_says_too(workshop: Workshop) -> None:
    body = "{type: object, additionalProperties: false, patternProperties: {'^\\d$': {type: string, pattern: '^\\w$'}}}"
    workshop.takes(f"""
        parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
        requestBody:
          content: {{application/json: {{schema: {{type: object, properties: {{named: {body}}}}}}}}}
    """)
    [check] = [text for name, text in workshop.files().items() if name.endswith(".check.json")]
    assert '"^[0-9]$(?!\\\\n)"' in check
    assert '"pattern": "^[0-9A-Z_a-z]$(?!\\\\n)"' in check


def test_a_pattern_of_names_that_nothing_checks_is_a_mistake(workshop: Workshop) -> None:
    body = "{type: object, additionalProperties: false, patternProperties: {'^\\p{L}$': {type: string}}}"
    workshop.takes(f"""
        parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
        requestBody:
          content: {{application/json: {{schema: {{type: object, properties: {{named: {body}}}}}}}}}
    """)
    assert "names cannot be held against this pattern" in workshop.mistakes()[0]
