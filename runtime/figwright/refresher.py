"""Renewing tokens ahead of their time: sweeps over what is due, by any number of processes and hosts side by side.

Each grant is claimed by one statement, so no two sweeps refresh the same one. A sweep is slow on purpose: every refresh
ends the calls that are on their way with the old token, and the provider sees each app's refreshes together.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import NamedTuple, Self

from figwright.connections import BoundConnection
from figwright.errors import FigwrightError
from figwright.leases import new_owner
from figwright.logs import get_logger
from figwright.store import grants
from figwright.stored_accounts import StoredAccounts

logger = get_logger("refresh")

_SETTLED_AT_ONCE = 100


class RefreshReport(NamedTuple):
    """What a sweep did: grants whose tokens were renewed, and grants whose refresh failed and will be tried again."""

    refreshed: int
    failed: int


class Sweep:
    """One pass over the due grants of some apps, at most `rate` refreshes a second for each (None: no limit)."""

    def __init__(self, stored: StoredAccounts, *, rate: float | None, limit: int | None, threads: int) -> None:
        self._stored, self._rate, self._threads = stored, rate, threads
        self._left = limit
        self._lock = threading.Lock()
        self._stopping, self._done = threading.Event(), threading.Event()
        self._next_at = self._started = 0.0

    def run(self, connections: Iterable[BoundConnection]) -> RefreshReport:
        """Refresh until nothing is due, `limit` is reached or `stop` is called; what is under way is finished."""
        self._tidy()
        self._started = grants.clock(self._stored.database)
        refreshed = failed = 0
        apps = {each.options.client_id: each for each in connections if each.options.client_id}
        for connection in apps.values():
            self._done.clear()
            with ThreadPoolExecutor(self._threads, "figwright-sweep") as threads:
                work = [threads.submit(self._work, connection) for _ in range(self._threads)]
                for done in work:
                    refreshed, failed = refreshed + done.result()[0], failed + done.result()[1]
        return RefreshReport(refreshed, failed)

    def _tidy(self) -> None:
        """What nobody should wait for: what time has ended, and old events, in many small transactions."""
        while not self._stopping.is_set() and self._stored.settle(_SETTLED_AT_ONCE):
            pass
        days = self._stored.event_retention_days
        while days and not self._stopping.is_set() and self._stored.forget_events(days):
            pass

    def stop(self) -> None:
        """Begin no further refresh."""
        self._stopping.set()
        self._done.set()

    def _work(self, connection: BoundConnection) -> tuple[int, int]:
        done = [0, 0]
        timing = self._stored.refreshes.timing
        while self._may_go_on() and not self._stored.refreshes.is_refused(connection):
            with self._stored.database.write() as transaction:
                claim = grants.claim_due(
                    transaction,
                    connection.options.client_id,
                    owner=new_owner(),
                    ttl=timing.lease,
                    before=self._started,
                )
            if claim is None:
                self._done.set()
                break
            done[0 if self._stored.refreshes.refresh_claimed(connection, claim) else 1] += 1
        return done[0], done[1]

    def _may_go_on(self) -> bool:
        with self._lock:
            if self._left is not None:
                if self._left <= 0:
                    return False
                self._left -= 1
            now = time.monotonic()
            slot = max(now, self._next_at)
            self._next_at = slot + (1 / self._rate if self._rate else 0.0)
        return not self._done.wait(slot - now) and not self._stopping.is_set()


class Refresher:
    """A thread that sweeps every so often, until it is stopped: a context manager."""

    def __init__(self, sweep: Callable[[], Sweep], connections: Iterable[BoundConnection], every: float) -> None:
        self._new_sweep, self._connections, self._every = sweep, tuple(connections), every
        self._stopping = threading.Event()
        self._sweep = sweep()
        self._thread = threading.Thread(target=self._run, name="figwright-refresher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the refreshes under way and end (F8)."""
        self._stopping.set()
        self._sweep.stop()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                report = self._sweep.run(self._connections)
                if report != (0, 0):
                    logger.info("Renewed %d grants ahead of their time; %d failed.", *report)
            except FigwrightError as error:
                logger.warning("A sweep over due grants failed and will be repeated: %s", error)
            self._stopping.wait(self._every * random.uniform(0.8, 1.2))  # noqa: S311 - jitter, no secret
            self._sweep = self._new_sweep()
