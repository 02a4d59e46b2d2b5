"""Whatever a body holds where Figma's description has something else: no view raises, and no node vanishes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from support.sizes import many

from figma_tools.connector import CONNECTOR
from figwright.rendering.answer import Answer
from figwright.rendering.render import render
from figwright.rendering.shape import Shape
from figwright.rendering.token_count import estimate_tokens
from figwright_figma.view import VIEWS

from . import described
from .designs import GARBAGE, nodes_response, shown
from .growing import Design
from .reading import everything

FORMS = ("tree", "yaml", "json")
ODD: list[Any] = [
    *(
        None,
        True,
        False,
        5,
        -1,
        0.5,
        10**400,
        -(10**400),
        float("nan"),
        float("inf"),
        1e308,
        "",
        "NaN",
        "1e999",
        "\ud800",
    ),
    *(
        "1:1",
        'a"\n= 1:2',
        [],
        {},
        [[]],
        [None],
        ["x", 5, {}],
        {"id": 5},
        {"": [{}]},
        {"type": ["SOLID"], "color": "red"},
    ),
]
JSON = GARBAGE | st.sampled_from(ODD)


def holders(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a node where a value stands."""
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        yield node, key
        if isinstance(value, dict | list):
            yield from holders(value)


def spoiled(tree: dict[str, Any], draw: Any, most: int) -> dict[str, Any]:
    found = deepcopy(tree)
    for _ in range(draw(st.integers(1, most))):
        places = list(holders(found))
        holder, key = places[draw(st.integers(0, len(places) - 1))]
        holder[key] = deepcopy(draw(JSON))
    return found


def read_everywhere(data: dict[str, Any], draw: Any) -> None:
    """Fails where one way of reading raises, is no JSON in its form, or exceeds its budget."""
    form = draw(st.sampled_from(FORMS))
    tokens = draw(st.sampled_from([20, 60, 300, 10**6]))
    shape = Shape(form=form, max_tokens=tokens, depth=draw(st.sampled_from([None, 0, 2])))
    for name in ("figma_file_get", "figma_file_nodes_get"):
        for view in VIEWS:
            given = {"file_key": "abcdefghij", "ids": ["0:1"]}
            text = render(Answer(name, data, shape._replace(view=view), CONNECTOR.tools[name], given)).text
            assert estimate_tokens(text) <= tokens
            if form == "json":
                json.loads(text)


def odd_node(kind: str, draw: Any) -> dict[str, Any]:
    node = described.node(kind) | {"children": [described.node("TEXT") | {"id": "1:3"}]}
    return spoiled({"type": "FRAME", "id": "1:1", "name": "f", "children": [node]}, draw, 3)


@given(st.sampled_from(sorted(described.node_types())), st.data())
@settings(deadline=None, max_examples=10)
def test_any_json_at_any_place_of_a_node_raises_nothing(kind: str, data: st.DataObject) -> None:
    read_everywhere(nodes_response(odd_node(kind, data.draw)), data.draw)


@pytest.mark.slow
@given(st.sampled_from(sorted(described.node_types())), st.data())
@settings(deadline=None, max_examples=many(100, 1000))
def test_any_json_at_any_place_of_any_node_raises_nothing(kind: str, data: st.DataObject) -> None:
    read_everywhere(nodes_response(odd_node(kind, data.draw)), data.draw)


@pytest.mark.slow
@given(st.integers(0, 2**32), st.data())
@settings(deadline=None, max_examples=many(100, 1000))
def test_any_json_at_any_place_of_an_answer_raises_nothing(seed: int, data: st.DataObject) -> None:
    answer = {"name": "f", "document": Design(seed, 15).document, **nodes_response()}
    read_everywhere(spoiled(answer, data.draw, 6), data.draw)


@pytest.mark.parametrize("view", ["layout", "outline", "full"])
def test_a_node_with_an_odd_id_or_type_is_shown_or_counted(view: str) -> None:
    odd = [{"id": value, "name": f"n{place}", "type": value} for place, value in enumerate(ODD)]
    tree = {"type": "FRAME", "id": "1:1", "name": "f", "children": [*odd, "no node", 5, None]}
    text = shown(nodes_response(tree), view=view)
    assert f"{len(odd) + 1} nodes" in text
    missing = [place for place in range(len(odd)) if f' "n{place}"' not in text]
    assert not missing or f"{len(missing)} of {len(odd) + 1} nodes are not shown" in text
    assert view == "outline" or not missing


@pytest.mark.parametrize("field", ["layoutMode", "type", "primaryAxisAlignItems", "scrollBehavior", "strokeAlign"])
@pytest.mark.parametrize("odd", [["SOLID"], {"a": 1}, 10**400])
def test_a_word_that_is_none_stops_no_view(field: str, odd: Any) -> None:
    paint = {"type": odd, "color": {"r": 1, "g": 0, "b": 0, "a": 1}, "blendMode": odd}
    child = {"id": "1:2", "type": "RECTANGLE", "name": "r", "fills": [paint], "fillGeometry": [odd], field: odd}
    both = [{**child, "id": f"{n}:1", "fillGeometry": [n]} for n in (3, 4)]
    card = [{"id": f"{n}:9", "type": odd, "name": "c", "children": [each]} for n, each in enumerate(both)]
    tree = {"type": "FRAME", "id": "1:1", "name": "f", "children": [child, *card], field: odd}
    for view in VIEWS:
        assert shown(nodes_response(tree), view=view)


def test_nodes_that_no_call_can_name_are_brought_by_the_same_call_with_more_room() -> None:
    odd = [{"id": place, "name": "n" * 20, "type": "FRAME"} for place in range(300)]
    text = shown(nodes_response({"type": "FRAME", "id": "1:1", "children": odd}), max_tokens=1000)
    assert " have no id that a call could name; for them call figma_file_nodes_get {" in text
    assert '"max_tokens": 2000' in text


def test_the_full_view_tells_what_stands_where_a_name_or_children_are_expected() -> None:
    odd = {"id": 5, "name": 7, "type": 9, "children": "x", "characters": [1], "visible": "false"}
    tree = {"type": "FRAME", "id": "1:1", "children": [odd, {"id": "1:2", "type": "TEXT", "characters": 12}, "x"]}
    text = shown(nodes_response(tree), view="full")
    told = 'figma_id 5 figma_name 7 figma_type 9 figma_children "x" figma_characters [1] figma_visible "false"'
    assert f" node {told}" in text
    assert "text 1:2 figma_characters 12" in text
    assert 'frame 1:1 figma_children ["x"]' in text


def deep(levels: int) -> dict[str, Any]:
    tree: dict[str, Any] = {"id": f"1:{levels}", "type": "TEXT", "name": "t", "characters": "deep"}
    for level in reversed(range(levels)):
        tree = {"id": f"1:{level}", "type": "FRAME", "name": "f", "children": [tree], "fills": [{"a": {}}]}
    return tree


@pytest.mark.parametrize("view", VIEWS)
def test_a_tree_deeper_than_python_calls_is_read(view: str) -> None:
    assert "1:0" in shown(nodes_response(deep(1100)), view=view, max_tokens=500) or view == "tokens"


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("view", VIEWS)
def test_a_tree_of_2000_levels_is_read_in_every_form(view: str, form: str) -> None:
    for budget in (300, 25_000, 10**9):
        assert shown(nodes_response(deep(2000)), view=view, form=form, max_tokens=budget)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("view", ["layout", "outline", "full"])
def test_a_budget_too_small_for_one_node_says_which_would_do(view: str, form: str) -> None:
    document = Design(7, 40).document
    assert len(list(everything(document))) > 20
    response = {"name": "f", "document": document}
    for budget in range(25, 300, 25):
        tokens, said = budget, ""
        for _ in range(3):
            shape = Shape(view, form=form, max_tokens=tokens, max_characters=3 * tokens)
            said = render(Answer("figma_file_get", response, shape, CONNECTOR.tools["figma_file_get"], {})).text
            assert estimate_tokens(said) <= tokens
            if not (told := re.search(r"max_tokens\W+(\d+)", said.partition("Cut ")[2] or said)):
                break
            assert int(told[1]) > tokens
            tokens = int(told[1])
        assert 'page "' in said if form == "tree" else yaml.safe_load(said)["nodes"]
        assert budget < 60 or len(said) > 60


@pytest.mark.parametrize("view", ["layout", "outline", "full"])
def test_a_bound_of_characters_that_stands_in_the_way_is_named(view: str) -> None:
    """Whoever set it would make "the same call" with it, and more tokens alone would change nothing."""
    response, tool = {"name": "f", "document": Design(7, 40).document}, CONNECTOR.tools["figma_file_get"]
    for characters in (100, 160):
        said = render(Answer(tool.name, response, Shape(view, max_characters=characters), tool, {})).text
        assert len(said) <= characters
        if more := re.search(r"max_tokens=(\d+), and max_characters=(\d+) where you set it", said):
            shape = Shape(view, max_tokens=int(more[1]), max_characters=int(more[2]))
            assert 'page "' in render(Answer(tool.name, response, shape, tool, {})).text
            break
    else:
        raise AssertionError(said)
    said = render(Answer(tool.name, response, Shape(max_characters=900), tool, {})).text
    assert "to fit 25000 tokens and 900 characters" in said
    assert "max_characters" in Shape(max_characters=60).clip("x" * 100)
    assert "max_characters" not in Shape(max_tokens=20).clip("x " * 100)


@pytest.mark.parametrize("tokens", [20, 60, 300, 3000])
@pytest.mark.parametrize("view", VIEWS)
def test_the_json_and_yaml_forms_of_every_view_are_json_and_yaml(view: str, tokens: int) -> None:
    for name in ("figma_file_get", "figma_file_nodes_get"):
        response = {"name": "f", "document": Design(7, 40).document, **nodes_response(Design(8, 40).page)}
        for form, parsed in (("json", json.loads), ("yaml", yaml.safe_load)):
            shape = Shape(view, form=form, max_tokens=tokens)
            said = parsed(render(Answer(name, response, shape, CONNECTOR.tools[name], {"ids": ["0:1"]})).text)
            assert isinstance(said, dict) or tokens < 100
