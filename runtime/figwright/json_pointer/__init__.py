"""JSON pointers (RFC 6901), read in one way for error texts, pages, downloads and what is taken out of a result."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

_POINTER = re.compile(r"(/([^/~]|~[01])*)*")
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


@lru_cache(maxsize=1024)
def steps(pointer: str) -> tuple[str, ...]:
    """The keys and indices that a pointer names, unescaped. Raises ValueError for what is not a pointer."""
    if not _POINTER.fullmatch(pointer):
        raise ValueError(f"{pointer!r} is not a JSON pointer: each step begins with /, and ~ is written ~0, / as ~1")
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])


def is_index(step: str) -> bool:
    """Whether a step can name a place in a list."""
    return _INDEX.fullmatch(step) is not None


def index(step: str, items: list[Any]) -> int | None:
    """The place in a list that a step names, or None if the list has no such place."""
    place = int(step) if is_index(step) else len(items)
    return place if place < len(items) else None


def written(steps: Iterable[str]) -> str:
    """The pointer that names some keys and indices."""
    return "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in steps)


def look_up(data: Any, pointer: str) -> Any:
    """The value at a pointer, or None where the path ends early."""
    for step in steps(pointer):
        if isinstance(data, dict) and step in data:
            data = data[step]
        elif isinstance(data, list) and (place := index(step, data)) is not None:
            data = data[place]
        else:
            return None
    return data
