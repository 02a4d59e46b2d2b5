"""`request`: an endpoint called by its path, for what no tool does yet, under the same checks as the tools (T47)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import pydantic_core

from figwright.checks import check_account, check_policy
from figwright.connector import Tool
from figwright.errors import InvalidToolInputError, PolicyError
from figwright.flow import Call, Flow, exchange, find_account
from figwright.requests import Outgoing, checked_url, wire_text
from figwright.results import ToolResult

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_PATH = re.compile(r"(/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)+")


def call_endpoint(
    call: Call, method: str, path: str, query: Mapping[str, object] | None, body: object | None
) -> Flow[ToolResult]:
    """One call by method and path. Where a tool stands on the endpoint, its checks apply and its secrets are taken out.

    An endpoint without a tool is refused where the connection names its tools; on a read-only one, all but GET.
    """
    method = method.upper()
    _check_address(method, path)
    tools = [t for t in call.connection.connector.tools.values() if t.method == method and _fits(t.path, path)]
    tool = _allowed(call, method, path, tools)
    access = yield from find_account(call)
    if tool is not None:
        check_account(call.connection, access.account, tool)
    pairs = [(name, wire_text(value)) for name, value in (query or {}).items() if value is not None]
    content = None if body is None else pydantic_core.to_json(body)
    outgoing = Outgoing(method, checked_url(call.connection.api_url, path, pairs), content)
    read_only = tool.read_only if tool else method == "GET"
    data = yield from exchange(call, access, outgoing, tool, read_only=read_only)
    return ToolResult(f"{method} {path}", data)


def _check_address(method: str, path: str) -> None:
    if method not in _METHODS:
        raise InvalidToolInputError("request", {"method": f"is one of {', '.join(_METHODS)}"})
    steps = unquote(path).split("/")
    if not _PATH.fullmatch(path) or ".." in steps or "." in steps or set(unquote(path)) & set("\\?#\x00\r\n"):
        raise InvalidToolInputError(
            "request", {"path": "is an absolute path like /v1/me, without host, query, fragment and dot segments"}
        )


def _fits(template: str, path: str) -> bool:
    pattern = "/".join("[^/]+" if step.startswith("{") else re.escape(step) for step in template.split("/"))
    return re.fullmatch(pattern, path) is not None


def _allowed(call: Call, method: str, path: str, tools: list[Tool[Any]]) -> Tool[Any] | None:
    options = call.connection.options
    if tools:
        tool = next((t for t in tools if call.connection.uses(t)), tools[0])
        check_policy(call.connection, tool)
        return tool
    if options.tools is not None and set(options.tools) != set(call.connection.connector.tools):
        raise PolicyError(
            f"No tool stands on {method} {path}, and the connection {call.connection.name!r} names its tools."
        )
    if options.read_only and method != "GET":
        raise PolicyError(
            f"{method} {path} may change something, and the connection {call.connection.name!r} is read-only."
        )
    return None
