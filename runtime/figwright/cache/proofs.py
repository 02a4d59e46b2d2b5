"""Proofs that an account may read something now: its own calls, counted for half a minute, for nobody else (P15)."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, NamedTuple

from figwright.cache.moments import LastTimes, Moment
from figwright.cache.questions import Place
from figwright.cache.whose import Whose
from figwright.concurrency.fork_lock import ForkLock

SECONDS = 30.0
_APART = 1.0
"""Seconds by which clocks may differ in what they say has passed, before one of them was set."""
_REMEMBERED = 4096


class Proof(NamedTuple):
    """What an answer of the provider's told an account of a subject."""

    asked: Moment
    """Just before the call was sent."""
    version: str
    """Of today; "" where it was not told."""
    touched: float
    """When the subject was last changed, in seconds since 1970; 0 where it was not told."""
    own: Mapping[str, Any]
    """By JSON pointer in an answer, what it has to say to this account."""

    def holds(self, doubted_at: float) -> bool:
        """Whether it is young by both clocks, which nobody set since, and was asked for after what made it doubtful."""
        now = Moment.now()
        ages = now.wall - self.asked.wall, now.steady - self.asked.steady
        set_since = abs(ages[0] - ages[1]) > _APART
        return all(0 <= age <= SECONDS for age in ages) and not set_since and self.asked.wall > doubted_at


class Proofs:
    """Those of one process. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock, self._process = ForkLock(), os.getpid()
        self._known: OrderedDict[tuple[Whose, Place], Proof] = OrderedDict()
        self._void_until = LastTimes()

    def get(self, whose: Whose, place: Place, doubted_at: float) -> Proof | None:
        with self._lock:
            if self._process != os.getpid():  # of what the parent does from now on, a child hears nothing
                self._process = os.getpid()
                self._known.clear()
            found = self._known.get((whose, place))
        return found if found and self.count(whose, place, found, doubted_at) else None

    def count(self, whose: Whose, place: Place, proof: Proof, doubted_at: float) -> bool:
        """Whether a proof holds, and nothing made it void in this process since it was asked for."""
        void_until = max(self._void_until.of((place.address, place.subject)), self._void_until.of((whose, place)))
        return proof.asked.steady > void_until and proof.holds(doubted_at)

    def note(self, whose: Whose, place: Place, proof: Proof) -> None:
        with self._lock:
            if proof.asked.steady <= self._void_until.of((whose, place)):
                return
            known = self._known.pop((whose, place), None)
            self._known[whose, place] = proof if known is None or proof.asked.steady >= known.asked.steady else known
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)

    def forget(self, place: Place) -> None:
        """Everybody's of one subject, by whatever connection, and those that are still on their way."""
        with self._lock:
            self._end(place.address, place.subject)

    def outdate(self, whose: Whose, place: Place, version: str, touched: float) -> None:
        """An account was shown another state of a subject: let its proof of an earlier one not lead back."""
        with self._lock:
            known = self._known.get((whose, place))
            if known and ((version and version != known.version) or touched > known.touched):
                del self._known[whose, place]
                self._end(whose, place)

    def clear(self) -> None:
        """From now on everybody proves anew."""
        with self._lock:
            self._known.clear()

    def drop(self, whose: Whose, place: Place) -> None:
        """An account failed to prove: what it has, and what was sent before and is on its way, does not count."""
        with self._lock:
            self._known.pop((whose, place), None)
            self._end(whose, place)

    def _end(self, *what: object) -> None:
        self._void_until.note(what, Moment.now().steady)
