"""What changed since a version: the same call once more, for that version, beside today's answer or that of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from figwright.calls.pipeline import Call, call_tool
from figwright.calls.steps import Flow
from figwright.connector import Tool
from figwright.errors import InvalidToolInputError
from figwright.inputs.former_names import current_inputs
from figwright.rendering.shape import shape_for
from figwright.types.results import Origin, ToolResult


def compared(flow: Flow[ToolResult], call: Call, tool: Tool[Any], tool_input: Mapping[str, object]) -> Flow[ToolResult]:
    """The result of a call with the data of the version `since` which the text tells what changed.

    That version is read first: if it is not there, nothing else is sent. Both calls share the deadline.
    """
    since = shape_for(tool, call.shaping or {}, call.shape).since
    if not since:
        return (yield from flow)
    try:
        before = yield from call_tool(call, tool, {**current_inputs(tool, tool_input), tool.compared: since})
    except InvalidToolInputError as error:
        faults = {"since" if name == tool.compared else name: told for name, told in error.fields.items()}
        raise InvalidToolInputError(tool.name, faults) from None
    result = yield from flow
    return replace(result, origin=(result.origin or Origin())._replace(before=before.data))
