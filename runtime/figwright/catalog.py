"""Which tools there are, through which connection, and which of them an account can call now."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from figwright.accounts import ConnectedAccount
from figwright.checks import check_account, check_policy
from figwright.connections import BoundConnection
from figwright.connector import Tool
from figwright.errors import ConfigurationError, RefusedError, UnknownToolError


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


@dataclass(frozen=True, slots=True)
class ToolList(Sequence[Tool[Any]]):
    """The tools that an account can call now; `refused` maps the others to the error that a call would raise."""

    tools: tuple[Tool[Any], ...]
    refused: Mapping[str, RefusedError] = field(default_factory=dict)

    def __getitem__(self, index: Any) -> Any:
        return self.tools[index]

    def __len__(self) -> int:
        return len(self.tools)

    def __iter__(self) -> Iterator[Tool[Any]]:
        return iter(self.tools)


def list_tools(connection: BoundConnection, account: ConnectedAccount | None, hand_in: str = "") -> ToolList:
    """Run the checks of a call for every tool, without calling any; without an account, those of the connection."""
    callable_now: list[Tool[Any]] = []
    refused: dict[str, RefusedError] = {}
    for tool in connection.connector.tools.values():
        try:
            check_policy(connection, tool)
            if account is not None:
                check_account(connection, account, tool, hand_in)
        except RefusedError as error:
            refused[tool.name] = error
        else:
            callable_now.append(tool)
    return ToolList(tuple(callable_now), refused)
