"""A comparison from beginning to end: both sides are read, and what differs meets the deviations that are known."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from figwright_codegen.diff.findings import Place
from figwright_codegen.diff.sides import MANIFEST, Side
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
    """What to compare: a description of theirs, and ours with what stands beside it."""

    specs: Sequence[Path]
    """Ours: of several, the one that has most of the reference's operations."""
    reference: str
    manifest: Path | None = None
    """That beside ours, if not given and there."""
    deviations: Path | None = None
    """Those beside ours, if not given and there."""
    overlays: Sequence[Path] = ()
    """Applied to the reference."""


def compared(task: Task) -> tuple[Compared, Beside]:
    """Raises GenerationError for what cannot be read, and for deviations that are not sound or not so in ours."""
    with tempfile.TemporaryDirectory() as folder:
        theirs = Side(task.reference, Path(folder) / "theirs", None, task.overlays)
        ours = _ours(task, theirs, Path(folder) / "ours")
        problems = Problems()
        file = task.deviations or _usual(ours.spec.root.file, deviations.FILE)
        declared = deviations.read(file, ours.spec, problems) if file else []
        problems.raise_any()
        try:
            beside = Beside(ours, theirs)
            differences = beside.differences()
        except RecursionError:
            text = "its schemas refer to each other more levels deep than can be compared; make them flatter"
            raise GenerationError([Problem(task.reference, 1, text)]) from None
        if ours.endpoints and theirs.endpoints and not beside.pairs:
            text = f"has no operation that {ours.named} has; name a description of the same API"
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


def _ours(task: Task, theirs: Side, folder: Path) -> Side:
    """Our description with its manifest."""
    spec, *others = task.specs
    if others:
        known = {each.template for each in theirs.endpoints}
        sides = {each: Side(str(each), folder, None) for each in task.specs}
        shared = {spec: len(known & {each.template for each in side.endpoints}) for spec, side in sides.items()}
        spec = max(shared, key=lambda each: shared[each])
        if not shared[spec]:
            names = ", ".join(map(str, task.specs))
            text = f"has no operation that one of {names} has; name a description of the same API"
            raise GenerationError([Problem(task.reference, 1, text)])
    return Side(str(spec), folder, task.manifest or (_usual(spec, MANIFEST) if spec.is_file() else None))


def _usual(spec: Path, name: str) -> Path | None:
    """A file beside a description, where it is there."""
    file = spec.with_name(name)
    return file if file.is_file() else None


def _titled(side: Side) -> str:
    return f"{side.named}{f' ({side.version})' if side.version else ''}"


def _found(each: Difference, beside: Beside) -> Found:
    ours = beside.ours.place(each.ours) if each.ours else None
    theirs = beside.theirs.place(each.theirs) if each.theirs else None
    return Found(each.sort, each.kind, each.subject, each.text, ours, theirs, each.operations, each.tools)
