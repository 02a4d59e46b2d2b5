"""Tools for the OpenAI Agents SDK: `Agent(tools=get_tools(...))`."""
# pyright: reportMissingImports=false

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any, Unpack

from figwright.errors import FigwrightError
from figwright.frameworks.run_context import RunTools
from figwright.toolbox import Described, Selection, in_thread, missing

try:
    from agents import FunctionTool, RunContextWrapper, Tool
    from agents.tool import ToolErrorFunction, ToolOutputImage, ToolOutputText
    from agents.tool_context import ToolContext
except ModuleNotFoundError as error:
    raise missing("openai-agents", error) from error


def error_text(context: RunContextWrapper[Any], error: Exception) -> str:
    """The default `failure_error_function`: the error's own text, which says what to do and holds no secret."""
    return str(error)


def get_tools(
    *,
    strict: bool = True,
    identifier_of: Callable[[RunContextWrapper[Any]], str] | None = None,
    tool_name_prefix: str | None = None,
    failure_error_function: ToolErrorFunction | None = error_text,
    **selection: Unpack[Selection],
) -> list[Tool]:
    """What the account can call now, in strict mode unless `strict` says otherwise. It reads the database.

    The output is a text, with images where there are pictures; an error's is what `failure_error_function` says of it,
    and None lets it end the run. What needs a person's yes interrupts the run: see `result.interruptions`.
    `identifier_of` says whose account a run uses.
    """
    run = RunTools(identifier_of, selection, tool_name_prefix=tool_name_prefix, takes_pictures=True)
    return [_tool(run, each, strict, failure_error_function) for each in run.described(strict=strict)]


async def aget_tools(
    *,
    strict: bool = True,
    identifier_of: Callable[[RunContextWrapper[Any]], str] | None = None,
    tool_name_prefix: str | None = None,
    failure_error_function: ToolErrorFunction | None = error_text,
    **selection: Unpack[Selection],
) -> list[Tool]:
    """The same, awaitable, in a thread."""
    return await in_thread(
        partial(
            get_tools,
            strict=strict,
            identifier_of=identifier_of,
            tool_name_prefix=tool_name_prefix,
            failure_error_function=failure_error_function,
            **selection,
        )
    )


def _tool(
    run: RunTools[RunContextWrapper[Any]], described: Described, strict: bool, failed: ToolErrorFunction | None
) -> FunctionTool:
    name = described.tool.name

    async def invoke(context: ToolContext[Any], arguments: str) -> Any:
        try:
            result = await run.acall(context, name, arguments)
            if not result.pictures:
                return result.text
            return [
                ToolOutputText(text=result.text),
                *(ToolOutputImage(image_url=each.url) for each in result.pictures),
            ]
        except FigwrightError as error:
            if failed is None:
                raise
            told = failed(context, error)
            return await told if inspect.isawaitable(told) else told

    return FunctionTool(
        name=run.name(name),
        description=described.description,
        params_json_schema=described.parameters,
        on_invoke_tool=invoke,
        strict_json_schema=strict,
        needs_approval=described.needs_approval,
    )
