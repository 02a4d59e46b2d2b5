"""A key more in a file of YAML that people write: nothing else in it changes, nor how it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from figwright_codegen.proposal.writing import flow, scalar

_WIDTH = 120
Pointer = tuple[str | int, ...]


class InsertionError(Exception):
    """Why a key cannot be put there; `line` is where."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


@dataclass(slots=True)
class _Mapping:
    """A mapping: where it begins, and the first and last line of each of its entries, from 0."""

    line: int = 0
    column: int = 0
    is_flow: bool = False
    entries: list[tuple[str, int, int]] = field(default_factory=list)


def inserted(text: str, pointer: Pointer, key: str, value: Any, after: Sequence[str] = ()) -> str:
    """The text with a key more in the mapping at a pointer: behind the last of the keys `after` that is there.

    Else, where its keys are in order, where it belongs, or at the end. Raises InsertionError.
    """
    found = _Reader(text, pointer).mapping
    if found is None or found.is_flow or not found.entries:
        line = found.line if found else 0
        raise InsertionError(line + 1, "is no block of YAML with a key in each line; write it so")
    keys = [name for name, _, _ in found.entries]
    at = _position(keys, key, after)
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    end = "\r\n" if "\r\n" in text else "\n"
    new = [f"{line}{end}" for line in block({key: value}, found.column)]
    spaced = len(keys) > 1 and not lines[found.entries[-1][1] - 1].strip()
    if at:
        place = found.entries[at - 1][2] + 1
        lines[place:place] = [end, *new] if spaced else new
    else:
        place = found.entries[0][1]
        lines[place:place] = [*new, end] if spaced else new
    return "".join(lines)


def _position(keys: Sequence[str], key: str, after: Sequence[str]) -> int:
    known = [keys.index(name) + 1 for name in after if name in keys]
    if known:
        return max(known)
    if len(keys) > 1 and list(keys) == sorted(keys):
        return sum(name < key for name in keys)
    return len(keys)


def block(value: Any, indent: int = 0) -> Iterator[str]:
    """Data as lines of YAML: mappings and lists as blocks, lists of scalars in a line where they fit."""
    margin = " " * indent
    if isinstance(value, dict):
        for key, each in value.items():
            head = f"{margin}{scalar(key)}:"
            yield from _entry(head, each, indent)
    else:
        for each in value:
            yield from _entry(f"{margin}-", each, indent)


def _entry(head: str, value: Any, indent: int) -> Iterator[str]:
    if not isinstance(value, dict | list):
        yield f"{head} {scalar(value)}"
        return
    plain = isinstance(value, list) and not any(isinstance(each, dict | list) for each in value)
    line = f"{head} {flow(value)}" if plain or not value else ""
    if line and len(line) <= _WIDTH:
        yield line
    elif head.endswith("-"):
        first, *rest = block(value, indent + 2)
        yield f"{head} {first.lstrip()}"
        yield from rest
    else:
        yield head
        yield from block(value, indent + 2)


class _Reader:
    """Reads a text as far as it must to know the entries of one mapping."""

    def __init__(self, text: str, pointer: Pointer) -> None:
        self.mapping: _Mapping | None = None
        self._wanted, self._lines = pointer, text.splitlines()
        self._events = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        for event in self._events:
            if isinstance(event, yaml.NodeEvent):
                self._node(event, ())

    def _next(self) -> Any:
        return next(self._events)

    def _node(self, event: Any, pointer: Pointer) -> int:
        """Reads a value. Returns its last line."""
        if isinstance(event, yaml.AliasEvent):
            return _line(event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            return self._end(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._each(event, pointer)
        found = _Mapping(_line(event.start_mark), event.start_mark.column, bool(event.flow_style))
        last = found.line
        while not isinstance((inner := self._next()), yaml.MappingEndEvent):
            key, line = str(getattr(inner, "value", "")), _line(inner.start_mark)
            found.column = inner.start_mark.column if not found.entries else found.column
            last = max(self._node(inner, ()), self._node(self._next(), (*pointer, key)))
            found.entries.append((key, line, last))
        if pointer == self._wanted:
            self.mapping = found
        return _line(inner.end_mark) if found.is_flow else last

    def _each(self, event: Any, pointer: Pointer) -> int:
        last, index = _line(event.start_mark), 0
        while not isinstance((inner := self._next()), yaml.SequenceEndEvent):
            last, index = self._node(inner, (*pointer, index)), index + 1
        return _line(inner.end_mark) if event.flow_style else last

    def _end(self, event: Any) -> int:
        """The last line of a scalar; a block of text ends before the lines that are empty."""
        line = _line(event.end_mark)
        if event.style not in ("|", ">"):
            return line
        if event.end_mark.column == 0:
            line -= 1
        while line > event.start_mark.line and not self._lines[min(line, len(self._lines) - 1)].strip():
            line -= 1
        return line


def _line(mark: Any) -> int:
    found: int = mark.line
    return found
