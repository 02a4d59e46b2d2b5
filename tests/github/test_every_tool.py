"""Every tool against the stand-in: by name and typed, waiting and awaited; answers are as the description says."""

from __future__ import annotations

from typing import Any

import anyio
import pytest
from jsonschema import Draft202012Validator
from support.github import EXAMPLES, GitHub

import github_tools
from figwright import Actions, AsyncActions, Connection, __version__
from github_tools import aio, schemas
from github_tools.connector import CONNECTOR

NAMES = sorted(CONNECTOR.tools)
OUTPUTS = {each["name"]: each.get("outputSchema") for each in schemas.mcp()}


def test_there_are_22_tools_and_each_has_an_example() -> None:
    assert len(NAMES) == 22
    assert sorted(EXAMPLES) == NAMES
    assert set(github_tools.__all__) >= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_tool_works_by_name_and_its_answer_is_as_described(connected: Actions, provider: GitHub, name: str) -> None:
    result = connected.execute_tool(name, identifier="ann", tool_input=EXAMPLES[name])
    assert result.text or result.data is None
    assert result.request_id == "C0DE:1F2:3A4"
    if OUTPUTS[name] is not None:
        data = result.data if isinstance(result.data, dict) else {"result": result.data}
        Draft202012Validator(OUTPUTS[name]).validate(data)
    [(asked, headers)] = provider.requests
    assert asked.startswith(f"{CONNECTOR.tools[name].method} /")
    wanted = {"accept": "application/vnd.github+json", "x-github-api-version": "2022-11-28"}
    assert headers.items() >= {**wanted, "user-agent": f"figwright/{__version__}"}.items()
    assert headers["authorization"] == f"Bearer {next(iter(provider.access))}"


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_tool_works_as_a_typed_function(connected: Actions, provider: GitHub, name: str) -> None:
    getattr(github_tools, name)(connected.account("ann"), **EXAMPLES[name])
    assert len(provider.requests) == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_tool_works_as_an_awaitable_typed_function(
    connected: Actions, connection: Connection, storage: dict[str, Any], provider: GitHub, name: str
) -> None:
    async def run() -> None:
        async with AsyncActions([connection], **storage) as actions:
            await getattr(aio, name)(actions.account("ann"), **EXAMPLES[name])

    anyio.run(run)
    assert len(provider.requests) == 1
