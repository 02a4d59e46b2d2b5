"""Budgets of node trees: always kept, cut from the leaves up, and with the call that brings the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figwright import Actions, AsyncActions
from figwright.errors import InvalidToolInputError
from figwright.rendering.token_count import estimate_tokens
from figwright_figma.sandbox import Sandbox
from figwright_figma.view import VIEWS

from .designs import TREES, nodes_response, written

FORMS = ("tree", "yaml", "json")


def board(frames: int, each: int) -> dict[str, Any]:
    def frame(number: int) -> dict[str, Any]:
        words = [
            {"type": "TEXT", "id": f"{number}:{each}", "name": "t", "characters": f"words {number * each} of {each}"}
            for each in range(1, each + 1)
        ]
        return {"type": "FRAME", "id": f"{number}:0", "name": f"Frame {number}", "children": words}

    return {"type": "CANVAS", "id": "0:1", "name": "Page", "children": [frame(each) for each in range(2, frames + 2)]}


@given(TREES, st.integers(2, 600), st.integers(2, 1800), st.sampled_from(VIEWS), st.sampled_from(FORMS))
@settings(deadline=None, max_examples=50)
def test_no_text_is_larger_than_its_budget_and_the_json_form_is_json(
    tree: Any, tokens: int, characters: int, view: str, form: str
) -> None:
    text = written(nodes_response(tree), max_tokens=tokens, max_characters=characters, view=view, form=form)
    assert estimate_tokens(text.text) <= tokens
    assert len(text.text) <= characters
    if form == "json":
        json.loads(text.text)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("tokens", [200, 500, 1000, 3000])
def test_a_large_board_fills_its_budget_and_names_the_rest(tokens: int, form: str) -> None:
    text = written(nodes_response(board(60, 12)), max_tokens=tokens, form=form)
    assert text.truncated
    assert 0.6 * tokens < estimate_tokens(text.text) <= tokens
    assert "figma_file_nodes_get" in text.text
    if form == "json":
        json.loads(text.text)


def test_what_is_cut_lies_deepest() -> None:
    text = written(nodes_response(board(20, 40)), max_tokens=1500).text
    assert all(f'"Frame {number}"' in text for number in range(2, 22))
    assert text.count(" text ") < 20 * 40


@pytest.mark.parametrize("tokens", [900, 1800])
def test_the_named_calls_bring_every_node_that_was_cut(tokens: int) -> None:
    page = board(8, 9)
    nodes = {"0:1": page} | {frame["id"]: frame for frame in page["children"]}
    nodes |= {text["id"]: text for frame in page["children"] for text in frame["children"]}
    seen: set[str] = set()
    asked, calls = [["0:1"]], 0
    while asked:
        ids, calls = asked.pop(), calls + 1
        text = written({"nodes": {name: {"document": nodes[name]} for name in ids}}, max_tokens=tokens).text
        seen |= set(re.findall(r'"(words \d+ of \d+)"', text))
        asked += [json.loads(named) for named in re.findall(r'"ids": (\[.*?\])', text)]
        assert "more ids" not in text
        assert calls < 100
    assert seen == {each["characters"] for each in nodes.values() if "characters" in each}


def test_ids_that_there_is_no_room_for_are_counted_and_named_by_a_call_with_more() -> None:
    text = written(nodes_response(board(100, 3)), max_tokens=400).text
    named = [each for ids in re.findall(r'"ids": (\[.*?\])', text) for each in json.loads(ids)]
    more = re.search(
        r'For (\d+) more ids call figma_file_nodes_get {"file_key": "abcdefghij", "max_tokens": 800}', text
    )
    assert more
    assert len(named) + int(more[1]) == 100 - text.count("\n frame ") + (text.count("not shown\n") - 1)


def test_many_ids_are_named_in_several_calls_of_the_same_look() -> None:
    text = written(nodes_response(board(100, 30)), max_tokens=4000, view="full", depth=0, fields=["size"]).text
    calls = re.findall(r"figma_file_nodes_get ({.*?})", text)
    assert [len(json.loads(each)["ids"]) for each in calls] == [30, 30, 30, 10]
    assert all(json.loads(each)["view"] == "full" for each in calls)


def test_depth_is_a_cut_that_is_told() -> None:
    text = written(nodes_response(board(3, 3)), depth=1)
    assert text.truncated
    assert "Cut below depth 1: 9 of 13 nodes are not shown" in text.text
    assert '"ids": ["2:0", "3:0", "4:0"]' in text.text


def test_ids_of_nodes_in_instances_are_whole_where_a_call_names_them() -> None:
    inner = {
        "type": "FRAME",
        "id": "I1:2;3:4",
        "name": "Inner",
        "children": [{"type": "TEXT", "id": "I1:2;3:5", "characters": "a"}],
    }
    tree = {"type": "INSTANCE", "id": "1:2", "name": "Card", "children": [inner]}
    shown = written(nodes_response(tree), depth=1).text
    assert 'frame "Inner" ;3:4' in shown
    assert '"ids": ["I1:2;3:4"]' in shown


@pytest.fixture(scope="module")
def figma() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


def test_a_call_says_how_its_text_looks_and_gets_the_same_data(figma: Sandbox) -> None:
    key = next(iter(figma.world.files))
    asked: Any = {"tool_name": "figma_file_get", "tool_input": {"file_key": key}}
    options: Any = {"api_url": figma.url, "allow_insecure": True, "max_tokens": 400}
    with Actions.with_token(figma.token(kind="personal_access_token"), **options) as actions:
        small = actions.execute_tool(**asked)
        outline = actions.execute_tool(**asked, view="outline", max_tokens=20_000)
        with pytest.raises(InvalidToolInputError, match="view: one of layout, outline, full, tokens, paths is wanted"):
            actions.execute_tool(**asked, view="picture")
    assert estimate_tokens(small.text) <= 400
    assert small.truncated
    assert small.data == outline.data
    assert '"view": "layout"' in outline.text
    assert small.render(view="full", max_tokens=10**6, max_characters=10**7).text != small.text

    async def awaited() -> str:
        async with AsyncActions.with_token(figma.token(kind="personal_access_token"), **options) as actions:
            return (await actions.execute_tool(**asked)).text

    assert anyio.run(awaited) == small.text
