"""Who asks the same at the same time waits for the one that asked first."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager

from figwright.concurrency.fork_lock import ForkLock


class Turns:
    """Safe to share between threads and event loops of one process."""

    def __init__(self) -> None:
        self._lock = ForkLock()
        self._taken: dict[Hashable, Future[None]] = {}

    @contextmanager
    def take(self, what: Hashable) -> Iterator[Future[None] | None]:
        """None for the first; for all others, what is done when the first is."""
        key, mine = (os.getpid(), what), Future[None]()  # in a forked child nobody would be told
        with self._lock:
            earlier = self._taken.setdefault(key, mine)
        if earlier is not mine:
            yield earlier
            return
        try:
            yield None
        finally:
            with self._lock:
                del self._taken[key]
            mine.set_result(None)
