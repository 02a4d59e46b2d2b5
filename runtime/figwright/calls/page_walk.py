"""Walking a paginated tool: what to ask for next, from what was just answered.

Where a provider links to the pages on both sides, no name of a link is trusted to lead to older items: the links are
judged by the ids that they name, and then by what their pages hold. A page that brings nothing new is not the end, but
a few of them in a row are, so that no walk goes round for ever.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from figwright.connector import Tool
from figwright.errors import Cause, ConfigurationError, InvalidResponseError
from figwright.http.page_links import page_parameters
from figwright.http.pagination import OLDER, ONWARD, Hop, date_of, hops, id_of, items_of, page_input
from figwright.inputs.former_names import current_inputs
from figwright.json_pointer import steps

if TYPE_CHECKING:
    from figwright.types.results import ToolResult

_FRUITLESS = 4
"""Pages in a row without anything new, after which a walk ends."""


class Walk:
    """The pages from the one that is asked for to the last: where links lead both ways, to the oldest.

    It gives the input of one page after the other, and `take` takes what came of it before the next one.
    """

    def __init__(self, tool: Tool[Any], tool_input: Mapping[str, object]) -> None:
        """Raises ConfigurationError for a tool without pages."""
        if tool.pagination is None:
            raise ConfigurationError(f"{tool.name} answers everything at once: call it with execute_tool.")
        self._tool, self._where = tool, tool.pagination
        self._first_input = dict(current_inputs(tool, tool_input))
        self._came: ToolResult | None = None
        self._first = True
        self._visited = {_key(self._first_input.get(self._where.input))}
        self._open: list[Hop] = []
        self._hop = Hop(ONWARD, "", None)
        self._led, self._newer, self._sure = "", "", False
        self._seen: set[str] = set()
        self._oldest = ""
        self._fruitless = 0

    def __iter__(self) -> Iterator[dict[str, object]]:
        """Raises InvalidResponseError for a link that leads elsewhere, and where pages of cursors go round."""
        asked: dict[str, object] | None = self._first_input
        while asked is not None:
            yield asked
            assert self._came is not None  # what was asked for was taken
            asked = self._next(asked, self._came)

    def take(self, result: ToolResult) -> ToolResult | None:
        """The page without what was on earlier pages; None for a later one that brings nothing new."""
        self._came = result
        items = items_of(self._where, result.data)
        if items is None:  # the page is what may have come before
            items = [sha256(json.dumps(result.data, sort_keys=True).encode()).hexdigest()]
        new = {key: item for item in items if (key := id_of(self._where, item)) not in self._seen}
        when = min((date_of(self._where, item) for item in new.values()), default="")
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

    def _next(self, asked: dict[str, object], result: ToolResult) -> dict[str, object] | None:
        """What to ask for after this page; None after the last."""
        addresses, header = (result.origin.addresses, result.origin.next_page) if result.origin else ((), "")
        found = [
            hop._replace(rank=ONWARD) if self._sure and hop.pointer == self._led else hop
            for hop in hops(self._tool, asked, result.data, addresses, header)
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
            return None
        self._hop, *self._open = unvisited
        self._visited.add(_key(self._hop.cursor))
        return page_input(self._tool, asked, self._hop.cursor)

    def _found(self, *, sure: bool = False) -> None:
        self._fruitless, self._led, self._sure = 0, self._hop.pointer, self._sure or sure


def _key(cursor: object) -> object:
    """Equal for cursors that ask for the same page."""
    try:
        return tuple(sorted(page_parameters(str(cursor)))) if str(cursor).startswith("?") else str(cursor)
    except ValueError:
        return str(cursor)


def _with(data: Any, path: Sequence[str], value: Any) -> Any:
    """A copy with another value at the end of a path through objects."""
    return {**data, path[0]: _with(data[path[0]], path[1:], value)} if path else value
