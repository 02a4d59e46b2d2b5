"""Files drawn at random: a tree of nodes with components, instances and styles, and the lists that belong to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

Json = dict[str, Any]
HOLDERS = ("FRAME", "GROUP", "SECTION", "COMPONENT", "COMPONENT_SET", "INSTANCE")
LEAVES = ("TEXT", "RECTANGLE", "VECTOR")
ODD: tuple[Any, ...] = (
    0, -0.0, 0.1, 1.0, 1e22, 5e-324, 2**63 + 1, 1.7976931348623157e308,
    "", "é\u2028\ud800", 'a"\\/\n', None, True, [[], {}],
)  # fmt: skip


@dataclass
class Drawn:
    document: Json
    components: Json = field(default_factory=dict)
    component_sets: Json = field(default_factory=dict)
    styles: Json = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)


def drawn_file(random: Random, most: int = 40) -> Drawn:
    """A file of up to so many nodes, with keys in any order."""
    document: Json = {"id": "0:0", "name": "Document", "type": "DOCUMENT", "children": []}
    drawn = Drawn(document, ids=["0:0"])
    pages = [_page(number) for number in range(1, random.randint(2, 4))]
    document["children"], holders = pages, list(pages)
    drawn.ids += [page["id"] for page in pages]
    for number in range(random.randint(0, most)):
        parent = random.choice(holders)
        node = _node(random, drawn, parent, number)
        parent["children"].insert(random.randint(0, len(parent["children"])), node)
        drawn.ids.append(node["id"])
        if "children" in node:
            holders.append(node)
    for node in holders:
        if node["type"] != "CANVAS" and random.random() < 0.8:
            _shuffle(random, node)
    return drawn


def _page(number: int) -> Json:
    return {"id": f"0:{number}", "name": f"Page {number}", "type": "CANVAS", "children": [], "flowStartingPoints": []}


def _node(random: Random, drawn: Drawn, parent: Json, number: int) -> Json:
    kind = random.choice(HOLDERS + LEAVES)
    within = parent["id"].removeprefix("I") if parent["type"] == "INSTANCE" or parent["id"].startswith("I") else ""
    node: Json = {"id": f"I{within};9:{number}" if within else f"1:{number}", "name": f"{kind} {number % 5}"}
    node |= {"type": kind, "absoluteBoundingBox": {"x": random.randint(0, 9), "y": 0.5, "width": 10, "height": 10}}
    if kind in HOLDERS:
        node["children"] = []
    if kind == "TEXT":
        node["characters"] = random.choice(["Pay now", "Cancel", "Total: 12,50 €"])
    if random.random() < 0.3:
        node[f"odd{number % 3}"] = random.choice(ODD)
    if random.random() < 0.3:
        node["styles"] = {random.choice(["fill", "text"]): _style(random, drawn)}
    if kind == "COMPONENT":
        entry: Json = {"key": f"k{number}", "name": node["name"], "description": "", "remote": False}
        if parent["type"] == "COMPONENT_SET":
            entry["componentSetId"] = parent["id"]
        drawn.components[node["id"]] = entry
    if kind == "COMPONENT_SET":
        drawn.component_sets[node["id"]] = {"key": f"k{number}", "name": node["name"], "description": ""}
    if kind == "INSTANCE":
        node["componentId"] = _component(random, drawn)
        if random.random() < 0.1:
            node["interactions"] = [{"trigger": {"type": "ON_CLICK"}, "actions": []}]
    return node


def _style(random: Random, drawn: Drawn) -> str:
    number = random.randint(0, 3)
    entry = {"key": f"s{number}", "name": f"Style {number}", "styleType": "FILL", "remote": True, "description": ""}
    drawn.styles.setdefault(f"8:{number}", entry)
    return f"8:{number}"


def _component(random: Random, drawn: Drawn) -> str:
    """One of this file, of a library, or one that is gone."""
    if drawn.components and random.random() < 0.4:
        return str(random.choice(list(drawn.components)))
    number = random.randint(0, 4)
    if number == 4:
        return "7:4"
    if number == 3:
        drawn.component_sets.setdefault("7:9", {"key": "r9", "name": "Far set", "description": ""})
    entry = {"key": f"r{number}", "name": f"Far {number}", "description": "", "remote": True}
    drawn.components.setdefault(f"7:{number}", entry | ({"componentSetId": "7:9"} if number == 3 else {}))
    return f"7:{number}"


def _shuffle(random: Random, node: Json) -> None:
    items = list(node.items())
    random.shuffle(items)
    node.clear()
    node.update(items)
