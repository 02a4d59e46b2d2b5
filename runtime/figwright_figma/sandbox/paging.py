"""The ways in which Figma hands out lists page by page."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlencode, urlsplit

from .errors import Refusal
from .world import Json, Published

T = TypeVar("T")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC")


def offset(cursor: str | None) -> int:
    """Where an opaque cursor points; a URL that carries one does as well. Refuses with 400."""
    if not cursor:
        return 0
    if "://" in cursor:
        cursor = parse_qs(urlsplit(cursor).query).get("cursor", [""])[0]
    try:
        kind, _, position = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
        if kind != "at":
            raise ValueError(kind)
        return max(0, int(position))
    except (ValueError, binascii.Error) as error:
        raise Refusal(400, "Invalid cursor") from error


def cursor_at(position: int) -> str:
    return base64.urlsafe_b64encode(f"at:{position}".encode()).decode()


def slice_at(items: Sequence[T], cursor: str | None, size: int) -> tuple[list[T], str | None]:
    """One page and the cursor of the next, None after the last."""
    start = offset(cursor)
    after = start + size
    return list(items[start:after]), cursor_at(after) if after < len(items) else None


def linked(base: str, items: Sequence[Any], cursor: str | None, size: int) -> tuple[list[Any], Json]:
    """One page and a `pagination` of URLs that carry cursors."""
    page, after = slice_at(items, cursor, size)
    pagination = {}
    if after:
        pagination["next_page"] = f"{base}?{urlencode({'cursor': after})}"
    if start := offset(cursor):
        pagination["prev_page"] = f"{base}?{urlencode({'cursor': cursor_at(max(0, start - size))})}"
    return page, pagination


def dated_link(base: str, size: int, side: str, when: datetime, item_id: str) -> str:
    """A link to the items on one side of a moment, as Figma writes it: with a space as it is."""
    date = when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    order = f"column=date&secondary_column=default&{side}={date}&secondary_{side}={item_id}"
    return f"{base}?page_size={size}&{order}"


def by_id(query: Mapping[str, str]) -> dict[str, str]:
    """The query of a dated link as one by the id alone. Refuses with 400 what is not such a date."""
    found = dict(query)
    for side in ("before", "after"):
        if item_id := found.pop(f"secondary_{side}", None):
            if not _MOMENT.fullmatch(found.get(side, "")):
                raise Refusal(400, f"Invalid value for query parameter {side}")
            found[side] = item_id
    return found


def numbered(
    items: Sequence[Published], *, after: float | None, before: float | None, size: float
) -> tuple[list[Json], Json]:
    """One page of a library and its `cursor`: the numbers of its first and last item, which are beyond 2^53."""
    if after is not None and before is not None:
        raise Refusal(400, "Only one of before and after can be given")
    if before is not None:
        earlier = [item for item in items if item.order < before]
        page = earlier[-int(size) :]
    else:
        page = [item for item in items if after is None or item.order > after][: int(size)]
    cursor: Json = {}
    if page and page[0] is not items[0]:
        cursor["before"] = page[0].order
    if page and page[-1] is not items[-1]:
        cursor["after"] = page[-1].order
    return [item.data for item in page], cursor
