"""PostgreSQL beyond the statements: what breaks under way, who waits for whom, poolers, forks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
from support.postgres import PostgresServer

from figwright.errors import ConfigurationError, OutcomeUnknownError, StoreBusyError, StoreError
from figwright.store import accounts
from figwright.store.postgres import PostgreSQL

from .network import PATIENCE, PID, Proxy, clients, connect, is_there, terminate, until


@pytest.fixture
def database(postgres_url: str) -> Iterator[PostgreSQL]:
    with closing(PostgreSQL(postgres_url)) as opened:
        yield opened


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
        values = {"client_id": "app", "owner": "me", "ttl": 1.0, "before": 4e9, "once": 0}
        plan = "\n".join(row[0] for row in transaction.run(f"EXPLAIN {grants._CLAIM_DUE}", **values))
        plan += "\n".join(row[0] for row in transaction.run(f"EXPLAIN {grants._ANY_EXPIRED}"))
    assert re.search(r"grants_due.*\n.*Index Cond:.*refresh_after END <= ", plan)
    assert re.search(r"grants_ends.*\n.*Index Cond:.*expires_at <= ", plan)
    assert "Seq Scan" not in plan
