"""A child of a fork uses the parent's client, whatever the parent's threads were in the middle of (F36)."""

from __future__ import annotations

import os
import select
import signal
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import suppress

import pytest

from figwright.accounts import stored as accounts

from .desk import Desk

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the operating system has no forks")
PATIENCE = 20.0


def said_by_a_child(work: Callable[[], str]) -> str:
    """What a forked child says, or "nothing" if it hangs; it is killed then."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python warns of forks beside threads, which are meant
        child = os.fork()
    if child == 0:
        with suppress(BaseException):
            try:
                said = work()
            except Exception as error:  # noqa: BLE001 - nothing may leave the child
                said = f"{type(error).__name__}: {error}"
            os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read() if select.select([pipe], [], [], PATIENCE)[0] else "nothing"
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return said


def test_F36_a_fork_while_another_thread_opens_the_accounts(any_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    any_desk.connect()
    fresh, opening, go_on = any_desk.open(), threading.Event(), threading.Event()
    parent, open_accounts = os.getpid(), accounts.open_accounts

    def slowly(*args: object) -> object:
        if os.getpid() == parent:
            opening.set()
            go_on.wait(PATIENCE)
        return open_accounts(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(accounts, "open_accounts", slowly)
    thread = threading.Thread(target=any_desk.handle, kwargs={"by": fresh})
    thread.start()
    opening.wait(PATIENCE)
    try:
        assert said_by_a_child(lambda: any_desk.handle(by=fresh)) == any_desk.sandbox.demo.user.handle
    finally:
        go_on.set()
        thread.join()
    assert any_desk.handle(by=fresh) == any_desk.sandbox.demo.user.handle


def test_F36_forks_while_threads_open_and_close_the_accounts(any_desk: Desk) -> None:
    any_desk.connect()
    end, handle = time.monotonic() + 0.5, any_desk.sandbox.demo.user.handle

    def work() -> None:
        while time.monotonic() < end:
            with any_desk.open() as actions:
                assert any_desk.handle(by=actions) == handle

    shared, threads = any_desk.open(), [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    said = [said_by_a_child(lambda: any_desk.handle(by=shared)) for _ in range(5)]
    for thread in threads:
        thread.join()
    assert said == [handle] * 5
