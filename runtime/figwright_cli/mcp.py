"""`figwright mcp`: the tools of one account, or of one token, for an MCP client that starts this program.

A client's users seldom see more than that a server did not start: what is wrong is told before anything is served.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from figwright_cli.commands import Kind, UsageError
from figwright_cli.mcp_install import install, uninstall
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
from figwright_cli.mcp_token import token
from figwright_cli.output import nearest

if TYPE_CHECKING:
    from figwright import Actions
    from figwright.connections import ConnectionOptions
    from figwright.mcp.server import Mode
    from figwright.settings import Settings

mcp = typer.Typer(help="Serve the tools to an MCP client over standard input and output.", invoke_without_command=True)

mcp.command("install")(install)
mcp.command("uninstall")(uninstall)
mcp.add_typer(token, name="token")


@mcp.callback()
def stdio(
    context: typer.Context,
    identifier: Annotated[str, typer.Option("--as", metavar="ID", help="Whose connected account to use.")] = "",
    token_env: Annotated[
        str, typer.Option(metavar="VAR", help="The environment variable that holds a token: no account, no database.")
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
) -> None:
    """Serve the tools to an MCP client over standard input and output."""
    if context.invoked_subcommand is not None:
        return
    if bool(identifier) + bool(token_env) != 1:
        raise UsageError("Whose credential? Give one of --as ID and --token-env VAR.")
    if kind and not token_env:
        raise UsageError("--kind describes a token: give --token-env, too.")
    narrowed = selection(toolsets, tools, read_only)
    how, folder = checked_mode(mode), checked_folder(save_dir)
    from figwright.mcp.wire import claim

    wire = claim()
    gc.disable()  # nothing that is loaded from here on is garbage, and looking for some is a quarter of the time
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    settings, name, options = _configured(connection_name)
    address = {"api_url": api_url or options.api_url, "allow_insecure": allow_insecure or options.allow_insecure}
    bounds = limits(settings, max_tokens)
    if token_env:
        actions, before_link = _with_token(token_env, kind, name, options, address | bounds), None
    else:
        actions, before_link = _stored(identifier, name, options, settings, address, bounds)
    _serve(actions, {"identifier": identifier or None, "save_dir": folder, **narrowed}, how, before_link, wire)


def _serve(
    actions: Actions, selected: dict[str, Any], mode: Mode, before_link: Callable[[], str] | None, wire: Any
) -> NoReturn:
    from figwright.toolbox import Toolbox

    toolbox = Toolbox(actions=actions, takes_pictures=True, **selected)
    from figwright.mcp.server import make_server
    from figwright.mcp.stdio import serve

    server = make_server(lambda _: toolbox, about=toolbox, mode=mode, before_link=before_link)
    gc.freeze()
    gc.enable()
    serve(server, wire, actions.close)


def limits(settings: Settings, max_tokens: int | None) -> dict[str, Any]:
    """The settings' bounds with another budget; more tokens get more characters, unless the settings bound those."""
    found = settings.bounds()
    if max_tokens is None:
        return found
    if "max_characters" not in settings.model_fields_set:
        in_proportion = found["max_characters"] * max_tokens // found["max_tokens"]
        found["max_characters"] = max(found["max_characters"], in_proportion)
    return found | {"max_tokens": max_tokens}


def _configured(connection_name: str) -> tuple[Settings, str, ConnectionOptions]:
    from figwright.connections import ConnectionOptions, installed_connectors
    from figwright.settings import load_settings

    settings = load_settings()
    known = {each.lower(): options for each, options in settings.connections.items()}
    there = known or installed_connectors()
    if not connection_name and len(there) != 1:
        raise UsageError(f"Which connection? Pass --connection, one of: {', '.join(there) or 'none'}.")
    name = connection_name or next(iter(there))
    if connection_name and known and name not in known:
        raise UsageError(f"There is no connection {name!r}.{nearest(name, known)}")
    return settings, name, known.get(name, ConnectionOptions())


def _with_token(variable: str, kind: str, name: str, options: ConnectionOptions, given: dict[str, Any]) -> Actions:
    """Nothing is stored, and every tool is in use unless the settings name some."""
    from figwright import Actions
    from figwright.connections import find_connector
    from figwright_cli.commands import read_token, say_how_next

    connector = find_connector(options.connector or name)
    actions = Actions.with_token(
        read_token(variable, connector, kind),
        kind=kind or None,
        connector=connector,
        tools=options.tools,
        read_only=options.read_only,
        **given,
    )
    say_how_next(actions, f"put it into {variable} where this server is started, and restart it")
    return actions


def _stored(
    identifier: str,
    name: str,
    options: ConnectionOptions,
    settings: Settings,
    address: dict[str, Any],
    bounds: dict[str, Any],
) -> tuple[Actions, Callable[[], str]]:
    """The accounts of the settings' database, which is opened by the first request that needs it."""
    from figwright import Actions
    from figwright.accounts.checks import checked_identifier
    from figwright.connections import BoundConnection, Connection
    from figwright_cli.callback import Callback, public_url

    checked_identifier(identifier)
    connection = Connection(name=name, **(dict(options) | address))
    here = public_url(BoundConnection(connection))
    actions = Actions([connection], public_url=here, **bounds)
    callback = Callback(actions, actions.connection(name), mounted=here is None and bool(settings.public_url))
    return actions, callback.open
