"""What the sections share: fresh processes with their time and peak memory, medians, and a table with its command."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Bench:
    """What was asked for: `work` is a folder for environments and output, `spec` another description for generators.

    `quick` proves that a section runs, in seconds, and its figures mean little; else each is worth quoting.
    """

    work: Path
    say: Say
    spec: Path | None = None
    quick: bool = False
    accounts: int | None = None

    def size(self, whole: int, quick: int) -> int:
        return quick if self.quick else whole


@dataclass(frozen=True)
class Ended:
    seconds: float
    peak_mb: float


@dataclass
class Section:
    """One table: what was measured, the command that measures it again, and what the goals are."""

    title: str
    command: str
    headings: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def print(self, console: Console) -> None:
        table = Table(title=self.title, title_justify="left", title_style="bold")
        for number, heading in enumerate(self.headings):
            table.add_column(heading, justify="right" if number else "left", no_wrap=not number)
        for row in self.rows:
            table.add_row(*row)
        console.print()
        console.print(f"$ {self.command}", style="cyan", soft_wrap=True)
        console.print(table)
        for note in self.notes:
            console.print(f"  {note}", soft_wrap=True)


def run(command: Sequence[str | Path], cwd: Path | None = None, **environment: str) -> str:
    """What a process prints until its end. Raises RuntimeError with that where it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=cwd, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} failed:\n{done.stdout[-2000:]}")
    return done.stdout


def watched(command: Sequence[str | Path], cwd: Path) -> Ended:
    """Run a process to its end, alone in what is measured of it. Raises RuntimeError with its output where it fails."""
    out = run([sys.executable, "-ISs", ROOT / "benchmarks" / "workers" / "watched.py", *command], cwd)
    seconds, peak_mb = map(float, out.splitlines()[-1].split())
    return Ended(seconds, peak_mb)


def told_by(python: Path, code: str, *arguments: str | Path) -> dict[str, Any]:
    """Run code in a fresh interpreter; it prints one JSON object, which comes back."""
    told: dict[str, Any] = json.loads(run([python, "-c", code, *arguments]).splitlines()[-1])
    return told


def told_by_module(python: Path, module: str, *arguments: str | Path) -> dict[str, Any]:
    """The same of a module of the benchmarks, found from here and not in the interpreter's environment."""
    told: dict[str, Any] = json.loads(run([python, "-m", module, *arguments], ROOT).splitlines()[-1])
    return told


def alternating(rounds: int, **measured: Callable[[], float]) -> dict[str, list[float]]:
    """Measure each in turn, round after round, so that a slow moment of the machine falls on all of them."""
    found: dict[str, list[float]] = {name: [] for name in measured}
    for _ in range(rounds):
        for name, measure in measured.items():
            found[name].append(measure())
    return found


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


@contextmanager
def server(body: Path | None = None, **named: Path) -> Iterator[str]:
    """A keep-alive HTTP server in a process of its own; it answers every request with the file, or with a person.

    `nodes=FILE` is what it answers to paths that end in `/nodes`.
    """
    files = [str(body or ""), *(f"{name}={file}" for name, file in named.items())]
    words = [sys.executable, "-m", "benchmarks.server", *files]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()
