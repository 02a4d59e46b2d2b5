"""What is kept of one process, where nothing is stored: 64 MiB of answers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import partial

from figwright.cache.entries import Entry, read, written
from figwright.cache.moments import LastTimes, Moment
from figwright.cache.notes import memory_notes
from figwright.cache.questions import Place
from figwright.cache.shelf import Held, Info
from figwright.concurrency.fork_lock import ForkLock

MOST = 64 * 2**20
Key = tuple[Place, str, str]


class MemoryShelf:
    """Safe to share between threads."""

    where = "memory"

    def __init__(self, max_bytes: int = MOST) -> None:
        self._lock, self._most = ForkLock(), max_bytes
        self._kept: OrderedDict[Key, tuple[int, bytes]] = OrderedDict()
        self._doubted = LastTimes()
        self.notes = memory_notes()
        self._number = 0

    def held(self, place: Place, texts: Sequence[str], version: str = "") -> Iterator[Held]:
        with self._lock:
            found = [
                (key, number)
                for key, (number, _) in reversed(self._kept.items())
                if key[0] == place and key[1] in texts and version in ("", key[2])
            ]
        for key, number in sorted(found, key=lambda each: texts.index(each[0][1])):
            yield Held(key[1], (key, number), partial(self._load, key), partial(self._used, key, number))

    def _load(self, key: Key) -> Entry | None:
        with self._lock:
            found = self._kept.get(key)
            if found:
                self._kept.move_to_end(key)
        return read(found[1]) if found else None

    def _used(self, key: Key, number: int) -> bool:
        with self._lock:
            there = key in self._kept and self._kept[key][0] == number
            if there:
                self._kept.move_to_end(key)
        return there

    def keep(self, place: Place, text: str, entry: Entry) -> None:
        data = written(entry)
        if len(data) > self._most:
            return
        with self._lock:
            self._number += 1
            self._kept.pop((place, text, entry.header.version), None)
            self._kept[place, text, entry.header.version] = self._number, data
            total = sum(len(each) for _, each in self._kept.values())
            while total > self._most:
                total -= len(self._kept.popitem(last=False)[1][1])

    def doubted_at(self, place: Place) -> float:
        return self._doubted.of(place)

    def doubt(self, place: Place) -> None:
        with self._lock:
            self._doubted.note(place, Moment.now().wall)

    def clear(self, connection: str | None = None) -> int:
        with self._lock:
            gone = [key for key in self._kept if connection in (None, key[0].connection)]
            for key in gone:
                del self._kept[key]
                self._doubted.note(key[0], Moment.now().wall)
        return len(gone)

    def info(self, connection: str | None = None) -> Info:
        with self._lock:
            kept = [
                (key, len(data)) for key, (_, data) in self._kept.items() if connection in (None, key[0].connection)
            ]
        versions = {(key[0], key[2]) for key, _ in kept}
        return Info(self.where, len(kept), sum(size for _, size in kept), len(versions), None, self._most)
