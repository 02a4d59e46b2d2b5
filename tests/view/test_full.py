"""The full view, against Figma's description: every key of every type of node, with all that is in it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from . import described
from .designs import nodes_response, shown

SAID_OTHERWISE = {
    "id": "said as id",
    "name": "said as name",
    "type": "said as type, in a word of ours",
    "visible": "said as hidden, of hidden nodes alone",
    "characters": "said as text",
}


def full(node: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shown(nodes_response(node), view="full", form="json"))["nodes"][0]
    return found


@pytest.mark.parametrize("kind", sorted(described.node_types()))
def test_the_full_view_has_every_key_of_the_description_as_it_came(kind: str) -> None:
    node = described.node(kind)
    said = full(node)
    lost = {
        name: value
        for name, value in node.items()
        if name not in SAID_OTHERWISE and said.get(f"figma_{name}", said.get(name)) != value
    }
    assert lost == {}
    assert said["id"] == "1:1"
    assert said["name"] == "described"
    assert node.get("characters", "") in said.get("text", "")
    assert ("hidden" in said) == (node.get("visible") is False)


def test_a_background_that_only_repeats_the_fills_is_left_out_of_the_full_view() -> None:
    fills = [{"type": "SOLID", "blendMode": "NORMAL", "color": {"r": 1, "g": 0, "b": 0, "a": 1}}]
    node = {"type": "FRAME", "id": "1:1", "name": "f", "fills": fills, "background": fills}
    assert "background" not in full(node)
    assert full({**node, "background": []}).get("background") is None
    assert full({**node, "background": [{**fills[0], "visible": False}]})["background"][0]["visible"] is False


BOOK = {
    "components": {
        "7:1": {"name": "Button", "description": "Never for links", "documentationLinks": [{"uri": "https://x.y/doc"}]},
        "7:2": {"name": "Size=L", "description": "", "componentSetId": "8:1"},
    },
    "componentSets": {"8:1": {"name": "Card", "description": "One a row"}},
    "styles": {"9:1": {"name": "Brand/Ink", "styleType": "FILL", "description": "Only for calls to action"}},
}
TREE = {
    "type": "FRAME",
    "id": "1:1",
    "name": "f",
    "fills": [{"type": "SOLID", "color": {"r": 1, "g": 0, "b": 0, "a": 1}}],
    "styles": {"fill": "9:1"},
    "children": [
        {"type": "INSTANCE", "id": f"2:{number}", "name": "i", "componentId": name}
        for number, name in enumerate(("7:1", "7:1", "7:2"))
    ],
}


@pytest.mark.parametrize("view", ["layout", "full"])
def test_what_was_written_about_the_components_and_styles_of_a_tree_is_told_once(view: str) -> None:
    data = {"nodes": {"1:1": {"document": TREE, **BOOK}}}
    text = shown(data, view=view)
    assert text.count(' component "Button": "Never for links" docs "https://x.y/doc"\n') == 1
    assert text.count(' component "Card": "One a row"\n') == 1
    assert text.count(' style "Brand/Ink": "Only for calls to action"\n') == 1
    told = json.loads(shown(data, view=view, form="json"))["about"]
    assert told['component "Card"'] == '"One a row"'
    assert "Never" not in shown(data, view=view, fields=("size",))


def test_the_full_view_names_published_styles_of_what_cannot_be_seen_too() -> None:
    unseen = {**TREE, "fills": [{**TREE["fills"][0], "visible": False}], "children": []}
    for tree in (TREE, unseen):
        assert 'published fill "Brand/Ink"' in shown({"nodes": {"1:1": {"document": tree, **BOOK}}}, view="full")


def test_what_was_written_about_a_component_is_shortened_where_there_is_no_room_for_it() -> None:
    components = {"7:1": {"name": "Button", "description": "so " * 20000}}
    data = {"nodes": {"2:0": {"document": TREE["children"][0], "components": components}}}
    text = shown(data, max_tokens=1000)
    assert 'instance "i" 2:0 of "Button"' in text
    assert "characters" in text


def test_words_to_find_an_icon_by_are_left_to_the_full_view() -> None:
    shape = {"type": "VECTOR", "id": "3:1", "name": "Vector"}
    icon = {"type": "INSTANCE", "id": "1:1", "name": "i", "componentId": "7:1", "children": [shape]}
    data = {"nodes": {"1:1": {"document": icon, **BOOK}}}
    assert "Never" not in shown(data)
    assert "Never" in shown(data, view="full")
