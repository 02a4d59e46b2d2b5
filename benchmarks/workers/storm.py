"""Many callers at one moment: each contender brings a call, this counts and times them."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

Calls = list[tuple[float, float, str]]
"""When each began, when it ended, in seconds since the epoch, and what went wrong, or ""."""


def in_threads(call: Callable[[], object], calls: int, threads: int) -> None:
    """Let so many threads share the calls, from the moment that standard input names; print the calls."""

    def some(count: int) -> Calls:
        done = []
        for _ in range(count):
            began, wrong = time.time(), ""
            try:
                call()
            except Exception as error:  # noqa: BLE001 - a failure is a figure here
                wrong = f"{type(error).__name__}: {error}"
            done.append((began, time.time(), wrong))
        return done

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(some, [1] * threads))
        _wait_for_start()
        done = [each for some_done in pool.map(some, [calls // threads] * threads) for each in some_done]
    _tell(done)


async def in_tasks(call: Callable[[], Awaitable[object]], calls: int, tasks: int) -> None:
    """The same with tasks of one event loop."""

    async def some(count: int) -> Calls:
        done = []
        for _ in range(count):
            began, wrong = time.time(), ""
            try:
                await call()
            except Exception as error:  # noqa: BLE001 - a failure is a figure here
                wrong = f"{type(error).__name__}: {error}"
            done.append((began, time.time(), wrong))
        return done

    await asyncio.gather(*(some(1) for _ in range(min(tasks, 50))))
    _wait_for_start()
    found = await asyncio.gather(*(some(calls // tasks) for _ in range(tasks)))
    _tell([each for some_done in found for each in some_done])


def _wait_for_start() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    time.sleep(max(float(sys.stdin.readline()) - time.time(), 0))


def _tell(done: Calls) -> None:
    sys.stdout.write(json.dumps(done))
