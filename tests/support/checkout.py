"""A checkout of a shop's description, in files by area, beside the description that the shop publishes now."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml

from figwright_codegen import GenerationError
from figwright_codegen.output import replace
from figwright_codegen.reference.comparing import Compared, Task, compared
from figwright_codegen.reference.scaffold import Scaffolded, scaffold

SECRET = "A sentence of theirs."
ROOT = """\
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: https://shop.test}]
paths:
  /orders/{order_id}:
    $ref: paths/orders.yaml#/~1orders~1{order_id}
components:
  securitySchemes:
    OAuth2:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://shop.test/oauth
          tokenUrl: https://shop.test/token
          scopes:
            orders:read: Read orders.
"""
FILES = {
    "openapi.yaml": ROOT,
    "parameters.yaml": """\
        # What several operations share.
        order_id:
          name: order_id
          in: path
          required: true
          description: From lists of orders.
          schema: {type: string, pattern: '^[0-9]+$'}
        """,
    "responses.yaml": "Missing:\n  description: There is no such thing.\n",
    "paths/orders.yaml": """\
        /orders/{order_id}:
          get:
            operationId: getOrder
            summary: Get an order
            tags: [Orders]
            security: [{OAuth2: ['orders:read']}]
            parameters: [{$ref: ../parameters.yaml#/order_id}]
            responses:
              '200':
                description: The order.
                content: {application/json: {schema: {$ref: ../schemas/orders.yaml#/Order}}}
              '404':
                $ref: ../responses.yaml#/Missing
        """,
    "schemas/orders.yaml": """\
        Order:
          description: An order.
          type: object
          properties:
            id:
              type: string
        """,
    "tools.yaml": """\
        connector: {name: shop, title: Shop, hosts: [shop.test]}
        toolsets:
          orders:
            title: Orders
        tools:
          # What people buy.
          shop_order_get:
            operation: getOrder
            toolset: orders
        """,
}
ID = {"name": "order_id", "in": "path", "required": True, "description": SECRET, "schema": {"type": "string"}}
GET: dict[str, Any] = {
    "operationId": "getOrder",
    "summary": SECRET,
    "tags": ["Orders"],
    "security": [{"OAuth2": ["orders:read"]}],
    "parameters": [ID],
    "responses": {
        "200": {
            "description": SECRET,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}},
        },
        "404": {"$ref": "#/components/responses/NotFound"},
    },
}
REFUND: dict[str, Any] = {
    **GET,
    "operationId": "refundOrder",
    "description": SECRET,
    "externalDocs": {"url": "https://shop.test", "description": SECRET},
    "security": [{"OAuth2": ["orders:read", "orders:refund"]}, {"Key": []}],
    "parameters": [
        ID,
        {"name": "why", "in": "query", "description": SECRET, "schema": {"$ref": "#/components/schemas/Reason"}},
    ],
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/RefundLine"}, "example": SECRET}},
    },
}
SCHEMAS: dict[str, Any] = {
    "Order": {"type": "object", "description": SECRET, "properties": {"id": {"type": "string"}}},
    "Reason": {"type": "string", "title": SECRET, "enum": ["BROKEN", "LATE", "on"], "x-names": [SECRET]},
    "RefundLine": {
        "type": "object",
        "required": ["amount"],
        "properties": {
            "amount": {"type": "number", "minimum": 0, "description": SECRET, "example": SECRET},
            "reason": {"$ref": "#/components/schemas/Reason"},
            "parts": {"type": "array", "items": {"$ref": "#/components/schemas/RefundLine"}},
            "order": {"anyOf": [{"$ref": "#/components/schemas/Order"}, {"type": "null"}]},
        },
    },
}
FLOW = {"authorizationUrl": "https://shop.test/oauth", "tokenUrl": "https://shop.test/token"}
THEIRS: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "2", "description": SECRET},
    "servers": [{"url": "https://shop.test"}],
    "paths": {"/orders/{order_id}": {"get": GET}, "/orders/{order_id}/refunds": {"post": REFUND}},
    "components": {
        "schemas": SCHEMAS,
        "responses": {"NotFound": {"description": SECRET}},
        "securitySchemes": {
            "Key": {"type": "apiKey", "in": "header", "name": "X-Key", "description": SECRET},
            "OAuth2": {
                "type": "oauth2",
                "flows": {
                    "authorizationCode": {**FLOW, "scopes": dict.fromkeys(("orders:read", "orders:refund"), SECRET)}
                },
            },
        },
    },
}


class Checkout:
    """Ours, in files by area, and a description of theirs beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.theirs = copy.deepcopy(THEIRS)
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        file = self.folder / "spec" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), "utf-8")

    def task(self) -> Task:
        (self.folder / "theirs.json").write_text(json.dumps(self.theirs), "utf-8")
        spec = next((self.folder / "spec").glob("openapi.*"))
        return Task([spec], str(self.folder / "theirs.json"))

    def compared(self) -> Compared:
        return compared(self.task())[0]

    def scaffold(self) -> Scaffolded:
        made = scaffold(compared(self.task())[1])
        replace(made.files)
        return made

    def mistakes(self) -> list[str]:
        before = self.texts()
        with pytest.raises(GenerationError) as raised:
            self.scaffold()
        assert self.texts() == before
        return [f"{os.path.relpath(each.file, self.folder)}:{each.line}: {each.text}" for each in raised.value.problems]

    def texts(self) -> dict[str, str]:
        files = sorted(file for file in (self.folder / "spec").rglob("*") if file.is_file())
        return {file.relative_to(self.folder / "spec").as_posix(): file.read_text("utf-8") for file in files}

    def read(self, name: str) -> Any:
        return yaml.safe_load(self.texts()[name])
