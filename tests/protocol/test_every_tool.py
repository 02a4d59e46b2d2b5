"""The official client over stdio lists and calls every tool, in both eras, and checks answers against their schemas."""

from __future__ import annotations

import json
from collections import Counter

import anyio
import pytest

from figma_tools import schemas
from figma_tools.connector import CONNECTOR
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.examples import credential_kind, examples
from protocol.conftest import ERAS, KINDS, Program, text

PUBLISHED = {tool["name"]: tool for tool in schemas.mcp()}


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_every_tool_is_listed_and_called_as_an_account_that_can(accounts: Program, sandbox: Sandbox, era: str) -> None:
    inputs, called = examples(sandbox), Counter[str]()

    async def run(kind: str) -> None:
        async with accounts.open("--as", kind, mode=era) as client:
            assert client.protocol_version == ERAS[era]
            listed = await client.list_tools()
            for tool in listed.tools:
                told = tool.model_dump(mode="json", by_alias=True, exclude_none=True)
                for choice in ("as", "only"):  # of pictures, which the tool itself does not have
                    told["inputSchema"]["properties"].pop(choice, None)
                assert told == PUBLISHED[tool.name]
            for name in inputs:
                if credential_kind(CONNECTOR.tools[name].credentials) == kind:
                    result = await client.call_tool(name, inputs[name])  # the client checks structured content
                    assert not result.is_error, text(result)
                    if "outputSchema" not in PUBLISHED[name]:
                        assert result.structured_content is None
                    else:
                        assert result.structured_content == json.loads(text(result))
                        assert ": " not in text(result).replace('": ', "") or '":"' in text(result)
                    called[name] += 1

    for kind in KINDS:
        anyio.run(run, kind)
    assert called == Counter(dict.fromkeys(CONNECTOR.tools, 1))
    assert accounts.log() == ""


@pytest.mark.slow
def test_an_account_is_shown_what_it_can_call_and_no_more(accounts: Program) -> None:
    shown: dict[str, list[str]] = {}

    async def run(kind: str) -> None:
        async with accounts.open("--as", kind) as client:
            listed = await client.list_tools()
            shown[kind] = [tool.name for tool in listed.tools]
            assert (listed.cache_scope, listed.next_cursor) == ("private", None)
            assert listed.ttl_ms > 0

    for kind in KINDS:
        anyio.run(run, kind)
    assert shown["org_oauth"] == ["figma_activity_logs_list"]
    assert "figma_activity_logs_list" not in shown["oauth"]
    assert "figma_me_get" not in shown["plan_access_token"]
    for names in shown.values():
        assert names == sorted(names)
