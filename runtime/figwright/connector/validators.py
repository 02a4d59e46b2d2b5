"""What generated inputs add to pydantic's types: other forms of a value that are taken, and what is said of none.

Generated packages find all of it in `figwright.connector`.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable
from importlib import import_module
from typing import Any


def meant(words: str) -> Callable[[object, Callable[[object], object]], object]:
    """Say in words what a pattern stands for, to a person who does not fit it (a wrap-validator)."""

    def check(value: object, then: Callable[[object], object]) -> object:
        from pydantic_core import PydanticCustomError, ValidationError

        try:
            return then(value)
        except ValidationError as error:
            kinds = {fault["type"] for fault in error.errors(include_url=False, include_input=False)}
            if kinds != {"string_pattern_mismatch"}:
                raise
            raise PydanticCustomError("other_form", "{said}", {"said": f"should be {words}"}) from None

    return check


def join_list(value: object) -> object:
    """Accept a list where the provider wants comma-separated text (a pydantic before-validator of generated inputs).

    So does its JSON text. An empty list, or an item that is neither text nor a whole number, is a ValueError.
    """
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return value
    if not isinstance(value, list | tuple):
        return value
    if not value or not all(isinstance(item, str | int) and not isinstance(item, bool) for item in value):
        raise ValueError("a list is wanted with at least one text" if not value else "each item must be text")
    return ",".join(map(str, value))


def parse_json(value: object) -> object:
    """Accept a string of JSON where the provider wants a value (a before-validator; bad JSON is a ValueError)."""
    return json.loads(value) if isinstance(value, str) else value


def reader(function: str, plain: str) -> Callable[[object], object]:
    """Accept texts that stand for an identifier, such as the address of its page (a before-validator).

    `function` is `module:function`. It is imported when the first text comes that is not `plain`, a pattern; it returns
    the identifier, or the text as it is, or raises ValueError with what is wrong and what to do.
    """
    fits: Callable[[str], object] | None = None

    def read(value: object) -> object:
        nonlocal fits
        if not isinstance(value, str):
            return value
        if fits is None:
            fits = re.compile(plain).search
        # `$` fits before a last line break, too
        return value if fits(value) and not value.endswith("\n") else named(function)(value)

    return read


def lower_case(value: object) -> object:
    """Accept any case where the provider wants lower case (a before-validator)."""
    return value.lower() if isinstance(value, str) else value


def upper_case(value: object) -> object:
    """Accept any case where the provider wants upper case (a before-validator)."""
    return value.upper() if isinstance(value, str) else value


def whole_if_whole(value: object, then: Callable[[object], object]) -> object:
    """Keep a whole number whole where any number is wanted: no 5.0 for 5, and every digit (a wrap-validator)."""
    number = then(value)
    return value if type(value) is int else number


def from_base64(value: object) -> object:
    """Accept base64 text where bytes are wanted (a before-validator; text that is not base64 is a ValueError)."""
    if not isinstance(value, str):
        return value
    try:
        return b64decode(value, validate=True)
    except ValueError:
        raise ValueError("bytes are wanted, as base64") from None


def not_bool(value: object) -> object:
    """Refuse true and false where the provider wants a number: Python takes them for 1 and 0 (a before-validator)."""
    if isinstance(value, bool):
        raise ValueError("a number is wanted, not true or false")
    return value


def named(reference: str) -> Any:
    """What `module:name` stands for."""
    module, _, name = reference.partition(":")
    return getattr(import_module(module), name)
