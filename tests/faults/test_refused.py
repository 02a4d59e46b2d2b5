"""The provider refuses: what ends an account, what ends nothing, and what must not even be asked (P6)."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor

import pytest

from figwright import Actions
from figwright.errors import AccountNotActiveError, Cause, ConfigurationError, MissingScopesError, ProviderError
from figwright.types.accounts import AccountStatus

from .world import HASTY, TOOL, World

GONE = {"error": True, "status": 400, "message": "Invalid refresh token"}
ENDED = [("ACTIVE", "REVOKED")]


def call(actions: Actions, identifier: str = "ann") -> None:
    actions.execute_tool(TOOL, identifier=identifier)


def test_F21_a_refusal_that_comes_once_ends_nothing(world: World) -> None:
    world.expire()
    world.sandbox.fail_next("oauth.refresh", status=400, body=GONE)
    with world.actions() as actions:
        call(actions)
    world.check(1)


@pytest.mark.parametrize("text", ["Invalid refresh token", "Something is not right", ""])
def test_F21_a_refusal_says_nothing_of_a_token_that_works(text: str, local: World) -> None:
    local.make_due()
    local.sandbox.fail_next("oauth.refresh", status=400, body=GONE | {"message": text}, times=None)
    local.lease = HASTY
    with local.actions() as actions:
        for _ in range(3):
            call(actions)
            local.pass_backoff()
    assert local.row("generation") == 1
    assert len(local.sandbox.requests.of("oauth.refresh")) >= 3
    local.heal()
    with local.actions() as actions:
        call(actions)
    local.check(1)


def test_F22_a_grant_that_is_gone_is_REVOKED_once_and_asked_for_no_more(world: World) -> None:
    world.connect("ben")
    world.expire()
    world.sandbox.disconnect()
    with world.actions() as actions, ThreadPoolExecutor(10) as threads:
        calls = [threads.submit(call, actions, identifier) for identifier in ["ann", "ben"] * 5]
        for number, each in enumerate(calls):
            with pytest.raises(AccountNotActiveError, match=["'ann'", "'ben'"][number % 2]) as raised:
                each.result()
            assert raised.value.status == AccountStatus.REVOKED
        assert world.changes() == ENDED * 2
        assert len(world.sandbox.requests.of("oauth.refresh")) == 2, "the provider has to say it twice"
        sent = len(world.sandbox.requests)
        for _ in range(3):
            with pytest.raises(AccountNotActiveError):
                call(actions)
        assert len(world.sandbox.requests) == sent
    assert world.sandbox.refreshes() == 0
    assert world.row("state, generation, lease_until") == ("dead", 2, 0)


def test_F22_what_is_REVOKED_by_mistake_can_be_brought_back_by_hand(world: World) -> None:
    world.expire()
    world.sandbox.fail_next("oauth.refresh", status=400, body=GONE, times=2)
    with world.actions() as actions:
        with pytest.raises(AccountNotActiveError):
            call(actions)
        assert actions.refresh_connected_account(identifier="ann").status == AccountStatus.ACTIVE
    world.check(1, changes=[*ENDED, ("REVOKED", "ACTIVE")])


def test_F22_by_hand_in_vain_the_account_stays_REVOKED_and_the_error_names_it(world: World) -> None:
    world.expire()
    world.sandbox.disconnect()
    with world.actions() as actions:
        for ask in (call, lambda actions: actions.refresh_connected_account(identifier="ann")):
            with pytest.raises(AccountNotActiveError, match="'ann'") as raised:
                ask(actions)
            assert raised.value.status == AccountStatus.REVOKED
    assert world.changes() == ENDED
    assert world.sandbox.refreshes() == 0


@pytest.mark.parametrize("people", [1, 50])
def test_F23_a_wrong_client_secret_blames_no_account(
    people: int, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    names = ["ann", *world.people(people - 1)]
    world.expire()
    with world.actions(client_secret="wrong") as actions, ThreadPoolExecutor(10) as threads:
        calls = [threads.submit(call, actions, name) for name in names * 2]
        for each in calls:
            with pytest.raises(ConfigurationError, match="client id and secret"):
                each.result()
    asked = len(world.sandbox.requests.of("oauth.refresh"))
    assert asked <= 16, "only what was on its way before the first answer"
    assert world.sql("SELECT reason FROM breakers WHERE open_until > :now") != []
    assert [record.levelname for record in caplog.records if record.levelno >= logging.ERROR] == ["ERROR"]
    assert world.changes() == []
    assert world.sql("SELECT id FROM grants WHERE lease_until > 0 OR state <> 'live' OR generation <> 1") == []
    world.sql("UPDATE breakers SET open_until = :now")
    world.pass_backoff()
    with world.actions() as actions:
        for name in names:
            call(actions, name)
    assert world.sql("SELECT reason FROM breakers WHERE open_until > 0") == []
    world.check(people)


def test_F23_refusals_that_nobody_knows_are_the_apps_fault_where_they_meet_three_grants(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    names = world.people(3)
    world.sql(
        "UPDATE grants SET next_attempt_at = :now + 1000 WHERE provider_user = :ann", ann=world.sandbox.demo.user.id
    )
    world.sql("UPDATE grants SET expires_at = :now - 1, refresh_after = :now - 2 WHERE next_attempt_at = 0")
    world.sandbox.fail_next("oauth.refresh", status=400, body=GONE | {"message": "No"}, times=None)
    with world.actions() as actions:
        for name in names[:2]:
            with pytest.raises(ProviderError):
                call(actions, name)
        for name in names[2:]:
            with pytest.raises(ConfigurationError):
                call(actions, name)
    assert world.sql("SELECT id FROM grants WHERE lease_until > 0 OR state <> 'live'") == []
    assert [record.levelname for record in caplog.records if record.levelno >= logging.ERROR] == ["ERROR"]
    assert world.changes() == []


def test_F23_a_sweep_over_due_grants_ends_at_an_open_breaker(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.people(20)
    world.make_due(expires_in=30 * 86400)
    with world.actions(client_secret="wrong") as actions:
        report = actions.refresh_due(rate=None, threads=4)
        assert report.refreshed == 0
        assert 1 <= report.failed <= 4
        assert actions.refresh_due(rate=None, threads=4).failed == 0
    assert len(world.sandbox.requests.of("oauth.refresh")) == report.failed
    assert world.sql("SELECT id FROM grants WHERE lease_until > 0 OR state <> 'live'") == []
    assert world.changes() == []


def test_F24_revoked_in_the_providers_settings_while_calls_are_made(world: World) -> None:
    world.sandbox.disconnect()
    with world.actions() as actions, ThreadPoolExecutor(10) as threads:
        for each in [threads.submit(call, actions) for _ in range(20)]:
            with pytest.raises(AccountNotActiveError, match="'ann'") as raised:
                each.result()
            assert raised.value.status == AccountStatus.REVOKED
    assert len(world.sandbox.requests.of("oauth.refresh")) == 1
    assert world.changes() == ENDED
    assert world.sandbox.refreshes() == 0


def test_F24_a_token_that_somebody_else_replaced_is_healed_once_for_all_callers(world: World) -> None:
    token = world.sandbox.live_token()
    assert token
    world.sandbox.revoke(token)
    with world.actions() as actions, ThreadPoolExecutor(20) as threads:
        for each in [threads.submit(call, actions) for _ in range(100)]:
            each.result()
    world.check(1)


@pytest.mark.parametrize(
    ("status", "message", "cause"),
    [
        (403, "You do not have permission to view this", Cause.NO_ACCESS),
        (403, "Forbidden", Cause.UNKNOWN),
        (
            403,
            "Invalid scope(s): file_content:read. This endpoint requires the current_user:read scope",
            Cause.MISSING_SCOPE,
        ),
        (401, "Unauthorized", Cause.UNKNOWN),
    ],
)
def test_F25_a_thousand_refusals_of_calls_are_no_reason_to_refresh(
    status: int, message: str, cause: Cause, local: World
) -> None:
    local.sandbox.fail_next("getMe", status=status, body={"status": status, "err": message}, times=250)
    with local.actions() as actions, ThreadPoolExecutor(8) as threads:

        def refused() -> None:
            with pytest.raises((ProviderError, MissingScopesError)) as raised:
                actions.request(method="GET", path="/v1/me", identifier="ann")
            assert raised.value.cause is cause

        for each in [threads.submit(refused) for _ in range(250)]:
            each.result()
    assert local.status() == AccountStatus.ACTIVE
    assert len(local.sandbox.requests.of("oauth.refresh")) == 0
    assert local.sandbox.refreshes() == 0
