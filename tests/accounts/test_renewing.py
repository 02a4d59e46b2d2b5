"""The token of a call: renewed before it ends, used while it lives, and told truly where neither can be."""

from __future__ import annotations

import time
from pathlib import Path

import anyio
import pytest

from figwright.errors import AccountNotActiveError, ProviderError
from figwright.store.database import sqlite_path

from .desk import Desk

DAY = 86400.0


def near_its_end(desk: Desk) -> None:
    """Every stored token has been due for days, and works for a minute yet."""
    desk.run("UPDATE grants SET expires_at = :now + 60, refresh_after = :now - :due", due=5 * DAY)
    desk.sandbox.requests.clear()


def asked(desk: Desk) -> list[str]:
    return [request.path for request in desk.sandbox.requests]


def test_a_token_near_its_end_is_renewed_before_the_call_is_sent(any_desk: Desk) -> None:
    any_desk.connect()
    near_its_end(any_desk)
    assert any_desk.handle() == any_desk.sandbox.demo.user.handle
    assert asked(any_desk) == ["/v1/oauth/refresh", "/v1/me"]
    assert any_desk.stored_token() == any_desk.sandbox.live_token(app=any_desk.app)


def test_a_token_near_its_end_serves_where_it_cannot_be_renewed_yet(any_desk: Desk) -> None:
    any_desk.connect()
    near_its_end(any_desk)
    any_desk.sandbox.fail_next("oauth.refresh", status=503, headers={"Retry-After": "600"})
    for _ in range(2):
        assert any_desk.handle() == any_desk.sandbox.demo.user.handle
    assert asked(any_desk) == ["/v1/oauth/refresh", "/v1/me", "/v1/me"]
    any_desk.run("UPDATE grants SET expires_at = :now - 1")
    with pytest.raises(ProviderError, match="cannot be renewed just now"):
        any_desk.handle()


def test_a_grant_that_ends_while_its_token_is_renewed_is_told_with_whose_it_is_and_why(any_desk: Desk) -> None:
    """The refresh is the grant's, which several accounts may share; the error is the caller's."""
    any_desk.connect()
    near_its_end(any_desk)
    any_desk.sandbox.disconnect(app=any_desk.app)
    for _ in range(2):
        with pytest.raises(AccountNotActiveError) as refused:
            any_desk.handle()
        assert (refused.value.connection, refused.value.identifier) == ("figma", "ann")
        assert refused.value.status == "REVOKED"
        account = any_desk.actions.get_connected_account(identifier="ann")
        assert refused.value.reason == account.status_reason
        assert "refused a token request" in refused.value.reason
    assert asked(any_desk) == ["/v1/oauth/refresh", "/v1/me"], "the second is whether the token lives"


def test_an_account_that_is_not_active_is_told_with_its_status_and_reason(any_desk: Desk) -> None:
    any_desk.connect()
    any_desk.run("UPDATE accounts SET status = 'EXPIRED', status_reason = 'since yesterday'")
    with pytest.raises(AccountNotActiveError, match=r"'ann' on 'figma' is EXPIRED \(since yesterday\)") as refused:
        any_desk.handle()
    assert (refused.value.status, refused.value.reason) == ("EXPIRED", "since yesterday")


@pytest.mark.parametrize("found", ["buried", "dropped"])
def test_a_grant_that_others_end_while_a_call_waits_for_it_is_told_as_it_stands(any_desk: Desk, found: str) -> None:
    """As where another process asked first: this one reads in the store what came of it."""
    any_desk.connect()
    near_its_end(any_desk)
    stored, connection = any_desk.actions.context.stored(), any_desk.actions.connection("figma")
    [(grant_id, generation)] = any_desk.run("SELECT id, generation FROM grants")
    if found == "buried":
        any_desk.run("UPDATE grants SET state = 'dead', state_reason = 'the provider said so'")
    else:
        any_desk.run("UPDATE accounts SET grant_id = NULL")
        any_desk.run("DELETE FROM grants")
    with pytest.raises(AccountNotActiveError) as refused:
        stored.refreshes.submit(connection, grant_id, generation).result(20)
    status, reason = {
        "buried": ("REVOKED", "the provider said so"),
        "dropped": ("DISCONNECTED", "the account was deleted or disconnected meanwhile"),
    }[found]
    assert (refused.value.status, refused.value.reason) == (status, reason)
    assert asked(any_desk) == []


def test_F16_a_refresh_by_hand_passes_over_a_backoff_once_and_keeps_to_the_time_it_is_told(any_desk: Desk) -> None:
    any_desk.connect()
    any_desk.run("UPDATE grants SET next_attempt_at = :now + 600, failures = 1, failing_since = :now")
    any_desk.sandbox.fail_next("oauth.refresh", status=429, headers={"Retry-After": "120"}, times=None)
    with pytest.raises(ProviderError, match="cannot be renewed just now") as failed:
        any_desk.actions.refresh_connected_account(identifier="ann")
    assert 100 < (failed.value.retry_after or 0) <= 120
    assert any_desk.requests("oauth.refresh") == 1


def test_T20_a_refresh_that_brings_no_refresh_token_keeps_the_one_there_is(any_desk: Desk) -> None:
    any_desk.connect()
    answer = {"access_token": "figu_" + "x" * 40, "token_type": "bearer", "expires_in": 7_776_000}
    any_desk.sandbox.fail_next("oauth.refresh", status=200, body=answer)
    for _ in range(2):
        any_desk.actions.refresh_connected_account(identifier="ann")
    assert any_desk.stored_token() == any_desk.sandbox.live_token(app=any_desk.app)
    assert any_desk.requests("oauth.refresh") == 2


def test_F23_a_refusal_of_the_app_counts_as_no_failure_of_a_grant(any_desk: Desk) -> None:
    """What failed since before a token's end expires its account then."""
    any_desk.connect()
    near_its_end(any_desk)
    with any_desk.reopened(client_secret="wrong") as actions:
        actions.refresh_due(rate=None)
    assert any_desk.requests("oauth.refresh") == 1
    assert any_desk.run("SELECT failures, state FROM grants") == [(0, "live")]


def test_F15_a_grant_that_is_refused_again_and_again_is_asked_about_later_each_time(any_desk: Desk) -> None:
    any_desk.connect()
    near_its_end(any_desk)
    refused = {"error": True, "status": 400, "message": "No.", "i18n": None}
    any_desk.sandbox.fail_next("oauth.refresh", status=400, body=refused, times=None)
    any_desk.actions.refresh_due(rate=None)
    any_desk.run("UPDATE grants SET failures = 9, next_attempt_at = 0")
    any_desk.actions.refresh_due(rate=None)
    assert any_desk.requests("oauth.refresh") == 2
    [(wait,)] = any_desk.run("SELECT next_attempt_at - :now FROM grants")
    assert 100 < wait <= 300


def due(desk: Desk) -> None:
    desk.run("UPDATE grants SET refresh_after = :now - 1, next_attempt_at = 0")
    desk.sandbox.requests.clear()


def is_renewed(desk: Desk) -> bool:
    renewed: bool = desk.run("SELECT refresh_after > :now FROM grants") == [(True,)]
    return renewed


def test_a_refresher_renews_what_is_due_until_it_is_stopped(any_desk: Desk) -> None:
    any_desk.connect()
    with any_desk.actions.run_refresher(every=0.02, rate=None):
        for _ in range(2):
            due(any_desk)
            while not is_renewed(any_desk):
                time.sleep(0.01)
            assert asked(any_desk) == ["/v1/oauth/refresh"]
    due(any_desk)
    time.sleep(0.1)
    assert not is_renewed(any_desk)
    assert any_desk.stored_token() == any_desk.sandbox.live_token(app=any_desk.app)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_F8_a_refresher_that_is_stopped_on_an_event_loop_finishes_its_refresh_while_the_loop_goes_on(
    desk: Desk, backend: str
) -> None:
    desk.connect()
    due(desk)
    desk.sandbox.fail_next("oauth.refresh", delay=0.3)
    seen: list[bool] = []

    async def watch() -> None:
        while not is_renewed(desk):
            seen.append(True)
            await anyio.sleep(0.01)

    async def main() -> None:
        async with anyio.create_task_group() as tasks, desk.awaitable() as actions:
            async with await actions.run_refresher(rate=None):
                while not desk.requests("oauth.refresh"):
                    await anyio.sleep(0.01)
                tasks.start_soon(watch)
            assert is_renewed(desk)

    anyio.run(main, backend=backend)
    assert len(seen) > 5


def test_a_refresher_goes_on_after_a_sweep_that_failed(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.connect()
    due(desk)
    file = Path(sqlite_path(desk.database_url))
    with desk.open() as actions, actions.run_refresher(every=0.02, rate=None):
        while not is_renewed(desk):
            time.sleep(0.01)
        away = file.rename(file.with_name("away.db"))
        while "was deleted or replaced" not in caplog.text:
            time.sleep(0.01)
        away.rename(file)
        due(desk)
        while not is_renewed(desk):
            time.sleep(0.01)
