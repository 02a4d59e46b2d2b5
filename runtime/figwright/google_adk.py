"""Tools for Google's Agent Development Kit: `Agent(tools=get_tools(...))`, or a `Toolset` where one app serves many.

    Agent(tools=[Toolset(identifier_of=lambda context: context.user_id)])   # each user with an account of their own

Errors reach the model as `{"error": ...}`. A tool that waits for a person's yes asks by ADK's own tool confirmation:
the run ends with an `adk_request_confirmation` call, and goes on when its response says `{"confirmed": true}`.
"""
# pyright: reportMissingImports=false

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Unpack

from figwright.errors import FigwrightError
from figwright.frameworks.run_context import RunTools
from figwright.toolbox import Described, Selection, in_thread, missing

try:
    from google.adk import version
    from google.adk.tools.base_tool import BaseTool
    from google.adk.tools.base_toolset import BaseToolset, ToolPredicate
    from google.genai.types import FunctionDeclaration, Part
except ModuleNotFoundError as error:
    raise missing("google-adk", error) from None

_TAKES_PICTURES = tuple(map(int, version.__version__.split(".")[:2])) >= (2, 13)
"""Earlier ones keep a part among the values of a response, where no model reads it."""

if TYPE_CHECKING:
    from google.adk.agents.readonly_context import ReadonlyContext
    from google.adk.tools.tool_context import ToolContext

    from figwright.types.results import ToolResult


def get_tools(**selection: Unpack[Selection]) -> list[BaseTool]:
    """One tool for each that the account can call now. It reads the database: a Toolset does not hold up a loop."""
    run: RunTools[ReadonlyContext] = RunTools(None, selection, takes_pictures=_TAKES_PICTURES)
    return [_Tool(run, described) for described in run.described()]


class Toolset(BaseToolset):
    """The tools of the account that a run is for, looked up anew for each run."""

    def __init__(
        self,
        *,
        identifier_of: Callable[[ReadonlyContext], str] | None = None,
        tool_filter: ToolPredicate | list[str] | None = None,
        tool_name_prefix: str | None = None,
        **selection: Unpack[Selection],
    ) -> None:
        """`identifier_of` says whose account a run uses; without it, it is always the one of `identifier`.

        `tool_filter` and `tool_name_prefix` are those of every toolset of ADK. Raises ConfigurationError or
        UnknownToolError for what is not there, names in the filter included.
        """
        self._run: RunTools[ReadonlyContext] = RunTools(
            identifier_of, selection, tool_name_prefix=tool_name_prefix, takes_pictures=_TAKES_PICTURES
        )
        if isinstance(tool_filter, list):
            tool_filter = sorted(self._run.toolbox.views.select(None, tool_filter, read_only=False))
        super().__init__(tool_filter=tool_filter, tool_name_prefix=tool_name_prefix)

    async def get_tools(self, readonly_context: ReadonlyContext | None = None) -> list[BaseTool]:
        """Without a context there is no user, and so no tools where `identifier_of` is to name one.

        Where the account's own cannot be listed they are those of the connection, and a call says what is wrong: ADK
        goes on without any tools when this raises.
        """
        if readonly_context is None and self._run.identifier_of is not None:
            return []
        described = await in_thread(lambda: self._described(readonly_context))
        tools = [_Tool(self._run, each) for each in described]
        return [tool for tool in tools if self._is_tool_selected(tool, readonly_context)]

    def _described(self, context: ReadonlyContext | None) -> list[Described]:
        toolbox = self._run.toolbox
        try:
            return (self._run.of(context, "get_tools") if context is not None else toolbox).described()
        except FigwrightError:
            return toolbox.described(tools=toolbox.allowed())


class _Tool(BaseTool):
    def __init__(self, run: RunTools[ReadonlyContext], described: Described) -> None:
        super().__init__(name=described.tool.name, description=described.description, custom_metadata=described.hints)
        self._parameters, self._asks = described.parameters, described.needs_approval
        name = described.tool.name  # what a model calls it may have a prefix

        async def call(context: ReadonlyContext, arguments: dict[str, Any]) -> ToolResult:
            return await run.acall(context, name, arguments)

        self._call = call  # a function, since requests are copied with the tools in them and a toolbox is not

    def _get_declaration(self) -> FunctionDeclaration:
        return FunctionDeclaration(
            name=self.name, description=self.description, parameters_json_schema=self._parameters
        )

    async def check_require_confirmation(self, args: dict[str, Any], tool_context: ToolContext) -> bool:
        return self._asks

    async def run_async(self, *, args: dict[str, Any], tool_context: ToolContext) -> dict[str, Any]:
        """`{"result": text for a model}`, with `"pictures"` where there are some, or `{"error": ...}`."""
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
            result = await self._call(tool_context, args)
        except FigwrightError as error:
            return {"error": str(error)}
        told: dict[str, Any] = {"result": result.text}
        if result.pictures:
            told["pictures"] = [
                Part.from_bytes(data=each.content, mime_type=each.media_type) for each in result.pictures
            ]
        return told
