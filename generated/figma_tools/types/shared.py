# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: shared."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict


class ResponseCursor(TypedDict):
    """Where the pages around this one begin. Internal numbers, not ids of anything."""

    after: NotRequired[int]
    """To pass as after, for the next page. Absent on the last one."""
    before: NotRequired[int]
    """To pass as before, for the page ahead of this one."""


class ResponsePagination(TypedDict):
    """The pages around this one, as URLs or as cursors; a page that does not exist has none."""

    next_page: NotRequired[str]
    """The page after this one."""
    prev_page: NotRequired[str]
    """The page before this one."""


class Success(TypedDict):
    """That a request succeeded."""

    error: Literal[False]
    """Always false."""
    i18n: NotRequired[str | None]
    status: Literal[200]
    """The HTTP status again."""
