"""A connector's description, as its package carries it: what each operation takes and what it answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from figwright.connector import Connector, Tool
from figwright.errors import ConfigurationError
from figwright.inputs.assertions import formats
from figwright.json_pointer import look_up

FILE = "openapi.json"
KINDS = ("integer", "number", "boolean", "null", "string", "array", "object")
_IN_PLACE = ("allOf", "anyOf", "oneOf")
Schema = Any
"""An object of JSON Schema, or a boolean."""


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    place: str
    required: bool
    schema: Schema
    style: str = ""
    """OpenAPI's, or `json`."""
    explode: bool = False
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    media: str
    required: bool
    schema: Schema
    encoding: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """What an answer holds."""

    media: str = ""
    """Empty for nothing."""
    schema: Schema = None
    """None where the description says nothing of it."""
    examples: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Operation:
    """One operation, and where it is served."""

    id: str
    method: str
    path: re.Pattern[str]
    """Of the whole path as it is sent; the groups are the values of `names`."""
    names: tuple[str, ...]
    fixed: tuple[tuple[str, str], ...]
    """What of the query belongs to the path."""
    tools: tuple[Tool[Any], ...]
    """Those that stand on it."""
    parameters: tuple[Parameter, ...]
    body: Body | None
    replies: Mapping[str, Reply] = field(repr=False)

    @cached_property
    def success(self) -> tuple[int, Reply]:
        """The status of a success, and what it brings."""
        good = sorted((status for status in self.replies if status.startswith("2")), key=self._rank)
        if not good:
            return 200, self.replies.get("default", Reply())
        return int(good[0]) if good[0].isdigit() else 200, self.replies[good[0]]

    def _rank(self, status: str) -> tuple[bool, str]:
        return not self.replies[status].media, status

    def error(self, *statuses: int) -> tuple[int, Reply]:
        """The first of these statuses that the description has, and what it holds; the first if it has none."""
        for status in statuses:
            for told in (str(status), f"{str(status)[0]}XX"):
                if told in self.replies:
                    return status, self.replies[told]
        return statuses[0], self.replies.get("default", Reply())


class Description:
    """Every operation that a connector's tools stand on."""

    def __init__(self, connector: Connector, document: Mapping[str, Any]) -> None:
        self.document = document
        self._root = Draft202012Validator(document, format_checker=formats())
        self.operations = list(self._operations(connector))

    def find(self, method: str, path: str, query: list[tuple[str, str]]) -> tuple[Operation, dict[str, str]] | None:
        """The operation that a request means, and the parts of its path as they were sent."""
        for each in self.operations:
            if each.method == method and (found := each.path.fullmatch(path)) and set(each.fixed) <= set(query):
                return each, dict(zip(each.names, found.groups(), strict=True))
        return None

    def error(self, schema: Schema, value: Any) -> ValidationError | None:
        """What is most wrong with a value, if something is."""
        found: ValidationError | None = best_match(self._root.evolve(schema=schema).iter_errors(value))
        return found

    def fits(self, schema: Schema, value: Any) -> bool:
        return bool(self._root.evolve(schema=schema).is_valid(value))

    def resolved(self, schema: Schema) -> Schema:
        """The schema that a `$ref` names, and that of one that stands alone."""
        seen = 0
        while isinstance(schema, dict) and "$ref" in schema and len(schema) == 1 and seen < 50:
            schema, seen = self.named(schema), seen + 1
        return schema

    def named(self, schema: Mapping[str, Any]) -> Schema:
        """What the `$ref` of a schema names."""
        return look_up(self.document, schema["$ref"].removeprefix("#"))

    def parts(self, schema: Schema) -> Iterator[Schema]:
        """The schemas that can hold for the same value as this one, itself first."""
        pending, seen = [schema], set[int]()
        while pending:
            each = pending.pop(0)
            if not isinstance(each, dict) or id(each) in seen:
                continue
            seen.add(id(each))
            yield each
            pending += [self.named(each)] if "$ref" in each else []
            pending += [part for key in _IN_PLACE for part in each.get(key, ())]

    def kinds(self, schema: Schema) -> list[str]:
        """The JSON types that a value can be of, as far as the schema says; all where it does not."""
        found: set[str] = set()
        for each in self.parts(schema):
            told = each.get("type", ())
            found |= {told} if isinstance(told, str) else set(told)
            found |= {kind_of(value) for value in each.get("enum", [each["const"]] if "const" in each else ())}
            found |= {"object"} if "properties" in each else {"array"} if "items" in each else set()
        return [kind for kind in KINDS if kind in found] if found else list(KINDS)

    def _operations(self, connector: Connector) -> Iterator[Operation]:
        tools: dict[str, list[Tool[Any]]] = {}
        for tool in connector.tools.values():
            tools.setdefault(tool.operation, []).append(tool)
        told = [
            (path, method, operation)
            for path, item in self.document["paths"].items()
            for method, operation in item.items()
            if operation["operationId"] in tools
        ]
        base = urlsplit(connector.api_url).path.rstrip("/")
        for path, method, operation in sorted(told, key=lambda each: _order(each[0])):
            on = tuple(tools[operation["operationId"]])
            whole = f"{base}{urlsplit(on[0].server).path.rstrip('/')}{on[0].path}"
            pattern, names = _pattern(whole)
            _, _, query = path.partition("?")
            body = next(iter(operation.get("requestBody", {}).get("content", {}).items()), None)
            yield Operation(
                operation["operationId"],
                method.upper(),
                pattern,
                names,
                tuple(parse_qsl(query.partition("#")[0], keep_blank_values=True)),
                on,
                tuple(map(_parameter, operation.get("parameters", ()))),
                body and _body(*body, required=operation["requestBody"]["required"]),
                {status: _reply(each) for status, each in operation["responses"].items()},
            )


@lru_cache
def description_of(package: str) -> dict[str, Any]:
    """The description that a generated package carries. Raises ConfigurationError where it has none."""
    file = files(package) / FILE
    if not file.is_file():
        raise ConfigurationError(
            f"The package {package} carries no description ({FILE}), so there is nothing to make a sandbox of. "
            "Generate it again with this version: figwright generate."
        )
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def kind_of(value: Any) -> str:
    """The JSON type of a value."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else "boolean"
    kinds = {int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return kinds[type(value)]


def _order(path: str) -> tuple[int, int, str]:
    """What is more definite comes first: `/things/mine` before `/things/{id}`."""
    return path.count("{"), -len(path), path


def _pattern(template: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    names = tuple(re.findall(r"{([^}]*)}", template))
    literals = re.split(r"{[^}]*}", template)
    return re.compile("([^/]+)".join(map(_literal, literals))), names


def _literal(text: str) -> str:
    """A text of a path, as it is or percent-encoded."""
    coded = ((char, quote(char, safe="/")) for char in text)
    return "".join(
        re.escape(char) if char == code else f"(?:{re.escape(char)}|{code}|{code.lower()})" for char, code in coded
    )


def _parameter(told: Mapping[str, Any]) -> Parameter:
    content = next(iter(told.get("content", {}).values()), None)
    return Parameter(
        told["name"],
        told["in"],
        told["required"],
        content["schema"] if content else told["schema"],
        "json" if content else told["style"],
        told.get("explode", False),
        told.get("allowEmptyValue", False),
    )


def _body(media: str, content: Mapping[str, Any], *, required: bool) -> Body:
    return Body(media, required, content["schema"], content.get("encoding", {}))


def _reply(told: Mapping[str, Any]) -> Reply:
    for media, content in told.get("content", {}).items():
        return Reply(media, content.get("schema"), (content["example"],) if "example" in content else ())
    return Reply()
