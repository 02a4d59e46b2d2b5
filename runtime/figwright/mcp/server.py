"""The server of one connection's tools, whatever carries it: who is asking is the transport's to know (T65).

On the official SDK's low level, which speaks both eras of the protocol: the handshake up to 2025-11-25, and 2026-07-28.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

from mcp.server.context import HandlerResult, ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from mcp_types import INTERNAL_ERROR, INVALID_PARAMS, CallToolRequestParams, PaginatedRequestParams

from figwright import __version__
from figwright.errors import ConsentRequiredError, FigwrightError, InvalidToolInputError, UnknownToolError
from figwright.mcp import consents, listing, searching
from figwright.mcp.content import Content, answer
from figwright.redaction.escaping import make_visible
from figwright.redaction.logs import get_logger
from figwright.toolbox import Toolbox, in_thread

logger = get_logger("mcp")

Mode = Literal["full", "search"]
Request = ServerRequestContext[Any, Any]

PAGE_SIZE = 100
"""Tools on one page of a listing."""
_BROKEN = "The tool server failed in a way it did not expect. Whoever runs it finds the reason in its log."


def make_server(
    find_toolbox: Callable[[Request], Toolbox],
    *,
    about: Toolbox,
    mode: Mode = "full",
    page_size: int = PAGE_SIZE,
    before_link: Callable[[], str] | None = None,
) -> Server[Any]:
    """A server of the tools that `find_toolbox` finds for a request: by who was authenticated, never by what was said.

    It is called once for each request, on the event loop, so it must not wait; an MCPError that it raises is the
    answer. `about` has the same connection and filters, and nobody's account is asked for: what the server says of
    itself comes from there. With `mode="search"` there are two tools, one that finds and one that calls. `before_link`
    is called in a thread each time before a link for a consent is handed out; what it returns is said beside the link.
    """
    connector = about.connection.connector
    search = mode == "search"

    def input_schema(name: str) -> dict[str, Any] | None:
        name = connector.tools.current(name)
        known = not search and name in connector.tools
        return about.views.mcp_tool(name)["inputSchema"] if known else None

    server: Server[Any] = Server(
        "figwright",
        version=__version__,
        title=connector.title,
        instructions=listing.instructions(about, search=search),
        get_tool_input_schema=input_schema,
    )
    handlers = _Handlers(find_toolbox, searching.listed(about) if search else None, page_size, before_link)
    server.add_request_handler("tools/list", PaginatedRequestParams, handlers.list_tools)
    server.add_request_handler("tools/call", CallToolRequestParams, handlers.call_tool)
    return server


class _Handlers:
    """Results are dicts as they go over the wire: the SDK checks them against the era that the client speaks."""

    def __init__(
        self,
        find_toolbox: Callable[[Request], Toolbox],
        two_tools: list[dict[str, Any]] | None,
        page_size: int,
        before_link: Callable[[], str] | None,
    ) -> None:
        self._find, self._two, self._page_size, self._before_link = find_toolbox, two_tools, page_size, before_link

    async def list_tools(self, context: Request, params: PaginatedRequestParams) -> HandlerResult:
        toolbox = self._find(context)
        if self._two is not None:
            return listing.page(self._two, [searching.FIND, searching.CALL], params.cursor, self._page_size)
        names = list(toolbox.connection.connector.tools)
        try:
            tools = await in_thread(partial(listing.listed, toolbox))
        except FigwrightError as error:
            raise MCPError(INTERNAL_ERROR, str(error)) from None
        return listing.page(tools, names, params.cursor, self._page_size)

    async def call_tool(self, context: Request, params: CallToolRequestParams) -> HandlerResult:
        toolbox = self._find(context)
        try:
            if self._two is not None:
                return await self._searched(context, params, toolbox)
            return await self._called(context, params, toolbox, params.name, params.arguments)
        except UnknownToolError as error:
            if self._two is not None:
                return _failure(str(error))
            raise MCPError(INVALID_PARAMS, str(error)) from None
        except FigwrightError as error:
            return _failure(str(error))
        except MCPError:
            raise
        except Exception:
            logger.exception("%s failed", params.name)
            return _failure(_BROKEN)

    async def _called(
        self, context: Request, params: CallToolRequestParams, toolbox: Toolbox, name: str, arguments: Any
    ) -> HandlerResult:
        refusal = await consents.answered(params.input_responses, toolbox)
        if refusal:
            return _failure(refusal)
        call = partial(answer, toolbox, name, arguments)
        try:
            return _result(await in_thread(call))
        except ConsentRequiredError as error:
            if refusal is not None:  # it was asked for already
                raise
            outcome = await consents.ask(context, toolbox, error, self._before_link)
        if outcome.question or outcome.refusal:
            return outcome.question or _failure(outcome.refusal)
        return _result(await in_thread(call))

    async def _searched(self, context: Request, params: CallToolRequestParams, toolbox: Toolbox) -> HandlerResult:
        given = params.arguments or {}
        if params.name == searching.FIND:
            _check(params.name, given, {"query": str}, {"query"})
            return _result(Content(await in_thread(partial(searching.found, toolbox, given["query"]))))
        if params.name != searching.CALL:
            raise MCPError(INVALID_PARAMS, f"There is no tool {params.name!r}: {searching.FIND} finds those there are.")
        _check(params.name, given, {"name": str, "arguments": (dict, str, type(None))}, {"name"})
        return await self._called(context, params, toolbox, given["name"], given.get("arguments"))


def _check(tool: str, given: dict[str, Any], kinds: dict[str, Any], required: set[str]) -> None:
    faults = {name: "there is no such input" for name in given if name not in kinds}
    faults |= dict.fromkeys(required - given.keys(), "it is missing")
    wrong = [name for name, value in given.items() if not isinstance(value, kinds.get(name, object))]
    faults |= dict.fromkeys(wrong, "another kind of value is wanted")
    if faults:
        raise InvalidToolInputError(tool, faults)


def _result(content: Content) -> dict[str, Any]:
    told: dict[str, Any] = {"resultType": "complete", "isError": content.failed}
    told["content"] = [
        {"type": "text", "text": content.text},
        *({"type": "image", "data": each.base64, "mimeType": each.media_type} for each in content.pictures),
    ]
    if content.structured is not None and not content.failed:
        told["structuredContent"] = content.structured
    return told


def _failure(text: str) -> dict[str, Any]:
    return _result(Content(make_visible(text), failed=True))
