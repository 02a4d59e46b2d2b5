"""Tools for LlamaIndex: `FunctionAgent(tools=get_tools(...), llm=...)`, or any other of its agents and workflows.

Errors reach the model as outputs with `is_error`, as LlamaIndex makes them of what a tool raises. A tool that waits for
a person's yes writes an `ApprovalRequired` to the agent's stream and goes on with the answer to it, a
`HumanResponseEvent` of that `approval_id`. Only "yes" is a yes:

    async for event in handler.stream_events():
        if isinstance(event, ApprovalRequired):
            handler.ctx.send_event(event.answer(input(f"{event.prefix} ")))
"""
# pyright: reportMissingImports=false

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

from figwright.errors import PolicyError
from figwright.frameworks.run_context import RunTools
from figwright.frameworks.schema_model import arguments_of
from figwright.redaction.logs import get_logger
from figwright.toolbox import Described, Selection, Toolbox, in_thread, missing

try:
    from llama_index.core.llms import ImageBlock, TextBlock
    from llama_index.core.tools import FunctionTool, ToolMetadata, ToolOutput
    from llama_index.core.workflow import Context, HumanResponseEvent, InputRequiredEvent
    from workflows.runtime.types.results import StepWorkerStateContextVar
except ModuleNotFoundError as error:
    raise missing("llama-index", error) from None

if TYPE_CHECKING:
    from figwright.types.results import ToolResult

logger = get_logger("llama_index")
_CONTEXT = "ctx"
_ANSWERED = "figwright_answered"
"""Where a run's state keeps the approvals that were used."""


def get_tools(
    *,
    identifier_of: Callable[[Context], Awaitable[str]] | None = None,
    tool_name_prefix: str | None = None,
    raw_output: bool = True,
    **selection: Unpack[Selection],
) -> list[FunctionTool]:
    """One tool for each that the account can call now, for both waiting and awaiting. It reads the database.

    An output's `content` is text for a model, and its `blocks` hold pictures, too: `pictures=False` is for models whose
    tool messages hold text alone. `raw_output` is what the provider sent, which the agent's context keeps:
    `raw_output=False` leaves it out. `identifier_of` says whose account a run uses; such tools need an agent's run.
    """
    run: RunTools[Context] = RunTools(identifier_of, selection, tool_name_prefix=tool_name_prefix, takes_pictures=True)
    return [_Tool(run, described, raw_output) for described in run.described()]


async def aget_tools(
    *,
    identifier_of: Callable[[Context], Awaitable[str]] | None = None,
    tool_name_prefix: str | None = None,
    raw_output: bool = True,
    **selection: Unpack[Selection],
) -> list[FunctionTool]:
    """The same, awaitable, in a thread."""
    return await in_thread(
        partial(
            get_tools,
            identifier_of=identifier_of,
            tool_name_prefix=tool_name_prefix,
            raw_output=raw_output,
            **selection,
        )
    )


class ApprovalRequired(InputRequiredEvent):
    """A tool waits for a person's yes to this call."""

    prefix: str
    """The question."""
    approval_id: str
    tool_name: str
    tool_kwargs: dict[str, Any]

    def answer(self, said: str) -> HumanResponseEvent:
        """What a person said to this question, to send to the run."""
        fields = {"response": said, "approval_id": self.approval_id}
        return HumanResponseEvent(**fields)


class _Metadata(ToolMetadata):
    """What a model is told, with the schema unchanged."""

    def __init__(self, name: str, described: Described) -> None:
        super().__init__(described.description, name, arguments_of(name, described.parameters))
        self._parameters = described.parameters

    def get_parameters_dict(self) -> dict[str, Any]:
        return self._parameters


class _Tool(FunctionTool):
    def __init__(self, run: RunTools[Context], described: Described, raw_output: bool) -> None:
        name = self._name = described.tool.name
        self._run, self._asks, self._raw_output = run, described.needs_approval, raw_output

        def call(**arguments: Any) -> ToolResult:
            return run.toolbox.call(name, arguments)

        super().__init__(call, _Metadata(run.name(name), described))
        self.requires_context = self._asks or run.identifier_of is not None  # so an agent passes its context
        self.ctx_param_name = _CONTEXT if self.requires_context else None

    def call(self, *args: Any, **arguments: Any) -> ToolOutput:
        """Raises FigwrightError; PolicyError for what only an agent's run can do, such as asking a person."""
        if self.requires_context:
            raise self._outside()
        return self._output(arguments, self.fn(*args, **arguments))

    async def acall(self, *args: Any, **arguments: Any) -> ToolOutput:
        """Raises FigwrightError; PolicyError where a person was to be asked and has not said yes."""
        toolbox = self._run.toolbox
        if self.requires_context:
            context = arguments.pop(_CONTEXT, None)
            if context is None:
                raise self._outside()
            toolbox = await self._toolbox(context)
            if self._asks:
                await self._ask(context, arguments)
        return self._output(arguments, await toolbox.acall(self._name, arguments))

    async def _toolbox(self, context: Context) -> Toolbox:
        toolbox = self._run.toolbox
        if self._run.identifier_of is None:
            return toolbox
        with toolbox.unbroken(self._name, sent=False):
            return toolbox.of(await self._run.identifier_of(context))

    async def _ask(self, context: Context, arguments: dict[str, Any]) -> None:
        """Wait for a person's yes to this very call. The agent's step is left here and begun again with the answer.

        Every answer begins the step again, also a second one to the same question: only the first goes on.
        """
        told = json.dumps(arguments, sort_keys=True, default=str)
        approval = hashlib.sha256(f"{_step()} {self._name} {told}".encode()).hexdigest()[:16]
        asked = ApprovalRequired(
            prefix=f"Call {self._name} with {told}? yes or no:",
            approval_id=approval,
            tool_name=self.metadata.get_name(),
            tool_kwargs=arguments,
        )
        try:
            answer = await context.wait_for_event(
                HumanResponseEvent, waiter_event=asked, waiter_id=approval, requirements={"approval_id": approval}
            )
        except TimeoutError:
            raise PolicyError(f"{self._name} was not called: nobody answered whether it may be. Ask again.") from None
        async with context.store.edit_state() as state:
            answered = state.get(_ANSWERED, [])
            first = approval not in answered
            state[_ANSWERED] = [*answered, approval] if first else answered
        if not first:
            logger.warning("The question %s was answered more than once: only the first answer counts", approval)
            over = f"{approval} is over"
            await context.wait_for_event(
                HumanResponseEvent, waiter_id=over, requirements={"approval_id": over}, timeout=None
            )
        if str(answer.get("response", "")).strip().lower() not in ("yes", "y"):
            raise PolicyError(
                f"{self._name} was not called: the person who was asked did not say yes. Do not try it again."
            )

    def _outside(self) -> PolicyError:
        why = "it waits for a person's yes, which" if self._asks else "whose account it is"
        return PolicyError(
            f"{self._name} was not called: {why} only an agent's run can {'ask for' if self._asks else 'say'}."
        )

    def _output(self, arguments: dict[str, Any], result: ToolResult) -> ToolOutput:
        return ToolOutput(
            tool_name=self.metadata.get_name(),
            blocks=[
                TextBlock(text=result.text),
                *(ImageBlock(image=each.content, image_mimetype=each.media_type) for each in result.pictures),
            ],
            raw_input={"kwargs": arguments},
            raw_output=result.data if self._raw_output else None,
        )


def _step() -> str:
    """What tells this call from an equal one beside it: the same when the step begins again, and after a restart."""
    step = StepWorkerStateContextVar.get(None)
    if step is None or step.state.work_item_id is None:
        raise PolicyError("A person can be asked within a step of a workflow only.")
    return step.state.work_item_id
