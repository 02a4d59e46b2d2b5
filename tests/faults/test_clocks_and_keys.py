"""Clocks that are wrong or jump, keys that are missing or wrong, and no file that could still be opened."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from figwright import Actions
from figwright.accounts.stored import StoredAccounts
from figwright.crypto.key_file import KeyFileRing, make_key_file, replace_key_file
from figwright.crypto.keyring import KeyRing, new_key, parse_keys
from figwright.errors import FigwrightError, ProviderError, StoreError
from figwright.http.limits import Limits
from figwright.oauth.token_endpoint import TokenEndpoint
from figwright.store import open_database
from figwright.store.key_rotation import rotate
from figwright.store.sqlite import SQLite

from .world import TOOL, World, until

HOUR, DAY = 3600.0, 86400.0


def call(actions: Actions) -> None:
    actions.execute_tool(TOOL, identifier="ann")


class Clock:
    """Real time, moved by hand."""

    ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@pytest.mark.parametrize("ahead", [HOUR, 100 * DAY, -HOUR])
def test_F33_a_lease_that_a_wrong_clock_wrote_blocks_nobody(ahead: float, world: World) -> None:
    world.lease = 20
    world.expire()
    world.sql("UPDATE grants SET lease_owner = 'elsewhere/1/1/1.1', lease_until = :now + :ahead", ahead=ahead)
    with world.actions() as actions:
        begun = time.monotonic()
        call(actions)
        assert time.monotonic() - begun < world.lease / 2
    world.check(1)


@pytest.mark.parametrize(("ahead", "refreshes"), [(HOUR, 1), (-HOUR, 1), (100 * DAY, 2)])
def test_F33_the_clock_jumps_while_a_lease_is_held(ahead: float, refreshes: int, local: World) -> None:
    clock = Clock()
    local.expire()
    held = local.sandbox.fail_next("oauth.refresh", delay=60)
    with local.actions(database=SQLite(local.path, clock=clock)) as actions, ThreadPoolExecutor(1) as thread:
        calling = thread.submit(call, actions)
        local.sandbox.wait_in_flight("oauth.refresh")
        clock.ahead = ahead
        held.release()
        calling.result()
        call(actions)
    local.check(refreshes)


@pytest.mark.parametrize(("ahead", "refreshes"), [(HOUR, 0), (-HOUR, 0), (100 * DAY, 1)])
def test_F33_the_clock_jumps_while_a_token_is_good(ahead: float, refreshes: int, local: World) -> None:
    """At most one refresh more than were needed, forth and back again."""
    clock = Clock()
    with local.actions(database=SQLite(local.path, clock=clock)) as actions:
        call(actions)
        clock.ahead = ahead
        call(actions)
        call(actions)
        clock.ahead = 0.0
        call(actions)
    local.check(refreshes)


def test_F34_P1_hosts_whose_clocks_differ_by_minutes_share_a_lease(remote: World) -> None:
    """The database's clock is everybody's. Several hosts have PostgreSQL; SQLite's one host has one clock."""
    world = remote
    world.lease = 5
    world.expire()
    world.sandbox.fail_next("oauth.refresh", delay=0.3)
    workers = [world.worker(skew=skew) for skew in (600, -600)]
    for worker in workers:
        worker.await_ready()
    for worker in workers:
        worker.tell("call", identifiers=["ann"], count=10, threads=5)
    for worker in workers:
        assert worker.answer()["failures"] == []
    assert 0 < world.row("expires_at - :now") <= 7_776_000
    world.check(1)


@pytest.mark.parametrize("state", ["fresh", "due", "expired"])
def test_F35_a_key_that_is_not_there_touches_no_row_and_asks_nobody(state: str, world: World) -> None:
    """Another process has stored under a key that this one was not given."""
    newer = new_key()
    with world.actions() as actions:
        actions.list_connected_accounts()
        for _ in rotate(world.database, KeyRing(parse_keys([newer, world.key]))):
            pass
        {"fresh": lambda: None, "due": world.make_due, "expired": world.expire}[state]()
        row = "access, refresh, data_key, generation, state, lease_until"
        before = world.row(row)
        for _ in range(2):
            with pytest.raises(FigwrightError, match="cannot be decrypted"):
                call(actions)
            assert actions.refresh_due(rate=None).refreshed == 0
        assert world.row(row) == before
    world.key = newer
    world.pass_backoff()
    assert world.sandbox.requests.of("oauth.refresh") == []
    assert world.changes() == []
    with world.actions() as actions:
        call(actions)
    world.check(0 if state == "fresh" else 1)


@pytest.mark.parametrize("stays_open", [True, False], ids=["beside a client that goes on", "and a new start"])
def test_T32_an_older_row_put_back_costs_one_heal_and_nothing_else(stays_open: bool, world: World) -> None:
    """Nothing in a row can say that it is not the newest. Its token is dead, and the provider says so."""
    names = "generation, data_key, access, refresh, expires_at, refresh_after"
    older = dict(zip(names.split(", "), world.row(names), strict=True))
    with world.actions() as actions:
        for _ in range(2):
            actions.refresh_connected_account(identifier="ann")
        call(actions)
        world.sql(f"UPDATE grants SET {', '.join(f'{name} = :{name}' for name in older)}", **older)
        assert world.stored_token() != world.sandbox.live_token()
        if stays_open:
            call(actions)
            assert world.sandbox.refreshes() == 3, "what it remembers of a newer row is not served"
    with world.actions() as actions:
        call(actions)
    world.check(3)


@pytest.mark.parametrize("fate", ["removed", "replaced"])
def test_F35_a_key_file_that_is_lost_at_runtime_is_needed_at_the_next_start(
    fate: str, world: World, tmp_path: Path
) -> None:
    path = tmp_path / "keys" / "encryption.key"
    make_key_file(path)
    replace_key_file(path, parse_keys([world.key]))
    with world.actions() as actions, closing(open_database(world.database_url)) as database:
        ring = KeyFileRing(path)
        actions.context.accounts = StoredAccounts(database, ring, TokenEndpoint(Limits()), world.lease)
        if fate == "removed":
            path.unlink()
        else:
            replace_key_file(path, parse_keys([new_key()]))
        world.expire()
        call(actions)
    world.check(1)


def test_F37_no_file_can_be_opened_during_a_refresh(world: World) -> None:
    worker = world.worker(at="refresh.claimed", fault="exhaust")
    assert worker.ask("call", identifiers=["ann"])["failures"] == []
    world.expire()
    [failure] = worker.ask("call", identifiers=["ann"])["failures"]
    assert failure.split(":")[0] in {ProviderError.__name__, StoreError.__name__}, failure
    worker.ask("exhaust", whether=False)
    world.pass_backoff()
    until(lambda: world.row("CASE WHEN lease_until > :now THEN 0 ELSE 1 END"), 2 * world.lease)
    assert worker.ask("call", identifiers=["ann"])["failures"] == []
    world.check(1)


def test_F37_a_parser_without_memory_gives_the_lease_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.expire()

    def exhausted(*_: Any, **__: Any) -> None:
        raise MemoryError

    with world.actions() as actions:
        with monkeypatch.context() as patch:
            patch.setattr("figwright.oauth.token_endpoint.read_tokens", exhausted)
            with pytest.raises(MemoryError):
                call(actions)
            world.pass_backoff()
        assert world.row("lease_until, generation, state") == (0, 1, "live")
        call(actions)
    world.check(2)
