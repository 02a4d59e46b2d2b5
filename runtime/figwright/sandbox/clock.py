"""A sandbox's clock: real time, moved by hand."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Ticks as the real one does, from wherever it was moved to."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def time(self) -> float:
        """Seconds since the epoch."""
        return time.time() + self._ahead

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.time(), UTC)

    def advance(self, seconds: float = 0, *, days: float = 0) -> None:
        """Let time pass at once."""
        self._ahead += timedelta(seconds=seconds, days=days).total_seconds()

    def set(self, when: datetime) -> None:
        """Go on ticking from `when`, which knows its time zone."""
        self._ahead = when.timestamp() - time.time()
