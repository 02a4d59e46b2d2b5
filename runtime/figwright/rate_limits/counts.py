"""How many calls were sent, for estimates: counted in memory, and written down behind the calls in batches.

A process that is killed loses what it counted since the last batch, a few seconds' worth.
"""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

from figwright.concurrency.fork_lock import ForkLock
from figwright.errors import StoreError
from figwright.redaction.logs import get_logger
from figwright.store.rate_limits import Count, starts_at

logger = get_logger("limits")
Key = tuple[str, int]
"""A grant and a tier."""
Write = Callable[[Mapping[Key, int]], Mapping[Key, Sequence[Count]]]

_EVERY, _IDLE_TURNS = 2.0, 15
_MOST = 4096
_AT_ONCE = 50
"""So few in a transaction that nobody waits long for the database."""


class Counts:
    """Safe to share between threads; a child of a fork counts from nothing."""

    def __init__(self, write: Write, read: Callable[[str], Sequence[Count]], *, behind: bool = True) -> None:
        """`write` adds calls to what all processes counted, and returns what there are of this minute and month.
        `read` returns that of a grant.

        `behind`: in a thread, every two seconds; else when somebody wants to know.
        """
        self._behind, self._read = behind, read
        self._write, self._lock, self._writing = write, ForkLock(), ForkLock()
        self._pending: dict[Key, int] = {}
        self._known: OrderedDict[Key, tuple[Count, ...]] = OrderedDict()
        self._process, self._closed = os.getpid(), threading.Event()
        self._thread: threading.Thread | None = None

    def add(self, grant_id: str, tier: int, calls: int) -> None:
        key = (grant_id, tier)
        with self._lock:
            self._be_own()
            if len(self._pending) < _MOST or key in self._pending:
                self._pending[key] = self._pending.get(key, 0) + calls
            if self._thread is None and self._behind:
                self._thread = threading.Thread(
                    target=self._run, args=(self._closed,), name="figwright-counts", daemon=True
                )
                self._thread.start()

    def known(self, grant_id: str, tier: int) -> tuple[Count, ...]:
        """What was counted as of the last batch, by a clock that is this host's, and what this process has since."""
        if not self._behind:
            self.flush()
        key = (grant_id, tier)
        starts, more = dict(starts_at(time.time())), self._pending.get(key, 0)
        found = {each.span: each for each in self._known.get(key, ()) if each.start == starts[each.span]}
        return tuple(
            Count(tier, span, start, more + (found[span].calls if span in found else 0))
            for span, start in starts.items()
        )

    def read(self, grant_id: str) -> Sequence[Count]:
        """What all processes counted this minute and month, but for their last seconds."""
        self.flush()
        return self._read(grant_id)

    def flush(self) -> None:
        """Write down what is counted; what cannot be written is kept for the next time."""
        with self._writing:
            with self._lock:
                self._be_own()
                pending, self._pending = self._pending, {}
            each = sorted(key for key, number in pending.items() if number)
            for first in range(0, len(each), _AT_ONCE):
                calls = {key: pending[key] for key in each[first : first + _AT_ONCE]}
                try:
                    self._keep(self._write(calls))
                except StoreError as error:
                    logger.info("Calls that were counted are written down later: %s", error)
                    with self._lock:
                        for key, number in calls.items():
                            self._pending[key] = self._pending.get(key, 0) + number

    def learn(self, grant_id: str) -> None:
        """Find out what all processes counted of a grant."""
        found: dict[Key, list[Count]] = {}
        for each in self._read(grant_id):
            found.setdefault((grant_id, each.tier), []).append(each)
        with self._writing:
            self._keep(found)

    def _keep(self, found: Mapping[Key, Sequence[Count]]) -> None:
        for key, each in found.items():
            self._known[key] = tuple(each)
            self._known.move_to_end(key)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)

    def close(self) -> None:
        """Write down what is left. A later call counts on."""
        with self._lock:
            self._be_own()
            thread, self._thread, closed, self._closed = self._thread, None, self._closed, threading.Event()
        closed.set()
        if thread is not None:
            thread.join()
        self.flush()

    def _be_own(self) -> None:
        """Leave to the parent of a fork what it counted."""
        if (process := os.getpid()) != self._process:
            self._process, self._thread, self._pending, self._closed = process, None, {}, threading.Event()

    def _run(self, closed: threading.Event) -> None:
        idle = 0
        try:
            while not closed.wait(_EVERY):
                idle = 0 if self._pending else idle + 1
                self.flush()
                with self._lock:
                    if idle > _IDLE_TURNS and not self._pending:
                        self._leave()
                        return
        finally:
            with self._lock:
                self._leave()

    def _leave(self) -> None:
        """The next call begins another thread."""
        if self._thread is threading.current_thread():
            self._thread = None
