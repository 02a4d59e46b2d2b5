"""LangChain's tools: for `create_agent`, LangGraph, `AgentExecutor`, or a chat model's `bind_tools`."""
# pyright: reportMissingImports=false

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Unpack

from figwright.errors import FigwrightError
from figwright.toolbox import Described, Selection, Toolbox, missing

try:
    from langchain_core.tools import BaseTool, StructuredTool, ToolException
except ModuleNotFoundError as error:
    raise missing("langchain", error) from error


def get_tools(**selection: Unpack[Selection]) -> list[StructuredTool]:
    """What the account can call now.

    A tool answers with its text, and what the provider sent is the message's artifact. An error is a message of status
    `error`, for the model; `handle_tool_error=False` on a tool has it raise ToolException instead.
    """
    toolbox = Toolbox(**selection)
    return [_tool(toolbox, each) for each in toolbox.described()]


def interrupt_on(tools: Iterable[BaseTool]) -> dict[str, bool]:
    """Those among `tools` that wait for a person's yes, as `HumanInTheLoopMiddleware(interrupt_on=...)` takes them."""
    return {tool.name: True for tool in tools if (tool.metadata or {}).get("needs_approval")}


def _tool(toolbox: Toolbox, described: Described) -> StructuredTool:
    name = described.tool.name

    def call(**arguments: Any) -> tuple[str, Any]:
        try:
            result = toolbox.call(name, arguments)
        except FigwrightError as error:
            raise ToolException(str(error)) from error
        return result.text, result.data

    async def acall(**arguments: Any) -> tuple[str, Any]:
        try:
            result = await toolbox.acall(name, arguments)
        except FigwrightError as error:
            raise ToolException(str(error)) from error
        return result.text, result.data

    return StructuredTool(
        name=name,
        description=described.description,
        args_schema=described.parameters,
        func=call,
        coroutine=acall,
        response_format="content_and_artifact",
        handle_tool_error=True,
        metadata=described.hints,
        tags=[described.tool.toolset],
    )
