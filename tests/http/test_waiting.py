"""Waiting, on an event loop, for what another thread works on."""

from __future__ import annotations

import threading
from concurrent.futures import Future

import anyio
import pytest

from figwright.calls.drivers import _finished


class DoneMeanwhile(Future[int]):
    """Ends between the look whether it has and the wish to be told."""

    def done(self) -> bool:
        was_done = super().done()
        if not was_done:
            self.set_result(1)
        return was_done


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_F11_a_future_that_ends_while_a_call_begins_to_wait_does_not_stop_the_event_loop(backend: str) -> None:
    ended = threading.Event()

    def run() -> None:
        anyio.run(_finished, DoneMeanwhile(), 5.0, backend=backend)
        ended.set()

    threading.Thread(target=run, daemon=True).start()
    assert ended.wait(10)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_F11_the_thread_that_ends_a_future_does_not_wait_for_the_loops_that_await_it(backend: str) -> None:
    future: Future[int] = Future()
    told, looked = threading.Event(), threading.Event()

    def end() -> None:
        future.set_result(1)
        told.set()

    async def main() -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_finished, future, 5.0)
            await anyio.wait_all_tasks_blocked()
            threading.Thread(target=end).start()
            if told.wait(5):  # holds the loop up
                looked.set()

    anyio.run(main, backend=backend)
    assert looked.is_set()
