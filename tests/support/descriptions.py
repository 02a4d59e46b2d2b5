"""A description of a few operations as data: what is written to files, and what a request is to satisfy by it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

Schema = dict[str, Any]
UNSENT = "ro"
"""Properties with such names are read-only, and the only ones that are."""


@dataclass
class Operation:
    name: str
    path: str
    method: str
    base: str
    parameters: list[Schema] = field(default_factory=list)
    body: Schema | None = None
    """The Media Type Object."""
    media: str = ""
    required_body: bool = False
    whole: bool = False
    """Whether all of the body is one input, `payload`."""
    public: bool = False

    def described(self) -> Schema:
        more: Schema = {}
        if self.parameters:
            more["parameters"] = self.parameters
        if self.body is not None:
            more["requestBody"] = {"required": self.required_body, "content": {self.media: self.body}}
        if self.base:
            more["servers"] = [{"url": f"https://shop.test/{{v}}{self.base}", "variables": {"v": {"default": "v1"}}}]
        if self.public:
            more["security"] = []
        return {"operationId": self.name, **more, "responses": {"204": {"description": "Done."}}}


@dataclass
class Description:
    version: str
    operations: list[Operation]
    schemas: dict[str, Schema]

    def spec(self) -> Schema:
        paths: Schema = {}
        for each in self.operations:
            paths.setdefault(each.path, {})[each.method] = each.described()
        schemes = {"Token": {"type": "http", "scheme": "bearer"}}
        return {
            "openapi": self.version,
            "info": {"title": "Shop", "version": "1"},
            "security": [{"Token": []}],
            "components": {"securitySchemes": schemes, "schemas": self.schemas},
            "paths": paths,
        }

    def manifest(self) -> Schema:
        connector = {
            "name": "shop", "title": "Shop", "api_url": "https://shop.test", "hosts": ["shop.test"],
            "security": {"Token": "token"}, "credentials": {"token": {"header": "Authorization", "prefix": "Bearer "}},
        }  # fmt: skip
        tools = {each.name: _tool(each) for each in self.operations}
        return {"connector": connector, "toolsets": {"t": {"title": "T", "instructions": "T."}}, "tools": tools}

    def only(self, operations: list[Operation]) -> Description:
        return Description(self.version, operations, self.schemas)

    def validator(self, schema: Schema, *, lenient: bool = False) -> Draft202012Validator:
        """The description's own schema of a request. `lenient`: one of several may be several of them."""
        defs = {name: as_request(each, lenient) for name, each in self.schemas.items()}
        return Draft202012Validator({"allOf": [as_request(schema, lenient)], "$defs": defs}, format_checker=_FORMATS)


def _tool(each: Operation) -> Schema:
    entry: Schema = {
        "operation": each.name, "title": each.name, "description": "Does it.", "toolset": "t",
    }  # fmt: skip
    if not each.public:
        entry["credentials"] = ["token"]
    if each.whole:
        entry["body"] = "payload"
    return entry


_FORMATS = FormatChecker(formats=("date", "uuid"))


@_FORMATS.checks("int32")
def _is_int32(value: object) -> bool:
    return type(value) is not int or -(2**31) <= value < 2**31


@_FORMATS.checks("date-time")
def _is_time(value: object) -> bool:
    return not isinstance(value, str) or bool(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", value))


def as_request(schema: Any, lenient: bool) -> Any:
    """JSON Schema 2020-12 of what OpenAPI 3.0 and 3.1 write of a request."""
    if isinstance(schema, list):
        return [as_request(each, lenient) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {}
    for key, value in schema.items():
        if key in ("properties", "patternProperties"):
            found[key] = {name: as_request(each, lenient) for name, each in value.items()}
        elif key == "$ref":
            found[key] = value.replace("#/components/schemas/", "#/$defs/")
        elif key == "required":
            found[key] = [name for name in value if not name.startswith(UNSENT)]
        elif key in ("enum", "const", "default", "example"):
            found[key] = value
        else:
            found["anyOf" if key == "oneOf" and lenient and "anyOf" not in schema else key] = as_request(value, lenient)
    if found.pop("nullable", False) and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
    for bound, strict in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if found.get(strict) is True:
            found[strict] = found.pop(bound)
    return found
