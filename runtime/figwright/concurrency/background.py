"""Work that goes on in a thread of its own until it is stopped."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Self, TypeVar

from figwright.concurrency.seldom import Seldom

T = TypeVar("T")


class Background:
    """A thread that works until it is stopped: a context manager, for `with` and `async with`.

    A subclass has `_run`, which ends soon once `_stopping` is set, and calls `_start` when all that it needs is there.
    """

    def _start(self, name: str) -> None:
        self._stopping, self._seldom = threading.Event(), Seldom()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        raise NotImplementedError

    def _tried(
        self, work: Callable[[], T], logger: logging.Logger, failure: str, foreseen: type[Exception]
    ) -> T | None:
        """What `work` returns; None if it failed, which is logged seldom: the thread goes on, whatever was raised."""
        try:
            return work()
        except foreseen as error:
            if self._seldom.tells(error):
                logger.warning("%s: %s", failure, error)
        except Exception as error:
            if self._seldom.tells(error):
                logger.exception("%s", failure)
        return None

    def stop(self) -> None:
        """Finish what is under way, and end (F8)."""
        self._stopping.set()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        import anyio.to_thread

        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(self.stop)
