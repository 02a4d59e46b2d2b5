"""YAML files joined by `$ref`, where every value knows its file, its JSON pointer and its line.

Scalars follow YAML 1.2: `on`, `1:2` and `2026-01-31` are strings. A key given twice is a mistake.
JSON is YAML, so JSON files load too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml

from figwright_codegen.json_pointer import steps
from figwright_codegen.problems import Problems

Key = tuple[Path, tuple[str | int, ...]]
"""What tells one place from all others: file and JSON pointer."""

_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_LARGEST, _DEEPEST = 5_000_000, 200
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


class _Composer(yaml.CSafeLoader):
    """libyaml's parser, without YAML 1.1's surprises: a plain scalar gets no tag here and its type in `_plain`."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        return "plain" if kind is yaml.ScalarNode and implicit[0] else "text"


@dataclass(frozen=True, slots=True)
class At:
    """A line that no Source stands for, such as a syntax error's."""

    file: Path
    line: int


class Document:
    """One file: its data as dicts, lists and scalars, and the parsed nodes that tell lines."""

    def __init__(self, file: Path, problems: Problems) -> None:
        self.file, self._problems = file, problems
        self.data: Any = None
        self._node: Any = None
        self._read: dict[int, tuple[Any, int]] = {}
        try:
            self._node = _Composer(file.read_text(encoding="utf-8")).get_single_node()
            self.data, size = self._value(self._node, 0) if self._node else (None, 0)
            if size > _LARGEST:
                self.data = None
                problems.add(At(file, 1), f"unfolds to more than {_LARGEST} values; use fewer aliases")
        except FileNotFoundError:
            problems.add(At(file, 1), "there is no such file; check its name")
        except (OSError, UnicodeDecodeError) as error:
            problems.add(At(file, 1), f"cannot be read: {error}; it must be a text file in UTF-8")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            reason = getattr(error, "problem", None) or str(error)
            problems.add(At(file, mark.line + 1 if mark else 1), f"is no YAML: {reason}; correct the syntax")
        except RecursionError:
            problems.add(At(file, 1), f"is nested more than {_DEEPEST} levels deep; make it flatter")

    def _value(self, node: Any, depth: int) -> tuple[Any, int]:
        """A node's value, and how many values that is with every alias unfolded."""
        if isinstance(node, yaml.ScalarNode):
            return (_plain(node.value) if node.tag == "plain" else node.value), 1
        if id(node) in self._read:  # an alias; one inside itself has nothing sensible to say
            return self._read[id(node)]
        if depth > _DEEPEST:
            raise RecursionError
        self._read[id(node)] = None, 1
        size = 1
        value: Any = [] if isinstance(node, yaml.SequenceNode) else {}
        for item in node.value:
            name = "" if isinstance(value, list) else str(item[0].value)
            if name in value and isinstance(value, dict):
                line = item[0].start_mark.line + 1
                self._problems.add(At(self.file, line), f"{name!r} is given twice here; rename or remove one")
                continue
            inner, inner_size = self._value(item if isinstance(value, list) else item[1], depth + 1)
            size += inner_size
            if isinstance(value, list):
                value.append(inner)
            else:
                value[name] = inner
        self._read[id(node)] = value, size
        return value, size

    def line(self, pointer: tuple[str | int, ...]) -> int:
        """The line of a key or an item; of the nearest that exists, where the pointer leads nowhere."""
        node, line = self._node, 1
        for part in pointer:
            if isinstance(node, yaml.MappingNode):
                pair = next(((key, item) for key, item in node.value if key.value == str(part)), None)
                if pair is None:
                    break
                line, node = pair[0].start_mark.line + 1, pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                line = node.start_mark.line + 1
            else:
                break
        return line


def _plain(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _FLOAT.match(text) else text


@dataclass(frozen=True, slots=True)
class Source:
    """A value and where it stands. `source / "paths" / "/v1/me"` goes deeper; what is not there has the value None."""

    document: Document
    pointer: tuple[str | int, ...] = ()
    value: Any = None

    def __truediv__(self, part: str | int) -> Source:
        value: Any = None
        if isinstance(self.value, dict):
            value = self.value.get(part)
        elif isinstance(self.value, list) and isinstance(part, int) and part < len(self.value):
            value = self.value[part]
        return Source(self.document, (*self.pointer, part), value)

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def items(self) -> Iterator[tuple[str, Source]]:
        """The keys of a mapping, in the order of their names; nothing for anything else."""
        for key in sorted(self.value) if isinstance(self.value, dict) else ():
            yield key, self / key

    def values(self) -> Iterator[Source]:
        return (source for _, source in self.items())

    def each(self) -> Iterator[Source]:
        """The items of a list; nothing for anything else."""
        return (self / index for index in range(len(self.value) if isinstance(self.value, list) else 0))

    def text(self, key: str) -> str:
        """A string below, "" where there is none."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return value if isinstance(value, str) else ""

    def flag(self, key: str) -> bool:
        return isinstance(self.value, dict) and self.value.get(key) is True

    @property
    def key(self) -> Key:
        return self.document.file, self.pointer

    @property
    def file(self) -> Path:
        return self.document.file

    @property
    def line(self) -> int:
        return self.document.line(self.pointer)


class Spec:
    """A description: its root file and every file that it reaches by `$ref`. All references are checked on loading."""

    def __init__(self, file: Path, problems: Problems) -> None:
        self.problems = problems
        self.documents: dict[Path, Document] = {}
        self._targets: dict[Key, Source] = {}
        self._folder = file.resolve().parent
        self.root = self._document(file.resolve())
        pending, seen = [self.root], set[Path]()
        while pending:
            document = pending.pop()
            if document.file not in seen:
                seen.add(document.file)
                pending += self._referred(document)

    @property
    def files(self) -> dict[str, bytes]:
        """Every file's bytes by its path relative to the root file, in the order of the paths."""
        read = {file.relative_to(self._folder).as_posix(): file.read_bytes() for file in self.documents}
        return dict(sorted(read.items()))

    def _document(self, file: Path) -> Source:
        if file not in self.documents:
            self.documents[file] = Document(file, self.problems)
        return Source(self.documents[file], (), self.documents[file].data)

    def _referred(self, document: Source) -> Iterator[Source]:
        stack = [document]
        while stack:
            source = stack.pop()
            if is_reference(source) and (target := self._target(source)):
                yield self._document(target.file)
            keys = source.value if isinstance(source.value, dict) else range(len(source.value or ()))
            stack += [source / key for key in keys if isinstance(source.value[key], dict | list)]

    def _target(self, source: Source) -> Source | None:
        """What one `$ref` names. A broken one is a problem, and None."""
        if source.key in self._targets:
            return self._targets[source.key]
        reference = source.value["$ref"]
        address, _, fragment = reference.partition("#")
        file = (source.file.parent / unquote(address)).resolve() if address else source.file
        if urlsplit(address).scheme or not file.is_relative_to(self._folder):
            self.problems.add(
                source / "$ref", f"$ref {reference!r} leads outside the spec's folder; copy what it names"
            )
            return None
        if not file.is_file():
            self.problems.add(source / "$ref", f"$ref {reference!r} names no file; correct its path")
            return None
        target = self._document(file)
        if target.value is None:
            return None  # the file itself is the problem
        for name in steps(unquote(fragment)):
            target = target / (int(name) if isinstance(target.value, list) and name.isdigit() else name)
        if target.value is None:
            text = f"$ref {reference!r} leads to nothing; correct it or add what it names"
            self.problems.add(source / "$ref", text)
            return None
        self._targets[source.key] = target
        return target

    def resolve(self, source: Source) -> Source:
        """What a value is after all its `$ref`s; a broken or circular chain ends in an empty value."""
        seen = set()
        while is_reference(source):
            if source.key in seen:
                self.problems.add(source, "$ref leads in a circle; let one of them hold a value")
                return Source(source.document, source.pointer, {})
            seen.add(source.key)
            source = self._target(source) or Source(source.document, source.pointer, {})
        return source


def is_reference(source: Source) -> bool:
    """Whether a value is a `$ref`, and not the mapping of a property that happens to be named so."""
    return isinstance(source.value, dict) and isinstance(source.value.get("$ref"), str)
