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
