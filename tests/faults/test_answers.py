"""The provider answers a refresh with errors, with garbage, late or not at all: the account stays, and works again."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from support.intermediaries import PAGES

from figwright import Actions
from figwright.errors import Cause, ConfigurationError, DeadlineExceededError, ProviderError
from figwright_figma.sandbox import Sandbox

from .world import HASTY, TOOL, World, until

ACCESS = "figu_" + "x" * 40
TRUE_ANSWER = {"access_token": ACCESS, "token_type": "bearer", "expires_in": 7_776_000}
_LIFETIMES: list[Any] = [True, None, -1, 0, 59, 1e308, 10**20, "abc", "", []]


def asked(sandbox: Sandbox) -> int:
    """How many refreshes the provider was asked for."""
    return len(sandbox.requests.of("oauth.refresh"))


def call(actions: Actions) -> None:
    actions.execute_tool(TOOL, identifier="ann")


def call_in_vain(actions: Actions) -> ProviderError:
    with pytest.raises(ProviderError, match="cannot be renewed just now") as raised:
        call(actions)
    assert raised.value.cause is Cause.PROVIDER_DOWN
    assert raised.value.retry_after
    return raised.value


def test_F15_a_failing_provider_is_asked_once_per_backoff_whoever_calls(world: World) -> None:
    world.expire()
    world.sandbox.fail_next("oauth.refresh", status=500, times=None)
    with world.actions() as actions, ThreadPoolExecutor(20) as threads:
        for each in [threads.submit(call_in_vain, actions) for _ in range(20)]:
            each.result()
        requests = world.sandbox.requests.of("oauth.refresh")
        gaps = [(later.at - earlier.at).total_seconds() for earlier, later in itertools.pairwise(requests)]
        assert len(requests) <= 3
        assert all(gap >= 0.5 * 2**index for index, gap in enumerate(gaps))
        world.sql("UPDATE grants SET next_attempt_at = :now + 60")
        for _ in range(5):
            call_in_vain(actions)
        assert asked(world.sandbox) == len(requests)
        assert world.row("state, generation, failures") == ("live", 1, len(requests))
        world.sandbox.heal()
        world.pass_backoff()
        call(actions)
    assert world.row("failures, failing_since, last_failure") == (0, None, "")
    world.check(1)


def test_F15_the_backoff_grows_to_five_minutes(local: World) -> None:
    local.expire()
    local.sandbox.fail_next("oauth.refresh", status=503)
    local.sql("UPDATE grants SET failures = 30")
    with local.actions() as actions:
        call_in_vain(actions)
        assert 140 < local.row("next_attempt_at - :now") <= 300
        assert asked(local.sandbox) == 1
        local.pass_backoff()
    local.check_after(1)


@pytest.mark.parametrize("retry_after", ["0", "1"])
def test_F15_F16_a_refresh_by_hand_asks_once_and_then_keeps_to_the_backoff(retry_after: str, local: World) -> None:
    local.sandbox.fail_next("oauth.refresh", status=429, headers={"Retry-After": retry_after}, times=None)
    with local.actions() as actions:
        with pytest.raises(ProviderError, match="cannot be renewed just now"):
            actions.refresh_connected_account(identifier="ann")
        assert asked(local.sandbox) <= 3
        local.sandbox.heal()
        actions.refresh_connected_account(identifier="ann")
    local.check(1)


def test_F16_nobody_asks_before_the_time_that_a_429_names(local: World) -> None:
    local.expire()
    local.sandbox.fail_next("oauth.refresh", status=429, headers={"Retry-After": "120"})
    with local.actions() as actions:
        for _ in range(5):
            assert 100 < (call_in_vain(actions).retry_after or 0) <= 120
        assert asked(local.sandbox) == 1
        local.sql("UPDATE grants SET next_attempt_at = :now")
        call(actions)
    local.check(1)


def test_F16_a_token_that_still_works_is_used_meanwhile(local: World) -> None:
    local.make_due(expires_in=3600)
    local.sandbox.fail_next("oauth.refresh", status=429, headers={"Retry-After": "120"})
    with local.actions() as actions:
        for _ in range(5):
            call(actions)
        assert asked(local.sandbox) == 1
        assert local.row("generation") == 1
    local.check(0)


@contextmanager
def silent_server() -> Iterator[str]:
    """Accepts connections and closes them as soon as something was sent."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(1000)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}"
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


@contextmanager
def refused_port() -> Iterator[str]:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}/refresh"


@contextmanager
def unknown_host() -> Iterator[str]:
    yield "https://figwright.invalid/refresh"


@contextmanager
def broken_tls() -> Iterator[str]:
    with silent_server() as address:
        yield f"https://{address}/refresh"


@contextmanager
def no_answer() -> Iterator[str]:
    with silent_server() as address:
        yield f"http://{address}/refresh"


@pytest.mark.parametrize("unreachable", [refused_port, unknown_host, broken_tls, no_answer])
def test_F17_a_provider_out_of_reach_changes_nothing(unreachable: Callable[[], Any], local: World) -> None:
    local.expire()
    with unreachable() as url, local.actions(refresh_url=url) as actions:
        call_in_vain(actions)
    assert local.row("state, generation, lease_until") == ("live", 1, 0)
    assert local.changes() == []
    local.check_after(1)


@pytest.mark.parametrize("slow", [{"delay": 60, "times": 2}, {"drip": 0.4, "times": 2}])
def test_F18_an_answer_that_comes_too_late_is_asked_for_again(slow: dict[str, Any], local: World) -> None:
    local.expire()
    local.sandbox.fail_next("oauth.refresh", **slow)
    with local.actions() as actions:
        while local.row("generation") == 1:
            before = asked(local.sandbox)
            with pytest.raises(ProviderError) if before < 2 else _nothing():
                call(actions)
            assert asked(local.sandbox) - before <= 3
            local.pass_backoff()
    assert asked(local.sandbox) == 3
    local.check(3)


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "null",
        "<html>Bad gateway</html>",
        b"\xff\xfe",
        [],
        {},
        {"error": "nope"},
        TRUE_ANSWER | {"access_token": 1},
        TRUE_ANSWER | {"access_token": ""},
        TRUE_ANSWER | {"access_token": "x" * 900_000},
        TRUE_ANSWER | {"access_token": "two words\r\nX: y"},
        TRUE_ANSWER | {"token_type": "mac"},
        TRUE_ANSWER | {"refresh_token": ["x"]},
        *[TRUE_ANSWER | {"expires_in": value} for value in _LIFETIMES],
        '{"access_token": "' + ACCESS + '", "expires_in": NaN}',
        "[" * 100_000,
    ],
    ids=lambda body: repr(body)[:40],
)
def test_F19_garbage_keeps_the_old_token_and_gives_the_lease_back(body: Any, local: World) -> None:
    before = local.row("access, refresh")
    local.make_due()
    local.sql("UPDATE grants SET failures = 5")
    local.sandbox.fail_next("oauth.refresh", status=200, body=body)
    with local.actions() as actions:
        call(actions)
    assert local.row("access, refresh") == before
    assert local.row("state, generation, lease_until, failures") == ("live", 1, 0, 6)
    local.pass_backoff()
    with local.actions() as actions:
        call(actions)
    local.check(1)


@pytest.mark.parametrize("page", PAGES)
def test_P14_T82_a_page_from_in_between_ends_no_account(page: str, local: World) -> None:
    answer_everything(local, page)
    live = local.row("access, refresh")
    local.make_due()
    local.lease = HASTY
    with local.actions() as actions:
        for expired in (False, False, True, True):
            if expired:
                local.expire()
            with suppress(ProviderError):
                call(actions)
            local.pass_backoff()
    assert local.row("access, refresh") == live
    assert local.row("state, generation, lease_until") == ("live", 1, 0)
    assert local.sql("SELECT * FROM breakers") == []
    assert local.changes() == []
    local.check_after(1)


@pytest.mark.parametrize("page", ["a firewall's page", "somebody else's JSON"])
def test_P14_T82_a_page_from_in_between_opens_no_breaker_and_holds_on_both_stores(page: str, world: World) -> None:
    """Five people's grants meet the page: neither a person nor the app is at fault."""
    names = ["ann", *world.people(4)]
    answer_everything(world, page)
    world.expire()
    world.lease = HASTY
    with world.actions() as actions:
        for name in names:
            with pytest.raises(ProviderError):
                actions.execute_tool(TOOL, identifier=name)
    assert world.sql("SELECT * FROM breakers") == []
    assert world.changes() == []
    world.heal()
    with world.actions() as actions:
        for name in names:
            actions.execute_tool(TOOL, identifier=name)
    world.check(5)


def answer_everything(world: World, page: str) -> None:
    """In place of the token endpoints and of the API."""
    status, headers, body = PAGES[page]
    for target in ("oauth.refresh", "oauth.token", "GET /v1/me"):
        world.sandbox.fail_next(target, status=status, headers=headers, body=body, times=None)


def test_F19_garbage_after_the_provider_acted_is_healed(world: World) -> None:
    world.make_due()
    world.sandbox.fail_next("oauth.refresh", status=200, body="<html>", acts=True)
    with world.actions() as actions:
        call(actions)
    world.check(2)


@pytest.mark.parametrize("moment", ["before", "after", "midway"])
def test_F20_a_connection_that_breaks_is_as_if_nothing_had_been(moment: Any, world: World) -> None:
    world.expire()
    world.sandbox.fail_next("oauth.refresh", drop=moment)
    with world.actions() as actions:
        call(actions)
    world.check(1 if moment == "before" else 2)


@pytest.mark.parametrize("moment", ["before", "after", "midway"])
def test_F20_no_answer_however_often_is_not_taken_for_a_refusal(moment: Any, world: World) -> None:
    """The old token may be dead by then, and the API says so; still nobody said that the grant is gone."""
    names = ["ann", *world.people(3)]
    world.make_due()
    world.sandbox.fail_next("oauth.refresh", drop=moment, times=None)
    world.lease = HASTY
    with world.actions() as actions:
        for _ in range(3):
            for name in names:
                with suppress(ProviderError):
                    actions.refresh_connected_account(identifier=name)
            world.pass_backoff()
    assert {world.status(name) for name in names} == {"ACTIVE"}
    assert world.sql("SELECT state FROM grants WHERE state <> 'live'") == []
    assert world.sql("SELECT client_id FROM breakers") == []
    world.expire()
    with world.actions() as actions, suppress(ProviderError):
        call(actions)
    assert world.changes() == []
    world.heal()
    with world.actions() as actions:
        for name in names:
            actions.execute_tool(TOOL, identifier=name)
    assert world.stored_token() == world.sandbox.live_token()


def test_a_caller_with_less_time_than_the_refresh_takes_nothing_with_it(world: World) -> None:
    world.expire()
    held = world.sandbox.fail_next("oauth.refresh", delay=60)
    with world.actions(deadline=0.2) as actions:
        begun = time.monotonic()
        with pytest.raises(DeadlineExceededError):
            call(actions)
        assert time.monotonic() - begun < world.lease
        held.release()
        until(lambda: world.row("generation") == 2)
    world.check(1)


def test_who_waits_through_a_backoff_takes_what_others_stored_meanwhile(local: World) -> None:
    """A backoff is for the provider's sake; a token that is there already needs no provider."""
    local.lease = 10
    local.expire()
    with local.actions() as actions, local.actions() as other, ThreadPoolExecutor(1) as thread:
        local.sql("UPDATE grants SET next_attempt_at = :now + 15")
        begun = time.monotonic()
        waiting = thread.submit(call, actions)
        other.refresh_connected_account(identifier="ann")
        waiting.result()
        assert time.monotonic() - begun < 5
    local.check(1)


def test_many_grants_that_wait_keep_no_other_from_its_refresh(local: World) -> None:
    local.lease = 10
    names = local.people(40)
    local.expire()
    local.sql(
        "UPDATE grants SET next_attempt_at = :now + 15 WHERE provider_user <> :ann", ann=local.sandbox.demo.user.id
    )
    with local.actions(deadline=2.0) as actions, ThreadPoolExecutor(len(names)) as threads:
        waiting = [threads.submit(actions.execute_tool, TOOL, identifier=name) for name in names]
        call(actions)
        for each in waiting:
            with pytest.raises(DeadlineExceededError):
                each.result()
        local.pass_backoff()
        begun = time.monotonic()
    assert time.monotonic() - begun < 8
    local.check(41)


def test_every_caller_of_a_failed_refresh_gets_an_error_of_its_own(local: World) -> None:
    local.expire()
    with local.actions(client_secret="wrong") as actions, ThreadPoolExecutor(8) as threads:
        held = local.sandbox.fail_next("oauth.refresh", delay=60)
        calls: list[Any] = [threads.submit(call, actions) for _ in range(8)]
        by_hand = [threads.submit(actions.refresh_connected_account, identifier="ann") for _ in range(2)]
        local.sandbox.wait_in_flight("oauth.refresh")
        held.release()
        errors = [each.exception() for each in [*calls, *by_hand]]
    assert all(isinstance(error, ConfigurationError) for error in errors)
    assert len({id(error) for error in errors}) == len(errors)
