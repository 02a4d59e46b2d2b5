"""`figwright mcp install`: an entry for our server in an MCP client's configuration, shown before it is written.

Where each client has its configuration, and in which form, stands in `mcp_clients`.
"""

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

from figwright.redaction.secret import REDACTED
from figwright_cli.accounts import Yes, connection_of
from figwright_cli.commands import ON_A_LINE, Kind, UsageError, check_variable, looks_secret, say, veiled
from figwright_cli.mcp_options import (
    AllowInsecure,
    ApiUrl,
    ConnectionName,
    MaxTokens,
    ModeName,
    ReadOnly,
    SaveDir,
    Tools,
    Toolsets,
    checked_folder,
    checked_mode,
    selection,
)
from figwright_cli.output import confirm, nearest, printable

if TYPE_CHECKING:
    from figwright.connections import BoundConnection
    from figwright.connector import Connector
    from figwright_cli.json_files import JSONFile
    from figwright_cli.mcp_clients import Entry, MCPClient

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
ClientName = Annotated[
    str,
    typer.Option(
        "--client",
        metavar="CLIENT",
        help="claude-desktop, claude-code, cursor, vscode, codex, gemini-cli, windsurf or zed.",
    ),
]
_MCP_TOKEN = "FIGWRIGHT_MCP_TOKEN"  # noqa: S105 - a variable's name


def install(
    client_name: ClientName,
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
    kind: Kind = "",
    connection_name: ConnectionName = "",
    read_only: ReadOnly = False,
    toolsets: Toolsets = "",
    tools: Tools = "",
    mode: ModeName = "full",
    max_tokens: MaxTokens = None,
    save_dir: SaveDir = "",
    api_url: ApiUrl = "",
    allow_insecure: AllowInsecure = False,
    only_print: Annotated[bool, typer.Option("--print", help="Print what to add, and write nothing.")] = False,
    yes: Yes = False,
) -> None:
    """Put the server into a client's configuration, after showing where, and what is added."""
    from figwright_cli.mcp_clients import http_entry, inputs, program_entry

    client = _client(client_name)
    connection = connection_of(connection_name)
    connector, name = connection.connector, name or connection.name
    _check_names(name, identifier, token_env)
    narrowing = _words(connection_name, connector, read_only, toolsets, tools, mode)
    narrowing += _more_words(connection, kind, token_env, max_tokens, api_url, allow_insecure)
    narrowing += ["--save-dir", str(folder)] if (folder := checked_folder(save_dir)) else []
    if url:
        if identifier or narrowing:
            raise UsageError("--http takes --token-env and nothing else: the server's own options say what it offers.")
        entry = http_entry(client, _checked_url(url), token_env or _MCP_TOKEN)
        if not client.asks:
            say(f"{client.title} will send the token in {token_env or _MCP_TOKEN}.")
    else:
        words = _whose(client, identifier, token_env)
        entry = program_entry(client, [*_figwright(), "mcp", *words, *narrowing], _variables(client, token_env))
    _put(client, name, entry, inputs(client, entry), only_print=only_print, yes=yes)


def _whose(client: MCPClient, identifier: str, token_env: str) -> list[str]:
    from figwright.accounts.checks import checked_identifier

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
    from figwright_cli.mcp_clients import settings_for

    given, lacking = settings_for(client, {each: os.environ[each] for each in os.environ if each != _MCP_TOKEN})
    if token_env and client.reference:
        given = {each: value for each, value in given.items() if value == os.environ.get(each)}
        return given | {token_env: client.reference(token_env)}
    for each in lacking:
        say(
            f"{each} is a secret that is set here, and {client.title} can pass none on: what needs it will fail there. "
            "figwright.toml in the folder that it starts programs in can hold it."
        )
    if Path("figwright.toml").exists():
        say(
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


def _more_words(
    connection: BoundConnection, kind: str, token_env: str, max_tokens: int | None, api_url: str, allow_insecure: bool
) -> list[str]:
    from figwright.connections import BoundConnection, Connection

    credentials = connection.connector.credentials
    if kind and not token_env:
        raise UsageError("--kind describes a token: give --token-env, too.")
    if kind and kind not in credentials:
        raise UsageError(f"{connection.connector.title} has no credential {kind!r}.{nearest(kind, credentials)}")
    if api_url or allow_insecure:  # what cannot work raises here
        given = {"api_url": api_url or connection.options.api_url, "allow_insecure": allow_insecure}
        options = {name: getattr(connection.options, name) for name in type(connection.options).model_fields}
        BoundConnection(Connection(**(options | given)))
    words = ["--kind", kind] if kind else []
    words += ["--max-tokens", str(max_tokens)] if max_tokens else []
    words += ["--api-url", api_url] if api_url else []
    return words + (["--allow-insecure"] if allow_insecure else [])


def _client(name: str) -> MCPClient:
    from figwright_cli.mcp_clients import CLIENTS

    if name not in CLIENTS:
        raise UsageError(f"There is no client {name!r}.{nearest(name, CLIENTS)}")
    return CLIENTS[name]


def _put(client: MCPClient, name: str, entry: Entry, asked: Sequence[Entry], *, only_print: bool, yes: bool) -> None:
    from figwright_cli.json_files import RefusedFileError, read, write

    path, text = client.path(), client.text(name, entry, asked)
    if only_print:
        _print(path, text)
        return
    try:
        file = read(path)
        data = _merged(file, client.servers, name, entry, asked)
        before = (file.data.get(client.servers) or {}).get(name)
        if data == file.data:
            sys.stdout.write(printable(f"{path} has this entry already.\n"))
            return
        _show(client, path, name, before, entry)
        confirm("Replace the entry?" if before is not None else "Write it?", yes)
        kept = write(file, data)
    except RefusedFileError as error:
        _print(path, text)
        raise UsageError(f"{error}, so nothing was written. Add by hand what is printed above.") from None
    sys.stdout.write(
        printable(f"Written{f'; what was there before is in {kept.name}' if kept else ''}. {client.then}\n")
    )


def uninstall(
    client_name: ClientName,
    name: Annotated[
        str, typer.Option(metavar="NAME", help="What the client calls the server; else the connection's.")
    ] = "",
    connection_name: ConnectionName = "",
    yes: Yes = False,
) -> None:
    """Take the server out of a client's configuration, after showing where, and what is taken out."""
    from figwright_cli.json_files import RefusedFileError, read, write

    client, name = _client(client_name), name or connection_of(connection_name).name
    path = client.path()
    try:
        file = read(path)
        servers = file.data.get(client.servers)
        servers = servers if isinstance(servers, dict) else {}
        if name not in servers:
            raise UsageError(f"{path} has no server {name!r}.{nearest(name, servers) or ' Nothing was changed.'}")
        _show(client, path, name, servers[name], None)
        confirm("Take it out?", yes)
        kept = write(file, file.data | {client.servers: {key: servers[key] for key in servers if key != name}})
    except RefusedFileError as error:
        raise UsageError(f"{error}, so nothing was changed. Take {name} out of {client.servers} by hand.") from None
    sys.stdout.write(printable(f"Taken out; what was there before is in {kept.name if kept else path.name}.\n"))


def _merged(file: JSONFile, servers: str, name: str, entry: Entry, asked: Sequence[Entry]) -> dict[str, Any]:
    from figwright_cli.json_files import RefusedFileError

    there, questions = file.data.get(servers, {}), file.data.get("inputs", [])
    if not isinstance(there, dict) or (asked and not isinstance(questions, list)):
        raise RefusedFileError(f"{file.path} has another shape than expected")
    known = {each.get("id") for each in questions if isinstance(each, dict)} if asked else set()
    new = [each for each in asked if each["id"] not in known]
    return file.data | {servers: there | {name: entry}} | ({"inputs": questions + new} if new else {})


def _show(client: MCPClient, path: Path, name: str, before: Any, entry: Entry | None) -> None:
    """The entry's own lines alone: other entries may hold secrets, and stay as they are."""
    from figwright_cli.toml_text import block

    def lines(shown: Any) -> list[str]:
        if shown is None:
            return []
        if client.toml and isinstance(shown, dict):
            return block([client.servers, name], shown)
        return json.dumps(shown, indent=2, ensure_ascii=False).splitlines()

    old, new = lines(None if before is None else _veiled(before, entry or {})), lines(entry)
    text = "\n".join(line for line in difflib.ndiff(old, new) if not line.startswith("?"))
    sys.stdout.write(printable(f"{path}\nin {client.servers}, as {name}:\n{text}\n"))


def _veiled(before: Any, entry: Entry) -> Any:
    """The entry that was there, without what is another's to know: values of variables and headers, and tokens."""
    if isinstance(before, str):
        return _veiled_text(before)
    if isinstance(before, list):
        return [_veiled(each, {}) for each in before]
    if not isinstance(before, dict):
        return before
    shown = {key: _veiled(value, {}) for key, value in before.items()}
    for part in ("env", "headers", "http_headers"):
        if isinstance(values := before.get(part), dict):
            ours = entry.get(part, {})
            shown[part] = {key: value if ours.get(key) == value else REDACTED for key, value in values.items()}
    return shown


def _veiled_text(text: str) -> str:
    return REDACTED if looks_secret(text) or looks_secret(text.rpartition("=")[2]) else text


def _print(path: Path, text: str) -> None:
    say(f"To be added to {path}:")
    sys.stdout.write(f"{text}\n")


def _check_names(name: str, identifier: str, variable: str) -> None:
    if looks_secret(name) or veiled(identifier) != identifier:  # an identifier may be as random as a key
        raise UsageError(f"--name and --as take names, which stand in the client's file. {ON_A_LINE}")
    if not _NAME.fullmatch(name):
        raise UsageError("--name is a letter, then up to 39 letters, digits, - or _.")
    if variable:
        check_variable(variable)


def _checked_url(url: str) -> str:
    from figwright.oauth.redirects import is_address

    if not is_address(url) or "@" in urlsplit(url).netloc:
        raise UsageError("--http takes an address such as https://app.example.com/mcp, without a query or a password.")
    return url


def _figwright() -> list[str]:
    """This program, by an absolute path: clients start programs with a short PATH."""
    beside = Path(sysconfig.get_path("scripts")) / ("figwright.exe" if os.name == "nt" else "figwright")
    return [str(beside)] if beside.exists() else [sys.executable, "-m", "figwright_cli"]
