"""What a tool call answers over MCP: text, and for tools with an output schema the same as structured content.

Both are one JSON and fit the same budget. Where that cuts something, `truncated` is true and `note` says what is
missing and how to get it; `fields` and `offset` choose what of the rows is there. What is left keeps to the output
schema. Where the provider's answer does not, that part is left out, too: a client would refuse the whole of it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pydantic_core

from figwright.mcp.conforming import without_faults
from figwright.redaction.escaping import make_visible, visible_data
from figwright.rendering.answer import Answer
from figwright.rendering.compact import DEEPEST, compact_json, pruned
from figwright.rendering.pictures import Picture
from figwright.rendering.select import select
from figwright.rendering.shape import Shape
from figwright.types.results import Origin, ToolResult

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

    from figwright.toolbox import Toolbox

_ENVELOPE = ("[" * 6, "]" * 6)
"""The levels that the message itself adds."""
_FOR_A_NOTE = 150
"""Tokens that are kept for a note on what is not as documented."""


class Content(NamedTuple):
    """The parts of a tools/call result."""

    text: str
    structured: dict[str, Any] | None = None
    failed: bool = False
    pictures: tuple[Picture, ...] = ()


def answer(toolbox: Toolbox, name: str, arguments: dict[str, Any] | None) -> Content:
    """Call a tool and write what it answered. Blocks. Raises what `Toolbox.result` raises."""
    result = toolbox.result(name, arguments)
    validator = _validator(toolbox, result.tool)
    if validator is None:
        return Content(result.text, pictures=result.pictures)
    found = within_budget(result)
    if found.structured is None:
        return found
    if not validator.is_valid(found.structured):
        return _documented(result, validator)
    return _remarked(result, found, validator)


def _remarked(result: ToolResult, found: Content, validator: Validator) -> Content:
    """The answer with what is left of the provider's limit, where there is room for that."""
    if not result.remark or not found.structured or "note" in found.structured:
        return found
    whole = _noted(found.structured, False, result.remark)
    text, shape = _text(whole), (result.origin or Origin()).shape
    return Content(text, whole, pictures=found.pictures) if shape.fits(text) and validator.is_valid(whole) else found


def _documented(result: ToolResult, validator: Validator) -> Content:
    """An answer without the parts that the output schema describes otherwise; a note names them."""
    shape = (result.origin or Origin()).shape
    room = shape._replace(
        max_tokens=max(shape.max_tokens - _FOR_A_NOTE, 1), max_characters=max(shape.max_characters - 3 * _FOR_A_NOTE, 1)
    )
    found = within_budget(result, room)
    if found.structured is None:
        return found
    kept, told = without_faults(found.structured, validator)
    if not told:
        return found
    note = str(kept.pop("note", ""))
    whole = _noted(kept, False, note, f"Left out, because it is not as documented: {told}.")
    text = _text(whole)
    if shape.fits(text) and validator.is_valid(whole):
        return Content(text, whole)
    said = f"{result.tool} was carried out, and its answer is not as documented: {told}."
    return Content(shape.clip(f"{said} {found.text}"), failed=True)


def within_budget(result: ToolResult, shape: Shape | None = None) -> Content:
    origin = result.origin or Origin()
    data = result.data if isinstance(result.data, dict) else {} if result.data is None else {"result": result.data}
    came = origin.addresses, origin.next_page
    asked = Answer(result.tool, data, shape or origin.shape, origin.tool, origin.tool_input, *came)
    found = _fitted(asked)
    if found.structured is not None and not _readable(found.text):
        clean = json.dumps(pruned(data, depth=DEEPEST), ensure_ascii=False).encode("utf-8", "replace")
        asked = asked._replace(data=json.loads(clean))
        found = _fitted(asked)
    if found.structured is not None and visible_data(found.structured) is not found.structured:
        return _fitted(asked._replace(data=visible_data(asked.data)))
    return found


def _fitted(asked: Answer) -> Content:
    """As much of the answer as fits, or what to do where nothing does."""
    found = select(asked, lambda kept: _text(_noted(kept.data, kept.cut, *kept.notes)), marks=False)
    if isinstance(found, str):
        nothing: dict[str, Any] = {"truncated": True, "note": found}
        text = _text(nothing)
        return Content(text, nothing) if asked.shape.fits(text) else Content(asked.shape.clip(found), failed=True)
    kept, text = found
    return Content(text, _noted(kept.data, kept.cut, *kept.notes))


def _noted(data: dict[str, Any], truncated: bool, *notes: str) -> dict[str, Any]:
    """The answer with what is to be said of it, under names that it does not use itself."""
    said = make_visible(" ".join(note for note in notes if note))
    if not said:
        return data
    told: dict[str, Any] = {"truncated": True, "note": said} if truncated else {"note": said}
    return {**data, **{name if name not in data else f"_{name}": value for name, value in told.items()}}


def _text(data: dict[str, Any]) -> str:
    return make_visible(compact_json(data))


def _readable(text: str) -> bool:
    """Whether clients can read it within a message: not too deep, no half of a surrogate pair."""
    try:
        pydantic_core.from_json(text.join(_ENVELOPE))
    except ValueError:
        return False
    return True


def _validator(toolbox: Toolbox, name: str) -> Validator | None:
    """That of the tool's output schema, None where it has none."""
    from jsonschema import Draft202012Validator

    schema = toolbox.views.mcp_tool(name).get("outputSchema")
    return None if schema is None else Draft202012Validator(schema)
