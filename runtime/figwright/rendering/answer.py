"""What a view is given, and what it hands back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from figwright.connector import Tool
from figwright.rendering.shape import Shape


class Answer(NamedTuple):
    """A result and how it was asked for: what a view is given."""

    name: str
    data: Any
    shape: Shape = Shape()
    tool: Tool[Any] | None = None
    tool_input: Mapping[str, object] = {}
    addresses: tuple[str, ...] = ()
    """Of the endpoint that answered, without a query."""
    next_page: str = ""
    """What came in the header that links to the next page."""
    before: Any = None
    """What the same call answered of an earlier version, where what changed since is asked for: what a view tells."""


class Text(NamedTuple):
    text: str
    truncated: bool = False
    """Whether something was left out for want of room; the text says what, and how to get it."""


View = Callable[[Answer], Text]
