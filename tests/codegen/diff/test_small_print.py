"""Edits that are easily overlooked or mistaken for harm, each told once and from both ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.compared import compared, description, edited, told

INPUTS = [
    {"name": "color", "in": "query", "schema": {"type": "string"}},
    {"name": "size", "in": "query", "schema": {"type": "integer", "format": "int32"}},
]
FLOW = {"authorizationUrl": "https://a.example/allow", "tokenUrl": "https://a.example/token", "scopes": {"see": "See."}}
TOYS = {
    **description(parameters=INPUTS),
    "servers": [{"url": "https://toys.example/v1"}],
    "components": {"securitySchemes": {"App": {"type": "oauth2", "flows": {"authorizationCode": FLOW}}}},
}
Told = list[tuple[str, str, str]]


def first_input(new: Any) -> Any:
    return new["paths"]["/toys"]["put"]["parameters"][0]


def second_schema(new: Any) -> Any:
    return new["paths"]["/toys"]["put"]["parameters"][1]["schema"]


def machine_flow(new: Any) -> None:
    flows = new["components"]["securitySchemes"]["App"]["flows"]
    flows["clientCredentials"] = {"tokenUrl": "https://a.example/token", "scopes": {"see": "See."}}


def variable_server(new: Any) -> None:
    new["servers"] = [{"url": "https://toys.example/{version}", "variables": {"version": {"default": "v1"}}}]


EDITS: dict[str, tuple[Callable[[Any], object], Told, Told]] = {
    "a server's variable whose default is what stood there": (variable_server, [], []),
    "whole numbers of twice the length": (
        lambda new: second_schema(new).update(format="int64"),
        [("input-widened", "putToy: input `size` has the format `int64`, and had `int32`", "nobody")],
        [("input-narrowed", "putToy: input `size` has the format `int32`, and had `int64`", "callers")],
    ),
    "a format that the other has nothing to do with": (
        lambda new: second_schema(new).update(format="unix-time"),
        [("input-changed", "putToy: input `size` has the format `unix-time`, and had `int32`", "callers")],
        [("input-changed", "putToy: input `size` has the format `int32`, and had `unix-time`", "callers")],
    ),
    "a parameter that may be empty": (
        lambda new: first_input(new).update(allowEmptyValue=True),
        [("input-widened", "putToy: input `color` can be empty, too", "nobody")],
        [("input-narrowed", "putToy: input `color` can no longer be empty", "callers")],
    ),
    "an example of a parameter": (
        lambda new: first_input(new).update(example="red"),
        [("described", "putToy: input `color` has another example", "nobody")],
        [("described", "putToy: input `color` has another example", "nobody")],
    ),
    "another way to a token": (
        machine_flow,
        [("credential-added", "App has the flow clientCredentials, too", "nobody")],
        [("credential-removed", "App no longer has the flow clientCredentials", "callers")],
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_told_from_both_ends(tmp_path: Path, edit: str) -> None:
    change, forth, back = EDITS[edit]
    new = edited(TOYS, change)
    assert (told(compared(tmp_path, TOYS, new)), told(compared(tmp_path, new, TOYS))) == (forth, back)
