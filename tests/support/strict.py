"""A call as a model must write it in OpenAI's strict mode, by nothing but the schema that it reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from support.descriptions import Schema

_NOT_GIVEN = "(not given)"


class NoStrictFormError(Exception):
    """Strict mode cannot say it: an object has a name that its schema does not list."""


def strictly(schema: Schema, value: Any, defs: Schema) -> Any:
    """What says a value: null or a word for what is left out, pairs for an object of any names."""
    for option in _options(schema, defs):
        try:
            said = value if "enum" in option else _said(option, value, defs)
        except NoStrictFormError:
            continue
        if Draft202012Validator({**option, "$defs": defs}).is_valid(said):
            return said
    raise NoStrictFormError(value)


def _options(schema: Schema, defs: Schema) -> Iterator[Schema]:
    if "$ref" in schema:
        yield from _options(defs[schema["$ref"].rpartition("/")[2]], defs)
    elif "anyOf" in schema:
        for option in schema["anyOf"]:
            yield from _options(option, defs)
    else:
        yield schema


def _said(option: Schema, value: Any, defs: Schema) -> Any:
    if isinstance(value, list) and option.get("type") == "array":
        return [strictly(option["items"], each, defs) for each in value]
    if not isinstance(value, dict):
        return value
    properties = option.get("properties", {})
    pair = option.get("items", {}).get("properties", {})
    if pair.keys() == {"key", "value"}:
        return [{"key": key, "value": strictly(pair["value"], each, defs)} for key, each in value.items()]
    if value.keys() - properties.keys():
        raise NoStrictFormError(value)
    return {
        name: strictly(each, value[name], defs) if name in value else _left_out(each, defs)
        for name, each in properties.items()
    }


def _left_out(schema: Schema, defs: Schema) -> str | None:
    return _NOT_GIVEN if any(_NOT_GIVEN in each.get("enum", ()) for each in _options(schema, defs)) else None
