"""The moment a call must end."""

from __future__ import annotations

import time


class Deadline:
    """A moment on the monotonic clock."""

    __slots__ = ("_end",)

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def remaining(self) -> float:
        return self._end - time.monotonic()

    def end(self) -> None:
        """Let it be now. A thread that waits for a body, in the sync face, notices soon."""
        self._end = time.monotonic()
