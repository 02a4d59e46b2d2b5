"""What the statements promise, on both databases: one winner, one event, one use, and order."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from types import ModuleType
from typing import Any

import pytest

from figwright.errors import ConfigurationError, StoreError
from figwright.store import Database, accounts, authorization_requests, breakers, grants, open_database, schema

from .rows import (
    FAR,
    TTL,
    ask_consent,
    claim,
    claim_due,
    claimed,
    make_account,
    make_grant,
    publish,
    run,
    use_state,
)


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """The results of `count` threads that start together."""
    start = threading.Barrier(count)

    def begin(number: int) -> Any:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(begin, range(count)))


def won(results: Iterable[Any]) -> list[Any]:
    return [result for result in results if result]


def state_of(database: Database, grant_id: str = "g") -> grants.GrantState:
    state = grants.read(database, grant_id)
    assert state is not None
    return state


# Leases


def test_of_forty_threads_one_gets_the_lease(database: Database) -> None:
    make_grant(database)
    [lease] = won(at_once(40, lambda number: claim(database, owner=f"{number}")))
    assert state_of(database).lease_owner in {f"{number}" for number in range(40)}
    assert (lease.epoch, lease.generation, lease.access, lease.refresh) == (1, 1, b"first", b"refresh")


def test_who_lost_the_lease_stores_nothing(database: Database) -> None:
    make_grant(database)
    slow = claimed(database)
    run(database, "UPDATE grants SET lease_until = :now")
    quick = claimed(database)
    assert publish(database, slow, b"of the slow") is None
    assert publish(database, quick, b"of the quick") == 2
    assert publish(database, slow, b"of the slow") is None
    assert publish(database, quick, b"again") is None
    assert (state_of(database).generation, state_of(database).access) == (2, b"of the quick")


def test_who_lost_the_lease_neither_releases_nor_buries(database: Database) -> None:
    make_grant(database)
    slow = claimed(database)
    run(database, "UPDATE grants SET lease_until = :now")
    quick = claimed(database)
    with database.write() as transaction:
        grants.release(transaction, slow, wait=1000.0, failure="slow")
        assert not grants.bury(transaction, slow, "slow")
    assert state_of(database).last_failure == ""
    assert publish(database, quick) == 2


@pytest.mark.parametrize(("ends_in", "free"), [(1.0, False), (19.0, False), (30.0, True), (1e8, True), (-1.0, True)])
def test_F33_a_lease_longer_than_any_was_written_by_a_wrong_clock(
    database: Database, ends_in: float, free: bool
) -> None:
    make_grant(database)
    claimed(database)
    run(database, "UPDATE grants SET lease_until = :now + :ends_in", ends_in=ends_in)
    assert (claim(database) is not None) is free
    run(database, "UPDATE grants SET lease_until = :now + :ends_in, lease_owner = 'x'", ends_in=ends_in)
    assert (claim_due(database) is not None) is free


def test_the_lease_of_a_dead_process_is_free_for_who_knows(database: Database) -> None:
    make_grant(database)
    claimed(database, owner="dead")
    assert claim(database) is None
    assert claim(database, dead_owner="somebody else") is None
    assert claim(database, dead_owner="dead") is not None


def test_a_generation_that_was_replaced_is_not_refreshed_again(database: Database) -> None:
    make_grant(database)
    publish(database, claimed(database))
    assert claim(database, seen=1) is None
    assert claim(database, seen=2) is not None


def test_a_failure_pauses_everybody_but_who_revives(database: Database) -> None:
    make_grant(database)
    lease = claimed(database)
    with database.write() as transaction:
        grants.release(transaction, lease, wait=1000.0, failure="down")
    assert claim(database) is None
    assert claim_due(database) is None
    again = claimed(database, revive=True)
    assert (again.failures, again.last_failure) == (1, "down")
    assert publish(database, again) == 2
    assert claimed(database, seen=2).failures == 0


def test_only_who_revives_takes_and_replaces_a_dead_grant(database: Database) -> None:
    make_grant(database)
    lease = claimed(database)
    with database.write() as transaction:
        assert grants.bury(transaction, lease, "revoked")
    assert (state_of(database).state, state_of(database).access) == ("dead", b"first")
    assert claim(database) is None
    assert claim_due(database) is None
    again = claimed(database, revive=True)
    assert publish(database, again) is None
    assert publish(database, again, revive=True) == 2
    assert state_of(database).state == "live"


def test_what_has_no_refresh_token_is_never_claimed(database: Database) -> None:
    make_grant(database, refresh=None)
    assert claim(database) is None
    assert claim(database, revive=True) is None
    assert claim_due(database) is None


def test_threads_share_what_is_due_and_nobody_gets_it_twice(database: Database) -> None:
    for number in range(40):
        make_grant(database, f"due-{number:02d}", refresh_after=float(number))
    make_grant(database, "not yet", refresh_after=FAR)
    make_grant(database, "never", refresh_after=None)
    make_grant(database, "of another app", client_id="other")

    def take_all(_: int) -> list[str]:
        taken = []
        while lease := claim_due(database):
            taken.append(lease.grant_id)
        return taken

    each = at_once(8, take_all)
    assert sorted(grant_id for taken in each for grant_id in taken) == [f"due-{number:02d}" for number in range(40)]


def test_what_has_been_due_longest_is_first(database: Database) -> None:
    for grant_id, since in (("b", 2.0), ("c", 3.0), ("a", 1.0)):
        make_grant(database, grant_id, refresh_after=since)
    assert [lease.grant_id for lease in iter(lambda: claim_due(database), None)] == ["a", "b", "c"]


def test_F27_a_new_consent_shuts_out_the_refresh_under_way(database: Database) -> None:
    make_grant(database)
    lease = claimed(database)
    assert make_grant(database, "another id, the same user of the app") != "g"
    run(database, "UPDATE grants SET provider_user = 'x' WHERE id <> 'g'")
    assert publish(database, lease, b"of the refresh") == 2

    lease = claimed(database, seen=2)
    with database.write() as transaction:
        grant_id, epoch, generation = grants.take(
            transaction,
            grant_id="not used",
            client_id="app",
            provider_user="user of g",
            kind="oauth",
            key_id="new key",
            data_key=b"new data key",
        )
        tokens = grants.Sealed(b"of the consent", b"new refresh", FAR, FAR)
        grants.put(
            transaction, grant_id, epoch, tokens, kind="oauth", key_id="new key", data_key=b"new data key", scopes=None
        )
    assert (grant_id, generation) == ("g", 2)
    assert publish(database, lease, b"of the refresh") is None
    assert (state_of(database).generation, state_of(database).access) == (3, b"of the consent")
    assert state_of(database).lease_until == 0


def test_a_hundred_first_consents_of_one_user_make_one_grant(database: Database) -> None:
    def consent(number: int) -> str:
        with database.write() as transaction:
            taken, epoch, _ = grants.take(
                transaction,
                grant_id=f"{number}",
                client_id="app",
                provider_user="user",
                kind="oauth",
                key_id="key",
                data_key=b"",
            )
            tokens = grants.Sealed(f"{number}".encode(), None, None, None)
            grants.put(transaction, taken, epoch, tokens, kind="oauth", key_id="key", data_key=b"", scopes=None)
        return taken

    assert len(set(at_once(100, consent))) == 1
    assert run(database, "SELECT COUNT(*), MAX(generation) FROM grants") == [(1, 100)]


def test_F26_a_grant_is_dropped_with_the_last_that_holds_on_to_it(database: Database) -> None:
    make_grant(database)
    make_account(database, "ann", grant_id="g")
    ask_consent(database, "r", identifier="bob")
    lease = claimed(database)
    with database.write() as transaction:
        authorization_requests.hold(transaction, "r", "g", old_status="PENDING", lifetime=600.0)
        assert not grants.drop_unused(transaction, "g")
        accounts.delete(transaction, "figma", "ann")
        assert not grants.drop_unused(transaction, "g")
        assert authorization_requests.forget(transaction, "figma", "bob") == ["g"]
        assert grants.drop_unused(transaction, "g")
        assert not grants.drop_unused(transaction, "g")
    assert grants.read(database, "g") is None
    assert publish(database, lease) is None
    assert run(database, "SELECT COUNT(*) FROM grants") == [(0,)]


def test_heals_are_counted_within_a_span(database: Database) -> None:
    make_grant(database)

    def heal() -> int:
        with database.write() as transaction:
            return grants.count_heal(transaction, "g", 100.0)

    assert [heal(), heal(), heal()] == [1, 2, 3]
    run(database, "UPDATE grants SET heals_since = heals_since - 101")
    assert [heal(), heal()] == [1, 2]


def test_what_cannot_be_renewed_dies_at_its_time(database: Database) -> None:
    make_grant(database, "past", refresh=None, expires_at=1.0)
    make_grant(database, "future", refresh=None)
    make_grant(database, "without end", refresh=None, expires_at=None)
    make_grant(database, "renewable", expires_at=1.0)
    assert grants.any_expired(database)
    with database.write() as transaction:
        assert grants.expire(transaction) == ["past"]
        assert grants.expire(transaction) == []
    assert not grants.any_expired(database)


def test_scopes_are_corrected_for_the_generation_that_was_seen(database: Database) -> None:
    make_grant(database)
    make_account(database, grant_id="g")

    def correct(seen: int, scopes: list[str]) -> bool:
        with database.write() as transaction:
            return grants.set_scopes(transaction, "g", seen, scopes)

    assert not correct(0, ["c"])
    assert not correct(1, ["b", "a", "b"])
    assert correct(1, ["c", "a"])
    row = accounts.read(database, "figma", "ann")
    assert row is not None
    assert row.scopes == "a c"


def test_ciphertexts_come_back_as_the_bytes_they_were(database: Database) -> None:
    every = bytes(range(256))
    make_grant(database, access=every, refresh=every[::-1])
    make_account(database, grant_id="g")
    ask_consent(database, verifier=every)
    row, lease = accounts.read(database, "figma", "ann"), claimed(database)
    request = authorization_requests.by_id(database, "r")
    assert row is not None
    assert request is not None
    values = [row.access, lease.access, lease.refresh, request.verifier]
    assert values == [every, every, every[::-1], every]
    assert {type(value) for value in values} == {bytes}


# Accounts and their events


def test_a_hundred_callers_make_one_account(database: Database) -> None:
    def create(_: int) -> bool:
        with database.write() as transaction:
            return accounts.create(transaction, "figma", "ann")

    assert len(won(at_once(100, create))) == 1


def test_twenty_changes_at_once_are_one_change_and_one_event(database: Database) -> None:
    make_account(database)

    def change(_: int) -> accounts.EventRow | None:
        with database.write() as transaction:
            return accounts.change_status(transaction, "figma", "ann", "PENDING", "ACTIVE", "connected")

    [event] = won(at_once(20, change))
    assert accounts.events(database, connection="figma", identifier="ann", after=0, limit=100) == [event]
    assert (event.old_status, event.new_status, event.reason) == ("PENDING", "ACTIVE", "connected")


def test_what_is_so_already_is_no_event(database: Database) -> None:
    make_account(database)
    with database.write() as transaction:
        assert accounts.change_status(transaction, "figma", "ann", "PENDING", "PENDING") is None
        assert accounts.change_status(transaction, "figma", "ann", "ACTIVE", "REVOKED") is None
        assert accounts.change_status(transaction, "figma", "bob", "PENDING", "ACTIVE") is None
        assert accounts.change_status(transaction, "figma", "ann", "PENDING", "PENDING", "for a reason") is not None


def test_a_grant_tells_its_own_accounts_only(database: Database) -> None:
    make_grant(database, "g")
    make_grant(database, "other")
    for identifier, grant_id in (("ann", "g"), ("bob", "g"), ("cat", "other"), ("dan", None), ("eve", "g")):
        make_account(database, identifier, grant_id=grant_id)
    with database.write() as transaction:
        accounts.change_status(transaction, "figma", "eve", "PENDING", "DISCONNECTED")
        told = accounts.change_sharing(transaction, "g", ("PENDING",), "ACTIVE", but=("figma", "bob"))
    assert [event.identifier for event in told] == ["ann"]


def test_events_are_read_on_from_any_of_them(database: Database) -> None:
    for connection in ("figma", "other"):
        for identifier in ("ann", "bob"):
            make_account(database, identifier, connection)
            with database.write() as transaction:
                accounts.change_status(transaction, connection, identifier, "PENDING", "ACTIVE")
                accounts.change_status(transaction, connection, identifier, "ACTIVE", "REVOKED")

    def read(connection: str = "", identifier: str = "", after: int = 0, limit: int = 100) -> list[accounts.EventRow]:
        return accounts.events(database, connection=connection, identifier=identifier, after=after, limit=limit)

    every = read()
    assert len(every) == 8
    assert [event.id for event in every] == sorted(event.id for event in every)
    assert read(after=every[2].id, limit=3) == every[3:6]
    for connection in ("", "figma", "other"):
        for identifier in ("", "ann", "bob"):
            wanted = [
                event
                for event in every
                if connection in ("", event.connection) and identifier in ("", event.identifier)
            ]
            assert read(connection, identifier) == wanted
            assert read(connection, identifier, after=wanted[0].id, limit=1) == wanted[1:2]


NAMES = [
    *(
        "a/b",
        "a%2Fb",
        "a\\b",
        "A",
        "a",
        "a ",
        " a",
        "a\t",
        "a  b",
        "a b",
        "a_b",
        "a%",
        "%",
        "_",
        "''",
        '"',
        ";",
        "?",
        ":a",
    ),
    *(unicodedata.normalize("NFC", "é"), unicodedata.normalize("NFD", "é"), "ß", "ss", "ẞ", "İ", "i", "I", "ı"),
    *("Z", "z", "Ω", "\u2126", "\u200b", "a\u200b", "ﬁ", "fi", "\U0001f600", "\uffee", "1", "01", "1.0", "10", "9"),
]


def test_T39_identifiers_that_differ_in_a_byte_are_different_accounts(database: Database) -> None:
    for name in NAMES:
        with database.write() as transaction:
            assert accounts.create(transaction, "figma", name)
            assert not accounts.create(transaction, "figma", name)
            accounts.set_plan(transaction, "figma", name, f"plan of {name}")
    for name in NAMES:
        row = accounts.read(database, "figma", name)
        assert row is not None
        assert (row.identifier, row.plan) == (name, f"plan of {name}")


@pytest.mark.parametrize("connection", ["", "b"])
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_T39_pages_go_through_every_account_once_in_the_order_of_bytes(
    database: Database, size: int, connection: str
) -> None:
    for name in NAMES:
        for place in ("b", "B", "a"):
            make_account(database, name, place)
    seen: list[tuple[str, str]] = []
    after = ("", "")
    while page := accounts.list_accounts(
        database, connection=connection, identifier="", status="", after=after, limit=size
    ):
        seen += [(row.connection, row.identifier) for row in page]
        after = seen[-1]
    every = [(place, name) for place in ("B", "a", "b") for name in sorted(NAMES, key=str.encode)]
    assert seen == [(place, name) for place, name in every if connection in ("", place)]


def test_lists_take_every_filter_together_with_a_position(database: Database) -> None:
    for place in ("a", "b"):
        for name in ("x", "y", "z"):
            make_account(database, name, place)
    with database.write() as transaction:
        accounts.change_status(transaction, "b", "y", "PENDING", "ACTIVE")
    every = [(place, name, "ACTIVE" if (place, name) == ("b", "y") else "PENDING") for place in "ab" for name in "xyz"]
    for connection in ("", "a", "b", "c"):
        for identifier in ("", "x", "y"):
            for status in ("", "PENDING", "ACTIVE"):
                for after in (("", ""), ("a", ""), ("a", "y"), ("b", ""), ("b", "y"), ("c", "")):
                    rows = accounts.list_accounts(
                        database, connection=connection, identifier=identifier, status=status, after=after, limit=100
                    )
                    assert [(row.connection, row.identifier, row.status) for row in rows] == [
                        (place, name, now)
                        for place, name, now in every
                        if connection in ("", place)
                        and identifier in ("", name)
                        and status in ("", now)
                        and (place, name) > after
                    ]


# Consents


def test_T3_of_a_hundred_parallel_callbacks_one_uses_the_state(database: Database) -> None:
    ask_consent(database)
    assert len(won(at_once(100, lambda _: use_state(database)))) == 1
    request = authorization_requests.by_state(database, "state of r")
    assert request is not None
    assert request.used_at is not None
    assert request.verifier is None


def test_a_state_stays_unused_where_it_comes_back_wrong(database: Database) -> None:
    ask_consent(database)
    assert not use_state(database, connection="other")
    assert not use_state(database, browser="another browser")
    assert not use_state(database, "unknown")
    run(database, "UPDATE authorization_requests SET expires_at = :now")
    assert not use_state(database)
    run(database, "UPDATE authorization_requests SET expires_at = :now + 100")
    assert use_state(database)


def test_a_consent_without_a_browser_is_used_without_one(database: Database) -> None:
    ask_consent(database, browser_hash=None)
    assert not use_state(database)
    with database.write() as transaction:
        assert authorization_requests.use(transaction, "state of r", connection="figma", browser_hash="")


def test_a_link_opened_again_belongs_to_the_browser_that_opened_it_last(database: Database) -> None:
    ask_consent(database, state_hash=None, browser_hash=None)

    def start(name: str) -> authorization_requests.RequestRow | None:
        with database.write() as transaction:
            return authorization_requests.start(
                transaction, "start of r", state_hash=f"state of {name}", browser_hash=name, verifier=b"v"
            )

    assert start("one") is not None
    assert start("two") is not None
    assert not use_state(database, "one", browser="one")
    assert not use_state(database, "two", browser="one")
    assert use_state(database, "two", browser="two")
    assert start("three") is None


def test_only_the_person_a_consent_waits_for_confirms_it_and_once(database: Database) -> None:
    make_grant(database)
    ask_consent(database)

    def verify(identifier: str) -> bool:
        with database.write() as transaction:
            return authorization_requests.verify(transaction, "r", identifier) is not None

    assert not verify("ann")  # nothing waits yet
    with database.write() as transaction:
        authorization_requests.hold(transaction, "r", "g", old_status="PENDING", lifetime=600.0)
    assert not verify("bob")
    assert sum(at_once(20, lambda _: verify("ann"))) == 1


def test_consents_past_their_time_are_deleted_with_what_they_held(database: Database) -> None:
    make_grant(database)
    for name in ("old", "held", "new"):
        ask_consent(database, name)
    with database.write() as transaction:
        authorization_requests.hold(transaction, "held", "g", old_status="ACTIVE", lifetime=600.0)
    assert not authorization_requests.any_expired(database)
    run(database, "UPDATE authorization_requests SET expires_at = :now WHERE id <> 'new'")
    assert authorization_requests.any_expired(database)
    with database.write() as transaction:
        expired = authorization_requests.expire(transaction)
    assert sorted(expired, key=str) == [("figma", "ann", "g", "ACTIVE"), ("figma", "ann", None, "")]
    assert authorization_requests.by_id(database, "new") is not None


def test_a_breaker_opens_once_and_longer_each_time(database: Database) -> None:
    def open_breaker() -> bool:
        with database.write() as transaction:
            return breakers.open_breaker(transaction, "app", "refused", first=60.0, longest=150.0)

    assert sum(at_once(20, lambda _: open_breaker())) == 1
    waits = []
    for _ in range(4):
        waits.append(round(breakers.seconds_open(database, "app")[0] / 10) * 10)
        run(database, "UPDATE breakers SET open_until = :now")
        assert not open_breaker()
    assert waits == [60, 60, 120, 150]
    assert breakers.seconds_open(database, "other") == (0.0, "")


# Transactions and tables


def test_a_transaction_that_raises_stores_nothing(database: Database) -> None:
    def fail() -> None:
        with database.write() as transaction:
            accounts.create(transaction, "figma", "ann")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert accounts.read(database, "figma", "ann") is None


def test_a_statement_that_fails_undoes_those_before_it(database: Database) -> None:
    def fail() -> None:
        with database.write() as transaction:
            accounts.create(transaction, "figma", "ann")
            accounts.attach(transaction, "figma", "ann", "no such grant")

    with pytest.raises(StoreError):
        fail()
    assert accounts.read(database, "figma", "ann") is None
    make_account(database)


def test_times_are_the_stores_own_in_seconds(database: Database) -> None:
    make_grant(database)
    lease = claimed(database)
    state = state_of(database)
    assert lease.claimed_at <= state.lease_until - TTL + 1 <= state.now + 1
    assert 1.7e9 < state.now < FAR


OPEN_TWENTY_TIMES = """
import os, sys, traceback
from figwright.store import accounts, open_database, postgres, sqlite
waiting, go = os.pipe()
for number in range(20):
    if os.fork() == 0:
        os.close(go)
        os.read(waiting, 1)
        try:
            database = open_database(sys.argv[1])
            with database.write() as transaction:
                accounts.create(transaction, "figma", f"{number}")
            database.close()
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(0)
os.close(go)
for number in range(20):
    os.wait()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the operating system has no forks")
def test_twenty_processes_open_an_empty_database_at_once(database_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPEN_TWENTY_TIMES, database_url], capture_output=True, text=True, timeout=50, check=True
    )
    assert done.stderr == ""
    with closing(open_database(database_url)) as database:
        assert database.read("SELECT COUNT(*) FROM accounts") == [(20,)]


def module_of(database_url: str) -> ModuleType:
    from figwright.store import postgres, sqlite

    return sqlite if database_url.startswith("sqlite") else postgres


def test_a_migration_that_fails_leaves_nothing_half(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    open_database(database_url).close()
    broken = (*schema.MIGRATIONS, ("CREATE TABLE half (a BIGINT)", "CREATE TABLE half (a BIGINT)"))
    monkeypatch.setattr(module_of(database_url), "MIGRATIONS", broken)
    with pytest.raises(StoreError, match="half"):
        open_database(database_url)
    mended = (*schema.MIGRATIONS, ("CREATE TABLE half (a BIGINT)", "CREATE TABLE whole (a BIGINT)"))
    monkeypatch.setattr(module_of(database_url), "MIGRATIONS", mended)
    for _ in range(2):
        with closing(open_database(database_url)) as database:
            assert database.read("SELECT COUNT(*) FROM half") == [(0,)]


def test_older_code_refuses_newer_tables(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = (*schema.MIGRATIONS, ("CREATE TABLE newer (a BIGINT)",))
    with monkeypatch.context() as patch:
        patch.setattr(module_of(database_url), "MIGRATIONS", newer)
        open_database(database_url).close()
    with pytest.raises(ConfigurationError, match=r"was changed by a newer figwright.*Update"):
        open_database(database_url)


def test_a_database_without_an_address_of_ours_is_refused() -> None:
    for wrong in (
        "",
        "mysql://u:secret@h/d",
        "/srv/figwright.db",
        "sqlite:figwright.db",
        "postgresql+x://u:secret@[/d",
    ):
        with pytest.raises(ConfigurationError, match="neither sqlite:///") as caught:
            open_database(wrong)
        assert "secret" not in str(caught.value)
