"""Refresh, exactly once per generation: one job per grant in this process, one lease per grant everywhere (P1, P2).

A job runs in a thread of its own, so that no caller that gives up takes the refresh with it, and one implementation
serves the waiting and the awaiting face.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from figwright.concurrency.fork_lock import ForkLock
from figwright.connections import BoundConnection
from figwright.errors import FigwrightError
from figwright.redaction.logs import get_logger
from figwright.refresh.job import Job, Means, confirm_dead
from figwright.store.grants import Claim
from figwright.types.accounts import LiveToken

logger = get_logger("refresh")
_THREADS = 64
"""Of each connection, so that an app whose provider hangs holds up nobody else's people (F41)."""


class Refreshes:
    """The refreshes of this process. Safe to share between threads."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._lock = ForkLock()
        self._running: dict[tuple[Any, ...], Future[Any]] = {}
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._process = os.getpid()

    def submit(
        self, connection: BoundConnection, grant_id: str, seen: int, *, healing: bool = False, revive: bool = False
    ) -> Future[LiveToken]:
        """The one job that brings the grant past generation `seen`, started now or already under way.

        `healing`: the provider called the token of that generation dead. `revive`: try also where the grant is dead.
        The future fails with AccountNotActiveError, ProviderError, ConfigurationError or StoreError.
        """
        job = Job(self._means, connection, grant_id, seen, healing=healing, revive=revive)
        return self._start(connection.name, (grant_id, seen, revive), job.run)

    def confirm(self, connection: BoundConnection, grant_id: str, kind: str, dead: LiveToken) -> Future[Any]:
        """Ask the API once more about a token that nobody can renew.

        The future fails with AccountNotActiveError where the API calls it dead again: the account is REVOKED then. Its
        result is None where the API does not, or cannot be asked.
        """
        job = partial(confirm_dead, self._means, connection, grant_id, kind, dead)
        return self._start(connection.name, (grant_id, dead.generation), job)

    def refresh_claimed(self, connection: BoundConnection, claim: Claim) -> bool:
        """Carry out a lease that was taken already; whether its tokens were replaced."""
        job = Job(self._means, connection, claim.grant_id, claim.generation)
        try:
            return job.attempt(claim) is not None
        except FigwrightError as error:
            logger.warning("A refresh failed: %s", error)
            return False

    def close(self) -> None:
        """Wait for the refreshes under way; each ends within the lease's bounds (F8)."""
        with self._lock:
            pools, self._pools = self._pools, {}
        if self._process == os.getpid():
            for pool in pools.values():
                pool.shutdown(wait=True)

    def _start(self, connection: str, key: tuple[Any, ...], job: Callable[[], Any]) -> Future[Any]:
        with self._lock:
            if self._process != os.getpid():
                self._running, self._pools, self._process = {}, {}, os.getpid()
            if (running := self._running.get(key)) is not None and not running.done():
                return running
            if connection not in self._pools:
                self._pools[connection] = ThreadPoolExecutor(_THREADS, f"figwright-refresh-{connection}")
            future = self._running[key] = self._pools[connection].submit(job)
        future.add_done_callback(lambda _: self._forget(key, future))
        return future

    def _forget(self, key: tuple[Any, ...], future: Future[Any]) -> None:
        with self._lock:
            if self._running.get(key) is future:
                del self._running[key]
