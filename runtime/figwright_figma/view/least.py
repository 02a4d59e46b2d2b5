"""How long an outline may be: at most a third of the layout, which is written to know that where it is small.

Of a large one, what a layout says at the least is written in its place: each node's type, name, id and text, without
its look; of bodies that are built alike only the first, as all others may be told by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from figwright.rendering.answer import Answer
from figwright.rendering.shape import Shape
from figwright.rendering.token_count import estimate_tokens
from figwright_figma.view import css, flow, geometry, wording
from figwright_figma.view.asking import Asked, Trees
from figwright_figma.view.elements import Element, Plan, Root, grow, named
from figwright_figma.view.geometry import Turn
from figwright_figma.view.icons import Survey, children, is_shown
from figwright_figma.view.page import CHARACTERS_PER_TOKEN, Page
from figwright_figma.view.references import Book, component
from figwright_figma.view.repeats import fold

_SHARE = 3
_FILLED = 0.6
"""The least part of its budget that a layout takes which is cut to fit."""
_FEW = 300
"""Of how many nodes the layout is written."""
_SMALL = Shape(max_tokens=130, max_characters=330)
"""What an outline may take in any case, if the layout does: its head, a line or two, and the way on."""


def outline_limit(answer: Answer, asked: Asked, found: Trees, seen: Survey) -> Shape:
    """The shape of the answer with the room for its outline."""
    shape = answer.shape
    whole = shape._replace(view="layout", depth=None, fields=None, max_tokens=10**12, max_characters=10**12)
    few = seen.nodes <= _FEW
    tops = _all(found.roots, seen) if few else _least(found.roots, seen)
    page = Page(answer._replace(shape=whole), "layout", asked, found, tops, seen, whole)
    text = page.text() if few else page.bare()
    characters = min(shape.max_characters, int(shape.max_tokens * CHARACTERS_PER_TOKEN))
    return shape._replace(
        max_tokens=_room(shape.max_tokens, estimate_tokens(text), _SMALL.max_tokens),
        max_characters=_room(characters, len(text), _SMALL.max_characters),
    )


def _room(budget: int, layout: int, small: int) -> int:
    third = min(layout, _FILLED * budget) / _SHARE
    return min(budget, max(int(third), min(layout, small)))


def _all(roots: list[Root], seen: Survey) -> list[Element]:
    tops, _ = grow(roots, Plan(), seen)
    fold(tops)
    return tops


def _least(roots: list[Root], seen: Survey) -> list[Element]:
    """The trees without what a layout could leave out: most of the looks, and bodies built like one before."""
    keys = _keys([root.node for root in roots], seen)
    written: set[int] = set()
    tops = [_bare(root.node, root.parent, root.book, None, seen) for root in roots]
    stack = [(top, root.book, False) for top, root in zip(tops, roots, strict=True)][::-1]
    while stack:
        element, book, in_instance = stack.pop()
        node = element.node
        if not (below := _inside(node, seen)):
            continue
        in_instance = in_instance or node.get("type") == "INSTANCE"
        if (key := keys[id(node)]) not in written:
            written.add(key)
            element.children = [_bare(child, node, book, element.turn, seen) for child in below]
            stack += [(child, book, in_instance) for child in reversed(element.children)]
        elif not in_instance:
            element.terms["layout"] = " ".join(filter(None, [element.terms.get("layout"), *_ids(below, seen)]))
    return tops


def _ids(nodes: list[dict[str, Any]], seen: Survey) -> Iterator[str]:
    """Of nodes in a body that may be told by another: those that stand in no instance, whose ids would follow."""
    stack = nodes[::-1]
    while stack:
        node = stack.pop()
        yield css.token(node.get("id"))
        if node.get("type") != "INSTANCE":
            stack += reversed(_inside(node, seen))


def _keys(roots: list[dict[str, Any]], seen: Survey) -> dict[int, int]:
    """Equal numbers for nodes that are built alike, by their `id()`."""
    order = list(roots)
    for node in order:  # grows while it is walked
        order += _inside(node, seen)
    numbers: dict[tuple[int, ...], int] = {}
    found: dict[int, int] = {}
    for node in reversed(order):
        found[id(node)] = numbers.setdefault(tuple([found[id(child)] for child in _inside(node, seen)]), len(numbers))
    return found


def _inside(node: dict[str, Any], seen: Survey) -> list[dict[str, Any]]:
    return [] if id(node) in seen.icons else [child for child in children(node) if is_shown(child)]


def _bare(node: dict[str, Any], parent: dict[str, Any] | None, book: Book, outer: Turn | None, seen: Survey) -> Element:
    """A node with those terms that stand in its line whatever else is in the layout."""
    element = named(node, seen)
    found, kind = element.terms, node.get("type")
    element.turn = turn = geometry.within(outer, geometry.turn_of(node))
    if kind in ("INSTANCE", "COMPONENT", "COMPONENT_SET"):
        component(node, kind, book, found)
    flow.flow(node, found)
    flow.placed(node, parent, turn, outer, geometry.extent(node, turn), found)
    if id(node) in seen.icons and (pixels := flow.size(node, turn)):
        found["size"] = pixels
    if isinstance(text := node.get("characters"), str):
        found["text"] = css.quoted(text)
        if wording.font(node.get("style")):
            found["font"] = '""'
    return element
