"""What works in the background goes on, whatever a turn of it raised."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, cast

import pytest

from figwright.actions.refresher import Refresher
from figwright.concurrency import seldom
from figwright.concurrency.background import Background
from figwright.errors import StoreError
from figwright.events import runner
from figwright.http.limits import Limits
from figwright.types.webhooks import HandledReport
from figwright.webhooks.runner import EventRunner

FAILURES = [ValueError("nobody foresaw this"), StoreError("the database is away"), MemoryError()]


class Turns:
    """Fails three times, then lets the test go on."""

    def __init__(self) -> None:
        self.failures, self.on_it_went = list(FAILURES), threading.Event()

    def take(self, *_: object) -> Any:
        if self.failures:
            raise self.failures.pop()
        self.on_it_went.set()
        return (0, 0)

    run = take

    def stop(self) -> None:
        pass


def refresher(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> Background:
    return Refresher(partial(cast, Any, turns), (), 0.01)


def handlers(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> Background:
    return EventRunner(lambda limit: HandledReport(*turns.take()), 0.01)


def event_sender(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> Background:
    monkeypatch.setattr(runner, "_LOOK_AFTER", 0.01)
    monkeypatch.setattr(runner, "look_after", lambda *_: None)
    sender = runner.EventSender(
        partial(cast, Any, None), (), runner.Receivers(Limits()), "", every=1.0, notice_days=7.0
    )
    monkeypatch.setattr(runner, "look_after", turns.take)
    return sender


@pytest.mark.parametrize("begin", [refresher, handlers, event_sender])
def test_a_turn_that_fails_is_logged_and_repeated(
    begin: Callable[..., Background], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    turns = Turns()
    with caplog.at_level(logging.WARNING), begin(turns, monkeypatch):
        assert turns.on_it_went.wait(30)
    levels = [each.levelno for each in caplog.records]
    assert levels == [logging.ERROR, logging.WARNING, logging.ERROR]
    assert "the database is away" in caplog.text


def test_what_fails_at_every_turn_is_logged_once_a_minute(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(seldom, "monotonic", lambda: now)
    turns, failures = 0, (StoreError("the database is away"), ValueError("nobody foresaw this"))

    def fail(_: int) -> HandledReport:
        nonlocal turns, now
        turns += 1
        now += 50 if turns == 20 else 1
        raise failures[turns % 2]

    with EventRunner(fail, 0.001) as running:
        while turns < 40:
            running._thread.join(0.001)
    told = [record.levelname for record in caplog.records]
    assert sorted(told[:2]) == sorted(told[2:4]) == ["ERROR", "WARNING"]
    assert len(told) == 4
