"""Edits of a drawn file, as a person makes them: nodes made, deleted, moved and changed."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

Json = dict[str, Any]
COLOURS = [{"r": 1, "g": 0, "b": 0, "a": 1}, {"r": 0, "g": 0, "b": 1, "a": 1}]


def edited(random: Random, before: Json, edits: int) -> Json:
    """The document after so many edits."""
    after = copy.deepcopy(before)
    for number in range(edits):
        random.choice((_add, _remove, _move, _change, _change))(random, after, number)
    return after


def every(node: Json, around: str = "") -> dict[str, tuple[Json, str]]:
    """Each node below the document by its id, with the id of the node around it."""
    found: dict[str, tuple[Json, str]] = {}
    for child in node["children"]:
        found[child["id"]] = child, node["id"]
        if "children" in child:
            found |= every(child)
    return found


def _holders(document: Json) -> list[Json]:
    return [node for node, _ in every(document).values() if "children" in node]


def _add(random: Random, document: Json, number: int) -> None:
    holder = random.choice(_holders(document))
    new: Json = {"id": f"3:{number}", "name": f"New {number}", "type": "FRAME", "children": []}
    new["children"].append({"id": f"4:{number}", "name": "Says", "type": "TEXT", "characters": f"New words {number}"})
    holder["children"].insert(random.randint(0, len(holder["children"])), new)


def _taken(random: Random, document: Json) -> Json | None:
    """A node below a page, taken out."""
    pages = {page["id"] for page in document["children"]}
    inside = [(node, around) for node, around in every(document).values() if node["id"] not in pages]
    if not inside:
        return None
    node, around = random.choice(inside)
    every(document)[around][0]["children"].remove(node)
    return node


def _remove(random: Random, document: Json, number: int) -> None:
    _taken(random, document)


def _move(random: Random, document: Json, number: int) -> None:
    node = _taken(random, document)
    if node is not None:
        children = random.choice(_holders(document))["children"]
        children.insert(random.randint(0, len(children)), node)


def _change(random: Random, document: Json, number: int) -> None:
    node = random.choice([node for node, _ in every(document).values()])
    key, value = random.choice(
        [
            ("name", f"Called {number}"),
            ("fills", [{"type": "SOLID", "color": random.choice(COLOURS)}]),
            ("itemSpacing", number),
            ("characters", f"Words {number}"),
            ("somethingNew", number),
            ("absoluteBoundingBox", {"x": number, "y": 1, "width": 10, "height": 10}),
            ("componentId", "7:1"),
            ("visible", False),
        ]
    )
    node[key] = value
