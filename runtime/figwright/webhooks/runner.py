"""Events handed to handlers in the background."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Self

from figwright.errors import FigwrightError
from figwright.redaction.logs import get_logger
from figwright.types.webhooks import HandledReport

logger = get_logger("webhooks")


class EventRunner:
    """A thread that hands events to handlers until it is stopped: a context manager, for `with` and `async with`."""

    def __init__(self, handle_due: Callable[[int], HandledReport], every: float) -> None:
        self._handle_due, self._every = handle_due, every
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="figwright-events", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the event that is being handled, and end."""
        self._stopping.set()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        import anyio
        import anyio.to_thread

        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(self.stop)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                report = self._handle_due(1)
            except FigwrightError as error:
                logger.warning("Events could not be handled, and are tried again: %s", error)
                report = HandledReport(0, 0)
            if report == (0, 0):
                self._stopping.wait(self._every * random.uniform(0.8, 1.2))  # noqa: S311 - jitter, no secret
