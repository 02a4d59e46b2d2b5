"""An ASGI app with one route, `/{connection}/{route}` below `/webhooks`, that takes what providers send to webhooks.

The body is read under a bound (T61), checked and stored; handlers work later. The answer says nothing but its status.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

import anyio
import anyio.to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send

from figwright.actions import Actions, AsyncActions
from figwright.errors import ConfigurationError
from figwright.redaction.logs import get_logger
from figwright.webhooks.payloads import LARGEST
from figwright.webhooks.receiving import Answer, receive

logger = get_logger("web")

_ROUTE = re.compile(r"(?:/webhooks)?/([a-z][a-z0-9_-]{0,99})/([0-9a-f]{32})")
_PATIENCE = 10.0
"""Seconds for a body to arrive."""
_ANSWER = 4.0
"""Seconds for the store: who sends waits for five, or little longer. What is stored after all is known then."""
_NOT_HTTP = Router()


def webhook_app(actions: Actions | AsyncActions) -> ASGIApp:
    """The receiver for the webhooks of `actions`: mount it at `/webhooks` below `public_url`, before the connect app.

    It answers 200 once an event is stored; handlers run where `handle_events` or `run_event_handlers` does. `actions`
    stays yours to close.
    """
    return WebhookApp(actions)


class WebhookApp:
    def __init__(self, actions: Actions | AsyncActions) -> None:
        self._actions = actions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await _NOT_HTTP(scope, receive, send)
            return
        answer = await self._answer(Request(scope, receive))
        headers = {"cache-control": "no-store"} | ({"allow": "POST"} if answer.status == 405 else {})
        await Response(status_code=answer.status, headers=headers)(scope, receive, send)

    async def _answer(self, request: Request) -> Answer:
        path, mount = str(request.scope["path"]), str(request.scope.get("root_path", ""))
        found = _ROUTE.fullmatch(path.removeprefix(mount) if path.startswith(f"{mount}/") else path)
        if not found:
            return Answer(404, "no such route")
        if request.method != "POST":
            return Answer(405, "not a POST")
        body = await _body(request)
        if body is None:
            return Answer(413, "too large, or too slow")
        try:
            work = partial(self._receive, found[1], found[2], dict(request.headers), body)
            with anyio.fail_after(_ANSWER):
                answer = await anyio.to_thread.run_sync(work, abandon_on_cancel=True)
        except Exception as error:  # noqa: BLE001 - and not its text: what failed may hold the body, and its secret
            logger.error("webhooks: %s: an event could not be stored, and comes again", type(error).__name__)
            return Answer(503, "our own trouble")
        if answer.status != 200:
            logger.warning("webhooks: a delivery to %s was refused: %s", found[1], answer.why)
        return answer

    def _receive(self, name: str, route: str, headers: Mapping[str, str], body: bytes) -> Answer:
        try:
            connection = self._actions.connection(name)
        except ConfigurationError:
            return Answer(404, "unknown connection")
        if connection.connector.webhooks is None:
            return Answer(404, "a connector without webhooks")
        context, declared = self._actions.context, connection.connector.webhooks
        stored = context.stored()
        answer = receive(stored.database, stored.ring, declared, name, route, headers, body)
        if answer.subject and connection.connector.cache:
            context.cache.doubt(connection, [answer.subject])
        return answer


async def _body(request: Request) -> bytes | None:
    """The body, or None where it is too large or does not come to its end in time."""
    parts, size = list[bytes](), 0
    try:
        with anyio.fail_after(_PATIENCE):
            async for part in request.stream():
                size += len(part)
                if size > LARGEST:
                    return None
                parts.append(part)
    except (TimeoutError, ClientDisconnect):
        return None
    return b"".join(parts)
