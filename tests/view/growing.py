"""Designs as people make them, from a seed: frames in frames, cards that repeat with small changes, icons, tables."""

from __future__ import annotations

import random
from copy import deepcopy
from typing import Any

from tests.view.reading import everything

_HOLDERS = ("FRAME", "FRAME", "FRAME", "GROUP", "INSTANCE", "COMPONENT", "SECTION", "TABLE", "SLOT", "WIDGET")
_WORDS = ("Save", "Cancel", "soft\u00adhyphen", "zero\u200bwidth", "line\u2028end", 'say "no"', "= 1:2", "Ünïcode 🎉")


class Design:
    def __init__(self, seed: int, size: int = 60) -> None:
        self._chance, self._left, self._last = random.Random(seed), size, 0
        self.page = self._node("CANVAS", "0:1", children=[])
        while self._left > 0:
            self.page["children"].append(self._grown(1))
        self.document = {"id": "0:0", "name": "Document", "type": "DOCUMENT", "children": [self.page]}

    def _id(self) -> str:
        self._last += 1
        return f"{self._chance.randint(1, 3)}:{self._last}"

    def _node(self, kind: str, identifier: str = "", **more: Any) -> dict[str, Any]:
        self._left -= 1
        box = {"x": 0, "y": 0, "width": self._chance.choice((16, 24, 300)), "height": 20}
        node = {"id": identifier or self._id(), "name": self._chance.choice(("Frame", "Card", kind.lower()))}
        node |= {"type": kind, "absoluteBoundingBox": box, **more}
        if self._chance.random() < 0.06:
            node["visible"] = False
        if self._chance.random() < 0.1:
            node["interactions"] = [{"trigger": {"type": "ON_CLICK"}, "actions": [{"type": "BACK"}]}]
        return node

    def _grown(self, depth: int) -> dict[str, Any]:
        roll = self._chance.random()
        if roll < 0.25 and depth < 7:
            return self._repeating(depth)
        if roll < 0.6 and depth < 7:
            below = [self._grown(depth + 1) for _ in range(self._chance.randint(0, 4)) if self._left > 0]
            return self._holding(below)
        if roll < 0.7:
            return self._icon()
        return self._leaf()

    def _holding(self, below: list[dict[str, Any]]) -> dict[str, Any]:
        node = self._node(self._chance.choice(_HOLDERS), children=below)
        if node["type"] == "INSTANCE":
            for child in below:
                self._inside(child, node["id"])
        return node

    def _inside(self, node: dict[str, Any], instance: str) -> None:
        """Give nodes the ids that Figma gives them inside an instance."""
        nodes = list(everything(node))
        for each in nodes:
            each["id"] = f"I{instance.removeprefix('I')};{self._id()}"
        for each in nodes:
            for child in each.get("children", ()) if each["type"] == "INSTANCE" else ():
                self._inside(child, each["id"])

    def _repeating(self, depth: int) -> dict[str, Any]:
        first = self._holding([self._grown(depth + 2) for _ in range(self._chance.randint(1, 3))])
        return self._node("FRAME", children=[first, *(self._copy(first) for _ in range(self._chance.randint(1, 3)))])

    def _copy(self, first: dict[str, Any]) -> dict[str, Any]:
        copy, last = deepcopy(first), str(first["id"])
        nodes = list(everything(copy))
        self._left -= len(nodes)
        if copy["type"] == "INSTANCE" and not last.startswith("I"):
            copy["id"] = self._id()
            for node in nodes[1:]:
                node["id"] = node["id"].replace(f"I{last};", f"I{copy['id']};", 1)
        else:
            for node in nodes:
                node["id"] = f"{self._id()}"
        for node in nodes:
            if "characters" in node and self._chance.random() < 0.5:
                node["characters"] = f"{self._chance.choice(_WORDS)} {self._chance.randint(1, 9)}"
            if "children" in node and self._chance.random() < 0.05:
                node["children"] = [*node["children"], self._leaf()]
            elif self._chance.random() < 0.03:
                node["name"] = "Renamed"
        return copy

    def _icon(self) -> dict[str, Any]:
        shapes = [self._node(kind, fills=[_PAINT]) for kind in self._chance.choices(("VECTOR", "STAR", "ELLIPSE"), k=2)]
        if self._chance.random() < 0.3:
            shapes = [self._node("BOOLEAN_OPERATION", children=shapes)]
        return self._node(self._chance.choice(("FRAME", "INSTANCE", "GROUP")), children=shapes)

    def _leaf(self) -> dict[str, Any]:
        kind = self._chance.choice(("TEXT", "TEXT", "TEXT", "RECTANGLE", "STICKY", "TABLE_CELL", "PICTURE", "FRAME"))
        if kind == "PICTURE":
            return self._node("RECTANGLE", fills=[{"type": "IMAGE", "imageRef": None, "scaleMode": "FILL"}])
        if kind in ("RECTANGLE", "FRAME"):
            return self._node(kind, fills=[_PAINT])
        said = f"{self._chance.choice(_WORDS)} {self._chance.randint(1, 99)}"
        if self._chance.random() < 0.05:
            said = said * self._chance.choice((30, 300))
        return self._node(kind, characters=said, style={"fontFamily": "Inter", "fontSize": 14, "fontWeight": 400})


_PAINT = {"type": "SOLID", "color": {"r": 0.2, "g": 0.4, "b": 0.6, "a": 1}}
