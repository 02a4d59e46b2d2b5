"""What commands share: where text goes, how a failure reads, and which exit code it has."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from figwright.errors import ConfigurationError, FigwrightError, InvalidToolInputError, UnknownToolError
from figwright.visible import make_visible

if TYPE_CHECKING:
    from rich.console import Console

_WIDTH_OF_A_PIPE = 160
_LONGEST_COLOURED = 1_000_000


class UsageError(FigwrightError):
    """The command cannot be carried out as it was given."""


@cache
def console() -> Console:
    """Standard output. Wide where nobody looks, so that a line stays a line for `grep`."""
    from rich.console import Console

    out = Console(highlight=False)
    return out if out.is_terminal else Console(highlight=False, width=_WIDTH_OF_A_PIPE)


def print_json(value: object) -> None:
    """One JSON document on standard output, indented, for a program."""
    sys.stdout.write(json.dumps(value, indent=2) + "\n")


def print_data(data: object) -> None:
    """A result for a person: indented JSON, coloured where a terminal shows it and it is short.

    The provider's users wrote it, so only what is printable is printed; JSON has the same escapes.
    """
    text = printable(json.dumps(data, indent=2, ensure_ascii=False))
    if console().is_terminal and len(text) <= _LONGEST_COLOURED:
        from rich.highlighter import JSONHighlighter

        console().print(JSONHighlighter()(text), soft_wrap=True)
    else:
        sys.stdout.write(text + "\n")


def printable(text: str) -> str:
    """The text with what would steer a terminal, or hide in it, written as `\\uXXXX`."""
    return make_visible(text)


def report(error: FigwrightError, as_json: bool) -> int:
    """Say on standard error what went wrong, and return the exit code: 2 where the command itself is wrong, else 1."""
    message = str(error)
    if as_json:
        told: dict[str, Any] = {"error": type(error).__name__, "message": message}
        told |= {"cause": error.cause, "retry_after": error.retry_after}
        message = json.dumps({name: value for name, value in told.items() if value is not None})
    sys.stderr.write(f"{printable(message)}\n")
    return 2 if isinstance(error, UsageError | ConfigurationError | UnknownToolError | InvalidToolInputError) else 1


def nearest(name: str, known: Iterable[str]) -> str:
    """` Did you mean X?`, or what there is where nothing is near and it is not too much to list."""
    names = sorted(known)
    if near := difflib.get_close_matches(name, names, 3, 0.5):
        return f" Did you mean {' or '.join(near)}?"
    return f" There are: {', '.join(names)}." if 0 < len(names) <= 20 else ""
