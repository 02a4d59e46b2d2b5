"""Random edits of operations, several at once: each is one finding, and nothing else is."""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.compared import Description, compared
from support.sizes import many

pytestmark = pytest.mark.timeout(many(180, 1800))
NAMES = ("Bear", "Cat", "Dog")
Edit = tuple[str, Callable[[Description, str], None], Callable[[str], tuple[str, str, str]]]


def toys() -> Description:
    """Three operations, each with two inputs, a body, an answer, and two ways to be allowed."""
    paths = {f"/{name}/{{key}}": {"put": operation(name)} for name in NAMES}
    flow = {
        "authorizationUrl": "https://a.example",
        "tokenUrl": "https://t.example",
        "scopes": {"see": "See.", "do": "Do."},
    }
    schemes = {
        "Key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "App": {"type": "oauth2", "flows": {"authorizationCode": flow}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Toys", "version": "1"},
        "servers": [{"url": "https://toys.example"}],
        "paths": paths,
        "components": {"securitySchemes": schemes},
    }


def operation(name: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object", "properties": {"name": {"type": "string"}}}}}
    return {
        "operationId": f"put{name}",
        "summary": f"Put a {name}.",
        "parameters": [
            {"name": "key", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "color", "in": "query", "schema": {"type": "string"}},
        ],
        "security": [{"Key": []}, {"App": ["see"]}],
        "requestBody": {"required": True, "content": content},
        "responses": {"200": {"description": "It.", "content": copy.deepcopy(content)}},
    }


def put(new: Description, name: str) -> dict[str, Any]:
    found: dict[str, Any] = new["paths"][f"/{name}/{{key}}"]["put"]
    return found


def body(new: Description, name: str) -> dict[str, Any]:
    found: dict[str, Any] = put(new, name)["requestBody"]["content"]["application/json"]["schema"]
    return found


def answer(new: Description, name: str) -> dict[str, Any]:
    found: dict[str, Any] = put(new, name)["responses"]["200"]["content"]["application/json"]["schema"]
    return found


def add_operation(new: Description, name: str) -> None:
    new["paths"][f"/{name}/{{key}}"]["get"] = {**operation(name), "operationId": f"get{name}"}


def add_input(new: Description, name: str) -> None:
    put(new, name)["parameters"].append({"name": "size", "in": "query", "schema": {"type": "integer"}})


EDITS: list[Edit] = [
    ("operation", add_operation, lambda name: ("operation-added", f"get{name}", "nobody")),
    (
        "deprecated",
        lambda new, name: put(new, name).update(deprecated=True),
        lambda name: ("operation-deprecated", f"put{name}", "nobody"),
    ),
    (
        "id",
        lambda new, name: put(new, name).update(operationId=f"set{name}"),
        lambda name: ("operation-renamed", f"set{name}", "callers"),
    ),
    (
        "words",
        lambda new, name: put(new, name).update(summary="Other."),
        lambda name: ("described", f"put{name}", "nobody"),
    ),
    ("input", add_input, lambda name: ("input-added", f"put{name}: input `size`", "nobody")),
    (
        "color",
        lambda new, name: put(new, name)["parameters"].pop(1),
        lambda name: ("input-removed", f"put{name}: input `color`", "callers"),
    ),
    (
        "color",
        lambda new, name: put(new, name)["parameters"][1].update(required=True),
        lambda name: ("input-required", f"put{name}: input `color`", "callers"),
    ),
    (
        "color",
        lambda new, name: put(new, name)["parameters"][1].update({"in": "header"}),
        lambda name: ("input-moved", f"put{name}: input `color`", "callers"),
    ),
    (
        "color",
        lambda new, name: put(new, name)["parameters"][1]["schema"].update(enum=["red"]),
        lambda name: ("input-narrowed", f"put{name}: input `color`", "callers"),
    ),
    (
        "key",
        lambda new, name: put(new, name)["security"].pop(0),
        lambda name: ("credential-refused", f"put{name}", "callers"),
    ),
    (
        "scope",
        lambda new, name: put(new, name)["security"][-1].update(App=["do"]),
        lambda name: ("scope-needed", f"put{name}", "callers"),
    ),
    (
        "body",
        lambda new, name: put(new, name)["requestBody"].update(required=False),
        lambda name: ("input-optional", f"put{name}: the body", "nobody"),
    ),
    (
        "body property",
        lambda new, name: body(new, name)["properties"].update(age={"type": "integer"}),
        lambda name: ("input-added", f"put{name} body.age", "nobody"),
    ),
    (
        "answer",
        lambda new, name: answer(new, name)["properties"].pop("name"),
        lambda name: ("result-removed", f"put{name} 200.name", "callers"),
    ),
    (
        "answer",
        lambda new, name: answer(new, name)["properties"]["name"].update(type=["string", "null"]),
        lambda name: ("result-widened", f"put{name} 200.name", "callers"),
    ),
]


@settings(max_examples=many(25, 2000))
@given(
    st.lists(
        st.tuples(st.sampled_from(EDITS), st.sampled_from(NAMES)),
        max_size=6,
        unique_by=lambda each: (each[0][0], each[1]),
    )
)
def test_each_of_several_edits_is_one_finding_and_nothing_else_is(drawn: list[tuple[Edit, str]]) -> None:
    old, new = toys(), toys()
    expected = []
    renamed = {name for (what, _, _), name in drawn if what == "id"}
    for (_, edit, told), name in drawn:
        edit(new, name)
        kind, subject, breaks = told(name)
        expected.append((kind, subject.replace(f"put{name}", f"set{name}") if name in renamed else subject, breaks))
    with tempfile.TemporaryDirectory() as folder:
        report = compared(Path(folder), old, new)
    assert sorted((each.kind, each.subject, each.breaks) for each in report.findings) == sorted(expected)
