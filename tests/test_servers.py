"""The real servers that other tests stand on: fresh, out of others' reach, and gone at the end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Literal

import psycopg
import pytest
from support.postgres import PostgresServer, find_binaries
from support.servers import missing

HOLDER = """
import sys
from support.postgres import PostgresServer, find_binaries
server = PostgresServer(find_binaries())
print(server.port, server.folder, flush=True)
sys.stdin.read()
"""


def eventually(condition: Callable[[], bool], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_an_empty_database(postgres_url: str, turn: int) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE things (id integer)")


def test_a_database_is_dropped_under_a_connection_that_was_left_open(postgres: PostgresServer) -> None:
    with postgres.database() as url:
        left = psycopg.connect(url)
    with closing(left), pytest.raises(psycopg.OperationalError):
        left.execute("SELECT 1")
    name = url.rpartition("/")[2]
    assert postgres.execute("SELECT 1 FROM pg_database WHERE datname = %s", name) == []


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_what_was_committed_is_there_after_a_stop(
    postgres: PostgresServer, postgres_url: str, mode: Literal["fast", "immediate"]
) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE things AS SELECT 7 AS id")
        postgres.stop(mode)
        assert postgres.pid is None
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT id FROM things")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgres_url)
    postgres.start()
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT id FROM things").fetchall() == [(7,)]


def test_a_superuser_ends_a_connection(postgres: PostgresServer, postgres_url: str) -> None:
    with closing(psycopg.connect(postgres_url)) as connection:
        pid = connection.info.backend_pid
        assert postgres.execute("SELECT pg_terminate_backend(%s, 5000)", pid) == [(True,)]
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_the_server_listens_on_loopback_only_and_asks_for_its_password(postgres: PostgresServer) -> None:
    assert postgres.execute("SHOW listen_addresses") == [("127.0.0.1",)]
    assert postgres.execute("SHOW unix_socket_directories") == [("",)]
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(postgres.url(), password="another")
    assert postgres.folder.stat().st_mode & 0o077 == 0


def test_a_durable_server_writes_through_to_the_disk() -> None:
    binaries = find_binaries() or missing("A PostgreSQL server", "postgresql")
    with closing(PostgresServer(binaries, durable=True)) as server:
        assert server.execute("SHOW fsync") == [("on",)]
        assert listening(server.port)
    assert not listening(server.port)
    assert not server.folder.exists()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_server_outlives_a_test_run_that_was_ended(end: signal.Signals, postgres: PostgresServer) -> None:
    """`postgres` only to skip or fail where there is none."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        port, folder = holder.stdout.readline().split(maxsplit=1)
        assert listening(int(port))
        holder.send_signal(end)
    assert eventually(lambda: not Path(folder.strip()).exists())
    assert eventually(lambda: not listening(int(port)))


@pytest.mark.parametrize("variable", ["CI", "FIGWRIGHT_REQUIRE_SERVERS"])
def test_a_missing_server_fails_where_it_is_required(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "1")
    with pytest.raises(pytest.fail.Exception, match="postgresql on Debian"):
        missing("A PostgreSQL server", "postgresql")


def test_a_missing_server_skips_elsewhere_and_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("FIGWRIGHT_REQUIRE_SERVERS", raising=False)
    with pytest.raises(pytest.skip.Exception, match="postgresql on Debian"):
        missing("A PostgreSQL server", "postgresql")
