"""Where answers are kept: on the host's disk, or in memory. Nothing here raises but for a fault in the program."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from figwright.cache.entries import Entry
from figwright.cache.questions import Place


class Held(NamedTuple):
    """An entry that is there, not read yet. Another one in its place has another identity."""

    text: str
    """Under what it is kept."""
    identity: Hashable
    load: Callable[[], Entry | None]
    """None where it cannot be read, and then it is gone."""
    used: Callable[[], bool]
    """Let it be the last to go. Whether it is still there."""


class Info(NamedTuple):
    """What is kept: so many answers in so many bytes, of so many versions of files and the like."""

    where: str
    entries: int
    bytes: int
    versions: int
    oldest: datetime | None
    """When the one that was not used for longest was used; None where nothing is kept, or nobody knows."""
    max_bytes: int


class Notes(Protocol):
    def refused(self, place: Place, grant_id: str) -> bool: ...
    def refuse(self, place: Place, grant_id: str) -> None: ...
    def forgive(self, place: Place, grant_id: str) -> None:
        """The account has read it now."""
        ...

    def is_able(self, place: Place, credential: str) -> bool: ...
    def note_able(self, place: Place, credential: str) -> None:
        """This credential, whose scopes nobody knows, was answered a call for content, of whatever subject there."""
        ...


class Shelf(Protocol):
    @property
    def notes(self) -> Notes: ...

    def held(self, place: Place, texts: Sequence[str], version: str = "") -> Iterator[Held]:
        """What is kept under one of the texts, in their order, the newest first: of this version, "" for any."""
        ...

    def keep(self, place: Place, text: str, entry: Entry) -> None:
        """Whole or not at all; in place of what is there under the same text and version."""
        ...

    def doubted_at(self, place: Place) -> float:
        """Proofs that were asked for before this time, in seconds since 1970, do not count."""
        ...

    def doubt(self, place: Place) -> None:
        """Something was changed: no proof of now or earlier counts, in any process, by any connection."""
        ...

    def clear(self, connection: str | None = None) -> int:
        """Drop what is kept, of one connection or of all; how many answers it was."""
        ...

    def info(self, connection: str | None = None) -> Info: ...
