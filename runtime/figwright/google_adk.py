"""Tools for Google's Agent Development Kit: `Agent(tools=get_tools(...))`, or a `Toolset` where one app serves many.

    Agent(tools=[Toolset(identifier_of=lambda context: context.user_id)])   # each user with an account of their own

Errors reach the model as `{"error": ...}`. A tool that waits for a person's yes asks by ADK's own tool confirmation:
the run ends with an `adk_request_confirmation` call, and goes on when its response says `{"confirmed": true}`.
"""
# pyright: reportMissingImports=false

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Unpack

import anyio.to_thread

from figwright.errors import FigwrightError
from figwright.toolbox import Described, Selection, Toolbox, missing

try:
    from google.adk.tools.base_tool import BaseTool
    from google.adk.tools.base_toolset import BaseToolset
    from google.genai.types import FunctionDeclaration
except ModuleNotFoundError as error:
    raise missing("google-adk", error) from None

if TYPE_CHECKING:
    from google.adk.agents.readonly_context import ReadonlyContext
    from google.adk.tools.tool_context import ToolContext

    from figwright.results import ToolResult


def get_tools(**selection: Unpack[Selection]) -> list[BaseTool]:
    """One tool for each that the account can call now."""
    toolbox = Toolbox(**selection)
    return [_Tool(toolbox, described) for described in toolbox.described()]


class Toolset(BaseToolset):
    """The tools of the account that a run is for, looked up anew for each run."""

    def __init__(
        self, *, identifier_of: Callable[[ReadonlyContext], str] | None = None, **selection: Unpack[Selection]
    ) -> None:
        """`identifier_of` says whose account a run uses; without it, it is always the one of `identifier`."""
        super().__init__()
        self._identifier_of, self._selection = identifier_of, selection

    async def get_tools(self, readonly_context: ReadonlyContext | None = None) -> list[BaseTool]:
        """Without a context there is no user, and so no tools where `identifier_of` is to name one."""
        selection = self._selection.copy()
        if self._identifier_of is not None:
            if readonly_context is None:
                return []
            selection["identifier"] = self._identifier_of(readonly_context)
        return await anyio.to_thread.run_sync(lambda: get_tools(**selection))


class _Tool(BaseTool):
    def __init__(self, toolbox: Toolbox, described: Described) -> None:
        super().__init__(name=described.tool.name, description=described.description, custom_metadata=described.hints)
        self._parameters, self._asks = described.parameters, described.needs_approval
        name = described.tool.name  # what a model calls it may have a prefix

        async def call(arguments: dict[str, Any]) -> ToolResult:
            return await toolbox.acall(name, arguments)

        self._call = call  # a function, since requests are copied with the tools in them and a toolbox is not

    def _get_declaration(self) -> FunctionDeclaration:
        return FunctionDeclaration(
            name=self.name, description=self.description, parameters_json_schema=self._parameters
        )

    async def check_require_confirmation(self, args: dict[str, Any], tool_context: ToolContext) -> bool:
        return self._asks

    async def run_async(self, *, args: dict[str, Any], tool_context: ToolContext) -> dict[str, Any]:
        """`{"result": text for a model}`, or `{"error": ...}`."""
        if self._asks:
            confirmation = tool_context.tool_confirmation
            if confirmation is None:
                tool_context.request_confirmation(
                    hint=f"Call {self.name}? It changes what is there: approve or reject."
                )
                tool_context.actions.skip_summarization = True  # the run ends here, until somebody has answered
                return {"error": "This tool call requires confirmation, please approve or reject."}
            if not confirmation.confirmed:
                return {"error": f"{self.name} was not called: the person who was asked rejected it."}
        try:
            result = await self._call(args)
        except FigwrightError as error:
            return {"error": str(error)}
        return {"result": result.text}
