"""Whether one node may be said to be the same as another: all that they hold counts, but for what cannot show.

A key in which two nodes differ makes them unlike, unless a term that says it is named as different; so does a key that
is new. What follows from other values, such as the pixels of a text, may differ where another value does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import compress
from operator import ne
from typing import Any

from figwright.rendering.compact import compact_json
from figwright_figma.view.css import is_number
from figwright_figma.view.icons import children, is_shown

_UNSEEN = frozenset(
    (
        *("id", "children", "visible", "locked", "layoutVersion", "pluginData", "sharedPluginData"),
        # ids of nodes inside, and what Figma's editor lists of them
        *("overrides", "exposedInstances", "isExposedInstance"),
        # where on the page a node lies: in the node around it, this is said, or follows
        *("absoluteBoundingBox", "absoluteRenderBounds", "size"),
    )
)
"""Keys that differ between two of the same."""
_OUTLINES = frozenset(("fillGeometry", "strokeGeometry"))
_DERIVED = _OUTLINES | {"size"}
_PLAIN = (
    "FRAME", "GROUP", "SECTION", "INSTANCE", "COMPONENT", "COMPONENT_SET", "RECTANGLE", "ELLIPSE", "LINE", "TEXT",
)  # fmt: skip
"""Types whose outlines follow from their size, corners and text."""
_SAID_BY = {
    "layout": (
        *("layoutMode", "layoutWrap", "primaryAxisAlignItems", "counterAxisAlignItems", "counterAxisAlignContent"),
        *("itemReverseZIndex", "strokesIncludedInLayout"),
    ),
    "gap": ("itemSpacing", "counterAxisSpacing", "gridRowGap", "gridColumnGap"),
    "padding": ("paddingTop", "paddingRight", "paddingBottom", "paddingLeft"),
    "grid": (
        *("gridRowCount", "gridColumnCount", "gridColumnsSizing", "gridRowsSizing", "gridRowAnchorIndex"),
        *("gridColumnAnchorIndex", "gridRowSpan", "gridColumnSpan"),
        *("gridChildHorizontalAlign", "gridChildVerticalAlign"),
    ),
    "size": (
        *("layoutSizingHorizontal", "layoutSizingVertical", "primaryAxisSizingMode", "counterAxisSizingMode"),
        *("layoutGrow", "layoutAlign", "size"),
    ),
    "min": ("minWidth", "minHeight"),
    "max": ("maxWidth", "maxHeight"),
    "ratio": ("preserveRatio", "targetAspectRatio"),
    "at": ("layoutPositioning",),
    "pin": ("constraints",),
    "overflow": ("clipsContent", "overflowDirection"),
    "fixed": ("scrollBehavior", "isFixed"),
    "sticky": ("scrollBehavior",),
    "mask": ("isMask", "maskType", "isMaskOutline"),
    "font": (
        *("style", "text", "fontFamily", "fontSize", "fontStyle", "fontWeight", "letterSpacing", "lineHeight"),
        *("paragraphSpacing", "paragraphIndent"),
    ),
    "align": ("style",),
    "list": ("lineTypes", "lineIndentations"),
    "fill": ("fills", "fill", "fillOverrideTable", "background", "backgroundColor"),
    "stroke": (
        *("strokes", "stroke", "strokeWeight", "individualStrokeWeights", "strokeAlign", "strokeDashes", "strokeCap"),
        *("strokeJoin", "strokeMiterAngle"),
    ),
    "radius": (
        *("cornerRadius", "rectangleCornerRadii", "cornerSmoothing"),
        *("topLeftRadius", "topRightRadius", "bottomRightRadius", "bottomLeftRadius"),
    ),
    "effect": ("effects", "effect"),
    "grids": ("layoutGrids", "grid"),
    "opacity": ("opacity",),
    "blend": ("blendMode",),
    "rotate": ("rotation", "relativeTransform"),
    "mirror": ("rotation", "relativeTransform"),
    "arc": ("arcData",),
    "operation": ("booleanOperation",),
    "shape": ("shapeType",),
    "contents": ("sectionContentsHidden",),
    "text": ("characters", "name", "lineTypes", "lineIndentations"),
    "name": ("name",),
    "link": (
        *("style", "connectorStart", "connectorEnd", "connectorLineType"),
        *("connectorStartStrokeCap", "connectorEndStrokeCap"),
    ),
    "runs": ("characterStyleOverrides", "styleOverrideTable", "textRangeFills"),
    "click": ("interactions", "transitionNodeID", "transitionDuration", "transitionEasing"),
    "flows": ("flowStartingPoints", "prototypeStartNodeID"),
    "measures": ("measurements",),
    "visible": ("visible",),
    "modes": ("explicitVariableModes",),
    "export": ("exportSettings",),
    "status": ("devStatus",),
    "note": ("annotations",),
    "component": ("componentId",),
    "properties": ("componentId", "componentProperties", "componentPropertyDefinitions"),
}
"""What a term says, whole: keys of nodes, of the variables and of the styles that they follow."""
_TERMS: dict[str, frozenset[str]] = {
    key: frozenset(term for term, said in _SAID_BY.items() if key in said)
    for key in {key for keys in _SAID_BY.values() for key in keys}
}
_NOTHING: frozenset[str] = frozenset()
_PAINTS = frozenset(("fills", "strokes", "styles", "boundVariables"))


def said_by(key: str) -> frozenset[str]:
    """The terms that say what a key of a node, or of its styles and variables, holds."""
    return _TERMS.get(key, _NOTHING)


def unlike(one: dict[str, Any], other: dict[str, Any], changed: Collection[str]) -> bool:
    """Whether two nodes differ in what can show, and in more than the terms that are named as `changed` say."""
    for key in set(_differing(one, other)) - _UNSEEN:
        if _TERMS.get(key, _NOTHING).isdisjoint(changed) and not _follows(key, one, other, changed):
            return True
    return False


def _follows(key: str, one: dict[str, Any], other: dict[str, Any], changed: Collection[str]) -> bool:
    """Whether the part of a value that differs cannot show, or is said."""
    first, second = one.get(key), other.get(key)
    if key in ("boundVariables", "styles") and isinstance(first, dict) and isinstance(second, dict):
        return not any(_TERMS.get(each, _NOTHING).isdisjoint(changed) for each in _differing(first, second))
    if key == "relativeTransform":
        return bool(_turned(first) == _turned(second))
    return key in _OUTLINES and one.get("type") in _PLAIN


def drawing(node: dict[str, Any]) -> tuple[str, str]:
    """What shows of what is inside an icon: its form, in which each paint is only told from the others, and the paints.

    Two of one form and of other paints look the same but for their colours.
    """
    paints: dict[str, int] = {}
    found: list[Any] = []
    stack, origin = list(filter(is_shown, children(node))), place(node)
    while stack:
        shape = stack.pop()
        below = list(filter(is_shown, children(shape)))
        stack += below
        box = [round(side, 1) for side in _between(origin, place(shape))]
        found.append((len(below), box, _turned(shape.get("relativeTransform"))))
        for key, value in shape.items():
            if key in _PAINTS:
                found.append((key, paints.setdefault(compact_json(value), len(paints))))
            elif key not in _UNSEEN and key not in ("name", "relativeTransform"):
                found.append((key, value))
    return compact_json(found), "".join(paints)


def settled(pairs: Iterator[tuple[dict[str, Any], dict[str, Any]]]) -> bool:
    """Whether what follows from other values is the same, too, in two bodies whose roots are the first of the `pairs`.

    It need not be where the roots are not of one size.
    """
    first, second = map(place, next(pairs))
    if not first or not second or not _near(first[2:], second[2:]):
        return True
    for one, other in pairs:
        if not _near(_between(first, place(one)), _between(second, place(other))):
            return False
        if any(one.get(key) != other.get(key) for key in _DERIVED):
            return False
    return True


def place(node: dict[str, Any]) -> tuple[float, ...]:
    """Left, top, width and height of the box around a node; nothing without one."""
    box = node.get("absoluteBoundingBox")
    sides = map(box.get, ("x", "y", "width", "height")) if isinstance(box, dict) else ()
    found = tuple(side for side in sides if is_number(side) and -1e9 < side < 1e9)
    return found if len(found) == 4 else ()


def _between(origin: tuple[float, ...], box: tuple[float, ...]) -> tuple[float, ...]:
    return (box[0] - origin[0], box[1] - origin[1], box[2], box[3]) if origin and box else ()


def _near(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return len(one) == len(other) and all(abs(a - b) < 0.05 for a, b in zip(one, other, strict=True))


def _differing(one: dict[str, Any], other: dict[str, Any]) -> Iterable[str]:
    if list(one) == list(other):
        return compress(one, map(ne, one.values(), other.values()))
    return (key for key in one.keys() | other.keys() if one.get(key) != other.get(key))


def _turned(matrix: Any) -> Any:
    """A transform without the place to which it moves a node."""
    if isinstance(matrix, list) and all(isinstance(row, list) and len(row) == 3 for row in matrix):
        return [row[:2] for row in matrix]
    return matrix
