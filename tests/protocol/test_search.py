"""Two tools in place of 55: small, found by words, and called by the same path."""

from __future__ import annotations

import json
from typing import Any

import anyio
import pytest
from mcp import Client, MCPError

from figma_tools.connector import CONNECTOR
from figwright import Actions
from figwright.mcp import make_server
from figwright.rendering.token_count import estimate_tokens
from figwright.toolbox import Toolbox
from figwright_figma.sandbox import Sandbox
from protocol.conftest import text


def run(toolbox: Toolbox, does: Any, mode: str = "auto") -> None:
    async def main() -> None:
        async with Client(make_server(lambda _: toolbox, about=toolbox, mode="search"), mode=mode) as client:
            await does(client)

    anyio.run(main)


def found(answer: Any) -> list[str]:
    assert not answer.is_error
    return [line.partition(":")[0] for line in text(answer).splitlines() if not line.startswith(" ")]


def test_the_whole_list_is_under_300_tokens(one_person: Actions, era: str) -> None:
    async def check(client: Client) -> None:
        listed = await client.list_tools()
        tools = [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in listed.tools]
        assert [tool["name"] for tool in tools] == ["find_tools", "call_tool"]
        assert estimate_tokens(json.dumps(tools, separators=(",", ":"))) < 300
        assert "find_tools" in (client.instructions or "")

    run(Toolbox(actions=one_person), check, era)


def test_the_caller_is_as_dangerous_as_what_it_calls(one_person: Actions) -> None:
    seen: list[tuple[bool | None, bool | None]] = []

    async def check(client: Client) -> None:
        for tool in (await client.list_tools()).tools:
            assert tool.annotations
            seen.append((tool.annotations.read_only_hint, tool.annotations.destructive_hint))

    for toolbox in (
        Toolbox(actions=one_person),
        Toolbox(actions=one_person, read_only=True),
        Toolbox(actions=one_person, tools="figma_file_comment_create"),
    ):
        run(toolbox, check)
    assert [each[0] for each in seen[::2]] == [True] * 3
    assert seen[1::2] == [(False, True), (True, False), (False, False)]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("leave a comment on a file", "figma_file_comment_create"),
        ("render a node as png", "figma_file_images_render"),
        ("list the webhooks of a team", "figma_team_webhooks_list"),
        ("design tokens variables", "figma_file_variables_local_get"),
        ("who am I", "figma_me_get"),
        ("delete comment reaction", "figma_comment_reaction_delete"),
        ("read the nodes of a file", "figma_file_nodes_get"),
        ("remove a webhook", "figma_webhook_delete"),
        ("version history", "figma_file_versions_list"),
        ("list the styles of a file", "figma_file_styles_list"),
        ("figma_component_get", "figma_component_get"),
        ("FOLDERS", "figma_team_folders_list"),
    ],
)
def test_words_find_their_tool_with_its_inputs(one_person: Actions, query: str, wanted: str) -> None:
    """Among the first three, which come with their inputs."""

    async def check(client: Client) -> None:
        answer = await client.call_tool("find_tools", {"query": query})
        assert wanted in found(answer)[:3]
        assert len(found(answer)) <= 10
        inputs = [json.loads(line.partition(": ")[2]) for line in text(answer).splitlines() if line.startswith(" ")]
        assert len(inputs) == min(3, len(found(answer)))
        assert all(each["type"] == "object" for each in inputs)
        assert text(await client.call_tool("find_tools", {"query": query})) == text(answer)

    run(Toolbox(actions=one_person), check)


def test_words_that_nothing_has_are_answered_with_all_names(one_person: Actions) -> None:
    async def check(client: Client) -> None:
        for query in ("xyzzy", "", "???", "\u202e"):
            answer = await client.call_tool("find_tools", {"query": query})
            assert "There are: figma_comment_reaction_create, " in text(answer)
            assert "\u202e" not in text(answer)

    run(Toolbox(actions=one_person), check)


def test_only_what_the_account_can_call_is_found(one_person: Actions) -> None:
    async def check(client: Client) -> None:
        answer = await client.call_tool("find_tools", {"query": "delete a comment"})
        assert set(found(answer)) <= {name for name, tool in CONNECTOR.tools.items() if tool.read_only}

    run(Toolbox(actions=one_person, read_only=True), check)


def test_a_call_is_the_same_call(one_person: Actions, sandbox: Sandbox, era: str) -> None:
    async def check(client: Client) -> None:
        told = await client.call_tool("call_tool", {"name": "figma_me_get"})
        assert told.structured_content == json.loads(text(told))
        arguments = {"file_key": sandbox.demo.file_key, "depth": 1, "view": "outline"}
        for given in (arguments, json.dumps(arguments)):
            told = await client.call_tool("call_tool", {"name": "figma_file_get", "arguments": given})
            assert "your role is" in text(told)
        before = len(sandbox.requests)
        for given, said in (
            ({"name": "figma_me"}, "figma_me_get"),
            ({}, "name: it is missing"),
            ({"name": 5}, "name: another kind"),
            ({"name": "figma_me_get", "identifier": "other"}, "identifier: there is no such input"),
            ({"name": "figma_me_get", "arguments": {"identifier": "other"}}, "identifier"),
            ({"name": "figma_me_get", "arguments": []}, "arguments"),
            ({"name": "figma_file_get", "arguments": "{"}, "not JSON"),
            ({"name": "figma_file_get", "arguments": {"file_key": "../me"}}, "file_key"),
            ({"name": "find_tools", "arguments": {"query": "x"}}, "There is no tool 'find_tools'"),
        ):
            told = await client.call_tool("call_tool", given)
            assert told.is_error, given
            assert said in text(told)
        assert len(sandbox.requests) == before
        assert (await client.call_tool("find_tools", {})).is_error
        with pytest.raises(MCPError, match="find_tools"):
            await client.call_tool("figma_me_get")

    run(Toolbox(actions=one_person), check, era)


def test_T66_read_only_holds_behind_the_two(one_person: Actions, sandbox: Sandbox) -> None:
    async def check(client: Client) -> None:
        arguments = {"file_key": sandbox.demo.file_key, "comment_id": sandbox.demo.own_comment_id}
        told = await client.call_tool("call_tool", {"name": "figma_file_comment_delete", "arguments": arguments})
        assert told.is_error
        assert "not among the tools" in text(told)

    run(Toolbox(actions=one_person, read_only=True), check)
