"""An installation that serves MCP over HTTP on a real socket, people with tokens, and what clients send."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from typing import Any

import httpx
import httpx2
from accounts.desk import Desk
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from starlette.routing import Route, Router
from starlette.types import ASGIApp
from uvicorn import Config, Server

from figwright import Actions
from figwright.mcp import mcp_app
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.world import User

TOOLS = ("figma_me_get", "figma_file_get", "figma_file_comments_list", "figma_file_comment_create")
MODERN = "2026-07-28"
META = {
    "io.modelcontextprotocol/protocolVersion": MODERN,
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
}


@contextmanager
def running(app: ASGIApp, **options: Any) -> Iterator[int]:
    """The application on 127.0.0.1, at a port that was free."""
    server = Server(Config(app, port=0, ws="none", log_config=None, timeout_graceful_shutdown=5, **options))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while thread.is_alive() and not server.started:
            time.sleep(0.001)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


class House:
    """People with accounts of their own, and a server for them."""

    def __init__(self, desk: Any, *, port: int = 0, **options: Any) -> None:
        self.desk, self.options, self.port = desk, options, port
        self.people: dict[str, User] = {}

    @property
    def actions(self) -> Actions:
        found: Actions = self.desk.actions
        return found

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/mcp"

    def person(self, identifier: str = "ann") -> str:
        """Connect somebody who is called so, and their token."""
        self.people[identifier] = self.desk.sandbox.user(identifier.capitalize())
        self.desk.connect(identifier, self.people[identifier])
        return self.token(identifier)

    def token(self, identifier: str = "ann", **options: Any) -> str:
        return self.actions.issue_mcp_token(identifier=identifier, **options).token

    @contextmanager
    def serving(self) -> Iterator[House]:
        app = mcp_app(self.actions, **self.options)
        with running(Router([Route("/mcp", app)])) as self.port:
            yield self

    @asynccontextmanager
    async def client(self, token: str | None, mode: str = "auto", **more: Any) -> AsyncIterator[Client]:
        """The official client, with this bearer token."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        async with (
            httpx2.AsyncClient(headers=headers, trust_env=False, verify=False, timeout=30) as http,
            Client(streamable_http_client(self.url, http_client=http), mode=mode, **more) as client,
        ):
            yield client

    def send(
        self,
        token: str | None = None,
        method: str = "tools/list",
        params: dict[str, Any] | None = None,
        *,
        verb: str = "POST",
        path: str = "/mcp",
        headers: dict[str, str] | list[tuple[str, str]] | None = None,
        content: bytes | None = None,
    ) -> httpx.Response:
        """One request as a modern client sends it, but for what is given."""
        params = {"_meta": META, **(params or {})}
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
        told = {
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": MODERN,
            "Mcp-Method": method,
        }
        if "name" in params:
            told["Mcp-Name"] = params["name"]
        if token is not None:
            told["Authorization"] = f"Bearer {token}"
        given = headers.items() if isinstance(headers, dict) else headers or []
        names = {name.lower() for name, _ in given}
        sent = [*((name, value) for name, value in told.items() if name.lower() not in names), *given]
        with httpx.Client(trust_env=False, verify=False, timeout=30) as http:
            return http.request(
                verb,
                f"http://127.0.0.1:{self.port}{path}",
                headers=sent,
                content=(body if content is None else content) if verb == "POST" else None,
            )

    def call(self, token: str | None, name: str, arguments: dict[str, Any] | None = None, **more: Any) -> Any:
        """The result of a tool."""
        response = self.send(token, "tools/call", {"name": name, "arguments": arguments or {}}, **more)
        assert response.status_code == 200, response.text
        return response.json()["result"]


@contextmanager
def house_on(sandbox: Sandbox, database_url: str, tools: Sequence[str] = TOOLS, **options: Any) -> Iterator[House]:
    with closing(Desk(sandbox, database_url)) as desk:
        desk.actions = desk.open([desk.connection(tools=tools)])
        with House(desk, **options).serving() as served:
            yield served


def message(response: httpx.Response) -> str:
    """What a refusal says."""
    said: str = response.json()["error"]["message"]
    return said
