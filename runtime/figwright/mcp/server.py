"""The server of one connection's tools, whatever carries it: who is asking is the transport's to know (T65)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server

from figwright.toolbox import Toolbox

Mode = Literal["full", "search"]
Request = ServerRequestContext[Any, Any]

PAGE_SIZE = 100
"""Tools on one page of a listing."""


def make_server(
    find_toolbox: Callable[[Request], Toolbox],
    *,
    about: Toolbox,
    mode: Mode = "full",
    page_size: int = PAGE_SIZE,
    before_link: Callable[[], str] | None = None,
) -> Server[Any]:
    """A server of the tools that `find_toolbox` finds for a request: by who was authenticated, never by what was said.

    It is called once for each request, on the event loop, so it must not wait; an MCPError that it raises is the answer.
    `about` has the same connection and filters, and nobody's account is asked for: what the server says of itself comes
    from there. With `mode="search"` there are two tools, one that finds and one that calls. `before_link` is called in a
    thread each time before a link for a consent is handed out; what it returns is said beside the link, "" is nothing.
    """
    raise NotImplementedError
