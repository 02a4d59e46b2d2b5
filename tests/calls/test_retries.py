"""P7: a write is never repeated unless the provider provably did not act. P8: waiting is bounded."""

from __future__ import annotations

import logging
import socket
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.provider import Connection, Provider, reply
from support.toybox import CONNECTOR

from figwright import Actions, errors
from figwright.calls.retry import seconds_to_wait
from figwright.errors import Cause, ProviderError

READ = ("toy_search", {})  # a POST that only reads: the hint counts, not the method
WRITE = ("toy_create", {"name": "Bear"})


def gone(connection: Connection) -> None:
    connection.reset()


def cut(connection: Connection) -> None:
    connection.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    connection.reset()


@pytest.mark.parametrize("failure", [reply({}, 500), reply({}, 503), reply(b"", 502), gone, cut])
def test_P7_a_read_is_repeated(call: Any, toybox: Provider, failure: Any) -> None:
    toybox.answer(failure, reply({"ok": True}))
    assert call(*READ)["ok"]
    assert len(toybox.received) == 2


@pytest.mark.parametrize("failure", [reply({}, 500), reply({}, 503), gone, cut])
def test_T54_a_write_that_may_have_happened_is_sent_once_and_the_error_says_so(
    call: Any, toybox: Provider, failure: Any
) -> None:
    toybox.answer(failure, reply({"ok": True}))
    with pytest.raises(errors.ProviderError) as raised:
        call(*WRITE)
    assert raised.value.outcome_unknown
    assert raised.value.cause is Cause.PROVIDER_DOWN
    assert len(toybox.received) == 1


def test_T54_a_write_without_an_answer_is_not_repeated(call: Any, toybox: Provider) -> None:
    toybox.answer(Connection.hang)
    with pytest.raises(errors.DeadlineExceededError, match="look before you repeat") as raised:
        call(*WRITE, deadline=1)
    assert raised.value.outcome_unknown
    assert len(toybox.received) == 1


def test_T54_a_write_that_was_turned_away_is_repeated(call: Any, toybox: Provider) -> None:
    toybox.answer(reply({}, 429, Retry_After="0"), reply({"ok": True}))
    assert call(*WRITE)["ok"]
    assert len(toybox.received) == 2


def test_T54_a_write_is_repeated_where_nobody_ever_listened(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "figwright.calls")
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    options: dict[str, Any] = {"connector": CONNECTOR, "api_url": url, "allow_insecure": True}
    with Actions.with_token("t", kind="key", **options) as actions, pytest.raises(errors.ProviderError) as raised:
        actions.execute_tool(WRITE[0], tool_input=WRITE[1])
    assert not raised.value.outcome_unknown
    assert "could not be reached" in str(raised.value)
    assert caplog.text.count("trying again") == 2


@pytest.mark.parametrize("failure", [reply({}, 500), gone])
def test_a_read_gives_up_after_three_attempts(call: Any, toybox: Provider, failure: Any) -> None:
    toybox.answer(failure)
    with pytest.raises(errors.ProviderError) as raised:
        call(*READ)
    assert not raised.value.outcome_unknown
    assert len(toybox.received) == 3


def test_a_read_is_repeated_after_a_wait(actions: Actions, toybox: Provider) -> None:
    asked: list[float] = []

    def busy(connection: Connection) -> None:
        asked.append(time.monotonic())
        reply({}, 503)(connection)

    toybox.answer(busy)
    with pytest.raises(errors.ProviderError):
        actions.execute_tool(READ[0], identifier="ann", tool_input=READ[1])
    first, second, third = asked
    assert second - first >= 0.125
    assert third - second >= 0.25


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 501])
def test_what_will_not_change_is_not_repeated(call: Any, toybox: Provider, status: int) -> None:
    toybox.answer(reply({}, status))
    with pytest.raises(errors.ProviderError):
        call(*READ)
    assert len(toybox.received) == 1


def test_T55_a_long_retry_after_is_an_error_at_once(call: Any, toybox: Provider) -> None:
    toybox.answer(reply({}, 429, Retry_After="396749"))
    started = time.monotonic()
    with pytest.raises(errors.ProviderError) as raised:
        call(*READ)
    assert raised.value.retry_after == 396749
    assert time.monotonic() - started < 5
    assert len(toybox.received) == 1


@pytest.mark.parametrize("value", ["-5", "soon", "Wed, 21 Oct 2026 07:28:00 GMT", "", "1.5", "9" * 40, "²"])
def test_T55_a_retry_after_that_says_nothing_falls_back_to_a_short_wait(
    call: Any, toybox: Provider, value: str
) -> None:
    toybox.answer(reply({}, 429, Retry_After=value), reply({"ok": True}))
    assert call(*READ)["ok"]


@given(
    cause=st.sampled_from(Cause),
    status=st.sampled_from([0, 200, 403, 429, 500, 503]),
    retry_after=st.none() | st.floats(0, 1e6),
    unknown=st.booleans(),
    attempt=st.integers(1, 5),
    read_only=st.booleans(),
    remaining=st.floats(-10, 60),
)
def test_P7_P8_the_decision_keeps_both_promises(
    cause: Cause, status: int, retry_after: float | None, unknown: bool, attempt: int, read_only: bool, remaining: float
) -> None:
    error = ProviderError("x", cause=cause, status=status, retry_after=retry_after, outcome_unknown=unknown)
    wait = seconds_to_wait(error, attempt, read_only=read_only, remaining=remaining)
    if wait is None:
        return
    assert 0 <= wait < remaining
    assert attempt < 3
    assert wait >= (retry_after or 0)
    assert cause in (Cause.RATE_LIMITED, Cause.PROVIDER_DOWN)
    assert read_only or cause is Cause.RATE_LIMITED or not (status or unknown)


def test_a_dead_token_is_replaced_once_by_a_newer_one_and_a_write_repeated(actions: Actions, toybox: Provider) -> None:
    def renewed_meanwhile(connection: Connection) -> None:
        actions.connect_with_token(identifier="ann", token="toy_newer", kind="oauth", check=False)
        reply({"err": "Invalid token"}, 403)(connection)

    toybox.answer(renewed_meanwhile, reply({"ok": True}))
    assert actions.execute_tool(*WRITE[:1], identifier="ann", tool_input=WRITE[1])["ok"]
    assert [request.headers["authorization"] for request in toybox.received][1] == "Bearer toy_newer"


@pytest.mark.parametrize("failure", [reply({"err": "No"}, 403), reply({}, 404), reply({}, 500), cut])
def test_T54_a_newer_token_is_no_reason_to_repeat_a_write_that_failed_otherwise(
    actions: Actions, toybox: Provider, failure: Any
) -> None:
    def renewed_meanwhile(connection: Connection) -> None:
        actions.connect_with_token(identifier="ann", token="toy_newer", kind="oauth", check=False)
        failure(connection)

    toybox.answer(renewed_meanwhile, reply({"ok": True}))
    with pytest.raises(errors.ProviderError):
        actions.execute_tool(WRITE[0], identifier="ann", tool_input=WRITE[1])
    assert len(toybox.received) == 1


def test_a_dead_token_that_nobody_renewed_is_an_error_at_once(call: Any, toybox: Provider) -> None:
    toybox.answer(reply({"err": "Invalid token"}, 403))
    with pytest.raises(errors.ProviderError) as raised:
        call(*READ)
    assert raised.value.cause is Cause.DEAD_TOKEN
    assert len(toybox.received) == 1


def test_a_newer_token_that_is_dead_too_is_not_replaced_again(actions: Actions, toybox: Provider) -> None:
    def renewed_meanwhile(connection: Connection) -> None:
        actions.connect_with_token(identifier="ann", token=f"toy_{len(toybox.received)}", kind="oauth", check=False)
        reply({"err": "Invalid token"}, 403)(connection)

    toybox.answer(renewed_meanwhile)
    with pytest.raises(errors.ProviderError):
        actions.execute_tool("toy_me", identifier="ann")
    assert len(toybox.received) == 2
