"""A program of its own for ASGI apps: one socket, the hosts it answers to, an end that waits for what is under way."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn import Config, Server

from figwright.errors import ConfigurationError
from figwright.web.hosts import Hosts
from figwright.web.protocol import AT_ONCE, QUEUE, BoundedProtocol

_GRACE = 10
"""Seconds for what is under way when the server ends."""


class Guarded:
    """An app that sees only requests whose Host and Origin are allowed (T64)."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (refused := self._hosts.refusal(scope["headers"])):
            await PlainTextResponse(refused.message, refused.status)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that accepts connections; port 0 takes a free one. Raises ConfigurationError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        opened = socket.create_server((host, port), family=family, backlog=QUEUE)
    except OSError as error:
        # What getaddrinfo fails with has a negative number.
        number = error.errno or 0
        why = os.strerror(number) if number > 0 else "there is no such address"
        raise ConfigurationError(
            f"Port {port} on {host} cannot be used: {why}. End the program that uses it, or take another port."
        ) from None
    with opened:
        yield opened


def address_of(opened: socket.socket) -> str:
    host, port = opened.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def quiet_server(app: ASGIApp, grace: int) -> Server:
    """A server that logs its app's failures alone, holds no client for long, and trusts no proxy's headers.

    At its end it waits `grace` seconds for calls.
    """
    config = Config(
        app,
        http=BoundedProtocol,
        backlog=AT_ONCE,
        lifespan="off",
        ws="none",
        log_config=None,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=grace,
    )
    return _Server(config)


class _Server(Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for each in sockets or []:
            each.listen(QUEUE)


def run(app: ASGIApp, opened: socket.socket) -> None:
    """Serve until SIGTERM or Ctrl-C, which end the process well; a second Ctrl-C does not wait."""
    server = quiet_server(app, _GRACE)

    def end(*_: object) -> None:
        server.should_exit = True

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, end)  # for a signal before the server runs, and for what it raises again when it has ended
    server.run([opened])
