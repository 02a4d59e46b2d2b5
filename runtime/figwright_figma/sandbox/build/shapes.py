"""Nodes as Figma writes them, one function per kind: the fields that the description requires and real files carry."""

from __future__ import annotations

import math
from typing import Any

from figwright_figma.sandbox.world import Json

INK, PAPER, CLEAR = "#1A1A1A", "#FFFFFF", "#00000000"


def colour(text: str) -> Json:
    """`#RRGGBB` or `#RRGGBBAA` as Figma's red, green, blue and alpha between 0 and 1."""
    digits = text.removeprefix("#")
    channels = [int(digits[at : at + 2], 16) / 255 for at in range(0, len(digits), 2)]
    return dict(zip("rgba", [*channels, 1.0][:4], strict=True))


def solid(text: str) -> Json:
    return {"blendMode": "NORMAL", "type": "SOLID", "color": colour(text)}


def gradient(start: str, end: str) -> Json:
    """From top to bottom."""
    handles = [{"x": 0.5, "y": 0.0}, {"x": 0.5, "y": 1.0}, {"x": 0.0, "y": 0.0}]
    stops = [{"color": colour(start), "position": 0}, {"color": colour(end), "position": 1}]
    return {
        "blendMode": "NORMAL",
        "type": "GRADIENT_LINEAR",
        "gradientHandlePositions": handles,
        "gradientStops": stops,
    }


def image(reference: str) -> Json:
    return {"blendMode": "NORMAL", "type": "IMAGE", "scaleMode": "FILL", "imageRef": reference}


def shadow(radius: float = 12, y: float = 4) -> Json:
    return {
        "type": "DROP_SHADOW",
        "visible": True,
        "color": colour("#0000001F"),
        "blendMode": "NORMAL",
        "offset": {"x": 0, "y": y},
        "radius": radius,
        "showShadowBehindNode": False,
    }


def box(x: float, y: float, width: float, height: float) -> Json:
    return {"x": x, "y": y, "width": width, "height": height}


def layer(node_id: str, name: str, kind: str) -> Json:
    """What every node has."""
    return {"id": node_id, "name": name, "type": kind, "scrollBehavior": "SCROLLS"}


def page(node_id: str, name: str) -> Json:
    return layer(node_id, name, "CANVAS") | {
        "children": [],
        "backgroundColor": colour("#F5F5F5"),
        "prototypeStartNodeID": None,
        "flowStartingPoints": [],
        "prototypeDevice": {"type": "NONE", "rotation": "NONE"},
    }


def document(pages: list[Json] | None = None) -> Json:
    return layer("0:0", "Document", "DOCUMENT") | {"children": pages if pages is not None else []}


def shape(node_id: str, name: str, kind: str, bounds: Json, fills: list[Json]) -> Json:
    """A rectangle, ellipse, line, vector, text: a node that is drawn and has no children."""
    node = layer(node_id, name, kind) | {
        "blendMode": "PASS_THROUGH",
        "fills": fills,
        "strokes": [],
        "strokeWeight": 1,
        "strokeAlign": "INSIDE",
        "absoluteBoundingBox": bounds,
        "absoluteRenderBounds": dict(bounds),
        "constraints": {"vertical": "TOP", "horizontal": "LEFT"},
        "effects": [],
        "interactions": [],
    }
    if kind == "ELLIPSE":
        node["arcData"] = {"startingAngle": 0, "endingAngle": 2 * math.pi, "innerRadius": 0}
    if kind == "RECTANGLE":
        node["complexStrokeProperties"] = {"strokeType": "BASIC"}
    return node


def frame(node_id: str, name: str, kind: str, bounds: Json, fills: list[Json]) -> Json:
    """A frame, group, component, component set or instance."""
    node = shape(node_id, name, kind, bounds, fills)
    background = fills[0]["color"] if fills and "color" in fills[0] else colour(CLEAR)
    return node | {
        "children": [],
        "clipsContent": kind == "FRAME",
        "background": fills,
        "backgroundColor": background,
    }


def auto_layout(mode: str, padding: float, gap: float, hugs: bool) -> Json:
    return {
        "layoutMode": mode,
        "primaryAxisSizingMode": "AUTO" if hugs else "FIXED",
        "counterAxisSizingMode": "AUTO" if hugs else "FIXED",
        "itemSpacing": gap,
        "paddingLeft": padding,
        "paddingRight": padding,
        "paddingTop": padding,
        "paddingBottom": padding,
        "layoutWrap": "NO_WRAP",
        "layoutSizingHorizontal": "HUG" if hugs else "FIXED",
        "layoutSizingVertical": "HUG" if hugs else "FIXED",
    }


def text(node_id: str, name: str, characters: str, bounds: Json, color: str, style: Json) -> Json:
    lines = characters.split("\n")
    return shape(node_id, name, "TEXT", bounds, [solid(color)]) | {
        "characters": characters,
        "characterStyleOverrides": [],
        "styleOverrideTable": {},
        "lineTypes": ["NONE"] * len(lines),
        "lineIndentations": [0] * len(lines),
        "style": style,
        "layoutVersion": 5,
    }


def type_style(family: str, size: float, weight: int) -> Json:
    styles = {300: "Light", 400: "Regular", 500: "Medium", 600: "Semi Bold", 700: "Bold"}
    return {
        "fontFamily": family,
        "fontPostScriptName": None,
        "fontStyle": styles.get(weight, "Regular"),
        "fontWeight": weight,
        "textAutoResize": "WIDTH_AND_HEIGHT",
        "fontSize": size,
        "textAlignHorizontal": "LEFT",
        "textAlignVertical": "TOP",
        "letterSpacing": 0,
        "lineHeightPx": round(size * 1.4, 2),
        "lineHeightPercent": 115.5,
        "lineHeightPercentFontSize": 140,
        "lineHeightUnit": "FONT_SIZE_%",
    }


def text_size(characters: str, size: float) -> tuple[float, float]:
    """About what a renderer would measure."""
    lines = characters.split("\n")
    return round(max(map(len, lines)) * size * 0.55, 2), round(len(lines) * size * 1.4, 2)


def jam(node_id: str, name: str, kind: str, bounds: Json, fill: str, characters: str) -> Json:
    """A sticky or a shape with text on a FigJam board."""
    return layer(node_id, name, kind) | {
        "blendMode": "PASS_THROUGH",
        "fills": [solid(fill)],
        "effects": [],
        "absoluteBoundingBox": bounds,
        "absoluteRenderBounds": dict(bounds),
        "characters": characters,
    }


def connector(node_id: str, start: str, end: str, bounds: Json) -> Json:
    ends: dict[str, Any] = {
        "connectorStart": {"endpointNodeId": start, "magnet": "AUTO"},
        "connectorEnd": {"endpointNodeId": end, "magnet": "AUTO"},
        "connectorStartStrokeCap": "NONE",
        "connectorEndStrokeCap": "TRIANGLE_ARROW",
        "connectorLineType": "ELBOWED",
    }
    node = jam(node_id, "Connector line", "CONNECTOR", bounds, INK, "") | ends
    del node["fills"]
    return node | {"strokes": [solid(INK)], "strokeWeight": 4}


def section(node_id: str, name: str, bounds: Json, fill: str) -> Json:
    return layer(node_id, name, "SECTION") | {
        "children": [],
        "fills": [solid(fill)],
        "strokes": [],
        "strokeWeight": 1,
        "strokeAlign": "INSIDE",
        "absoluteBoundingBox": bounds,
        "absoluteRenderBounds": dict(bounds),
        "sectionContentsHidden": False,
    }
