"""Text of a description is hostile until escaped: whatever it holds, what is generated is inert."""

from __future__ import annotations

import builtins
import inspect
import json
from collections.abc import Iterator
from typing import Any, get_type_hints

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from support.workshop import Workshop

ATTACKS = [
    '""" + str(ran()) + """',
    '"""\nran()\n"""',
    "'''\nran()\n'''",
    "\\",
    'ends in a quote"',
    '\\"""\nran()\n\\"""',
    "{{ ran() }}{% raw %}{# #}",
    "{ran()} {0} %(x)s %s $x",
    "'); ran(); ('",
    "#\r\nran()\r\n",
    "\n\tran()\n",
    "\x0b\x0cran()\x85\u2028ran()\u2029",
    "\u202eran\u202c\u200b\ufeff",
    "lambda: ran()",
    "a]\nran()\nb: list[int",
    "\N{SNOWMAN} é \x7f",
    "__class__",
    "..",
    "-> ran()",
]
PIECES = [*ATTACKS, '"', "'", "\n", "\\", "{", "}"]


def reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def content(name: str) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": reference(name)}}}


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    calls: list[object] = []
    monkeypatch.setattr(builtins, "ran", lambda *given: calls.append(given), raising=False)
    yield calls
    assert calls == [], "text of the description was executed"


def spec_of(attack: str) -> dict[str, Any]:
    """Every string that a description may choose is the attack, or ends in it."""
    mark = f"x{attack}"
    record = {
        "type": "object",
        "title": attack,
        "description": attack,
        "required": [mark],
        "properties": {
            mark: {"type": "string", "description": attack, "default": attack, "format": attack},
            "enum": {"enum": [attack, mark], "description": attack},
            "inner": {"type": "object", "properties": {attack or "x": {"type": "integer", "description": attack}}},
            "free": {"const": mark, "deprecated": True},
        },
    }
    union = {
        "oneOf": [
            {"type": "object", "required": [attack], "properties": {attack: {"enum": [f"{attack}1"]}}},
            {"type": "object", "required": [attack], "properties": {attack: {"enum": [f"{attack}2"]}}},
        ],
        "discriminator": {"propertyName": attack},
        "description": attack,
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": attack, "version": attack},
        "paths": {
            "/x/" + attack.translate({ord("{"): None, ord("}"): None}) + "/{id}": {
                "post": {
                    "operationId": f"op{attack}",
                    "summary": attack,
                    "description": attack,
                    "parameters": [
                        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                        {"name": mark, "in": "query", "description": attack, "schema": {}, "example": attack},
                        {"name": "q", "in": "query", "schema": {"type": "string", "enum": [attack], "default": attack}},
                    ],
                    "requestBody": content("Body"),
                    "responses": {
                        "200": {"description": attack, **content("Got")},
                        "400": {"description": attack},
                    },
                }
            }
        },
        "components": {
            "schemas": {
                "Got": {
                    "type": "object",
                    "description": attack,
                    "properties": {"keys": record, "union": reference("Union")},
                },
                "Body": {"type": "object", "properties": {f"y{attack}": record, "union": reference("Union")}},
                "Union": union,
            },
        },
    }  # fmt: skip


def manifest_of(attack: str) -> dict[str, Any]:
    text = attack.strip() or "x"
    connector = {
        "name": "shop",
        "title": attack,
        "api_url": attack,
        "hosts": [attack],
        "plans": [attack],
        "credentials": {attack: {"header": attack, "prefix": attack, "title": attack}},
        "oauth": {
            "authorization_url": attack,
            "token_url": attack,
            "refresh_url": attack,
            "user_id": attack,
            "credential": attack,
        },
        "rate_limit": {"plan": attack, "tiers": {1: attack}},
        "error_rules": [{"cause": "UNKNOWN", "advice": attack}],
    }
    tool = {
        "operation": f"op{attack}",
        "title": text[:60],
        "description": attack,
        "toolset": "things",
        "deprecated": attack,
        "plan": attack,
        "tier": 1,
        "inputs": {f"x{attack}": {"description": attack}},
        "constants": {"q": attack if not attack.startswith("$") else "x"},
    }
    return {
        "connector": connector,
        "toolsets": {"things": {"title": attack, "instructions": attack}},
        "tools": {"shop_thing_get": tool},
    }


def words(text: str | None) -> list[str]:
    return (text or "").split()


def build(workshop: Workshop, attack: str) -> None:
    workshop.spec.write_text(json.dumps(spec_of(attack)))
    workshop.manifest.write_text(json.dumps(manifest_of(attack)))
    workshop.generate()


@pytest.mark.parametrize("attack", ATTACKS)
def test_P12_a_description_whose_every_string_is_an_attack_generates_inert_code(
    workshop: Workshop, ran: list[object], attack: str
) -> None:
    build(workshop, attack)
    got = workshop.models.Got
    assert words(got.__doc__) == words(attack)
    assert f"x{attack}" in get_type_hints(got)["keys"].__annotations__
    for name, value in vars(workshop.models).items():
        if name[0].isupper() and getattr(value, "__module__", "") == workshop.models.__name__:
            TypeAdapter(value)
    adapter = TypeAdapter(workshop.input_type)
    assert adapter.validate_python({"id": "1", f"x{attack}": "v"}) == {"id": "1", f"x{attack}": "v"}
    tool = workshop.tool
    assert tool.operation == f"op{attack}"
    assert words(tool.description) == words(attack)
    function = workshop.module("things").shop_thing_get
    said = words(inspect.getdoc(function))
    assert all(word in said or f"{word}." in said for word in words(attack))
    assert workshop.module("aio").shop_thing_get
    assert workshop.module().CONNECTOR.credentials[attack].prefix == attack
    jsonschema.Draft202012Validator.check_schema(workshop.schema())
    jsonschema.Draft202012Validator.check_schema(workshop.schema(kind="output"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(attack=st.lists(st.sampled_from(PIECES), min_size=2, max_size=5).map("".join))
def test_attacks_in_any_combination_are_inert(workshop: Workshop, ran: list[object], attack: str) -> None:
    build(workshop, attack)
    for name, text in workshop.files().items():
        if name.endswith(".py"):
            compile(text, name, "exec")
    assert ran == []
