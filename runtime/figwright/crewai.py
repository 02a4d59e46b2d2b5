"""Tools for CrewAI: `Agent(tools=get_tools(...))`.

Errors reach the model as text, and the crew as a `ToolFailure`. A tool that waits for a person's yes asks on the
terminal, as CrewAI's own hooks do, and is not called where nobody can be asked there; `confirm` asks elsewhere.
Nothing is kept in CrewAI's cache of tool results, which would answer a second call with what the first one read.
"""
# pyright: reportMissingImports=false

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Unpack, cast

from pydantic import PrivateAttr

from figwright.errors import FigwrightError, PolicyError
from figwright.frameworks.dispatch import check_approve, said_yes
from figwright.frameworks.run_context import RunTools
from figwright.frameworks.schema_model import arguments_of
from figwright.toolbox import Described, Selection, in_thread, missing

try:
    from crewai.hooks import ToolCallHookContext
    from crewai.tools import BaseTool
    from crewai.tools.tool_failure import ToolFailure
except ModuleNotFoundError as error:
    raise missing("crewai", error) from None

Confirm = Callable[[str, Mapping[str, Any]], bool]
"""Whether a person says yes to a call, given the tool's name and its arguments."""


def ask_on_terminal(name: str, arguments: Mapping[str, Any]) -> bool:
    """CrewAI's own question to whoever sits at the terminal. Only "yes" is a yes; without a terminal it is a no."""
    told = {key: value for key, value in arguments.items() if value is not None}
    context = ToolCallHookContext(name, dict(arguments), cast(Any, None))  # its question uses nothing of the tool
    try:
        said = context.request_human_input(f"Call {name} with {json.dumps(told, default=str)}?", "yes or no:")
    except (EOFError, OSError):
        return False
    return said.lower() in ("yes", "y")


def get_tools(
    *, confirm: Confirm = ask_on_terminal, tool_name_prefix: str | None = None, **selection: Unpack[Selection]
) -> list[BaseTool]:
    """One tool for each that the account can call now, for both waiting and awaiting. It reads the database.

    `confirm` is a plain function, and only True is a yes. Raises ConfigurationError for any other.
    """
    check_approve(confirm, "confirm", awaitable=False)
    run: RunTools[None] = RunTools(None, selection, tool_name_prefix=tool_name_prefix)
    return [_tool(run, described, confirm) for described in run.described(strict=True)]


async def aget_tools(
    *, confirm: Confirm = ask_on_terminal, tool_name_prefix: str | None = None, **selection: Unpack[Selection]
) -> list[BaseTool]:
    """The same, awaitable, in a thread."""
    return await in_thread(partial(get_tools, confirm=confirm, tool_name_prefix=tool_name_prefix, **selection))


class _Tool(BaseTool):
    _call: Callable[..., str | ToolFailure] = PrivateAttr()

    def _run(self, **arguments: Any) -> str | ToolFailure:
        return self._call(arguments)

    async def _arun(self, **arguments: Any) -> str | ToolFailure:
        return await in_thread(partial(self._call, arguments))


def _tool(run: RunTools[None], described: Described, confirm: Confirm) -> BaseTool:
    """The schema is that of strict mode, since CrewAI demands every argument: what is left out is null."""
    name = described.tool.name

    def asked(arguments: Mapping[str, Any]) -> bool:
        with run.toolbox.unbroken(name, sent=False):
            return said_yes(confirm(name, arguments), "confirm")

    def call(arguments: Mapping[str, Any]) -> str | ToolFailure:
        try:
            if described.needs_approval and not asked(arguments):
                raise PolicyError(f"{name} was not called: it waits for a person's yes, and none was given.")
            return run.call(None, name, arguments).text
        except FigwrightError as error:
            return ToolFailure(message=str(error), code=error.cause and error.cause.value)

    tool = _Tool(
        name=run.name(name),
        description=described.description,
        args_schema=arguments_of(name, described.parameters),
        cache_function=_never,
    )
    tool._call = call  # noqa: SLF001 - pydantic takes private attributes after it is made
    return tool


def _never(arguments: Any = None, result: Any = None) -> bool:
    return False
