from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import anyio
import pytest

from figwright import Actions, AsyncActions, Connection, ToolResult
from support.pictures import PNG, Fetch
from support.provider import Provider, provider, reply
from support.toybox import CONNECTOR

TOKEN = "toy_CANARYCANARY"


@pytest.fixture
def toybox() -> Iterator[Provider]:
    with provider() as running:
        yield running


@pytest.fixture
def connection(toybox: Provider) -> Callable[..., Connection]:
    """A connection to the provider, all tools in use unless said otherwise."""

    def make(**options: Any) -> Connection:
        chosen = {"name": "toybox", "tools": tuple(CONNECTOR.tools), **options}
        return Connection(connector=CONNECTOR, api_url=toybox.url, allow_insecure=True, **chosen)

    return make


class Face:
    """One of the three ways to make the same call: waiting, on asyncio, on trio."""

    def __init__(self, kind: str, connection: Callable[..., Connection]) -> None:
        self.kind, self._connection = kind, connection

    def __call__(self, tool: str, tool_input: Any = None, **options: Any) -> ToolResult:
        account = {name: options.pop(name) for name in ("kind", "scopes", "plan", "token") if name in options}
        setup = options.pop("setup", lambda actions: None)
        limits = {name: options.pop(name) for name in ("deadline", "max_response_bytes") if name in options}
        actions_type = Actions if self.kind == "sync" else AsyncActions
        actions: Any = actions_type([self._connection(**options)], **limits)
        credential = {"identifier": "ann", "token": TOKEN, "kind": "oauth", "check": False, **account}

        async def call() -> ToolResult:
            async with actions:
                await actions.connect_with_token(**credential)
                setup(actions)
                return await actions.execute_tool(tool, identifier="ann", tool_input=tool_input)

        if self.kind != "sync":
            return anyio.run(call, backend=self.kind)
        with actions:
            actions.connect_with_token(**credential)
            setup(actions)
            return actions.execute_tool(tool, identifier="ann", tool_input=tool_input)


@pytest.fixture(params=["sync", "asyncio", "trio"])
def call(request: pytest.FixtureRequest, connection: Callable[..., Connection]) -> Face:
    return Face(request.param, connection)


@pytest.fixture
def actions(connection: Callable[..., Connection]) -> Iterator[Actions]:
    with Actions([connection()]) as made:
        made.connect_with_token(identifier="ann", token=TOKEN, kind="oauth", check=False)
        yield made


@pytest.fixture
def shelf() -> Iterator[Provider]:
    """The host of the pictures, which is not the host of the API."""
    with provider() as running:
        running.answer(reply(PNG))
        yield running


@pytest.fixture(params=["sync", "asyncio", "trio"])
def fetch(request: pytest.FixtureRequest, connection: Callable[..., Connection], shelf: Provider) -> Fetch:
    return Fetch(request.param, connection(download_hosts=[shelf.url.removeprefix("http://")]))
