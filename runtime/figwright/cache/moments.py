"""Now, for all that is held against time here."""

from __future__ import annotations

import time
from typing import NamedTuple


class Moment(NamedTuple):
    """Now, by two clocks: one that others share, and one that nobody sets."""

    wall: float
    steady: float

    @classmethod
    def now(cls) -> Moment:
        return cls(time.time(), time.monotonic())
