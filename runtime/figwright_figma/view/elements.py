"""A node tree as elements: hidden nodes dropped, drawings made one icon, each node's look in a few terms.

Trees are walked with a queue or a stack, never by recursion: a file may nest deeper than Python calls.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from sys import intern
from typing import Any, NamedTuple

from figwright.texts import compact_json
from figwright_figma.view import css, flow, geometry, terms, wording
from figwright_figma.view.css import quoted
from figwright_figma.view.geometry import Turn
from figwright_figma.view.references import Book, component, exports, interactions

_KINDS = {
    "RECTANGLE": "rect",
    "CANVAS": "page",
    "REGULAR_POLYGON": "polygon",
    "BOOLEAN_OPERATION": "boolean",
    "COMPONENT_SET": "component-set",
    "SHAPE_WITH_TEXT": "shape",
}
_DRAWN = frozenset(("VECTOR", "STAR", "REGULAR_POLYGON", "BOOLEAN_OPERATION"))
_SHAPES = _DRAWN | {"ELLIPSE", "RECTANGLE", "LINE"}
_HOLDERS = frozenset(("FRAME", "GROUP", "BOOLEAN_OPERATION", "INSTANCE", "COMPONENT", "TRANSFORM_GROUP"))
_FRAMES = frozenset(("CANVAS", "FRAME", "SECTION", "COMPONENT", "COMPONENT_SET", "INSTANCE"))
HOLDERS = _HOLDERS | _FRAMES
"""Types of nodes that hold others."""
_NAMED = frozenset(("INSTANCE", "COMPONENT"))
_NOISE = frozenset(
    (
        "id",
        "name",
        "type",
        "children",
        "visible",
        "characters",
        "scrollBehavior",
        "absoluteRenderBounds",
        "background",
        "backgroundColor",
        "overrides",
        "layoutVersion",
        "componentPropertyReferences",
        "characterStyleOverrides",
        "styleOverrideTable",
        "interactions",
        "exportSettings",
        "componentId",
        "componentProperties",
        "strokeWeight",
        "strokeAlign",
        "fills",
        "strokes",
        "effects",
        "blendMode",
    )
)


class Element:
    """One node as it will be shown."""

    __slots__ = (
        "bound",
        "children",
        "cut",
        "differences",
        "id",
        "key",
        "kind",
        "name",
        "node",
        "same",
        "styles",
        "terms",
        "turn",
    )

    def __init__(
        self, kind: str, name: str, identifier: str, found: dict[str, str], node: dict[str, Any] | None = None
    ) -> None:
        self.kind, self.name, self.id, self.terms, self.node = kind, name, identifier, found, node
        self.bound: dict[str, list[str]] | None = None
        """Variables by the term they set."""
        self.styles: dict[str, str] | None = None
        """Published styles by the term they set."""
        self.turn: Turn | None = None
        """How the node is turned on the page, with all that is around it."""
        self.children: Sequence[Element] = ()
        self.cut: Sequence[Any] = ()
        """Nodes right below that never became elements, for want of room or depth."""
        self.key = 0
        """Equal for elements whose bodies are built alike."""
        self.same: Element | None = None
        """The element whose body this one repeats, but for `differences`."""
        self.differences: Sequence[tuple[Element, dict[str, str | None]]] = ()


class Survey(NamedTuple):
    nodes: int
    hidden: int
    icons: frozenset[int]
    """`id()` of each node that holds nothing but drawn shapes."""
    room: float = 1
    """What is left of a plan's room; nothing where it ran out."""


def children(node: dict[str, Any]) -> list[Any]:
    found = node.get("children")
    return found if isinstance(found, list) else []


def survey(root: dict[str, Any]) -> Survey:
    """Count a tree and find its icons, in one pass from the leaves up."""
    icons: set[int] = set()
    nodes = hidden = 0
    # A frame: the node, its unvisited children, whether all so far are shapes, whether one of them is drawn.
    stack: list[list[Any]] = [[root, iter(children(root)), True, False]]
    while stack:
        frame = stack[-1]
        for child in frame[1]:
            if not isinstance(child, dict):
                continue
            if child.get("visible") is False:
                hidden += count([child], hidden=True)
                continue
            kind, below = child.get("type"), child.get("children")
            if below and isinstance(below, list):
                stack.append([child, iter(below), True, False])
                break
            nodes += 1
            if not isinstance(kind, str) or kind not in _SHAPES or _has_image(child):
                frame[2] = False
            elif kind in _DRAWN:
                frame[3] = True
        else:
            stack.pop()
            nodes += 1
            node, _, shapes, drawn = frame
            kind = node.get("type")
            drawn = drawn or kind == "BOOLEAN_OPERATION"
            icon = shapes and drawn and isinstance(kind, str) and kind in _HOLDERS and not _has_image(node)
            if icon:
                icons.add(id(node))
            if stack:
                outer = stack[-1]
                outer[2] = outer[2] and icon and kind not in _NAMED
                outer[3] = outer[3] or icon
    return Survey(nodes, hidden, frozenset(icons))


def _has_image(node: dict[str, Any]) -> bool:
    fills = node.get("fills")
    for fill in fills if isinstance(fills, list) else ():
        if isinstance(fill, dict) and fill.get("type") not in ("SOLID", None) and "imageRef" in fill:
            return True
    return False


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


class Plan(NamedTuple):
    """How much of a tree to turn into elements."""

    view: str = "layout"
    depth: int | None = None
    room: float = float("inf")
    """About how many characters; what is nearest to the roots comes first."""


class Root(NamedTuple):
    """A tree to show: its node, the node around it where that is known, and what the response says of it."""

    node: dict[str, Any]
    parent: dict[str, Any] | None
    book: Book


def grow(roots: Sequence[Root], plan: Plan) -> tuple[list[Element], Survey]:
    """The trees, level by level until there is no room left."""
    surveys = [survey(root.node) for root in roots]
    seen = Survey(
        sum(each.nodes for each in surveys),
        sum(each.hidden for each in surveys),
        frozenset().union(*(each.icons for each in surveys)) if plan.view == "layout" else frozenset(),
    )
    tops = [_element(root.node, root.parent, root.book, plan, seen, None) for root in roots]
    queue = deque((top, root.node, root.book, 0) for top, root in zip(tops, roots, strict=True))
    room = plan.room
    while queue:
        element, node, book, depth = queue.popleft()
        if id(node) in seen.icons or (plan.view == "outline" and node.get("type") == "INSTANCE"):
            continue
        below = [child for child in children(node) if _wanted(child, plan.view)]
        if below and plan.depth is not None and depth >= plan.depth:
            element.cut = below
            continue
        grown_here: list[Element] = []
        if below:
            element.children = grown_here
        for index, child in enumerate(below):
            if room <= 0:
                element.cut = below[index:]
                break
            grown = _element(child, node, book, plan, seen, element.turn)
            room -= 30 + len(grown.name) + sum(map(len, grown.terms.values()))
            grown_here.append(grown)
            queue.append((grown, child, book, depth + 1))
    return tops, seen._replace(room=room)


def _wanted(node: Any, view: str) -> bool:
    if view == "full":
        return isinstance(node, dict)
    if not _shown(node) or view != "outline" or node.get("children"):
        return _shown(node)
    return isinstance(kind := node.get("type"), str) and kind in _FRAMES


def _shown(node: Any) -> bool:
    return isinstance(node, dict) and node.get("visible") is not False


def _element(
    node: dict[str, Any], parent: dict[str, Any] | None, book: Book, plan: Plan, seen: Survey, outer: Turn | None
) -> Element:
    kind, name = node.get("type"), node.get("name")
    word = (_KINDS.get(kind) or css.lower(kind)) if isinstance(kind, str) else ""
    found: dict[str, str] = {}
    element = Element(word or "node", name if isinstance(name, str) else "", css.token(node.get("id")), found, node)
    element.turn = turn = geometry.within(outer, geometry.turn_of(node))
    if plan.view == "outline":
        _outline(node, found, turn)
        return element
    if kind in ("INSTANCE", "COMPONENT", "COMPONENT_SET"):
        component(node, kind, book, found)
    found.update(terms.look(node, parent, turn, outer))
    if id(node) in seen.icons:
        _icon(element, node, book)
    if isinstance(characters := node.get("characters"), str):
        _text(element, node, characters, book)
    _references(element, node, book)
    _more(node, kind, found)
    if plan.view == "full":
        _rest(node, found)
    for term, value in found.items():
        found[term] = intern(value)  # most values repeat all over a design
    return element


def _outline(node: dict[str, Any], found: dict[str, str], turn: Turn | None) -> None:
    if size := flow.size(node, turn):
        found["size"] = size
    if node.get("type") == "INSTANCE":
        if inside := count(children(node)):
            found["inside"] = f"{inside} nodes"
        return
    leaves = Counter(
        css.lower(child.get("type")) or "node"
        for child in children(node)
        if _shown(child) and not _wanted(child, "outline")
    )
    if leaves:
        found["inside"] = ", ".join(f"{number} {kind}" for kind, number in sorted(leaves.items()))


def _references(element: Element, node: dict[str, Any], book: Book) -> None:
    """The variables and the published styles behind the terms of an element."""
    found = element.terms
    for term, identifiers in terms.bound(node):
        if term in found:
            element.bound = element.bound or {}
            element.bound[term] = element.bound.get(term, []) + identifiers
    for term, identifier in terms.published(node):
        if term in found and (title := book.name(book.styles, identifier)):
            element.styles = element.styles or {}
            element.styles[term] = title


def _more(node: dict[str, Any], kind: Any, found: dict[str, str]) -> None:
    """Where a click leads, what is exported, how far the work is."""
    get = node.get
    if (get("interactions") or get("transitionNodeID")) and (text := interactions(node)):
        found["click"] = text
    if get("exportSettings") and (text := exports(get("exportSettings"))):
        found["export"] = text
    if isinstance(status := get("devStatus"), dict) and (text := css.lower(status.get("type"))):
        found["status"] = text
    if kind == "CONNECTOR":
        ends = [get(end) for end in ("connectorStart", "connectorEnd")]
        found["link"] = " -> ".join(
            css.token(end.get("endpointNodeId")) or "?" for end in ends if isinstance(end, dict)
        )


def _text(element: Element, node: dict[str, Any], characters: str, book: Book) -> None:
    found, style = element.terms, node.get("style")
    if characters == element.name:
        element.name = ""
    for term, value in (
        ("font", wording.font(style)),
        ("align", wording.align(style)),
        ("list", wording.lists(node)),
        ("link", wording.link(style)),
    ):
        if value:
            found[term] = value
    found["text"] = quoted(characters)
    if parts := wording.runs(node, characters, lambda identifier: book.name(book.styles, identifier)):
        found["runs"] = parts


def _icon(element: Element, node: dict[str, Any], book: Book) -> None:
    """Make a drawing one element that keeps the paints, the published styles and the variables of its shapes."""
    if element.kind in ("frame", "group", "boolean"):
        element.kind = "icon"
    paints: dict[str, None] = {}
    identifiers: dict[str, None] = {}
    stack = list(reversed(children(node)))
    while stack:
        shape = stack.pop()
        if not _shown(shape):
            continue
        names = {term: book.name(book.styles, each) for term, each in terms.published(shape)}
        for term, text in terms.coat(shape, geometry.extent(shape, geometry.turn_of(shape)), ends=False):
            title = f"{quoted(names[term])} " if names.get(term) else ""
            paints[f"{title}{text}" if term == "fill" else f"{term} {title}{text}"] = None
        for term, found in terms.bound(shape):
            if term in ("fill", "stroke", "effect"):
                identifiers.update(dict.fromkeys(found))
        stack.extend(reversed(children(shape)))
    element.terms["icon"] = ", ".join(paints)
    if identifiers:
        element.bound = {"icon": list(identifiers)}


def _rest(node: dict[str, Any], found: dict[str, str]) -> None:
    """Every other key of a node as JSON, for the full view."""
    if node.get("visible") is False:
        found["hidden"] = "true"
    for name, value in node.items():
        if name not in _NOISE and name not in found and value not in (None, [], {}, ""):
            found[name if css.lower(name) else quoted(name)] = compact_json(value)
