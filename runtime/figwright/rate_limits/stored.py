"""Limits and counts in the database, for every process that uses it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from time import monotonic

from figwright.concurrency.fork_lock import ForkLock
from figwright.errors import StoreBusyError, StoreError
from figwright.rate_limits.counts import Counts, Key
from figwright.rate_limits.gate import RateLimits
from figwright.store import Database, rate_limits
from figwright.store.rate_limits import Count, Note, Told
from figwright.store.repeating import repeated

_SAME = 1.0
"""Seconds by which the ends may differ that calls on their way together were told."""


class StoredLedger:
    """Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database, self._lock = database, ForkLock()
        self._failed, self._failed_at = "", -math.inf

    def read(self, grant_id: str, tier: int) -> Sequence[Note]:
        return rate_limits.read(self._database, grant_id, tier)

    def read_all(self, grant_id: str) -> Sequence[Note]:
        return rate_limits.read_all(self._database, grant_id)

    def forget(self, grant_id: str) -> None:
        repeated(self._database, lambda transaction: rate_limits.forget(transaction, grant_id))

    def note(self, grant_id: str, tier: int, place: str, told: Told, *, seconds: float, probe_in: float) -> None:
        """Calls that were on their way together are told the same: one writes it down, and the others wait for that.

        Where it cannot be written, none of those who waited meanwhile tries for as long again.
        """
        key, began = (grant_id, tier, place), monotonic()
        with self._lock:
            if self._failed_at > began:
                raise StoreError(self._failed)
            left = seconds - (monotonic() - began)
            try:
                known = (each.seconds for each in self.read(grant_id, tier) if each.place == place)
                if any(each and abs(each - left) < _SAME for each in known):
                    return
                repeated(
                    self._database,
                    lambda transaction: rate_limits.note(transaction, *key, told, seconds=left, probe_in=probe_in),
                )
            except StoreError as error:
                self._failed, self._failed_at = str(error), monotonic()
                raise

    def answered(self, grant_id: str, tier: int, place: str) -> None:
        repeated(self._database, lambda transaction: rate_limits.answered(transaction, grant_id, tier, place))

    def lift(self, grant_id: str, tier: int, place: str) -> None:
        repeated(self._database, lambda transaction: rate_limits.lift(transaction, grant_id, tier, place))

    def take_probe(self, grant_id: str, tier: int, place: str, pause: float) -> bool:
        """Where others hold the database, one of them may be taking it."""
        with suppress(StoreBusyError), self._database.write(patient=False) as transaction:
            return rate_limits.take_probe(transaction, grant_id, tier, place, pause)
        return False


def stored_limits(database: Database) -> RateLimits:
    """The limits of a database. `close` its counts before it."""

    def write(calls: Mapping[Key, int]) -> Mapping[Key, Sequence[Count]]:
        with database.write() as transaction:
            return rate_limits.add_calls(transaction, calls)

    return RateLimits(StoredLedger(database), Counts(write, partial(rate_limits.counts, database)))
