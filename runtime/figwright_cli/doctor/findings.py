"""What a check of a setup says."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


class Finding(NamedTuple):
    """`what` is the case at `where` (a connection, a setting, a file); `otherwise` is what a user would meet."""

    level: Level
    check: str
    where: str
    what: str
    do: str = ""
    otherwise: str = ""


Findings = Iterator[Finding]
