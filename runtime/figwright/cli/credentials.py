"""Tokens that a command is given, and keeping them out of sight: never on a command line, never on a screen (T22)."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from figwright.account_methods import kind_by_beginning
from figwright.accounts import MemoryAccounts
from figwright.cli.output import UsageError, say
from figwright.secrets import OWN_PREFIX, REDACTED

if TYPE_CHECKING:
    from figwright import Actions
    from figwright.connector import Connector

Kind = Annotated[
    str, typer.Option(metavar="KIND", help="What kind of credential the token is, where its beginning does not tell.")
]

ON_A_LINE = (
    "If that was a token, revoke it: what stands on a command line is seen by others, in the list of processes and in "
    "the shell's history."
)
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_REST = r"[\w=-]{6,}"
_RANDOM = re.compile(r"(?=(?:.*[a-z]){3})(?=(?:.*[A-Z]){3})(?=(?:.*[0-9]){2})[\w+/=.~-]{24,}", re.ASCII)
"""What nobody types for a name: long, and mixed of all that random text is made of."""


def read_token(variable: str, connector: Connector, kind: str) -> str:
    """The token from the environment, or from standard input where no variable is named, which does not show it.

    A `kind` that its beginning speaks against holds, and a warning says so. Raises UsageError, which says what to do
    where the token comes from.
    """
    token = _read(variable, connector)
    told, known = kind_by_beginning(connector, token), connector.credentials
    if told and kind in known and known[told][:2] != known[kind][:2]:  # else it is sent in the same way
        say(f"Warning: by its beginning this is a token of kind {told}. It is sent as {kind}, as --kind says.")
    return token


def _read(variable: str, connector: Connector) -> str:
    if not variable:
        return _checked(read_hidden(f"Token of {connector.title} (not shown): "), "--token-stdin: standard input")
    if token := os.environ.get(check_variable(variable), "").strip():
        return _checked(token, f"--token-env: the environment variable {variable}")
    state = "empty" if variable in os.environ else "not set"
    raise UsageError(f"--token-env: the environment variable {variable} is {state}. Put the token into it.")


def say_how_next(actions: Actions, hand_in: str) -> None:
    """Let errors of a token say how to hand the next one in."""
    accounts = actions._accounts
    if isinstance(accounts, MemoryAccounts):
        accounts.hand_in = hand_in


def check_variable(name: str) -> str:
    """The name of an environment variable. Raises UsageError, which repeats nothing that could be a token."""
    if not _VARIABLE.fullmatch(name) or (name not in os.environ and looks_secret(name)):
        raise UsageError(f"--token-env takes the name of an environment variable. {ON_A_LINE}")
    return name


def _checked(token: str, place: str) -> str:
    if not token:
        raise UsageError(f"{place} is empty.")
    from figwright.settings import unfilled

    if placeholder := unfilled(token):
        raise UsageError(
            f"{place} holds {placeholder} as a configuration writes it: whoever starts this program did not fill it "
            "in. Set that variable where that program runs, and restart it, or see how its configuration names one."
        )
    return token


def read_hidden(prompt: str) -> str:
    """A line of standard input. A terminal does not echo it, or nothing is read."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    import warnings
    from getpass import GetPassWarning, getpass

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", GetPassWarning)
            return getpass(prompt).strip()
    except GetPassWarning:
        raise UsageError("This terminal cannot hide what is typed. Hand it in by a pipe or a file instead.") from None
    except EOFError:
        return ""


def looks_secret(word: str) -> bool:
    """Whether a word is, or holds, what could be a credential."""
    return veiled(word) != word or bool(_RANDOM.fullmatch(word))


def holds_token(words: Iterable[str]) -> bool:
    """Whether any of the words holds what looks like a token of an installed connector or of ours."""
    tokens = _tokens()
    return any(tokens.search(word) for word in words)


def veiled(text: str, typed: tuple[str, ...] = ()) -> str:
    """The text without what looks like a credential, of installed connectors or among the words that were `typed`."""
    for word in typed:
        for part in (word, word.partition("=")[2]):
            if _RANDOM.fullmatch(part):
                text = text.replace(part, REDACTED)
    return _tokens().sub(REDACTED, text)


def _tokens() -> re.Pattern[str]:
    from importlib.metadata import entry_points

    patterns = [rf"\b{re.escape(OWN_PREFIX)}{_REST}"]
    for point in entry_points(group="figwright.connectors"):
        with suppress(ImportError):
            connector: Connector = point.load()
            begins = {begin for each in connector.credentials.values() for begin in each.token_prefixes}
            patterns += [rf"\b{re.escape(begin)}{_REST}" for begin in sorted(begins)]
            patterns += [f"(?:{connector.secret_pattern})"] if connector.secret_pattern else []
    return re.compile("|".join(patterns))
