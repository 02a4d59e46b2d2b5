"""One file of YAML or JSON as dicts, lists and scalars, and the line of each of its values.

Scalars of YAML follow its version 1.2: `on`, `1:2` and `2026-01-31` are strings. A key given twice is a mistake.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from figwright_codegen.json_pointer import written
from figwright_codegen.problems import At, Problems

Pointer = tuple[str | int, ...]
MARKS = ("$anchor", "$dynamicAnchor", "$dynamicRef", "$id", "$self")

_LARGEST, _DEEPEST, _LONG = 5_000_000, 200, 200
"""Values with every alias unfolded, levels, and characters of a line that says where something is."""
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_SPACE = re.compile(r"[ \t\n\r]*")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class Document:
    """A file's data, None where it cannot be read: then that is a problem."""

    def __init__(self, file: Path, problems: Problems) -> None:
        self.file = file
        self.data: Any = None
        self.marks: frozenset[str] = frozenset()
        """Which of the keys that name places of their own, or refer to such, its text may hold."""
        self._lines: Callable[[Pointer], tuple[int, bool]] = lambda _: (1, False)
        try:
            text = file.read_text(encoding="utf-8-sig")
            self.marks = frozenset(mark for mark in MARKS if mark in text)
            self._read(text, problems)
        except FileNotFoundError:
            problems.add(At(file, 0), "there is no such file; check its name")
        except (OSError, UnicodeDecodeError) as error:
            problems.add(At(file, 0), f"cannot be read: {error}; it must be a text file in UTF-8")
        except _UnsoundError as error:
            problems.add(At(file, error.line), str(error))

    def _read(self, content: str, problems: Problems) -> None:
        try:
            read = self._parsed(content)
            mistakes = read.mistakes()
        except RecursionError:
            raise _too_deep() from None
        self.data, self._lines = read.data, read.line
        for line, text in mistakes:
            problems.add(At(self.file, line), text)

    def _parsed(self, content: str) -> _Json | _Yaml:
        """JSON by its name, or where it is: YAML takes what looks like JSON and is not."""
        named = self.file.suffix.lower() == ".json"
        if named or content.lstrip()[:1] in ("{", "["):
            try:
                return _Json(content)
            except _UnsoundError:
                if named:
                    raise
        return _Yaml(content)

    def line(self, pointer: Pointer) -> int:
        """The line of a key or an item; of the nearest that exists, where the pointer leads nowhere."""
        return self._lines(pointer)[0]

    def pointed(self, pointer: Pointer) -> str:
        """The pointer as text, where the line is too long to tell the place."""
        return written(pointer) if self._lines(pointer)[1] else ""


class _UnsoundError(Exception):
    """Why a file cannot be read, and its line."""

    def __init__(self, line: int, text: str) -> None:
        self.line = line
        super().__init__(text)


_DOUBLE = "{!r} is given twice here; rename or remove one"


def _too_deep() -> _UnsoundError:
    return _UnsoundError(1, f"is nested more than {_DEEPEST} levels deep; make it flatter")


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


@dataclass(slots=True)
class _Open:
    """A list or a mapping of YAML that is being read."""

    value: Any
    anchor: str | None
    lines: dict[Any, int] = field(default_factory=dict)
    key: Any = None
    has_key: bool = False
    size: int = 1


class _Yaml:
    """YAML, event by event: no tree of nodes is kept, only the line of each key and item."""

    def __init__(self, text: str) -> None:
        self.data: Any = None
        self._doubles: list[tuple[int, str]] = []
        self._lines: dict[int, dict[Any, int]] = {}
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._stack: list[_Open] = []
        try:
            parser = yaml.CSafeLoader(text)
            documents = 0
            while (event := parser.get_event()) is not None:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        text = "holds a second document from here; leave one in the file"
                        raise _UnsoundError(self._line(event), text)
                self._take(event)
                if isinstance(event, yaml.StreamEndEvent):
                    return
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            reason = getattr(error, "problem", None) or str(error)
            line = mark.line + 1 if mark else 1
            raise _UnsoundError(line, f"is no YAML: {reason}; correct the syntax") from None

    def _take(self, event: Any) -> None:
        line = self._line(event)
        match event:
            case yaml.ScalarEvent():
                plain = event.tag is None and event.implicit[0] and not self._wants_key()
                value = _plain(event.value) if plain else event.value
                self._place(value, 1, line, event.anchor)
            case yaml.AliasEvent():
                if event.anchor not in self._anchors:
                    raise _UnsoundError(line, f"is no YAML: there is no anchor {event.anchor!r}; correct the syntax")
                self._place(*self._anchors[event.anchor], line, None)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._open(event, line)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                done = self._stack.pop()
                if done.anchor:
                    self._anchors[done.anchor] = done.value, done.size
                if self._stack:
                    self._grow(self._stack[-1], done.size)

    @staticmethod
    def _line(event: Any) -> int:
        line: int = event.start_mark.line
        return line + 1

    def _wants_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].value, dict) and not self._stack[-1].has_key

    def _open(self, event: Any, line: int) -> None:
        if self._wants_key():
            raise _UnsoundError(line, "a key is a list or a mapping here; make it text")
        if len(self._stack) > _DEEPEST:
            raise _too_deep()
        made = _Open([] if isinstance(event, yaml.SequenceStartEvent) else {}, event.anchor)
        self._place(made.value, 0, line, None)
        if event.anchor:  # inside itself, an alias has nothing sensible to say
            self._anchors[event.anchor] = None, 1
        self._lines[id(made.value)] = made.lines
        self._stack.append(made)

    def _place(self, value: Any, size: int, line: int, anchor: str | None) -> None:
        """Put a value where the next one belongs: a key, the value of a key, an item, or the whole."""
        if anchor:
            self._anchors[anchor] = value, 1
        if not self._stack:
            self.data = value
            return
        within = self._stack[-1]
        if isinstance(within.value, list):
            within.lines[len(within.value)] = line
            within.value.append(value)
        elif not within.has_key:
            name = value if isinstance(value, str) else str(value)
            within.has_key, within.key = True, name
            if name in within.value:
                self._doubles.append((line, name))
                within.key = None
            else:
                within.lines[name] = line
            return
        else:
            if within.key is not None:
                within.value[within.key] = value
            within.has_key = False
        self._grow(within, size)

    def _grow(self, within: _Open, size: int) -> None:
        within.size += size
        if within.size > _LARGEST:
            raise _UnsoundError(1, f"unfolds to more than {_LARGEST} values; use fewer aliases")

    def mistakes(self) -> list[tuple[int, str]]:
        return [(line, _DOUBLE.format(name)) for line, name in self._doubles]

    def line(self, pointer: Pointer) -> tuple[int, bool]:
        value: Any = self.data
        line = 1
        for part in pointer:
            lines = self._lines.get(id(value), {})
            if part not in lines:
                break
            line = lines[part]
            value = value.get(part) if isinstance(value, dict) else value[part]
        return line, False


def _plain(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _FLOAT.match(text) else text


class _Json:
    """JSON. Where a value stands is read from the text again, as far as somebody asks."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._doubled = False
        try:
            self.data = json.loads(text, object_pairs_hook=self._pairs, parse_constant=_no_number)
        except json.JSONDecodeError as error:
            reason = f"is no JSON: {error.msg} at column {error.colno}; correct the syntax"
            raise _UnsoundError(error.lineno, reason) from None
        except ValueError as error:
            raise _UnsoundError(1, f"is no JSON: {error}; correct the syntax") from None
        self._decode = json.JSONDecoder().raw_decode
        self._below: dict[int, dict[Any, tuple[int, int]]] = {}
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        """Where each line begins."""

    def _pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """A mapping; of a key that is given twice, the first value, as in YAML."""
        found = dict(pairs)
        if len(found) != len(pairs):
            self._doubled = True
            found = dict(reversed(pairs))
        return found

    def line(self, pointer: Pointer) -> tuple[int, bool]:
        """The line of what a pointer names, and whether it is too long to tell the place."""
        at, place = self._skip(0), 0
        for part in pointer:
            if (found := self._children(at).get(part)) is None:
                break
            place, at = found
        line = bisect_right(self._starts, place)
        end = self._starts[line] if line < len(self._starts) else len(self._text)
        return line, end - self._starts[line - 1] > _LONG

    def _children(self, start: int) -> dict[Any, tuple[int, int]]:
        """Of the list or mapping that begins there, each key's or index's place and its value's."""
        if start not in self._below:
            self._below[start] = {}
            for key, *places in self._each(start):
                self._below[start].setdefault(key, (places[0], places[1]))
        return self._below[start]

    def _each(self, start: int) -> Iterator[tuple[Any, int, int]]:
        text, opening = self._text, self._text[start]
        if opening not in "{[":
            return
        at, index = self._skip(start + 1), 0
        while text[at] not in "}]":
            key, place = index, at
            if opening == "{":
                key, end = self._decode(text, at)
                at = self._skip(self._skip(end) + 1)
            yield key, place, at
            at = self._skip(self._decode(text, at)[1])
            at = self._skip(at + 1) if text[at] == "," else at
            index += 1

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def mistakes(self) -> list[tuple[int, str]]:
        """What the parser lets pass: levels without end, keys given twice, halves of a surrogate pair."""
        level, depth = [self.data], 0
        while level:
            depth += 1
            if depth > _DEEPEST + 1:
                raise _too_deep()
            level = [
                each
                for outer in level
                for each in (outer.values() if type(outer) is dict else outer)
                if type(each) in (dict, list)
            ]
        suspicious = self._doubled or _SURROGATE.search(self._text)
        return list(self._faults()) if suspicious else []

    def _faults(self) -> Iterator[tuple[int, str]]:
        pending: list[tuple[Pointer, Any, int]] = [((), self.data, self._skip(0))]
        while pending:
            pointer, value, at = pending.pop()
            seen = set()
            for key, place, inside in self._each(at):
                line = self._text.count("\n", 0, place) + 1
                if key in seen:
                    yield line, _DOUBLE.format(key)
                    continue
                seen.add(key)
                if _is_broken(key) or _is_broken(value[key]):
                    where = written((*pointer, str(key).encode("ascii", "backslashreplace").decode()))
                    yield line, f"{where} has half of a surrogate pair, which is no character; correct the escape"
                if isinstance(value[key], dict | list):
                    pending.append(((*pointer, key), value[key], inside))


def _is_broken(value: object) -> bool:
    return isinstance(value, str) and not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value)
