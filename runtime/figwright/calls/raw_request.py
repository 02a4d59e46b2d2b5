"""`request`: an endpoint called by its path, for what no tool does yet, under the same checks as the tools (T47).

The path is decoded once and matched as the provider will read it, so that no other spelling of a tool's path gets by
its checks or keeps its secrets (T78).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote

from figwright.calls.checks import check_account, check_policy
from figwright.calls.pipeline import Call, exchange, find_account
from figwright.calls.steps import Flow
from figwright.connector import Tool
from figwright.errors import InvalidToolInputError, PolicyError
from figwright.http.parameter_styles import wire_text
from figwright.http.request import Pair, address_of, complete
from figwright.http.response import request_id
from figwright.redaction.cleaning import take_out
from figwright.types.results import ToolResult

_NAME = "request"
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_PLAIN = "!$&'()*+,=:@"
_PATH = re.compile(rf"(/([A-Za-z0-9._~{re.escape(_PLAIN)}-]|%[0-9A-Fa-f]{{2}})+)+")
_STEERING = re.compile(r"[/\\?#%;\x00-\x1f\x7f-\x9f]")


def call_endpoint(
    call: Call, method: str, path: str, query: Mapping[str, object] | None, body: object | None
) -> Flow[ToolResult]:
    """One call by method and path. Where a tool stands on the endpoint, its checks apply, its own server is asked, and
    its secrets are taken out.

    An endpoint without a tool is refused where the connection names its tools; on a read-only one, all but GET. What
    any tool takes out of its results is taken out there, too.
    """
    method = _checked_method(method)
    steps = _decoded(path)
    path = "".join(f"/{quote(step, safe=_PLAIN)}" for step in steps)
    every = call.connection.connector.tools.values()
    tools = [tool for tool in every if tool.method == method and _pattern(tool.path).fullmatch("/".join(steps))]
    tool = _allowed(call, method, path, tools)
    api_url = call.connection.api_url
    if tool is not None:
        api_url = address_of(tool, call.connection.connector, api_url)
    outgoing = complete(_NAME, method, api_url, path, list(_pairs(query)), body)
    access = yield from find_account(call)
    if tool is not None:
        check_account(call.connection, access.account, tool, call.accounts.hand_in)
    read_only = tool.read_only if tool else method == "GET"
    data, headers, *_ = yield from (call.through or exchange)(call, access, outgoing, tool, read_only=read_only)
    secrets = [pointer for each in tools or every for pointer in each.redact]
    asked = request_id(call.connection.connector, headers)
    return ToolResult(f"{method} {path}", take_out(data, secrets, anywhere=True), request_id=asked)


def _checked_method(method: str) -> str:
    if not isinstance(method, str) or method.upper() not in _METHODS:
        raise InvalidToolInputError(_NAME, {"method": f"is one of {', '.join(_METHODS)}"})
    return method.upper()


def _decoded(path: str) -> list[str]:
    """The steps of a path as the provider reads them. What it might read in two ways is refused."""
    if not isinstance(path, str) or not _PATH.fullmatch(path):
        raise InvalidToolInputError(
            _NAME, {"path": "is an absolute path like /v1/me, without host, query, fragment and empty segments"}
        )
    try:
        steps = [unquote(step, errors="strict") for step in path[1:].split("/")]
    except UnicodeDecodeError:
        raise InvalidToolInputError(_NAME, {"path": "has escapes that are not UTF-8"}) from None
    for step in steps:
        if step in (".", "..") or step != step.strip() or _STEERING.search(step):
            raise InvalidToolInputError(
                _NAME, {"path": f"holds {step[:40]!r}, which servers read in more than one way"}
            )
    return steps


@lru_cache(maxsize=512)
def _pattern(template: str) -> re.Pattern[str]:
    """What fits a path template, in any case: some servers do not mind it."""
    parts = re.split(r"(\{[^}]*\})", template.removeprefix("/"))
    return re.compile("".join("[^/]+" if part[:1] == "{" else re.escape(part) for part in parts), re.IGNORECASE)


def _pairs(query: Mapping[str, object] | None) -> Iterator[Pair]:
    for name, value in (query or {}).items():
        field = f"query.{name}"
        for each in value if isinstance(value, list | tuple) else [value]:
            if not isinstance(each, str | int | float | None):
                kind = type(each).__name__
                raise InvalidToolInputError(
                    _NAME, {field: f"is a text, a number, a truth or a list of these, not {kind}"}
                )
            if each is not None:
                yield Pair(wire_text(_NAME, "query", name), wire_text(_NAME, field, each), field)


def _allowed(call: Call, method: str, path: str, tools: list[Tool[Any]]) -> Tool[Any] | None:
    options = call.connection.options
    if tools:
        plainest = min(tool.path.count("{") for tool in tools)
        standing = [tool for tool in tools if tool.path.count("{") == plainest]
        tool = next((tool for tool in standing if call.connection.uses(tool)), standing[0])
        check_policy(call.connection, tool)
        return tool
    if options.tools is not None and call.connection.tools_in_use != set(call.connection.connector.tools):
        raise PolicyError(
            f"No tool stands on {method} {path}, and the connection {call.connection.name!r} names its tools."
        )
    if options.read_only and method != "GET":
        raise PolicyError(
            f"{method} {path} may change something, and the connection {call.connection.name!r} is read-only."
        )
    return None
