"""A value of a description or a manifest, and where it stands: its file, its JSON pointer and its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from figwright_codegen.sources.documents import Document

Key = tuple[Path, tuple[str | int, ...]]
"""What tells one place from all others: file and JSON pointer."""


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

    @property
    def pointed(self) -> str:
        return self.document.pointed(self.pointer)


def is_reference(source: Source) -> bool:
    """Whether a value is a `$ref`, and not the mapping of a property that happens to be named so."""
    return isinstance(source.value, dict) and isinstance(source.value.get("$ref"), str)
