"""Tools for the OpenAI Agents SDK: `Agent(tools=get_tools(...))`."""
# pyright: reportMissingImports=false

from __future__ import annotations

from typing import Any, Unpack

from figwright.errors import FigwrightError
from figwright.toolbox import Described, Selection, Toolbox, missing

try:
    from agents import FunctionTool, Tool
    from agents.tool_context import ToolContext
except ModuleNotFoundError as error:
    raise missing("openai-agents", error) from error


def get_tools(*, strict: bool = True, **selection: Unpack[Selection]) -> list[Tool]:
    """What the account can call now, in strict mode unless `strict` says otherwise.

    The output is a text, an error's, too. What needs a person's yes interrupts the run: see `result.interruptions`.
    """
    toolbox = Toolbox(**selection)
    return [_tool(toolbox, each, strict) for each in toolbox.described(strict=strict)]


def _tool(toolbox: Toolbox, described: Described, strict: bool) -> FunctionTool:
    name = described.tool.name

    async def invoke(_: ToolContext[Any], arguments: str) -> str:
        try:
            return (await toolbox.acall(name, arguments)).text
        except FigwrightError as error:
            return str(error)

    return FunctionTool(
        name=name,
        description=described.description,
        params_json_schema=described.parameters,
        on_invoke_tool=invoke,
        strict_json_schema=strict,
        needs_approval=described.needs_approval,
    )
