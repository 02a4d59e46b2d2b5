"""LangChain's tools: for `create_agent`, LangGraph, `AgentExecutor`, or a chat model's `bind_tools`."""
# pyright: reportMissingImports=false

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from functools import partial
from typing import Any, Literal, Unpack

from pydantic import PrivateAttr

from figwright.errors import FigwrightError
from figwright.frameworks.run_context import RunTools
from figwright.toolbox import Selection, in_thread, missing
from figwright.types.results import ToolResult

try:
    from langchain_core.runnables import RunnableConfig
    from langchain_core.runnables.config import ensure_config
    from langchain_core.tools import BaseTool, ToolException
except ModuleNotFoundError as error:
    raise missing("langchain", error) from error

_for_a_message: ContextVar[bool] = ContextVar("_for_a_message", default=False)
"""Whether a call becomes a message, which can hold pictures. `AgentExecutor` writes all else out as text."""
ResponseFormat = Literal["content", "content_and_artifact"]


def get_tools(
    *,
    identifier_of: Callable[[RunnableConfig], str] | None = None,
    tool_name_prefix: str | None = None,
    response_format: ResponseFormat = "content_and_artifact",
    handle_tool_error: bool | str | Callable[[ToolException], str] = True,
    **selection: Unpack[Selection],
) -> list[BaseTool]:
    """What the account can call now. It reads the database: in an event loop, `aget_tools` does not hold it up.

    A tool answers with its text, and with image blocks where there are pictures: `pictures=False` is for models whose
    tool messages hold text alone. What the provider sent is the message's artifact, which a checkpointer keeps, too:
    `response_format="content"` leaves it out. An error is a message of status `error`, for the model;
    `handle_tool_error=False` raises ToolException instead. `identifier_of` says whose account a run uses.
    """
    run = RunTools(identifier_of, selection, tool_name_prefix=tool_name_prefix, takes_pictures=True)
    return [
        _Tool(
            run,
            each.tool.name,
            name=run.name(each.tool.name),
            description=each.description,
            args_schema=each.parameters,
            metadata=each.hints,
            tags=[each.tool.toolset],
            response_format=response_format,
            handle_tool_error=handle_tool_error,
        )
        for each in run.described()
    ]


async def aget_tools(
    *,
    identifier_of: Callable[[RunnableConfig], str] | None = None,
    tool_name_prefix: str | None = None,
    response_format: ResponseFormat = "content_and_artifact",
    handle_tool_error: bool | str | Callable[[ToolException], str] = True,
    **selection: Unpack[Selection],
) -> list[BaseTool]:
    """The same, awaitable, in a thread."""
    return await in_thread(
        partial(
            get_tools,
            identifier_of=identifier_of,
            tool_name_prefix=tool_name_prefix,
            response_format=response_format,
            handle_tool_error=handle_tool_error,
            **selection,
        )
    )


def interrupt_on(tools: Iterable[BaseTool]) -> dict[str, Any]:
    """Those among `tools` that wait for a person's yes, as `HumanInTheLoopMiddleware(interrupt_on=...)` takes them."""
    return {tool.name: True for tool in tools if (tool.metadata or {}).get("needs_approval")}


class _Tool(BaseTool):
    """Takes arguments of any name, where a StructuredTool has some of its own: so all are checked, and by the tool."""

    _run_tools: RunTools[RunnableConfig] = PrivateAttr()
    _tool: str = PrivateAttr()

    def __init__(self, run: RunTools[RunnableConfig], tool: str, **fields: Any) -> None:
        super().__init__(**fields)
        self._run_tools, self._tool = run, tool

    def run(self, tool_input: Any, *args: Any, tool_call_id: str | None = None, **kwargs: Any) -> Any:
        before = _for_a_message.set(tool_call_id is not None)
        try:
            return super().run(tool_input, *args, tool_call_id=tool_call_id, **kwargs)
        finally:
            _for_a_message.reset(before)

    async def arun(self, tool_input: Any, *args: Any, tool_call_id: str | None = None, **kwargs: Any) -> Any:
        before = _for_a_message.set(tool_call_id is not None)
        try:
            return await super().arun(tool_input, *args, tool_call_id=tool_call_id, **kwargs)
        finally:
            _for_a_message.reset(before)

    def _run(self, /, *_: Any, **arguments: Any) -> Any:
        try:
            return self._answer(
                self._run_tools.call(ensure_config(), self._tool, arguments, pictures=_for_a_message.get())
            )
        except FigwrightError as error:
            raise ToolException(str(error)) from error

    async def _arun(self, /, *_: Any, **arguments: Any) -> Any:
        try:
            return self._answer(
                await self._run_tools.acall(ensure_config(), self._tool, arguments, pictures=_for_a_message.get())
            )
        except FigwrightError as error:
            raise ToolException(str(error)) from error

    def _answer(self, result: ToolResult) -> Any:
        content: Any = result.text
        if result.pictures:
            content = [{"type": "text", "text": result.text}]
            content += [
                {"type": "image", "base64": each.base64, "mime_type": each.media_type} for each in result.pictures
            ]
        return content if self.response_format == "content" else (content, result.data)
