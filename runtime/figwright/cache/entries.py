"""One answer that is kept, and what is known of it; how both become bytes."""

from __future__ import annotations

import json
import zlib
from typing import Any, NamedTuple

from figwright.cache.moments import Moment

_LEVEL = 1
_LINKS_LIVE = 0.9
"""Of the days that links in an answer work, how many it is served: who gets one should have time to follow it."""
_DAY = 86400.0


class Header(NamedTuple):
    """What must hold for an entry to be served. It is kept with the answer, under the same seal."""

    version: str
    touched: float
    """When its subject had last been changed, as far as the provider told before or with the answer; 0: it did not."""
    pinned: bool
    """Whether this version was asked for."""
    form: str
    """How the connector's module packed it; "" where it is JSON."""
    as_of: float
    """When it was asked for, or before that its version."""
    ends_at: float
    """When links in it end; 0 where none do."""
    reader: str
    holder: str
    """Digests of who fetched it, and of the grant at its generation that it was fetched with."""

    def lives(self) -> bool:
        """Whether its links work, by a clock that has not been set back behind it."""
        now = Moment.now().wall
        return self.as_of <= now and not (self.ends_at and self.ends_at <= now)


class Entry(NamedTuple):
    header: Header
    answer: bytes


def ends_at(days: int) -> float:
    return Moment.now().wall + days * _DAY * _LINKS_LIVE if days else 0.0


def written(entry: Entry) -> bytes:
    """Compressed, the header as a line before the answer."""
    return zlib.compress(json.dumps(entry.header).encode() + b"\n" + entry.answer, _LEVEL)


def read(data: bytes) -> Entry | None:
    """None for what no version of this module wrote."""
    try:
        line, _, answer = zlib.decompress(data).partition(b"\n")
        found: Any = json.loads(line)
        return Entry(Header(*found), answer)
    except (ValueError, TypeError, zlib.error):
        return None
