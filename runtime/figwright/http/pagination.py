"""The ways on from a page of a paginated tool, and the input that asks for the next one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from figwright.connector import Pagination, Tool
from figwright.errors import Cause, FigwrightError, InvalidResponseError
from figwright.http.page_links import is_link, next_link, page_parameters, page_query
from figwright.http.request import build_request
from figwright.inputs.validation import validate
from figwright.json_pointer import look_up

ONWARD, OLDER, EITHER, NEWER = range(4)


class Hop(NamedTuple):
    """One way on from a page."""

    rank: int
    """ONWARD where there is only one way or it led on before; OLDER or NEWER by the id that it names; or EITHER."""
    pointer: str
    cursor: Any


def hops(
    tool: Tool[Any], tool_input: Mapping[str, object], data: Any, addresses: Sequence[str] = (), header: str = ""
) -> list[Hop]:
    """The ways on from a page, the likeliest first; none after the last.

    `addresses` are those of the endpoint that answered, without a query; without any, a link's host is not compared.
    `header` is what came in the one that links to the next page. Raises InvalidResponseError for a link that leads
    elsewhere.
    """
    where = tool.pagination
    if where is None or (where.more and not look_up(data, where.more)):
        return []
    if where.header:
        link = next_link(header)
        return [Hop(ONWARD, where.header, _cursor(tool, tool_input, link, addresses))] if link else []
    if where.counts:
        items, asked = items_of(where, data), str(tool_input.get(where.input, ""))
        number = int(asked) if asked.isascii() and asked.isdecimal() else where.first
        return [Hop(ONWARD, where.counts, number + (1 if where.counts == "pages" else len(items)))] if items else []
    found = []
    for pointer in where.links or (where.next,):
        cursor = look_up(data, pointer)
        if cursor in (None, ""):
            continue
        rank = ONWARD
        if where.links:
            cursor = _cursor(tool, tool_input, cursor, addresses)
        if len(where.links) > 1:
            rank = _rank(where, items_of(where, data), cursor)
        found.append(Hop(rank, pointer, cursor))
    return sorted(found, key=lambda hop: hop.rank)


def page_input(tool: Tool[Any], tool_input: Mapping[str, object], cursor: Any) -> dict[str, object]:
    """The input that asks for the page of a cursor. The query of a link holds all that a query can."""
    where = tool.pagination
    assert where is not None
    if where.takes_query and is_link(str(cursor)):
        said, sent = dict(page_parameters(cursor)), {each.input: each for each in tool.parameters}
        asked = {name: value for name, value in tool_input.items() if name not in sent or sent[name].place != "query"}
        for name in where.beside:
            asked[name] = said.get(sent[name].name, tool_input.get(name))
        tool_input = asked
    return {**tool_input, where.input: cursor}


def _cursor(tool: Tool[Any], tool_input: Mapping[str, object], value: Any, addresses: Sequence[str]) -> str:
    try:
        if not isinstance(value, str | int):
            raise ValueError("it is not a text")
        if not is_link(str(value)):
            return str(value)
        any_path = bool(tool.pagination and tool.pagination.header)
        return page_query(str(value), addresses or _paths(tool, tool_input), any_path=any_path)
    except ValueError as error:
        text = f"{tool.name} names a further page whose link is not followed: {error}."
        raise InvalidResponseError(text, cause=Cause.PROVIDER_DOWN) from None


def _paths(tool: Tool[Any], tool_input: Mapping[str, object]) -> tuple[str, ...]:
    try:
        return (build_request(tool, validate(tool, tool_input), "").url.partition("?")[0],)
    except FigwrightError as error:
        raise ValueError(f"it is not known which address was called ({error})") from None


def _rank(where: Pagination, items: Sequence[Any] | None, cursor: str) -> int:
    """Whether a link names the oldest or the newest of the page that it stands on."""
    if not items or not is_link(cursor):
        return EITHER
    named = {value for _, value in page_parameters(cursor)}
    newest = id_of(where, max(items, key=lambda item: date_of(where, item))) in named
    oldest = id_of(where, min(reversed(items), key=lambda item: date_of(where, item))) in named
    return EITHER if newest == oldest else OLDER if oldest else NEWER


def items_of(where: Pagination, data: Any) -> Sequence[Any] | None:
    items = look_up(data, where.items) if where.items else data if where.counts else None
    if isinstance(items, dict) and not where.items:  # as an MCP client is handed a list
        items = items.get("result")
    return items if isinstance(items, list) else None


def id_of(where: Pagination, item: Any) -> str:
    """What tells an item from the others; all of it where it has no id."""
    found = look_up(item, where.id) if where.id else None
    return json.dumps(item, sort_keys=True) if found is None else str(found)


def date_of(where: Pagination, item: Any) -> str:
    found = look_up(item, where.date) if where.date else None
    return found if isinstance(found, str) else ""
