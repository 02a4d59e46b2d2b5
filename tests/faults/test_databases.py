"""The database is held, full, read-only, gone, damaged or cut off during a refresh: nothing is stored half (P2)."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from support.postgres import PostgresServer

from figwright import Actions
from figwright.errors import ConfigurationError, StoreBusyError, StoreError
from figwright.store import fault_points
from figwright.store.postgres import PostgreSQL
from figwright.store.sqlite import SQLite

from .proxy import Proxy
from .world import TOOL, World


def call(actions: Actions) -> None:
    actions.execute_tool(TOOL, identifier="ann")


def at(point: str, act: Callable[[], object]) -> None:
    """Have the fault happen when the point is reached first."""
    left = [act]

    def hook(name: str) -> None:
        if name == point and left:
            left.pop()()

    fault_points.hook = hook


def for_seconds(seconds: float, begin: Callable[[], object], end: Callable[[], object]) -> None:
    """Begin now, and end that many seconds from now, however long it took to get here."""
    begin()
    threading.Timer(seconds, end).start()


def asked(world: World) -> int:
    return len(world.sandbox.requests.of("oauth.refresh"))


class Disk(SQLite):
    """A database that can be kept from growing, or from being written at all."""

    full = read_only = False

    def _take(self) -> Any:
        idle, connection = super()._take()
        connection.execute(f"PRAGMA max_page_count = {1 if self.full else 1_000_000}")
        connection.execute(f"PRAGMA query_only = {int(self.read_only)}")
        return idle, connection


@contextmanager
def growing(world: World, column: str) -> Iterator[None]:
    """Every change of this column of a grant takes room."""
    world.sql("CREATE TABLE filling (filler BLOB)")
    filling = "INSERT INTO filling VALUES (zeroblob(100000));"
    world.sql(f"CREATE TRIGGER fill AFTER UPDATE OF {column} ON grants BEGIN {filling} END")
    yield
    world.sql("DROP TRIGGER fill")
    world.sql("DROP TABLE filling")


@contextmanager
def another_writer(world: World) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(world.path, isolation_level=None, check_same_thread=False)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        yield writer


def test_no_connection_and_no_lock_is_held_while_the_provider_works(world: World) -> None:
    world.lease = 5
    world.expire()
    held = world.sandbox.fail_next("oauth.refresh", delay=60)
    postgres = world.database_url.startswith("postgresql")
    own = PostgreSQL(world.database_url, connections=1, checkout_seconds=1) if postgres else SQLite(world.path)
    with world.actions(database=own) as actions, ThreadPoolExecutor(1) as thread:
        calling = thread.submit(call, actions)
        world.sandbox.wait_in_flight("oauth.refresh")
        with own.write() as transaction:
            transaction.run("UPDATE grants SET heals = heals")
        if postgres:
            busy = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state LIKE :state"
            assert world.database.read(busy, state="idle in transaction%") == []
        held.release()
        calling.result()
    world.check(1)


def test_F28_a_refresh_waits_for_another_writer_before_it_asks(local: World) -> None:
    local.expire()
    with local.actions() as actions, another_writer(local) as writer, ThreadPoolExecutor(1) as thread:
        calling = thread.submit(call, actions)
        with pytest.raises(TimeoutError):
            calling.result(0.5)
        assert asked(local) == 0
        writer.rollback()
        calling.result()
    local.check(1)


def test_F28_another_writer_who_takes_too_long_is_a_typed_error_and_nothing_is_sent(local: World) -> None:
    with local.actions(database=SQLite(local.path, busy_seconds=0.3)) as actions:
        with another_writer(local):
            call(actions)
        local.expire()
        with another_writer(local), pytest.raises(StoreBusyError):
            call(actions)
        assert asked(local) == 0
        call(actions)
    local.check(1)


def test_F28_another_writer_while_the_new_token_is_stored_is_waited_for_as_long_as_the_lease_lasts(
    local: World,
) -> None:
    local.lease = 3
    local.expire()
    with local.actions(database=SQLite(local.path, busy_seconds=0.1)) as actions, another_writer(local) as writer:
        writer.rollback()
        at("refresh.answered", lambda: for_seconds(0.6, lambda: writer.execute("BEGIN IMMEDIATE"), writer.rollback))
        call(actions)
    local.check(1)


def test_F29_a_disk_that_is_full_at_the_claim_sends_nothing(local: World) -> None:
    local.expire()
    disk = Disk(local.path)
    with growing(local, "lease_epoch"), local.actions(database=disk) as actions:
        disk.full = True
        with pytest.raises(StoreError, match="no room left"):
            call(actions)
        assert asked(local) == 0
        disk.full = False
        call(actions)
    local.check(1)


def test_F29_a_disk_that_is_full_at_the_publish_loses_one_token_and_keeps_the_row(local: World) -> None:
    local.make_due()
    local.expire()
    before = local.row("generation, access, refresh, state")
    disk = Disk(local.path)
    with growing(local, "generation"), local.actions(database=disk) as actions:
        at("refresh.answered", lambda: setattr(disk, "full", True))
        begun = time.monotonic()
        with pytest.raises(StoreError, match="no room left"):
            call(actions)
        assert 0.5 * local.lease < time.monotonic() - begun < 1.5 * local.lease
        assert local.row("generation, access, refresh, state") == before
        disk.full = False
        call(actions)
    local.check(2)


def test_F29_room_that_is_made_while_the_lease_lasts_saves_the_token(local: World) -> None:
    local.lease = 3
    local.expire()
    disk = Disk(local.path)
    with growing(local, "generation"), local.actions(database=disk) as actions:
        full = partial(setattr, disk, "full")
        at("refresh.answered", lambda: for_seconds(0.5, lambda: full(True), lambda: full(False)))
        call(actions)
    local.check(1)


def test_F30_a_read_only_database_sends_nothing(local: World) -> None:
    disk = Disk(local.path)
    with local.actions(database=disk) as actions:
        disk.read_only = True
        call(actions)
        local.expire()
        with pytest.raises(StoreError, match="read-only"):
            call(actions)
        assert asked(local) == 0
        disk.read_only = False
        call(actions)
    local.check(1)


def test_F30_a_database_that_is_deleted_is_not_made_anew_and_nothing_is_sent(local: World) -> None:
    local.expire()
    with local.actions() as actions:
        actions.list_connected_accounts()
        for file in local.path.parent.glob(f"{local.path.name}*"):
            file.unlink()
        with pytest.raises(StoreError, match="deleted or replaced"):
            call(actions)
    assert not local.path.exists()
    assert asked(local) == 0


def test_F30_a_database_lost_beside_its_key_file_is_not_made_anew(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/data/figwright.db"
    with Actions([], database_url=url) as actions:
        actions.list_connected_accounts()
    kept = (tmp_path / "data" / "encryption.key").read_bytes()
    for file in (tmp_path / "data").glob("figwright.db*"):
        file.unlink()
    with Actions([], database_url=url) as actions, pytest.raises(ConfigurationError, match="Put the database back"):
        actions.list_connected_accounts()
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["encryption.key"]
    assert (tmp_path / "data" / "encryption.key").read_bytes() == kept


def test_F30_a_damaged_database_is_left_as_it_is_and_nothing_is_sent(local: World) -> None:
    local.expire()
    local.database.close()
    content = local.path.read_bytes()
    damaged = content[:4096] + b"\xff" * (len(content) - 4096)
    local.path.write_bytes(damaged)
    with local.actions() as actions, pytest.raises(StoreError, match="damaged"):
        call(actions)
    assert local.path.read_bytes() == damaged
    assert asked(local) == 0


@pytest.fixture
def proxy(remote: World) -> Iterator[Proxy]:
    with closing(Proxy(remote.database_url)) as running:
        yield running


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("point", ["claim.written", "publish.written"])
def test_F31_the_connection_breaks_at_a_COMMIT_whose_answer_nobody_gets(
    point: str, moment: Any, remote: World, proxy: Proxy
) -> None:
    remote.lease = 20
    remote.expire()
    with remote.actions(database=PostgreSQL(proxy.url)) as actions:
        at(point, lambda: setattr(proxy, "cut", moment))
        begun = time.monotonic()
        call(actions)
        assert time.monotonic() - begun < remote.lease / 2, "nobody waits for a lease that is their own"
    assert proxy.cuts == 1
    assert remote.row("generation") == 2
    remote.check(1)


def end_sessions(world: World, postgres: PostgresServer) -> None:
    name = world.database_url.rpartition("/")[2]
    postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", name)


def test_F31_the_server_ends_the_session_before_the_claim_is_committed(remote: World, postgres: PostgresServer) -> None:
    remote.expire()
    with remote.actions() as actions:
        at("claim.written", lambda: end_sessions(remote, postgres))
        try:
            call(actions)
        except StoreError:  # or the server was slow to end it, and the claim was repeated
            assert asked(remote) == 0
            assert remote.row("generation, lease_until") == (1, 0)
        call(actions)
    remote.check(1)


@pytest.mark.parametrize("point", ["refresh.claimed", "refresh.answered", "publish.written", "refresh.published"])
def test_F31_the_server_ends_the_session_during_a_refresh(point: str, remote: World, postgres: PostgresServer) -> None:
    remote.expire()
    with remote.actions() as actions:
        at(point, lambda: end_sessions(remote, postgres))
        call(actions)
    assert remote.row("generation") == 2
    remote.check(1)


@pytest.mark.parametrize("mode", ["fast", "immediate"])
@pytest.mark.parametrize("point", ["refresh.answered", "publish.written"])
def test_F32_the_server_restarts_during_a_refresh(
    point: str, mode: Any, remote: World, postgres: PostgresServer
) -> None:
    remote.lease = 10
    remote.expire()
    with remote.actions() as actions:
        at(point, lambda: postgres.restart(mode))
        call(actions)
    assert remote.row("generation") == 2
    remote.check(1)


@pytest.mark.slow
def test_F32_a_server_that_is_down_sends_nothing(remote: World, postgres: PostgresServer) -> None:
    remote.expire()
    with remote.actions() as actions:
        actions.list_connected_accounts()
        postgres.stop()
        try:
            with pytest.raises(StoreError):
                call(actions)
        finally:
            postgres.start()
        assert asked(remote) == 0
        call(actions)
    remote.check(1)


@pytest.mark.slow
def test_F32_a_server_that_stays_down_past_the_lease_loses_one_token(remote: World, postgres: PostgresServer) -> None:
    remote.expire()
    with remote.actions() as actions:
        at("refresh.answered", postgres.stop)
        try:
            with pytest.raises(StoreError):
                call(actions)
        finally:
            postgres.start()
        assert remote.row("generation, state") == (1, "live")
        call(actions)
    remote.check(2)


def test_F32_no_connection_to_be_had_is_a_typed_error_and_nothing_is_sent(remote: World) -> None:
    remote.expire()
    database = PostgreSQL(remote.database_url, connections=1, checkout_seconds=0.3)
    with remote.actions(database=database) as actions, ThreadPoolExecutor(1) as thread:
        with database.write(), pytest.raises(StoreBusyError):
            thread.submit(call, actions).result()
        assert asked(remote) == 0
        call(actions)
    remote.check(1)


def test_F32_a_row_that_others_lock_is_a_typed_error_and_nothing_is_sent(remote: World) -> None:
    remote.expire()
    with remote.actions() as actions, psycopg.connect(remote.database_url) as other:
        other.execute("SELECT id FROM grants FOR UPDATE")
        with pytest.raises(StoreBusyError):
            call(actions)
        assert asked(remote) == 0
        other.rollback()
        call(actions)
    remote.check(1)


def test_F32_a_row_that_others_lock_at_the_publish_is_waited_for_as_long_as_the_lease_lasts(remote: World) -> None:
    remote.lease = 10
    remote.expire()
    with remote.actions() as actions, psycopg.connect(remote.database_url) as other:
        lock = partial(other.execute, "SELECT id FROM grants FOR UPDATE")
        at("refresh.answered", lambda: for_seconds(2.5, lock, other.rollback))
        call(actions)
    remote.check(1)


@pytest.mark.parametrize("waiters", [1, 50])
@pytest.mark.parametrize("outage", [0.2, 2])
def test_F43_an_outage_within_the_lease_is_waited_for(
    outage: float, waiters: int, remote: World, postgres: PostgresServer
) -> None:
    remote.lease = 10
    remote.expire()
    with remote.actions() as actions, ThreadPoolExecutor(waiters) as threads:
        actions.list_connected_accounts()
        postgres.stop()
        calls = [threads.submit(call, actions) for _ in range(waiters)]
        time.sleep(outage)
        postgres.start()
        for each in calls:
            each.result()
    remote.check(1)


def test_F43_an_outage_that_outlasts_the_wait_is_told_as_such_and_the_next_call_works(
    remote: World, postgres: PostgresServer
) -> None:
    remote.lease = 10
    remote.expire()
    with remote.actions() as actions, ThreadPoolExecutor(50) as threads:
        actions.list_connected_accounts()
        postgres.stop()
        try:
            calls = [threads.submit(call, actions) for _ in range(50)]
            told = [str(each.exception(20)) for each in calls]
        finally:
            postgres.start()
        assert [each for each in told if "cannot be reached" not in each] == []
        assert asked(remote) == 0
        call(actions)
    remote.check(1)
