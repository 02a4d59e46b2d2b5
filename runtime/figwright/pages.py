"""Walking a paginated tool: what to ask for next, from what was just answered.

Where a provider links to the pages on both sides, no name of a link is trusted to lead to older items: the links are
judged by the ids that they name, and then by what their pages hold. A page that brings nothing new is not the end, but
a few of them in a row are, so that no walk goes round for ever.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from figwright.connector import Pagination, Tool
from figwright.errors import Cause, FigwrightError, InvalidResponseError
from figwright.inputs import validate
from figwright.json_pointer import look_up, steps
from figwright.page_links import is_link, page_parameters, page_query
from figwright.requests import build_request

if TYPE_CHECKING:
    from figwright.results import ToolResult

_FRUITLESS = 4
"""Pages in a row without anything new, after which a walk ends."""
ONWARD, OLDER, EITHER, NEWER = range(4)


class Hop(NamedTuple):
    """One way on from a page."""

    rank: int
    """ONWARD where there is only one way or it led on before; OLDER or NEWER by the id that it names; or EITHER."""
    pointer: str
    cursor: Any


def hops(tool: Tool[Any], tool_input: Mapping[str, object], data: Any, addresses: Sequence[str] = ()) -> list[Hop]:
    """The ways on from a page, the likeliest first; none after the last.

    `addresses` are those of the endpoint that answered, without a query; without any, a link's host is not compared.
    Raises InvalidResponseError for a link that leads elsewhere.
    """
    where = tool.pagination
    if where is None or (where.more and not look_up(data, where.more)):
        return []
    found = []
    for pointer in where.links or (where.next,):
        cursor = look_up(data, pointer)
        if cursor in (None, ""):
            continue
        rank = ONWARD
        if where.links:
            cursor = _cursor(tool, tool_input, cursor, addresses)
        if len(where.links) > 1:
            rank = _rank(where, _items(where, data), cursor)
        found.append(Hop(rank, pointer, cursor))
    return sorted(found, key=lambda hop: hop.rank)


def page_input(tool: Tool[Any], tool_input: Mapping[str, object], cursor: Any) -> dict[str, object]:
    """The input that asks for the page of a cursor. The query of a link holds all that a query can."""
    where = tool.pagination
    assert where is not None
    if where.links and is_link(str(cursor)):
        sent = {parameter.input: parameter.place for parameter in tool.parameters}
        tool_input = {name: value for name, value in tool_input.items() if sent.get(name) != "query"}
    return {**tool_input, where.input: cursor}


class Walk:
    """The pages from the one that is asked for to the last: where links lead both ways, to the oldest."""

    def __init__(self, tool: Tool[Any], tool_input: Mapping[str, object]) -> None:
        assert tool.pagination is not None
        self._tool, self._where = tool, tool.pagination
        self.asked: dict[str, object] | None = dict(tool_input)
        """The input of the page to ask for now; None after the last."""
        self._first = True
        self._visited = {_key(tool_input.get(self._where.input))}
        self._open: list[Hop] = []
        self._hop = Hop(ONWARD, "", None)
        self._led, self._newer, self._sure = "", "", False
        self._seen: set[str] = set()
        self._oldest = ""
        self._fruitless = 0

    def take(self, result: ToolResult) -> ToolResult | None:
        """The page without what was on earlier pages; None for a later one that brings nothing new."""
        items = _items(self._where, result.data)
        if items is None:
            self._found()
            return result
        new = {key: item for item in items if (key := _id(self._where, item)) not in self._seen}
        when = min((_date(self._where, item) for item in new.values()), default="")
        first, self._first = self._first, False
        likely = self._hop.rank <= OLDER
        if not first and not (new and (likely or not self._oldest or when <= self._oldest)):
            self._fruitless += 1
            self._newer = self._hop.pointer if new else self._newer
            return None
        self._found(sure=not first and (likely or when < self._oldest))
        self._oldest = min(when, self._oldest or when)
        self._seen.update(new)
        if len(new) == len(items):
            return result
        return replace(result, data=_with(result.data, steps(self._where.items), list(new.values())))

    def go_on(self, result: ToolResult) -> None:
        """Find what to ask for after this page. Raises InvalidResponseError for a link that leads elsewhere."""
        assert self.asked is not None
        addresses = result.origin.addresses if result.origin else ()
        found = [
            hop._replace(rank=ONWARD) if self._sure and hop.pointer == self._led else hop
            for hop in hops(self._tool, self.asked, result.data, addresses)
        ]
        if self._sure:
            found = [hop for hop in found if hop.rank <= OLDER]
            self._open = self._open if self._fruitless else []
        led = [hop for hop in found if hop.pointer == self._led]
        self._open = sorted([*led, *self._open, *found], key=lambda hop: hop.rank)
        self._open = [hop for hop in self._open if hop.pointer != self._newer]
        unvisited = [hop for hop in self._open if _key(hop.cursor) not in self._visited]
        if found and not unvisited and not self._where.items:
            text = f"{self._tool.name} names the same page, or one before it, as the next one."
            raise InvalidResponseError(text, cause=Cause.PROVIDER_DOWN)
        if not unvisited or self._fruitless == _FRUITLESS:
            self.asked = None
            return
        self._hop, *self._open = unvisited
        self._visited.add(_key(self._hop.cursor))
        self.asked = page_input(self._tool, self.asked, self._hop.cursor)

    def _found(self, *, sure: bool = False) -> None:
        self._fruitless, self._led, self._sure = 0, self._hop.pointer, self._sure or sure


def _cursor(tool: Tool[Any], tool_input: Mapping[str, object], value: Any, addresses: Sequence[str]) -> str:
    try:
        if not isinstance(value, str | int):
            raise ValueError("it is not a text")
        if not is_link(str(value)):
            return str(value)
        return page_query(str(value), addresses or _paths(tool, tool_input))
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
    newest = _id(where, max(items, key=lambda item: _date(where, item))) in named
    oldest = _id(where, min(reversed(items), key=lambda item: _date(where, item))) in named
    return EITHER if newest == oldest else OLDER if oldest else NEWER


def _items(where: Pagination, data: Any) -> Sequence[Any] | None:
    items = look_up(data, where.items) if where.items else None
    return items if isinstance(items, list) else None


def _id(where: Pagination, item: Any) -> str:
    """What tells an item from the others; all of it where it has no id."""
    found = look_up(item, where.id) if where.id else None
    return json.dumps(item, sort_keys=True) if found is None else str(found)


def _date(where: Pagination, item: Any) -> str:
    found = look_up(item, where.date) if where.date else None
    return found if isinstance(found, str) else ""


def _key(cursor: object) -> object:
    """Equal for cursors that ask for the same page."""
    try:
        return tuple(sorted(page_parameters(str(cursor)))) if str(cursor).startswith("?") else str(cursor)
    except ValueError:
        return str(cursor)


def _with(data: Any, path: Sequence[str], value: Any) -> Any:
    """A copy with another value at the end of a path through objects."""
    return {**data, path[0]: _with(data[path[0]], path[1:], value)} if path else value
