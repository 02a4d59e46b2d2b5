"""Figma's paints, strokes and effects in the words of CSS. Values of the wrong shape are left out, never an error."""

from __future__ import annotations

import json
from math import atan2, degrees
from typing import Any, TypeGuard

_BLEND_DEFAULTS = ("NORMAL", "PASS_THROUGH", None)
_SHADOWS = {"DROP_SHADOW": "shadow", "INNER_SHADOW": "inset-shadow"}
_BLURS = {"LAYER_BLUR": "blur", "BACKGROUND_BLUR": "backdrop-blur"}
_GRADIENTS = {
    "GRADIENT_LINEAR": "linear-gradient",
    "GRADIENT_RADIAL": "radial-gradient",
    "GRADIENT_ANGULAR": "conic-gradient",
    "GRADIENT_DIAMOND": "diamond-gradient",
}
_SIDES = ("top", "right", "bottom", "left")


def is_number(value: Any) -> TypeGuard[float]:
    return type(value) is int or type(value) is float


def number(value: Any) -> str:
    """A length as people write it: at most two decimals, no trailing zeros; "" for what is no number."""
    if type(value) is int and -(10**15) < value < 10**15:
        return str(value)
    if not is_number(value):
        return ""
    if not -1e15 < value < 1e15:
        return f"{float(value):.3g}" if -1e300 < value < 1e300 else ""
    whole = round(value)
    if abs(value - whole) < 0.005:
        return str(whole)
    return f"{value:.2f}".rstrip("0")


def numbers(values: Any) -> list[str]:
    return [number(value) for value in values] if isinstance(values, list) else []


def sides(values: list[str]) -> str:
    """Four sides as CSS abbreviates them: top, right, bottom, left."""
    top, right, bottom, left = values
    if right == left:
        if top == bottom:
            return top if top == right else f"{top} {right}"
        return f"{top} {right} {bottom}"
    return f"{top} {right} {bottom} {left}"


def color(value: Any, opacity: Any = 1) -> str:
    """`#rrggbb`, or `rgba(r,g,b,a)` where it shows what is behind; "" for what is no colour."""
    if not isinstance(value, dict):
        return ""
    try:
        alpha = value.get("a", 1) * (1 if opacity is None else opacity)
        parts = [min(max(int(value[name] * 255 + 0.5), 0), 255) for name in "rgb"]
        if alpha >= 0.995:
            return f"#{parts[0]:02x}{parts[1]:02x}{parts[2]:02x}"
        return f"rgba({parts[0]},{parts[1]},{parts[2]},{number(float(alpha)) or 0})"
    except (KeyError, TypeError, ValueError, OverflowError):
        return ""


def visible(values: Any) -> list[dict[str, Any]]:
    """The paints or effects of a list that can be seen."""
    if not values or not isinstance(values, list):
        return []
    return [value for value in values if isinstance(value, dict) and value.get("visible") is not False]


def paint(value: dict[str, Any], box: Any = None) -> str:
    kind = value.get("type")
    if kind == "SOLID":
        text = color(value.get("color"), value.get("opacity"))
    elif isinstance(kind, str) and kind in _GRADIENTS:
        text = _gradient(_GRADIENTS[kind], value, box)
    else:
        text = _picture(kind, value)
    mode = value.get("blendMode")
    return f"{text} {lower(mode)}" if text and mode not in _BLEND_DEFAULTS else text


def paints(values: Any, box: Any = None) -> str:
    """Paints from the lowest to the topmost, joined by " + "."""
    seen = visible(values)
    if len(seen) == 1:
        return paint(seen[0], box)
    return " + ".join(filter(None, (paint(each, box) for each in seen)))


def lower(value: Any) -> str:
    """A word of Figma's as CSS writes it; "" for what is no word, so that no text of others comes through here."""
    if isinstance(value, str) and len(value) < 40 and value.isascii() and value.replace("_", "").isalnum():
        return value.lower().replace("_", "-")
    return ""


def quoted(text: str) -> str:
    """Text of others as JSON writes it: it cannot leave its quotes, nor its line."""
    return json.dumps(text, ensure_ascii=False)


def token(value: Any) -> str:
    """An id or a reference; in quotes where it has signs that none of Figma's has, "" where it is no text."""
    if not isinstance(value, str):
        return ""
    return quoted(value) if value.translate(_OF_IDS) else value


_OF_IDS = dict.fromkeys(map(ord, "0123456789abcdefI:;-"))


def _gradient(name: str, value: dict[str, Any], box: Any) -> str:
    stops = []
    opacity = value.get("opacity")
    for stop in value.get("gradientStops") or () if isinstance(value.get("gradientStops"), list) else ():
        if isinstance(stop, dict) and (shade := color(stop.get("color"), opacity)):
            place = stop.get("position")
            stops.append(f"{shade} {number(place * 100)}%" if is_number(place) and -10 < place < 10 else shade)
    if not stops:
        return ""
    turn = _angle(value.get("gradientHandlePositions"), box) if name in ("linear-gradient", "conic-gradient") else ""
    return f"{name}({', '.join([turn, *stops] if turn else stops)})"


def _angle(handles: Any, box: Any) -> str:
    try:
        width, height = (box["width"] or 1, box["height"] or 1) if isinstance(box, dict) else (1, 1)
        across = (handles[1]["x"] - handles[0]["x"]) * width
        down = (handles[1]["y"] - handles[0]["y"]) * height
        return f"{round(degrees(atan2(down, across)) + 90) % 360}deg"
    except (KeyError, TypeError, IndexError, ValueError, OverflowError):
        return ""


def _picture(kind: Any, value: dict[str, Any]) -> str:
    if kind in ("IMAGE", "VIDEO"):
        source = token(value.get("gifRef")) or token(value.get("imageRef"))
        words = [lower(kind), source, lower(value.get("scaleMode"))]
        if is_number(opacity := value.get("opacity")) and opacity != 1:
            words.append(f"opacity {number(opacity)}")
        return " ".join(filter(None, words))
    if kind == "PATTERN":
        return " ".join(filter(None, ["pattern of", token(value.get("sourceNodeId"))]))
    return lower(kind)


def stroke(node: dict[str, Any]) -> str:
    """`width colour`, then what is not usual: where it lies, dashes."""
    shades = paints(node.get("strokes"), node.get("absoluteBoundingBox"))
    if not shades:
        return ""
    words = [_widths(node), shades]
    align = node.get("strokeAlign")
    if align not in (None, "INSIDE"):
        words.append(lower(align))
    if dashes := numbers(node.get("strokeDashes")):
        words.append(f"dash {' '.join(dashes)}")
    return " ".join(filter(None, words))


def _widths(node: dict[str, Any]) -> str:
    each = node.get("individualStrokeWeights")
    if isinstance(each, dict):
        return sides([number(each.get(side, 0)) or "0" for side in _SIDES])
    return number(node.get("strokeWeight", 1))


def effects(values: Any) -> str:
    return ", ".join(filter(None, (_effect(each) for each in visible(values))))


def _effect(value: dict[str, Any]) -> str:
    kind, radius = value.get("type"), number(value.get("radius", 0)) or "0"
    if not isinstance(kind, str):
        return ""
    if kind in _SHADOWS:
        offset = value.get("offset")
        x, y = (offset.get("x"), offset.get("y")) if isinstance(offset, dict) else (0, 0)
        spread = number(value.get("spread", 0))
        lengths = [number(x) or "0", number(y) or "0", radius, *([spread] if spread not in ("", "0") else [])]
        shade = color(value.get("color"))
        mode = value.get("blendMode")
        return " ".join(filter(None, [_SHADOWS[kind], *lengths, shade, "" if mode in _BLEND_DEFAULTS else lower(mode)]))
    if kind in _BLURS:
        return f"{_BLURS[kind]} {radius}"
    shades = [color(value.get(name)) for name in ("color", "secondaryColor")]
    return " ".join(filter(None, [lower(kind), *shades]))


def radius(node: dict[str, Any]) -> str:
    corners = node.get("rectangleCornerRadii")
    if isinstance(corners, list) and len(corners) == 4 and all(map(is_number, corners)):
        return sides(numbers(corners)) if any(corners) else ""
    text = number(node.get("cornerRadius"))
    return "" if text == "0" else text
