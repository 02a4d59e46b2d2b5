"""LangChain's tools: for `create_agent`, LangGraph, `AgentExecutor`, or a chat model's `bind_tools`."""
# pyright: reportMissingImports=false

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, Unpack

from pydantic import PrivateAttr

from figwright.errors import FigwrightError
from figwright.toolbox import Selection, Toolbox, missing

try:
    from langchain_core.tools import BaseTool, ToolException
except ModuleNotFoundError as error:
    raise missing("langchain", error) from error


def get_tools(**selection: Unpack[Selection]) -> list[BaseTool]:
    """What the account can call now.

    A tool answers with its text, and what the provider sent is the message's artifact. An error is a message of status
    `error`, for the model; `handle_tool_error=False` on a tool has it raise ToolException instead.
    """
    toolbox = Toolbox(**selection)
    return [
        _Tool(
            toolbox,
            name=each.tool.name,
            description=each.description,
            args_schema=each.parameters,
            metadata=each.hints,
            tags=[each.tool.toolset],
        )
        for each in toolbox.described()
    ]


def interrupt_on(tools: Iterable[BaseTool]) -> dict[str, bool]:
    """Those among `tools` that wait for a person's yes, as `HumanInTheLoopMiddleware(interrupt_on=...)` takes them."""
    return {tool.name: True for tool in tools if (tool.metadata or {}).get("needs_approval")}


class _Tool(BaseTool):
    """Takes arguments of any name, where a StructuredTool has some of its own: so all are checked, and by the tool."""

    response_format: Literal["content", "content_and_artifact"] = "content_and_artifact"
    handle_tool_error: Any = True
    _toolbox: Toolbox = PrivateAttr()

    def __init__(self, toolbox: Toolbox, **fields: Any) -> None:
        super().__init__(**fields)
        self._toolbox = toolbox

    def _run(self, /, *_: Any, **arguments: Any) -> tuple[str, Any]:
        try:
            result = self._toolbox.call(self.name, arguments)
        except FigwrightError as error:
            raise ToolException(str(error)) from error
        return result.text, result.data

    async def _arun(self, /, *_: Any, **arguments: Any) -> tuple[str, Any]:
        try:
            result = await self._toolbox.acall(self.name, arguments)
        except FigwrightError as error:
            raise ToolException(str(error)) from error
        return result.text, result.data
