"""What pydantic finds wrong with what a user gave, in words that name no library, no type of ours and no value."""

from __future__ import annotations

from typing import Any

__all__ = ["told"]

_KINDS = {
    "bool": "true or false",
    "dict": "an object with names and values",
    "float": "a number",
    "int": "a whole number",
    "list": "a list",
    "model": "an object with names and values",
    "path": "the path of a file",
    "set": "a list",
    "string": "text",
    "tuple": "a list",
}
_ENDS = ("_type", "_parsing", "_from_float", "_attributes_type", "_parsing_size")


def told(fault: Any) -> str:
    """One of `ValidationError.errors()`: what the value should be, to stand behind its name."""
    for end in _ENDS:
        if kind := _KINDS.get(fault["type"].removesuffix(end)):
            return f"should be {kind}"
    if fault["type"] == "string_pattern_mismatch":  # no person reads a regular expression
        return "does not have the form that is wanted there"
    message = str(fault["msg"])
    for beginning in ("Value error, ", "Input ", "String "):
        message = message.removeprefix(beginning)
    return message[:1].lower() + message[1:]
