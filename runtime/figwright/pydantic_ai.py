"""A toolset for Pydantic AI: `Agent(toolsets=[get_toolset(...)])`."""
# pyright: reportMissingImports=false

from __future__ import annotations

from typing import Any, Unpack

from pydantic_core import SchemaValidator, core_schema

from figwright.errors import Cause, FigwrightError, UnknownToolError
from figwright.toolbox import Described, Selection, Toolbox, missing

try:
    from pydantic_ai import AbstractToolset, ModelRetry, RunContext, ToolDefinition, ToolFailed, ToolReturn
    from pydantic_ai.toolsets.abstract import ToolsetTool
except ModuleNotFoundError as error:
    raise missing("pydantic-ai", error) from error

_ANY_OBJECT = SchemaValidator(core_schema.dict_schema(core_schema.str_schema()))
"""What an argument may be is checked by the tool itself, where the errors are written for a model."""


def get_toolset(*, id: str | None = None, **selection: Unpack[Selection]) -> FigwrightToolset:  # noqa: A002
    """What the account can call, asked anew at each step of a run. Durable execution needs an `id`."""
    return FigwrightToolset(Toolbox(**selection), id=id)


class FigwrightToolset(AbstractToolset[Any]):
    """A tool returns its text; what the provider sent is the metadata of that return.

    An error that other arguments would mend asks the model to retry (ModelRetry); every other one fails the call
    (ToolFailed), and the model reads why. What needs a person's yes ends the run with DeferredToolRequests.
    """

    def __init__(self, toolbox: Toolbox, *, id: str | None = None) -> None:  # noqa: A002 - the framework's name
        self._toolbox, self._id = toolbox, id

    @property
    def id(self) -> str | None:
        return self._id

    async def get_tools(self, ctx: RunContext[Any]) -> dict[str, ToolsetTool[Any]]:
        import anyio.to_thread

        described = await anyio.to_thread.run_sync(self._toolbox.described)
        return {each.tool.name: self._tool(each, ctx) for each in described}

    def _tool(self, described: Described, ctx: RunContext[Any]) -> ToolsetTool[Any]:
        definition = ToolDefinition(
            name=described.tool.name,
            description=described.description,
            parameters_json_schema=described.parameters,
            kind="unapproved" if described.needs_approval else "function",
            metadata=described.hints,
        )
        return ToolsetTool(toolset=self, tool_def=definition, max_retries=ctx.max_retries, args_validator=_ANY_OBJECT)

    async def call_tool(
        self, name: str, tool_args: dict[str, Any], ctx: RunContext[Any], tool: ToolsetTool[Any]
    ) -> ToolReturn[str]:
        try:
            result = await self._toolbox.acall(name, tool_args)
        except FigwrightError as error:
            if isinstance(error, UnknownToolError) or error.cause is Cause.INVALID_INPUT:
                raise ModelRetry(str(error)) from error
            raise ToolFailed(str(error)) from error
        return ToolReturn(return_value=result.text, metadata=result.data)
