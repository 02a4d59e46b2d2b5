"""PostgreSQL beyond the statements: what breaks under way, who waits for whom, poolers, forks."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import anyio
import anyio.to_thread
import pytest
from support.postgres import PostgresServer

from figwright.errors import ConfigurationError, OutcomeUnknownError, StoreBusyError, StoreError
from figwright.store import accounts
from figwright.store.postgres import PostgreSQL

PATIENCE = 20.0
PID = "SELECT pg_backend_pid()"


@pytest.fixture
def database(postgres_url: str) -> Iterator[PostgreSQL]:
    with closing(PostgreSQL(postgres_url)) as opened:
        yield opened


def until(condition: Callable[[], Any]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "what was waited for did not come about"
        time.sleep(0.005)


def connect(database: PostgreSQL, identifier: str) -> None:
    with database.write() as transaction:
        accounts.create(transaction, "figma", identifier)


def is_there(database: PostgreSQL, identifier: str) -> bool:
    return accounts.read(database, "figma", identifier) is not None


def terminate(server: PostgresServer, backend: int) -> None:
    """End a backend and wait until it is gone."""
    server.execute("SELECT pg_terminate_backend(%s)", backend)
    until(lambda: not server.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", backend))


def clients(server: PostgresServer, url: str) -> list[tuple[int, str]]:
    name = urlsplit(url).path.strip("/")
    return [
        (row[0], row[1])
        for row in server.execute("SELECT pid, application_name FROM pg_stat_activity WHERE datname = %s", name)
    ]


class Proxy:
    """A stretch of network before the server: `from_client` and `from_server` see each chunk and may cut it off."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._server = (parts.hostname, parts.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = url.replace(f":{parts.port}/", f":{self._listener.getsockname()[1]}/")
        self.from_client: Callable[[bytes], bytes | None] = lambda chunk: chunk
        self.from_server: Callable[[bytes], bytes | None] = lambda chunk: chunk
        self.refusal = b""
        self._sockets: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client = self._listener.accept()[0]
                server = socket.create_connection(self._server)
                self._sockets += [client, server]
                for source, target, name in ((client, server, "from_client"), (server, client, "from_server")):
                    pump = threading.Thread(target=self._pump, args=(source, target, name))
                    self._threads.append(pump)
                    pump.start()

    def _pump(self, source: socket.socket, target: socket.socket, name: str) -> None:
        with suppress(OSError):
            while (chunk := source.recv(65536)) and (passed := getattr(self, name)(chunk)) is not None:
                target.sendall(passed)
            if name == "from_client" and chunk and self.refusal:
                source.sendall(self.refusal)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(PATIENCE)
        for one in self._sockets:
            one.close()


@pytest.fixture
def proxy(postgres_url: str) -> Iterator[Proxy]:
    with closing(Proxy(postgres_url)) as between:
        yield between


def test_F31_a_backend_that_ends_before_COMMIT_stored_nothing(database: PostgreSQL, postgres: PostgresServer) -> None:
    with pytest.raises(StoreBusyError, match="stored nothing"), database.write() as transaction:  # noqa: PT012
        accounts.create(transaction, "figma", "ana")
        terminate(postgres, transaction.run(PID)[0][0])
    assert not is_there(database, "ana")
    connect(database, "ana")
    assert is_there(database, "ana")


def test_F31_a_backend_that_ends_between_two_statements_stored_nothing(
    database: PostgreSQL, postgres: PostgresServer
) -> None:
    with pytest.raises(StoreError), database.write() as transaction:  # noqa: PT012
        accounts.create(transaction, "figma", "ana")
        terminate(postgres, transaction.run(PID)[0][0])
        accounts.create(transaction, "figma", "ben")
    assert not is_there(database, "ana")


@pytest.mark.parametrize("arrives", [True, False])
def test_F31_a_lost_answer_to_COMMIT_leaves_the_outcome_open(proxy: Proxy, arrives: bool) -> None:
    """Whether the server got it or not, the writer is told that nobody knows, and a read decides."""
    committing = threading.Event()

    def from_client(chunk: bytes) -> bytes | None:
        if b"COMMIT\0" not in chunk:
            return chunk
        committing.set()
        return chunk if arrives else None

    with closing(PostgreSQL(proxy.url)) as database:
        proxy.from_client = from_client
        proxy.from_server = lambda chunk: None if committing.is_set() else chunk
        with pytest.raises(OutcomeUnknownError, match="Read what is there now"):
            connect(database, "ana")
        proxy.from_client = proxy.from_server = lambda chunk: chunk
        assert is_there(database, "ana") is arrives


def test_F31_a_read_whose_backend_ends_is_repeated(database: PostgreSQL, postgres: PostgresServer) -> None:
    with ThreadPoolExecutor(1) as other:
        read = other.submit(database.read, "SELECT 7 FROM pg_sleep(1)")
        asleep = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT 7%' AND state = 'active'"
        until(lambda: postgres.execute(asleep))
        terminate(postgres, postgres.execute(asleep)[0][0])
        assert read.result(PATIENCE) == [(7,)]


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_F32_a_restarted_server_is_used_at_once(database: PostgreSQL, postgres: PostgresServer, mode: Any) -> None:
    barrier = threading.Barrier(5)

    def hold(number: int) -> None:
        with database.write() as transaction:
            accounts.create(transaction, "figma", f"user{number}")
            barrier.wait(PATIENCE)

    with ThreadPoolExecutor(5) as threads:
        list(threads.map(hold, range(5)))
    postgres.restart(mode)
    connect(database, "ana")
    assert all(is_there(database, name) for name in ("ana", "user0", "user4"))


def test_F32_a_stopped_server_is_named_without_the_password_and_used_again_at_once(
    postgres: PostgresServer, postgres_url: str
) -> None:
    with closing(PostgreSQL(postgres_url, checkout_seconds=1)) as database:
        stop_and_start(database, postgres, postgres_url)


def stop_and_start(database: PostgreSQL, postgres: PostgresServer, postgres_url: str) -> None:
    postgres.stop()
    try:
        started = time.monotonic()
        with pytest.raises(StoreError, match=r"on 127\.0\.0\.1 cannot be reached: .*refused") as of_read:
            is_there(database, "ana")
        with pytest.raises(StoreError, match="cannot be reached") as of_write:
            connect(database, "ana")
        with pytest.raises(StoreError, match="cannot be reached") as of_opening:
            PostgreSQL(postgres_url)
        assert time.monotonic() - started < 5
    finally:
        postgres.start()
    password = urlsplit(postgres_url).password
    assert password
    assert not [caught for caught in (of_read, of_write, of_opening) if password in repr(caught.getrepr())]
    connect(database, "ana")


def test_F32_who_gets_no_connection_is_told_so(postgres_url: str) -> None:
    with closing(PostgreSQL(postgres_url, connections=2, checkout_seconds=0.3)) as database:
        with database.write(), database.write(), pytest.raises(StoreBusyError, match="All 2 connections"):
            database.read("SELECT 1")
        assert database.read("SELECT 1") == [(1,)]


def test_F32_many_threads_share_few_connections(postgres_url: str, postgres: PostgresServer) -> None:
    with closing(PostgreSQL(postgres_url, connections=3)) as database, ThreadPoolExecutor(32) as threads:
        list(threads.map(lambda number: connect(database, f"user{number}"), range(200)))
        assert database.read("SELECT count(*) FROM accounts") == [(200,)]
        assert 1 <= len(clients(postgres, postgres_url)) <= 3


def test_F32_a_row_that_another_holds_for_too_long_is_busy(database: PostgreSQL) -> None:
    connect(database, "ana")
    started = time.monotonic()
    with database.write() as holder:
        accounts.lock(holder, "figma", "ana")
        with pytest.raises(StoreBusyError, match="others hold"), database.write() as waiter:
            accounts.lock(waiter, "figma", "ana")
    assert 1.9 < time.monotonic() - started < 8
    connect(database, "ben")


def test_F32_a_statement_that_takes_too_long_is_busy(database: PostgreSQL) -> None:
    with pytest.raises(StoreBusyError, match="statement timeout"), database.write() as transaction:  # noqa: PT012
        transaction.run("SET LOCAL statement_timeout = 20")
        transaction.run("SELECT pg_sleep(5)")


def test_every_wait_has_a_bound(database: PostgreSQL, proxy: Proxy) -> None:
    names = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "transaction_isolation")
    with database.write() as transaction:
        assert [transaction.run(f"SHOW {name}")[0][0] for name in names] == ["2s", "8s", "5s", "read committed"]
    assert database.read("SHOW statement_timeout") == [("8s",)]


def test_a_transaction_with_a_swallowed_failure_is_not_taken_for_stored(database: PostgreSQL) -> None:
    with pytest.raises(StoreError, match="stored nothing"), database.write() as transaction:  # noqa: PT012
        accounts.create(transaction, "figma", "ana")
        with suppress(Exception):
            transaction.run("SELECT 1/0")
    assert not is_there(database, "ana")


def test_a_pooler_that_takes_no_options_gets_none(proxy: Proxy) -> None:
    """As PgBouncer does with its default settings."""
    asked = []

    def refuse_options(chunk: bytes) -> bytes | None:
        if b"\0options\0" in chunk:
            asked.append(chunk)
            return None
        return chunk

    message = b"SFATAL\0C08P01\0Munsupported startup parameter: options\0\0"
    proxy.refusal = b"E" + (len(message) + 4).to_bytes(4, "big") + message
    proxy.from_client = refuse_options
    with closing(PostgreSQL(proxy.url)) as database:
        connect(database, "ana")
        assert is_there(database, "ana")
        with database.write() as transaction:
            assert transaction.run("SHOW lock_timeout") == [("2s",)]
    assert len(asked) == 1


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


def test_F43_an_outage_that_ends_in_time_costs_no_more_than_itself(postgres_url: str, postgres: PostgresServer) -> None:
    with closing(PostgreSQL(postgres_url)) as database, ThreadPoolExecutor(50) as threads:
        connect(database, "ana")
        postgres.stop()
        try:
            reads = [threads.submit(is_there, database, "ana") for _ in range(25)]
            writes = [threads.submit(connect, database, f"user{number}") for number in range(25)]
            time.sleep(1.5)  # longer than a pool goes on trying by itself
        finally:
            postgres.start()
        assert all(read.result(PATIENCE) for read in reads)
        assert all(write.result(PATIENCE) is None for write in writes)
        assert database.read("SELECT count(*) FROM accounts") == [(26,)]


def test_F43_who_waits_for_a_server_that_stays_away_is_told_so(postgres_url: str, postgres: PostgresServer) -> None:
    with closing(PostgreSQL(postgres_url, connections=2, checkout_seconds=1)) as database:
        postgres.stop()
        try:
            with ThreadPoolExecutor(10) as threads:
                reads = [threads.submit(is_there, database, "ana") for _ in range(10)]
                told = [str(read.exception(PATIENCE)) for read in reads]
        finally:
            postgres.start()
    assert [each for each in told if "cannot be reached" not in each or "were in use" in each] == []


def test_what_the_address_says_holds_over_our_settings(postgres_url: str, postgres: PostgresServer) -> None:
    with closing(PostgreSQL(f"{postgres_url}?application_name=mine&options=-cstatement_timeout%3D4000")) as database:
        assert database.read("SHOW statement_timeout") == [("4s",)]
        assert [name for _, name in clients(postgres, postgres_url)] == ["mine"]


def test_closing_ends_what_is_idle_and_what_is_in_use_when_it_is_given_back(
    database: PostgreSQL, postgres: PostgresServer, postgres_url: str
) -> None:
    with database.write() as transaction:
        accounts.create(transaction, "figma", "ana")
        database.read("SELECT 1")
        assert [name for _, name in clients(postgres, postgres_url)] == ["figwright"] * 2
        database.close()
        until(lambda: len(clients(postgres, postgres_url)) == 1)
    until(lambda: not clients(postgres, postgres_url))
    assert is_there(database, "ana")


def test_F36_a_child_uses_connections_of_its_own(database: PostgreSQL) -> None:
    parents = database.read(PID)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        said = "failed"
        with suppress(BaseException):
            connect(database, "ana")
            said = str(database.read(PID) != parents)
            database.close()
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="ascii") as answer:
        assert answer.read() == "True"
    os.waitpid(child, 0)
    assert database.read(PID) == parents
    assert is_there(database, "ana")


def test_F36_a_child_of_a_fork_with_every_connection_in_use_has_its_own(postgres_url: str) -> None:
    with closing(PostgreSQL(postgres_url, connections=1, checkout_seconds=5)) as database:
        with database.write() as transaction:
            accounts.create(transaction, "figma", "ana")
            child = os.fork()
            if child == 0:
                code = 1
                with suppress(BaseException):
                    code = int(is_there(database, "ana"))
                os._exit(code)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert is_there(database, "ana")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ana:hush@hush@127.0.0.1/figwright",
        "postgresql://ana:hush/hush@127.0.0.1/figwright",
        "postgresql://ana:1234/hush@127.0.0.1/figwright",
        "postgresql://ana:hush@127.0.0.1/figwright?hush",
        "postgresql://ana:hush@127.0.0.1/figwright?hush=1",
        "postgresql://ana:hush@[127.0.0.1/figwright",
        "postgresql://ana:hush%zz@127.0.0.1/figwright",
    ],
)
def test_an_address_that_is_none_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(ConfigurationError, match="no PostgreSQL address") as caught:
        PostgreSQL(address)
    assert "hush" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_wrong_password_is_named_as_such_and_kept_secret(postgres_url: str) -> None:
    wrong = re.sub(":[^:@]+@", ":canary%40canary@", postgres_url)
    with pytest.raises(StoreError, match="password authentication failed") as caught:
        PostgreSQL(wrong)
    assert "canary" not in str(caught.value)


def test_nothing_is_written_to_standard_error_when_connections_break(postgres_url: str) -> None:
    program = """
import sys
from figwright.errors import StoreError
from figwright.store import open_database
database = open_database(sys.argv[1])
database.read("SELECT 1")
try:
    with database.write() as transaction:
        transaction.run("SELECT pg_terminate_backend(pg_backend_pid())")
except StoreError:
    database.read("SELECT 1")
    database.close()
"""
    run = [sys.executable, "-W", "error", "-c", program, postgres_url]
    done = subprocess.run(run, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@contextmanager
def due_grants(database: PostgreSQL, count: int) -> Iterator[None]:
    with database.write() as transaction:
        transaction.run(
            """
            INSERT INTO grants (id, client_id, provider_user, kind, state, state_reason, generation, key_id, data_key,
              access, refresh, refresh_after, expires_at)
            SELECT 'g' || n, 'app', 'u' || n, 'oauth', 'live', '', 0, 'k', '', '', '', 4e9 + n, 5e9
            FROM generate_series(1, :count) AS n
            """,
            count=count,
        )
        transaction.run("ANALYZE grants")
    yield


def test_the_clock_is_searched_for_in_an_index(database: PostgreSQL) -> None:
    """A sweep that finds nothing due does not read the table."""
    from figwright.store import grants

    with due_grants(database, 5000), database.write() as transaction:
        values = {"client_id": "app", "owner": "me", "ttl": 1.0, "before": 4e9}
        plan = "\n".join(row[0] for row in transaction.run(f"EXPLAIN {grants._CLAIM_DUE}", **values))
        plan += "\n".join(row[0] for row in transaction.run(f"EXPLAIN {grants._ANY_EXPIRED}"))
    assert re.search(r"grants_due.*\n.*Index Cond:.*refresh_after END <= ", plan)
    assert re.search(r"grants_ends.*\n.*Index Cond:.*expires_at <= ", plan)
    assert "Seq Scan" not in plan
