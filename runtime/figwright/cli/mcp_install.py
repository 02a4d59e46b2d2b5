"""`figwright mcp install`: an entry for our server in an MCP client's configuration, shown before it is written."""

from __future__ import annotations

import difflib
import json
import os
import re
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from figwright.cli.accounts import connection_of
from figwright.cli.mcp_options import ConnectionName, ModeName, ReadOnly, Tools, Toolsets, checked_mode, selection
from figwright.cli.output import UsageError, nearest, printable
from figwright.secrets import REDACTED, clean_text

if TYPE_CHECKING:
    from figwright.cli.json_files import JSONFile
    from figwright.cli.mcp_clients import Entry, MCPClient
    from figwright.connector import Connector

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_MCP_TOKEN = "FIGWRIGHT_MCP_TOKEN"  # noqa: S105 - a variable's name


def install(
    client_name: Annotated[
        str, typer.Option("--client", metavar="CLIENT", help="claude-desktop, claude-code, cursor or vscode.")
    ],
    identifier: Annotated[str, typer.Option("--as", metavar="ID", help="Whose connected account to use.")] = "",
    token_env: Annotated[
        str, typer.Option(metavar="VAR", help="The environment variable that holds a token, where the client runs.")
    ] = "",
    url: Annotated[
        str, typer.Option("--http", metavar="URL", help="A server that runs already; VAR holds a token for it.")
    ] = "",
    name: Annotated[
        str, typer.Option(metavar="NAME", help="What the client calls the server; else the connection's.")
    ] = "",
    connection_name: ConnectionName = "",
    read_only: ReadOnly = False,
    toolsets: Toolsets = "",
    tools: Tools = "",
    mode: ModeName = "full",
    only_print: Annotated[bool, typer.Option("--print", help="Print what to add, and write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put the server into a client's configuration, after showing what is added to which file."""
    from figwright.cli.mcp_clients import CLIENTS, http_entry, inputs, program_entry
    from figwright.connections import BoundConnection, Connection

    if client_name not in CLIENTS:
        raise UsageError(f"There is no client {client_name!r}.{nearest(client_name, CLIENTS)}")
    client = CLIENTS[client_name]
    connection = BoundConnection(Connection()) if url else connection_of(connection_name)
    connector, name = connection.connector, name or connection.name
    _check_names(name, token_env, connector.secret_pattern)
    narrowing = _words(connection_name, connector, read_only, toolsets, tools, mode)
    if url:
        if identifier or narrowing:
            raise UsageError("--http takes --token-env and nothing else: the server's own options say what it offers.")
        entry = http_entry(client, _checked_url(url), token_env or _MCP_TOKEN)
        _say(f"{client.title} will send the token in {token_env or _MCP_TOKEN}." if not client.asks else "")
    else:
        words = _whose(client, identifier, token_env)
        entry = program_entry(client, [*_figwright(), "mcp", *words, *narrowing], _variables(client, token_env))
    _put(client, name, entry, inputs(client, entry), only_print=only_print, yes=yes)


def _whose(client: MCPClient, identifier: str, token_env: str) -> list[str]:
    from figwright.account_methods import checked_identifier

    if bool(identifier) + bool(token_env) != 1:
        raise UsageError("Whose credential? Give one of --as ID and --token-env VAR.")
    if identifier:
        return ["--as", checked_identifier(identifier)]
    if client.reference is None:
        raise UsageError(
            f"{client.title} starts programs without your shell's variables, and a token is never written into its "
            "file. Store the token once instead: figwright connect ID --token-stdin, then install with --as ID."
        )
    return ["--token-env", token_env]


def _variables(client: MCPClient, token_env: str) -> dict[str, str]:
    """Our settings from this environment, as the client passes them on; a token needs none of the secret ones."""
    from figwright.cli.mcp_clients import settings_for

    given, lacking = settings_for(client, {each: os.environ[each] for each in os.environ if each != _MCP_TOKEN})
    if token_env and client.reference:
        given = {each: value for each, value in given.items() if value == os.environ.get(each)}
        return given | {token_env: client.reference(token_env)}
    for each in lacking:
        _say(
            f"{each} is a secret that is set here, and {client.title} can pass none on: what needs it will fail there. "
            "figwright.toml in the folder that it starts programs in can hold it."
        )
    if Path("figwright.toml").exists():
        _say(
            "figwright.toml of this folder is read only by programs that are started in it. What it says belongs into "
            "the environment, for this command to pass it on."
        )
    return given


def _words(
    connection_name: str, connector: Connector, read_only: bool, toolsets: str, tools: str, mode: str
) -> list[str]:
    """The server's own options, checked here: a client would only tell that the server does not start."""
    from figwright.schemas import Views

    Views(connector).select(**selection(toolsets, tools, read_only))
    words = ["--connection", connection_name] if connection_name else []
    words += ["--read-only"] if read_only else []
    words += ["--toolsets", toolsets] if toolsets else []
    words += ["--tools", tools] if tools else []
    return words + (["--mode", mode] if checked_mode(mode) != "full" else [])


def _put(client: MCPClient, name: str, entry: Entry, asked: Sequence[Entry], *, only_print: bool, yes: bool) -> None:
    from figwright.cli.json_files import RefusedFileError, read, write

    path, added = client.path(), {client.servers: {name: entry}} | ({"inputs": list(asked)} if asked else {})
    if only_print:
        _print(path, added)
        return
    try:
        file = read(path)
        data = _merged(file, client.servers, name, entry, asked)
        before = (file.data.get(client.servers) or {}).get(name)
        if data == file.data:
            sys.stdout.write(printable(f"{path} has this entry already.\n"))
            return
        _show(path, client.servers, name, before, entry)
        _confirm(before is not None, yes)
        kept = write(file, data)
    except RefusedFileError as error:
        _print(path, added)
        raise UsageError(f"{error}, so nothing was written. Add by hand what is printed above.") from None
    sys.stdout.write(
        printable(f"Written{f'; what was there before is in {kept.name}' if kept else ''}. {client.then}\n")
    )


def _merged(file: JSONFile, servers: str, name: str, entry: Entry, asked: Sequence[Entry]) -> dict[str, Any]:
    from figwright.cli.json_files import RefusedFileError

    there, questions = file.data.get(servers, {}), file.data.get("inputs", [])
    if not isinstance(there, dict) or not isinstance(questions, list):
        raise RefusedFileError(f"{file.path} has another shape than expected")
    known = {each.get("id") for each in questions if isinstance(each, dict)}
    new = [each for each in asked if each["id"] not in known]
    return file.data | {servers: there | {name: entry}} | ({"inputs": questions + new} if new else {})


def _show(path: Path, servers: str, name: str, before: Any, entry: Entry) -> None:
    """The entry's own lines alone: other entries may hold secrets, and stay as they are."""
    old = [] if before is None else json.dumps(_veiled(before, entry), indent=2, ensure_ascii=False).splitlines()
    new = json.dumps(entry, indent=2, ensure_ascii=False).splitlines()
    text = "\n".join(line for line in difflib.ndiff(old, new) if not line.startswith("?"))
    sys.stdout.write(printable(f"{path}\nin {servers}, as {name}:\n{text}\n"))


def _veiled(before: Any, entry: Entry) -> Any:
    """The entry that was there, without the values of variables and headers that are another's to know."""
    if not isinstance(before, dict):
        return before
    shown = dict(before)
    for part in ("env", "headers"):
        if isinstance(values := before.get(part), dict):
            ours = entry.get(part, {})
            shown[part] = {key: value if ours.get(key) == value else REDACTED for key, value in values.items()}
    return shown


def _confirm(replaces: bool, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("Nothing was written: nobody is there to be asked. To write it, say --yes.")
    typer.confirm("Replace the entry?" if replaces else "Write it?", abort=True)


def _print(path: Path, added: dict[str, Any]) -> None:
    _say(f"To be added to {path}:")
    sys.stdout.write(json.dumps(added, indent=2) + "\n")


def _check_names(name: str, variable: str, secret_pattern: str) -> None:
    if not _NAME.fullmatch(name):
        raise UsageError("--name is a letter, then up to 39 letters, digits, - or _.")
    if variable and (not _VARIABLE.fullmatch(variable) or clean_text(variable, secret_pattern) != variable):
        raise UsageError(
            "--token-env takes the name of an environment variable. If that was a token, revoke it: what stands on a "
            "command line is seen by others."
        )


def _checked_url(url: str) -> str:
    from figwright.returns import is_address

    if not is_address(url) or "@" in urlsplit(url).netloc:
        raise UsageError("--http takes an address such as https://app.example.com/mcp, without a query or a password.")
    return url


def _figwright() -> list[str]:
    """This program, by an absolute path: clients start programs with a short PATH."""
    beside = Path(sysconfig.get_path("scripts")) / ("figwright.exe" if os.name == "nt" else "figwright")
    return [str(beside)] if beside.exists() else [sys.executable, "-m", "figwright.cli"]


def _say(text: str) -> None:
    if text:
        sys.stderr.write(printable(f"{text}\n"))
