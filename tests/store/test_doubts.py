"""Refresh tokens that work once, and tokens that nobody can be asked about: what the store keeps of a doubt (F46)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from figwright.store import Database, grants
from figwright.store.grants import Claim

from .rows import claimed, make_grant, publish, run, state_of


def test_a_token_that_nobody_can_be_asked_about_ends_where_the_same_is_said_of_it_again(database: Database) -> None:
    make_grant(database, refresh=None)
    with database.write() as transaction:
        told = [grants.end(transaction, "g", 1, said, asked=False) for said in ("dead", "other", "dead", "dead")]
    assert told == [False, False, False, True]
    assert state_of(database).state == "dead"


@pytest.mark.parametrize("take", [grants.claim, grants.claim_due, grants.claim_probe])
@pytest.mark.parametrize("once", [True, False])
def test_a_lease_that_was_not_given_back_leaves_doubt_where_a_refresh_token_works_once(
    database: Database, take: Callable[..., Claim | None], once: bool
) -> None:
    make_grant(database)
    whose = {grants.claim: ("g", 1)}.get(take, ("app",))
    more = {"before": 1e12} if take is grants.claim_due else {}

    def taken(owner: str) -> Claim:
        with database.write() as transaction:
            lease = take(transaction, *whose, owner=owner, ttl=19.0, once=once, **more)
        assert lease is not None
        return lease

    assert taken("first").last_failure == ""
    run(database, "UPDATE grants SET lease_until = :now")
    assert taken("first").last_failure == "", "the same claim, whose COMMIT had no answer"
    run(database, "UPDATE grants SET lease_until = :now")
    lease = taken("second")
    assert lease.last_failure.startswith(grants.AMBIGUOUS) is once
    with database.write() as transaction:
        grants.release(transaction, lease, wait=0.0, failure="given back", counted=False)
    run(database, "UPDATE grants SET failing_since = NULL, next_attempt_at = 0")
    assert taken("third").last_failure == "given back"


@pytest.mark.parametrize("meanwhile", ["lost", "ended", "renewed", "deleted"])
def test_whoever_has_the_answer_to_a_refresh_token_that_works_once_stores_it_unless_there_is_another(
    database: Database, meanwhile: str
) -> None:
    make_grant(database)
    slow = claimed(database, owner="slow")
    run(database, "UPDATE grants SET lease_until = :now")
    quick = claimed(database, owner="quick", once=True)
    if meanwhile == "ended":
        with database.write() as transaction:
            assert grants.mark_dead(transaction, quick, f"{grants.AMBIGUOUS}: x")
    elif meanwhile == "renewed":
        assert publish(database, quick, b"newer", once=True) == 2
    elif meanwhile == "deleted":
        run(database, "DELETE FROM grants")
    stored = publish(database, slow, b"the only one", once=True)
    assert stored == (2 if meanwhile in ("lost", "ended") else None)
    if stored:
        assert (state_of(database).state, state_of(database).access) == ("live", b"the only one")
        with database.write() as transaction:
            grants.release(transaction, quick, wait=100.0, failure="used already")
        assert (state_of(database).last_failure, state_of(database).lease_owner) == ("", "")
