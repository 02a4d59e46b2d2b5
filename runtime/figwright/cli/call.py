"""`figwright call`: one tool call, as a connected account or with a token from the environment.

A token never stands on the command line, where other users of the machine and the shell's history would see it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from figwright.cli.command_lines import example
from figwright.cli.connectors import tool_names
from figwright.cli.credentials import Kind, read_token, say_how_next
from figwright.cli.inputs import print_help, read_fields, read_input, shaping_of
from figwright.cli.output import UsageError, be_verbose, print_data, print_json, printable
from figwright.cli.tools import find_tool, schema
from figwright.connections import BoundConnection, Connection, ConnectionOptions, find_connector
from figwright.connector import Connector
from figwright.texts import compact_json
from figwright.visible import make_visible

if TYPE_CHECKING:
    from figwright import Actions
    from figwright.downloads import DownloadResult
    from figwright.settings import Settings


def call(
    context: typer.Context,
    tool_name: Annotated[
        str,
        typer.Argument(metavar="TOOL", help="The tool's name; figwright tools lists them.", autocompletion=tool_names),
    ] = "",
    identifier: Annotated[str, typer.Option("--as", metavar="ID", help="Whose connected account to use.")] = "",
    token_env: Annotated[str, typer.Option(metavar="VAR", help="The environment variable that holds a token.")] = "",
    token_stdin: Annotated[bool, typer.Option("--token-stdin", help="Read a token from standard input.")] = False,
    kind: Kind = "",
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
    verbose: Annotated[bool, typer.Option("--verbose", help="Log to standard error what happens.")] = False,
    helped: Annotated[
        bool, typer.Option("--help", "-h", help="Show the inputs of TOOL; without one, this message.")
    ] = False,
) -> None:
    """Call one tool.

    Its inputs are options of their own: figwright call TOOL --token-env VAR --file-key KEY --depth 2. One that is
    called as an option here is written --input.NAME; figwright call TOOL --help shows them.
    """
    if helped and not tool_name:
        sys.stdout.write(context.get_help())
        return
    if not tool_name:
        raise UsageError("Name the tool first: figwright call TOOL, then its inputs. See: figwright tools")
    if helped:
        _print_help(context, tool_name, connection_name)
        return
    if verbose:
        be_verbose()
    from figwright.settings import load_settings

    settings = load_settings()
    name, options, connector = _configured(settings, connection_name, tool_name)
    tool = find_tool(connector, tool_name)
    if save and tool.downloads is None:
        able = ", ".join(sorted(each.name for each in connector.tools.values() if each.downloads)) or "none"
        raise UsageError(f"--save: {tool.name} links to no files. Tools that do: {able}.")
    input_schema = schema(connector, tool.input_schema)
    fields = read_fields(tool, input_schema, context.args, shaped=as_text)  # a misspelt option may be what is missing
    if bool(identifier) + bool(token_env) + token_stdin != 1:
        raise UsageError("Whose credential? Give one of --as ID, --token-env VAR and --token-stdin.")
    if identifier and kind:
        raise UsageError("--kind describes a token: give --token-env or --token-stdin instead of --as.")
    if token_stdin and tool_input == "-":
        raise UsageError("Standard input holds either the token or the input: use --token-env or --input @FILE.")
    given = read_input(tool_input) | fields
    shaping = _taken(given, shaping_of(input_schema)) if as_text else {}
    token = "" if identifier else read_token(token_env, connector, kind)
    address: dict[str, Any] = {
        "api_url": api_url or options.api_url,
        "download_hosts": options.download_hosts,
        "allow_insecure": allow_insecure or options.allow_insecure,
    }
    if token:
        # Whoever holds the token has just chosen the tool by name.
        tools = (tool.name,) if options.tools is None else options.tools
        actions = _with_token(token, kind, connector, tools, options.read_only, address, settings)
        say_how_next(actions, f"put it into {token_env}" if token_env else "hand it in as this one (--token-stdin)")
    else:
        actions = _stored(Connection(name=name, **(dict(options) | address)), settings)
    with actions:
        result = actions.execute_tool(tool.name, identifier=identifier or None, tool_input=given, **shaping)
        files = actions.download(result, save) if save else None
    if files:
        report_files(files, as_json)
    elif as_text or (as_json and not isinstance(result.data, bytes)):
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


def _taken(fields: dict[str, Any], names: Iterable[str]) -> Any:
    return {name: fields.pop(name) for name in names if name in fields}


def _print_help(context: typer.Context, tool_name: str, connection_name: str) -> None:
    from figwright.settings import load_settings

    _, _, connector = _configured(load_settings(), connection_name, tool_name)
    tool = find_tool(connector, tool_name)
    input_schema = schema(connector, tool.input_schema)
    print_help(context, tool, input_schema, example(connector, tool, input_schema))


def _configured(settings: Settings, named: str, tool_name: str) -> tuple[str, ConnectionOptions, Connector]:
    name = named or _only_connection(settings, tool_name)
    options = settings.connections.get(name, ConnectionOptions())
    return name, options, find_connector(options.connector or name)


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
        kind=kind or None,
        connector=connector,
        tools=tools,
        read_only=read_only,
        **address,
        **asdict(settings.limits()),
    )


def _stored(connection: Connection, settings: Settings) -> Actions:
    """The accounts of the settings' database."""
    from figwright import Actions

    return Actions([connection], **asdict(settings.limits()))
