"""What goes wrong again and again, logged now and then."""

from __future__ import annotations

from time import monotonic

_SECONDS = 60.0


class Seldom:
    """Tells whether a failure is to be logged: each kind the first time, and then once a minute while it goes on."""

    def __init__(self) -> None:
        self._told: dict[type[BaseException], float] = {}

    def tells(self, error: BaseException) -> bool:
        now, kind = monotonic(), type(error)
        if kind in self._told and now - self._told[kind] < _SECONDS:
            return False
        self._told[kind] = now
        return True
