"""A file's JSON as text, with the place of each node in it, so that an answer reads only what it hands out.

Nodes are numbered in the order of the text: what is inside node i are the nodes from i + 1 to i + size - 1, and its
JSON is one piece of the text. So a node is had by its piece, a tree cut at some depth by leaving pieces out, and what
is held are bytes, not objects. It is written by pydantic_core, and by the standard library where that refuses: half
characters, deep nesting; both read it back exactly (P10).
"""

from __future__ import annotations

import json
import struct
import sys
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

import pydantic_core

from figwright.http.json_body import no_collection

_AT_ONCE = 2**18
"""Bytes that are read while other threads wait."""
_MAGIC = f"figwright_figma.held 2 {sys.byteorder}\n".encode()
_SIZES = struct.Struct("<BQQQ")


def _written(value: Any) -> bytes:
    try:
        return pydantic_core.to_json(value)
    except ValueError:
        return json.dumps(value, separators=(",", ":")).encode()


def _parsed(text: bytes) -> Any:
    try:
        return pydantic_core.from_json(text)
    except ValueError:
        return json.loads(text)


class _OddError(Exception):
    """A tree that is not made of nodes."""


def packed_tree(data: Any, *, rule: int, version: str) -> bytes:
    """`rule`: how its lists are made; 0, also of what is no tree, where nothing may be derived from it."""
    writer = _Writer()
    try:
        before, after = _around(data, "document")
        if not rule:
            raise _OddError
        writer.add(before)
        writer.node(data["document"])
        writer.add(after)
    except _OddError:
        writer, rule = _Writer(), 0
        writer.add(_written(data))
    names, text = _written([version, *writer.ids]), b"".join(writer.pieces)
    columns = b"".join(array("Q", map(attrgetter(each), writer.spans)).tobytes() for each in _COLUMNS)
    return b"".join((_MAGIC, _SIZES.pack(rule, len(names), len(columns), len(text)), names, columns, text))


def _around(value: Any, key: str) -> tuple[bytes, bytes]:
    """The JSON of an object before and after the value of a key."""
    if not isinstance(value, dict) or key not in value:
        raise _OddError
    names = list(value)
    at = names.index(key)
    before = _written({name: value[name] for name in names[:at]})[:-1]
    after = _written({name: value[name] for name in names[at + 1 :]})[1:]
    comma = b"," if at else b""
    return b"%b%b%b:" % (before, comma, _written(key)), after if after == b"}" else b"," + after


@dataclass(slots=True)
class _Span:
    """Where a node and its children are in the text, how many nodes it is, and how deep it lies."""

    start: int
    level: int
    end: int = 0
    inner_start: int = 0
    inner_end: int = 0
    size: int = 1


_COLUMNS = ("start", "end", "inner_start", "inner_end", "size", "level")


class _End(NamedTuple):
    """What follows the children of a node."""

    place: int
    text: bytes


class _Writer:
    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.length = 0
        self.ids: list[str] = []
        self.spans: list[_Span] = []

    def add(self, piece: bytes) -> None:
        self.pieces.append(piece)
        self.length += len(piece)

    def node(self, root: Any) -> None:
        """Write a tree, without recursion. Raises _OddError."""
        todo: list[Any] = [root]
        level = 0
        while todo:
            item = todo.pop()
            if isinstance(item, bytes):
                self.add(item)
            elif isinstance(item, _End):
                span = self.spans[item.place]
                span.inner_end = self.length
                self.add(item.text)
                span.end, span.size = self.length, len(self.spans) - item.place
                level -= 1
            else:
                place, after = len(self.spans), self._begin(item, level)
                if after:
                    todo.append(_End(place, b"]" + after))
                    for each in reversed(item["children"]):
                        todo += [each, b","]
                    todo.pop()
                    level += 1

    def _begin(self, node: Any, level: int) -> bytes:
        """Write a node up to its children, and return what follows them; of one without children, write all."""
        if not isinstance(node, dict) or not isinstance(node.get("id"), str):
            raise _OddError
        children = node.get("children", [])
        if not isinstance(children, list) or not all(isinstance(each, dict) for each in children):
            raise _OddError
        span = _Span(self.length, level)
        self.ids.append(node["id"])
        self.spans.append(span)
        if not children:
            self.add(_written(node))
            span.end = self.length
            return b""
        before, after = _around(node, "children")
        self.add(before + b"[")
        span.inner_start = self.length
        return after


class Tree:
    def __init__(
        self, text: memoryview, rule: int, version: str, places: dict[str, int], columns: list[array[int]]
    ) -> None:
        self._text, self.rule, self.version = text, rule, version
        self.places = places
        """Where each id is among the nodes; the first where several nodes have it."""
        self._starts, self._ends, self._inner_starts, self._inner_ends, self._sizes, self._levels = columns

    @classmethod
    def opened(cls, packed: bytes) -> Tree:
        if not packed.startswith(_MAGIC):
            raise ValueError("These bytes were not packed by this version of figwright_figma.held")
        view = memoryview(packed)[len(_MAGIC) :]
        rule, names_size, columns_size, text_size = _SIZES.unpack(view[: _SIZES.size])
        rest = view[_SIZES.size :]
        if len(rest) != names_size + columns_size + text_size:
            raise ValueError("These bytes are cut")
        version, *ids = _parsed(bytes(rest[:names_size]))
        count = len(ids)
        columns = [array("Q") for _ in _COLUMNS]
        for number, column in enumerate(columns):
            start = names_size + number * count * column.itemsize
            column.frombytes(rest[start : start + count * column.itemsize])
        places = dict(zip(reversed(ids), range(count - 1, -1, -1), strict=True))
        return cls(rest[names_size + columns_size :], rule, version, places, columns)

    def data(self) -> Any:
        """All of it, read piece by piece: no other thread waits for the whole."""
        with no_collection(len(self._text)):
            if not self._starts:
                return _parsed(self._piece(0, len(self._text)))
            top: list[Any] = []
            todo: list[tuple[int, list[Any]]] = [(0, top)]
            while todo:
                place, siblings = todo.pop()
                if self._ends[place] - self._starts[place] <= _AT_ONCE or self._sizes[place] == 1:
                    siblings.append(_parsed(self._piece(self._starts[place], self._ends[place])))
                    continue
                before = self._piece(self._starts[place], self._inner_starts[place])
                node: dict[str, Any] = _parsed(before + self._piece(self._inner_ends[place], self._ends[place]))
                siblings.append(node)
                todo += [(each, node["children"]) for each in reversed(self._children(place))]
            return {**self.about(), "document": top[0]}

    def about(self) -> dict[str, Any]:
        """The answer with null in place of its tree, the caller's own."""
        found: dict[str, Any] = _parsed(self._around)
        return found

    def node(self, place: int, depth: int | None) -> Any:
        """A node down to `depth` levels below it."""
        if depth is None:
            return _parsed(self._piece(self._starts[place], self._ends[place]))
        return _parsed(b"".join(self._cut(place, self._levels[place] + depth)))

    def around(self, wanted: list[int]) -> Any:
        """The document with the nodes of these places, in order, what is in and above them, and every page."""
        whole = set(wanted)
        written: list[bytes] = []
        todo: list[int | bytes] = [0]
        while todo:
            item = todo.pop()
            if isinstance(item, bytes):
                written.append(item)
            elif item in whole or self._sizes[item] == 1:
                written.append(self._piece(self._starts[item], self._ends[item]))
            else:
                kept = [each for each in self._children(item) if self._levels[each] == 1 or self._holds(each, wanted)]
                written.append(self._piece(self._starts[item], self._inner_starts[item]))
                todo.append(self._piece(self._inner_ends[item], self._ends[item]))
                for each in reversed(kept):
                    todo += [each, b","]
                if kept:
                    todo.pop()
        return _parsed(b"".join(written))

    @cached_property
    def _around(self) -> bytes:
        return b"null".join((self._piece(0, self._starts[0]), self._piece(self._ends[0], len(self._text))))

    def _cut(self, place: int, last: int) -> list[bytes]:
        """The text of a node without what is below a level."""
        written, at = [], self._starts[place]
        end, ends = place + self._sizes[place], self._ends[place]
        while place < end:
            if self._levels[place] < last or self._sizes[place] == 1:
                place += 1
                continue
            written.append(self._piece(at, self._inner_starts[place]))
            at = self._inner_ends[place]
            place += self._sizes[place]
        written.append(self._piece(at, ends))
        return written

    def _children(self, place: int) -> list[int]:
        found, end = [], place + self._sizes[place]
        place += 1
        while place < end:
            found.append(place)
            place += self._sizes[place]
        return found

    def _holds(self, place: int, wanted: list[int]) -> bool:
        at = bisect_left(wanted, place)
        return at < len(wanted) and wanted[at] < place + self._sizes[place]

    def _piece(self, start: int, end: int) -> bytes:
        return bytes(self._text[start:end])
