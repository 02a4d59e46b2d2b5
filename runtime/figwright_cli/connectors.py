"""`figwright connectors`, and which of them a command means: the one named, or that of the configured connections."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from figwright.connections import find_connector, installed_connectors
from figwright.errors import FigwrightError
from figwright_cli.commands import UsageError
from figwright_cli.output import console, print_json, printable

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from figwright.connections import Connection
    from figwright.connector import Connector

ConnectorName = Annotated[
    str, typer.Option("--connector", metavar="NAME", help="Which connector; else that of the configured connection.")
]


def connectors(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List the installed connectors."""
    from rich.table import Table

    found = [_described(*each) for each in installed_connectors().items()]
    if as_json:
        print_json(found)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("connector", "provider", "version", "tools", "credentials", "connections"):
        table.add_column(heading, no_wrap=heading == "connector")
    for each in found:
        listed = (", ".join(each[key]) for key in ("credentials", "connections"))
        row = (each["name"], each["title"], each["version"], str(each["tools"]), *listed)
        table.add_row(*map(printable, row if not each["fault"] else (*row[:1], each["fault"])))
    console().print(table if found else "No connector is installed.")


def _described(name: str, point: EntryPoint) -> dict[str, Any]:
    """`connections` are the configured ones; `fault` says why it cannot be used."""
    from figwright.settings import load_settings

    told = {"name": name, "title": "", "version": point.dist.version if point.dist else "", "tools": 0}
    told |= {"credentials": [], "connections": [], "fault": ""}
    try:
        connector = find_connector(name)
    except Exception as error:  # noqa: BLE001 - whatever a package of somebody else's raises
        return told | {"fault": f"cannot be loaded: {type(error).__name__}: {error}"}
    configured = load_settings().connections.items()
    told |= {"title": connector.title, "tools": len(connector.tools), "credentials": list(connector.credentials)}
    named = [each.lower() for each, options in configured if (options.connector or each.lower()) == name]
    return told | {"connections": named}


def chosen_connector(name: str) -> Connector:
    """Raises UsageError where several are configured and none is named."""
    if name:
        return find_connector(name)
    from figwright.connections import default_connections
    from figwright.settings import load_settings

    there = load_settings().named_connections() or default_connections()
    found = {each.name: each for each in map(_connector_of, there)}
    if len(found) > 1:
        raise UsageError(f"Which connector? Pass --connector, one of: {', '.join(found)}.")
    return next(iter(found.values()))


def tools_in_use(connector: Connector) -> frozenset[str]:
    """What the configured connections with this connector use, or the one that there is without settings."""
    from figwright.connections import BoundConnection, Connection
    from figwright.settings import load_settings

    configured = [each for each in load_settings().named_connections() if _connector_of(each).name == connector.name]
    bound = map(BoundConnection, configured or [Connection(name=connector.name, connector=connector)])
    return frozenset().union(*(each.tools_in_use for each in bound))


def _connector_of(connection: Connection) -> Connector:
    return find_connector(connection.connector or connection.name)


def tool_names(incomplete: str) -> list[str]:
    """For a shell that completes a tool's name."""
    with suppress(FigwrightError, ImportError):
        return [name for name in chosen_connector("").tools if name.startswith(incomplete)]
    return []
