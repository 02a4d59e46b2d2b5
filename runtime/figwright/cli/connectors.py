"""Which connector a command means: the one named, or that of the configured connections."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from figwright.cli.output import UsageError
from figwright.connections import find_connector
from figwright.errors import FigwrightError

if TYPE_CHECKING:
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

    configured = load_settings().named_connections() or [Connection()]
    found = {
        connector.name: connector for each in configured for connector in [find_connector(each.connector or each.name)]
    }
    if len(found) > 1:
        raise UsageError(f"Which connector? Pass --connector, one of: {', '.join(found)}.")
    return next(iter(found.values()))


def tool_names(incomplete: str) -> list[str]:
    """For a shell that completes a tool's name."""
    with suppress(FigwrightError, ImportError):
        return [name for name in chosen_connector("").tools if name.startswith(incomplete)]
    return []
