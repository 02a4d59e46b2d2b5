"""Now, for all that is held against time here."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Hashable
from typing import NamedTuple

_REMEMBERED = 4096


class Moment(NamedTuple):
    """Now, by two clocks: one that others share, and one that nobody sets."""

    wall: float
    steady: float

    @classmethod
    def now(cls) -> Moment:
        return cls(time.time(), time.monotonic())


class LastTimes:
    """When something last happened to each of many things. What is forgotten counts for all others."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, float] = OrderedDict()
        self._others = 0.0

    def of(self, what: Hashable) -> float:
        return max(self._known.get(what, 0.0), self._others)

    def note(self, what: Hashable, moment: float) -> None:
        self._known[what] = moment
        self._known.move_to_end(what)
        if len(self._known) > _REMEMBERED:
            self._others = max(self._others, self._known.popitem(last=False)[1])
