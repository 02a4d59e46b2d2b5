"""Inputs as models write them are read as they are meant, and what cannot be read is refused in words."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from generated.catalogue import NAMES, input_schema
from hypothesis import given
from hypothesis import strategies as st

from figma_tools.connector import CONNECTOR
from figwright import errors
from figwright.inputs.coercion import as_asked, whole_number
from figwright.inputs.validation import validate
from figwright.rendering.shape import Shape, shape_of
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.examples import examples

KEY = "AbCdEfGhIjKlMnOpQrStUv"
FILE = {"file_key": KEY}
MESSAGE = FILE | {"message": "Hello"}
VARIABLE = {"action": "CREATE", "id": "v", "name": "V", "variableCollectionId": "c", "resolvedType": "FLOAT"}
URL = f"https://www.figma.com/design/{KEY}/N?node-id=1-2"


@pytest.mark.parametrize(
    ("name", "given_input", "meant"),
    [
        ("figma_file_nodes_get", FILE | {"ids": '["1:2", "1-3"]'}, FILE | {"ids": ["1:2", "1:3"]}),
        ("figma_file_nodes_get", {"file_key": f"@{URL}", "ids": ""}, FILE | {"ids": "1:2"}),
        ("figma_file_nodes_get", FILE | {"ids": "1:2\n"}, FILE | {"ids": "1:2"}),
        ("figma_file_nodes_get", FILE | {"ids": ["1:2 ", f"<{URL}>"]}, FILE | {"ids": "1:2,1:2"}),
        ("figma_file_nodes_get", FILE | {"ids": "1:2, 1:3"}, FILE | {"ids": "1:2,1:3"}),
        ("figma_file_nodes_get", FILE | {"ids": "1:2 1-3\n"}, FILE | {"ids": "1:2,1:3"}),
        ("figma_file_nodes_get", FILE | {"ids": ["1:2\n", "", " "]}, FILE | {"ids": "1:2"}),
        ("figma_file_nodes_get", FILE | {"ids": "['1:2', '1:3',]"}, FILE | {"ids": "1:2,1:3"}),
        ("figma_file_nodes_get", FILE | {"ids": ['["1:2"]', "@1:3"]}, FILE | {"ids": "1:2,1:3"}),
        ("figma_file_nodes_get", {"file_key": f"`{KEY}`)", "ids": "#1-2."}, FILE | {"ids": "1:2"}),
        ("figma_file_get", FILE | dict.fromkeys(("depth", "geometry", "version"), "null"), FILE),
        ("figma_comment_reactions_list", {"file_key": KEY, "comment_id": "#12"}, {"file_key": KEY, "comment_id": "12"}),
        ("figma_file_get", FILE | dict.fromkeys(("ids", "depth", "version", "plugin_data", "geometry"), ""), FILE),
        ("figma_file_get", FILE | {"branch_data": " ", "depth": "2.0"}, FILE | {"depth": 2}),
        ("figma_file_comment_create", MESSAGE | {"comment_id": "", "client_meta": ""}, MESSAGE),
        (
            "figma_file_comment_create",
            MESSAGE | {"client_meta": '{"x": 1, "y": 2}'},
            MESSAGE | {"client_meta": {"x": 1, "y": 2}},
        ),
        ("figma_file_variables_update", FILE | {"variables": json.dumps([VARIABLE])}, FILE | {"variables": [VARIABLE]}),
        (
            "figma_file_variables_update",
            FILE | {"variables": [json.dumps(VARIABLE)]},
            FILE | {"variables": [VARIABLE]},
        ),
        (
            "figma_file_variables_update",
            FILE | {"variables": [VARIABLE], "variableModes": ""},
            FILE | {"variables": [VARIABLE]},
        ),
        ("figma_webhook_get", {"webhook_id": 1234.0}, {"webhook_id": "1234"}),
        ("figma_webhook_get", {"webhook_id": '"1234"'}, {"webhook_id": "1234"}),
        ("figma_webhook_update", {"webhook_id": "1", "status": ""}, {"webhook_id": "1"}),
        ("figma_webhook_update", {"webhook_id": "1", "description": ""}, {"webhook_id": "1", "description": ""}),
    ],
)
def test_what_models_write_is_read_as_it_is_meant(name: str, given_input: dict[str, Any], meant: Any) -> None:
    tool = CONNECTOR.tools[name]
    if "description" in meant:
        assert validate(tool, given_input) == meant
    else:
        assert validate(tool, given_input) == validate(tool, meant)


def test_a_value_that_fits_stays_as_it_is() -> None:
    """A comment may be JSON, and a variable's name 2000.0."""
    kept = validate(CONNECTOR.tools["figma_file_comment_create"], FILE | {"message": ' ["1:2"] '})
    assert kept["message"] == ' ["1:2"] '


@pytest.mark.parametrize(
    ("given_input", "asked"),
    [
        (FILE | {"ids": '["1-2"]', "depth": "2.0", "version": ""}, FILE | {"ids": ["1:2"], "depth": 2}),
        ({"file_key": f"[it]({URL})", "ids": ["1:2", URL]}, FILE | {"ids": ["1:2", "1:2"]}),
        (FILE | {"ids": "1:2,1:3"}, FILE | {"ids": "1:2,1:3"}),
    ],
)
def test_a_next_call_repeats_what_was_meant(given_input: dict[str, Any], asked: dict[str, Any]) -> None:
    assert as_asked(given_input, validate(CONNECTOR.tools["figma_file_nodes_get"], given_input)) == asked


@pytest.mark.parametrize("value", ["", " \n"])
def test_nothing_is_no_value_for_what_is_needed_nor_for_a_name_that_is_not_known(value: str) -> None:
    with pytest.raises(errors.InvalidToolInputError) as raised:
        validate(CONNECTOR.tools["figma_file_nodes_get"], {"file_key": value, "idz": value})
    assert raised.value.fields.keys() == {"file_key", "ids", "idz"}
    assert raised.value.fields["file_key"] == "is needed"


def test_a_shape_is_read_as_it_is_meant_too() -> None:
    asked = {"max_tokens": "2000.0", "depth": "", "fields": '["id", "name"]', "view": "", "form": " ", "offset": 3.0}
    assert shape_of("t", asked, Shape()) == shape_of(
        "t", {"max_tokens": 2000, "fields": ["id", "name"], "offset": 3}, Shape()
    )
    for wrong in ({"max_tokens": 2.5}, {"offset": "1e3"}, {"depth": True}, {"fields": "[1]"}):
        with pytest.raises(errors.InvalidToolInputError):
            shape_of("t", wrong, Shape())


@given(st.integers() | st.floats() | st.text())
def test_a_number_is_never_read_as_another_one(value: Any) -> None:
    read = whole_number(value)
    assert read is value or float(read) == float(value)  # type: ignore[arg-type]


PATTERNED = [
    (name, field)
    for name in NAMES
    for field, part in input_schema(name)["properties"].items()
    if "pattern" in json.dumps(part)
]


@pytest.mark.parametrize(("name", "field"), PATTERNED)
def test_a_message_says_what_is_wanted_in_words_with_an_example_and_no_regular_expression(
    name: str, field: str
) -> None:
    for wrong in ("a b/§", {"node_id": "a b/§", "node_offset": {"x": 1, "y": 1}}):
        with pytest.raises(errors.InvalidToolInputError) as raised:
            validate(CONNECTOR.tools[name], {field: wrong})
        said = [text for place, text in raised.value.fields.items() if place.split(".")[0] == field]
        assert said
        assert not any(sign in " ".join(said) for sign in ("pattern", "[A-Z", "[0-9", "{0,", "+$", "^"))
        if wrong == "a b/§" and field != "client_meta":
            assert " such as " in said[0]


HALF = "x\ud800"


def test_half_a_character_anywhere_in_an_input_is_an_error_of_ours(sandbox: Sandbox) -> None:
    for name, example in examples(sandbox).items():
        for field in input_schema(name)["properties"]:
            for bad in (HALF, [HALF], {HALF: 1}, {"a": HALF}, f"{URL}{HALF}", '["\\ud800"]', '{"a": "\\ud800"}'):
                with suppress(errors.FigwrightError):
                    validate(CONNECTOR.tools[name], example | {field: bad})
    with pytest.raises(errors.InvalidToolInputError) as raised:
        validate(CONNECTOR.tools["figma_file_get"], {"file_key": HALF})
    assert "lone surrogate" in raised.value.fields["file_key"]
    assert str(raised.value).isascii()
