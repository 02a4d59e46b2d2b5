"""A web application with the connect app mounted in it, on a real socket, and a person who clicks through it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp
from support.ports import free_port
from uvicorn import Config, Server

from figwright import Actions, AsyncActions, Connection
from figwright.crypto.keyring import new_key
from figwright.types.accounts import AuthorizationLink
from figwright.web import Brand, connect_app
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.world import User

MOUNT = "/figwright"
ALLOWED = "https://app.example.com"


@contextmanager
def served(app: ASGIApp, port: int) -> Iterator[None]:
    """The application on 127.0.0.1, with the access log that uvicorn writes by default."""
    server = Server(Config(app, lifespan="off", ws="none", log_config=None, timeout_graceful_shutdown=5))
    listening = socket.create_server(("127.0.0.1", port))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


@dataclass
class Site:
    """`actions` is always the waiting face, by which a test arranges; the site itself may run on the awaitable one."""

    sandbox: Sandbox
    actions: Actions
    port: int
    ahead: float = 0.0

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def link(self, identifier: str = "ann", **options: Any) -> AuthorizationLink:
        options.setdefault("connection_name", "figma")
        return self.actions.get_authorization_link(identifier=identifier, **options)

    def status(self, identifier: str = "ann", connection: str = "figma") -> str:
        return self.actions.get_connected_account(identifier=identifier, connection_name=connection).status

    def exchanges(self) -> int:
        """How many token requests the provider saw."""
        return sum(request.operation == "oauth.token" for request in self.sandbox.requests)

    def advance(self, seconds: float) -> None:
        """Let the store's time pass."""
        self.ahead += seconds
        self.actions.context.stored().database._clock = lambda: time.time() + self.ahead  # type: ignore[attr-defined]


class Person:
    """Somebody with a browser of their own: a cookie jar, no redirects followed unasked."""

    def __init__(self, site: Site, user: User | None = None) -> None:
        self.site, self.user = site, user
        self.http = httpx.Client(trust_env=False, verify=False, timeout=30)

    def start(self, link: AuthorizationLink) -> str:
        """Open a link; the provider's address that it leads to."""
        response = self.http.get(link.link)
        assert response.status_code == 303, response.text
        return response.headers["location"]

    def allow(self, link: AuthorizationLink) -> str:
        """Open a link and allow what it asks for; the callback URL, which is not opened yet."""
        callback = self.site.sandbox.consent(self.start(link), self.user)
        assert callback is not None
        return callback

    def get(self, url: str, **options: Any) -> httpx.Response:
        return self.http.get(url, **options)

    def connect(self, link: AuthorizationLink) -> httpx.Response:
        return self.get(self.allow(link))

    def cookies(self) -> list[str]:
        return [cookie.name for cookie in self.http.cookies.jar]


def query(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def connections(sandbox: Sandbox, redirect_uri: str, **options: Any) -> list[Connection]:
    """Two connections with an app each, whose redirect URIs differ in the last part only."""
    made = []
    for name in ("figma", "admin"):
        uri = f"{redirect_uri.rpartition('/')[0]}/{name}"
        app = sandbox.app(name, redirect_uris=[uri])
        made.append(
            Connection(
                name=name,
                connector="figma",
                client_id=app.client_id,
                client_secret=app.client_secret,
                redirect_uri=uri,
                authorization_url=f"{sandbox.url}/oauth",
                token_url=f"{sandbox.url}/v1/oauth/token",
                refresh_url=f"{sandbox.url}/v1/oauth/refresh",
                api_url=sandbox.url,
                allow_insecure=True,
                **options,
            )
        )
    return made


@contextmanager
def site(
    sandbox: Sandbox,
    database_url: str,
    *,
    face: str = "sync",
    origin: str = "",
    around: Callable[[ASGIApp], ASGIApp] = lambda app: app,
    brand: Brand | None = None,
    **options: Any,
) -> Iterator[Site]:
    """`origin` is where people reach the site, by default http on this machine; `around` is a middleware of its own.

    `options` are the connections'.
    """
    port = free_port()
    base = (origin or f"http://localhost:{port}") + MOUNT
    opened: dict[str, Any] = {"database_url": database_url, "public_url": base}
    if database_url.startswith("postgresql"):
        opened["encryption_keys"] = [new_key()]
    chosen = connections(sandbox, f"{base}/callback/figma", **options)
    with Actions(chosen, **opened) as actions:
        asked = actions if face == "sync" else AsyncActions(chosen, **opened)
        app = Starlette(
            routes=[
                Route("/", lambda _: PlainTextResponse("home")),
                Route("/settings", lambda request: PlainTextResponse(f"settings {_query(request)}")),
                Mount(MOUNT, connect_app(asked, return_to_origins=[ALLOWED], brand=brand)),
            ]
        )
        try:
            with served(around(app), port):
                yield Site(sandbox, actions, port)
        finally:
            asked.context.close_accounts()


def _query(request: Request) -> str:
    return request.url.query
