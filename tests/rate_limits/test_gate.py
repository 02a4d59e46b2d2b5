"""A limit that a call has met holds for the calls after it, until the time that the provider named, and no longer."""

from __future__ import annotations

import math
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest
from support.provider import Provider, reply

from figwright import Actions, AsyncActions, errors
from figwright.errors import Cause
from figwright.rate_limits import gate

from .conftest import LIMITED, refusal

TEDDY, ROBOT = {"toy_id": "teddy"}, {"toy_id": "robot"}


def refused(actions: Actions, tool: str = "toy_get", tool_input: Any = TEDDY, **options: Any) -> errors.ProviderError:
    with pytest.raises(errors.ProviderError) as raised:
        actions.execute_tool(tool, tool_input=tool_input, **options)
    assert raised.value.cause is Cause.RATE_LIMITED
    return raised.value


def test_P5_the_next_calls_are_refused_unsent_in_the_same_words(toys: Actions, toybox: Provider) -> None:
    toybox.answer(refusal(432_000))
    first = refused(toys)
    later = [refused(toys) for _ in range(10)]
    assert len(toybox.received) == 1
    for each in later:
        assert re.sub(r"\d+ seconds", "", str(each)) == re.sub(r"\d+ seconds", "", str(first))
        assert (each.status, each.plan, each.seat, each.provider_message) == (429, "tin", "low", "Slow down")
        assert each.retry_after == pytest.approx(432_000, abs=60)
    assert "This limit is 6 calls a month for a low seat. Try again in 432000 seconds." in str(first)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_awaitable_face_remembers_and_waits(backend: str, connection: Any, toybox: Provider) -> None:
    toybox.answer(refusal(1), reply({"ok": True}), refusal(), reply({"ok": True}))

    async def run() -> None:
        async with AsyncActions([connection().model_copy(update={"connector": LIMITED})]) as actions:
            await actions.connect_with_token(identifier="ann", token="toy_CANARYCANARY", kind="key", check=False)
            assert (await actions.execute_tool("toy_me", identifier="ann"))["ok"]
            for _ in range(2):
                with pytest.raises(errors.ProviderError, match="Try again in"):
                    await actions.execute_tool("toy_me", identifier="ann")
            assert [each.seat for each in await actions.budget(identifier="ann")] == ["a low seat"]

    anyio.run(run, backend=backend)
    assert len(toybox.received) == 3


def test_calls_are_sent_again_when_the_limit_is_over(toys: Actions, toybox: Provider) -> None:
    toybox.answer(refusal(1), reply({"ok": True}))
    begun = time.monotonic()
    assert toys.execute_tool("toy_get", tool_input=TEDDY)["ok"]
    assert time.monotonic() - begun >= 1
    assert toys.execute_tool("toy_me")["ok"]
    assert len(toybox.received) == 3


@pytest.mark.slow
def test_a_wait_that_fits_the_deadline_is_waited_for_by_calls_that_come_later(toys: Actions, toybox: Provider) -> None:
    toybox.answer(refusal(2), reply({"ok": True}))
    toys.context.limits = type(toys.context.limits)(deadline=1.5)
    assert refused(toys).retry_after == 2
    toys.context.limits = type(toys.context.limits)(deadline=30.0)
    assert toys.execute_tool("toy_get", tool_input=TEDDY)["ok"]
    assert len(toybox.received) == 2


def test_other_toys_are_refused_too_until_one_of_them_is_tried(
    toys: Actions, toybox: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "_APART_EVERY", 0.2)
    toybox.answer(refusal(), reply({"ok": True}))
    refused(toys)
    assert refused(toys, tool_input=ROBOT).retry_after
    assert refused(toys, "toy_me", {}).retry_after
    assert len(toybox.received) == 1
    time.sleep(0.25)
    assert toys.execute_tool("toy_get", tool_input=ROBOT)["ok"]
    assert [toys.execute_tool("toy_get", tool_input=ROBOT)["ok"] for _ in range(5)] == [True] * 5
    refused(toys)
    assert len(toybox.received) == 7


@pytest.mark.slow
def test_toys_of_another_plan_have_a_limit_of_their_own(
    toys: Actions, toybox: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "_APART_EVERY", 0.2)
    toybox.answer(refusal(300, "tin"), refusal(1, "gold", "high"), reply({"ok": True}))
    refused(toys)
    time.sleep(0.25)
    assert toys.execute_tool("toy_get", tool_input=ROBOT)["ok"]
    refused(toys)
    assert len(toybox.received) == 3
    assert {(each.plan, each.not_before is None) for each in toys.budget()} == {("tin", False), ("gold", True)}


@pytest.mark.parametrize(
    "answer",
    [
        reply(b"<html>Too many requests</html>", 429, Retry_After="300", Content_Type="text/html"),
        reply({"detail": "gateway"}, 429, Retry_After="300"),
    ],
)
def test_T85_a_429_of_a_proxy_holds_up_nobody(toys: Actions, toybox: Provider, answer: Any) -> None:
    toybox.answer(answer, reply({"ok": True}))
    assert refused(toys).retry_after == 300
    assert toys.execute_tool("toy_get", tool_input=TEDDY)["ok"]


def test_T85_a_wait_beyond_a_month_counts_as_a_month(toys: Actions, toybox: Provider) -> None:
    toybox.answer(refusal(999_999_999))
    refused(toys)
    assert refused(toys).retry_after == pytest.approx(32 * 86400, abs=60)


@pytest.mark.slow
def test_a_write_that_waited_for_a_limit_is_sent_once(toys: Actions, toybox: Provider) -> None:
    toybox.answer(refusal(1), reply({"ok": True}))
    assert toys.execute_tool("toy_create", tool_input={"name": "Bear"})["ok"]
    assert len(toybox.received) == 2


def test_limits_are_forgotten_on_demand(toys: Actions, toybox: Provider) -> None:
    toybox.answer(refusal(), reply({"ok": True}))
    refused(toys)
    toys.forget_limits()
    assert toys.execute_tool("toy_get", tool_input=TEDDY)["ok"]
    assert {each.plan for each in toys.budget()} <= {""}


@pytest.mark.parametrize("toys", ["stored"], indirect=True)
@pytest.mark.parametrize("how", ["forgotten by another process", "connected anew"])
def test_P5_a_limit_that_was_forgotten_is_remembered_once_it_is_met_again(
    how: str, toys: Actions, toybox: Provider, connection: Any
) -> None:
    toybox.answer(refusal())
    refused(toys)
    if how == "connected anew":
        toys.connect_with_token(identifier="ann", token="toy_CANARYCANARY", kind="key", check=False)
    else:
        with Actions([connection().model_copy(update={"connector": LIMITED})]) as other:
            other.forget_limits(identifier="ann")
    for _ in range(5):
        refused(toys)
    assert len(toybox.received) == 2


def test_P5_a_limit_that_is_told_while_the_first_call_after_another_is_on_its_way_holds(
    toys: Actions, toybox: Provider
) -> None:
    told, first = threading.Event(), threading.Event()

    def answered_late(to: Any) -> None:
        first.set()
        told.wait(60)
        reply({"ok": True})(to)

    toybox.answer(refusal(1), answered_late, refusal(), reply({"ok": True}))
    with ThreadPoolExecutor(1) as thread:
        waited = thread.submit(toys.execute_tool, "toy_get", tool_input=TEDDY)
        assert first.wait(60)
        refused(toys)
        told.set()
        assert waited.result()["ok"]
    refused(toys)
    assert len(toybox.received) == 3


def test_P8_whole_seconds_of_a_wait_are_never_too_few(toys: Actions, toybox: Provider) -> None:
    toybox.answer(refusal(300))
    refused(toys)
    for _ in range(8):
        later = refused(toys)
        assert later.retry_after
        assert f"Try again in {math.ceil(later.retry_after)} seconds." in str(later)
        time.sleep(0.13)


@pytest.mark.slow
def test_a_toy_of_another_plan_says_nothing_of_the_limit_that_is_not_its_own(
    toys: Actions, toybox: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "_APART_EVERY", 0.2)
    toybox.answer(refusal(432_000), reply({"ok": True}))
    refused(toys)
    time.sleep(0.25)
    texts = [toys.execute_tool("toy_get", tool_input=ROBOT).text for _ in range(8)]
    assert [text for text in texts if "left" in text] == []
    assert "This limit is 6 calls a month for a low seat." in str(refused(toys))


@pytest.mark.parametrize("toys", ["stored"], indirect=True)  # one token is one account
def test_a_limit_of_one_account_is_not_that_of_another(toys: Actions, toybox: Provider) -> None:
    toys.connect_with_token(identifier="bob", token="toy_OTHEROTHER", kind="key", check=False)
    toybox.answer(refusal(), reply({"ok": True}))
    refused(toys)
    assert toys.execute_tool("toy_get", identifier="bob", tool_input=TEDDY)["ok"]


@pytest.mark.parametrize("toys", ["stored"], indirect=True)  # of a token nothing is stored
def test_connecting_anew_and_deleting_forget(toys: Actions, toybox: Provider) -> None:
    toybox.answer(refusal(), reply({"ok": True}))
    refused(toys)
    toys.connect_with_token(identifier="ann", token="toy_NEWERNEWER", kind="key", check=False)
    assert toys.execute_tool("toy_get", tool_input=TEDDY)["ok"]
    toys.delete_connected_account(identifier="ann")
    stored = toys.context.stored()
    stored.limits.counts.flush()
    assert stored.database.read("SELECT * FROM rate_limits") == []
    assert stored.database.read("SELECT * FROM call_counts") == []
