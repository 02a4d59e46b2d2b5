"""The layout view, against Figma's description: a key whose value shows, or was written for developers, is told.

Each key of each type of node, and of all that nodes hold, is given to a small node and taken away again: the text must
change, or the key stands here with the reason why it does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import count
from typing import Any

import pytest

from . import described
from .designs import laid_out

FULL_ALONE = {
    "absoluteRenderBounds": "follows from the size, strokes and effects",
    "characterStyleOverrides": "told as runs, with styleOverrideTable",
    "exposedInstances": "how Figma's editor lists the properties of an instance",
    "fillGeometry": "outlines of drawings, which a render has",
    "layoutVersion": "internal, as the description says",
    "locked": "for people who edit in Figma",
    "overrides": "the values themselves are in the tree",
    "pluginData": "of plugins",
    "prototypeStartNodeID": "deprecated, told as flows",
    "sharedPluginData": "of plugins",
    "strokeGeometry": "outlines of drawings, which a render has",
    "styleOverrideTable": "told as runs, with characterStyleOverrides",
    "styles": "told by the name that the answer has for it",
    "componentPropertyReferences": "told where the property is defined, and of what it hides",
    "uniformScaleFactor": "done already to all that it scales",
}
FIXED = {"layoutSizingHorizontal": "FIXED", "layoutSizingVertical": "FIXED"}
SOLID = {"type": "SOLID", "color": {"r": 1, "g": 0, "b": 0, "a": 1}}
STROKED = {"strokes": [SOLID]}
WRAP = {"layoutMode": "HORIZONTAL", "layoutWrap": "WRAP"}
GRID = {"layoutMode": "GRID"}
COMPANY: dict[str, dict[str, Any]] = {
    "primaryAxisAlignItems": {"layoutMode": "HORIZONTAL"},
    "counterAxisAlignItems": {"layoutMode": "HORIZONTAL"},
    "primaryAxisSizingMode": {"layoutMode": "HORIZONTAL", "layoutAlign": "INHERIT"},
    "counterAxisSizingMode": {"layoutMode": "HORIZONTAL", "layoutAlign": "INHERIT"},
    "layoutWrap": {"layoutMode": "HORIZONTAL"},
    "counterAxisSpacing": WRAP,
    "counterAxisAlignContent": WRAP,
    "itemSpacing": WRAP,
    "itemReverseZIndex": WRAP,
    "strokesIncludedInLayout": {**WRAP, "strokes": [SOLID]},
    **dict.fromkeys(("paddingLeft", "paddingRight", "paddingTop", "paddingBottom"), WRAP),
    **dict.fromkeys(
        ("gridRowCount", "gridColumnCount", "gridRowGap", "gridColumnGap", "gridColumnsSizing", "gridRowsSizing"), GRID
    ),
    **dict.fromkeys(("strokeWeight", "strokeAlign", "strokeJoin", "strokeDashes", "strokeCap"), STROKED),
    **dict.fromkeys(("strokeMiterAngle", "complexStrokeProperties", "individualStrokeWeights"), STROKED),
    "cornerSmoothing": {"cornerRadius": 8},
    "maskType": {"isMask": True},
    "isMaskOutline": {"isMask": True},
    "transitionDuration": {"transitionNodeID": "1:9"},
    "transitionEasing": {"transitionNodeID": "1:9"},
    "fillOverrideTable": {"fills": [SOLID]},
    "layoutGrow": {"layoutPositioning": "AUTO"},
    "boundVariables": {"opacity": 0.5},
    "lineIndentations": {"characters": "One", "lineTypes": ["ORDERED"]},
    "lineTypes": {"characters": "One"},
    "style": {"characters": "One"},
}
SAMPLES: dict[str, Any] = {
    "layoutMode": "VERTICAL",
    "primaryAxisSizingMode": "FIXED",
    "counterAxisSizingMode": "FIXED",
    "overflowDirection": "VERTICAL_SCROLLING",
    "fillOverrideTable": {"1": {"fills": [{**SOLID, "color": {"r": 0, "g": 1, "b": 0, "a": 1}}]}},
    "visible": False,
    "rotation": 1.0,
    "relativeTransform": [[0, -1, 4], [1, 0, 0]],
    "layoutGrow": 1,
    "layoutAlign": "STRETCH",
    "fills": [SOLID],
    "strokes": [SOLID],
    "lineTypes": ["UNORDERED"],
    "lineIndentations": [2],
    "interactions": [{"trigger": {"type": "ON_CLICK"}, "actions": [{"type": "BACK"}]}],
    "arcData": {"startingAngle": 1, "endingAngle": 2, "innerRadius": 0.5},
    "complexStrokeProperties": {"strokeType": "SCATTER_BRUSH"},
    "annotations": [{"label": "Keep it"}],
    "opacity": 0.5,
    "layoutSizingHorizontal": "FILL",
    "layoutSizingVertical": "FILL",
}
PARENTS = ({"layoutMode": "HORIZONTAL"}, {"layoutMode": "GRID"}, {})


def keys() -> list[tuple[str, str]]:
    """Each key with a type of node that has it."""
    found: dict[str, str] = {}
    for kind, schema in described.node_types().items():
        for name in schema.properties():
            found.setdefault(name, kind)
    return sorted((name, kind) for name, kind in found.items() if name not in ("id", "type", "name", "children"))


def differs(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return any(laid_out(one, around) != laid_out(other, around) for around in PARENTS)


@pytest.mark.parametrize(("name", "kind"), keys())
def test_a_key_that_shows_or_was_written_for_developers_is_in_the_laid_out(name: str, kind: str) -> None:
    box = {"x": 5, "y": 5, "width": 100, "height": 50}
    bare = {"type": kind, "id": "1:1", "name": "n", "absoluteBoundingBox": box, **COMPANY.get(name, {})}
    if kind == "BOOLEAN_OPERATION":
        bare["children"] = [{"type": "FRAME", "id": "1:2", "name": "not a drawing"}]
    bare.pop(name, None)
    value = SAMPLES[name] if name in SAMPLES else described.node(kind)[name]
    assert differs(bare, {**bare, name: value}) == (name not in FULL_ALONE)


PARTS = {
    "fills": ("RECTANGLE", {}),
    "strokes": ("RECTANGLE", {}),
    "effects": ("RECTANGLE", {}),
    "layoutGrids": ("FRAME", {}),
    "exportSettings": ("FRAME", {}),
    "measurements": ("CANVAS", {}),
    "flowStartingPoints": ("CANVAS", {}),
    "interactions": ("FRAME", {}),
    "style": ("TEXT", {"characters": "words"}),
    "devStatus": ("FRAME", {}),
    "arcData": ("ELLIPSE", {}),
    "connectorStart": ("CONNECTOR", {}),
    "constraints": ("RECTANGLE", {}),
    "componentPropertyDefinitions": ("COMPONENT", {}),
}
"""Where nodes hold more than a value: the key, a type of node that has it, and what must stand beside it."""


HANDLES = {"gradientHandlePositions": [{"x": 0, "y": 0}, {"x": 1, "y": 1}, {"x": 0.5, "y": 1}]}


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where each key inside a value stands."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield (*at, name)
            yield from places(inner, (*at, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*at, index))


def without(value: Any, place: tuple[Any, ...]) -> Any:
    """A copy of a value that lacks one key."""
    copy = inner = deepcopy(value)
    for step in place[:-1]:
        inner = inner[step]
    del inner[place[-1]]
    return copy


def as_drawn(value: dict[str, Any]) -> dict[str, Any]:
    """A gradient with handles that span something, a grid of columns; whatever else as it is."""
    if "gutterSize" in value:
        return value | {"pattern": "COLUMNS", "alignment": "MIN"}
    return value | HANDLES if "gradientHandlePositions" in value else value


def lost(name: str) -> set[str]:
    """The keys whose absence changes nothing."""
    kind, company = PARTS[name]
    schema = described.node_types()[kind].properties()[name]
    found = set()
    for whole in described.values(schema, count(1)):
        for value in [[as_drawn(each)] for each in whole] if isinstance(whole, list) else [whole]:
            node = {
                "type": kind,
                "id": "1:1",
                "name": "n",
                "absoluteBoundingBox": {"x": 5, "y": 5, "width": 100, "height": 50},
                **company,
            }
            said = laid_out({**node, name: value}, {})
            for place in places(value):
                if "conditionalBlocks" in place:
                    continue  # has a test of its own, since conditions hold conditions
                if laid_out({**node, name: without(value, place)}, {}) == said:
                    found.add(".".join(step for step in place if isinstance(step, str)))
    return found


PARTS_FULL_ALONE = {
    "blurType": "a blur is normal unless it is progressive, which has more keys",
    "deprecatedVersion": "how Figma plays triggers that were made long ago",
    "easingFunctionSpring": "beside a curve, which an easing has in its place",
    "fills": "of a text's style: the node has them",
    "fontPostScriptName": "the family, the weight and the rest of the name are told",
    "nodeID": "beside an address, which a link has in its place",
    "imageRef": "beside a gifRef, which moves",
    "inheritFillStyleId": "named in runs",
    "inheritTextStyleId": "named in runs",
    "isOverrideOverTextStyle": "the values themselves are told",
    "lineHeightPercent": "told in pixels",
    "lineHeightPercentFontSize": "told in pixels",
    "lineHeightPx": "of a line height that the font decides",
    "lineHeightUnit": "told in pixels, where the font does not decide",
    "measurements.id": "nothing refers to it",
    "measurements.offset": "where the line of a measure is drawn",
    "preferredValues": "keys that only a library can name",
    "position": "beside the side of a node, which a connector has in its place",
    "scalingFactor": "of a picture that is no tile",
    "semanticItalic": "the values themselves are told",
    "semanticWeight": "the values themselves are told",
    "textAutoResize": "told as size",
    "textTruncation": "beside TRUNCATE, as it was said before",
    "type": "which of several objects it is shows from its other keys",
    "resolvedType": "shows from the value",
    "visible": "what can be seen is told, and nothing else",
}


@pytest.mark.parametrize("name", PARTS)
def test_a_key_of_what_a_node_holds_is_in_the_laid_out(name: str) -> None:
    reasons = PARTS_FULL_ALONE.keys()
    assert {each for each in lost(name) if not {*each.split("."), f"{name}.{each.split('.')[0]}"} & reasons} == set()
