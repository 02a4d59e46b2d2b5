"""What commands share, ours and those that packages add: whose credential a call uses, by the same options everywhere.

A token never stands on a command line, where other users of the machine and the shell's history would see it, and is
never shown on a screen (T22).
"""

from __future__ import annotations

import os
import re
import shlex
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from figwright.errors import FigwrightError
from figwright.redaction.cleaning import OWN_PREFIX
from figwright.redaction.escaping import make_visible
from figwright.redaction.secret import REDACTED

if TYPE_CHECKING:
    from figwright import Actions
    from figwright.connections import ConnectionOptions
    from figwright.connector import Connector
    from figwright.settings import Settings

Identifier = Annotated[str, typer.Option("--as", metavar="ID", help="Whose connected account to use.")]
TokenEnv = Annotated[str, typer.Option(metavar="VAR", help="The environment variable that holds a token.")]
TokenStdin = Annotated[bool, typer.Option("--token-stdin", help="Read a token from standard input.")]
Kind = Annotated[
    str, typer.Option(metavar="KIND", help="What kind of credential the token is, where its beginning does not tell.")
]
ConnectionName = Annotated[str, typer.Option("--connection", metavar="NAME", help="Which connection to use.")]
ApiUrl = Annotated[str, typer.Option(metavar="URL", help="Another address of the API, a sandbox's for example.")]
AllowInsecure = Annotated[
    bool, typer.Option("--allow-insecure", help="Send the token there although it is not https to a known host.")
]


class UsageError(FigwrightError):
    """The command cannot be carried out as it was given."""


@dataclass(frozen=True)
class Credential:
    """Whose credential a command uses, as its options say."""

    identifier: str = ""
    token_env: str = ""
    token_stdin: bool = False
    kind: str = ""
    api_url: str = ""
    allow_insecure: bool = False

    def check(self) -> None:
        """Raises UsageError where not one credential is named, or more than one."""
        if bool(self.identifier) + bool(self.token_env) + self.token_stdin != 1:
            raise UsageError("Whose credential? Give one of --as ID, --token-env VAR and --token-stdin.")
        if self.identifier and self.kind:
            raise UsageError("--kind describes a token: give --token-env or --token-stdin instead of --as.")

    def actions(self, settings: Settings, configured: Configured, tools: Sequence[str]) -> Actions:
        """A client of one connection: with the account of the settings' database, or with a token and nothing stored.

        With a token these tools may be called unless the settings name others: whoever holds it chose the command.
        Raises UsageError.
        """
        from figwright import Actions, Connection

        self.check()
        options = configured.options
        address: dict[str, Any] = {
            "api_url": self.api_url or options.api_url,
            "download_hosts": options.download_hosts,
            "allow_insecure": self.allow_insecure or options.allow_insecure,
        }
        if self.identifier:
            return Actions([Connection(name=configured.name, **(dict(options) | address))], **settings.bounds())
        made = Actions.with_token(
            read_token(self.token_env, configured.connector, self.kind),
            kind=self.kind or None,
            connector=configured.connector,
            tools=tools if options.tools is None else options.tools,
            read_only=options.read_only,
            **address,
            **settings.bounds(),
        )
        hand_in = f"put it into {self.token_env}" if self.token_env else "hand it in as this one (--token-stdin)"
        say_how_next(made, hand_in)
        return made


@dataclass(frozen=True)
class Configured:
    """A connection as the settings have it, or one that needs none."""

    name: str
    options: ConnectionOptions
    connector: Connector


def configured(settings: Settings, connection_name: str, tool_name: str) -> Configured:
    """The connection of this name, or the only one through which the tool could be meant. Raises UsageError."""
    from figwright.connections import ConnectionOptions, find_connector

    name = connection_name or _only_connection(settings, tool_name)
    options = settings.connections.get(name, ConnectionOptions())
    return Configured(name, options, find_connector(options.connector or name))


def _only_connection(settings: Settings, tool_name: str) -> str:
    from figwright.connections import BoundConnection, default_connections

    known = settings.named_connections() or default_connections()
    if len(known) == 1:
        return known[0].name
    bound = [(each, each.connector.tools) for each in map(BoundConnection, known)]
    having = [each for each, tools in bound if tools.current(tool_name) in tools]
    using = [each for each in having if each.connector.tools.current(tool_name) in each.tools_in_use] or having
    if len(using) == 1:
        return using[0].name
    names = ", ".join(each.name for each in using or known)
    raise UsageError(f"Which connection? Pass --connection, one of: {names}.")


def say_how_next(actions: Actions, hand_in: str) -> None:
    """Let errors of a token say how to hand the next one in."""
    from figwright.accounts.memory import MemoryAccounts

    accounts = actions.context.accounts
    if isinstance(accounts, MemoryAccounts):
        accounts.hand_in = hand_in


def say(text: str) -> None:
    """A line on standard error for whoever waits or reads: nothing in it steers a terminal or is a credential."""
    sys.stderr.write(f"{make_visible(veiled(text))}\n")
    sys.stderr.flush()


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
    from figwright.accounts.checks import kind_by_beginning

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
    tokens = token_pattern()
    return any(tokens.search(word) for word in words)


def veiled(text: str, typed: tuple[str, ...] = ()) -> str:
    """The text without what looks like a credential, of installed connectors or among the words that were `typed`."""
    for word in typed:
        for part in (word, word.partition("=")[2]):
            if _RANDOM.fullmatch(part):
                text = text.replace(part, REDACTED)
    return token_pattern().sub(REDACTED, text)


@cache
def token_pattern() -> re.Pattern[str]:
    """What tokens of ours and of the connectors look like that were installed when this process first asked."""
    from figwright.connections import installed_connectors

    patterns = [rf"\b{re.escape(OWN_PREFIX)}{_REST}"]
    for point in installed_connectors().values():
        with suppress(ImportError):
            connector: Connector = point.load()
            begins = {begin for each in connector.credentials.values() for begin in each.token_prefixes}
            patterns += [rf"\b{re.escape(begin)}{_REST}" for begin in sorted(begins)]
            patterns += [f"(?:{connector.secret_pattern})"] if connector.secret_pattern else []
    return re.compile("|".join(patterns))


class Running(Protocol):
    """A sandbox, as far as a command has to do with it."""

    def start(self) -> object: ...

    def stop(self) -> None: ...


def check_sandbox(host: str, redirect_uris: Sequence[str], *, as_env: bool, as_json: bool) -> None:
    """What every command that runs a sandbox takes. Raises BadParameter."""
    from figwright.oauth.redirects import is_address
    from figwright.sandbox.server import LOOPBACK

    if host not in LOOPBACK:
        raise typer.BadParameter(f"the sandbox listens on this machine only: one of {', '.join(LOOPBACK)}.")
    if as_env and as_json:
        raise typer.BadParameter("--env and --json each say how to print: choose one.")
    for uri in redirect_uris:
        if not is_address(uri):
            raise typer.BadParameter(f"--redirect-uri {uri} is not an http or https address without a query.")


def run_sandbox(running: Running, told: Callable[[], str], *, as_env: bool) -> None:
    """Run it, print what is `told` once it does, and wait for Ctrl-C. Raises BadParameter for a port that is taken."""
    try:
        running.start()
    except OSError as error:
        raise typer.BadParameter(f"{error.strerror}.") from None
    sys.stdout.write(told())
    sys.stdout.flush()
    if as_env:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # a shell's $(...) ends with the output
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        pass
    finally:
        running.stop()


def exports(values: Mapping[str, str]) -> str:
    """Variables as lines for a shell to read."""
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in values.items())
