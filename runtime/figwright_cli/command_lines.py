"""How a tool and its inputs are written on a command line, so that options and inputs never collide."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import Any

from figwright.accounts.checks import pasted_kind
from figwright.connector import Connector, Tool
from figwright.errors import ConfigurationError
from figwright.schemas import Views

CALL_OPTIONS = frozenset(
    {"allow-insecure", "api-url", "as", "connection", "help", "input", "json", "kind", "no-cache", "save", "text"}
    | {"token-env", "token-stdin", "verbose"}
)
"""What `figwright call` takes itself: an input of one of these names is written with PREFIX."""
PREFIX = "input."


def option(input_name: str) -> str:
    """`--file-key`, and `--input.text` for an input that is called as an option of `call` is."""
    spelled = input_name.replace("_", "-")
    taken = spelled.lower() in CALL_OPTIONS or spelled.lower().startswith(PREFIX)
    return f"--{PREFIX if taken else ''}{spelled}"


def example(
    connector: Connector, tool: Tool[Any], input_schema: dict[str, Any], inputs: Mapping[str, str] | None = None
) -> str:
    """A command line that calls the tool with what it needs, or with these inputs."""
    words = ["figwright", "call", tool.name, "--token-env", f"{connector.name.upper()}_TOKEN"]
    if tool.credentials and _needs_kind(connector, tool):
        words += ["--kind", tool.credentials[0]]
    for name in () if inputs else _needed(connector, tool):
        given = tool.example.get(name)
        words += _given(name, _sample(name, input_schema["properties"][name]) if given is None else _text(given))
    for name, value in (inputs or {}).items():
        words += _given(name, value)
    return shlex.join(words)


def _needs_kind(connector: Connector, tool: Tool[Any]) -> bool:
    try:
        return pasted_kind(connector) not in tool.credentials
    except ConfigurationError:
        return True


def _needed(connector: Connector, tool: Tool[Any]) -> list[str]:
    """What a model is told to give, hidden ways around it left out, and what else an example wants."""
    seen = Views(connector).mcp_tool(tool.name)["inputSchema"]
    return list(dict.fromkeys([*seen.get("required", ()), *tool.example]))


def _given(name: str, text: str) -> list[str]:
    """A value that begins as an option does is written in one word with its name."""
    return [f"{option(name)}={text}"] if text.startswith("--") else [option(name), text]


def _sample(name: str, part: dict[str, Any]) -> str:
    """A value that fits, as far as the schema tells: an example of it, or its name where any text does."""
    value = next(iter(part.get("examples") or part.get("enum") or []), None)
    if value is None:
        kind = part.get("type")
        value = {"integer": 1, "number": 1, "boolean": True, "array": [], "object": {}}.get(str(kind), name.upper())
    return _text(value[0] if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str) else value)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
