"""Which options of a `oneOf` no value can be both of.

A value that fits two options of a `oneOf` is refused. Where an option is wholly within another, the description means
any of them, as the generator reads it; where two may overlap, each takes what the other does not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from figwright_codegen.diff.shapes import Group, Part, Shape

_DEEPEST = 3
Read = Callable[["Group"], "Shape"]


def overlapping(one: Shape, other: Shape, read: Read, depth: int = 0) -> set[str]:
    """The JSON types of values that may fit both of two schemas, as far as it can be told."""
    return {
        kind
        for kind in one.parts.keys() & other.parts.keys()
        if any(not _apart(mine, theirs, read, depth) for mine in one.parts[kind] for theirs in other.parts[kind])
    }


def _apart(one: Part, other: Part, read: Read, depth: int) -> bool:
    if one.values is not None and other.values is not None:
        return set(one.values).isdisjoint(other.values)
    if one.kind != "object":
        return False
    if _lacks(one, other) or _lacks(other, one):
        return True
    if depth >= _DEEPEST:
        return False
    shared = one.properties.keys() & other.properties.keys() & (one.required | other.required)
    pairs: Sequence[tuple[Group, Group]] = [(one.properties[name], other.properties[name]) for name in sorted(shared)]
    return any(not overlapping(read(mine), read(theirs), read, depth + 1) for mine, theirs in pairs)


def _lacks(one: Part, other: Part) -> bool:
    """Whether the one cannot have a property that the other must have."""
    return one.rest is None and not other.required <= one.properties.keys()
