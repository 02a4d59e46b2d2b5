"""What is known of who may read content beyond what proofs tell (P15): refusals, and credentials that were answered.

A refusal counts until a call of the account's own brings the content. Of one account a bounded number is noted one by
one; beyond it, everything counts as refused to it but what it has read since. So what is forgotten costs a call.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from figwright.cache.questions import Place
from figwright.cache.shelf import Notes
from figwright.cache.space import DIGEST, REFUSED, private, private_folder, text_bytes
from figwright.concurrency.fork_lock import ForkLock

MOST = 1000
_ABLE, _ALL, _SINCE = "able", "all", ".read"
Group = tuple[str, ...]


class Marks(Protocol):
    """Names that say something by being there, in groups."""

    def there(self, group: Group, name: str) -> bool: ...
    def put(self, group: Group, name: str) -> None: ...
    def drop(self, group: Group, names: Iterable[str]) -> None: ...
    def names(self, group: Group) -> set[str]: ...


class MarkedNotes:
    """Raises what its marks do."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks

    def refused(self, place: Place, grant_id: str) -> bool:
        group, name = _refusal(place, grant_id)
        one, every, since = (self._marks.there(group, each) for each in (name, _ALL, name + _SINCE))
        return one or (every and not since)

    def refuse(self, place: Place, grant_id: str) -> None:
        group, name = _refusal(place, grant_id)
        self._marks.put(group, name)
        self._marks.drop(group, [name + _SINCE])
        self._bound(group, name)

    def forgive(self, place: Place, grant_id: str) -> None:
        group, name = _refusal(place, grant_id)
        if self._marks.there(group, _ALL):
            self._marks.put(group, name + _SINCE)
            self._bound(group, name + _SINCE)
        self._marks.drop(group, [name])

    def is_able(self, place: Place, credential: str) -> bool:
        return self._marks.there((place.connection, _ABLE), _digest(place.address, credential))

    def note_able(self, place: Place, credential: str) -> None:
        group, name = (place.connection, _ABLE), _digest(place.address, credential)
        self._marks.put(group, name)
        if len(others := self._marks.names(group) - {name}) >= MOST:
            self._marks.drop(group, others)

    def _bound(self, group: Group, newest: str) -> None:
        others = self._marks.names(group) - {_ALL, newest}
        if len(others) >= MOST:
            self._marks.put(group, _ALL)  # before what it stands for goes
            self._marks.drop(group, others)


class DiskNotes:
    """Those of every process of the host; what cannot be written is known to this process alone."""

    def __init__(self, folder: Path, say: Callable[[str, Exception], None]) -> None:
        self._written, self._unwritten, self._say = MarkedNotes(DiskMarks(folder)), memory_notes(), say

    def refused(self, place: Place, grant_id: str) -> bool:
        return self._unwritten.refused(place, grant_id) or self._written.refused(place, grant_id)

    def refuse(self, place: Place, grant_id: str) -> None:
        self._noted(lambda notes: notes.refuse(place, grant_id))

    def forgive(self, place: Place, grant_id: str) -> None:
        self._unwritten.forgive(place, grant_id)
        try:
            self._written.forgive(place, grant_id)
        except OSError as error:
            self._say("A refusal that is over stands, so what is kept is not served", error)

    def is_able(self, place: Place, credential: str) -> bool:
        return self._unwritten.is_able(place, credential) or self._written.is_able(place, credential)

    def note_able(self, place: Place, credential: str) -> None:
        self._noted(lambda notes: notes.note_able(place, credential))

    def _noted(self, note: Callable[[Notes], None]) -> None:
        try:
            note(self._written)
        except OSError as error:
            note(self._unwritten)
            self._say("What an account may read is known to this process alone", error)


class DiskMarks:
    """Empty files, in folders of the cache's own. Raises OSError."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def there(self, group: Group, name: str) -> bool:
        return os.path.lexists(self._folder.joinpath(*group, name))

    def put(self, group: Group, name: str) -> None:
        private_folder(self._folder, group)
        with open(self._folder.joinpath(*group, name), "ab", opener=private):
            pass

    def drop(self, group: Group, names: Iterable[str]) -> None:
        for name in names:
            self._folder.joinpath(*group, name).unlink(missing_ok=True)

    def names(self, group: Group) -> set[str]:
        return {path.name for path in self._folder.joinpath(*group).iterdir()}


class MemoryMarks:
    """Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = ForkLock()
        self._groups: dict[Group, set[str]] = {}

    def there(self, group: Group, name: str) -> bool:
        return name in self._groups.get(group, ())

    def put(self, group: Group, name: str) -> None:
        with self._lock:
            self._groups.setdefault(group, set()).add(name)

    def drop(self, group: Group, names: Iterable[str]) -> None:
        with self._lock:
            self._groups.setdefault(group, set()).difference_update(names)

    def names(self, group: Group) -> set[str]:
        with self._lock:
            return set(self._groups.get(group, ()))


def memory_notes() -> MarkedNotes:
    return MarkedNotes(MemoryMarks())


def _refusal(place: Place, grant_id: str) -> tuple[Group, str]:
    return (place.connection, REFUSED, _digest(grant_id)), _digest(place.address, place.subject)


def _digest(*parts: str) -> str:
    return hashlib.sha256(text_bytes("\0".join(parts))).hexdigest()[:DIGEST]
