"""What each call reads of PostgreSQL: prepared, in one round trip, on an event loop; and poolers without that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing

import anyio
import anyio.to_thread
import pytest
from support.postgres import PostgresServer

from figwright.store import accounts
from figwright.store.postgres import PostgreSQL

from .network import PID, Proxy, connect, is_there, terminate


@pytest.fixture
def database(postgres_url: str) -> Iterator[PostgreSQL]:
    with closing(PostgreSQL(postgres_url)) as opened:
        yield opened


def test_nothing_of_a_session_outlives_a_statement(postgres_url: str) -> None:
    """A pooler in transaction mode gives every transaction another backend: here one that was reset in between."""
    with closing(PostgreSQL(postgres_url, connections=1, prepared=False)) as database:
        for number in range(10):
            connect(database, f"user{number}")
            assert is_there(database, f"user{number}")
            with database.write() as transaction:
                assert transaction.run("SELECT count(*) FROM pg_prepared_statements") == [(0,)]
            database.read("SELECT pg_advisory_unlock_all()")
        assert database.read("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == [(0,)]


PREPARED = "SELECT count(*) FROM pg_prepared_statements"


def test_what_every_call_reads_is_planned_once_and_in_one_round_trip(postgres_url: str, proxy: Proxy) -> None:
    asked: list[bytes] = []
    with closing(PostgreSQL(proxy.url, connections=1)) as database:
        is_there(database, "ana")
        proxy.from_client = lambda chunk: asked.append(chunk) or chunk  # type: ignore[func-returns-value]
        assert not is_there(database, "ana")
        assert len(asked) == 1
        assert b"SELECT" not in asked[0]
        assert database.read(PREPARED) == [(1,)]


def test_behind_a_pooler_nothing_is_prepared_unless_it_is_told_to_be(proxy: Proxy) -> None:
    """A pooler gives out a process id of its own making, for the client to cancel by."""

    def invent_process(chunk: bytes) -> bytes:
        return re.sub(rb"(K\x00\x00\x00\x0c)....", lambda found: found[1] + b"\0\0\0\7", chunk, flags=re.DOTALL)

    proxy.from_server = invent_process
    for prepared, count in ((None, 0), (True, 1), (False, 0)):
        with closing(PostgreSQL(proxy.url, connections=1, prepared=prepared)) as database:
            assert not is_there(database, "ana")
            assert database.read(PREPARED) == [(count,)]


def test_a_session_that_has_forgotten_its_statements_is_asked_without(postgres_url: str) -> None:
    """As where a pooler that shows itself as the server gives every transaction another session."""
    with closing(PostgreSQL(postgres_url, connections=1)) as database:
        connect(database, "ana")
        assert is_there(database, "ana")
        with database.write() as transaction:
            transaction.run("DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$")
        assert is_there(database, "ana")
        assert is_there(database, "ana")
        assert database.read(PREPARED) == [(0,)]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("prepared", [True, False])
def test_an_event_loop_reads_what_a_thread_reads_and_goes_on_meanwhile(
    database: PostgreSQL, backend: str, prepared: bool
) -> None:
    """Without a thread where statements are prepared and a connection is free."""
    database._prepared = prepared
    connect(database, "ana")
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await anyio.sleep(0.005)
            ticks += 1

    async def main() -> None:
        threads = anyio.to_thread.current_default_thread_limiter()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(tick)
            for name in ("ana", "ben", "ana"):
                assert await accounts.read_on_loop(database, "figma", name) is not None or name == "ben"
            assert threads.borrowed_tokens == 0
            slow = "SELECT :name FROM pg_sleep(0.3)"
            assert await database.read_on_loop(slow, name="ana's ‹name›") == [("ana's ‹name›",)]
            with anyio.move_on_after(0.05):
                await database.read_on_loop(slow, name="given up")
            tasks.cancel_scope.cancel()

    anyio.run(main, backend=backend)
    assert ticks > 5
    row, again = accounts.read(database, "figma", "ana"), []

    async def read() -> None:
        again.append(await accounts.read_on_loop(database, "figma", "ana"))

    anyio.run(read, backend=backend)
    assert row is not None
    assert again[0] is not None
    assert again[0][:-1] == row[:-1]
    assert [type(cell) for cell in again[0]] == [type(cell) for cell in row]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_F31_an_event_loop_reads_anew_where_its_session_ends_or_forgets(
    postgres_url: str, postgres: PostgresServer, backend: str
) -> None:
    with closing(PostgreSQL(postgres_url, connections=1)) as database:
        connect(database, "ana")

        async def is_there() -> bool:
            return await accounts.read_on_loop(database, "figma", "ana") is not None

        async def main() -> None:
            assert await is_there()
            terminate(postgres, database.read(PID)[0][0])
            assert await is_there()
            assert await is_there()
            with database.write() as transaction:
                transaction.run("DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$")
            for _ in range(3):
                assert await is_there()

        anyio.run(main, backend=backend)
