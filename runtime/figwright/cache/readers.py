"""Kept answers, opened: in memory while they are in use, and a value of the caller's own each time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from figwright.cache.deriving import deriving, form_of
from figwright.cache.entries import Entry, Header
from figwright.cache.questions import Question
from figwright.cache.shelf import Held
from figwright.concurrency.fork_lock import ForkLock
from figwright.connector import Connector
from figwright.http.json_body import parse_json
from figwright.redaction.logs import get_logger

logger = get_logger("cache")

MOST = 64 * 2**20
"""Bytes of answers, as they are kept, that stay open in one process."""


class Opened(NamedTuple):
    header: Header
    size: int
    answer: Callable[[Question], Any | None]


class Readers:
    """Safe to share between threads."""

    def __init__(self, max_bytes: int = MOST) -> None:
        self._most, self._lock = max_bytes, ForkLock()
        self._open: OrderedDict[Hashable, Opened] = OrderedDict()

    def open(self, held: Held, connector: Connector) -> Opened | None:
        """None where the entry is gone, or cannot be read."""
        with self._lock:
            found = self._open.get(held.identity)
            if found:
                self._open.move_to_end(held.identity)
        if not held.used():
            return None
        return found or self._opened(held, connector)

    def _opened(self, held: Held, connector: Connector) -> Opened | None:
        entry = held.load()
        if entry is None:
            return None
        try:
            made = Opened(entry.header, len(entry.answer), _reader(entry, connector))
        except ValueError as error:
            logger.warning("A kept answer could not be opened and is fetched again: %s", error)
            return None
        with self._lock:
            self._open[held.identity] = made
            total = sum(each.size for each in self._open.values())
            while total > self._most and len(self._open) > 1:
                total -= self._open.popitem(last=False)[1].size
        return made


def _reader(entry: Entry, connector: Connector) -> Callable[[Question], Any | None]:
    answer, module = entry.answer, deriving(connector)
    if not entry.header.form:
        return lambda _: parse_json(connector, answer)
    if module is None or entry.header.form != form_of(connector):  # another version of it did that
        return lambda _: None
    tree = module.opened(answer)
    return lambda asked: tree.data() if asked.whole else tree.answer(asked.tool.name, asked.inputs)
