"""`figwright call`: one tool call, as a connected account or with a token from the environment.

A token never stands on the command line, where other users of the machine and the shell's history would see it.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from figwright.cli.command_lines import option
from figwright.cli.output import UsageError, nearest, print_data, print_json, printable
from figwright.cli.tools import find_tool, schema
from figwright.connections import BoundConnection, Connection, ConnectionOptions, find_connector
from figwright.connector import Connector, Tool
from figwright.texts import Shaping, compact_json
from figwright.visible import make_visible

if TYPE_CHECKING:
    from figwright import Actions
    from figwright.downloads import DownloadResult
    from figwright.settings import Settings

DEFAULT_KIND = "personal_access_token"


def call(
    context: typer.Context,
    tool_name: Annotated[str, typer.Argument(metavar="TOOL", help="The tool's name; figwright tools lists them.")],
    identifier: Annotated[str, typer.Option("--as", metavar="ID", help="Whose connected account to use.")] = "",
    token_env: Annotated[str, typer.Option(metavar="VAR", help="The environment variable that holds a token.")] = "",
    token_stdin: Annotated[bool, typer.Option("--token-stdin", help="Read a token from standard input.")] = False,
    kind: Annotated[str, typer.Option(metavar="KIND", help="What kind of credential the token is.")] = DEFAULT_KIND,
    tool_input: Annotated[
        str,
        typer.Option(
            "--input", metavar="JSON", help="The input as a JSON object, @FILE to read one, - for standard input."
        ),
    ] = "",
    connection_name: Annotated[str, typer.Option("--connection", metavar="NAME", help="Which connection to use.")] = "",
    api_url: Annotated[
        str, typer.Option(metavar="URL", help="Another address of the API, a sandbox's for example.")
    ] = "",
    allow_insecure: Annotated[
        bool, typer.Option("--allow-insecure", help="Send the token there although it is not https to a known host.")
    ] = False,
    save: Annotated[
        str, typer.Option(metavar="DIR", help="Save the files that the result links to, such as images, here.")
    ] = "",
    as_text: Annotated[
        bool, typer.Option("--text", help="Print what a model reads; --view, --fields, --max-tokens, ... shape it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what the provider sent and nothing else.")] = False,
) -> None:
    """Call one tool.

    Its inputs are options of their own: figwright call TOOL --token-env VAR --file-key KEY --depth 2
    """
    if tool_name.startswith("-"):
        raise UsageError("Name the tool first: figwright call TOOL, then its inputs.")
    if bool(identifier) + bool(token_env) + token_stdin != 1:
        raise UsageError("Whose credential? Give one of --as ID, --token-env VAR and --token-stdin.")
    if token_stdin and tool_input == "-":
        raise UsageError("Standard input holds either the token or the input: use --token-env or --input @FILE.")
    from figwright.settings import load_settings

    settings = load_settings()
    name = connection_name or _only_connection(settings, tool_name)
    options = settings.connections.get(name, ConnectionOptions())
    connector = find_connector(options.connector or name)
    tool = find_tool(connector, tool_name)
    if save and tool.downloads is None:
        able = ", ".join(sorted(each.name for each in connector.tools.values() if each.downloads)) or "none"
        raise UsageError(f"--save: {tool.name} links to no files. Tools that do: {able}.")
    input_schema = schema(connector, tool.input_schema)
    given = read_input(tool_input) | read_fields(tool, input_schema, context.args, shaped=as_text)
    shaping = _taken(given, _shaping(input_schema)) if as_text else {}
    token = "" if identifier else read_token(token_env, connector.secret_pattern)
    address: dict[str, Any] = {
        "api_url": api_url or options.api_url,
        "download_hosts": options.download_hosts,
        "allow_insecure": allow_insecure or options.allow_insecure,
    }
    if token:
        # Whoever holds the token has just chosen the tool by name.
        tools = (tool.name,) if options.tools is None else options.tools
        actions = _with_token(token, kind, connector, tools, options.read_only, address, settings)
    else:
        actions = _stored(Connection(name=name, **(dict(options) | address)), settings)
    with actions:
        result = actions.execute_tool(tool.name, identifier=identifier or None, tool_input=given, **shaping)
        files = actions.download(result, save) if save else None
    if files:
        report_files(files, as_json)
    elif as_text or as_json:
        sys.stdout.write(f"{result.text if as_text else make_visible(compact_json(result.data))}\n")
    else:
        print_data(result.data)


def report_files(files: DownloadResult, as_json: bool) -> None:
    """Say what was saved, a line each, and on standard error what was not; then the exit code is 1."""
    if as_json:
        saved = [{**each._asdict(), "path": str(each.path)} for each in files.saved]
        print_json({"saved": saved, "failed": [each._asdict() for each in files.failed]})
    else:
        for each in files.saved:
            sys.stdout.write(f"{printable(each.id)}  {each.path}  {each.size:,} bytes\n")
        for lost in files.failed:
            sys.stderr.write(printable(f"{lost.id} was not saved. {lost.reason}") + "\n")
        if not files.saved and not files.failed:
            sys.stderr.write("The result links to no file, so none was saved.\n")
    if files.failed:
        raise typer.Exit(1)


def read_input(text: str) -> dict[str, Any]:
    """The object of `--input`: JSON, `@FILE`, or `-` for standard input. Raises UsageError."""
    if not text:
        return {}
    try:
        if text == "-":
            text = sys.stdin.read()
        elif text.startswith("@"):
            text = Path(text[1:]).read_text("utf-8")
        value = json.loads(text)
    except OSError as error:
        raise UsageError(f"--input: {error.strerror}: {error.filename}.") from None
    except ValueError as error:
        raise UsageError(f"--input is not JSON: {error}.") from None
    if not isinstance(value, dict):
        raise UsageError("--input is not a JSON object: put the inputs into {...}.")
    return value


def read_fields(
    tool: Tool[Any], input_schema: dict[str, Any], words: Sequence[str], *, shaped: bool = False
) -> dict[str, Any]:
    """Inputs from options: `--file-key KEY`, `--depth=2`, `--as-md` for true, and one twice for a list.

    Names may be written with hyphens or underscores; `shaped` allows those that shape the text for a model, too. Raises
    UsageError.
    """
    shaping = _shaping(input_schema)
    if shaped:
        input_schema = {**input_schema, "properties": {**input_schema.get("properties", {}), **shaping}}
    known = {
        _spelled(name): name for name in (*input_schema.get("properties", {}), *(p.input for p in tool.parameters))
    }
    fields: dict[str, Any] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--") or word == "--":
            raise UsageError(f"{word!r} belongs to no input. Inputs are options: {tool.name} --name value.")
        spelled, equals, text = word[2:].partition("=")
        name = known.get(_spelled(spelled))
        if name is None and _spelled(spelled) in shaping:
            raise UsageError(f"--{spelled} shapes the text for a model: add --text.")
        if name is None:
            raise UsageError(f"{tool.name} has no input --{spelled}.{_nearest_option(spelled, known)}")
        if not equals:
            text = rest.pop(0) if rest and not rest[0].startswith("--") else _flag(input_schema, name)
        value = _value(name, text, input_schema)
        fields[name] = [*_items(fields[name]), *_items(value)] if name in fields else value
    return fields


def _shaping(input_schema: dict[str, Any]) -> dict[str, Any]:
    """What shapes a text and is no input of the tool, as properties of a schema."""
    names = Shaping.__annotations__.keys() - input_schema.get("properties", {}).keys()
    return {name: {"type": "array", "items": {"type": "string"}} if name == "fields" else {} for name in names}


def _taken(fields: dict[str, Any], names: Iterable[str]) -> Any:
    return {name: fields.pop(name) for name in names if name in fields}


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _spelled(name: str) -> str:
    return name.replace("-", "_").lower()


def _nearest_option(spelled: str, known: dict[str, str]) -> str:
    return nearest(f"--{spelled}", [option(name) for name in known.values()]) or " It takes none."


def _flag(input_schema: dict[str, Any], name: str) -> str:
    if "boolean" not in _types(input_schema["properties"].get(name, {})):
        raise UsageError(f"{option(name)} needs a value.")
    return "true"


def _value(name: str, text: str, input_schema: dict[str, Any]) -> object:
    """Lists and objects are JSON, and plain text is a list of one. The rest stays text for the tool's own check."""
    part = input_schema["properties"].get(name, {})
    types = _types(part)
    if not types & {"array", "object"} or ("string" in types and not text.startswith(("{", "["))):
        return text
    try:
        return json.loads(text)
    except ValueError as error:
        if "string" in types:
            return text
        if "array" in types and "string" in _types(part.get("items", {})):
            return [text]
        raise UsageError(f"{option(name)} is not JSON: {error}.") from None


def _types(schema: dict[str, Any]) -> set[str]:
    kind = schema.get("type", [])
    types = {kind} if isinstance(kind, str) else set(kind)
    for union in ("anyOf", "oneOf"):
        for choice in schema.get(union, ()):
            types |= _types(choice)
    return types | ({"object"} if "properties" in schema or "$ref" in schema else set())


def read_token(variable: str, secret_pattern: str) -> str:
    """The token from the environment, or from the first line of standard input where no variable is named."""
    if not variable:
        if token := sys.stdin.readline().strip():
            return token
        raise UsageError("--token-stdin: standard input is empty.")
    if not variable.isidentifier() or (secret_pattern and re.search(secret_pattern, variable)):
        raise UsageError(
            "--token-env takes the name of an environment variable. If that was a token, revoke it: what stands on a "
            "command line is seen by others."
        )
    if token := os.environ.get(variable, "").strip():
        return token
    state = "empty" if variable in os.environ else "not set"
    raise UsageError(f"--token-env: the environment variable {variable} is {state}.")


def _only_connection(settings: Settings, tool_name: str) -> str:
    """The configured connection that a tool is called through, where no other could be meant. Raises UsageError."""
    configured = settings.named_connections() or [Connection()]
    if len(configured) == 1:
        return configured[0].name
    having = [each for each in map(BoundConnection, configured) if tool_name in each.connector.tools]
    using = [each for each in having if tool_name in each.tools_in_use] or having
    if len(using) == 1:
        return using[0].name
    names = ", ".join(each.name for each in using or configured)
    raise UsageError(f"Which connection? Pass --connection, one of: {names}.")


def _with_token(
    token: str,
    kind: str,
    connector: Connector,
    tools: Sequence[str],
    read_only: bool,
    address: dict[str, Any],
    settings: Settings,
) -> Actions:
    """Nothing is stored."""
    from figwright import Actions

    return Actions.with_token(
        token,
        kind=kind,
        connector=connector,
        tools=tools,
        read_only=read_only,
        **address,
        **settings.limits()._asdict(),
    )


def _stored(connection: Connection, settings: Settings) -> Actions:
    """The accounts of the settings' database."""
    from figwright import Actions

    return Actions([connection], **settings.limits()._asdict())
