"""`fresh.py URL SQLITE_URL POSTGRESQL_URL ROUNDS CALLS sync|async|postgresql`: microseconds of each call, in turn."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack

import httpx

from benchmarks.workers.accounts import KEY, connection
from figwright import Actions, AsyncActions

HEADERS = {"Authorization": "Bearer ann.0"}
TOOL = "figma_me_get"


def sync(url: str, databases: dict[str, str], rounds: int, calls: int) -> dict[str, list[float]]:
    with ExitStack() as stack:
        client = stack.enter_context(httpx.Client(base_url=url, headers=HEADERS))
        transport = stack.enter_context(httpx.HTTPTransport())
        held = stack.enter_context(Actions.with_token("ann.0", kind="oauth", api_url=url, allow_insecure=True))
        stored = {
            name: stack.enter_context(Actions([connection(url)], database_url=place, encryption_keys=[KEY]))
            for name, place in databases.items()
        }

        def bare() -> object:
            response = transport.handle_request(httpx.Request("GET", f"{url}/v1/me", headers=HEADERS))
            data = json.loads(b"".join(response.stream))
            response.close()
            return data

        measured: dict[str, Callable[[], object]] = {
            "httpx.Client: client.get(...).json()": lambda: client.get("/v1/me").json(),
            "httpx.HTTPTransport and json.loads": bare,
            "Actions.with_token": lambda: held.execute_tool(TOOL).data,
        }
        for name, actions in stored.items():
            measured[f"Actions, {name}"] = lambda actions=actions: actions.execute_tool(TOOL, identifier="ann").data
        found: dict[str, list[float]] = {name: [] for name in measured}
        for number in range(rounds + 1):
            for name, call in measured.items():
                started = time.perf_counter()
                for _ in range(calls):
                    call()
                if number:
                    found[name].append((time.perf_counter() - started) / calls * 1e6)
    return found


async def awaiting(url: str, databases: dict[str, str], rounds: int, calls: int) -> dict[str, list[float]]:
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(httpx.AsyncClient(base_url=url, headers=HEADERS))
        transport = await stack.enter_async_context(httpx.AsyncHTTPTransport())
        held = AsyncActions.with_token("ann.0", kind="oauth", api_url=url, allow_insecure=True)
        await stack.enter_async_context(held)

        async def whole() -> object:
            return (await client.get("/v1/me")).json()

        async def bare() -> object:
            response = await transport.handle_async_request(httpx.Request("GET", f"{url}/v1/me", headers=HEADERS))
            data = json.loads(b"".join([chunk async for chunk in response.stream]))
            await response.aclose()
            return data

        async def called(actions: AsyncActions, identifier: str | None) -> object:
            return (await actions.execute_tool(TOOL, identifier=identifier)).data

        measured: dict[str, Callable[[], Awaitable[object]]] = {
            "httpx.AsyncClient: (await client.get(...)).json()": whole,
            "httpx.AsyncHTTPTransport and json.loads": bare,
            "AsyncActions.with_token": lambda: called(held, None),
        }
        for name, place in databases.items():
            actions = AsyncActions([connection(url)], database_url=place, encryption_keys=[KEY])
            await stack.enter_async_context(actions)
            measured[f"AsyncActions, {name}"] = lambda actions=actions: called(actions, "ann")
        found: dict[str, list[float]] = {name: [] for name in measured}
        for number in range(rounds + 1):
            for name, call in measured.items():
                started = time.perf_counter()
                for _ in range(calls):
                    await call()
                if number:
                    found[name].append((time.perf_counter() - started) / calls * 1e6)
    return found


def only_postgresql(url: str, place: str, calls: int) -> dict[str, list[float]]:
    with Actions([connection(url)], database_url=place, encryption_keys=[KEY]) as actions:
        for _ in range(calls + 1):
            actions.execute_tool(TOOL, identifier="ann")
    return {}


def main(url: str, sqlite: str, postgresql: str, rounds: int, calls: int, face: str) -> None:
    databases = {"SQLite": sqlite, "PostgreSQL": postgresql}
    if face == "sync":
        found = sync(url, databases, rounds, calls)
    elif face == "async":
        found = asyncio.run(awaiting(url, databases, rounds, calls))
    else:
        found = only_postgresql(url, postgresql, calls)
    sys.stdout.write(json.dumps(found) + "\n")


main(*sys.argv[1:4], int(sys.argv[4]), int(sys.argv[5]), sys.argv[6])
