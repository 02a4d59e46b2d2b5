"""The connections of one client, and the tools of their connectors."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from figwright.connections import SECRET_OPTIONS, BoundConnection, Connection, ConnectionOptions
from figwright.connector import Tool
from figwright.errors import ConfigurationError, UnknownToolError


class Catalog:
    """The connections of one client and the tools of their connectors."""

    def __init__(self, connections: Sequence[BoundConnection]) -> None:
        """Raises ConfigurationError where two connections share a name."""
        self._connections = {connection.name: connection for connection in connections}
        if len(self._connections) < len(connections):
            raise ConfigurationError("Two connections have the same name; give each its own.")

    def tool(self, name: str) -> Tool[Any]:
        """Raises UnknownToolError with the nearest names."""
        for connection in self._connections.values():
            if name in connection.connector.tools:
                return connection.connector.tools[name]
        names = sorted({tool for connection in self._connections.values() for tool in connection.connector.tools})
        raise UnknownToolError(name, difflib.get_close_matches(str(name), names, 3), len(names))

    def connection(self, name: str | None) -> BoundConnection:
        """The connection of that name, or the only one. Raises ConfigurationError."""
        if name is None and len(self._connections) == 1:
            return next(iter(self._connections.values()))
        if name is None or name not in self._connections:
            wrong = "Which connection?" if name is None else f"There is no connection {name!r}."
            raise ConfigurationError(
                f"{wrong} Pass connection_name=, one of: {', '.join(self._connections) or 'none'}."
            )
        return self._connections[name]

    def connections(self) -> list[BoundConnection]:
        return list(self._connections.values())

    def connection_of(self, tool: Tool[Any], name: str | None) -> BoundConnection:
        """The connection to call a tool through: the one named, or the only one that has it in use."""
        if name is not None or len(self._connections) == 1:
            connection = self.connection(name)
            if tool.name not in connection.connector.tools:
                raise ConfigurationError(f"The connection {connection.name!r} has no tool {tool.name!r}.")
            return connection
        having = [c for c in self._connections.values() if tool.name in c.connector.tools]
        using = [c for c in having if c.uses(tool)] or having
        if len(using) > 1:
            names = ", ".join(connection.name for connection in using)
            raise ConfigurationError(
                f"{tool.name} could go through several connections: pass connection_name=, one of: {names}."
            )
        return using[0]


_IS_SET = re.compile(r"FIGWRIGHT_CONNECTIONS", re.IGNORECASE)


def completed(connections: Sequence[Connection]) -> Sequence[Connection]:
    """Each with what the settings of the same name say, option by option, where code leaves it out.

    Raises ConfigurationError where the settings are wrong.
    """
    if not Path("figwright.toml").exists() and not any(map(_IS_SET.match, os.environ)):
        return connections  # reading settings loads a library
    from figwright.settings import load_settings

    named = {name.lower(): options for name, options in load_settings().connections.items()}
    return [_completed(each, named[each.name]) if each.name in named else each for each in connections]


def _completed(connection: Connection, options: ConnectionOptions) -> Connection:
    left_out = options.model_fields_set - connection.model_fields_set
    if connection.model_fields_set & SECRET_OPTIONS:  # two ways to say one thing
        left_out -= SECRET_OPTIONS
    return connection.model_copy(update={name: getattr(options, name) for name in left_out})
