"""A clock that was wrong for a second leaves no time behind that anybody waits for (F40)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from figwright import Actions
from figwright.errors import AuthorizationError, ProviderError
from figwright.store import authorization_requests, breakers, grants

from .world import TOOL, World

FAR = [3_700.0, 2400 * 3600.0, 1e10]
"""Beyond the longest pause of all, a hundred days, and as far as a clock goes."""


def call(actions: Actions) -> None:
    actions.execute_tool(TOOL, identifier="ann")


@pytest.fixture
def actions(world: World) -> Iterator[Actions]:
    with world.actions() as opened:
        yield opened


@pytest.mark.parametrize("ahead", FAR)
@pytest.mark.parametrize("column", ["lease_until", "next_attempt_at"])
@pytest.mark.parametrize("way", ["call", "sweep"])
def test_F40_no_lease_and_no_pause_is_longer_than_any_can_be(
    way: str, column: str, ahead: float, world: World, actions: Actions
) -> None:
    world.expire()
    wrong = f"lease_owner = 'elsewhere/1/1/1.1', failing_since = :now + :ahead, {column} = :now + :ahead"
    world.sql(f"UPDATE grants SET {wrong}", ahead=ahead)
    if way == "call":
        begun = time.monotonic()
        call(actions)
        assert time.monotonic() - begun < 10
    else:
        assert actions.refresh_due(rate=None) == (1, 0)
    world.check(1)


@pytest.mark.parametrize("ahead", FAR)
def test_F40_a_token_in_its_last_tenth_is_renewed_although_its_next_attempt_was_dated_far_ahead(
    ahead: float, world: World, actions: Actions
) -> None:
    world.make_due(expires_in=60.0)
    world.sql("UPDATE grants SET next_attempt_at = :now + :ahead", ahead=ahead)
    call(actions)
    world.check(1)


@pytest.mark.parametrize("ahead", FAR)
def test_F40_an_open_breaker_closes_within_its_longest_time(ahead: float, world: World, actions: Actions) -> None:
    world.expire()
    app = world.sandbox.demo.app.client_id
    with world.database.write() as transaction:
        breakers.open_breaker(transaction, app, "refused", first=60.0)
    world.sql("UPDATE breakers SET open_until = :now + :ahead", ahead=ahead)
    call(actions)
    world.check(1)
    with world.database.write() as transaction:
        breakers.open_breaker(transaction, app, "refused", first=60.0)
        world_dated = "UPDATE breakers SET open_until = :now + :ahead"
        transaction.run(world_dated, ahead=ahead)
        breakers.open_breaker(transaction, app, "refused", first=60.0)
    assert 0 < world.sql("SELECT open_until - :now FROM breakers")[0][0] <= 600


@pytest.mark.parametrize("ahead", FAR)
def test_F40_what_was_counted_in_the_future_counts_no_more(ahead: float, world: World) -> None:
    with world.database.write() as transaction:
        grant_id = transaction.run("SELECT id FROM grants")[0][0]
        assert [grants.count_heal(transaction, grant_id, 600.0) for _ in range(3)] == [1, 2, 3]
        transaction.run("UPDATE grants SET heals_since = :now + :ahead", ahead=ahead)
        assert grants.count_heal(transaction, grant_id, 600.0) == 1


@pytest.mark.parametrize("ahead", FAR[1:])
def test_F40_a_retry_after_of_weeks_is_asked_about_within_the_hour(
    ahead: float, world: World, actions: Actions
) -> None:
    world.make_due(expires_in=3600.0)
    world.sandbox.fail_next("oauth.refresh", status=429, headers={"Retry-After": f"{int(min(ahead, 999_999_999))}"})
    call(actions)
    assert 3000 < world.row("next_attempt_at - :now") <= 3600


@pytest.mark.parametrize("ahead", FAR)
def test_F40_a_failure_dated_in_the_future_began_before_the_token_ended(ahead: float, world: World) -> None:
    """Otherwise an account whose refresh fails for ever is never EXPIRED."""
    world.expire()
    world.sql("UPDATE grants SET failures = 3, failing_since = :now + :ahead, last_failure = 'x'", ahead=ahead)
    world.sandbox.fail_next(
        "oauth.refresh", status=400, body={"error": True, "status": 400, "message": "No"}, times=None
    )
    with world.actions() as actions, pytest.raises(Exception, match="EXPIRED"):
        call(actions)
    assert world.status() == "EXPIRED"


@pytest.mark.parametrize("ahead", [1e9, 1e10])
def test_F40_a_token_whose_end_lies_beyond_any_is_renewed(ahead: float, world: World, actions: Actions) -> None:
    world.sql("UPDATE grants SET expires_at = :now + :ahead, refresh_after = :now + :ahead", ahead=ahead)
    call(actions)
    world.check(1)


@pytest.mark.parametrize("ahead", FAR)
def test_F40_a_consent_lives_ten_minutes_whatever_the_clock_said(ahead: float, world: World, actions: Actions) -> None:
    link = actions.get_authorization_link(identifier="ann")
    callback = world.sandbox.consent(link.link)
    assert callback
    world.sql("UPDATE authorization_requests SET expires_at = :now + :ahead", ahead=ahead)
    with pytest.raises(AuthorizationError) as raised:
        actions.complete_authorization(callback)
    assert raised.value.fault == "expired"
    assert authorization_requests.any_expired(world.database)
    with world.database.write() as transaction:
        assert len(authorization_requests.expire(transaction, 100)) == 1
    assert not authorization_requests.any_expired(world.database)


def test_F40_a_client_token_that_was_dated_in_the_future_is_not_good(world: World, actions: Actions) -> None:
    issued = actions.issue_mcp_token(identifier="ann", expires_in=timedelta(days=1))
    assert actions.check_mcp_token(issued.token)
    world.sql("UPDATE mcp_tokens SET created_at = created_at + 8640000, expires_at = expires_at + 8640000")
    assert actions.check_mcp_token(issued.token) is None
    assert [each.expired for each in actions.list_mcp_tokens(identifier="ann")] == [True]


def test_F40_the_use_of_a_client_token_is_noted_again(world: World, actions: Actions) -> None:
    issued = actions.issue_mcp_token(identifier="ann")
    actions.check_mcp_token(issued.token)
    world.sql("UPDATE mcp_tokens SET used_at = used_at + 8640000")
    actions.check_mcp_token(issued.token)
    assert world.sql("SELECT used_at <= :now FROM mcp_tokens") in ([(1,)], [(True,)])


@pytest.mark.parametrize("ahead", [33 * 86400.0, *FAR[1:]])
@pytest.mark.parametrize("column", ["not_before", "limited_until"])
def test_F40_no_limit_holds_longer_than_any_can(column: str, ahead: float, world: World, actions: Actions) -> None:
    world.sandbox.limit(3, calls=1, seconds=600)
    call(actions)
    with pytest.raises(ProviderError, match="Try again in 600 seconds"):
        call(actions)
    world.sandbox.limit(3, calls=1000)
    world.sql("UPDATE grants SET limited_until = :now + :ahead", ahead=ahead)
    if column == "not_before":
        world.sql("UPDATE grants SET limited_until = :now + 600")
        world.sql("UPDATE rate_limits SET not_before = :now + :ahead, probe_at = :now + :ahead", ahead=ahead)
    call(actions)
