"""Step 2 of a call: the input is checked against the tool's generated input type before anything is sent (P5, T56).

pydantic's lax mode accepts the loose forms that users send ("2" for 2, "true" for true); all else is refused by name.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any

import pydantic

from figwright.connector import Tool
from figwright.errors import InvalidToolInputError

_SHOWN = {"string_pattern_mismatch", "literal_error", "enum"}


def validate(tool: Tool[Any], tool_input: Mapping[str, object]) -> dict[str, Any]:
    """The input in the provider's types, without what was not given. None means "not given".

    Raises InvalidToolInputError, which names every faulty input at once.
    """
    if not isinstance(tool_input, Mapping):
        raise InvalidToolInputError(tool.name, {"": f"the input is an object, not {type(tool_input).__name__}"})
    given = {name: value for name, value in tool_input.items() if value is not None}
    try:
        return _validator(tool.input_type).validate_python(given)
    except pydantic.ValidationError as error:
        raise InvalidToolInputError(tool.name, _faults(tool, error)) from None


@lru_cache(maxsize=512)
def _validator(input_type: str) -> pydantic.TypeAdapter[dict[str, Any]]:
    return pydantic.TypeAdapter(_named(input_type))


def _named(reference: str) -> Any:
    module, name = reference.split(":")
    return getattr(import_module(module), name)


def _faults(tool: Tool[Any], error: pydantic.ValidationError) -> dict[str, str]:
    names = list(_named(tool.input_type).__annotations__)
    faults: dict[str, str] = {}
    for fault in error.errors(include_url=False):
        place = ".".join(str(part) for part in fault["loc"])
        if fault["type"] == "missing":
            text = "is needed"
        elif fault["type"] == "extra_forbidden":
            near = difflib.get_close_matches(place, names, 1)
            text = (
                f"is no input of this tool; did you mean {near[0]}?"
                if near
                else f"is no input; there are {', '.join(names)}"
            )
        else:
            text = fault["msg"][:1].lower() + fault["msg"][1:]
            if fault["type"] in _SHOWN or isinstance(fault["input"], int | float):
                text += f", not {fault['input']!r:.60}"
        faults.setdefault(place, text)
    return faults
