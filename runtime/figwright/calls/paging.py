"""What `Actions` does in more than one call: the pages of a paginated tool, and a long list in batches."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from typing import Any

from figwright.calls.catalog import Catalog
from figwright.calls.page_walk import Walk
from figwright.connector import Tool
from figwright.errors import ConfigurationError, InvalidToolInputError
from figwright.http.request import build_request
from figwright.inputs.validation import validate
from figwright.types.results import ToolResult


class _PageBase:
    _catalog: Catalog

    def _paginated(self, tool_name: str) -> Tool[Any]:
        tool = self._catalog.tool(tool_name)
        if tool.pagination is None:
            raise ConfigurationError(f"{tool.name} answers everything at once: call it with execute_tool.")
        return tool

    def _batches(
        self,
        tool_name: str,
        over: str,
        size: int | None,
        tool_input: Mapping[str, object] | None,
        connection_name: str | None,
    ) -> Iterator[dict[str, object]]:
        tool = self._catalog.tool(tool_name)
        return _batches(tool, tool_input or {}, over, size, self._catalog.connection_of(tool, connection_name).api_url)


class PageMethods(_PageBase):
    """What `Actions` does in more than one call."""

    execute_tool: Callable[..., ToolResult]

    def pages(
        self,
        tool_name: str,
        *,
        identifier: str | None = None,
        tool_input: Mapping[str, object] | None = None,
        connection_name: str | None = None,
    ) -> Iterator[ToolResult]:
        """The results of a paginated tool, page after page, each fetched when it is asked for.

        Where the provider links to pages, what an earlier page held is left out, and so is a page without anything new.
        Raises InvalidResponseError for a link that leads elsewhere, and where pages of cursors go round.
        """
        tool, whose = self._paginated(tool_name), {"identifier": identifier, "connection_name": connection_name}
        walk = Walk(tool, tool_input or {})
        while walk.asked is not None:
            result = self.execute_tool(tool_name, tool_input=walk.asked, **whose)
            if page := walk.take(result):
                yield page
            walk.go_on(result)

    def batches(
        self,
        tool_name: str,
        *,
        over: str,
        size: int | None = None,
        identifier: str | None = None,
        tool_input: Mapping[str, object] | None = None,
        connection_name: str | None = None,
    ) -> Iterator[ToolResult]:
        """The results of a tool called once for each batch of a long list: `over="ids", size=500`.

        Without a `size`, as many items go into a call as its address can hold; the provider may take fewer. Each batch
        is a call, counted by the provider's limits, and is made when it is asked for.
        """
        whose = {"identifier": identifier, "connection_name": connection_name}
        for batch in self._batches(tool_name, over, size, tool_input, connection_name):
            yield self.execute_tool(tool_name, tool_input=batch, **whose)


class AsyncPageMethods(_PageBase):
    """The awaitable twin."""

    execute_tool: Callable[..., Awaitable[ToolResult]]

    async def pages(
        self,
        tool_name: str,
        *,
        identifier: str | None = None,
        tool_input: Mapping[str, object] | None = None,
        connection_name: str | None = None,
    ) -> AsyncIterator[ToolResult]:
        """The results of a paginated tool, page after page, each fetched when it is asked for.

        Where the provider links to pages, what an earlier page held is left out, and so is a page without anything new.
        Raises InvalidResponseError for a link that leads elsewhere, and where pages of cursors go round.
        """
        tool, whose = self._paginated(tool_name), {"identifier": identifier, "connection_name": connection_name}
        walk = Walk(tool, tool_input or {})
        while walk.asked is not None:
            result = await self.execute_tool(tool_name, tool_input=walk.asked, **whose)
            if page := walk.take(result):
                yield page
            walk.go_on(result)

    async def batches(
        self,
        tool_name: str,
        *,
        over: str,
        size: int | None = None,
        identifier: str | None = None,
        tool_input: Mapping[str, object] | None = None,
        connection_name: str | None = None,
    ) -> AsyncIterator[ToolResult]:
        """The results of a tool called once for each batch of a long list, as `Actions.batches` gives them."""
        whose = {"identifier": identifier, "connection_name": connection_name}
        for batch in self._batches(tool_name, over, size, tool_input, connection_name):
            yield await self.execute_tool(tool_name, tool_input=batch, **whose)


def _batches(
    tool: Tool[Any], tool_input: Mapping[str, object], over: str, size: int | None, api_url: str
) -> Iterator[dict[str, object]]:
    """The input once for each batch of the list `over`: `size` items, or as many as can be sent at once.

    Raises InvalidToolInputError, before the first batch, where there is no such list.
    """
    items = tool_input.get(over)
    if not isinstance(items, list | tuple) or not items:
        raise InvalidToolInputError(tool.name, {over: "is what batches are made of, so it must be a list, not empty"})
    if size is not None and (not isinstance(size, int) or size < 1):
        raise InvalidToolInputError(tool.name, {"size": "is a whole number of 1 or more"})
    while items:
        most = size or _fitting(tool, {**tool_input, over: items}, over, api_url) or len(items)
        yield {**tool_input, over: list(items[:most])}
        items = items[most:]


def _fitting(tool: Tool[Any], tool_input: Mapping[str, object], over: str, api_url: str) -> int | None:
    """How many items of a list that is too long can be sent at once; None if it is not too long."""
    try:
        build_request(tool, validate(tool, tool_input), api_url)
    except InvalidToolInputError as error:
        return error.fits if over in error.fields else None
    return None
