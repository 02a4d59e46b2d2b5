"""`figwright manifest`: a manifest proposed for a description that nobody has looked at yet."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from figwright_cli.commands import UsageError
from figwright_cli.generate import MANIFEST, Overlays, print_problems
from figwright_cli.output import printable

manifest = typer.Typer(no_args_is_help=True)


@manifest.callback()
def _group() -> None:
    """Propose a manifest for a description."""


@manifest.command()
def init(
    spec: Annotated[Path, typer.Argument(metavar="SPEC", help="The OpenAPI description.")],
    name: Annotated[
        str,
        typer.Option(metavar="NAME", help="What the connector is called.", show_default="from the description's title"),
    ] = "",
    out: Annotated[
        str,
        typer.Option(metavar="FILE", help="Where to; - for standard output.", show_default=f"{MANIFEST} beside SPEC"),
    ] = "",
    only: Annotated[
        str, typer.Option(metavar="REGEX", help="Of the operations, those whose id, method or path it is found in.")
    ] = "",
    tag: Annotated[
        list[str] | None, typer.Option(metavar="T", help="Of the operations, those with this tag; may be repeated.")
    ] = None,
    overlay: Overlays = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Propose tools, credentials, pagination and redactions for a description. What it writes generates as it is.

    A person then edits it: comments say what to look at, and which operations cannot become tools.
    """
    from figwright_codegen import GenerationError
    from figwright_codegen.manifest.schema import FILE, manifest_schema
    from figwright_codegen.output import replace
    from figwright_codegen.proposal import propose

    if spec.is_dir():
        raise UsageError(f"{spec} is a folder: name the description's file.")
    file = Path(out) if out else spec.with_name(MANIFEST)
    if out != "-" and file.exists() and not force:
        raise UsageError(f"{file} is there already, and was left as it is. To write over it, say --force.")
    try:
        found = propose(spec, name=name, only=only, tags=tag or (), overlays=overlay or ())
    except GenerationError as error:
        print_problems(error.problems, error.warnings, False, "nothing was proposed")
        raise typer.Exit(2) from None
    except ValueError as error:
        raise UsageError(f"Nothing was proposed: {printable(str(error))}.") from None
    if out == "-":
        sys.stdout.write(found.text)
        return
    try:
        schema = {file.parent / FILE: manifest_schema()} if force or not (file.parent / FILE).exists() else {}
        replace({file: found.text, **schema})
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be written: {error.strerror}.") from None
    left = f"; {_counted(found.left_out, 'operation')} cannot become tools, its end says why" if found.left_out else ""
    sys.stdout.write(f"{file}: {_counted(found.tools, 'tool')} in {_counted(found.toolsets, 'toolset')}{left}.\n")
    beside = "" if file == spec.with_name(MANIFEST) else f" --manifest {shlex.quote(str(file))}"
    beside += "".join(f" --overlay {shlex.quote(str(each))}" for each in overlay or ())
    line = f"figwright generate --spec {shlex.quote(str(spec))}{beside} --out . --package {found.name}_tools"
    sys.stdout.write(f"Next: {line}\n")


def _counted(count: int, word: str) -> str:
    return f"{count} {word if count == 1 else f'{word}s'}"
