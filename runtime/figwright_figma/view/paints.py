"""Fills and strokes in the words of CSS: colours, gradients, pictures, and the lines around a node."""

from __future__ import annotations

from typing import Any

from figwright.rendering.compact import compact_json
from figwright_figma.view.css import color, is_number, lower, number, numbers, sides, token, visible
from figwright_figma.view.gradients import KINDS, Box, gradient

BLEND_DEFAULTS = ("NORMAL", "PASS_THROUGH", None)
_SIDES = ("top", "right", "bottom", "left")
_FILTERS = ("exposure", "contrast", "saturation", "temperature", "tint", "highlights", "shadows")
_USUAL_MITER = 28.96
_SAID = frozenset(("type", "visible", "blendMode", "boundVariables"))
"""Keys of a paint that are said for all kinds."""
NO_REF = "(no ref: only a render of the node shows it)"
"""A picture whose bytes have no address: no two of them are known to be the same."""


def paint(value: dict[str, Any], box: Box | None = None) -> str:
    kind = value.get("type")
    if kind == "SOLID":
        text = color(value.get("color"), value.get("opacity"))
    elif isinstance(kind, str) and kind in KINDS:
        text = gradient(value, box)
    else:
        text = _picture(kind, value)
    mode = value.get("blendMode")
    return f"{text} {lower(mode)}" if text and mode not in BLEND_DEFAULTS else text


def paints(values: Any, box: Box | None = None) -> str:
    """Paints from the lowest to the topmost: `#ffffff under image abc fill`."""
    seen = visible(values)
    if len(seen) == 1:
        return paint(seen[0], box)
    return " under ".join(filter(None, (paint(each, box) for each in seen)))


def _picture(kind: Any, value: dict[str, Any]) -> str:
    if kind in ("IMAGE", "VIDEO"):
        source = token(value.get("gifRef")) or token(value.get("imageRef")) or token(value.get("videoRef"))
        words = [
            lower(kind),
            source or NO_REF,
            lower(value.get("scaleMode")),
            *_fitted(value),
            *_filters(value.get("filters")),
        ]
    elif kind == "PATTERN":
        words = ["pattern of", token(value.get("sourceNodeId")), *_tiles(value)]
    else:
        rest = {name: given for name, given in value.items() if name not in _SAID}
        return " ".join([lower(kind), *([compact_json(rest)] if rest else [])])
    if is_number(opacity := value.get("opacity")) and opacity != 1:
        words.append(f"opacity {number(opacity)}")
    return " ".join(filter(None, words))


def _fitted(value: dict[str, Any]) -> list[str]:
    """What is seen of a picture: the part of it that was cropped, how large its tiles are, how it is turned."""
    words = []
    if value.get("scaleMode") in ("STRETCH", "CROP"):
        words.append(_crop(value.get("imageTransform")))
    if value.get("scaleMode") == "TILE" and (scale := number(value.get("scalingFactor"))) not in ("", "1"):
        words.append(f"scale {scale}")
    if (turn := number(value.get("rotation"))) not in ("", "0"):
        words.append(f"rotated {turn}deg")
    return words


def _crop(transform: Any) -> str:
    """The part of the picture that fills the box: where it begins, and its size; all as parts of the picture."""
    try:
        (a, c, x), (b, d, y) = ((float(each) for each in row) for row in transform)
    except (TypeError, ValueError, OverflowError):
        return ""
    if abs(b) > 1e-4 or abs(c) > 1e-4:
        return f"crop matrix({','.join(number(each) or '0' for each in (a, b, c, d, x, y))})"
    if max(abs(a - 1), abs(d - 1), abs(x), abs(y)) < 1e-3:
        return ""
    place, size = ([number(100 * each) or "0" for each in pair] for pair in ((x, y), (a, d)))
    return f"crop {place[0]}%,{place[1]}% {size[0]}%x{size[1]}%"


def _filters(given: Any) -> list[str]:
    if not isinstance(given, dict):
        return []
    found = ((name, number(given.get(name))) for name in _FILTERS)
    return [f"{name} {amount}" for name, amount in found if amount not in ("", "0")]


def _tiles(value: dict[str, Any]) -> list[str]:
    words = [lower(kind)] if (kind := value.get("tileType")) != "RECTANGULAR" else []
    if (scale := number(value.get("scalingFactor"))) not in ("", "1"):
        words.append(f"scale {scale}")
    if isinstance(space := value.get("spacing"), dict) and (gaps := vector(space)) not in ("", "0,0"):
        words.append(f"spacing {gaps}")
    ends = [lower(value.get(name)) for name in ("horizontalAlignment", "verticalAlignment")]
    return [*words, f"align {' '.join(ends)}"] if any(end not in ("", "start") for end in ends) else words


def vector(value: Any) -> str:
    """`x,y`; "" for what has neither."""
    if not isinstance(value, dict):
        return ""
    x, y = number(value.get("x")), number(value.get("y"))
    return f"{x or 0},{y or 0}" if x or y else ""


def stroke(node: dict[str, Any], box: Box | None = None, *, ends: bool = True) -> str:
    """`width colour`, then what is not usual: where it lies, dashes, and, with `ends`, caps, joins and brushes."""
    shades, width = paints(node.get("strokes"), box), _widths(node)
    if not shades or width == "0":
        return ""
    words = [width, shades]
    align = node.get("strokeAlign")
    if align not in (None, "INSIDE"):
        words.append(lower(align))
    if dashes := numbers(node.get("strokeDashes")):
        words.append(f"dash {' '.join(dashes)}")
    if ends:
        words += _ends(node)
    return " ".join(filter(None, words))


def _widths(node: dict[str, Any]) -> str:
    each = node.get("individualStrokeWeights")
    if isinstance(each, dict):
        return sides([number(each.get(side, 0)) or "0" for side in _SIDES])
    return number(node.get("strokeWeight", 1))


def _ends(node: dict[str, Any]) -> list[str]:
    words = []
    for name, word, usual in (("strokeCap", "cap", "NONE"), ("strokeJoin", "join", "MITER")):
        if (value := node.get(name)) not in (None, usual) and (said := lower(value)):
            words.append(f"{word} {said}")
    angle = node.get("strokeMiterAngle")
    if is_number(angle) and abs(angle - _USUAL_MITER) > 0.01 and node.get("strokeJoin") in (None, "MITER"):
        words.append(f"miter {number(angle)}deg")
    brush = node.get("complexStrokeProperties")
    if isinstance(brush, dict) and brush.get("strokeType") not in (None, "BASIC"):
        words.append(f"brush {lower(brush.get('strokeType'))}")
    if node.get("variableWidthPoints"):
        words.append("variable-width")
    return words


def radius(node: dict[str, Any]) -> str:
    corners = node.get("rectangleCornerRadii")
    if isinstance(corners, list) and len(corners) == 4 and all(map(is_number, corners)):
        text = sides(numbers(corners)) if any(corners) else ""
    else:
        text = number(node.get("cornerRadius"))
    if text in ("", "0"):
        return ""
    smooth = number(node.get("cornerSmoothing"))
    return text if smooth in ("", "0") else f"{text} smooth {smooth}"
