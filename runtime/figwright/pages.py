"""Walking a paginated tool: what to ask for next, from what was just answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from figwright.connector import Tool
from figwright.errors import Cause, InvalidResponseError
from figwright.json_pointer import look_up


def next_input(tool: Tool[Any], tool_input: Mapping[str, object], data: Any) -> dict[str, object] | None:
    """The input of the next page, None after the last. Raises InvalidResponseError for a page that names itself."""
    where = tool.pagination
    if where is None or (where.more and not look_up(data, where.more)):
        return None
    cursor = look_up(data, where.next)
    if cursor in (None, ""):
        return None
    if where.url_query and "://" in str(cursor):
        asked = parse_qs(urlsplit(str(cursor)).query).get(where.url_query)
        if not asked:
            raise InvalidResponseError(
                f"{tool.name} names a next page without {where.url_query}.", cause=Cause.PROVIDER_DOWN
            )
        cursor = asked[0]
    if str(cursor) == str(tool_input.get(where.input)):
        raise InvalidResponseError(f"{tool.name} names the same page as the next one.", cause=Cause.PROVIDER_DOWN)
    return {**tool_input, where.input: cursor}
