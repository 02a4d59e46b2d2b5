"""T56: inputs are checked before any token is read, and each faulty one is named."""

from __future__ import annotations

from typing import Any

import pytest
from support.provider import Provider

from figma_tools.connector import CONNECTOR
from figwright import Actions, errors
from figwright.inputs import validate


@pytest.mark.parametrize(
    ("tool_input", "field", "text"),
    [
        ({}, "toy_id", "is needed"),
        ({"toy_id": "t1", "color": "red"}, "color", "did you mean colour"),
        ({"toy_id": "t1", "zzz": 1}, "zzz", "there are toy_id, colour"),
        ({"toy_id": "t1", "colour": "green"}, "colour", "'red' or 'blue', not 'green'"),
        ({"toy_id": "t1", "depth": 0}, "depth", "greater than or equal to 1, not 0"),
        ({"toy_id": "t1", "depth": "many"}, "depth", "valid integer"),
        ({"toy_id": "t1", "depth": [1]}, "depth", "valid integer"),
        ({"toy_id": {"a": 1}}, "toy_id", "valid string"),
        ("t1", "", "an object, not str"),
        ([("toy_id", "t1")], "", "an object, not list"),
    ],
)
def test_T56_wrong_input_is_refused_by_name_and_nothing_is_sent(
    call: Any, toybox: Provider, tool_input: object, field: str, text: str
) -> None:
    with pytest.raises(errors.InvalidToolInputError) as raised:
        call("toy_get", tool_input)
    assert text in raised.value.fields[field]
    assert raised.value.cause is errors.Cause.INVALID_INPUT
    assert toybox.received == []


def test_T56_all_faults_are_named_at_once(call: Any) -> None:
    with pytest.raises(errors.InvalidToolInputError) as raised:
        call("toy_get", {"depth": 99, "colour": "green", "extra": 1})
    assert set(raised.value.fields) == {"toy_id", "depth", "colour", "extra"}


@pytest.mark.parametrize("field", ["file_key", "message"])
def test_text_that_utf_8_cannot_say_is_refused_by_name(field: str) -> None:
    """As it comes from a command line where the locale is C and Python's UTF-8 mode is off."""
    given = {"file_key": "FileKeyFromItsUrl", "message": "Bear"}
    with pytest.raises(errors.InvalidToolInputError) as raised:
        validate(CONNECTOR.tools["figma_file_comment_create"], given | {field: "B\udcc3\udca9r"})
    assert list(raised.value.fields) == [field]
    assert str(raised.value).isascii()


def test_the_input_is_checked_before_the_account_is_looked_for(actions: Actions) -> None:
    with pytest.raises(errors.InvalidToolInputError):
        actions.execute_tool("toy_get", identifier="nobody", tool_input={})


def test_a_long_text_is_not_repeated_in_the_message(call: Any) -> None:
    with pytest.raises(errors.InvalidToolInputError) as raised:
        call("toy_create", {"name": "a passcode that is too long"})
    assert "passcode" not in str(raised.value)


def test_numbers_are_accepted_as_identifiers(call: Any, toybox: Provider) -> None:
    call("toy_get", {"toy_id": 12345678901234567890})
    assert toybox.received[0].target == "/v1/toys/12345678901234567890"
