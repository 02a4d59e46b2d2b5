"""The MCP Inspector's own strict lint of what the server lists: no error, no warning."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support.inspector import lint

from figma_tools.connector import CONNECTOR
from protocol.conftest import Program

# What the lint has something to say of, so that its silence means something.
_FAULTY = """
import anyio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

async def listed(context, params):
    schema = {"type": "object", "properties": {"a": {"type": ["string", "null"]}}}
    return {"resultType": "complete", "tools": [{"name": "a", "inputSchema": schema}]}

async def main():
    async with stdio_server() as (read, write):
        server = Server("faulty", on_list_tools=listed)
        await server.run(read, write, server.create_initialization_options())

anyio.run(main)
"""


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("inspected", ["legacy", "modern"])
@pytest.mark.parametrize(("more", "count"), [((), len(CONNECTOR.tools)), (("--mode", "search"), 2)])
def test_the_lint_finds_nothing(accounts: Program, inspected: str, more: tuple[str, ...], count: int) -> None:
    """Of whoever is not connected yet all tools are listed."""
    program = accounts.parameters("--as", "nobody", *more)
    told = lint(accounts.folder, [program.command, *program.args], accounts.environment, inspected)
    assert told == (0, count, "")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_lint_would_find_something(tmp_path: Path) -> None:
    told = lint(tmp_path, [sys.executable, "-c", _FAULTY], {}, "legacy")
    assert told.tools == 1
    assert told.code or told.said
