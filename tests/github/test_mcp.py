"""The tools over MCP, as a process that a client starts, in both eras of the protocol."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from support.github import HELLO, GitHub, installed

from figwright import Actions
from figwright.mcp import make_server
from figwright.toolbox import Toolbox
from github_tools import schemas
from github_tools.connector import CONNECTOR

ERAS = {"legacy": "2025-11-25", "auto": "2026-07-28"}


def check_list(listed: Any) -> None:
    assert [tool.name for tool in listed.tools] == sorted(CONNECTOR.tools)
    published = {tool["name"]: tool for tool in schemas.mcp()}
    for tool in listed.tools:
        assert tool.model_dump(mode="json", by_alias=True, exclude_none=True) == published[tool.name]


@pytest.mark.parametrize("mode", ERAS)
def test_tools_are_listed_and_called(connected: Actions, provider: GitHub, mode: str) -> None:
    toolbox = Toolbox(actions=connected, identifier="ann")

    async def run() -> None:
        async with Client(make_server(lambda _: toolbox, about=toolbox), mode=mode) as client:
            assert client.protocol_version == ERAS[mode]
            assert client.server_info.title == "GitHub"
            check_list(await client.list_tools())
            read = await client.call_tool("github_issue_get", {**HELLO, "issue_number": 1})
            assert (read.is_error, read.structured_content["title"]) == (False, "Issue 1")
            page = await client.call_tool("github_labels_list", {**HELLO, "per_page": 1})
            assert [label["name"] for label in page.structured_content["result"]] == ["bug"]
            assert '"page": "?per_page=1&page=2"' in page.structured_content["note"]
            wrong = await client.call_tool("github_issue_get", {**HELLO, "issue_number": 999})
            assert wrong.is_error

    anyio.run(run)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ERAS)
def test_a_process_serves_them_where_the_distribution_is_installed(provider: GitHub, tmp_path: Path, mode: str) -> None:
    token = "ghp_" + "x" * 36
    provider.access.add(token)
    words = ["-m", "figwright_cli", "mcp", "--connection", "github", "--token-env", "TOKEN"]
    words += ["--api-url", provider.url, "--allow-insecure"]
    environment = {**os.environ, "TOKEN": token, "PYTHONPATH": str(installed(tmp_path))}
    started = StdioServerParameters(command=sys.executable, args=words, env=environment, cwd=tmp_path)

    async def run() -> None:
        async with Client(stdio_client(started), mode=mode) as client:
            assert client.protocol_version == ERAS[mode]
            check_list(await client.list_tools())
            read = await client.call_tool("github_me_get", {})
            assert read.structured_content["login"] == "octocat"

    anyio.run(run)
