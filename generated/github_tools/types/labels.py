# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: labels."""

from __future__ import annotations

from typing import NotRequired, TypeAlias

from typing_extensions import TypedDict


class Label(TypedDict):
    """A label of a repository."""

    color: NotRequired[str]
    """Six hexadecimal digits."""
    default: NotRequired[bool]
    """Whether repositories have it from the start."""
    description: NotRequired[str | None]
    id: NotRequired[int]
    name: str


AddLabelsResponse: TypeAlias = list[Label]

ListLabelsResponse: TypeAlias = list[Label]

RemoveLabelResponse: TypeAlias = list[Label]
