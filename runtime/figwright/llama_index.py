"""Tools for LlamaIndex: `FunctionAgent(tools=get_tools(...), llm=...)`, or any other of its agents and workflows.

Errors reach the model as outputs with `is_error`, as LlamaIndex makes them of what a tool raises. A tool that waits for
a person's yes writes an `ApprovalRequired` to the agent's stream and goes on with the `HumanResponseEvent` that says
"yes" and repeats its `approval_id`:

    async for event in handler.stream_events():
        if isinstance(event, ApprovalRequired):
            said = input(f"{event.prefix} ")
            handler.ctx.send_event(HumanResponseEvent(response=said, approval_id=event.approval_id))
"""
# pyright: reportMissingImports=false

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Unpack

from figwright.arguments import arguments_of
from figwright.errors import PolicyError
from figwright.toolbox import Described, Selection, Toolbox, missing

try:
    from llama_index.core.tools import FunctionTool, ToolMetadata, ToolOutput
    from llama_index.core.workflow import Context, HumanResponseEvent, InputRequiredEvent
except ModuleNotFoundError as error:
    raise missing("llama-index", error) from None

if TYPE_CHECKING:
    from figwright.results import ToolResult

_CONTEXT = "ctx"


def get_tools(**selection: Unpack[Selection]) -> list[FunctionTool]:
    """One tool for each that the account can call now, for both waiting and awaiting.

    An output's `content` is text for a model, its `raw_output` what the provider sent.
    """
    toolbox = Toolbox(**selection)
    return [_Tool(toolbox, described) for described in toolbox.described()]


class ApprovalRequired(InputRequiredEvent):
    """A tool waits for a person's yes to this call."""

    prefix: str
    """The question."""
    approval_id: str
    tool_name: str
    tool_kwargs: dict[str, Any]


class _Metadata(ToolMetadata):
    """What a model is told, with the schema unchanged."""

    def __init__(self, described: Described) -> None:
        name = described.tool.name
        super().__init__(described.description, name, arguments_of(name, described.parameters))
        self._parameters = described.parameters

    def get_parameters_dict(self) -> dict[str, Any]:
        return self._parameters


class _Tool(FunctionTool):
    def __init__(self, toolbox: Toolbox, described: Described) -> None:
        name = described.tool.name

        def call(**arguments: Any) -> ToolResult:
            return toolbox.call(name, arguments)

        async def acall(**arguments: Any) -> ToolResult:
            return await toolbox.acall(name, arguments)

        super().__init__(call, _Metadata(described), acall)
        self.requires_context = described.needs_approval  # by which an agent knows to pass its context
        self.ctx_param_name = _CONTEXT if self.requires_context else None

    def call(self, *args: Any, **arguments: Any) -> ToolOutput:
        """Raises FigwrightError; PolicyError where a person is to be asked, which only an agent's run can do."""
        if self.requires_context:
            raise _unasked(self.metadata.get_name())
        return self._output(arguments, self.fn(*args, **arguments))

    async def acall(self, *args: Any, **arguments: Any) -> ToolOutput:
        """Raises FigwrightError; PolicyError where a person was to be asked and has not said yes."""
        if self.requires_context:
            await self._ask(arguments.pop(_CONTEXT, None), arguments)
        return self._output(arguments, await self.async_fn(*args, **arguments))

    async def _ask(self, context: Context | None, arguments: dict[str, Any]) -> None:
        """Wait for a person's yes to this very call. The agent's step is left here and begun again with the answer."""
        name = self.metadata.get_name()
        if context is None:
            raise _unasked(name)
        told = json.dumps(arguments, sort_keys=True, default=str)
        approval = hashlib.sha256(f"{name} {told}".encode()).hexdigest()[:16]
        asked = ApprovalRequired(
            prefix=f"Call {name} with {told}? yes or no:",
            approval_id=approval,
            tool_name=name,
            tool_kwargs=arguments,
        )
        answer = await context.wait_for_event(
            HumanResponseEvent, waiter_event=asked, requirements={"approval_id": approval}
        )
        if str(answer.get("response", "")).strip().lower() not in ("yes", "y"):
            raise PolicyError(f"{name} was not called: the person who was asked did not say yes. Do not try it again.")

    def _output(self, arguments: dict[str, Any], result: ToolResult) -> ToolOutput:
        return ToolOutput(
            tool_name=self.metadata.get_name(),
            content=result.text,
            raw_input={"kwargs": arguments},
            raw_output=result.data,
        )


def _unasked(name: str) -> PolicyError:
    return PolicyError(f"{name} was not called: it waits for a person's yes, which only an agent's run can ask for.")
