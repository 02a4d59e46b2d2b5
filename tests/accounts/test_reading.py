"""Reading waits for nobody who writes, and nothing is written on an event loop: what is seen is what is so."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import Any

import anyio
import psycopg
import pytest

from figwright import AsyncActions
from figwright.accounts import stored
from figwright.crypto.keyring import KeyRing
from figwright.errors import AccountNotActiveError, MissingScopesError, ProviderError
from figwright.store.database import sqlite_path
from figwright.store.postgres import PostgreSQL
from figwright.store.sqlite import SQLite

from .desk import Desk


@contextmanager
def held(desk: Desk) -> Iterator[None]:
    """Another program writes, and does not end."""
    if desk.database_url.startswith("sqlite"):
        with closing(sqlite3.connect(sqlite_path(desk.database_url), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
    else:
        with psycopg.connect(desk.database_url) as other:
            for table in ("grants", "accounts", "authorization_requests"):
                other.execute(f"SELECT 1 FROM {table} FOR UPDATE")
            yield


def connect_with_token(desk: Desk) -> None:
    desk.actions.connect_with_token(identifier="ann", token=desk.sandbox.token(kind="personal_access_token"))


def expire(desk: Desk) -> None:
    desk.run("UPDATE grants SET expires_at = :now - 1")


def test_a_token_that_has_ended_is_EXPIRED_whoever_holds_the_database(any_desk: Desk) -> None:
    connect_with_token(any_desk)
    expire(any_desk)
    with held(any_desk):
        for call in (any_desk.handle, lambda: any_desk.actions.request(method="GET", path="/v1/me", identifier="ann")):
            with pytest.raises(AccountNotActiveError) as refused:
                call()
            assert refused.value.status == "EXPIRED"
        account = any_desk.actions.get_connected_account(identifier="ann")
        assert (account.status, account.status_reason) == ("EXPIRED", "past its time")
        assert [each.status for each in any_desk.actions.list_connected_accounts()] == ["EXPIRED"]
        assert any_desk.events() == [("PENDING", "ACTIVE", "")], "it is written down by the next who can"
    assert any_desk.status() == "EXPIRED"
    assert any_desk.events() == [("PENDING", "ACTIVE", ""), ("ACTIVE", "EXPIRED", "past its time")]


def test_a_damaged_token_is_told_as_such_whoever_holds_the_database(any_desk: Desk) -> None:
    connect_with_token(any_desk)
    any_desk.run("UPDATE grants SET access = :nothing", nothing=b"\x01")
    with held(any_desk), pytest.raises(AccountNotActiveError, match="corrupt"):
        any_desk.handle()
    with pytest.raises(AccountNotActiveError, match="corrupt"):
        any_desk.handle()
    assert any_desk.actions.get_connected_account(identifier="ann").status_reason.startswith("corrupt")


def watch_threads(patch: pytest.MonkeyPatch, seen: set[str], owner: Any, name: str) -> None:
    """Note the thread of each call."""
    original = getattr(owner, name)

    def watched(*args: Any, **options: Any) -> Any:
        seen.add(threading.current_thread().name)
        return original(*args, **options)

    patch.setattr(owner, name, watched)


def lose_scopes(desk: Desk) -> None:
    desk.connect()
    desk.sandbox.world.tokens[desk.stored_token()].scopes = ("file_content:read",)


def damage(desk: Desk) -> None:
    connect_with_token(desk)
    desk.run("UPDATE grants SET access = :nothing", nothing=b"\x01")


def let_expire(desk: Desk) -> None:
    connect_with_token(desk)
    expire(desk)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("change", [let_expire, damage, lose_scopes])
def test_nothing_is_written_on_an_event_loop_and_no_database_is_opened_there(
    any_desk: Desk, monkeypatch: pytest.MonkeyPatch, change: Callable[[Desk], None], backend: str
) -> None:
    change(any_desk)
    before, threads = any_desk.last_event(), set[str]()
    watch_threads(monkeypatch, threads, SQLite, "write")
    watch_threads(monkeypatch, threads, PostgreSQL, "write")
    watch_threads(monkeypatch, threads, stored, "open_accounts")
    watch_threads(monkeypatch, threads, KeyRing, "open")  # it may read the key file

    async def main() -> None:
        async with any_desk.awaitable() as actions:
            for call in (
                partial(actions.request, method="GET", path="/v1/me"),
                partial(actions.execute_tool, "figma_me_get"),
            ):
                with pytest.raises((AccountNotActiveError, MissingScopesError, ProviderError)):
                    await call(identifier="ann")

    anyio.run(main, backend=backend)
    assert any_desk.last_event() > before
    assert threads
    assert threading.current_thread().name not in threads


@contextmanager
def locked(path: str) -> Iterator[sqlite3.Connection]:
    """A program that keeps everybody out, readers too, as soon as nobody has the file open."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE accounts SET plan = plan")
        other.execute("COMMIT")
        yield other


async def begin_and_stop(actions: AsyncActions) -> None:
    async with await actions.run_refresher():
        pass


CALLS: dict[str, Callable[[AsyncActions], Any]] = {
    "a call": lambda actions: actions.execute_tool("figma_me_get", identifier="ann"),
    "a request": lambda actions: actions.request(method="GET", path="/v1/me", identifier="ann"),
    "a list of tools": lambda actions: actions.list_tools(identifier="ann"),
    "an account": lambda actions: actions.get_connected_account(identifier="ann"),
    "a list of tokens": lambda actions: actions.list_mcp_tokens(),
    "a refresher": begin_and_stop,
}


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_an_event_loop_goes_on_while_nobody_can_read(
    desk: Desk, call: Callable[[AsyncActions], Any], backend: str
) -> None:
    connect_with_token(desk)
    desk.actions.close()

    async def main() -> None:
        async with desk.awaitable() as actions:
            await call(actions)
            await actions.close()  # its next read opens the file anew
            with locked(sqlite_path(desk.database_url)) as other:
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(call, actions)
                    for _ in range(5):
                        await anyio.sleep(0.01)
                    other.close()

    anyio.run(main, backend=backend)
