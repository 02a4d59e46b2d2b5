"""`figwright spec`: our description beside the provider's own."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from figwright_cli.commands import UsageError
from figwright_cli.diff import BREAKING, CHANGED, Format
from figwright_cli.generate import DESCRIPTION, MANIFEST, Overlays, own_specs, print_problems
from figwright_cli.output import print_json, printable

if TYPE_CHECKING:
    from figwright_codegen.reference.differences import Beside
    from figwright_codegen.reference.scaffold import Scaffolded

spec = typer.Typer(no_args_is_help=True)


@spec.callback()
def _group() -> None:
    """Keep a description of ours beside the provider's."""


@spec.command()
def compare(
    reference: Annotated[
        str,
        typer.Argument(metavar="REFERENCE", help="The provider's description: a file, or REVISION:PATH of git."),
    ],
    spec: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Ours.",
            show_default=f"the {DESCRIPTION} of this checkout that has most of the reference's operations",
        ),
    ] = None,
    manifest: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Our tool manifest.", show_default=f"{MANIFEST} beside ours")
    ] = None,
    deviations: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where ours differs on purpose.", show_default="deviations.yaml beside ours"),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to write what was found.")] = Format.text,
    overlay: Overlays = None,
    scaffold: Annotated[
        bool,
        typer.Option(
            "--scaffold",
            help="Write the structure of each operation that ours lacks, without its sentences, and a tool.",
        ),
    ] = False,
    only: Annotated[
        str, typer.Option(metavar="REGEX", help="Scaffold those alone in whose id, method or path it is found.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Compare our description with the provider's: what to add or change in which file, and what is in ours alone.

    Exits with 0 where the two differ in nothing but known deviations, 1 where something is to add or is in ours alone,
    3 where they contradict each other or a deviation no longer applies.
    """
    from figwright_codegen import GenerationError
    from figwright_codegen.reference import report
    from figwright_codegen.reference.comparing import Task, compared

    machine = as_json or form is Format.json
    own = [spec] if spec else own_specs()
    task = Task(own, reference, manifest, deviations, overlay or ())
    if only and not scaffold:
        raise UsageError("--only is of --scaffold: add that, or leave it out.")
    if scaffold and not own[0].exists():
        raise UsageError(f"{own[0]} is not there: --scaffold writes into a description of ours.")
    wanted, made = _compiled(only), None
    try:
        found, beside = compared(task)
        if scaffold:
            made = _scaffolded(beside, wanted)
            found, _ = compared(task)
    except GenerationError as error:
        ending = "nothing was written" if scaffold else "nothing was compared"
        print_problems(error.problems, error.warnings, machine, ending)
        raise typer.Exit(2) from None
    if machine:
        print_json(report.data(found, made))
    else:
        for warning in found.warnings:
            sys.stderr.write(f"{printable(warning)}\n")
        write = report.markdown if form is Format.markdown else report.text
        sys.stdout.write(printable(write(found, made)))
    if found.contradicts:
        raise typer.Exit(BREAKING)
    if found.found:
        raise typer.Exit(CHANGED)


def _compiled(expression: str) -> re.Pattern[str]:
    try:
        return re.compile(expression)
    except re.error as error:
        raise UsageError(f"--only: {expression!r} is no regular expression: {error}.") from None


def _scaffolded(beside: Beside, only: re.Pattern[str]) -> Scaffolded:
    """Write what ours lacks. Raises GenerationError, and UsageError for a file that cannot be written."""
    from figwright_codegen.output import replace
    from figwright_codegen.reference.scaffold import scaffold

    made = scaffold(beside, only)
    try:
        for folder in {file.parent for file in made.files}:
            folder.mkdir(parents=True, exist_ok=True)
        replace(made.files)
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be written: {error.strerror}. Nothing was.") from None
    return made
