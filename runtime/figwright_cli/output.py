"""What commands share: where text goes, how a failure reads, and which exit code it has."""

from __future__ import annotations

import difflib
import json
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import typer

from figwright.errors import (
    ConfigurationError,
    FigwrightError,
    FormerNameWarning,
    InvalidToolInputError,
    MissingExtraError,
    UnknownToolError,
)
from figwright.redaction.escaping import make_visible
from figwright_cli.commands import ON_A_LINE, UsageError, holds_token, veiled

if TYPE_CHECKING:
    from rich.console import Console

_WIDTH_OF_A_PIPE = 160
_LONGEST_COLOURED = 1_000_000


_WRONG_COMMANDS = (UsageError, ConfigurationError, MissingExtraError, UnknownToolError, InvalidToolInputError)


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

    The provider's users wrote it, so only what is printable is printed; JSON has the same escapes. Bytes are written
    as they came.
    """
    if isinstance(data, bytes):
        sys.stdout.buffer.write(data)
        return
    text = printable(json.dumps(data, indent=2, ensure_ascii=False))
    if console().is_terminal and len(text) <= _LONGEST_COLOURED:
        from rich.highlighter import JSONHighlighter

        console().print(JSONHighlighter()(text), soft_wrap=True)
    else:
        sys.stdout.write(text + "\n")


def confirm(question: str, yes: bool) -> None:
    """Go on where it was said beforehand, or is said now. Raises UsageError where nobody can be asked."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("Nothing was done: nobody is there to be asked. To do it, say --yes.")
    typer.confirm(printable(veiled(question)), abort=True)


def be_verbose() -> None:
    """Log to standard error what happens: our own loggers, none of which writes a secret."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("figwright").setLevel(logging.DEBUG)


def show_warning(usual: Callable[..., None], said: set[str], message: Warning | str, *where: Any) -> None:
    """A former name is a line on standard error, once; any other warning is shown as usual."""
    text = printable(str(message))
    if not isinstance(message, FormerNameWarning):
        usual(message, *where)
    elif text not in said:
        said.add(text)
        sys.stderr.write(f"{text}\n")


def printable(text: str) -> str:
    """The text with what would steer a terminal, or hide in it, written as `\\uXXXX`."""
    return make_visible(text)


def report(error: FigwrightError, words: Sequence[str]) -> int:
    """Say on standard error what went wrong, and return the exit code: 2 where the command itself is wrong, else 1.

    `words` are the command: with `--json` among them it is said as JSON, and no credential among them is repeated.
    """
    message = "\n".join([veiled(str(error), tuple(words)), *_perhaps(error, words)])
    if "--json" in words:
        told: dict[str, Any] = {"error": type(error).__name__, "message": message}
        told |= {"cause": error.cause, "retry_after": error.retry_after}
        told["request_id"] = getattr(error, "request_id", "") or None
        message = json.dumps({name: value for name, value in told.items() if value is not None})
    sys.stderr.write(f"{printable(message)}\n")
    return 2 if isinstance(error, _WRONG_COMMANDS) else 1


def _perhaps(error: FigwrightError, words: Sequence[str]) -> Iterator[str]:
    """What the command line and the environment show beside the error: it may be why, or worse than the error."""
    bare = any(word.partition("=")[0] == "--token" for word in words)
    if (bare or holds_token(words)) and ON_A_LINE not in str(error):
        yield f"Where a command takes a token, it is by --token-env VAR or --token-stdin. {ON_A_LINE}"
    if any(name.upper().startswith("FIGWRIGHT_") for name in os.environ):
        from figwright.settings import stray_variables

        strays = stray_variables().items()
        yield from (sentence for name, sentence in strays if sentence.endswith("?") and name not in words)


def nearest(name: str, known: Iterable[str]) -> str:
    """` Did you mean X?`, or what there is where nothing is near and it is not too much to list."""
    names = sorted(known)
    if near := difflib.get_close_matches(name, names, 3, 0.5):
        return f" Did you mean {' or '.join(near)}?"
    return f" There are: {', '.join(names)}." if 0 < len(names) <= 20 else ""
