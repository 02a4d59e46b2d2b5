"""Tools for Anthropic's own SDK: schemas to pass on, and a model's calls answered.

    tools = Tools(connection_name=..., identifier=...)
    message = client.messages.create(model=..., max_tokens=..., messages=messages, tools=tools.schemas())
    results = tools.answers(message.content)
    messages += [{"role": "assistant", "content": message.content}, {"role": "user", "content": results}]

Or let the SDK run the loop: `client.beta.messages.tool_runner(tools=tools.runnable(), ...)`.
"""
# pyright: reportMissingImports=false

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from figwright.errors import FigwrightError
from figwright.frameworks.dispatch import Approve, Asked, AsyncApprove, Dispatcher, Reply, check_approve, part
from figwright.rendering.pictures import Picture
from figwright.schemas import Names
from figwright.toolbox import missing

try:
    from anthropic.lib.tools import (
        BetaAsyncBuiltinFunctionTool,
        BetaBuiltinFunctionTool,
        BetaFunctionToolResultType,
        ToolError,
    )
    from anthropic.types import ImageBlockParam, ToolParam, ToolResultBlockParam
    from anthropic.types.beta import BetaToolParam, BetaToolUseBlock
except ModuleNotFoundError as error:
    raise missing("anthropic", error) from error


class Tools(Dispatcher[ToolResultBlockParam]):
    """A call is a `tool_use` block of `message.content`, its result a `tool_result` block."""

    def schemas(self, *, strict: bool | Names = False) -> list[ToolParam]:
        """What the account can call now, as `tools=` takes it, those that `strict` names in strict mode.

        Raises ConfigurationError where these are more than one request may hold.
        """
        names = [tool.name for tool in self.toolbox.tools()]
        return cast("list[ToolParam]", self.toolbox.views.anthropic(strict=strict, tools=names))

    def runnable(
        self, *, strict: bool | Names = False, approve: Approve | None = None
    ) -> list[BetaBuiltinFunctionTool]:
        """The same for the SDK's own loop, `client.beta.messages.tool_runner`; `approve` as for `answers`."""
        if approve is not None:
            check_approve(approve, "approve", awaitable=False)
        return [_Runnable(self, each, approve) for each in self.schemas(strict=strict)]

    def async_runnable(
        self, *, strict: bool | Names = False, approve: AsyncApprove | None = None
    ) -> list[BetaAsyncBuiltinFunctionTool]:
        """The same for the loop of `AsyncAnthropic`."""
        if approve is not None:
            check_approve(approve, "approve", awaitable=True)
        return [_AsyncRunnable(self, each, approve) for each in self.schemas(strict=strict)]

    def _asked(self, call: Any) -> Asked | None:
        return Asked(part(call, "name"), part(call, "input")) if part(call, "type") == "tool_use" else None

    def _result(self, call: Any, reply: Reply) -> ToolResultBlockParam:
        return {
            "type": "tool_result",
            "tool_use_id": part(call, "id"),
            "content": [{"type": "text", "text": reply.text}, *map(_image, reply.pictures)]
            if reply.pictures
            else reply.text,
            "is_error": reply.failed,
        }


def _image(picture: Picture) -> ImageBlockParam:
    source = {"type": "base64", "media_type": picture.media_type, "data": picture.base64}
    return cast("ImageBlockParam", {"type": "image", "source": source})


class _Runnable(BetaBuiltinFunctionTool):
    def __init__(self, tools: Tools, schema: BetaToolParam, approve: Approve | None) -> None:
        self._tools, self._schema, self._approve = tools, schema, approve

    def to_dict(self) -> BetaToolParam:
        return self._schema

    def call(self, input: object) -> BetaFunctionToolResultType:  # noqa: A002 - the SDK's name
        with _told(self._tools, self.name):
            (result,) = self._tools.answers([_block(self.name, input)], approve=self._approve)
        return _content(result)


class _AsyncRunnable(BetaAsyncBuiltinFunctionTool):
    def __init__(self, tools: Tools, schema: BetaToolParam, approve: AsyncApprove | None) -> None:
        self._tools, self._schema, self._approve = tools, schema, approve

    def to_dict(self) -> BetaToolParam:
        return self._schema

    async def call(self, input: object) -> BetaFunctionToolResultType:  # noqa: A002 - the SDK's name
        with _told(self._tools, self.name):
            (result,) = await self._tools.aanswers([_block(self.name, input)], approve=self._approve)
        return _content(result)


def _block(name: str, arguments: object) -> BetaToolUseBlock:
    """The loop hands over the arguments alone; whoever is asked sees the call as everywhere else."""
    return BetaToolUseBlock.construct(id="", name=name, input=arguments, type="tool_use")


@contextmanager
def _told(tools: Tools, name: str) -> Iterator[None]:
    """What `approve` raises: the loop would tell a model all of it."""
    try:
        with tools.toolbox.unbroken(name, sent=False):
            yield
    except FigwrightError as error:
        raise ToolError(str(error)) from None


def _content(result: ToolResultBlockParam) -> BetaFunctionToolResultType:
    content = result.get("content", "")
    if result.get("is_error"):
        raise ToolError(content)
    return content
