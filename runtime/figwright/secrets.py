"""Secrets stay where they are used (P4): out of reprs, pickles, error texts and results."""

from __future__ import annotations

import re
from typing import Any, NoReturn

REDACTED = "[redacted]"
OWN_PREFIX = "fwm_"
"""How the tokens begin that we issue to MCP clients: masked wherever a provider's are."""
_OWN = rf"{OWN_PREFIX}[\w-]{{20,}}"
_LONGEST_TEXT = 500
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")
_SENDABLE = re.compile(r"[\x21-\x7e]+")


class Secret:
    """A token that shows itself only to `reveal()`: not in repr, str, format or a pickle."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        """Raises ValueError where the value could not stand in an HTTP header (spaces, line breaks, not ASCII: T48)."""
        if not _SENDABLE.fullmatch(value):
            raise ValueError("a token is one word of printable ASCII characters, without spaces or line breaks")
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(...)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret cannot be pickled or copied")


def clean_text(text: str, secret_pattern: str) -> str:
    """A provider's words as they may be shown: one line, at most 500 characters, tokens masked (T26)."""
    line = _CONTROL.sub(" ", text).strip()
    for pattern in filter(None, (secret_pattern, _OWN)):
        line = re.sub(pattern, REDACTED, line)
    return line if len(line) <= _LONGEST_TEXT else line[: _LONGEST_TEXT - 1] + "…"


def take_out(data: Any, pointer: str) -> None:
    """Replace the string at a JSON pointer (`*` stands for every key or index) by `[redacted]`, in place."""
    _take_out(data, pointer.lstrip("/").split("/"))


def _take_out(data: Any, steps: list[str]) -> None:
    step, rest = steps[0], steps[1:]
    if isinstance(data, dict):
        keys: list[Any] = list(data) if step == "*" else [step] if step in data else []
    elif isinstance(data, list):
        keys = list(range(len(data))) if step == "*" else []
    else:
        return
    for key in keys:
        if rest:
            _take_out(data[key], rest)
        elif data[key]:
            data[key] = REDACTED


def look_up(data: Any, pointer: str) -> Any:
    """The value at a JSON pointer of plain keys, or None where the path ends early."""
    for step in pointer.lstrip("/").split("/"):
        if not isinstance(data, dict):
            return None
        data = data.get(step)
    return data
