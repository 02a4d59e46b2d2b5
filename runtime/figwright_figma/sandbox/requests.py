"""What the sandbox was sent: a log for tests to look into."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Received:
    """One request. Headers and body may hold secrets and stay out of its repr."""

    method: str
    path: str
    query: str
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    operation: str
    """Id of the operation; empty where there is none."""
    at: datetime
    status: int | None = None
    """What was answered; None where the connection was dropped."""


class RequestLog(list[Received]):
    """Every request in order."""

    def of(self, operation: str) -> list[Received]:
        """Those of one operation."""
        return [request for request in self if request.operation == operation]
