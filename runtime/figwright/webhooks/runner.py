"""Events handed to handlers in the background."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

from figwright.concurrency.background import Background
from figwright.errors import FigwrightError
from figwright.redaction.logs import get_logger
from figwright.types.webhooks import HandledReport

logger = get_logger("webhooks")


class EventRunner(Background):
    """A thread that hands events to handlers until it is stopped: a context manager, for `with` and `async with`."""

    def __init__(self, handle_due: Callable[[int], HandledReport], every: float) -> None:
        self._handle_due, self._every = handle_due, every
        self._start("figwright-events")

    def _run(self) -> None:
        one = partial(self._handle_due, 1)
        while not self._stopping.is_set():
            report = self._tried(one, logger, "Events could not be handled, and are tried again", FigwrightError)
            if report in (None, (0, 0)):
                self._stopping.wait(self._every * random.uniform(0.8, 1.2))  # noqa: S311 - jitter, no secret
