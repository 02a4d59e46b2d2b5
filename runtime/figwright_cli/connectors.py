"""Which connector a command means: the one named, or that of the configured connections."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from figwright.connections import find_connector
from figwright.errors import FigwrightError
from figwright_cli.commands import UsageError

if TYPE_CHECKING:
    from figwright.connections import Connection
    from figwright.connector import Connector

ConnectorName = Annotated[
    str, typer.Option("--connector", metavar="NAME", help="Which connector; else that of the configured connection.")
]


def chosen_connector(name: str) -> Connector:
    """Raises UsageError where several are configured and none is named."""
    if name:
        return find_connector(name)
    from figwright.connections import Connection
    from figwright.settings import load_settings

    found = {each.name: each for each in map(_connector_of, load_settings().named_connections() or [Connection()])}
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
