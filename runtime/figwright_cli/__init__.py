"""The command line, `figwright`. Each command is a module, and loads what it needs when it runs."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["main"]


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; `words` are the arguments after the program's name, by default the process's own.

    Returns the exit code: 0 done, 1 the call failed or something is stale, 2 the command or its input is wrong, 130 it
    was interrupted.
    """
    try:
        from figwright_cli.app import run

        return run(words)
    except KeyboardInterrupt:  # while modules are still loaded, too
        return 130
