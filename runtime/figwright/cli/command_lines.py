"""How a tool and its inputs are written on a command line."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import Any

from figwright.connector import Connector, Tool


def option(input_name: str) -> str:
    return "--" + input_name.replace("_", "-")


def example(
    connector: Connector, tool: Tool[Any], input_schema: dict[str, Any], inputs: Mapping[str, str] | None = None
) -> str:
    """A command line that calls the tool with what it needs, or with these inputs."""
    words = ["figwright", "call", tool.name, "--token-env", f"{connector.name.upper()}_TOKEN"]
    if tool.credentials and "personal_access_token" not in tool.credentials:
        words += ["--kind", tool.credentials[0]]
    for name in () if inputs else input_schema.get("required", []):
        part = input_schema["properties"][name]
        value = next(iter(part.get("examples") or part.get("enum") or []), name.upper())
        words += [option(name), value if isinstance(value, str) else json.dumps(value)]
    for name, value in (inputs or {}).items():
        words += [option(name), value]
    return shlex.join(words)
