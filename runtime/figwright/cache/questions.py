"""What a call asks, as far as an answer that is kept by version can tell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

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
    """`text` is the same for calls whose answers are the same; `version` is the one asked for, "" for that of today."""

    place: Place
    tool: Tool[Any]
    inputs: Mapping[str, object]
    version: str
    text: str
    whole: bool = False
    """Whether the answer is one that others can be derived from."""

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
    text = json.dumps([tool.name, rest, tool.redact], sort_keys=True, default=str)
    return Question(place_of(connection, subject), tool, rest, version, text)


def text_of_whole(question: Question) -> str:
    """What a whole answer of the same subject is kept under, whatever was asked to get it."""
    return json.dumps([_WHOLE, question.tool.redact])


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
