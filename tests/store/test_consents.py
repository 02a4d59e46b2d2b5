"""What the statements on consents and breakers promise, on both databases: one use, one opening."""

from __future__ import annotations

from figwright.store import Database, authorization_requests, breakers

from .rows import (
    ask_consent,
    at_once,
    make_grant,
    run,
    use_state,
    won,
)


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
    run(database, "UPDATE authorization_requests SET expires_at = :now")
    assert start("late") is None
    run(database, "UPDATE authorization_requests SET expires_at = :now + 100")
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
        authorization_requests.await_confirmation(
            transaction, "r", "g", old_status="PENDING", scopes="", lifetime=600.0
        )
    assert not verify("bob")
    run(database, "UPDATE authorization_requests SET expires_at = :now")
    assert not verify("ann"), "too late, and nobody has cleaned up"
    run(database, "UPDATE authorization_requests SET expires_at = :now + 100")
    assert sum(at_once(20, lambda _: verify("ann"))) == 1


def test_consents_past_their_time_are_deleted_with_what_they_held(database: Database) -> None:
    make_grant(database)
    for name in ("old", "held", "new"):
        ask_consent(database, name)
    with database.write() as transaction:
        authorization_requests.await_confirmation(
            transaction, "held", "g", old_status="ACTIVE", scopes="", lifetime=600.0
        )
    assert not authorization_requests.any_expired(database)
    run(database, "UPDATE authorization_requests SET expires_at = :now WHERE id <> 'new'")
    assert authorization_requests.any_expired(database)
    with database.write() as transaction:
        expired = authorization_requests.expire(transaction, 100)
    assert sorted(expired, key=str) == [("figma", "ann", "g", "ACTIVE"), ("figma", "ann", None, "")]
    assert authorization_requests.by_id(database, "new") is not None


def test_a_breaker_opens_once_and_longer_each_time(database: Database) -> None:
    def open_breaker() -> bool:
        with database.write() as transaction:
            return breakers.open_breaker(transaction, "app", "refused", first=60.0)

    assert sum(at_once(20, lambda _: open_breaker())) == 1
    waits = []
    for _ in range(11):
        waits.append(round(breakers.read(database, "app").seconds / 10) * 10)
        run(database, "UPDATE breakers SET open_until = :now")
        assert not open_breaker()
    assert waits == [60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 600]
    assert breakers.read(database, "other") == (0.0, 0.0, "")
