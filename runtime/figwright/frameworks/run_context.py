"""Tools for agents that serve many: whose account a call uses is found in the run's context, never said by a model."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from figwright.errors import ConfigurationError
from figwright.toolbox import Described, Selection, Toolbox

if TYPE_CHECKING:
    from figwright.types.results import ToolResult

Context = TypeVar("Context")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What all model APIs take as a tool's name."""


class RunTools(Generic[Context]):
    """The tools of one account, or with `identifier_of` those of whom it finds in the context of a run."""

    def __init__(
        self,
        identifier_of: Callable[[Context], Any] | None,
        selection: Selection,
        *,
        tool_name_prefix: str | None = None,
        takes_pictures: bool = False,
    ) -> None:
        """Raises ConfigurationError or UnknownToolError for what is not there."""
        if identifier_of is not None and selection.get("identifier") is not None:
            raise ConfigurationError("Whose account? Pass identifier= or identifier_of=, not both.")
        self.identifier_of, self._prefix = identifier_of, tool_name_prefix
        self.toolbox = Toolbox(**selection, takes_pictures=takes_pictures)
        for name in self.toolbox.connection.connector.tools if tool_name_prefix else ():
            if not _NAME.fullmatch(self.name(name)):
                raise ConfigurationError(
                    f"tool_name_prefix={tool_name_prefix!r} does not do: {self.name(name)!r} is no name for a tool. "
                    "Names are letters, digits, _ and -, at most 64."
                )

    def name(self, tool: str) -> str:
        """What a model calls the tool."""
        return f"{self._prefix}_{tool}" if self._prefix else tool

    def described(self, *, strict: bool = False) -> list[Described]:
        """What the account can call now; where the account is not known yet, what the connection allows."""
        return self.toolbox.described(strict=strict, tools=self.toolbox.allowed() if self.identifier_of else None)

    def of(self, context: Context, tool: str) -> Toolbox:
        """The tools of the run's account, for a call of `tool`. Raises FigwrightError."""
        if self.identifier_of is None:
            return self.toolbox
        with self.toolbox.unbroken(tool, sent=False):
            return self.toolbox.of(self.identifier_of(context))

    def call(
        self, context: Context, name: str, arguments: Mapping[str, Any] | str | None, *, pictures: bool = True
    ) -> ToolResult:
        return self.of(context, name).call(name, arguments, pictures=pictures)

    async def acall(
        self, context: Context, name: str, arguments: Mapping[str, Any] | str | None, *, pictures: bool = True
    ) -> ToolResult:
        return await self.of(context, name).acall(name, arguments, pictures=pictures)
