"""Designs drawn at random, and what of a design must be found in its layout, read from the nodes by other means."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from figma_tools.connector import CONNECTOR
from figwright.rendering.answer import Answer, Text
from figwright.rendering.render import render
from figwright.rendering.shape import Shape

UNBOUNDED = {"max_tokens": 10**9, "max_characters": 10**9}
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')

GARBAGE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
_NAMES = st.text(max_size=12)
_LENGTHS = st.integers(-500, 2000) | st.floats(-500, 2000)
_SHARES = st.sampled_from([0, 0.25, 0.5, 0.8745098, 1])
_COLORS = st.fixed_dictionaries({"r": _SHARES, "g": _SHARES, "b": _SHARES, "a": _SHARES})
_SOLID = st.fixed_dictionaries(
    {"type": st.just("SOLID"), "color": _COLORS},
    optional={"visible": st.booleans(), "opacity": _SHARES, "blendMode": st.sampled_from(["NORMAL", "MULTIPLY"])},
)
_STOPS = st.lists(st.fixed_dictionaries({"color": _COLORS, "position": _SHARES}), min_size=1, max_size=3)
_GRADIENT = st.fixed_dictionaries(
    {"type": st.sampled_from(["GRADIENT_LINEAR", "GRADIENT_RADIAL"]), "gradientStops": _STOPS},
    optional={"visible": st.booleans()},
)
_IMAGE = st.just({"type": "IMAGE", "imageRef": "0a1b2c", "scaleMode": "FILL"})
_PAINTS = st.lists(_SOLID | _GRADIENT | _IMAGE, max_size=2)
_EFFECTS = st.lists(
    st.fixed_dictionaries(
        {"type": st.sampled_from(["DROP_SHADOW", "INNER_SHADOW"]), "color": _COLORS, "radius": st.just(4)},
        optional={"visible": st.booleans()},
    ),
    max_size=2,
)
_BOXES = st.none() | st.fixed_dictionaries(dict.fromkeys(("x", "y", "width", "height"), _LENGTHS))
_IDS = st.sampled_from(["1:1", "1:2", "2:3", "I1:2;3:4", "4:5"])
_VARIABLE = st.builds(
    lambda number: {"type": "VARIABLE_ALIAS", "id": f"VariableID:ab{number}/1:{number}"}, st.integers(1, 3)
)
_FONTS = st.fixed_dictionaries(
    {"fontFamily": st.sampled_from(["Inter", "Noto Sans"]), "fontSize": st.integers(8, 40), "fontWeight": st.just(400)},
    optional={
        "textAlignHorizontal": st.sampled_from(["LEFT", "CENTER"]),
        "hyperlink": st.just({"type": "URL", "url": "x"}),
    },
)
_COMMON = {
    "visible": st.booleans(),
    "fills": _PAINTS,
    "strokes": _PAINTS,
    "strokeWeight": _LENGTHS,
    "effects": _EFFECTS,
    "absoluteBoundingBox": _BOXES,
    "layoutMode": st.sampled_from(["NONE", "HORIZONTAL", "VERTICAL", "GRID"]),
    "itemSpacing": _LENGTHS,
    "paddingLeft": _LENGTHS,
    "layoutSizingHorizontal": st.sampled_from(["FIXED", "HUG", "FILL"]),
    "cornerRadius": _LENGTHS,
    "opacity": _SHARES,
    "rotation": _LENGTHS,
    "styles": st.fixed_dictionaries({"fill": st.sampled_from(["9:1", "9:2"])}, optional={"text": st.just("9:3")}),
    "boundVariables": st.fixed_dictionaries(
        {}, optional={"fills": st.lists(_VARIABLE, max_size=1), "itemSpacing": _VARIABLE}
    ),
}
_SHAPES = st.fixed_dictionaries(
    {"type": st.sampled_from(["VECTOR", "RECTANGLE", "ELLIPSE", "LINE"]), "id": _IDS, "name": _NAMES}, optional=_COMMON
)
_TEXTS = st.fixed_dictionaries(
    {"type": st.just("TEXT"), "id": _IDS, "name": _NAMES, "characters": st.text(max_size=20), "style": _FONTS},
    optional={
        **_COMMON,
        "characterStyleOverrides": st.lists(st.integers(0, 2), max_size=8),
        "styleOverrideTable": st.fixed_dictionaries({"1": st.fixed_dictionaries({"fills": _PAINTS})}),
    },
)
_HOLDERS = st.sampled_from(["FRAME", "GROUP", "INSTANCE", "COMPONENT", "BOOLEAN_OPERATION", "SECTION"])


def _holding(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {"type": _HOLDERS, "id": _IDS, "name": _NAMES, "children": st.lists(inner, max_size=4)},
        optional={
            **_COMMON,
            "componentId": st.sampled_from(["7:1", "7:2", "7:9"]),
            "componentProperties": st.dictionaries(
                _NAMES, st.fixed_dictionaries({"type": st.just("TEXT"), "value": _NAMES}), max_size=2
            ),
        },
    )


TREES = st.recursive(_SHAPES | _TEXTS, _holding, max_leaves=12)
BOOK = {
    "components": {
        "7:1": {"key": "a", "name": "Button", "description": ""},
        "7:2": {"key": "b", "name": "Size=Large", "componentSetId": "8:1"},
    },
    "componentSets": {"8:1": {"key": "c", "name": "Card", "description": ""}},
    "styles": {
        "9:1": {"key": "d", "name": "Brand/500", "styleType": "FILL"},
        "9:2": {"key": "e", "name": 'say "quote"', "styleType": "FILL"},
        "9:3": {"key": "f", "name": "Body", "styleType": "TEXT"},
    },
}


def answer(data: Any, **shape: Any) -> Answer:
    tool = CONNECTOR.tools["figma_file_nodes_get"]
    return Answer(tool.name, data, Shape(**shape), tool, {"file_key": "abcdefghij"})


def shown(data: Any, **shape: Any) -> str:
    """The whole text of a response, as it would be handed to a model with room for everything."""
    return written(data, **{**UNBOUNDED, **shape}).text


def written(data: Any, **shape: Any) -> Text:
    return render(answer(data, **shape))


def nodes_response(*trees: Any) -> dict[str, Any]:
    return {"name": "Any", "nodes": {f"{number}:0": {"document": tree, **BOOK} for number, tree in enumerate(trees)}}


def strings(text: str) -> set[str]:
    """Everything in quotes, read back; the parts of a list of properties, too."""
    found = {json.loads(each) for each in _STRING.findall(text)}
    return found | {part for each in found for part in each.split(", ")}


def outside_of_quotes(text: str) -> str:
    return _STRING.sub("", text)


def visible_nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict) and node.get("visible") is not False:
        yield node
        for child in node.get("children") or ():
            yield from visible_nodes(child)


def painted_nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Without the operands of boolean operations: the operation has the paint."""
    if isinstance(node, dict) and node.get("visible") is not False and node.get("opacity") != 0:
        yield node
        for child in (node.get("children") or ()) if node["type"] != "BOOLEAN_OPERATION" else ():
            yield from painted_nodes(child)


def texts(tree: Any) -> set[str]:
    return {node["characters"] for node in visible_nodes(tree) if "characters" in node}


def components(tree: Any, response: dict[str, Any]) -> set[str]:
    """The names of the components and of their sets, and the values of their properties."""
    found = set()
    for node in visible_nodes(tree):
        if node["type"] != "INSTANCE":
            continue
        component = response["components"].get(node.get("componentId"))
        if component:
            found.add(component["name"])
            found |= {response["componentSets"][key]["name"] for key in [component.get("componentSetId")] if key}
    return found


def styles(tree: Any, response: dict[str, Any]) -> set[str]:
    """The published styles behind what can be seen."""
    seen = {"fill": "fills", "text": "characters", "stroke": "strokes", "effect": "effects"}
    found = set()
    for node in painted_nodes(tree):
        for kind, identifier in node.get("styles", {}).items():
            value = node.get(seen.get(kind, ""))
            if isinstance(value, list):
                value = [each for each in value if each.get("visible") is not False and each.get("opacity") != 0]
            if value and identifier in response["styles"]:
                found.add(response["styles"][identifier]["name"])
    return found


def colors(tree: Any) -> set[str]:
    """Every colour that can be seen: `#rrggbb`, or the start of an rgba."""
    found = set()
    for node in painted_nodes(tree):
        drawn = abs(node.get("strokeWeight", 1)) >= 0.005
        paints = [*node.get("fills", ()), *(node.get("strokes", ()) if drawn else ())]
        for each in [*paints, *node.get("effects", ())]:
            if each.get("visible") is False or each.get("opacity") == 0:
                continue
            for holder in [each, *each.get("gradientStops", ())]:
                if "color" in holder:
                    red, green, blue = (int(holder["color"][name] * 255 + 0.5) for name in "rgb")
                    solid = holder["color"].get("a", 1) * each.get("opacity", 1) >= 0.995
                    found.add(f"#{red:02x}{green:02x}{blue:02x}" if solid else f"rgba({red},{green},{blue},")
    return found


def laid_out(node: dict[str, Any], around: dict[str, Any]) -> str:
    """The layout of a node within a frame that has some keys."""
    box = {"x": 0, "y": 0, "width": 400, "height": 300}
    return shown(
        nodes_response(
            {"type": "FRAME", "id": "9:9", "name": "p", "absoluteBoundingBox": box, **around, "children": [node]}
        )
    )
