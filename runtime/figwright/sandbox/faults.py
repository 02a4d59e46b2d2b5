"""Faults that calls meet: errors, delays, dropped connections, slow and broken bodies, a given number of times."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .requests import matches

Drop = Literal["before", "after", "midway"]
Hold = Literal["before", "after"]

_LOOK = 0.005
"""Seconds between two looks whether a held call was released."""


@dataclass
class Fault:
    """What goes wrong with calls of `target`: an operation id, a path (`*` matches anything), or `METHOD path`.

    With a `status` or `body` the call is answered so and not carried out, unless it `acts`; otherwise it is carried
    out and its own answer is delayed, dropped or dripped.
    """

    target: str
    status: int | None = None
    body: Any = None
    """JSON, or text or bytes that are sent as they are."""
    headers: Mapping[str, str] = field(default_factory=dict)
    times: int | None = 1
    """How many calls; None for all until the fault is cleared."""
    delay: float = 0
    """Seconds to wait, or until `release()`."""
    drop: Drop | None = None
    """Close the connection before the call is carried out, after that, or in the middle of the answer."""
    drip: float = 0
    """Seconds between the bytes of the answer."""
    hold: Hold = "after"
    """Whether `delay` passes before the call is carried out, or after that and before the answer."""
    acts: bool = False
    """Carry the call out although `status` or `body` replaces its answer."""
    released: bool = field(default=False, init=False)

    @property
    def replaces(self) -> bool:
        return self.status is not None or self.body is not None

    def release(self) -> None:
        """Let go the calls that wait, and have no later one wait."""
        self.released = True

    async def wait(self) -> None:
        until = time.monotonic() + self.delay
        while not self.released and (left := until - time.monotonic()) > 0:  # noqa: ASYNC110 - other threads release
            await asyncio.sleep(min(left, _LOOK))

    def raw_body(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        if isinstance(self.body, str):
            return self.body.encode()
        return json.dumps(self.body).encode()


class Faults:
    """The faults to come, in the order they were asked for. Safe to use from any thread."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._holding: list[Fault] = []
        """Those that met a call and may hold it."""
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> Fault:
        with self._lock:
            self._waiting.append(fault)
        return fault

    def take(self, operation: str, method: str, path: str) -> Fault | None:
        """The first fault that hits this call, used up by one."""
        if not self._waiting:
            return None
        with self._lock:
            for fault in self._waiting:
                if matches(fault.target, operation, method, path):
                    return self._used(fault)
        return None

    def release(self, target: str) -> None:
        """Let go every call that a fault of exactly this target holds."""
        with self._lock:
            for fault in [*self._waiting, *self._holding]:
                if fault.target == target:
                    fault.release()
            self._holding = [fault for fault in self._holding if not fault.released]

    def clear(self) -> None:
        """Forget every fault and let go the calls that they hold."""
        with self._lock:
            for fault in [*self._waiting, *self._holding]:
                fault.release()
            self._waiting, self._holding = [], []

    def _used(self, fault: Fault) -> Fault:
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._waiting.remove(fault)
                if fault.delay:
                    self._holding.append(fault)
        return fault
