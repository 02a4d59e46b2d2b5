"""Modifiers: your functions that change what goes into a tool and what comes out of it."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from figwright.connections import Catalog
from figwright.errors import ConfigurationError

Modifier = TypeVar("Modifier", bound=Callable[[Any], Any])
JSON = Mapping[str, Any] | Sequence[Any] | str | int | float | bool | None
PreModifier = TypeVar("PreModifier", bound=Callable[[dict[str, Any]], Mapping[str, Any]])
PostModifier = TypeVar("PostModifier", bound=Callable[[Any], JSON])
AsyncPreModifier = TypeVar(
    "AsyncPreModifier", bound=Callable[[dict[str, Any]], Mapping[str, Any] | Awaitable[Mapping[str, Any]]]
)
AsyncPostModifier = TypeVar("AsyncPostModifier", bound=Callable[[Any], JSON | Awaitable[JSON]])


class Modifiers:
    """Those of one client, for what goes in or for what comes out, in the order in which they were registered."""

    def __init__(self, catalog: Catalog, *, awaited: bool) -> None:
        self._catalog, self._awaited = catalog, awaited
        self._registered: list[tuple[frozenset[str], Callable[[Any], Any]]] = []

    def decorator(self, tool_names: Iterable[str] | str | None) -> Callable[[Modifier], Modifier]:
        """Registers what it decorates, for these tools or for all. Raises UnknownToolError.

        The decorator raises ConfigurationError for a coroutine function that nobody would await.
        """
        asked = [tool_names] if isinstance(tool_names, str) else tool_names or ()
        names = frozenset(self._catalog.tool(name).name for name in asked)

        def register(function: Modifier) -> Modifier:
            if not self._awaited and any(map(inspect.iscoroutinefunction, (function, type(function).__call__))):
                raise ConfigurationError(
                    "A modifier of Actions is a plain function: only AsyncActions awaits coroutines."
                )
            self._registered.append((names, function))
            return function

        return register

    def of(self, tool_name: str) -> tuple[Callable[[Any], Any], ...]:
        """Those for a tool; for no tool, those that are for all."""
        return tuple(function for names, function in self._registered if not names or tool_name in names)
