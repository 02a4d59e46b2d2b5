"""The tools over streamable HTTP: each request's token says whose they are, and nothing else does (T63-T65).

Host, Origin and token are checked before a body is read, and the token goes no further: what comes after works for an
account and knows no credential that was sent. Nothing is kept between requests, so that any process can answer any.
"""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

import anyio
import anyio.to_thread
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp_types import INVALID_REQUEST
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.routing import Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from figwright.accounts.client_tokens import is_noted_late
from figwright.actions import Actions
from figwright.errors import StoreError
from figwright.mcp.server import Mode, Request, make_server
from figwright.redaction.cleaning import OWN_PREFIX
from figwright.redaction.logs import get_logger
from figwright.schemas import Names
from figwright.toolbox import Toolbox
from figwright.types.accounts import McpToken
from figwright.web.hosts import Hosts, Refused, host_of

logger = get_logger("mcp")

MAX_BODY_BYTES = 5 * 2**20
"""A request's largest body. The largest that a known provider takes is 4 MB, and comes here in a JSON-RPC envelope."""

BODY_SECONDS = 60.0
"""For a whole body, however it is divided: a client that sends it drop by drop is cut off, token or not (T81)."""

_TOOLBOX = "figwright.toolbox"
_KEPT_TOOLBOXES = 1024
_NOT_HTTP = Router()
_CHALLENGE = 'Bearer realm="figwright"'
"""Without `resource_metadata` (RFC 9728): our tokens are handed out by an operator, and no authorization server is."""
_OURS = "Send one that `figwright mcp token issue` printed: Authorization: Bearer fwm_..."


def mcp_app(
    actions: Actions,
    *,
    connection_name: str | None = None,
    toolset: Names | None = None,
    tools: Names | None = None,
    read_only: bool = False,
    mode: Mode = "full",
    allowed_hosts: Iterable[str] = (),
    allowed_origins: Iterable[str] = (),
    max_body_bytes: int = MAX_BODY_BYTES,
) -> ASGIApp:
    """An ASGI app that answers MCP clients at whatever path you route to it; it needs no lifespan.

    A client's bearer token, from `actions.issue_mcp_token`, says which account it works for. `connection_name` takes
    tokens of that connection only; `toolset`, `tools` and `read_only` narrow what every account is shown. Answered are
    requests to this machine's own names, to `public_url`'s host and to `allowed_hosts`, from programs, and from pages
    of the same host and of `allowed_origins`. `actions` stays yours to close. Raises ConfigurationError or
    UnknownToolError.
    """
    filters: dict[str, Any] = {"toolset": toolset, "tools": tools, "read_only": read_only}
    hosts = Hosts(
        (*filter(None, [host_of(actions.context.authorizations().public_url)]), *allowed_hosts), allowed_origins
    )
    return McpApp(actions, connection_name, filters, mode, hosts, max_body_bytes)


class McpApp:
    def __init__(
        self,
        actions: Actions,
        connection_name: str | None,
        filters: dict[str, Any],
        mode: Mode,
        hosts: Hosts,
        max_body_bytes: int,
    ) -> None:
        self._actions, self._filters, self._hosts, self._max_body_bytes = actions, filters, hosts, max_body_bytes
        self._tokens = (
            actions.context.client_tokens()
        )  # opened now: what is wrong with the database is told before serving
        self._servers: dict[str, Server[Any]] = {}
        served = [actions.connection(connection_name)] if connection_name else actions.context.catalog.connections()
        for connection in served:
            about = Toolbox(actions=actions, connection_name=connection.name, takes_pictures=True, **filters)
            self._servers[connection.name] = make_server(_toolbox_of, about=about, mode=mode)
        patterns = {
            each.connector.title: each.connector.secret_pattern for each in actions.context.catalog.connections()
        }
        self._foreign = {title: re.compile(pattern) for title, pattern in patterns.items() if pattern}
        self._toolboxes: OrderedDict[tuple[str, str, bool], Toolbox] = OrderedDict()
        self._answering: ASGIApp = self._answer
        if hosts.origins:
            self._answering = CORSMiddleware(
                self._answer, allow_origins=sorted(hosts.origins), allow_methods=["POST"], allow_headers=["*"]
            )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await _NOT_HTTP(scope, receive, send)
            return
        query, scope["query_string"] = scope.get("query_string", b""), b""  # no access log writes it (T22)
        if refused := self._hosts.refusal(scope["headers"]):
            await _refuse(refused)(scope, receive, send)
        elif query:
            told = "Nothing is read from the query of this address, least of all a token: send it as a header."
            await _refuse(Refused(400, told))(scope, receive, send)
        else:
            await self._answering(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = await self._authenticated(scope)
        found = found if isinstance(found, Refused) else _unfit(scope, self._max_body_bytes) or found
        if isinstance(found, Refused):
            await _refuse(found)(scope, receive, send)
            return
        body = await _body(receive, self._max_body_bytes)
        if isinstance(body, Refused):
            await _refuse(body)(scope, receive, send)
            return
        if body is None:
            return
        sent: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return sent.pop() if sent else await receive()

        passed_on = {**scope, "headers": _passed_on(scope["headers"]), _TOOLBOX: self._toolbox(found)}
        manager = StreamableHTTPSessionManager(
            self._servers[found.connection_name], stateless=True, max_request_body_size=self._max_body_bytes
        )
        async with manager.run():
            await manager.handle_request(passed_on, replay, send)

    async def _authenticated(self, scope: Scope) -> McpToken | Refused:
        """Whose request it is, asked of the store anew each time: what was revoked is refused at once."""
        token = _bearer(scope)
        if not token:
            return Refused(401, f"This server wants one bearer token. {_OURS}")
        if token.startswith("$"):
            return Refused(
                401, "The client sent the name of a variable and not its value: set it where the client runs."
            )
        for title, pattern in self._foreign.items():
            if not token.startswith(OWN_PREFIX) and pattern.search(token):
                logger.warning("A token of %s was sent to the MCP server, and refused", title)
                return Refused(401, f"This is a token of {title}: it is not taken here, nor passed on. {_OURS}")
        try:
            found = await anyio.to_thread.run_sync(self._tokens.find, token)
        except StoreError as error:
            logger.error("A token could not be looked up: %s", error)
            return Refused(503, "Tokens cannot be looked up just now. Try again in a moment.")
        if found is None or found.connection_name not in self._servers:
            return Refused(401, f"This token is not known here, was revoked, or is past its time. {_OURS}")
        if is_noted_late(found):
            await anyio.to_thread.run_sync(self._tokens.note_use, token)
        return found

    def _toolbox(self, found: McpToken) -> Toolbox:
        key = (found.connection_name, found.identifier, found.read_only)
        toolbox = self._toolboxes.get(key)
        if toolbox is None:
            filters: dict[str, Any] = self._filters | {"read_only": self._filters["read_only"] or found.read_only}
            toolbox = Toolbox(
                actions=self._actions,
                connection_name=found.connection_name,
                identifier=found.identifier,
                takes_pictures=True,
                **filters,
            )
            self._toolboxes[key] = toolbox
            while len(self._toolboxes) > _KEPT_TOOLBOXES:
                self._toolboxes.popitem(last=False)
        return toolbox


def _toolbox_of(request: Request) -> Toolbox:
    assert request.request is not None
    found: Toolbox = request.request.scope[_TOOLBOX]
    return found


def _bearer(scope: Scope) -> str:
    """The one bearer token of a request (RFC 6750, 2.1); "" if there is none, or more than one."""
    sent = [value.decode("latin-1") for name, value in scope["headers"] if name == b"authorization"]
    scheme, _, token = (sent[0] if len(sent) == 1 else "").strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _unfit(scope: Scope, max_body_bytes: int) -> Refused | None:
    """What is wrong with a request that is not a JSON message: streams and sessions, which others GET and DELETE."""
    if scope["method"] != "POST":
        return Refused(405, "Only POST is answered here: there are no sessions, and no stream to wait on.")
    kinds = [value.decode("latin-1") for name, value in scope["headers"] if name == b"content-type"]
    if len(kinds) != 1 or kinds[0].partition(";")[0].strip().lower() != "application/json":
        return Refused(415, "Only JSON is taken here: Content-Type: application/json.")
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    if any(length.isdigit() and int(length[:20]) > max_body_bytes for length in lengths):
        return _too_large(max_body_bytes)
    return None


async def _body(receive: Receive, max_body_bytes: int) -> bytes | Refused | None:
    """All of it; None where the client has gone. Read before the SDK does, which fails where the body ends early."""
    read = bytearray()
    with anyio.move_on_after(BODY_SECONDS):
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return None
            read += message.get("body", b"")
            if len(read) > max_body_bytes:
                return _too_large(max_body_bytes)
            if not message.get("more_body"):
                return bytes(read)
    return Refused(408, f"The request was not complete within {BODY_SECONDS:g} seconds.")


def _too_large(max_body_bytes: int) -> Refused:
    return Refused(413, f"The request is too large: at most {max_body_bytes:,} bytes are taken.")


def _passed_on(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Without the credentials that were sent, and each value without spaces around it (RFC 9110, 5.5)."""
    return [(name, value.strip(b" \t")) for name, value in headers if name not in (b"authorization", b"cookie")]


def _refuse(refused: Refused) -> Response:
    """A JSON-RPC error that belongs to no request, as the transport allows for what is refused as a whole."""
    error = {"code": INVALID_REQUEST, "message": refused.message}
    headers = {"Allow": "POST"} if refused.status == 405 else {"Retry-After": "1"} if refused.status == 503 else {}
    if refused.status == 401:
        headers["WWW-Authenticate"] = _CHALLENGE
    body = json.dumps({"jsonrpc": "2.0", "id": None, "error": error})
    return Response(body, refused.status, headers, "application/json")
