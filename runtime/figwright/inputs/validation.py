"""Step 2 of a call: the input is checked against the tool's generated input type before anything is sent (P5, T56).

pydantic's lax mode accepts the loose forms that users send ("2" for 2, "true" for true), and `forgiving` those that
models send besides; all else is refused by name.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import pydantic

from figwright.connector import NOT_GIVEN, Tool, named
from figwright.errors import InvalidToolInputError
from figwright.errors.validation import told
from figwright.inputs.coercion import forgiven, is_unset
from figwright.redaction.escaping import is_sayable

_MOST_FAULTS = 5
"""Told of one input: a value that fits no option of a union has faults for each."""
_SHOWN = {"string_pattern_mismatch", "other_form", "literal_error", "enum"}
_NO_TEXT = "has half a character (a lone surrogate), as text that was read in another encoding does"


def validate(tool: Tool[Any], tool_input: Mapping[str, object]) -> dict[str, Any]:
    """The input in the provider's types, without what was not given.

    None means "not given" where null is not a value of its own, and so does an empty text where it says nothing: in a
    query whose description does not name it, or where it cannot be a value.
    Raises InvalidToolInputError, which names every faulty input at once.
    """
    if not isinstance(tool_input, Mapping):
        raise InvalidToolInputError(tool.name, {"": f"the input is an object, not {type(tool_input).__name__}"})
    asked = {each.input for each in tool.parameters if each.place == "query" and not each.may_be_empty}
    asked |= {tool.pagination.input} if tool.pagination else set()
    nullable = {parameter.input for parameter in tool.parameters if parameter.nullable}
    known = named(tool.input_type).__annotations__ if tool.open_body else tool_input
    nullable |= {name for name in tool_input if name not in known}
    given = {
        name: value
        for name, value in tool_input.items()
        if not (name in asked and is_unset(value))
        and (value not in (NOT_GIVEN, NOT_GIVEN.value) if name in nullable else value not in (None, NOT_GIVEN))
    }
    for name, source in tool.read_from.items():
        if is_unset(given.get(name, "")) and (value := _read(tool.readers[name], given.get(source))):
            given[name] = value
    checked = _checked(tool, given)
    if broken := [name for name, value in checked.items() if not is_sayable(value)]:
        raise InvalidToolInputError(tool.name, dict.fromkeys(broken, _NO_TEXT))
    return checked


def _checked(tool: Tool[Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The validator's result; what it refuses is read again as models write it, while that changes it."""
    while True:
        try:
            return _validator(tool.input_type).validate_python(given)
        except pydantic.ValidationError as error:
            faults = error.errors(include_url=False)
        refused = [
            _path(fault["loc"], given) for fault in faults if fault["type"] not in ("extra_forbidden", "missing")
        ]
        meant = forgiven(given, refused)
        if meant is None:
            raise InvalidToolInputError(tool.name, _faults(tool, given, faults))
        given = meant


def _read(reader: str, text: object) -> str:
    """What another input's text says of an input that was not given, or nothing."""
    if not isinstance(text, str):
        return ""
    try:
        value: str = named(reader)(text)
    except ValueError:
        return ""
    return value if value != text else ""  # a reader leaves what it cannot read


@lru_cache(maxsize=512)
def _validator(input_type: str) -> pydantic.TypeAdapter[dict[str, Any]]:
    return pydantic.TypeAdapter(named(input_type))


def _faults(tool: Tool[Any], given: Mapping[str, object], found: Iterable[Any]) -> dict[str, str]:
    names = list(named(tool.input_type).__annotations__)
    faults: dict[str, str] = {}
    counted: dict[object, int] = {}
    for fault in found:
        place, top = ".".join(map(str, _path(fault["loc"], given))), fault["loc"][:1]
        counted[top] = counted.get(top, 0) + (place not in faults)
        if counted[top] > _MOST_FAULTS:
            continue
        if fault["type"] == "missing":
            source = tool.read_from.get(place)
            text = f"is needed where {source} does not tell it" if source else "is needed"
        elif fault["type"] == "extra_forbidden":
            text = _unknown(place, names) if len(fault["loc"]) == 1 else "is not known there"
        elif fault["type"] == "string_unicode":
            text = _NO_TEXT
        else:
            text = told(fault)
            if fault["type"] in _SHOWN or isinstance(fault["input"], int | float):
                text += f", not {fault['input']!r:.60}"
        faults.setdefault(place, text)
    return faults


def _unknown(name: str, names: list[str]) -> str:
    near = difflib.get_close_matches(name, names, 1)
    if near:
        return f"is no input of this tool; did you mean {near[0]}?"
    return f"is no input; there are {', '.join(names)}"


def _path(loc: tuple[int | str, ...], given: object) -> list[int | str]:
    """The path of a fault in what was given, without pydantic's names for the options of a union."""
    path: list[int | str] = []
    for index, step in enumerate(loc):
        try:
            given = given[step]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            if index < len(loc) - 1 or "[" in str(step):
                continue
        path.append(step)
    return path
