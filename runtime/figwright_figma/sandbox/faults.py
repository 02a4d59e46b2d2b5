"""Faults that calls meet: errors, delays, dropped connections, slow and broken bodies, a given number of times."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Literal

Drop = Literal["before", "after", "midway"]


@dataclass
class Fault:
    """What goes wrong with calls of `target`: an operation id, a path (`*` matches anything), or `METHOD path`.

    With a `status` or `body` the call is answered so and not carried out; otherwise it is carried out and its own
    answer is delayed, dropped or dripped.
    """

    target: str
    status: int | None = None
    body: Any = None
    """JSON, or text or bytes that are sent as they are."""
    headers: Mapping[str, str] = field(default_factory=dict)
    times: int | None = 1
    """How many calls; None for all until the fault is cleared."""
    delay: float = 0
    """Seconds to wait before answering."""
    drop: Drop | None = None
    """Close the connection before the call is carried out, after that, or in the middle of the answer."""
    drip: float = 0
    """Seconds between the bytes of the answer."""

    @property
    def replaces(self) -> bool:
        return self.status is not None or self.body is not None

    def hits(self, operation: str, method: str, path: str) -> bool:
        return self.target == operation or any(fnmatchcase(what, self.target) for what in (path, f"{method} {path}"))

    def raw_body(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        if isinstance(self.body, str):
            return self.body.encode()
        return json.dumps(self.body).encode()


class Faults:
    """The faults to come, in the order they were asked for."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        self._waiting.append(fault)
        return fault

    def take(self, operation: str, method: str, path: str) -> Fault | None:
        """The first fault that hits this call, used up by one."""
        for fault in self._waiting:
            if fault.hits(operation, method, path):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._waiting.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        self._waiting.clear()
