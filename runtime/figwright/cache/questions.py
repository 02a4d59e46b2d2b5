"""What a call asks, as far as an answer that is kept by version can tell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from figwright.cache.deriving import deriving, may_derive
from figwright.connections import BoundConnection
from figwright.connector import Tool
from figwright.json_pointer import look_up, steps

SUBJECT = "$subject"
_WHOLE = "whole"


class Place(NamedTuple):
    """One subject, such as a file, at one provider, by one connection."""

    connection: str
    address: str
    subject: str


class Question(NamedTuple):
    """`version` is the one that is asked for, "" for that of today."""

    place: Place
    tool: Tool[Any]
    inputs: Mapping[str, object]
    version: str
    text: str
    """What its answer is kept under: the same for calls whose answers are the same."""
    texts: tuple[str, ...]
    """What it may be found under: that, and a whole answer that others are derived from."""
    whole: bool
    """Whether its answer is such a one."""

    @property
    def named(self) -> bool:
        """Whether the answer names its version."""
        return bool(self.tool.cached and self.tool.cached.version)


def place_of(connection: BoundConnection, subject: str) -> Place:
    return Place(connection.name, connection.api_url, subject)


def question_of(connection: BoundConnection, tool: Tool[Any], inputs: Mapping[str, Any]) -> Question | None:
    """None where the answer depends on more than a version, or is no JSON."""
    said, cached = connection.connector.cache, tool.cached
    if said is None or cached is None or tool.reads or any(inputs.get(name) for name in cached.unless):
        return None
    subject, version = inputs.get(said.subject), inputs.get(said.version_input) or ""
    if not isinstance(subject, str) or not isinstance(version, str):
        return None
    rest = {name: value for name, value in inputs.items() if name != said.version_input}
    own, other = (
        json.dumps([*what, tool.redact], sort_keys=True, default=str) for what in ((tool.name, rest), (_WHOLE,))
    )
    module = deriving(connection.connector)
    whole = module is not None and module.is_whole(tool.name, rest)
    texts = (other,) if whole else (own, other) if may_derive(connection.connector, tool.name, rest) else (own,)
    return Question(place_of(connection, subject), tool, rest, version, texts[0], texts, whole)


def text_at(data: Any, pointer: str) -> str:
    """The text or the number at a pointer, "" where there is neither."""
    found = look_up(data, pointer) if pointer else None
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""


def moment_at(data: Any, pointer: str) -> float:
    """The time at a pointer in seconds since 1970, 0 where none can be read."""
    try:
        found = datetime.fromisoformat(text_at(data, pointer))
    except ValueError:
        return 0.0
    return found.timestamp() if found.tzinfo else 0.0


def put(data: Any, pointer: str, value: Any) -> None:
    """Write another value where the pointer leads to one."""
    *path, last = steps(pointer)
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    if isinstance(data, dict) and last in data:
        data[last] = value
