"""Modifiers: your functions that change what goes into a tool and what comes out of it."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from figwright.calls.catalog import Catalog
from figwright.errors import ConfigurationError

Registered = tuple[frozenset[str], Callable[[Any], Any]]
"""The tools that a modifier is for, none for all, and the modifier."""
Modifier = TypeVar("Modifier", bound=Callable[[Any], Any])
JSON = Mapping[str, Any] | Sequence[Any] | str | int | float | bool | None
PreModifier = TypeVar("PreModifier", bound=Callable[[dict[str, Any]], Mapping[str, Any]])
PostModifier = TypeVar("PostModifier", bound=Callable[[Any], JSON])
AsyncPreModifier = TypeVar(
    "AsyncPreModifier", bound=Callable[[dict[str, Any]], Mapping[str, Any] | Awaitable[Mapping[str, Any]]]
)
AsyncPostModifier = TypeVar("AsyncPostModifier", bound=Callable[[Any], JSON | Awaitable[JSON]])


class _ModifierBase:
    _catalog: Catalog
    _before: list[Registered]
    _after: list[Registered]

    def _modifier(
        self, modifiers: list[Registered], tool_names: Iterable[str] | str | None
    ) -> Callable[[Modifier], Modifier]:
        names = frozenset([tool_names] if isinstance(tool_names, str) else tool_names or ())
        for name in names:
            self._catalog.tool(name)

        def register(function: Modifier) -> Modifier:
            self._check_modifier(function)
            modifiers.append((names, function))
            return function

        return register

    def _check_modifier(self, function: Callable[[Any], Any]) -> None:
        """Raises ConfigurationError for what this face cannot call."""


class ModifierMethods(_ModifierBase):
    """The waiting face."""

    def pre_modifier(self, *, tool_names: Iterable[str] | str | None = None) -> Callable[[PreModifier], PreModifier]:
        """Decorate a function (tool_input) -> tool_input that runs before the check.

        Without names, for every tool. Raises ConfigurationError for a coroutine function.
        """
        return self._modifier(self._before, tool_names)

    def post_modifier(self, *, tool_names: Iterable[str] | str | None = None) -> Callable[[PostModifier], PostModifier]:
        """Decorate a function (data) -> data that runs on the result.

        Without names, for every tool. Raises ConfigurationError for a coroutine function.
        """
        return self._modifier(self._after, tool_names)

    def _check_modifier(self, function: Callable[[Any], Any]) -> None:
        if inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(type(function).__call__):
            raise ConfigurationError("A modifier of Actions is a plain function: only AsyncActions awaits coroutines.")


class AsyncModifierMethods(_ModifierBase):
    """The awaitable face."""

    def pre_modifier(
        self, *, tool_names: Iterable[str] | str | None = None
    ) -> Callable[[AsyncPreModifier], AsyncPreModifier]:
        """Decorate a function (tool_input) -> tool_input that runs before the check; a coroutine function is awaited.

        Without names, for every tool.
        """
        return self._modifier(self._before, tool_names)

    def post_modifier(
        self, *, tool_names: Iterable[str] | str | None = None
    ) -> Callable[[AsyncPostModifier], AsyncPostModifier]:
        """Decorate a function (data) -> data that runs on the result; a coroutine function is awaited.

        Without names, for every tool.
        """
        return self._modifier(self._after, tool_names)
