"""`figwright diff`: what the change of a description does to tools, and to whoever calls them."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from figwright_cli.generate import print_problems
from figwright_cli.output import print_json, printable

CHANGED, BREAKING = 1, 3


class Format(StrEnum):
    text = "text"
    markdown = "markdown"
    json = "json"


def diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A description: a file, a folder, or REVISION:PATH of git.")
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The description to compare it with.")],
    manifest: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The tool manifest for both. [default: tools.yaml in either folder]"),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to write what was found.")] = Format.text,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Compare two descriptions as tools see them: what changed, whom it breaks, and which version follows.

    Exits with 0 where no tool sees a difference, 1 where one does, 3 where something breaks.
    """
    from figwright_codegen import GenerationError
    from figwright_codegen.diff import compare, report

    machine = as_json or form is Format.json
    try:
        found = compare(old, new, manifest)
    except GenerationError as error:
        print_problems(error.problems, error.warnings, machine, "nothing was compared")
        raise typer.Exit(2) from None
    if machine:
        print_json(report.data(found))
    else:
        for warning in found.warnings:
            sys.stderr.write(f"{printable(warning)}\n")
        written = report.markdown(found) if form is Format.markdown else report.text(found)
        sys.stdout.write(printable(written))
    if found.findings:
        raise typer.Exit(BREAKING if found.breaking else CHANGED)
