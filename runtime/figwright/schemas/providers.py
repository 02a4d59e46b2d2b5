"""What each provider's API is handed of a tool: its envelope around the one input that all models read.

`ways` are those in which whoever calls can show what results link to: where there is a choice, a model gets it by
further inputs. What is returned shares its parts with other answers: not to be changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from figwright.connector import Tool
from figwright.rendering.pictures import Way, show_inputs
from figwright.schemas.model_form import inside, model_input
from figwright.schemas.stored import Schema, stored
from figwright.schemas.strict import anthropic_input, openai_input

Api = Literal["chat", "responses"]


def openai(
    package: str, tool: Tool[Any], ways: Sequence[Way] = (), *, strict: bool = False, api: Api = "responses"
) -> Schema:
    """A function tool of OpenAI; where `strict` has no form for its input, in the usual mode."""
    if api == "chat":  # where what a tool answers holds no images
        ways = [way for way in ways if way != "images"]
    form, shown = openai_input(package, tool) if strict else None, show_inputs(tool, ways)
    if form is not None:
        shown = {name: {"anyOf": [each, {"type": "null"}]} for name, each in shown.items()}
        form = {**form, "required": list({**form["properties"], **shown})}
    parameters = _with(model_input(package, tool) if form is None else form, shown)
    told = {"name": tool.name, "description": tool.description, "parameters": parameters, "strict": form is not None}
    return {"type": "function", **told} if api == "responses" else {"type": "function", "function": told}


def anthropic(package: str, tool: Tool[Any], ways: Sequence[Way] = (), *, strict: bool = False) -> Schema:
    """A tool of Anthropic's Messages API; where `strict` has no form for its input, in the usual mode."""
    form = anthropic_input(package, tool) if strict else None
    schema = _with(model_input(package, tool) if form is None else form, show_inputs(tool, ways))
    told = {"name": tool.name, "description": tool.description, "input_schema": schema}
    return told if form is None else {**told, "strict": True}


def gemini(package: str, tool: Tool[Any], ways: Sequence[Way] = ()) -> Schema:
    """A function declaration of Gemini."""
    schema = _with(model_input(package, tool), show_inputs(tool, ways))
    return {"name": tool.name, "description": tool.description, "parameters_json_schema": schema}


def mcp(package: str, tool: Tool[Any], ways: Sequence[Way] = ()) -> Schema:
    """An entry of MCP's tools/list.

    Its output, an object as MCP wants it, is not published where it says too little to be worth it: a host would check
    every tree against it, and show a model its JSON in place of pictures.
    """
    told = {
        "name": tool.name,
        "title": tool.title,
        "description": tool.description,
        "inputSchema": _with(_said(model_input(package, tool)), show_inputs(tool, ways)),
    }
    if not (tool.view or tool.downloads or tool.reads):
        told["outputSchema"] = _said(_as_object(stored(package, tool.output_schema, tool.name)))
    told["annotations"] = {
        "readOnlyHint": tool.read_only,
        "destructiveHint": tool.destructive,
        "idempotentHint": tool.idempotent,
        "openWorldHint": True,
    }
    return told


def _with(schema: Schema, shown: Mapping[str, Schema]) -> Schema:
    return {**schema, "properties": {**schema["properties"], **shown}} if shown else schema


def _as_object(output: Schema) -> Schema:
    """What is no object, as one's `result`."""
    if output.get("type") == "object":
        return output
    return {"type": "object", "properties": {"result": output}, "required": ["result"]}


def _said(schema: Schema) -> Schema:
    """The schema without `{}` where a word or nothing says as well that anything may stand: hosts' lints warn of it."""
    found = inside(dict(schema), _said)
    if found.get("additionalProperties") == {}:
        found["additionalProperties"] = True
    if found.get("items") == {}:
        del found["items"]
    return found
