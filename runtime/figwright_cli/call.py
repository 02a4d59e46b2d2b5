"""`figwright call`: one tool call, as a connected account or with a token from the environment.

A token never stands on the command line, where other users of the machine and the shell's history would see it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from figwright.redaction.escaping import make_visible
from figwright.rendering.compact import compact_json
from figwright.schemas import Views
from figwright_cli.command_lines import example
from figwright_cli.commands import (
    AllowInsecure,
    ApiUrl,
    ConnectionName,
    Credential,
    Identifier,
    Kind,
    TokenEnv,
    TokenStdin,
    UsageError,
    configured,
)
from figwright_cli.connectors import tool_names
from figwright_cli.inputs import print_help, read_fields, read_input, shaping_of
from figwright_cli.output import be_verbose, print_data, print_json, printable
from figwright_cli.tools import find_tool

if TYPE_CHECKING:
    from figwright.types.files import DownloadResult


def call(
    context: typer.Context,
    tool_name: Annotated[
        str,
        typer.Argument(metavar="TOOL", help="The tool's name; figwright tools lists them.", autocompletion=tool_names),
    ] = "",
    identifier: Identifier = "",
    token_env: TokenEnv = "",
    token_stdin: TokenStdin = False,
    kind: Kind = "",
    tool_input: Annotated[
        str,
        typer.Option(
            "--input", metavar="JSON", help="The input as a JSON object, @FILE to read one, - for standard input."
        ),
    ] = "",
    connection_name: ConnectionName = "",
    api_url: ApiUrl = "",
    allow_insecure: AllowInsecure = False,
    save: Annotated[
        str, typer.Option(metavar="DIR", help="Save the files that the result links to, such as images, here.")
    ] = "",
    as_text: Annotated[
        bool, typer.Option("--text", help="Print what a model reads; --view, --fields, --max-tokens, ... shape it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what the provider sent and nothing else.")] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Ask the provider, whatever is held, and keep nothing.")
    ] = False,
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
    chosen = configured(settings, connection_name, tool_name)
    connector = chosen.connector
    tool = find_tool(connector, tool_name)
    if save and tool.downloads is None:
        able = ", ".join(sorted(each.name for each in connector.tools.values() if each.downloads)) or "none"
        raise UsageError(f"--save: {tool.name} links to no files. Tools that do: {able}.")
    input_schema = Views(connector).json_schema(tool.name)
    fields = read_fields(tool, input_schema, context.args, shaped=as_text)  # a misspelt option may be what is missing
    whose = Credential(identifier, token_env, token_stdin, kind, api_url, allow_insecure)
    whose.check()
    if token_stdin and tool_input == "-":
        raise UsageError("Standard input holds either the token or the input: use --token-env or --input @FILE.")
    given = read_input(tool_input) | fields
    shaping = _taken(given, shaping_of(input_schema)) if as_text else {}
    with whose.actions(settings, chosen, (tool.name,)) as actions:
        result = actions.execute_tool(
            tool.name, identifier=identifier or None, tool_input=given, cache=not no_cache, **shaping
        )
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

    connector = configured(load_settings(), connection_name, tool_name).connector
    tool = find_tool(connector, tool_name)
    input_schema = Views(connector).json_schema(tool.name)
    print_help(context, tool, input_schema, example(connector, tool, input_schema))
