"""A model asks what changed since a version: by `since` of the tool that reads a file, wherever it calls it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

import anyio
import pytest
from changes.conftest import Shop
from mcp import Client

from figwright import AsyncActions
from figwright.errors import Cause, InvalidToolInputError, ProviderError
from figwright.mcp import make_server
from figwright.rendering.token_count import estimate_tokens
from figwright.toolbox import Toolbox
from figwright_figma.changes import read_changes

FILE = "figma_file_get"


def asked(shop: Shop, **more: Any) -> dict[str, Any]:
    return {"file_key": shop.key, "since": shop.versions[0], **more}


def sent(shop: Shop) -> list[str]:
    """The versions that were asked for; "" is today's."""
    asked = [parse_qs(each.query) for each in shop.figma.requests.of("getFile")]
    return [each.get("version", [""])[0] for each in asked]


def test_a_model_reads_what_changed_and_the_data_is_the_file(shop: Shop) -> None:
    result = Toolbox(actions=shop.actions).call(FILE, asked(shop))
    assert sent(shop) == [shop.versions[0], ""]
    assert result.text == read_changes(shop.actions, shop.key, since=shop.versions[0]).text
    assert 'text "1" -> "3"' in result.text
    assert result.data["version"] == shop.versions[2]
    assert not result.truncated


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_an_mcp_client_of_either_era_sees_and_uses_it(shop: Shop, mode: str) -> None:
    toolbox = Toolbox(actions=shop.actions)

    async def run() -> tuple[Any, Any, Any]:
        async with Client(make_server(lambda _: toolbox, about=toolbox), mode=mode) as client:
            tools = (await client.list_tools()).tools
            right, wrong = asked(shop), asked(shop, since="999")
            return tools, await client.call_tool(FILE, right), await client.call_tool(FILE, wrong)

    tools, answer, failure = anyio.run(run)
    assert [each.name for each in tools if "since" in each.input_schema["properties"]] == [FILE]
    assert [each.annotations.read_only_hint for each in tools if each.name == FILE] == [True]
    assert 'text "1" -> "3"' in answer.content[0].text
    assert failure.is_error
    assert "Version not found" in failure.content[0].text


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_it_is_awaited_as_any_call(shop: Shop, backend: str) -> None:
    async def read() -> str:
        figma = shop.figma
        async with AsyncActions.with_token(figma.token(), api_url=figma.url, allow_insecure=True) as actions:
            result = await actions.execute_tool(FILE, tool_input={"file_key": shop.key}, since=shop.versions[1])
            return result.text

    assert 'text "2" -> "3"' in anyio.run(read, backend=backend)


def test_an_unknown_version_sends_one_call(shop: Shop) -> None:
    with pytest.raises(ProviderError) as caught:
        Toolbox(actions=shop.actions).call(FILE, asked(shop, since="999"))
    assert caught.value.cause is Cause.NOT_FOUND
    assert sent(shop) == ["999"]


@pytest.mark.parametrize("wrong", ["a b", "https://www.figma.com/design/rtk137jKPNjuDqsVfKtC8y/Shop", ["1"], {}, True])
def test_T56_what_is_no_version_is_named_by_the_input_that_had_it(shop: Shop, wrong: Any) -> None:
    with pytest.raises(InvalidToolInputError) as caught:
        Toolbox(actions=shop.actions).call(FILE, asked(shop, since=wrong))
    assert list(caught.value.fields) == ["since"]
    assert sent(shop) == []


@pytest.mark.parametrize("nothing", ["", " ", None])
def test_without_a_version_the_file_is_read(shop: Shop, nothing: Any) -> None:
    assert 'text "Label" 1:4' in Toolbox(actions=shop.actions).call(FILE, asked(shop, since=nothing)).text
    assert sent(shop) == [""]


def test_P13_where_parts_are_asked_for_it_is_said_that_only_these_were_compared(shop: Shop) -> None:
    found = Toolbox(actions=shop.actions).call(FILE, asked(shop, depth=1)).text
    assert found.startswith("Only what a call with depth=1 answers was compared.")


def test_P13_of_half_an_answer_it_is_said_that_nothing_was_compared(shop: Shop) -> None:
    half = {"name": "Shop", "version": "1", "components": {}}
    shop.figma.fail_next(f"GET /v1/files/{shop.key}", status=200, body=half)
    result = Toolbox(actions=shop.actions).call(FILE, asked(shop))
    assert result.text == "Nothing was compared: a version came without a document."


def test_P13_of_a_small_budget_the_text_counts_what_changed(shop: Shop) -> None:
    result = Toolbox(actions=shop.actions).call(FILE, asked(shop, max_tokens=24))
    assert result.text.startswith("1 node changed. Cut: max_tokens=")
    assert estimate_tokens(result.text) <= 24
    assert result.truncated


def test_the_same_answer_is_shown_in_another_budget_and_as_json(shop: Shop) -> None:
    result = Toolbox(actions=shop.actions).call(FILE, asked(shop))
    assert result.render(max_tokens=24).text.startswith("1 node changed.")
    told = json.loads(result.render(form="json").text)
    assert [each["id"] for each in told["changed"]] == ["1:4"]
    with pytest.raises(InvalidToolInputError, match="a call of its own"):
        result.render(since=shop.versions[1])


def test_a_tool_that_compares_nothing_says_so(shop: Shop) -> None:
    with pytest.raises(InvalidToolInputError, match="compares no versions"):
        Toolbox(actions=shop.actions).call("figma_file_meta_get", asked(shop))
