"""How nodes are turned, mirrored and placed: from Figma's boxes, which stand upright around turned nodes, to CSS.

CSS lays a node out as if it were not turned and then turns it about its centre, which is the centre of the box around
it, too. So a node's size is found from that box and from all turns around it, and its place from the two centres.
"""

from __future__ import annotations

from math import atan2, cos, degrees, sin
from typing import Any, NamedTuple

from figwright_figma.view.css import is_number, number

Box = tuple[float, float]


class Turn(NamedTuple):
    """Where a node's axes point: x to (a, b), y to (c, d)."""

    a: float
    b: float
    c: float
    d: float

    def __matmul__(self, inner: Turn) -> Turn:
        return Turn(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
        )


def turn_of(node: dict[str, Any]) -> Turn | None:
    """How a node is turned in the node around it; None for one that stands upright."""
    matrix = node.get("relativeTransform")
    if matrix is not None and (found := _linear(matrix)) is not None:
        return None if _upright(found) else found
    angle = node.get("rotation")
    if not angle or not is_number(angle) or not -1e6 < angle < 1e6:
        return None
    found = Turn(cos(angle), sin(angle), -sin(angle), cos(angle))
    return None if _upright(found) else found


def _linear(matrix: Any) -> Turn | None:
    try:
        (a, c, _), (b, d, _) = matrix
    except (TypeError, ValueError):
        return None
    if not all(is_number(each) and -1e6 < each < 1e6 for each in (a, b, c, d)) or abs(a * d - b * c) < 1e-6:
        return None
    return Turn(a, b, c, d)


def _upright(turn: Turn) -> bool:
    return abs(turn.a - 1) < 1e-3 and abs(turn.d - 1) < 1e-3 and abs(turn.b) < 1e-3 and abs(turn.c) < 1e-3


def within(outer: Turn | None, own: Turn | None) -> Turn | None:
    """How a node is turned on the page that is turned itself by `own` in one that is turned by `outer`."""
    return own if outer is None else outer if own is None else outer @ own


def told(turn: Turn) -> dict[str, str]:
    """`rotate` in degrees, clockwise as in CSS, after `mirror`; a matrix for what is skewed."""
    a, b, c, d = turn
    if abs(a * c + b * d) > 0.01 or abs(a * a + b * b - 1) > 0.01 or abs(c * c + d * d - 1) > 0.01:
        return {"rotate": f"matrix({','.join(number(each) or '0' for each in turn)})"}
    if a * d - b * c > 0:
        return _rotate(a, b)
    if abs(atan2(b, a)) <= abs(atan2(-b, -a)):
        return {**_rotate(a, b), "mirror": "scaleY(-1)"}
    return {**_rotate(-a, -b), "mirror": "scaleX(-1)"}


def _rotate(x: float, y: float) -> dict[str, str]:
    angle = number(round(degrees(atan2(y, x)), 1))
    return {} if angle == "0" else {"rotate": "180" if angle == "-180" else angle}


def extent(node: dict[str, Any], turn: Turn | None) -> Box | None:
    """A node's own width and height; None where they cannot be told from the box around it.

    `turn` is how the node is turned on the page, with all that is around it.
    """
    size = node.get("size")
    if isinstance(size, dict) and is_number(x := size.get("x")) and is_number(y := size.get("y")):
        return x, y
    box = node.get("absoluteBoundingBox")
    if not isinstance(box, dict):
        return None
    wide, high = box.get("width"), box.get("height")
    if not is_number(wide) or not is_number(high):
        return None
    if turn is None:
        return wide, high
    a, b, c, d = (abs(each) for each in turn)
    area = a * d - b * c
    if abs(area) < 0.05:
        return None
    width, height = (d * wide - c * high) / area, (a * high - b * wide) / area
    least = -0.01 * max(wide, high)
    return (max(width, 0.0), max(height, 0.0)) if width >= least and height >= least else None


def place(
    node: dict[str, Any], turn: Turn | None, parent: dict[str, Any], outer: Turn | None
) -> tuple[float, float] | None:
    """Left and top of a node in the one around it, as they are before either is turned; None where nothing says."""
    box, around = node.get("absoluteBoundingBox"), parent.get("absoluteBoundingBox")
    if not isinstance(box, dict) or not is_number(x := box.get("x")) or not is_number(y := box.get("y")):
        return _moved(node, parent)
    left, top = (around.get("x"), around.get("y")) if isinstance(around, dict) else (0, 0)
    x -= left if is_number(left) else 0
    y -= top if is_number(top) else 0
    if turn is None and outer is None:
        return x, y
    own, whole = extent(node, turn), extent(parent, outer)
    upright, wide = extent({"absoluteBoundingBox": box}, None), extent({"absoluteBoundingBox": around}, None)
    if own is None or upright is None:
        return x, y
    if whole is None or wide is None:
        return x + (upright[0] - own[0]) / 2, y + (upright[1] - own[1]) / 2
    x, y = x + (upright[0] - wide[0]) / 2, y + (upright[1] - wide[1]) / 2
    if outer is not None:
        a, b, c, d = outer
        area = a * d - b * c
        x, y = (d * x - c * y) / area, (a * y - b * x) / area
    return x + (whole[0] - own[0]) / 2, y + (whole[1] - own[1]) / 2


def _moved(node: dict[str, Any], parent: dict[str, Any]) -> tuple[float, float] | None:
    """The place by the node's own transform, where it has no box; one in a group may count from around the group."""
    matrix: Any = node.get("relativeTransform")
    own = extent(node, None)
    if own is None or _linear(matrix) is None or parent.get("type") in ("GROUP", "BOOLEAN_OPERATION"):
        return None
    (a, c, x), (b, d, y) = matrix
    if not is_number(x) or not is_number(y):
        return None
    wide, high = own
    return x + (a * wide + c * high - wide) / 2, y + (b * wide + d * high - high) / 2
