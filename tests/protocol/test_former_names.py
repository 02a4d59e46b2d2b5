"""An MCP client that learned other names is served, and only the log says so."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Literal

import anyio
import pytest
from mcp import Client, MCPError
from support.renamed import renamed
from support.shop import serving
from support.workshop import workshops

from figwright import Actions
from figwright.mcp import make_server
from figwright.toolbox import Toolbox
from protocol.conftest import text


@pytest.mark.parametrize("mode", ["full", "search"])
def test_a_former_name_is_answered_as_todays_and_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, mode: Literal["full", "search"]
) -> None:
    def call(name: str, arguments: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        return (name, arguments) if mode == "full" else ("call_tool", {"name": name, "arguments": arguments})

    async def main(toolbox: Toolbox) -> None:
        async with Client(make_server(lambda _: toolbox, about=toolbox, mode=mode)) as client:
            today = await client.call_tool(*call("shop_thing_find", {"name": "bear"}))
            assert not caplog.records
            former = await client.call_tool(*call("shop_search", {"title": "bear"}))
            assert (former.is_error, former.content) == (False, today.content)
            assert former.structured_content == today.structured_content
            said = [each.levelname for each in caplog.records if each.name.startswith("figwright")]
            assert said == ["WARNING"] * 2
            assert "shop_search" not in str([each.name for each in (await client.list_tools()).tools])
            try:
                told = text(await client.call_tool(*call("shop_thing_paint", {})))
            except MCPError as error:
                told = str(error)
            assert "gone since 2.0. Call shop_thing_find." in told

    for workshop in workshops(tmp_path):
        renamed(workshop)
        with serving() as server:
            server.answer = (200, "application/json", b'{"things": ["bear"]}')
            connector = workshop.module("connector").CONNECTOR
            chosen: dict[str, Any] = {"connector": connector, "api_url": server.url, "allow_insecure": True}
            with (
                Actions.with_token("t", kind="token", **chosen) as actions,
                caplog.at_level(logging.WARNING, "figwright"),
            ):
                anyio.run(main, Toolbox(actions=actions))
