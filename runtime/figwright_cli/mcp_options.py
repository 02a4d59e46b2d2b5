"""What narrows the tools, as options of every command that serves them or has a client start a server."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from figwright_cli.commands import UsageError
from figwright_cli.output import nearest

if TYPE_CHECKING:
    from figwright.mcp.server import Mode

MODES = ("full", "search")

ConnectionName = Annotated[str, typer.Option("--connection", metavar="NAME", help="Which connection.")]
ReadOnly = Annotated[bool, typer.Option("--read-only", help="Only tools that change nothing.")]
Toolsets = Annotated[str, typer.Option(metavar="A,B", help="Only these toolsets; figwright tools names them.")]
Tools = Annotated[str, typer.Option(metavar="A,B", help="Only these tools.")]
ModeName = Annotated[
    str, typer.Option("--mode", metavar="full|search", help="All tools, or one that finds and one that calls.")
]
MaxTokens = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="How long an answer may be, unless a call asks for less or more.")
]
ApiUrl = Annotated[str, typer.Option(metavar="URL", help="Another address of the API, a sandbox's for example.")]
AllowInsecure = Annotated[
    bool, typer.Option("--allow-insecure", help="Send credentials there although it is not https to a known host.")
]

SaveDir = Annotated[
    str, typer.Option(metavar="FOLDER", help="A folder that is there, in which the model may save images.")
]


def checked_folder(folder: str) -> Path | None:
    """The folder, by its absolute path. Raises UsageError where files cannot be saved in it."""
    if not folder:
        return None
    found = Path(folder).expanduser().absolute()
    if not found.is_dir() or not os.access(found, os.W_OK | os.X_OK):
        raise UsageError(f"--save-dir: {found} is no folder that can be written to. Make it first.")
    return found


def selection(toolsets: str, tools: str, read_only: bool) -> dict[str, Any]:
    """The filters as a toolbox takes them. Raises UsageError for a list of nothing."""
    found: dict[str, Any] = {"read_only": read_only}
    for option, name, text in (("--toolsets", "toolset", toolsets), ("--tools", "tools", tools)):
        names = [part for part in text.replace(",", " ").split() if part]
        if text and not names:
            raise UsageError(f"{option} is empty: name some, separated by commas.")
        found[name] = names or None
    return found


def checked_mode(mode: str) -> Mode:
    if mode not in MODES:
        raise UsageError(f"There is no mode {mode!r}.{nearest(mode, MODES)}")
    return cast("Mode", mode)
