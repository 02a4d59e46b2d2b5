"""JSON pointers (RFC 6901), read as the runtime reads them."""

from __future__ import annotations

from collections.abc import Iterable


def steps(pointer: str) -> tuple[str, ...]:
    """The keys and indices that a pointer names, unescaped."""
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])


def written(steps: Iterable[str | int]) -> str:
    """The pointer that names some keys and indices, as a `$ref` has it."""
    return "#" + "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)
