"""Secrets stay where they are used (P4): out of reprs, pickles, error texts and results."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NoReturn

from figwright.json_pointer import index, steps

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


def take_out(data: Any, pointers: Iterable[str], *, anywhere: bool = False) -> Any:
    """The data with `[redacted]` at these JSON pointers, in which `*` stands for every key or index; changed in place.

    It fails closed: a field of the last name in a pointer is taken out wherever it stands, and so are a text in place
    of an object on a pointer's way and a text that writes out such a field. `anywhere` heeds the names alone.
    """
    paths = [steps(pointer) for pointer in pointers]
    if not paths:
        return data
    root = [data]
    for path in () if anywhere else paths:
        _replace(root, 0, path)
    for name, *rest in {_from_last_name(path) for path in paths} - {()}:
        _replace_named(root, name.casefold(), tuple(rest))
    return root[0]


def _from_last_name(path: tuple[str, ...]) -> tuple[str, ...]:
    """The end of a path, from its last step that names a field."""
    names = [place for place, step in enumerate(path) if step != "*" and not step.isdigit()]
    return path[names[-1] :] if names else ()


def _replace(holder: Any, key: Any, path: tuple[str, ...]) -> None:
    pending = [(holder, key, path)]
    while pending:
        holder, key, path = pending.pop()
        value = holder[key]
        if value in (None, "", [], {}):
            continue
        if not path or isinstance(value, str):
            holder[key] = REDACTED
        elif isinstance(value, dict):
            keys = list(value) if path[0] == "*" else [path[0]] if path[0] in value else []
            pending += [(value, each, path[1:]) for each in keys]
        elif isinstance(value, list):
            place = index(path[0], value)
            if path[0] == "*":
                pending += [(value, each, path[1:]) for each in range(len(value))]
            elif place is not None:
                pending.append((value, place, path[1:]))
            else:
                pending += [(value, each, path) for each in range(len(value))]


def _replace_named(root: list[Any], name: str, rest: tuple[str, ...]) -> None:
    written = re.compile(rf"(?<!\w){re.escape(name)}[\"'\\]*\s*[:=]", re.IGNORECASE)
    pending: list[Any] = [root]
    while pending:
        holder = pending.pop()
        for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
            if isinstance(key, str) and key.casefold() == name:
                _replace(holder, key, rest)
            elif isinstance(holder[key], str) and written.search(holder[key]):
                holder[key] = REDACTED
            if isinstance(holder[key], dict | list):
                pending.append(holder[key])
