"""What the sandbox was sent: a log for tests to look into."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase


@dataclass
class Received:
    """One request. Headers and body may hold secrets and stay out of its repr."""

    method: str
    path: str
    query: str
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    operation: str
    """Id of the operation; empty if there is none."""
    at: datetime
    status: int | None = None
    """What was answered; None where the connection was dropped."""


class RequestLog(list[Received]):
    """Every request in order."""

    def of(self, operation: str) -> list[Received]:
        """Those of one operation."""
        return [request for request in self if request.operation == operation]


class InFlight:
    """Requests that have arrived and are not answered yet."""

    def __init__(self) -> None:
        self._open: dict[int, Received] = {}

    def enter(self, request: Received) -> None:
        self._open[id(request)] = request

    def leave(self, request: Received) -> None:
        del self._open[id(request)]

    def count(self, target: str = "*") -> int:
        """How many there are of this target, an operation id, a path with `*`, or `METHOD path`."""
        requests = list(self._open.values())
        return sum(matches(target, request.operation, request.method, request.path) for request in requests)


def matches(target: str, operation: str, method: str, path: str) -> bool:
    """Whether a request is one of `target`: an operation id, a path (`*` matches anything), or `METHOD path`."""
    return target == operation or any(fnmatchcase(what, target) for what in (path, f"{method} {path}"))
