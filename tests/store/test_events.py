"""Who follows the events by `after` sees every one, whichever order the transactions end in."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

from figwright.store import Database, accounts
from figwright.store.postgres import PostgreSQL

from .rows import make_account, run

NONE_TO_TELL = 0.3
"""Seconds in which a writer that is let through has ended; SQLite lets none through while another writes."""


def record(database: Database, identifier: str, pause: float = 0.0) -> int:
    with database.write() as transaction:
        event = accounts.change_status(transaction, "figma", identifier, "PENDING", "ACTIVE", "by the test")
        time.sleep(pause)
    assert event is not None
    return event.id


class Follower:
    """As `figwright accounts events --follow`: it goes on from the last event that it was given."""

    def __init__(self, database: Database, **filters: str) -> None:
        self.seen: list[int] = []
        self._database, self._filters = database, {"connection": "", "identifier": ""} | filters

    def look(self) -> list[int]:
        after = self.seen[-1] if self.seen else 0
        found = [event.id for event in accounts.events(self._database, after=after, limit=10, **self._filters)]
        self.seen += found
        return found


def test_an_event_that_is_stored_after_a_later_one_is_not_skipped(database: Database) -> None:
    for name in ("ann", "bob", "cy"):
        make_account(database, name)
    followers = [Follower(database), Follower(database, connection="figma")]
    record(database, "cy")
    with ExitStack() as stack, ThreadPoolExecutor(1) as threads:
        slow = stack.enter_context(database.write())
        first = accounts.change_status(slow, "figma", "ann", "PENDING", "ACTIVE")
        later = threads.submit(record, database, "bob")
        with suppress(TimeoutError):
            later.result(NONE_TO_TELL)
        seen = [follower.look() for follower in followers]
        stack.close()
        later.result(30)
    assert first is not None
    for follower, before in zip(followers, seen, strict=True):
        assert first.id not in before
        follower.look()
        assert sorted(follower.seen) == follower.seen
        assert len(follower.seen) == 3
        assert first.id in follower.seen


def test_an_event_that_came_to_nothing_holds_nobody_back(database: Database) -> None:
    make_account(database, "ann")
    make_account(database, "bob")
    try:
        with database.write() as transaction:
            accounts.change_status(transaction, "figma", "ann", "PENDING", "ACTIVE")
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    stored = record(database, "bob")
    assert Follower(database).look() == [stored]


def test_a_follower_beside_many_writers_sees_every_event_once_and_in_order(database: Database) -> None:
    names = [f"user {number}" for number in range(160)]
    for name in names:
        make_account(database, name)
    follower, ended = Follower(database), threading.Event()

    def follow() -> None:
        while not ended.is_set():
            follower.look()

    randomly = random.Random(1)
    pauses = [randomly.uniform(0, 0.01) for _ in names]
    with ThreadPoolExecutor(9) as threads:
        following = threads.submit(follow)
        try:
            ids = list(threads.map(record, [database] * len(names), names, pauses))
        finally:
            ended.set()
        following.result(30)
    while follower.look():
        pass
    assert follower.seen == sorted(ids)


def test_no_writer_holds_a_lock_beyond_its_transaction(database: Database) -> None:
    """Three hundred events of one transaction take a few locks, which its end gives back."""
    names = [f"user {number}" for number in range(300)]
    with database.write() as transaction:
        for name in names:
            accounts.create(transaction, "figma", name)
            accounts.change_status(transaction, "figma", name, "PENDING", "ACTIVE")
        if isinstance(database, PostgreSQL):
            [(held,)] = transaction.run("SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory'")
            assert 0 < held < 8
    if isinstance(database, PostgreSQL):
        assert run(database, "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory'") == [(0,)]


def test_old_events_are_forgotten_the_oldest_first_and_none_that_is_younger(database: Database) -> None:
    for name in ("ann", "bob", "cy", "di"):
        make_account(database, name)
    ids = [record(database, name) for name in ("ann", "bob", "cy", "di")]
    day = 86400.0
    for identity, age in zip(ids, (3 * day, 2 * day, 1.5 * day, 0), strict=True):
        run(database, "UPDATE events SET at = :now - :age WHERE id = :id", age=age, id=identity)
    assert accounts.any_old_event(database, span=day)
    for left in (2, 1, 1):
        with database.write() as transaction:
            accounts.forget_events(transaction, span=day, limit=2)
        kept = accounts.events(database, connection="", identifier="", after=0, limit=10)
        assert [event.id for event in kept] == ids[-left:]
    assert not accounts.any_old_event(database, span=day)
    assert record_again(database) > ids[-1]


def record_again(database: Database) -> int:
    """Ids go on also where the newest were forgotten, so that nobody's place in them is taken by another event."""
    with database.write() as transaction:
        accounts.forget_events(transaction, span=-1.0, limit=10)
    make_account(database, "eve")
    return record(database, "eve")
