"""A description of a few operations as data: what is written to files, and what a request is to satisfy by it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any
from urllib.parse import urlencode

from jsonschema import Draft202012Validator, FormatChecker

Schema = dict[str, Any]
UNSENT = "ro"
"""Properties with such names are read-only, and the only ones that are."""


SCHEMES: dict[str, Schema] = {
    "Token": {"type": "http", "scheme": "bearer"},
    "Key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "Query": {"type": "apiKey", "in": "query", "name": "api_key"},
    "Cookie": {"type": "apiKey", "in": "cookie", "name": "sid"},
    "Basic": {"type": "http", "scheme": "basic"},
}
_CREDENTIALS: dict[str, Schema] = {
    "Token": {"header": "Authorization", "prefix": "Bearer "},
    "Key": {"header": "X-Key"},
    "Query": {"query": "api_key"},
    "Cookie": {"cookie": "sid"},
    "Basic": {"header": "Authorization", "prefix": "Basic ", "base64": True},
}


@dataclass
class Operation:
    name: str
    path: str
    method: str
    base: str
    """What the servers put before the path."""
    server_of: str = ""
    """Whether the path or the operation states a server of its own."""
    parameters: list[Schema] = field(default_factory=list)
    shared: list[Schema] = field(default_factory=list)
    """Parameters that the path states: the operation's own again, or what those take the place of."""
    overridden: list[tuple[str, str]] = field(default_factory=list)
    fixed: list[tuple[str, str]] = field(default_factory=list)
    """The query that stands in the path."""
    body: Schema | None = None
    """The Media Type Object."""
    media: str = ""
    others: Schema = field(default_factory=dict)
    """Other forms that the body may have."""
    required_body: bool = False
    whole: bool = False
    """Whether all of the body is one input, `payload`."""
    security: list[dict[str, list[str]]] | None = None
    answer: Schema | None = None
    """What a success brings, as JSON."""

    @property
    def ways(self) -> list[dict[str, list[str]]]:
        return [{"Token": []}] if self.security is None else self.security

    def item(self) -> Schema:
        """The Path Item Object."""
        shared = {"parameters": self.shared} if self.shared else {}
        return {**shared, **(self._server() if self.server_of == "path" else {}), self.method: self.described()}

    def described(self) -> Schema:
        more: Schema = {}
        inherited = [each for each in self.shared if (each["in"], each["name"]) not in self.overridden]
        if own := [each for each in self.parameters if each not in inherited]:
            more["parameters"] = own
        if self.body is not None:
            more["requestBody"] = {"required": self.required_body, "content": {**self.others, self.media: self.body}}
        if self.server_of == "operation":
            more |= self._server()
        if self.security is not None:
            more["security"] = self.security
        content = {"application/json": {"schema": self.answer}}
        done = (
            {"204": {"description": "Done."}}
            if self.answer is None
            else {"200": {"description": "It.", "content": content}}
        )
        return {"operationId": self.name, **more, "responses": done}

    def _server(self) -> Schema:
        return {"servers": [{"url": f"https://shop.test/{{v}}{self.base}", "variables": {"v": {"default": "v1"}}}]}

    def served(self) -> str:
        """The path below the connector's address, with the query that stands in it."""
        return f"/v1{self.base}{self.path}" if self.server_of else f"{self.base}{self.path}"


def constant_of(parameter: Schema) -> str:
    """What a required header is, where it can be one thing alone."""
    values = parameter.get("schema", {}).get("enum", [])
    return values[0] if parameter["in"] == "header" and parameter.get("required") and len(values) == 1 else ""


def inputs_of(operation: Operation) -> list[Schema]:
    """The parameters that a call gives, those of the path first: no constants, and none that a credential goes in."""
    schemes = [SCHEMES[name] for way in operation.ways for name in way]
    taken = {(each["in"], each["name"].lower()) for each in schemes if each["type"] == "apiKey"}
    keys = [(each["in"], each["name"]) for each in operation.shared]
    ordered = sorted(operation.parameters, key=lambda each: _place_in(keys, (each["in"], each["name"])))
    return [
        each
        for each in ordered
        if not constant_of(each)
        and (each["in"], each["name"].lower() if each["in"] == "header" else each["name"]) not in taken
    ]


def _place_in(keys: list[tuple[str, str]], key: tuple[str, str]) -> int:
    return keys.index(key) if key in keys else len(keys)


@dataclass
class Description:
    version: str
    operations: list[Operation]
    schemas: dict[str, Schema]
    base: str = ""

    def spec(self) -> Schema:
        paths: Schema = {}
        for each in self.operations:
            query = urlencode(each.fixed)
            paths[f"{each.path}?{query}" if query else each.path] = each.item()
        return {
            "openapi": self.version,
            "info": {"title": "Shop", "version": "1"},
            **({"servers": [{"url": self.base}]} if self.base else {}),
            "security": [{"Token": []}],
            "components": {"securitySchemes": SCHEMES, "schemas": self.schemas},
            "paths": paths,
        }

    def manifest(self) -> Schema:
        kinds = {name: name.lower() for name in SCHEMES}
        connector = {
            "name": "shop", "title": "Shop", "api_url": "https://shop.test", "hosts": ["shop.test"],
            "security": kinds,
            "credentials": {kinds[name]: each for name, each in _CREDENTIALS.items()} | _at_once(),
        }  # fmt: skip
        tools = {each.name: _tool(each) for each in self.operations}
        return {"connector": connector, "toolsets": {"t": {"title": "T", "instructions": "T."}}, "tools": tools}

    def only(self, operations: list[Operation]) -> Description:
        return Description(self.version, operations, self.schemas, self.base)

    def validator(self, schema: Schema, *, lenient: bool = False) -> Draft202012Validator:
        """The description's own schema of a request. `lenient`: one of several may be several of them."""
        defs = {name: as_request(each, lenient) for name, each in self.schemas.items()}
        return Draft202012Validator({"allOf": [as_request(schema, lenient)], "$defs": defs}, format_checker=_FORMATS)


def _at_once() -> Schema:
    """A credential for every two."""
    pairs = combinations(sorted(name.lower() for name in SCHEMES), 2)
    return {f"{one}_and_{other}": {"parts": [one, other]} for one, other in pairs}


def _tool(each: Operation) -> Schema:
    entry: Schema = {
        "operation": each.name, "title": each.name, "description": "Does it.", "toolset": "t",
    }  # fmt: skip
    if kinds := sorted({"_and_".join(sorted(scheme.lower() for scheme in way)) for way in each.ways if way}):
        entry["credentials"] = kinds
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


_ANCHORED = {"#leaf": "#/$defs/Leaf", "#node": "#/$defs/Tree"}


def as_request(schema: Any, lenient: bool) -> Any:
    """JSON Schema 2020-12 of what OpenAPI 3.0 and 3.1 write of a request."""
    if isinstance(schema, list):
        return [as_request(each, lenient) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {}
    for key, value in schema.items():
        if key in ("properties", "patternProperties", "dependentSchemas"):
            found[key] = {name: as_request(each, lenient) for name, each in value.items()}
        elif key in ("$ref", "$dynamicRef"):
            found["$ref"] = _ANCHORED.get(value) or value.replace("#/components/schemas/", "#/$defs/")
        elif key in ("$anchor", "$dynamicAnchor"):
            continue
        elif key == "required":
            found[key] = [name for name in value if not name.startswith(UNSENT)]
        elif key in ("enum", "const", "default", "dependentRequired", "example"):
            found[key] = value
        else:
            found["anyOf" if key == "oneOf" and lenient and "anyOf" not in schema else key] = as_request(value, lenient)
    _rewrite(found)
    return found


def _rewrite(found: Schema) -> None:
    """Write what OpenAPI 3.0 says otherwise, and read what nothing could satisfy as everybody means it."""
    if found.pop("nullable", False) and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
    if found.get("additionalProperties") is False and "properties" not in found and {"oneOf", "anyOf"} & found.keys():
        found["unevaluatedProperties"] = found.pop("additionalProperties")
    for bound, strict in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if found.get(strict) is True:
            found[strict] = found.pop(bound)
