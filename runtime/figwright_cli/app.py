"""Commands by name: our own, and those that packages add (entry-point group `figwright.commands`).

A command is imported when it is called or listed in the help. An added one is a function with typer annotations, and
the extra that holds its libraries stands in the entry point: `name = "module:function [extra]"`.
"""

from __future__ import annotations

import io
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from errno import EDQUOT, EFBIG, EIO, ENOSPC, EPIPE
from functools import partial
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Annotated, Any

import typer

from figwright import __version__
from figwright.errors import FigwrightError, FormerNameWarning, MissingExtraError
from figwright.errors.extras import install_command
from figwright_cli.commands import UsageError
from figwright_cli.output import be_verbose, report, show_warning

_OURS = (
    "generate",
    "manifest",
    "diff",
    "spec",
    "connectors",
    "tools",
    "scopes",
    "connect",
    "accounts",
    "budget",
    "cache",
    "keys",
    "doctor",
    "call",
    "webhooks",
    "events",
    "serve",
    "sandbox",
    "mcp",
    "config",
)
"""Our own commands in the order of the help: each is what its module of the same name defines under that name."""


def run(words: Sequence[str] | None = None) -> int:
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # it was closed, and its number would go to the next file that is opened
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 - until the process ends
    try:
        code = _run(words)
        sys.stdout.flush()
    except OSError as error:
        if error.errno not in (EPIPE, ENOSPC, EDQUOT, EFBIG, EIO) or error.filename:
            raise
        if error.errno != EPIPE:  # whoever read it has read enough
            sys.stderr.write(f"Not all could be written to standard output: {error.strerror}.\n")
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), sys.stdout.fileno())  # what is left is written again when the process ends
        return 1
    return code


def _run(words: Sequence[str] | None) -> int:
    words = list(sys.argv[1:] if words is None else words)
    if _command(words) != "call" and "--verbose" in words:  # among the words of `call`, a value may be anything
        words = ["--verbose", *(word for word in words if word != "--verbose")]
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    with warnings.catch_warnings():
        warnings.simplefilter("always", FormerNameWarning)
        warnings.showwarning = partial(show_warning, warnings.showwarning, set())
        return _carried_out(words)


def _carried_out(words: list[str]) -> int:
    try:
        code = application(words or _completed())(args=words, prog_name="figwright", standalone_mode=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except typer.Abort:
        sys.stderr.write("Stopped.\n")
        return 1
    except ImportError as error:
        if told := _not_installed(error, _command(words) or ""):
            return report(told, words)
        raise
    except FigwrightError as error:
        return report(error, words)
    except _ParserError as error:
        return _report_parser(error, words)
    return code if isinstance(code, int) else 0


_ParserError: type[Exception] = typer.BadParameter.__mro__[2]
"""What all that typer finds wrong with a command line descends from; it has a name of its own only of late."""


def _report_parser(error: Any, words: Sequence[str]) -> int:
    """As any other wrong command; but where nothing was said, typer's error is the help."""
    if len(error.args) == 0 or "NoArgsIsHelp" in type(error).__name__:
        error.show()
        return 2
    path = error.ctx.command_path if getattr(error, "ctx", None) else "figwright"
    if found := getattr(error.__cause__, "errors", None):  # pydantic's
        from figwright.errors.validation import told

        error.message = told(found()[0])
    message = str(error.format_message()).rstrip(".")
    return report(UsageError(f"{message}{'' if message.endswith('?') else '.'} See: {path} --help"), words)


def _completed() -> list[str]:
    """The command line that a shell asks to complete, without the program's name."""
    typed = os.environ.get("_TYPER_COMPLETE_ARGS", "") or os.environ.get("COMP_WORDS", "")
    return typed.split()[1:-1]


def _command(words: Sequence[str]) -> str | None:
    return next((word for word in words if not word.startswith("-")), None)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"figwright {__version__}\n")
        raise typer.Exit


def _options(
    version_: Annotated[
        bool,
        typer.Option("--version", help="Print the version and end.", is_eager=True, callback=_version),
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Log to standard error what happens.")] = False,
) -> None:
    if verbose:
        be_verbose()


def application(words: Sequence[str]) -> typer.Typer:
    """The typer application for one command line: of the commands, it imports only what the words ask for."""
    app = typer.Typer(
        help="Tools for AI agents, generated from an API's description and called as each of your users.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    wanted = _command(words)
    for name in _OURS if wanted not in _OURS else (wanted,):
        _add(app, name, words)
    for point in () if wanted in _OURS else _added():
        if wanted in (None, point.name):
            app.command(point.name)(_load(point, called=wanted is not None))
    return app


def _add(app: typer.Typer, name: str, words: Sequence[str]) -> None:
    command = getattr(import_module(f"figwright_cli.{name}"), name)
    if name == "sandbox" and name in words:
        from figwright_cli.sandbox import command_for

        command = command_for(words)
    if isinstance(command, typer.Typer):
        app.add_typer(command, name=name)
    else:
        options: dict[str, Any] = {}
        if name == "call":  # its help is that of a tool
            from figwright_cli.inputs import ToolCommand

            options = {"cls": ToolCommand, "context_settings": {"help_option_names": []}}
        app.command(name, **options)(command)


def _added() -> list[EntryPoint]:
    return sorted(entry_points(group="figwright.commands"), key=lambda point: point.name)


def _load(point: EntryPoint, *, called: bool) -> Callable[..., Any]:
    try:
        command: Callable[..., Any] = point.load()
    except ImportError as error:
        if called:
            raise
        return _placeholder(str(_not_installed(error, point.name) or error))
    return command


def _placeholder(sentence: str) -> Callable[[], None]:
    def command() -> None:
        raise UsageError(sentence)

    command.__doc__ = sentence
    return command


def _not_installed(error: ImportError, command: str) -> UsageError | None:
    """What to install, or to generate, or None where a module of our own is missing: that is a bug."""
    package = (error.name or "").partition(".")[0]
    connectors = entry_points(group="figwright.connectors")
    if package in {point.module.partition(".")[0] for point in connectors}:
        return UsageError(f"The package {package} is not there yet: figwright generate writes it.")
    ours = {"figwright", "figwright_codegen", *(point.module.partition(".")[0] for point in _added())}
    if not isinstance(error, ModuleNotFoundError | MissingExtraError) or package in ours:
        return None
    extras = dict.fromkeys(("generate", "diff", "spec", "manifest"), "codegen") | dict.fromkeys(
        ("connect", "serve", "sandbox"), "server"
    )
    extras |= {"mcp": "mcp"} | {point.name: ",".join(point.extras) for point in _added() if point.extras}
    added = next((point.dist.name for point in _added() if point.name == command and point.dist), "figwright")
    extra = "overlay" if package == "jsonpath" else extras.get(command, "all")
    how = install_command(extra, added)
    return UsageError(f"figwright {command} needs {package}, which is not installed: {how}")
