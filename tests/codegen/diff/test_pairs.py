"""Pairs of descriptions, each a usual change of an API: what a person would say of it is what is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.compared import compared, edited

TEXT = {"type": "string"}


def reference(name: str) -> Any:
    return {"$ref": f"#/components/schemas/{name}"}


def content(schema: Any) -> Any:
    return {"application/json": {"schema": schema}}


def answers(schema: Any) -> Any:
    return {"200": {"description": "It.", "content": content(schema)}, "404": {"description": "Not there."}}


def bookshop() -> Any:
    """A shop whose books are listed, ordered and paid for."""
    parameters: list[Any] = [
        {"name": "genre", "in": "query", "schema": {"type": "string", "enum": ["crime", "poetry", "travel"]}},
        {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 50}},
    ]
    order = {
        "type": "object",
        "required": ["book"],
        "properties": {"book": TEXT, "count": {"type": "integer"}, "by": TEXT, "paid": reference("Payment")},
    }
    book = {
        "type": "object",
        "required": ["id", "title"],
        "properties": {"id": {"type": "integer"}, "title": TEXT, "printed": {"type": "string", "format": "date"}},
    }
    payments = {
        "oneOf": [reference("Card"), reference("Transfer")],
        "discriminator": {"propertyName": "kind", "mapping": {"card": reference("Card")["$ref"]}},
    }
    paid = {"type": "object", "required": ["kind"], "properties": {"kind": TEXT, "number": TEXT}}
    flow = {
        "authorizationUrl": "https://a.example",
        "tokenUrl": "https://t.example",
        "scopes": {"books": "Books.", "orders": "Orders."},
    }
    return {
        "openapi": "3.0.3",
        "info": {"title": "Books", "version": "1"},
        "servers": [{"url": "https://books.example"}],
        "paths": {
            "/books": {
                "get": {
                    "operationId": "listBooks",
                    "parameters": parameters,
                    "security": [{"App": ["books"]}],
                    "responses": answers({"type": "array", "items": reference("Book")}),
                }
            },
            "/orders/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": TEXT}],
                "put": {
                    "operationId": "putOrder",
                    "security": [{"App": ["books"]}, {"Key": []}],
                    "requestBody": {"required": True, "content": content(reference("Order"))},
                    "responses": answers(reference("Order")),
                },
            },
        },
        "components": {
            "schemas": {
                "Book": book,
                "Card": paid,
                "Genre": {"type": "string", "enum": ["crime", "poetry"]},
                "Order": order,
                "Payment": payments,
                "Shelf": {**book, "nullable": True},
                "Transfer": paid,
            },
            "securitySchemes": {
                "App": {"type": "oauth2", "flows": {"authorizationCode": flow}},
                "Key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            },
        },
    }


def listing(new: Any) -> Any:
    return new["paths"]["/books"]["get"]


def ordering(new: Any) -> Any:
    return new["paths"]["/orders/{id}"]["put"]


def schema(new: Any, name: str) -> Any:
    return new["components"]["schemas"][name]


def move_count_from_the_query_to_the_body(new: Any) -> None:
    listing(new)["parameters"].pop(1)
    listing(new)["requestBody"] = {"content": content({"type": "object", "properties": {"limit": {"type": "integer"}}})}


def add_a_payment(new: Any) -> None:
    new["components"]["schemas"]["Voucher"] = schema(new, "Card")
    schema(new, "Payment")["oneOf"].append(reference("Voucher"))


PAIRS: dict[str, tuple[Callable[[Any], Any], set[tuple[str, str, str]]]] = {
    "an enum is narrower": (
        lambda new: listing(new)["parameters"][0]["schema"]["enum"].remove("travel"),
        {("input-narrowed", "listBooks: input `genre` is no longer `travel`", "callers")},
    ),
    "a bound is wider": (
        lambda new: listing(new)["parameters"][1]["schema"].update(maximum=100),
        {("input-widened", "listBooks: input `limit` has maximum 100, and had maximum 50", "nobody")},
    ),
    "a property may be null": (
        lambda new: schema(new, "Book")["properties"]["title"].update(nullable=True),
        {("result-widened", "Book.title is null or a text, and was a text", "callers")},
    ),
    "an input moves to the body": (
        move_count_from_the_query_to_the_body,
        {
            ("input-removed", "listBooks: input `limit` is gone", "callers"),
            ("input-added", "listBooks: the body is new", "nobody"),
        },
    ),
    "an operation has another id": (
        lambda new: ordering(new).update(operationId="saveOrder"),
        {("operation-renamed", "saveOrder was called putOrder", "callers")},
    ),
    "another server": (
        lambda new: new["servers"][0].update(url="https://v2.books.example"),
        {("server-changed", "the server is https://v2.books.example, and was https://books.example", "callers")},
    ),
    "one scope for another": (
        lambda new: ordering(new)["security"][0].update(App=["orders"]),
        {
            (
                "scope-needed",
                "putOrder no longer allows who has `books`, and allows who has `orders` (App)",
                "callers",
            )
        },
    ),
    "a header is required": (
        lambda new: ordering(new).update(
            parameters=[{"name": "X-Shop", "in": "header", "required": True, "schema": TEXT}]
        ),
        {("input-added", "putOrder: input `X-Shop` is new, and required", "callers")},
    ),
    "another format": (
        lambda new: schema(new, "Book")["properties"]["printed"].update(format="date-time"),
        {("result-changed", "Book.printed has the format `date-time`, and had `date`", "stored schemas")},
    ),
    "another option with a tag": (
        add_a_payment,
        {
            ("input-widened", "Payment can be an object Voucher, too", "nobody"),
            ("result-widened", "Payment can be an object Voucher, too", "stored schemas"),
            ("schema-added", "Voucher is new", "nobody"),
        },
    ),
    "another value of a tag": (
        lambda new: schema(new, "Payment")["discriminator"].update(mapping={"bank_card": "#/components/schemas/Card"}),
        {
            ("input-changed", "Card has the tag `kind: bank_card`, and had `kind: card`", "callers"),
            ("result-changed", "Card has the tag `kind: bank_card`, and had `kind: card`", "stored schemas"),
        },
    ),
    "a list refers to another schema": (
        lambda new: listing(new)["responses"]["200"]["content"]["application/json"]["schema"].update(
            items=reference("Shelf")
        ),
        {("result-widened", "listBooks 200[] is null or an object, and was an object", "callers")},
    ),
    "a property refers to another schema": (
        lambda new: schema(new, "Order")["properties"].update(by=reference("Genre")),
        {
            ("input-narrowed", "Order.by has one of `crime`, `poetry`, and had any value", "callers"),
            ("result-narrowed", "Order.by has one of `crime`, `poetry`, and had any value", "nobody"),
        },
    ),
    "a key in another header": (
        lambda new: new["components"]["securitySchemes"]["Key"].update(name="X-Token"),
        {("credential-changed", "Key is presented as header X-Token, and was as header X-Key", "callers")},
    ),
    "a success without content": (
        lambda new: ordering(new)["responses"].update({"204": {"description": "Done."}}),
        {("result-widened", "putOrder: the answer can have no content, too", "callers")},
    ),
    "the same content with another status": (
        lambda new: ordering(new)["responses"].update({"201": ordering(new)["responses"]["200"]}),
        {("status-added", "putOrder: the answer can be 201", "nobody")},
    ),
    "an error": (
        lambda new: ordering(new)["responses"].update({"409": {"description": "Sold."}}),
        {("error-added", "putOrder: the answer can be 409", "nobody")},
    ),
    "an input is deprecated": (
        lambda new: listing(new)["parameters"][0].update(deprecated=True),
        {("input-deprecated", "listBooks: input `genre` is deprecated now", "nobody")},
    ),
    "a list in place of one": (
        lambda new: schema(new, "Order")["properties"].update(book={"type": "array", "items": TEXT}),
        {
            ("input-changed", "Order.book is a list, and was a text", "callers"),
            ("result-changed", "Order.book is a list, and was a text", "callers"),
        },
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_a_pair_is_told_as_a_person_would(tmp_path: Path, name: str) -> None:
    edit, expected = PAIRS[name]
    old = json.loads(json.dumps(bookshop()))  # no part of it is another part as well
    found = compared(tmp_path, old, edited(old, edit)).findings
    assert {(each.kind, each.sentence, each.breaks) for each in found} == expected
    assert len(found) == len(expected)
