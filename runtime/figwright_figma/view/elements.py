"""A node tree as elements: hidden nodes dropped, drawings made one icon, each node's look in a few terms.

Trees are walked with a queue or a stack, never by recursion: a file may nest deeper than Python calls.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from figwright.texts import compact_json
from figwright_figma.view import css, terms, wording
from figwright_figma.view.terms import quoted

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


class Book(NamedTuple):
    """What a response says beside its trees, by id."""

    components: dict[str, Any]
    sets: dict[str, Any]
    styles: dict[str, Any]
    variables: dict[str, Any]

    @classmethod
    def of(cls, *sources: Any) -> Book:
        """Each map from the first source that has it."""
        maps: list[dict[str, Any]] = []
        for name in ("components", "componentSets", "styles", "variables"):
            held = [
                source[name] for source in sources if isinstance(source, dict) and isinstance(source.get(name), dict)
            ]
            maps.append(held[0] if held else {})
        return cls(*maps)

    def name(self, table: dict[str, Any], identifier: Any) -> str:
        entry = table.get(identifier) if isinstance(identifier, str) else None
        found = entry.get("name") if isinstance(entry, dict) else None
        return found if isinstance(found, str) else ""


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
    )

    def __init__(
        self, kind: str, name: str, identifier: str, found: dict[str, str], node: dict[str, Any] | None = None
    ) -> None:
        self.kind, self.name, self.id, self.terms, self.node = kind, name, identifier, found, node
        self.bound: dict[str, list[str]] | None = None
        """Variables by the term they set."""
        self.styles: dict[str, str] | None = None
        """Published styles by the term they set."""
        self.children: list[Element] = []
        self.cut: list[Any] = []
        """Nodes right below that never became elements, for want of room or depth."""
        self.key = 0
        """Equal for elements whose bodies are built alike."""
        self.same: Element | None = None
        """The element whose body this one repeats, but for `differences`."""
        self.differences: list[tuple[Element, dict[str, str | None]]] = []


class Survey(NamedTuple):
    nodes: int
    hidden: int
    icons: frozenset[int]
    """`id()` of each node that holds nothing but drawn shapes."""


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
                hidden += 1
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


def count(nodes: list[Any]) -> int:
    """How many visible nodes there are, with all that is inside."""
    total, stack = 0, list(nodes)
    while stack:
        node = stack.pop()
        if isinstance(node, dict) and node.get("visible") is not False:
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
    tops = [_element(root.node, root.parent, root.book, plan, seen) for root in roots]
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
        for index, child in enumerate(below):
            if room <= 0:
                element.cut = below[index:]
                break
            grown = _element(child, node, book, plan, seen)
            room -= 30 + len(grown.name) + sum(map(len, grown.terms.values()))
            element.children.append(grown)
            queue.append((grown, child, book, depth + 1))
    return tops, seen


def _wanted(node: Any, view: str) -> bool:
    if view == "full":
        return isinstance(node, dict)
    return _shown(node) and (view != "outline" or bool(node.get("children")) or node.get("type") in _FRAMES)


def _shown(node: Any) -> bool:
    return isinstance(node, dict) and node.get("visible") is not False


def _element(node: dict[str, Any], parent: dict[str, Any] | None, book: Book, plan: Plan, seen: Survey) -> Element:
    kind, name = node.get("type"), node.get("name")
    word = (_KINDS.get(kind) or css.lower(kind)) if isinstance(kind, str) else ""
    found: dict[str, str] = {}
    element = Element(word or "node", name if isinstance(name, str) else "", css.token(node.get("id")), found, node)
    if plan.view == "outline":
        _outline(node, found)
        return element
    if kind in ("INSTANCE", "COMPONENT", "COMPONENT_SET"):
        _component(node, kind, book, found)
    found.update(terms.look(node, parent))
    if id(node) in seen.icons:
        _icon(element, node, book)
    if isinstance(characters := node.get("characters"), str):
        _text(element, node, characters)
    _references(element, node, book)
    _more(node, kind, found)
    if plan.view == "full":
        _rest(node, found)
    return element


def _outline(node: dict[str, Any], found: dict[str, str]) -> None:
    if size := terms.size(node):
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
    if (get("interactions") or get("transitionNodeID")) and (text := _interactions(node)):
        found["click"] = text
    if get("exportSettings") and (text := _exports(get("exportSettings"))):
        found["export"] = text
    if isinstance(status := get("devStatus"), dict) and (text := css.lower(status.get("type"))):
        found["status"] = text
    if kind == "CONNECTOR":
        ends = [get(end) for end in ("connectorStart", "connectorEnd")]
        found["link"] = " -> ".join(
            css.token(end.get("endpointNodeId")) or "?" for end in ends if isinstance(end, dict)
        )


def _text(element: Element, node: dict[str, Any], characters: str) -> None:
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
    for number, run in enumerate(wording.runs(node, characters)):
        text = quoted(run.pop("text"))
        part = Element("run", "", "", {**run, "text": text})
        part.key = -1 - number
        element.children.append(part)


def _component(node: dict[str, Any], kind: str, book: Book, found: dict[str, str]) -> None:
    given = node.get("componentProperties")
    words: list[str] = []
    if kind == "INSTANCE":
        identifier = node.get("componentId")
        entry = book.components.get(identifier) if isinstance(identifier, str) else None
        entry = entry if isinstance(entry, dict) else {}
        own, of_set = entry.get("name"), book.name(book.sets, entry.get("componentSetId"))
        if title := of_set or (own if isinstance(own, str) else ""):
            if title != node.get("name"):
                found["component"] = quoted(title)
        elif reference := css.token(identifier):
            found["component"] = reference
        if of_set and isinstance(own, str):
            words.append(own)
        words += _properties(given, book, variants=not words)
    else:
        entry = book.components.get(node.get("id", "")) if isinstance(node.get("id"), str) else None
        if isinstance(entry, dict) and isinstance(entry.get("description"), str) and entry["description"]:
            found["description"] = quoted(entry["description"])
        words += _definitions(node.get("componentPropertyDefinitions"))
    if words:
        found["properties"] = quoted(", ".join(words))


def _properties(given: Any, book: Book, *, variants: bool) -> Iterator[str]:
    for name, entry in given.items() if isinstance(given, dict) else ():
        if not isinstance(entry, dict) or (entry.get("type") == "VARIANT" and not variants):
            continue
        value = entry.get("value")
        if entry.get("type") == "INSTANCE_SWAP":
            value = book.name(book.components, value) or value
        if isinstance(value, str | bool | int | float):
            text = str(value).lower() if isinstance(value, bool) else str(value)
            yield f"{name.partition('#')[0]}={text}"


def _definitions(given: Any) -> Iterator[str]:
    for name, entry in given.items() if isinstance(given, dict) else ():
        if not isinstance(entry, dict):
            continue
        choices, default = entry.get("variantOptions"), entry.get("defaultValue")
        if isinstance(choices, list):
            said = "|".join(choice for choice in choices if isinstance(choice, str))
        else:
            said = css.lower(entry.get("type"))
        if isinstance(default, bool):
            default = str(default).lower()
        yield f"{name.partition('#')[0]}: {said}" + (f" = {default}" if isinstance(default, str) else "")


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
        for term, text in terms.coat(shape):
            title = f"{quoted(names[term])} " if names.get(term) else ""
            paints[f"{title}{text}" if term == "fill" else f"{term} {title}{text}"] = None
        for term, found in terms.bound(shape):
            if term in ("fill", "stroke", "effect"):
                identifiers.update(dict.fromkeys(found))
        stack.extend(reversed(children(shape)))
    element.terms["icon"] = ", ".join(paints)
    if identifiers:
        element.bound = {"icon": list(identifiers)}


def _interactions(node: dict[str, Any]) -> str:
    found = []
    given = node.get("interactions")
    for each in given if isinstance(given, list) else ():
        if not isinstance(each, dict):
            continue
        trigger, actions = each.get("trigger"), each.get("actions")
        when = css.lower(trigger.get("type")) if isinstance(trigger, dict) else ""
        for action in actions if isinstance(actions, list) else ():
            if isinstance(action, dict):
                what = css.lower(action.get("navigation")) or css.lower(action.get("type"))
                url = action.get("url")
                where = quoted(url) if isinstance(url, str) else css.token(action.get("destinationId"))
                found.append(" ".join(filter(None, [when, what, where])))
    if not found and (target := css.token(node.get("transitionNodeID"))):
        found.append(f"on-click navigate {target}")
    return "; ".join(found)


def _exports(given: Any) -> str:
    found = []
    for each in given if isinstance(given, list) else ():
        if isinstance(each, dict):
            size = each.get("constraint")
            scale = css.number(size.get("value")) if isinstance(size, dict) else ""
            unit = {"WIDTH": "w", "HEIGHT": "h"}.get(str(size.get("type")), "x") if isinstance(size, dict) else ""
            found.append(css.lower(each.get("format")) + (f"@{scale}{unit}" if scale else ""))
    return " ".join(filter(None, found))


def _rest(node: dict[str, Any], found: dict[str, str]) -> None:
    """Every other key of a node as JSON, for the full view."""
    if node.get("visible") is False:
        found["hidden"] = "true"
    for name, value in node.items():
        if name not in _NOISE and value not in (None, [], {}, ""):
            found[name if css.lower(name) else quoted(name)] = compact_json(value)
