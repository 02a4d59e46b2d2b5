"""Mistakes in a spec or a manifest, as data: one run finds them all and a reader can jump to each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class Place(Protocol):
    """Where something stands, such as a `loading.Source`."""

    @property
    def file(self) -> Path: ...
    @property
    def line(self) -> int: ...


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One mistake. `text` says what is wrong; after a semicolon, what to do."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class Problems:
    """What was found so far. Each stage adds to it and carries on with what is sound."""

    def __init__(self) -> None:
        self._found: set[Problem] = set()

    def add(self, place: Place, text: str) -> None:
        self._found.add(Problem(shown(place.file), place.line, " ".join(text.split())))

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._found))

    def __len__(self) -> int:
        return len(self._found)

    def raise_any(self) -> None:
        """Raises GenerationError where anything was found."""
        if self._found:
            raise GenerationError(self)


class GenerationError(Exception):
    """Nothing was written. `problems` holds every mistake, sorted by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def shown(file: Path) -> str:
    """The path as a reader at the prompt would write it."""
    relative = os.path.relpath(file)
    return str(file) if relative.startswith("..") else relative
