"""A node tree as elements: hidden nodes dropped, drawings made one icon, each node's look in a few terms.

Trees are walked with a queue or a stack, never by recursion: a file may nest deeper than Python calls.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from figwright.rendering.compact import compact_json
from figwright_figma.view import css, flow, geometry, overview, terms, wording
from figwright_figma.view.css import quoted
from figwright_figma.view.geometry import Turn
from figwright_figma.view.icons import Survey, at_the_end, children, is_shown, painted, survey
from figwright_figma.view.kinds import special, word
from figwright_figma.view.notes import noted
from figwright_figma.view.paints import NO_REF
from figwright_figma.view.prototype import CUT, interactions
from figwright_figma.view.references import Book, about_component, component, written
from figwright_figma.view.sameness import drawing

_DRAWN = ("frame", "group", "boolean")
"""What a drawing is called an icon in place of."""
_NOT_SEEN = (*((term, NO_REF) for term in ("fill", "stroke", "runs", "icon")), ("click", CUT))
"""What a term says where not all of it was seen."""
_USUAL = {"gap": "0", "padding": "0", "radius": "0", "opacity": "1"}
"""What is left out, unless it follows a variable, whose other modes may have another value."""
_TOLD: dict[str, Callable[[Any], bool]] = {
    "id": lambda value: isinstance(value, str),
    "name": lambda value: isinstance(value, str),
    "type": lambda value: isinstance(value, str) and bool(css.lower(value)),
    "characters": lambda value: isinstance(value, str),
    "visible": lambda value: isinstance(value, bool),
    "children": lambda value: isinstance(value, list) and all(isinstance(each, dict) for each in value),
}
"""Keys of a node that its line says in its own words, and whether it can: a value of another kind is told as JSON."""


class Element:
    """One node as it will be shown."""

    __slots__ = (
        "about",
        "bound",
        "children",
        "cut",
        "differences",
        "form",
        "id",
        "key",
        "kind",
        "name",
        "node",
        "paints",
        "same",
        "styles",
        "terms",
        "turn",
    )

    def __init__(self, kind: str, name: str, identifier: str, found: dict[str, str], node: dict[str, Any]) -> None:
        self.kind, self.name, self.id, self.terms, self.node = kind, name, identifier, found, node
        self.bound: dict[str, list[str]] | None = None
        """Variables by the term they set."""
        self.styles: dict[str, str] | None = None
        """Published styles by the term they set."""
        self.about: dict[str, str] | None = None
        """What was written about the component and the styles behind it, by what they are called."""
        self.turn: Turn | None = None
        """How the node is turned on the page, with all that is around it."""
        self.children: Sequence[Element] = ()
        self.cut: Sequence[Any] = ()
        """Nodes right below that never became elements, for want of room or depth."""
        self.form: object = None
        """What beside its terms and children makes it like another; a new object where nothing does."""
        self.paints = ""
        """Those of an icon, which its `form` leaves out."""
        self.key = 0
        """Equal for elements whose bodies are built alike."""
        self.same: Element | None = None
        """The element whose body this one repeats, but for `differences`."""
        self.differences: Sequence[tuple[Element, dict[str, str | None]]] = ()


class Plan(NamedTuple):
    """How much of a tree to turn into elements."""

    view: str = "layout"
    depth: int | None = None
    room: float = float("inf")
    """About how many characters; what is nearest to the roots comes first."""
    longest: float = float("inf")
    """At how many of them a node's text will be cut."""


class Root(NamedTuple):
    """A tree to show: its node, the node around it where that is known, and what the response says of it."""

    node: dict[str, Any]
    parent: dict[str, Any] | None
    book: Book
    depth: int | None = None
    """The level below the node at which the answer ends, where its input said so."""
    asked: frozenset[str] = frozenset()
    """The ids that were asked for, where what lies beside them was left out."""


def look_over(roots: Sequence[Root], view: str) -> Survey:
    """All trees together; the full view shows what is hidden, and the parts of drawings."""
    surveys = [survey(root.node, root.depth, root.asked) for root in roots]
    nodes, hidden = sum(each.nodes for each in surveys), sum(each.hidden for each in surveys)
    partial = frozenset[int]().union(*(each.partial for each in surveys))
    if view == "full":
        ends = (at_the_end(root.node, root.depth) for root in roots if root.depth is not None)
        return Survey(nodes + hidden, hidden, frozenset(), frozenset[int]().union(*ends), partial)
    icons, ends = ((each.icons for each in surveys), (each.unfetched for each in surveys))
    return Survey(nodes, hidden, frozenset[int]().union(*icons), frozenset[int]().union(*ends), partial)


def grow(roots: Sequence[Root], plan: Plan, seen: Survey) -> tuple[list[Element], float]:
    """The trees, level by level until there is no room left, and how much room is left."""
    tops = [_element(root.node, root.parent, root.book, plan, seen, None) for root in roots]
    for top in tops:
        if plan.view == "layout" and not is_shown(top.node):
            top.terms["hidden"] = "true"
    alone = {id(root.node) for root in roots if root.parent is None}
    operators = {id(root.node) for root in roots if root.node.get("type") == "BOOLEAN_OPERATION"}
    queue = deque((top, root.node, root.book, 0) for top, root in zip(tops, roots, strict=True))
    room = plan.room
    while queue:
        element, node, book, depth = queue.popleft()
        if id(node) in seen.icons:
            continue
        below = _below(node, plan.view, is_root=id(node) in alone)
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
            if operators and plan.view == "layout" and id(node) in operators:
                operators.add(id(child))
                for term in ("fill", "stroke", "effect"):
                    grown.terms.pop(term, None)
            elif child.get("type") == "BOOLEAN_OPERATION":
                operators.add(id(child))
            room -= min(plan.longest, 30 + len(grown.name) + sum(map(len, grown.terms.values())))
            grown_here.append(grown)
            queue.append((grown, child, book, depth + 1))
    return tops, room


def alone(node: dict[str, Any], parent: dict[str, Any] | None, book: Book, outer: Turn | None) -> Element:
    """One node with its look, hidden or not, and never as a drawing; `outer` is how the node around it is turned."""
    return _element(node, parent, book, Plan(), Survey(1, 0, frozenset()), outer)


def _below(node: dict[str, Any], view: str, *, is_root: bool) -> list[Any]:
    if view == "outline":
        return overview.lines_below(node, is_root=is_root)
    return [child for child in children(node) if (isinstance(child, dict) if view == "full" else is_shown(child))]


def named(node: dict[str, Any], seen: Survey) -> Element:
    """A node by what it is called, without its look."""
    kind, name = word(node.get("type")), node.get("name")
    if id(node) in seen.icons and kind in _DRAWN:
        kind = "icon"
    name = name if isinstance(name, str) and name != node.get("characters") else ""
    return Element(kind, name, css.token(node.get("id")), {}, node)


def _element(
    node: dict[str, Any], parent: dict[str, Any] | None, book: Book, plan: Plan, seen: Survey, outer: Turn | None
) -> Element:
    kind, element = node.get("type"), named(node, seen)
    found = element.terms
    element.turn = turn = geometry.within(outer, geometry.turn_of(node))
    if id(node) in seen.unfetched or id(node) in seen.partial:
        element.form = object()
    if kind in ("INSTANCE", "COMPONENT", "COMPONENT_SET"):
        component(node, kind, book, found)
    if plan.view == "outline":
        _outline(element, node, seen, is_root=parent is None)
        return element
    found.update(terms.look(node, parent, turn, outer))
    if node.get("isMask") is True and plan.view == "layout":
        _mask(node, found)
    if id(node) in seen.icons:
        _icon(element, node, book)
    if isinstance(characters := node.get("characters"), str):
        _text(element, node, characters, book)
    noted(node, found)
    _references(element, node, book, named=plan.view == "full" or id(node) not in seen.icons)
    if (node.get("interactions") or node.get("transitionNodeID")) and (text := interactions(node)):
        found["click"] = text
    if id(node) not in seen.icons:
        special(node, kind, found)
    if plan.view == "full":
        _rest(node, book, found)
    for term, part in _NOT_SEEN:
        if term in found and part in found[term]:
            element.form = object()
    return element


def _outline(element: Element, node: dict[str, Any], seen: Survey, *, is_root: bool) -> None:
    lines = overview.lines_below(node, is_root=is_root)
    if id(node) in seen.icons:  # what is inside it has no lines, and is not counted where the node is called so
        lines = children(node) if element.kind == "icon" else []
    overview.tell(node, element.turn, element.terms, lines)


def _mask(node: dict[str, Any], found: dict[str, str]) -> None:
    """Take from a mask the colour that only gives it its form."""
    if node.get("maskType") != "LUMINANCE" and (fill := found.get("fill")) and fill[0] == "#" and " " not in fill:
        del found["fill"]


def _references(element: Element, node: dict[str, Any], book: Book, *, named: bool) -> None:
    """The variables, the published styles and, where it is `named`, the component behind an element.

    What is written about the component of an icon is words to find it by.
    """
    found = element.terms
    if named and node.get("type") == "INSTANCE":
        element.about = dict(about_component(node, book)) or None
    for term, identifiers in terms.bound(node):
        if term in _USUAL and term not in found and (term not in ("gap", "padding") or "layout" in found):
            found[term] = _USUAL[term]
        if term in found:
            element.bound = element.bound or {}
            element.bound[term] = element.bound.get(term, []) + identifiers
    for term, identifier in terms.published(node):
        if term in found and (title := book.name(book.styles, identifier)):
            element.styles = element.styles or {}
            element.styles[term] = title
            if text := written(book.styles[identifier]):
                element.about = {**(element.about or {}), f"style {quoted(title)}": text}


def _text(element: Element, node: dict[str, Any], characters: str, book: Book) -> None:
    found, style = element.terms, node.get("style")
    if said := wording.font(style):
        found["font"] = said
    if said := wording.align(style):
        found["align"] = said
    if said := wording.lists(node):
        found["list"] = said
    if said := wording.link(style):
        found["link"] = said
    if node.get("fills") == [] or (node.get("fills") and "fill" not in found):
        found["fill"] = "unpainted"
    found["text"] = quoted(characters)
    if parts := wording.runs(node, characters, lambda identifier: book.name(book.styles, identifier)):
        found["runs"] = parts


def _icon(element: Element, node: dict[str, Any], book: Book) -> None:
    """Make a drawing one element that keeps the paints, the published styles and the variables of its shapes."""
    found = element.terms
    if pixels := flow.size(node, element.turn):
        found["size"] = f"{found['size']} ({pixels})" if "fill" in found.get("size", "") else pixels
    paints: dict[str, None] = {}
    identifiers: dict[str, None] = {}
    for shape in painted(node):
        names = {term: book.name(book.styles, each) for term, each in terms.published(shape)}
        for term, text in terms.coat(shape, geometry.extent(shape, geometry.turn_of(shape)), ends=False).items():
            title = f"{quoted(names[term])} " if names.get(term) else ""
            paints[f"{title}{text}" if term == "fill" else f"{term} {title}{text}"] = None
        for term, bound in terms.bound(shape):
            if term in ("fill", "stroke", "effect"):
                identifiers.update(dict.fromkeys(bound))
    found["icon"] = ", ".join(paints) or ("" if element.kind == "icon" else "unpainted")
    if identifiers:
        element.bound = {"icon": list(identifiers)}
    form, element.paints = drawing(node)
    element.form = element.form or form


def _rest(node: dict[str, Any], book: Book, found: dict[str, str]) -> None:
    """Every other key of a node as JSON, for the full view; `figma_size` for one that a term is called, too."""
    styles = ((term, book.name(book.styles, identifier)) for term, identifier in terms.published(node))
    found["published"] = ", ".join(f"{term} {quoted(title)}" for term, title in styles if title)
    if node.get("visible") is False:
        found["hidden"] = "true"
    for name, value in node.items():
        if value in (None, [], {}, "") or (name == "background" and value == node.get("fills")):
            continue
        if name in _TOLD and _TOLD[name](value):
            continue
        if name == "children":
            value = [each for each in value if not isinstance(each, dict)] if isinstance(value, list) else value
        key = f"figma_{name}" if name in found or name in _TOLD else name
        found[key if css.lower(key) else quoted(key)] = compact_json(value)
