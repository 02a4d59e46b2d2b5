"""Mistakes in a spec or a manifest, as data: one run finds them all and a reader can jump to each.

An error stops the generation. A warning is said and stops nothing: what it is about reaches no tool, or is not checked.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

Level: TypeAlias = Literal["error", "warning"]


class Place(Protocol):
    """Where something stands, such as a `sources.source.Source`."""

    @property
    def file(self) -> Path: ...
    @property
    def line(self) -> int: ...
    @property
    def pointed(self) -> str:
        """The place within the file, where its line does not tell; else ""."""
        ...


@dataclass(frozen=True, slots=True)
class At:
    """A line that no Source stands for, such as a syntax error's; 0 for a file as a whole."""

    file: Path
    line: int
    pointed: str = ""


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One mistake. `text` says what is wrong; after a semicolon, what to do."""

    file: str
    line: int
    """0 where it is the file as a whole."""
    text: str
    level: Level = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {'warning: ' if self.level == 'warning' else ''}{self.text}"


class Problems:
    """What was found so far. Each stage adds to it and carries on with what is sound."""

    def __init__(self, *, skip_unsupported: bool = False) -> None:
        """`skip_unsupported`: a tool that needs what is not supported yet is left out, and that is not a mistake."""
        self._found: set[Problem] = set()
        self.places: dict[Problem, Place] = {}
        """Where each of them stands."""
        self.matters: Callable[[Place], bool] = lambda _: True
        """Whether a mistake at a place is an error: what no tool reaches is only a warning."""
        self._skips = skip_unsupported
        self.skipped: dict[str, Problem] = {}
        """The tools that are left out, and the first reason for each."""

    def add(self, place: Place, text: str) -> None:
        self._add(place, text, "error" if self.matters(place) else "warning")

    def warn(self, place: Place, text: str) -> None:
        self._add(place, text, "warning")

    def _add(self, place: Place, text: str, level: Level) -> None:
        text = f"{place.pointed}: {text}" if place.pointed else text
        problem = Problem(shown(place.file), place.line, " ".join(text.split()), level)
        self._found.add(problem)
        self.places.setdefault(problem, place)

    def unsupported(self, tool: str, place: Place, text: str) -> None:
        """Something right that a tool cannot do."""
        if self._skips:
            self.skipped.setdefault(tool, Problem(shown(place.file), place.line, " ".join(text.split())))
        else:
            self.add(place, text)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._found))

    def __len__(self) -> int:
        return len(self._found)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self if problem.level == "warning")

    def raise_any(self) -> None:
        """Raises GenerationError where any error was found."""
        if any(problem.level == "error" for problem in self._found):
            raise GenerationError(self)


class GenerationError(Exception):
    """Nothing was written. `problems` holds every error, sorted by file and line; `warnings` what else was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        found = tuple(problems)
        self.problems = tuple(problem for problem in found if problem.level == "error")
        self.warnings = tuple(problem for problem in found if problem.level == "warning")
        super().__init__("\n".join(map(str, self.problems)))


def shown(file: Path) -> str:
    """The path as a reader at the prompt would write it."""
    relative = os.path.relpath(file)
    return str(file) if relative.startswith("..") else relative


def nearest(name: str, known: Iterable[str]) -> str:
    """What to do about a name that nothing has."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, 1)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"there are {', '.join(names[:12])}{', ...' if len(names) > 12 else ''}" if names else "there is none"
