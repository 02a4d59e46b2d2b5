"""Renewing tokens ahead of their time in the background."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from figwright.concurrency.background import Background
from figwright.connections import BoundConnection
from figwright.errors import FigwrightError
from figwright.redaction.logs import get_logger

if TYPE_CHECKING:
    from figwright.accounts.sweep import Sweep

logger = get_logger("refresh")


class Refresher(Background):
    """A thread that sweeps every so often, until it is stopped: a context manager, for `with` and `async with`."""

    def __init__(self, sweep: Callable[[], Sweep], connections: Iterable[BoundConnection], every: float) -> None:
        self._new_sweep, self._connections, self._every = sweep, tuple(connections), every
        self._sweep = sweep()
        self._start("figwright-refresher")

    def stop(self) -> None:
        """Finish the refreshes under way and end (F8)."""
        self._stopping.set()
        self._sweep.stop()
        super().stop()

    def _run(self) -> None:
        while not self._stopping.is_set():
            sweep = partial(self._sweep.run, self._connections)
            report = self._tried(sweep, logger, "A sweep over due grants failed and will be repeated", FigwrightError)
            if report and report != (0, 0):
                logger.info("Renewed %d grants ahead of their time; %d failed.", *report)
            self._stopping.wait(self._every * random.uniform(0.8, 1.2))  # noqa: S311 - jitter, no secret
            self._sweep = self._new_sweep()
