"""JSON pointers (RFC 6901), read as the runtime reads them."""

from __future__ import annotations


def steps(pointer: str) -> tuple[str, ...]:
    """The keys and indices that a pointer names, unescaped."""
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
