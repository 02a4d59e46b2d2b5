"""A comparison from beginning to end: both sides are read, and what differs meets the deviations that are known."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from figwright_codegen.diff.findings import Place
from figwright_codegen.diff.sides import Side
from figwright_codegen.problems import GenerationError, Problem, Problems
from figwright_codegen.reference import deviations
from figwright_codegen.reference.differences import Beside, Difference, Sort


@dataclass(frozen=True, slots=True)
class Found:
    """A difference, with where it stands on either side."""

    sort: Sort
    kind: str
    subject: str
    text: str
    ours: Place | None
    theirs: Place | None
    operations: tuple[str, ...]
    tools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """All that our description and the provider's differ in, but for what is known to."""

    ours: str
    reference: str
    found: tuple[Found, ...]
    stale: tuple[Problem, ...] = ()
    """Deviations that no longer apply."""
    known: int = 0
    """How many differences are deviations."""
    warnings: tuple[str, ...] = ()

    def of(self, sort: Sort) -> list[Found]:
        return [each for each in self.found if each.sort == sort]

    @property
    def contradicts(self) -> bool:
        """Whether ours says what is not so."""
        return bool(self.stale or self.of("change"))


@dataclass(frozen=True, slots=True)
class Task:
    """What to compare: our description and what stands beside it, and a description of theirs."""

    spec: Path
    manifest: Path | None
    deviations: Path | None
    reference: str
    overlays: Sequence[Path] = ()


def compared(task: Task) -> tuple[Compared, Beside]:
    """Raises GenerationError for what cannot be read, and for deviations that are not sound or not so in ours."""
    with tempfile.TemporaryDirectory() as folder:
        ours = Side(str(task.spec), Path(folder) / "ours", task.manifest)
        theirs = Side(task.reference, Path(folder) / "theirs", None, task.overlays)
        problems = Problems()
        declared = deviations.read(task.deviations, ours.spec, problems) if task.deviations else []
        problems.raise_any()
        try:
            beside = Beside(ours, theirs)
            differences = beside.differences()
        except RecursionError:
            text = "its schemas refer to each other more levels deep than can be compared; make them flatter"
            raise GenerationError([Problem(task.reference, 1, text)]) from None
        if ours.endpoints and theirs.endpoints and not beside.pairs:
            text = "has no operation that ours has; name a description of the same API"
            raise GenerationError([Problem(task.reference, 1, text)])
        left, stale = deviations.applied(declared, differences, theirs.spec)
        wanted = {each.placed for each in left if each.sort == "add"}
        beside.lacking = [each for each in beside.lacking if each.placed in wanted]
        return Compared(
            _titled(ours),
            _titled(theirs),
            tuple(_found(each, beside) for each in left),
            tuple(stale),
            len(differences) - len(left),
            tuple(dict.fromkeys((*ours.warnings, *theirs.warnings))),
        ), beside


def _titled(side: Side) -> str:
    return f"{side.named}{f' ({side.version})' if side.version else ''}"


def _found(each: Difference, beside: Beside) -> Found:
    ours = beside.ours.place(each.ours) if each.ours else None
    theirs = beside.theirs.place(each.theirs) if each.theirs else None
    return Found(each.sort, each.kind, each.subject, each.text, ours, theirs, each.operations, each.tools)
