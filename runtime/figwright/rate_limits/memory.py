"""Limits and counts of one process, where nothing is stored."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence

from figwright.concurrency.fork_lock import ForkLock
from figwright.rate_limits.counts import Counts, Key
from figwright.rate_limits.gate import RateLimits
from figwright.store.rate_limits import Count, Note, Told, starts_at

_MOST = 64
_NOTHING = Told(0, "", "", "", "", "")


class MemoryLedger:
    """Safe to share between threads. Times are of the monotonic clock, so no wrong one matters."""

    def __init__(self) -> None:
        self._lock = ForkLock()
        self._notes: dict[tuple[str, int, str], Note] = {}
        """`seconds` is when the limit ends."""
        self._probes: dict[tuple[str, int, str], float] = {}

    def read(self, grant_id: str, tier: int) -> Sequence[Note]:
        return [each for each in self.read_all(grant_id) if each.tier == tier]

    def read_all(self, grant_id: str) -> Sequence[Note]:
        now = time.monotonic()
        with self._lock:
            return [
                note._replace(seconds=max(note.seconds - now, 0.0), free=self._probes.get(key, 0.0) <= now)
                for key, note in self._notes.items()
                if key[0] == grant_id
            ]

    def note(self, grant_id: str, tier: int, place: str, told: Told, *, seconds: float, probe_in: float) -> None:
        key, now = (grant_id, tier, place), time.monotonic()
        with self._lock:
            self._keep(key, Note(tier, place, now + seconds, False, False, now, 0.0, told))
            self._probes[key] = now + probe_in

    def answered(self, grant_id: str, tier: int, place: str) -> None:
        key, now = (grant_id, tier, place), time.monotonic()
        with self._lock:
            known = self._notes.get(key, Note(tier, place, 0.0, True, False, 0.0, 0.0, _NOTHING))
            self._keep(key, known._replace(answered_at=now))

    def lift(self, grant_id: str, tier: int, place: str) -> None:
        key = (grant_id, tier, place)
        with self._lock:
            if (note := self._notes.get(key)) and note.seconds <= time.monotonic():
                self._notes[key] = note._replace(seconds=0.0, lifted=True)

    def take_probe(self, grant_id: str, tier: int, place: str, pause: float) -> bool:
        key, now = (grant_id, tier, place), time.monotonic()
        with self._lock:
            if self._probes.get(key, 0.0) > now:
                return False
            self._probes[key] = now + pause
            return True

    @property
    def met(self) -> bool:
        return bool(self._notes)

    def limited(self) -> float:
        """Seconds until the last limit is over."""
        with self._lock:
            return max((each.seconds for each in self._notes.values()), default=0.0) - time.monotonic()

    def forget(self, grant_id: str) -> None:
        with self._lock:
            self._notes.clear()
            self._probes.clear()

    def _keep(self, key: tuple[str, int, str], note: Note) -> None:
        self._notes.pop(key, None)
        self._notes[key] = note
        while len(self._notes) > _MOST:
            oldest = next(iter(self._notes))
            del self._notes[oldest]
            self._probes.pop(oldest, None)


def memory_limits(ledger: MemoryLedger) -> RateLimits:
    totals = Counter[tuple[Key, str, float]]()

    def counts(key: Key) -> list[Count]:
        return [Count(key[1], span, start, totals[key, span, start]) for span, start in starts_at(time.time())]

    def write(calls: Mapping[Key, int]) -> Mapping[Key, Sequence[Count]]:
        starts = starts_at(time.time())
        for old in [each for each in totals if each[1:] not in starts]:
            del totals[old]
        totals.update({(key, *start): number for key, number in calls.items() for start in starts})
        return {key: counts(key) for key in calls}

    def read(grant_id: str) -> Sequence[Count]:
        return [each for key in {key for key, *_ in totals} if key[0] == grant_id for each in counts(key)]

    return RateLimits(ledger, Counts(write, read, behind=False))
