"""JSON pointers (RFC 6901), read as the runtime reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_POINTER = re.compile(r"(/([^/~]|~[01])*)*")
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


def steps(pointer: str) -> tuple[str, ...]:
    """The keys and indices that a pointer names, unescaped. Raises ValueError for what is not a pointer."""
    if not _POINTER.fullmatch(pointer):
        raise ValueError("is not a JSON pointer: each step begins with /, and ~ is written ~0, / as ~1")
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])


def is_index(step: str) -> bool:
    """Whether a step can name a place in a list."""
    return _INDEX.fullmatch(step) is not None


def written(steps: Iterable[str | int]) -> str:
    """The pointer that names some keys and indices, as a `$ref` has it."""
    return "#" + "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)
