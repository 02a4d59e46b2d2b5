"""`= X`, the same as X, is said of nothing that differs in what can show: in any value of any key, in an icon, too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from . import described
from .designs import nodes_response, shown

UNSEEN = {
    "id": "told, and never the same",
    "absoluteRenderBounds": "follows from the size, strokes and effects",
    "exposedInstances": "how Figma's editor lists the properties of an instance",
    "isExposedInstance": "how Figma's editor lists the properties of an instance",
    "layoutVersion": "internal, as the description says",
    "locked": "for people who edit in Figma",
    "overrides": "the values themselves are in the tree",
    "pluginData": "of plugins",
    "sharedPluginData": "of plugins",
}
KINDS = sorted(set(described.node_types()) - {"DOCUMENT", "CANVAS"})
SHAPES = ("VECTOR", "STAR", "ELLIPSE", "RECTANGLE", "LINE", "REGULAR_POLYGON")
OWN = ("interactions", "transitionNodeID", "exportSettings", "annotations", "devStatus", "componentPropertyReferences")
"""What makes a shape stand for itself."""
PLACE = {"x": 3.5, "y": 4, "width": 16, "height": 8}
Path = tuple[Any, ...]


def part(kind: str) -> dict[str, Any]:
    """A node with all that the description knows, and a key of tomorrow."""
    node = json.loads(json.dumps(described.node(kind)))  # where it has a value twice, each its own
    own = {"id": "1:4", "visible": True, "absoluteBoundingBox": PLACE, "tomorrow": {"depth": 1}}
    return {**node, **own}


def in_icon(kind: str) -> dict[str, Any]:
    shape = {name: value for name, value in part(kind).items() if name not in OWN}
    shape |= {"name": "Vector", "scrollBehavior": "SCROLLS", "fills": [SOLID], "isMask": False}
    shape["boundVariables"] = {"fills": [{"type": "VARIABLE_ALIAS", "id": "VariableID:1:2"}]}
    icon = {"id": "1:3", "name": "heart", "type": "FRAME", "absoluteBoundingBox": PLACE}
    return {**icon, "children": [shape, {**icon, "id": "1:5", "type": "VECTOR", "name": "Vector"}]}


SOLID = {"type": "SOLID", "blendMode": "NORMAL", "color": {"r": 1, "g": 0, "b": 0, "a": 1}}


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path to every value of a node that can show, but for where a transform moves it: its box says that."""
    if not isinstance(value, dict | list) or not value:
        if path[-1] != 2 or "relativeTransform" not in path:
            yield path
        return
    for name, each in value.items() if isinstance(value, dict) else enumerate(value):
        if name not in UNSEEN or not isinstance(value, dict) or value.get("id") not in ("1:3", "1:4", "1:5"):
            yield from leaves(each, (*path, name))


def changed(tree: Any, path: Path, *, gone: bool = False) -> Any:
    """The tree with another value at the end of a path, or with none."""
    tree = deepcopy(tree)
    holder = tree
    for step in path[:-1]:
        holder = holder[step]
    value = holder[path[-1]]
    if gone:
        del holder[path[-1]]
    elif isinstance(value, bool):
        holder[path[-1]] = not value
    elif isinstance(value, int | float):
        holder[path[-1]] = value + 1.5
    else:
        holder[path[-1]] = f"{value}x" if isinstance(value, str) else {"was": "nothing"}
    return tree


def card(number: int, inside: dict[str, Any]) -> dict[str, Any]:
    def named(node: dict[str, Any]) -> dict[str, Any]:
        below = [named(child) for child in node.get("children", ())]
        return {**node, "id": node["id"].replace("1:", f"{number}:")} | ({"children": below} if below else {})

    words = {
        "id": "1:9",
        "name": "label",
        "type": "TEXT",
        "characters": "Words that are long enough to be worth a repetition",
    }
    box = {"x": 0, "y": 0, "width": 300, "height": 80}
    frame = {"id": "1:1", "name": "card", "type": "FRAME", "absoluteBoundingBox": box, "fills": []}
    moved = named({**frame, "children": [inside, {**words, "absoluteBoundingBox": PLACE}, {**words, "id": "1:8"}]})
    return down(moved, 100 * number)


def down(node: dict[str, Any], pixels: float) -> dict[str, Any]:
    """A node that lies so much further down the page, with all that is inside."""
    box = node.get("absoluteBoundingBox")
    if isinstance(box, dict) and isinstance(box.get("y"), int):
        node = {**node, "absoluteBoundingBox": {**box, "y": box["y"] + pixels}}
    below = [down(child, pixels) for child in node.get("children", ())]
    return {**node, "children": below} if below else node


def told(first: dict[str, Any], second: dict[str, Any]) -> tuple[bool, str]:
    """Whether the second of two cards is the same as the first, and all that is said of the second."""
    page = {"id": "0:1", "name": "Page", "type": "FRAME", "children": [card(1, first), card(2, second)]}
    text = shown(nodes_response(page))
    said = text[text.index('\n frame "card" 2:1') + 1 :]
    return " = 1:1" in said.splitlines()[0], said


@cache
def whole(kind: str, *, icon: bool) -> tuple[dict[str, Any], list[Path], str]:
    tree = in_icon(kind) if icon else part(kind)
    same, said = told(tree, tree)
    assert same, f"two of one {kind} are the same"
    return tree, list(leaves(tree)), said


def check(kind: str, path: Path, *, icon: bool, gone: bool = False) -> None:
    tree, _, said = whole(kind, icon=icon)
    same, now = told(tree, changed(tree, path, gone=gone))
    assert not same or now != said, f"{path} differs"


@settings(deadline=None, max_examples=60)
@given(st.data(), st.booleans())
def test_of_two_that_differ_in_any_value_the_second_is_not_the_same_or_the_difference_is_named(
    data: st.DataObject, icon: bool
) -> None:
    kind = data.draw(st.sampled_from(SHAPES if icon else KINDS))
    path = data.draw(st.sampled_from(whole(kind, icon=icon)[1]))
    gone = data.draw(st.booleans()) and path[-1] not in ("visible", "type", "id")
    check(kind, path, icon=icon, gone=gone)


def instance(number: int) -> dict[str, Any]:
    words = {"id": f"{number}:5", "name": "label", "type": "TEXT", "characters": "z"}
    return {"id": "1:4", "name": "arrow", "type": "INSTANCE", "componentId": f"7:{number}", "children": [words]}


def test_variables_of_runs_are_not_told_by_another_fill() -> None:
    def words(variable: str, red: float) -> dict[str, Any]:
        bound = {"textRangeFills": [{"type": "VARIABLE_ALIAS", "id": f"VariableID:{variable}"}]}
        fills = [{**SOLID, "color": {"r": red, "g": 0, "b": 0, "a": 1}}]
        return {"id": "1:4", "name": "n", "type": "TEXT", "characters": "z", "fills": fills, "boundVariables": bound}

    assert told(words("1:1", 1), words("1:1", 0))[0]
    assert not told(words("1:1", 1), words("1:2", 0))[0]


@pytest.mark.parametrize("fetched", [True, False])
def test_that_outlines_of_the_same_were_not_fetched_is_said(fetched: bool) -> None:
    """Two drawings of one size and paint may be drawn otherwise: without geometry="paths" nobody knows."""
    outline = {"fillGeometry": [{"path": "M0 0L9 9Z", "windingRule": "NONZERO"}]} if fetched else {}
    leaf = {"id": "1:4", "name": "Vector", "type": "VECTOR", "fills": [SOLID], "absoluteBoundingBox": PLACE, **outline}
    for drawn in (leaf, {"id": "1:3", "name": "heart", "type": "FRAME", "children": [leaf], **outline}):
        for form in ("tree", "json"):
            page = {"id": "0:1", "name": "P", "type": "FRAME", "children": [card(1, drawn), card(2, drawn)]}
            text = shown(nodes_response(page), form=form)
            assert (" = 1:1" if form == "tree" else '"same":"1:1"') in text
            assert ("Outlines were not fetched" in text) is not fetched
    assert "Outlines" not in shown(nodes_response({"id": "0:1", "name": "P", "type": "FRAME", "children": [leaf]}))


def test_instances_of_two_components_of_one_name_say_which() -> None:
    book = {f"7:{number}": {"key": f"k{number}", "name": "arrow", "description": ""} for number in (1, 2)}
    page = {"id": "0:1", "name": "Page", "type": "FRAME", "children": [card(n, instance(n)) for n in (1, 2)]}
    text = shown({"name": "Any", "nodes": {"0:1": {"document": page, "components": book}}})
    assert 'instance "arrow" 1:4 of 7:1' in text
    assert "2:4 of 7:2" in text
    only = shown({"name": "Any", "nodes": {"0:1": {"document": page, "components": {"7:1": book["7:1"]}}}})
    assert 'instance "arrow" 1:4\n' in only


def test_a_run_without_paints_says_so() -> None:
    run = {"characterStyleOverrides": [1, 1], "styleOverrideTable": {"1": {"fills": []}}}
    text = {"id": "1:1", "name": "label", "type": "TEXT", "characters": "hello", **run}
    assert '"hello" runs "he" unpainted' in shown(nodes_response(text))


def test_a_paint_of_a_kind_that_is_new_is_told_whole() -> None:
    paint = {"type": "SHADER", "source": "s1", "visible": True}
    assert 'shader {"source":"s1"}' in shown(nodes_response({**part("RECTANGLE"), "fills": [paint]}))


def test_values_that_nest_deeper_than_python_compares_make_no_two_the_same() -> None:
    def deep() -> dict[str, Any]:
        found: list[Any] = []
        for _ in range(100_000):
            found = [found]
        return {"id": "1:4", "name": "shape", "type": "RECTANGLE", "tomorrow": found}

    assert not told(deep(), deep())[0]


def test_with_fields_the_legend_says_that_differences_in_others_are_not_listed() -> None:
    tree = part("RECTANGLE")
    assert "Differences in other fields are not listed." in shown(nodes_response(tree), fields=("size",))
    assert "other fields" not in shown(nodes_response(tree))


def test_what_follows_from_other_values_may_differ_only_where_another_value_does() -> None:
    """The pixels of a text that hugs its letters follow from those; they are not told."""
    hug = {"layoutSizingHorizontal": "HUG", "layoutSizingVertical": "HUG", "absoluteBoundingBox": PLACE}
    inside = {"id": "1:5", "name": "label", "type": "TEXT", "characters": "Some words of a text", **hug}
    row = {"id": "1:4", "name": "row", "type": "FRAME", "layoutMode": "HORIZONTAL", **hug, "children": [inside]}
    other = changed(row, ("children", 0, "absoluteBoundingBox", "width"))
    assert told(row, row)[0]
    assert not told(row, other)[0]
    assert told(row, changed(other, ("children", 0, "characters")))[0]


@pytest.mark.slow
@pytest.mark.parametrize("icon", [False, True], ids=["part", "icon"])
def test_no_value_of_the_description_differs_between_two_of_the_same(icon: bool) -> None:
    tried: set[Path] = set()
    for kind in SHAPES if icon else KINDS:
        for path in whole(kind, icon=icon)[1]:
            if path not in tried:
                tried.add(path)
                check(kind, path, icon=icon)
    assert len(tried) > 300


def test_what_cannot_show_may_differ_between_two_of_the_same() -> None:
    tree, _, said = whole("VECTOR", icon=False)
    for key in set(UNSEEN) - {"id", "absoluteRenderBounds"}:
        assert told(tree, {**tree, key: {"of": "another"}}) == (True, said)
    moved = {"x": 1, "y": 2, "width": 3, "height": 4}
    assert told(tree, {**tree, "absoluteRenderBounds": moved}) == (True, said)
