"""What the statements on grants promise, on both databases: one winner, one fence, no lost token."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from figwright.store import Database, accounts, authorization_requests, bounds, breakers, grants
from figwright.store.grants import Claim

from .rows import (
    FAR,
    ask_consent,
    at_once,
    claim,
    claim_due,
    claim_probe,
    claimed,
    make_account,
    make_grant,
    publish,
    run,
    state_of,
    won,
)


def test_of_forty_threads_one_gets_the_lease(database: Database) -> None:
    make_grant(database)
    [lease] = won(at_once(40, lambda number: claim(database, owner=f"{number}")))
    assert state_of(database).lease_owner in {f"{number}" for number in range(40)}
    assert (lease.epoch, lease.generation, lease.access, lease.refresh) == (1, 1, b"first", b"refresh")


@pytest.mark.parametrize("take", [claim, claim_due, claim_probe])
def test_who_lost_the_lease_stores_nothing(database: Database, take: Callable[[Database], Claim | None]) -> None:
    make_grant(database)
    slow = claimed(database)
    run(database, "UPDATE grants SET lease_until = :now")
    quick = take(database)
    assert quick is not None
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
        assert not grants.mark_dead(transaction, slow, "slow")
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


def test_F40_a_pause_of_more_than_an_hour_is_an_hour_and_not_a_wrong_clock_s(database: Database) -> None:
    make_grant(database)
    fail(database, "g", wait=1e6)
    assert claim(database) is None
    run(database, "UPDATE grants SET next_attempt_at = next_attempt_at - :hour", hour=bounds.PAUSE)
    assert claim(database) is not None


def test_only_who_revives_takes_and_replaces_a_dead_grant(database: Database) -> None:
    make_grant(database)
    lease = claimed(database)
    with database.write() as transaction:
        assert grants.mark_dead(transaction, lease, "revoked")
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


def test_a_failure_is_dated_from_the_first_and_counted_where_it_counts(database: Database) -> None:
    make_grant(database)
    fail(database, "g", counted=False)
    run(database, "UPDATE grants SET failing_since = :now - 100")
    [(since,)] = run(database, "SELECT failing_since FROM grants")
    fail(database, "g")
    lease = claimed(database)
    assert (lease.failures, lease.failing_since) == (1, since)


def test_F40_a_failure_is_not_dated_by_a_wrong_clock(database: Database) -> None:
    make_grant(database)
    fail(database, "g")
    run(database, "UPDATE grants SET failing_since = :now + 1000")
    fail(database, "g")
    assert run(database, "SELECT COUNT(*) FROM grants WHERE failing_since <= :now") == [(1,)]


def test_who_has_stored_a_new_token_neither_buries_it_nor_lets_it_be_replaced_at_once(database: Database) -> None:
    make_grant(database)
    lease = claimed(database)
    assert publish(database, lease, pause=1000.0) == 2
    with database.write() as transaction:
        assert not grants.mark_dead(transaction, lease, "late")
    assert state_of(database).state == "live"
    assert claim(database, seen=2) is None


def test_what_has_been_due_longest_is_first(database: Database) -> None:
    for grant_id, since in (("b", 2.0), ("c", 3.0), ("a", 1.0)):
        make_grant(database, grant_id, refresh_after=since)
    assert [lease.grant_id for lease in iter(lambda: claim_due(database), None)] == ["a", "b", "c"]


def fail(database: Database, grant_id: str, wait: float = 0.0, *, counted: bool = True) -> None:
    lease = claimed(database, grant_id=grant_id)
    with database.write() as transaction:
        grants.release(transaction, lease, wait=wait, failure="No", counted=counted)


def test_F41_what_has_failed_comes_last_and_by_its_next_attempt(database: Database) -> None:
    for number in range(5):
        make_grant(database, f"{number}", refresh_after=float(number))
    for grant_id in ("0", "2", "1"):
        fail(database, grant_id)
    fail(database, "3", wait=1000.0)
    assert [lease.grant_id for lease in iter(lambda: claim_due(database), None)] == ["4", "0", "2", "1"]


def test_F41_what_failed_in_a_sweep_waits_for_another_however_long_it_has_been_due(database: Database) -> None:
    make_grant(database, "sound", refresh_after=3.0)
    make_grant(database, "failed", refresh_after=1.0)
    fail(database, "failed")
    run(database, "UPDATE grants SET next_attempt_at = 2 WHERE id = 'failed'")

    def sweep(before: float) -> list[str]:
        run(database, "UPDATE grants SET lease_until = 0")
        return [lease.grant_id for lease in iter(lambda: claim_due(database, before=before), None)]

    assert sweep(before=1.0) == ["sound"]
    assert sweep(before=2.0) == ["sound", "failed"]


def test_F40_what_a_wrong_clock_put_off_is_due_at_once(database: Database) -> None:
    for grant_id in ("never failed", "failed", "failed, and not due"):
        make_grant(database, grant_id)
    fail(database, "failed")
    fail(database, "failed, and not due")
    beyond = {"life": bounds.LIFETIME + 1000, "pause": bounds.PAUSE + 1000}
    run(database, "UPDATE grants SET refresh_after = :now + :life WHERE id = 'never failed'", **beyond)
    run(database, "UPDATE grants SET next_attempt_at = :now + :pause WHERE id <> 'never failed'", **beyond)
    run(database, "UPDATE grants SET refresh_after = :far WHERE id = 'failed, and not due'", far=FAR)
    assert [lease.grant_id for lease in iter(lambda: claim_due(database), None)] == ["never failed", "failed"]


def test_F41_a_suspect_app_is_probed_with_what_fell_due_last_and_never_failed(database: Database) -> None:
    for number in range(4):
        make_grant(database, f"{number}", refresh_after=float(number))
    make_grant(database, "not yet", refresh_after=FAR)
    fail(database, "3")

    assert [lease.grant_id for lease in iter(lambda: claim_probe(database), None)] == ["2", "1", "0"]


def test_F41_one_of_forty_threads_may_probe_a_suspect_app(database: Database) -> None:
    def take(_: int) -> bool:
        with database.write() as transaction:
            return breakers.take_probe(transaction, "app")

    assert won(at_once(40, take)) == [], "the breaker is closed"
    with database.write() as transaction:
        breakers.open_breaker(transaction, "app", "No", first=60.0, probe_in=0.0)
    assert breakers.read(database, "app").next_probe == 0
    run(database, "UPDATE breakers SET probes = 30")  # a minute passes from one to the next: forty threads take less
    assert won(at_once(40, take)) == [True]
    run(database, "UPDATE breakers SET probes = 0, probe_at = :now")
    assert take(0)
    assert breakers.read(database, "app").next_probe < 1
    run(database, "UPDATE breakers SET probes = 30, probe_at = :now")
    assert take(0)
    assert breakers.read(database, "app").next_probe > 50
    with database.write() as transaction:
        breakers.close_breaker(transaction, "app")
    assert breakers.read(database, "app") == (0.0, 0.0, "")
    assert not take(0)


def test_F41_forty_good_refreshes_at_once_note_one_moment(database: Database) -> None:
    with database.write() as transaction:
        breakers.count_fault(transaction, "app", "other", 60.0)

    def note(_: int) -> None:
        with database.write() as transaction:
            breakers.close_breaker(transaction, "app")

    assert breakers.standing(database, "app", "g", 60.0)[:2] == (1, None)
    at_once(40, note)
    faulty, good_at, now = breakers.standing(database, "app", "g", 60.0)
    assert faulty == 0
    assert good_at is not None
    assert good_at <= now
    run(database, "UPDATE breakers SET good_at = :now + 1000")
    assert breakers.standing(database, "app", "g", 60.0).good_at is None
    note(0)
    assert breakers.standing(database, "app", "g", 60.0).good_at is not None


def heal(database: Database) -> int:
    with database.write() as transaction:
        return grants.count_heal(transaction, "g", 100.0)


def test_F27_a_new_consent_shuts_out_the_refresh_under_way(database: Database) -> None:
    make_grant(database)
    lease = claimed(database)
    assert make_grant(database, "another id, the same user of the app") != "g"
    run(database, "UPDATE grants SET provider_user = 'x' WHERE id <> 'g'")
    assert publish(database, lease, b"of the refresh") == 2

    lease = claimed(database, seen=2)
    sealed_for: list[tuple[str, int]] = []

    def seal(grant_id: str, generation: int) -> tuple[str, bytes, grants.Sealed]:
        sealed_for.append((grant_id, generation))
        return "new key", b"new data key", grants.Sealed(b"of the consent", b"new refresh", FAR, FAR)

    with database.write() as transaction:
        grants.upsert(
            transaction,
            grant_id="not used",
            client_id="app",
            provider_user="user of g",
            kind="oauth",
            scopes=None,
            seal=seal,
        )
    assert sealed_for == [("g", 3)]
    assert run(database, "SELECT key_id, data_key FROM grants WHERE id = 'g'") == [("new key", b"new data key")]
    assert publish(database, lease, b"of the refresh") is None
    with database.write() as transaction:
        grants.release(transaction, lease, wait=1000.0, failure="of the refresh")
        assert not grants.mark_dead(transaction, lease, "of the refresh")
    state = state_of(database)
    assert (state.generation, state.access, state.state) == (3, b"of the consent", "live")
    assert (state.lease_until, state.next_attempt_at, state.last_failure) == (0, 0, "")


def test_a_new_consent_ends_a_pause_and_the_count_of_heals(database: Database) -> None:
    make_grant(database)
    fail(database, "g", wait=1000.0)
    assert heal(database) == 1
    make_grant(database)
    assert claimed(database, seen=2).failures == 0
    assert heal(database) == 1


def test_a_hundred_first_consents_of_one_user_make_one_grant(database: Database) -> None:
    def consent(number: int) -> str:
        with database.write() as transaction:
            return grants.upsert(
                transaction,
                grant_id=f"{number}",
                client_id="app",
                provider_user="user",
                kind="oauth",
                scopes=None,
                seal=lambda *_: ("key", b"", grants.Sealed(f"{number}".encode(), None, None, None)),
            )

    assert len(set(at_once(100, consent))) == 1
    assert run(database, "SELECT COUNT(*), MAX(generation) FROM grants") == [(1, 100)]


def test_F26_a_grant_is_dropped_with_the_last_that_holds_on_to_it(database: Database) -> None:
    make_grant(database)
    make_account(database, "ann", grant_id="g")
    ask_consent(database, "r", identifier="bob")
    lease = claimed(database)
    with database.write() as transaction:
        assert not grants.drop_unused(transaction, "g")
        authorization_requests.await_confirmation(
            transaction, "r", "g", old_status="PENDING", scopes="", lifetime=600.0
        )
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
    assert [heal(database) for _ in range(3)] == [1, 2, 3]
    run(database, "UPDATE grants SET heals_since = heals_since - 101")
    assert [heal(database) for _ in range(2)] == [1, 2]
    run(database, "UPDATE grants SET heals_since = :now + 1000")
    assert heal(database) == 1, "a wrong clock wrote it"


def test_what_cannot_be_renewed_dies_at_its_time(database: Database) -> None:
    make_grant(database, "past", refresh=None, expires_at=1.0)
    make_grant(database, "future", refresh=None)
    make_grant(database, "without end", refresh=None, expires_at=None)
    make_grant(database, "renewable", expires_at=0.0)
    assert grants.any_expired(database)
    with database.write() as transaction:
        assert grants.expire(transaction, 1) == ["past"]
        assert grants.expire(transaction, 1) == []
    assert not grants.any_expired(database)


def test_only_the_token_that_was_seen_ends_and_none_that_can_be_renewed(database: Database) -> None:
    make_grant(database, refresh=None)
    make_grant(database, "renewable")
    with database.write() as transaction:
        assert not grants.end(transaction, "g", 0, "of the token before", asked=True)
        assert not grants.end(transaction, "renewable", 1, "not its time", asked=True)
        assert grants.end(transaction, "g", 1, "revoked", asked=True)
        assert not grants.end(transaction, "g", 1, "again", asked=True)
    assert (state_of(database).state, state_of(database).state_reason) == ("dead", "revoked")


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
