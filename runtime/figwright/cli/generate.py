"""`figwright generate`: a description and a manifest in, a client and schemas out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def generate(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 with a diff where files are stale.")
    ] = False,
    spec: Annotated[Path | None, typer.Option(metavar="FILE", help="The OpenAPI description.")] = None,
    manifest: Annotated[Path | None, typer.Option(metavar="FILE", help="The tool manifest.")] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="The folder that the package is written into.")
    ] = None,
    package: Annotated[str, typer.Option(metavar="NAME", help="The package's name.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Write the client from its description. Without options: the checkout that you are in, or figwright's own."""
