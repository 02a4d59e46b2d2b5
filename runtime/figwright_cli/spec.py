"""`figwright spec`: our description beside the provider's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from figwright_cli.diff import BREAKING, CHANGED, Format
from figwright_cli.generate import DESCRIPTION, MANIFEST, Overlays, own_spec, print_problems
from figwright_cli.output import print_json, printable

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
        typer.Option(metavar="FILE", help=f"Ours. [default: {DESCRIPTION} of the checkout that you are in]"),
    ] = None,
    manifest: Annotated[
        Path | None, typer.Option(metavar="FILE", help=f"Our tool manifest. [default: {MANIFEST} beside ours]")
    ] = None,
    deviations: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where ours differs on purpose. [default: deviations.yaml beside ours]"),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to write what was found.")] = Format.text,
    overlay: Overlays = None,
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
    own = spec or own_spec()
    try:
        found, _ = compared(
            Task(
                own,
                _beside(own, manifest, MANIFEST),
                _beside(own, deviations, _DEVIATIONS),
                reference,
                overlay or (),
            )
        )
    except GenerationError as error:
        print_problems(error.problems, error.warnings, machine, "nothing was compared")
        raise typer.Exit(2) from None
    if machine:
        print_json(report.data(found))
    else:
        for warning in found.warnings:
            sys.stderr.write(f"{printable(warning)}\n")
        sys.stdout.write(printable(report.markdown(found) if form is Format.markdown else report.text(found)))
    if found.contradicts:
        raise typer.Exit(BREAKING)
    if found.found:
        raise typer.Exit(CHANGED)


_DEVIATIONS = "deviations.yaml"


def _beside(spec: Path, named: Path | None, usual: str) -> Path | None:
    """A file that was named, or the usual one where it is there."""
    if named is not None:
        return named
    usual_file = (spec if spec.is_dir() else spec.parent) / usual
    return usual_file if usual_file.is_file() else None
