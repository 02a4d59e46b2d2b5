"""A refresh that is answered with another person's token: nothing of it is stored or served (P3)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from figwright import Actions
from figwright.errors import Cause, InvalidResponseError
from figwright.store import accounts

from .world import CONNECTION, TOOL, World


def revoke(world: World) -> None:
    world.sandbox.revoke(world.sandbox.live_token() or "")


def stay(world: World) -> None:
    """The token is fresh."""


def call(actions: Actions) -> None:
    actions.execute_tool(TOOL, identifier="ann")


def answer_as(world: World, user_id: Any) -> None:
    """The next refresh gives the live token of Ben, and names this person."""
    token = world.sandbox.grant(world.sandbox.user("ben"))["access_token"]
    body = {"access_token": token, "token_type": "bearer", "expires_in": 7_776_000, "user_id_string": user_id}
    world.sandbox.fail_next("oauth.refresh", status=200, body=body, times=1)


def reason(world: World) -> str:
    row = accounts.read(world.database, CONNECTION, "ann")
    assert row is not None
    return row.status_reason


def by_hand(actions: Actions) -> None:
    actions.refresh_connected_account(identifier="ann")


@pytest.mark.parametrize(
    ("prepare", "ask", "other"),
    [
        (World.expire, call, "1234567890123456789"),
        (revoke, call, 1234567890123456789),
        (stay, by_hand, "1234567890123456789"),
    ],
    ids=["expired", "dead before its time", "by hand"],
)
def test_a_refresh_that_names_another_person_is_neither_stored_nor_served(
    prepare: Callable[[World], None],
    ask: Callable[[Actions], None],
    other: Any,
    world: World,
    caplog: pytest.LogCaptureFixture,
) -> None:
    prepare(world)
    before = world.row("access, refresh, generation, expires_at, state")
    answer_as(world, other)
    with world.actions() as actions:
        with pytest.raises(InvalidResponseError, match="another person's token") as raised:
            ask(actions)
        assert raised.value.cause is Cause.UNKNOWN
        assert world.row("access, refresh, generation, expires_at, state") == before
        assert world.status() == "ACTIVE"
        assert "another person's token" in reason(world)
        assert world.changes() == [("ACTIVE", "ACTIVE")]
        assert [record.levelname for record in caplog.records if record.levelno >= logging.ERROR] == ["ERROR"]
        world.pass_backoff()
        ask(actions)
    assert reason(world) == ""
    world.check(1, changes=[("ACTIVE", "ACTIVE")] * 2)


def test_a_token_that_still_works_serves_meanwhile(world: World) -> None:
    world.make_due(expires_in=60.0)
    answer_as(world, "1234567890123456789")
    with world.actions() as actions:
        call(actions)
    assert "another person's token" in reason(world)
    assert world.row("generation") == 1


def test_a_sweep_that_is_answered_with_another_persons_token_counts_a_failure(world: World) -> None:
    world.make_due(expires_in=30 * 86400)
    answer_as(world, "1234567890123456789")
    with world.actions() as actions:
        assert actions.refresh_due(rate=None) == (0, 1)
    assert world.row("generation, state, lease_until") == (1, "live", 0)
    world.sandbox.heal()
    world.pass_backoff()
    with world.actions() as actions:
        assert actions.refresh_due(rate=None) == (1, 0)
    world.check(1, changes=[("ACTIVE", "ACTIVE")] * 2)


def test_a_refresh_that_names_the_same_person_is_stored(world: World) -> None:
    world.expire()
    given = world.sandbox.grant()
    body = {name: given[name] for name in ("access_token", "token_type", "expires_in", "user_id_string")}
    world.sandbox.fail_next("oauth.refresh", status=200, body=body)
    with world.actions() as actions:
        call(actions)
    world.check(0)
