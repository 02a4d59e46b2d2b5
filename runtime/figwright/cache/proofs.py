"""Proofs that an account may read something now: its own calls, counted for half a minute, for nobody else (P15)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, NamedTuple

from figwright.cache.moments import Moment
from figwright.cache.questions import Place
from figwright.concurrency.fork_lock import ForkLock

SECONDS = 30.0
_REMEMBERED = 4096


class Whose(NamedTuple):
    """A credential: another person's under the same grant has another generation."""

    grant_id: str
    generation: int


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
        """Whether it is young, and was asked for after whatever made it doubtful."""
        now = Moment.now()
        ages = now.wall - self.asked.wall, now.steady - self.asked.steady
        return all(0 <= age <= SECONDS for age in ages) and self.asked.wall > doubted_at


class Proofs:
    """Those of one process. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = ForkLock()
        self._known: OrderedDict[tuple[Whose, Place], Proof] = OrderedDict()

    def get(self, whose: Whose, place: Place, doubted_at: float) -> Proof | None:
        with self._lock:
            found = self._known.get((whose, place))
        return found if found and found.holds(doubted_at) else None

    def note(self, whose: Whose, place: Place, proof: Proof) -> None:
        with self._lock:
            known = self._known.pop((whose, place), None)
            self._known[whose, place] = proof if known is None or proof.asked.steady >= known.asked.steady else known
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)

    def forget(self, place: Place) -> None:
        """Everybody's of one subject."""
        with self._lock:
            for key in [each for each in self._known if each[1] == place]:
                del self._known[key]

    def clear(self) -> None:
        """From now on everybody proves anew."""
        with self._lock:
            self._known.clear()

    def drop(self, whose: Whose, place: Place) -> None:
        with self._lock:
            self._known.pop((whose, place), None)
