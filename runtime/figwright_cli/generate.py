"""`figwright generate`: a description and a manifest in, a client and schemas out."""

from __future__ import annotations

import json
import keyword
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from figwright.connections import installed_connectors
from figwright_cli.commands import UsageError
from figwright_cli.output import print_json, printable

if TYPE_CHECKING:
    from figwright_codegen import Problem, Result

DESCRIPTION, MANIFEST = "openapi.yaml", "tools.yaml"
Overlays = Annotated[
    list[Path] | None,
    typer.Option("--overlay", metavar="FILE", help="An OpenAPI Overlay to apply first; may be repeated."),
]
_MOST = 20
"""Warnings that are printed."""


@dataclass(frozen=True, slots=True)
class Task:
    spec: Path
    manifest: Path
    out: Path
    package: str


def generate(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 with a diff where files are stale.")
    ] = False,
    spec: Annotated[Path | None, typer.Option(metavar="FILE", help="The OpenAPI description.")] = None,
    manifest: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The tool manifest.", show_default=f"{MANIFEST} beside --spec")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="The folder that gets the package.")] = None,
    package: Annotated[str, typer.Option(metavar="NAME", help="The package's name.")] = "",
    list_unused: Annotated[
        bool, typer.Option("--list-unused", help="List the operations of the description that no tool stands on.")
    ] = False,
    skip_unsupported: Annotated[
        bool, typer.Option("--skip-unsupported", help="Leave out, and list, the tools that cannot be made yet.")
    ] = False,
    overlay: Overlays = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Write a client from a description. Without options: from those of the checkout here, or figwright's."""
    from figwright_codegen import GenerationError
    from figwright_codegen import generate as write

    quick = not (list_unused or as_json or skip_unsupported)
    written = partial(write, check=check, quick=quick, skip_unsupported=skip_unsupported, overlays=overlay or ())
    results, tasks = [], resolve(spec, manifest, out, package, one=bool(overlay))
    for task in tasks:
        try:
            result = written(task.spec, task.manifest, task.out, task.package)
        except GenerationError as error:
            what = f"nothing of {task.package}" if len(tasks) > 1 else "nothing"
            print_problems(error.problems, error.warnings, as_json, f"{what} was written")
            raise typer.Exit(2) from None
        except OSError as error:
            folder = task.out.joinpath(*task.package.split("."))
            raise UsageError(f"{folder} cannot be written: {error.strerror}; choose another --out.") from None
        results.append(result)
        if not as_json:
            _print_warnings(result.warnings)
            _print_result(result, check)
            _print_unused(result, list_unused)
    if as_json:
        told = [_told(result) for result in results]
        print_json(told[0] if len(told) == 1 else told)
    if check and any(result.stale for result in results):
        raise typer.Exit(1)


def resolve(
    spec: Path | None, manifest: Path | None, out: Path | None, package: str, *, one: bool = False
) -> list[Task]:
    """What to read and where to write: of a checkout, all that it describes, unless one is named. Raises UsageError.

    `one`: what else was said is meant for one of them.
    """
    if not all(part.isidentifier() and not keyword.iskeyword(part) for part in package.split(".")) and package:
        raise UsageError(f"--package: {package!r} is no name of a Python package.")
    if spec is not None:
        if out is None or not package:
            raise UsageError("Where does it go? With --spec, say --out FOLDER and --package NAME.")
        return [Task(spec, manifest or spec.with_name(MANIFEST), out, package)]
    for root in (Path(), Path(__file__).resolve().parents[2]):  # the checkout here, or the one that this is
        specs = {f"{each.parent.name}_tools": each.parent for each in root.glob(f"spec/*/{DESCRIPTION}")}
        if specs:
            chosen = dict([_chosen(specs, package)]) if package or manifest or one else specs
            into = out or root / "generated"
            return [
                Task(folder / DESCRIPTION, manifest or folder / MANIFEST, into, name)
                for name, folder in sorted(chosen.items())
            ]
    name, installed = _chosen(_installed_specs(), package)
    if out is None:
        raise UsageError("This is no checkout of figwright: say where to write, --out FOLDER.")
    return [Task(installed / DESCRIPTION, manifest or installed / MANIFEST, out, package or name)]


def own_specs() -> list[Path]:
    """The descriptions of the checkout that we are in, or of figwright's own. Raises UsageError."""
    for root in (Path(), Path(__file__).resolve().parents[2]):
        if found := sorted(root.glob(f"spec/*/{DESCRIPTION}")):
            return found
    raise UsageError("Which description is ours? This is no checkout of figwright: name it, --spec FILE.")


def _chosen(specs: dict[str, Path], package: str) -> tuple[str, Path]:
    """The description of this package, or the only one, which may become a package of any name."""
    if package in specs or (len(specs) == 1 and package):
        return package, specs.get(package, next(iter(specs.values())))
    if len(specs) == 1:
        return next(iter(specs.items()))
    known = f"Say --package, one of: {', '.join(sorted(specs))}" if specs else "None is installed"
    raise UsageError(f"Which description? {known}; or name one, --spec FILE.")


def _installed_specs() -> dict[str, Path]:
    """The folders of descriptions that packages brought with them, by package."""
    specs = {}
    for point in installed_connectors().values():
        package = point.module.partition(".")[0]
        found = find_spec(package)
        for folder in (found and found.submodule_search_locations) or ():
            if (Path(folder) / "spec" / DESCRIPTION).is_file():
                specs[package] = Path(folder) / "spec"
    return specs


def print_problems(problems: Sequence[Problem], warnings: Sequence[Problem], as_json: bool, ending: str) -> None:
    """All mistakes on standard error, and in the end what was not done."""
    if as_json:
        told = {"error": "GenerationError", "problems": _rows(problems), "warnings": _rows(warnings)}
        sys.stderr.write(json.dumps(told) + "\n")
        return
    _print_warnings(warnings)
    for problem in problems:
        sys.stderr.write(f"{printable(str(problem))}\n")
    mistakes = "1 mistake" if len(problems) == 1 else f"{len(problems)} mistakes"
    sys.stderr.write(f"{mistakes}; {ending}.\n")


def _rows(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [{"file": problem.file, "line": problem.line or None, "text": problem.text} for problem in problems]


def _print_warnings(warnings: Sequence[Problem]) -> None:
    for warning in warnings[:_MOST]:
        sys.stderr.write(f"{printable(str(warning))}\n")
    if len(warnings) > _MOST:
        sys.stderr.write(f"... and {len(warnings) - _MOST} more warnings; --json has all.\n")


def _print_unused(result: Result, listed: bool) -> None:
    for name in result.unused if listed else ():
        sys.stdout.write(f"{printable(name)}\n")
    if result.unused and not listed:
        count = "1 operation has" if len(result.unused) == 1 else f"{len(result.unused)} operations have"
        sys.stdout.write(f"{count} no tool; --list-unused lists {'it' if len(result.unused) == 1 else 'them'}.\n")


def _print_result(result: Result, check: bool) -> None:
    for name, problem in result.skipped.items():
        sys.stderr.write(printable(f"{name} is left out: {problem}") + "\n")
    count = len(result.written) + len(result.removed) + result.unchanged
    if not result.stale:
        sys.stdout.write(f"{result.folder} is fresh: {count} files.\n")
    elif check:
        sys.stdout.write(printable(result.diff))
        stale = len(result.written) + len(result.removed)
        sys.stderr.write(f"{result.folder} is stale: {stale} of {count} files differ. Run: figwright generate\n")
    else:
        changes = f"{len(result.written)} files written, {len(result.removed)} removed, {result.unchanged} unchanged"
        sys.stdout.write(f"{result.folder}: {changes}.\n")


def _told(result: Result) -> dict[str, Any]:
    return {
        "folder": str(result.folder),
        "stale": result.stale,
        "written": list(result.written),
        "removed": list(result.removed),
        "unchanged": result.unchanged,
        "diff": result.diff,
        "warnings": _rows(result.warnings),
        "unused": list(result.unused),
        "skipped": {name: str(problem) for name, problem in result.skipped.items()},
    }
