"""A tree looked over once: how much it holds, what of it was never fetched, and what is drawn rather than built.

A drawing is a node that holds shapes alone. It is shown as one icon, unless a part of it stands for itself: by a name
of its own, a component, a click, an export, a note or a property. Masks and the operands of boolean operations give a
drawing its form, not its colours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

_DRAWN = frozenset(("VECTOR", "STAR", "REGULAR_POLYGON", "BOOLEAN_OPERATION"))
_SHAPES = _DRAWN | {"ELLIPSE", "RECTANGLE", "LINE"}
_DRAWINGS = frozenset(("FRAME", "GROUP", "BOOLEAN_OPERATION", "INSTANCE", "COMPONENT", "TRANSFORM_GROUP"))
_NAMED = frozenset(("INSTANCE", "COMPONENT"))
_LEAVES = frozenset(
    (
        "VECTOR",
        "STAR",
        "LINE",
        "ELLIPSE",
        "REGULAR_POLYGON",
        "RECTANGLE",
        "TEXT",
        "TEXT_PATH",
        "TABLE_CELL",
        "SLICE",
        "EMBED",
        "LINK_UNFURL",
        "STICKY",
        "SHAPE_WITH_TEXT",
        "CONNECTOR",
        "WASHI_TAPE",
    )
)
"""Types of nodes that hold no others; one that is new may."""
_OWN = (
    *("interactions", "transitionNodeID", "exportSettings", "annotations", "devStatus", "componentPropertyReferences"),
    "isFixed",
)
_STAYING = ("FIXED", "STICKY_SCROLLS")
"""What stays where it is while what is around it scrolls."""
_USUAL_NAME = re.compile(
    r"((vector|group|frame|union|subtract|intersect|exclude|mask|clip|path|shape|icon|layer|svg|rectangle|rect|ellipse"
    r"|oval|circle|line|polygon|star|stroke|fill|arrow|triangle|outline|background|bounds|bounding|box|boolean|combined"
    r"|compound|bitmap)[\W_\d]*){1,3}",
    re.IGNORECASE,
)
"""What editors call the parts of a drawing that nobody named."""


class Survey(NamedTuple):
    nodes: int
    hidden: int
    icons: frozenset[int]
    """`id()` of each node to show as one icon."""
    unfetched: frozenset[int] = frozenset()
    """`id()` of each node that may hold others, at the depth where the answer ends."""
    partial: frozenset[int] = frozenset()
    """`id()` of each node around those that were asked for: what else it holds is not in the answer."""


def children(node: dict[str, Any]) -> list[Any]:
    found = node.get("children")
    return found if isinstance(found, list) else []


def id_of(node: Any) -> str:
    """What a call can name a node by; nothing for one whose id is not a text."""
    return name if isinstance(node, dict) and isinstance(name := node.get("id"), str) else ""


def is_shown(node: Any) -> bool:
    return isinstance(node, dict) and node.get("visible") is not False


def may_hold(kind: Any) -> bool:
    return not isinstance(kind, str) or kind not in _LEAVES


def survey(root: dict[str, Any], depth: int | None = None, asked: frozenset[str] = frozenset()) -> Survey:
    """One pass from the leaves up, over a tree fetched to that `depth`, or around the nodes alone that were `asked`."""
    icons: set[int] = set()
    unfetched = {id(root)} if depth == 0 and may_hold(root.get("type")) and not children(root) else set()
    partial: set[int] = set()
    nodes = hidden = 0
    # A frame: the node, its unvisited children, whether all so far are shapes, whether one is drawn, the simple ones.
    stack: list[list[Any]] = [[root, iter(children(root)), True, False, []]]
    while stack:
        frame = stack[-1]
        for child in frame[1]:
            if not isinstance(child, dict):
                continue
            if asked and isinstance(name := child.get("id"), str) and name in asked:
                partial.update(id(each[0]) for each in stack)
            if child.get("visible") is False:
                hidden += count([child], hidden=True)
                continue
            kind, below = child.get("type"), child.get("children")
            if below and isinstance(below, list):
                stack.append([child, iter(below), True, False, []])
                break
            nodes += 1
            if len(stack) == depth and may_hold(kind):
                unfetched.add(id(child))
                frame[2] = False
            elif not isinstance(kind, str) or kind not in _SHAPES or _has_image(child) or _stands_alone(child):
                frame[2] = False
            else:
                frame[3] = frame[3] or kind in _DRAWN
                frame[4].append(child)
        else:
            stack.pop()
            nodes += 1
            node, _, shapes, drawn, simple = frame
            kind = node.get("type")
            drawn = drawn or kind == "BOOLEAN_OPERATION"
            icon = shapes and drawn and isinstance(kind, str) and kind in _DRAWINGS and not _has_image(node)
            icon = icon and not _has_names(simple, node)
            if icon:
                icons.add(id(node))
            if stack:
                outer = stack[-1]
                outer[2] = outer[2] and icon and kind not in _NAMED and not _is_named(node, outer[0])
                outer[2] = outer[2] and not _stands_alone(node)
                outer[3] = outer[3] or icon
    return Survey(nodes, hidden, frozenset(icons), frozenset(unfetched), frozenset(partial))


def at_the_end(root: dict[str, Any], depth: int) -> frozenset[int]:
    """`id()` of each node, hidden ones too, that may hold others, at the depth where the answer ends."""
    level: list[Any] = [root]
    for _ in range(depth):
        level = [child for node in level for child in children(node) if isinstance(child, dict)]
    return frozenset(id(node) for node in level if may_hold(node.get("type")) and not children(node))


def count(nodes: Sequence[Any], *, hidden: bool = False) -> int:
    """How many nodes there are, with all that is inside; hidden ones only where that is asked."""
    total, stack = 0, list(nodes)
    while stack:
        node = stack.pop()
        if isinstance(node, dict) and (hidden or node.get("visible") is not False):
            total += 1
            if below := node.get("children"):
                stack.extend(below if isinstance(below, list) else ())
    return total


def painted(icon: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The shapes inside a drawing whose paints are seen."""
    stack = [] if icon.get("type") == "BOOLEAN_OPERATION" else list(reversed(children(icon)))
    while stack:
        shape = stack.pop()
        if not is_shown(shape) or shape.get("isMask") is True or shape.get("opacity") == 0:
            continue
        yield shape
        if shape.get("type") != "BOOLEAN_OPERATION":
            stack.extend(reversed(children(shape)))


def _stands_alone(node: dict[str, Any]) -> bool:
    if any(map(node.get, _OWN)) or node.get("scrollBehavior") in _STAYING:
        return True
    variables = node.get("boundVariables")
    return isinstance(variables, dict) and "visible" in variables


def _has_names(shapes: list[dict[str, Any]], outer: dict[str, Any]) -> bool:
    """Whether one of several shapes has a name of its own, which no other has."""
    if len(shapes) < 2:
        return False
    names = Counter(name for shape in shapes if isinstance(name := shape.get("name"), str))
    return any(times == 1 and _is_own(name, outer) for name, times in names.items())


def _is_named(node: dict[str, Any], outer: dict[str, Any]) -> bool:
    return isinstance(name := node.get("name"), str) and _is_own(name, outer)


def _is_own(name: str, outer: dict[str, Any]) -> bool:
    """Whether a name is neither one that editors give nor the drawing's, or a part of that."""
    if _USUAL_NAME.fullmatch(name):
        return False
    around = outer.get("name")
    return not isinstance(around, str) or name.lower() not in around.lower()


def _has_image(node: dict[str, Any]) -> bool:
    fills = node.get("fills")
    for fill in fills if isinstance(fills, list) else ():
        if isinstance(fill, dict) and fill.get("type") not in ("SOLID", None) and "imageRef" in fill:
            return True
    return False
