"""The strict modes of OpenAI and Anthropic: inputs in the fewer words that they make grammars from, and back."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from figwright.connector import NOT_GIVEN, Tool
from figwright.errors import ConfigurationError
from figwright.schemas.model_form import inside, model_input
from figwright.schemas.stored import Schema, kept


class _Dialect(NamedTuple):
    """What a strict mode makes a grammar of."""

    keywords: frozenset[str]
    formats: frozenset[str]
    all_required: bool
    """What may be left out is null instead."""
    typed_enums: bool


_FORMATS = frozenset({"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"})
_KEYWORDS = frozenset({
    "$defs", "$ref", "additionalProperties", "anyOf", "description", "enum", "format", "items", "minItems",
    "properties", "required", "type",
})  # fmt: skip
_OPENAI = _Dialect(_KEYWORDS | {"maxItems", "maximum", "minimum"}, _FORMATS, all_required=True, typed_enums=True)
_ANTHROPIC = _Dialect(_KEYWORDS, _FORMATS | {"uri"}, all_required=False, typed_enums=False)
_SAID = {
    "default": "Default {}.",
    "minimum": "At least {}.",
    "maximum": "At most {}.",
    "minLength": "At least {} characters.",
    "maxLength": "At most {} characters.",
    "minItems": "At least {} items.",
    "maxItems": "At most {} items.",
}
"""How a description tells what a keyword would."""
_MOST_STRICT, _MOST_OPTIONAL, _MOST_UNIONS = 20, 24, 16
"""What one request to Anthropic may hold of strict tools, and these of optional inputs and unions."""
_NOT_GIVEN = {"type": "string", "enum": [NOT_GIVEN.value]}


class NotStrictError(ValueError):
    """A schema that no strict form can express."""


@kept
def openai_input(package: str, tool: Tool[Any]) -> Schema | None:
    """What a model may pass in OpenAI's strict mode, shared by all who ask; None where it has no form for that."""
    with suppress(NotStrictError):
        return openai_strict(model_input(package, tool))
    return None


@kept
def anthropic_input(package: str, tool: Tool[Any]) -> Schema | None:
    """The same in Anthropic's."""
    with suppress(NotStrictError):
        return anthropic_strict(model_input(package, tool))
    return None


def openai_strict(schema: Schema) -> Schema:
    """The form of OpenAI's strict mode: all is required, and what may be left out may be null instead.

    An object with free keys becomes a list of pairs. Raises NotStrictError for what has no type, or free keys beside
    others.
    """
    return _strict_input(schema, _OPENAI)


def anthropic_strict(schema: Schema) -> Schema:
    """The form of Anthropic's strict mode. Raises NotStrictError as OpenAI's does, and for what contains itself."""
    if "$defs" in schema:
        raise NotStrictError("it contains itself")
    return _strict_input(schema, _ANTHROPIC)


def _strict_input(schema: Schema, dialect: _Dialect) -> Schema:
    """An input is an object of inputs, never a list of pairs."""
    if schema.get("additionalProperties"):
        raise NotStrictError("it takes inputs that have no name")
    return _strict(schema, dialect)


def _strict(schema: Schema, dialect: _Dialect) -> Schema:
    if not schema.keys() & {"type", "anyOf", "enum", "$ref"}:
        raise NotStrictError("a part has no type")
    kept, said = {}, []
    for key, value in schema.items():
        if key == "format" and value not in dialect.formats:
            said.append(f"A {value}.")
        elif key == "minItems" and value > 1 and "maxItems" not in dialect.keywords:
            said.append(_SAID[key].format(value))
        elif key == "type" and "enum" in schema and not dialect.typed_enums:
            continue
        elif key in dialect.keywords:
            kept[key] = value
        elif key in _SAID:
            said.append(_SAID[key].format(json.dumps(value)))
    found = inside(kept, lambda inner: _strict(inner, dialect))
    if found.get("type") == "object":
        found = _closed(found, dialect)
    if said:
        found["description"] = " ".join([*([found["description"]] if "description" in found else []), *said])
    if "$ref" in found and len(found) > 1:
        found["anyOf"] = [{"$ref": found.pop("$ref")}]
    return found


def _closed(schema: Schema, dialect: _Dialect) -> Schema:
    values = schema.get("additionalProperties", False)
    if values is True or (values and schema.get("properties")):
        raise NotStrictError("an object takes more than is named")
    if values:
        pair = {"key": {"type": "string"}, "value": values}
        item = {"type": "object", "properties": pair, "required": ["key", "value"], "additionalProperties": False}
        words = {"description": schema["description"]} if "description" in schema else {}
        return {"type": "array", "items": item, **words}
    properties, required = schema.get("properties", {}), schema.get("required", [])
    if dialect.all_required:
        properties = {name: each if name in required else _or_null(each) for name, each in properties.items()}
        required = list(properties)
    more = {"required": required} if required or dialect.all_required else {}
    return {**schema, "properties": properties, **more, "additionalProperties": False}


def _or_null(schema: Schema) -> Schema:
    beside = {key: schema[key] for key in ("description",) if key in schema}
    bare = {key: value for key, value in schema.items() if key not in beside}
    options = bare["anyOf"] if set(bare) == {"anyOf"} else [bare]
    return {"anyOf": [*options, _NOT_GIVEN if {"type": "null"} in options else {"type": "null"}], **beside}


def check_grammar(strict: Collection[Schema]) -> None:
    """All strict tools of a request share one grammar. Raises ConfigurationError for more than it may hold."""
    counts = [_count(tool["input_schema"]) for tool in strict]
    optional, unions = sum(count[0] for count in counts), sum(count[1] for count in counts)
    for number, most, what in (
        (len(strict), _MOST_STRICT, "strict tools"),
        (optional, _MOST_OPTIONAL, "optional inputs in strict tools"),
        (unions, _MOST_UNIONS, "unions in strict tools"),
    ):
        if number > most:
            raise ConfigurationError(
                f"Anthropic takes {most} {what} in a request, and these have {number}; "
                "name fewer: strict=[...], best those that write."
            )


def _count(schema: Schema) -> tuple[int, int]:
    """How many optional properties and how many unions a schema has, at any depth."""
    properties = schema.get("properties", {})
    inner = [*properties.values(), *schema.get("anyOf", ())]
    inner += [schema["items"]] if "items" in schema else []
    counts = [_count(each) for each in inner]
    optional = len(properties.keys() - set(schema.get("required", ())))
    return optional + sum(count[0] for count in counts), ("anyOf" in schema) + sum(count[1] for count in counts)


def from_strict(schema: Schema, value: Any) -> Any:
    """A strict call's arguments as the tool takes them. `schema` is the tool's plain input schema.

    What stands for "not given" is dropped: null or, where null is a value of its own, the text for it. Pairs for an
    object with free keys become that object. What does not fit the schema stays as it is, for the validator to name.
    """
    return _as_taken([schema], value, schema.get("$defs", {}))


def _as_taken(schemas: Iterable[Schema], value: Any, defs: Schema) -> Any:
    kinds = list(_options(schemas, defs))
    if isinstance(value, list):
        free = [kind["additionalProperties"] for kind in kinds if isinstance(kind.get("additionalProperties"), dict)]
        if free and all(isinstance(pair, dict) and set(pair) == {"key", "value"} for pair in value):
            return {str(pair["key"]): _as_taken(free, pair["value"], defs) for pair in value}
        items = [kind["items"] for kind in kinds if "items" in kind]
        return [_as_taken(items, item, defs) for item in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for name, each in value.items():
        having = [kind for kind in kinds if name in kind.get("properties", {})]
        if having and each in (None, NOT_GIVEN.value):
            nullable = any(_takes_null(kind, name, defs) for kind in having)
            demanded = all(name in kind.get("required", ()) for kind in kinds if "properties" in kind)
            if (not nullable) if each is None else (nullable and not demanded):
                continue
        found[name] = _as_taken([kind["properties"][name] for kind in having], each, defs)
    return found


def _options(schemas: Iterable[Schema], defs: Schema) -> Iterator[Schema]:
    """The schemas without the unions and references around them."""
    for schema in schemas:
        if "$ref" in schema:
            yield from _options([defs[schema["$ref"].rpartition("/")[2]]], defs)
        elif "anyOf" in schema:
            yield from _options(schema["anyOf"], defs)
        else:
            yield schema


def _takes_null(kind: Schema, name: str, defs: Schema) -> bool:
    options = _options([kind["properties"][name]], defs)
    return any(option.get("type", "null") == "null" and "enum" not in option for option in options)
