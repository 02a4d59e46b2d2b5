"""Checks of each consumer's own package, run by an interpreter that has them: `python consumers.py NAME FOLDER`.

FOLDER holds the views. What is wrong goes to standard output, a line each.
"""

from __future__ import annotations

import copy
import importlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Tools = list[dict[str, Any]]


def openai(folder: Path) -> Iterator[str]:
    """The tool parameters of both APIs, and the strict schemas as the SDK would make them."""
    import pydantic
    from openai.lib._pydantic import _ensure_strict_json_schema
    from openai.types.chat import ChatCompletionFunctionToolParam
    from openai.types.responses import FunctionToolParam

    chat, responses = pydantic.TypeAdapter(ChatCompletionFunctionToolParam), pydantic.TypeAdapter(FunctionToolParam)
    for view in ("openai", "openai_strict"):
        for tool in read(folder, view):
            responses.validate_python(tool, extra="forbid")
            chat.validate_python({"type": "function", "function": without(tool, "type")}, extra="forbid")
            if view == "openai_strict":
                parameters = copy.deepcopy(tool["parameters"])
                if _ensure_strict_json_schema(parameters, path=(), root=parameters) != tool["parameters"]:
                    yield f"{tool['name']}: the SDK would change its strict schema"


def anthropic(folder: Path) -> Iterator[str]:
    """The tool parameters, and the strict schemas as the SDK would make them."""
    import pydantic
    from anthropic import transform_schema
    from anthropic.types import ToolParam

    adapter = pydantic.TypeAdapter(ToolParam)
    for view in ("anthropic", "anthropic_strict"):
        for tool in read(folder, view):
            adapter.validate_python(tool, extra="forbid")
            if tool.get("strict") and transform_schema(copy.deepcopy(tool["input_schema"])) != tool["input_schema"]:
                yield f"{tool['name']}: the SDK would change its strict schema"


def gemini(folder: Path) -> Iterator[str]:
    """Declarations, and each schema in Gemini's own terms, where a keyword that it lacks is an error."""
    from google.genai import types

    for tool in read(folder, "gemini"):
        types.FunctionDeclaration.model_validate(tool)
        schema = types.JSONSchema.model_validate(tool["parameters_json_schema"])
        types.Schema.from_json_schema(json_schema=schema, raise_error_on_unsupported_field=True)
    yield from ()


def mcp(folder: Path) -> Iterator[str]:
    """What a client gets of a server that lists these tools."""
    from mcp import types

    listed = read(folder, "mcp")
    back = types.ListToolsResult.model_validate({"tools": listed}).model_dump(by_alias=True, exclude_none=True)
    for tool, seen in zip(listed, back["tools"], strict=True):
        if tool != {key: value for key, value in seen.items() if key in tool}:
            yield f"{tool['name']}: not all of it arrives"


def read(folder: Path, view: str) -> Tools:
    tools: Tools = json.loads((folder / f"{view}.json").read_text("utf-8"))
    return tools


def without(tool: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in tool.items() if name != key}


CHECKS: dict[str, Callable[[Path], Iterator[str]]] = {
    "openai": openai,
    "anthropic": anthropic,
    "gemini": gemini,
    "mcp": mcp,
}

if __name__ == "__main__":
    importlib.import_module("pydantic")
    for problem in CHECKS[sys.argv[1]](Path(sys.argv[2])):
        print(problem)
