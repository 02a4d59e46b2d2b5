"""A file's JSON as text, with the place of each node in it, so that an answer reads only what it hands out.

Nodes are numbered in the order of the text: what is inside node i are the nodes from i + 1 to i + size - 1, and its
JSON is one piece of the text. So a node is had by its piece, a tree cut at some depth by leaving pieces out, and what
is held are bytes, not objects. The text is ASCII, so that a character is a byte, and half characters survive (P10).
"""

from __future__ import annotations

import json
import struct
import sys
from array import array
from bisect import bisect_left
from functools import cached_property
from typing import Any

import pydantic_core

_MAGIC = f"figwright_figma.held 1 {sys.byteorder}\n".encode()
_SIZES = struct.Struct("<?QQQ")
_COLUMNS = 6
_encode = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode


def _parsed(text: str) -> Any:
    try:
        return pydantic_core.from_json(text)
    except ValueError:  # half characters, deep nesting
        return json.loads(text)


class _OddError(Exception):
    """A tree that is not made of nodes."""


def packed_tree(data: Any, *, told: bool, version: str) -> bytes:
    """`told`: whether answers may be derived from it, if it is a tree at all."""
    writer = _Writer()
    try:
        before, after = _around(data, "document")
        if not told:
            raise _OddError
        writer.add(before)
        writer.node(data["document"])
        writer.add(after)
    except _OddError:
        writer, told = _Writer(), False
        writer.add(_encode(data))
    names = _encode([version, *writer.ids]).encode()
    text = "".join(writer.pieces).encode("ascii")
    columns = b"".join(array("Q", column).tobytes() for column in writer.columns)
    return b"".join((_MAGIC, _SIZES.pack(told, len(names), len(columns), len(text)), names, columns, text))


def _around(value: Any, key: str) -> tuple[str, str]:
    """The JSON of an object before and after the value of a key."""
    if not isinstance(value, dict) or key not in value:
        raise _OddError
    names = list(value)
    at = names.index(key)
    before = _encode({name: value[name] for name in names[:at]})[:-1]
    after = _encode({name: value[name] for name in names[at + 1 :]})[1:]
    comma = "," if at else ""
    return f"{before}{comma}{_encode(key)}:", after if after == "}" else f",{after}"


class _Writer:
    """Text in pieces, and for each node: where it starts and ends, its children do, its size and its level."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.ids: list[str] = []
        self.columns: tuple[list[int], ...] = tuple([] for _ in range(_COLUMNS))

    def add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)

    def node(self, root: Any) -> None:
        """Write a tree, without recursion."""
        starts, ends, inner_starts, inner_ends, sizes, levels = self.columns
        todo: list[Any] = [root]
        open_nodes: list[int] = []
        while todo:
            item = todo.pop()
            if isinstance(item, str):
                self.add(item)
                continue
            if isinstance(item, _End):
                place = open_nodes.pop()
                inner_ends[place] = self.length
                self.add(item.text)
                ends[place], sizes[place] = self.length, len(starts) - place
                continue
            children = self._begin(item)
            levels.append(len(open_nodes))
            starts.append(self.length)
            if not children:
                self.add(_encode(item))
                for column, value in ((ends, self.length), (inner_starts, 0), (inner_ends, 0), (sizes, 1)):
                    column.append(value)
                continue
            before, after = _around(item, "children")
            self.add(f"{before}[")
            for column, value in ((ends, 0), (inner_starts, self.length), (inner_ends, 0), (sizes, 0)):
                column.append(value)
            open_nodes.append(len(starts) - 1)
            todo.append(_End(f"]{after}"))
            for each in reversed(children):
                todo += [each, ","]
            todo.pop()

    def _begin(self, node: Any) -> list[Any]:
        if not isinstance(node, dict) or not isinstance(node.get("id"), str):
            raise _OddError
        children = node.get("children", [])
        if not isinstance(children, list) or not all(isinstance(each, dict) for each in children):
            raise _OddError
        self.ids.append(node["id"])
        return children


class _End:
    """What follows the children of a node."""

    def __init__(self, text: str) -> None:
        self.text = text


class Tree:
    def __init__(
        self, text: memoryview, told: bool, version: str, places: dict[str, int], columns: list[array[int]]
    ) -> None:
        self._text, self.told, self.version = text, told, version
        self.places = places
        """Where each id is among the nodes; the first where several nodes have it."""
        self._starts, self._ends, self._inner_starts, self._inner_ends, self._sizes, self._levels = columns

    @classmethod
    def opened(cls, packed: bytes) -> Tree:
        if not packed.startswith(_MAGIC):
            raise ValueError("These bytes were not packed by this version of figwright_figma.held")
        view = memoryview(packed)[len(_MAGIC) :]
        told, names_size, columns_size, text_size = _SIZES.unpack(view[: _SIZES.size])
        rest = view[_SIZES.size :]
        if len(rest) != names_size + columns_size + text_size:
            raise ValueError("These bytes are cut")
        version, *ids = json.loads(bytes(rest[:names_size]))
        count = len(ids)
        columns = [array("Q") for _ in range(_COLUMNS)]
        for number, column in enumerate(columns):
            start = names_size + number * count * column.itemsize
            column.frombytes(rest[start : start + count * column.itemsize])
        places = dict(zip(reversed(ids), range(count - 1, -1, -1), strict=True))
        return cls(rest[names_size + columns_size :], told, version, places, columns)

    def data(self) -> Any:
        return _parsed(self._piece(0, len(self._text)))

    def about(self) -> dict[str, Any]:
        """The answer with null in place of its tree, the caller's own."""
        found: dict[str, Any] = json.loads(self._around)
        return found

    def node(self, place: int, depth: int | None) -> Any:
        """A node down to `depth` levels below it."""
        if depth is None:
            return _parsed(self._piece(self._starts[place], self._ends[place]))
        return _parsed("".join(self._cut(place, self._levels[place] + depth)))

    def around(self, wanted: list[int]) -> Any:
        """The document with the nodes of these places, in order, what is in and above them, and every page."""
        whole = set(wanted)
        written: list[str] = []
        todo: list[int | str] = [0]
        while todo:
            item = todo.pop()
            if isinstance(item, str):
                written.append(item)
            elif item in whole or self._sizes[item] == 1:
                written.append(self._piece(self._starts[item], self._ends[item]))
            else:
                kept = [each for each in self._children(item) if self._levels[each] == 1 or self._holds(each, wanted)]
                written.append(self._piece(self._starts[item], self._inner_starts[item]))
                todo.append(self._piece(self._inner_ends[item], self._ends[item]))
                for each in reversed(kept):
                    todo += [each, ","]
                if kept:
                    todo.pop()
        return _parsed("".join(written))

    @cached_property
    def _around(self) -> str:
        return f"{self._piece(0, self._starts[0])}null{self._piece(self._ends[0], len(self._text))}"

    def _cut(self, place: int, last: int) -> list[str]:
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

    def _piece(self, start: int, end: int) -> str:
        return str(self._text[start:end], "ascii")
