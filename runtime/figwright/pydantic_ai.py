"""A toolset for Pydantic AI: `Agent(toolsets=[get_toolset(...)])`."""
# pyright: reportMissingImports=false

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Unpack

from pydantic_core import SchemaValidator, core_schema

from figwright.errors import Cause, FigwrightError, UnknownToolError
from figwright.frameworks.run_context import RunTools
from figwright.toolbox import Described, Selection, in_thread, missing

try:
    from pydantic_ai import (
        AbstractToolset,
        BinaryContent,
        ModelRetry,
        RunContext,
        ToolDefinition,
        ToolFailed,
        ToolReturn,
    )
    from pydantic_ai.toolsets.abstract import ToolsetTool
except ModuleNotFoundError as error:
    raise missing("pydantic-ai", error) from error

_ANY_OBJECT = SchemaValidator(core_schema.dict_schema(core_schema.str_schema()))
"""What an argument may be is checked by the tool itself, where the errors are written for a model."""


def get_toolset(
    *,
    id: str | None = None,  # noqa: A002 - the framework's name
    max_retries: int | None = None,
    strict: bool = False,
    identifier_of: Callable[[RunContext[Any]], str] | None = None,
    return_metadata: bool = True,
    **selection: Unpack[Selection],
) -> FigwrightToolset:
    """What the account can call, asked anew at each step of a run. Durable execution needs an `id`.

    `max_retries` bounds how often a call is tried again, in place of the agent's own. `strict` is for models that keep
    to a schema when told to. `identifier_of` says whose account a run uses. `return_metadata=False` keeps what the
    provider sent out of the message history.
    """
    run = RunTools(identifier_of, selection, takes_pictures=True)
    return FigwrightToolset(run, id=id, max_retries=max_retries, strict=strict, return_metadata=return_metadata)


class FigwrightToolset(AbstractToolset[Any]):
    """A tool returns its text, with images where there are pictures; what the provider sent is the return's metadata.

    An error that other arguments would mend asks the model to retry (ModelRetry); every other one fails the call
    (ToolFailed), and the model reads why. What needs a person's yes ends the run with DeferredToolRequests.
    """

    def __init__(
        self,
        run: RunTools[RunContext[Any]],
        *,
        id: str | None,  # noqa: A002 - the framework's name
        max_retries: int | None,
        strict: bool,
        return_metadata: bool,
    ) -> None:
        self._run, self._id, self._max_retries = run, id, max_retries
        self._strict, self._return_metadata = strict, return_metadata

    @property
    def id(self) -> str | None:
        return self._id

    async def get_tools(self, ctx: RunContext[Any]) -> dict[str, ToolsetTool[Any]]:
        toolbox = self._run.of(ctx, "get_tools")
        described = await in_thread(partial(toolbox.described, strict=self._strict))
        return {each.tool.name: self._tool(each, ctx) for each in described}

    def _tool(self, described: Described, ctx: RunContext[Any]) -> ToolsetTool[Any]:
        definition = ToolDefinition(
            name=described.tool.name,
            description=described.description,
            parameters_json_schema=described.parameters,
            strict=self._strict or None,
            kind="unapproved" if described.needs_approval else "function",
            metadata=described.hints,
        )
        retries = ctx.max_retries if self._max_retries is None else self._max_retries
        return ToolsetTool(toolset=self, tool_def=definition, max_retries=retries, args_validator=_ANY_OBJECT)

    async def call_tool(
        self, name: str, tool_args: dict[str, Any], ctx: RunContext[Any], tool: ToolsetTool[Any]
    ) -> ToolReturn[Any]:
        try:
            result = await self._run.acall(ctx, name, tool_args)
        except FigwrightError as error:
            if isinstance(error, UnknownToolError) or error.cause is Cause.INVALID_INPUT:
                raise ModelRetry(str(error)) from error
            raise ToolFailed(str(error)) from error
        shown = [BinaryContent(data=each.content, media_type=each.media_type) for each in result.pictures]
        return ToolReturn(
            return_value=[result.text, *shown] if shown else result.text,
            metadata=result.data if self._return_metadata else None,
        )
