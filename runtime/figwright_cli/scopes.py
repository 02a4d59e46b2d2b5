"""`figwright scopes`: the least scopes for some tools, what to tick in the app, and what to tell its reviewer."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from figwright_cli.accounts import AsJson, ConnectionName, connection_of
from figwright_cli.commands import UsageError
from figwright_cli.output import console, nearest, print_json
from figwright_cli.tools import find_tool

if TYPE_CHECKING:
    from figwright.connections import BoundConnection
    from figwright.connector import Tool


def scopes(
    tools: Annotated[str, typer.Option(metavar="A,B", help="These tools; else those that the connection uses.")] = "",
    toolset: Annotated[str, typer.Option(metavar="NAME", help="The tools of one toolset.")] = "",
    connection_name: ConnectionName = "",
    review: Annotated[
        bool, typer.Option("--review", help="Print what to tell the app's reviewer: what each scope is used for.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print the least scopes that tools need: what to tick in your app at the provider."""
    connection = connection_of(connection_name)
    told = needs(connection, _chosen(connection, tools, toolset))
    if as_json:
        print_json(told)
    elif review:
        _print_review(connection, told)
    else:
        _print(connection, told)


def needs(connection: BoundConnection, tools: list[Tool[Any]]) -> dict[str, Any]:
    """What some tools need, for a program."""
    from figwright.oauth.scopes import needed_scopes

    oauth, names = connection.connector.oauth, [tool.name for tool in tools]
    needed = needed_scopes(connection, names, enterprise=True)
    opt_in = needed_scopes(connection, names).left_out
    declared = connection.options.scopes
    uses = {
        scope: [tool.title for tool in tools if scope in needed.by_tool.get(tool.name, ())] for scope in needed.scopes
    }
    return {
        "connection": connection.name,
        "scopes": [
            {
                "scope": scope,
                "allows": oauth.scopes[scope],
                "used_for": uses[scope],
                "opt_in": scope in opt_in,
                "own_app": scope in oauth.organization_scopes,
                "public_apps": scope not in oauth.private_scopes,
                "declared": None if declared is None else scope in declared,
            }
            for scope in needed.scopes
        ],
        "tools": [
            {
                "tool": tool.name,
                "scopes": list(needed.by_tool.get(tool.name, ())),
                "plan": tool.plan or None,
                "public_apps": tool.public_apps,
                "credentials": list(tool.credentials),
                "by_consent": not {oauth.credential, oauth.organization_credential}.isdisjoint(tool.credentials),
                "deprecated": tool.deprecated or None,
            }
            for tool in tools
        ],
    }


def _chosen(connection: BoundConnection, tools: str, toolset: str) -> list[Tool[Any]]:
    connector = connection.connector
    if tools and toolset:
        raise UsageError("Give --tools or --toolset, not both.")
    if toolset and toolset not in connector.toolsets:
        raise UsageError(f"{connector.title} has no toolset {toolset!r}.{nearest(toolset, connector.toolsets)}")
    if toolset:
        return [tool for tool in connector.tools.values() if tool.toolset == toolset]
    names = tools.replace(",", " ").split() or sorted(connection.tools_in_use)
    return [find_tool(connector, name) for name in dict.fromkeys(names)]


def _print(connection: BoundConnection, told: dict[str, Any]) -> None:
    from rich.table import Table
    from rich.text import Text

    out, title = console(), connection.connector.title
    groups: tuple[tuple[str, Callable[[dict[str, Any]], bool]], ...] = (
        (f"Tick in your app at {title}:", lambda each: not each["opt_in"]),
        (
            "Tick these, too; only a link that says so (enterprise=True, --enterprise) asks for them:",
            lambda each: each["opt_in"] and not each["own_app"],
        ),
        ("Each of these takes an app and a connection of its own:", lambda each: each["own_app"]),
    )
    for heading, belongs in groups:
        if group := [each for each in told["scopes"] if belongs(each)]:
            table = Table(box=None, pad_edge=False, show_header=False)
            for each in group:
                table.add_row(Text(f"  {each['scope']}", "bold"), Text(each["allows"]), Text(_remarks(each), "yellow"))
            out.print(Text(heading))
            out.print(table)
            out.print()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("tool", "scope", "what else it needs"):
        table.add_column(heading, no_wrap=heading == "tool")
    for tool in told["tools"]:
        table.add_row(tool["tool"], Text(" ".join(tool["scopes"])), Text(_needs_more(connection, tool)))
    out.print(table)
    prefix = f"FIGWRIGHT_CONNECTIONS__{connection.name.upper()}__"
    if ticked := [each["scope"] for each in told["scopes"] if not each["own_app"]]:
        out.print(Text(f"\nThen set: {prefix}SCOPES={','.join(ticked)}", "dim"), soft_wrap=True)
    if {tool["tool"] for tool in told["tools"]} != connection.tools_in_use:
        names = ",".join(tool["tool"] for tool in told["tools"])
        out.print(Text(f"To have them in use: {prefix}TOOLS={names}", "dim"), soft_wrap=True)


def _remarks(scope: dict[str, Any]) -> str:
    remarks = [] if scope["public_apps"] else ["not for public apps"]
    return ", ".join([*remarks, "not declared yet"] if scope["declared"] is False else remarks)


def _needs_more(connection: BoundConnection, tool: dict[str, Any]) -> str:
    credentials = connection.connector.credentials
    kinds = " or ".join(credentials[kind].title or kind for kind in tool["credentials"])
    more = [
        f"the {tool['plan']} plan" if tool["plan"] else "",
        "" if tool["public_apps"] else "an app that is not public",
        "" if tool["by_consent"] else f"a {kinds}: no consent gives one",
        "(deprecated)" if tool["deprecated"] else "",
    ]
    return ", ".join(filter(None, more))


def _print_review(connection: BoundConnection, told: dict[str, Any]) -> None:
    """One paragraph a scope, to be pasted and completed with what is special to the app."""
    if not told["scopes"]:
        raise UsageError("These tools need no scopes.")
    for each in told["scopes"]:
        uses = _joined([f"\u201c{use}\u201d" for use in each["used_for"]])
        sys.stdout.write(
            f"{each['scope']}: {each['allows']}\n"
            f"    Our app needs it to do this in the name of the person who connected: {uses}.\n\n"
        )
    sys.stdout.write(
        f"Each scope is the narrowest with which {connection.connector.title} allows these calls. Tokens are stored "
        "encrypted, for each person apart, and are deleted when they disconnect.\n"
    )


def _joined(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
