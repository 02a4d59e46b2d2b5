"""What occurs more than once is written once: bodies, styles, and the variable behind a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from figwright_figma.view.css import quoted
from figwright_figma.view.elements import Element
from figwright_figma.view.paints import NO_REF
from figwright_figma.view.sameness import settled, unlike
from figwright_figma.view.terms import SIDED

HOISTED = ("font", "fill", "stroke", "effect")
_SHORTEST = 14
"""A value of fewer characters is not worth a name."""
_CANDIDATES = 3


def level_order(roots: Iterable[Element]) -> list[Element]:
    """Elements level by level; of a body that repeats another, only its root."""
    found = list(roots)
    for element in found:  # grows while it is walked
        if element.same is None:
            found += element.children
    return found


def preorder(root: Element) -> Iterator[Element]:
    stack = [root]
    while stack:
        element = stack.pop()
        yield element
        stack.extend(reversed(element.children))


def fold(roots: list[Element]) -> None:
    """Let a body that was written before stand for one like it, where naming the differences is shorter.

    Only what was seen whole is like another: a cut, or a node that was not fetched, makes all around it unlike any.
    """
    keys: dict[tuple[object, ...], int] = {}
    sizes: dict[int, int] = {}
    for element in reversed(level_order(roots)):
        shape: tuple[object, ...] = (element.kind, object() if element.cut else element.form)
        size = _length(element)
        if element.children:
            shape += tuple([child.key for child in element.children])
            size += sum([sizes[id(child)] for child in element.children])
        element.key, sizes[id(element)] = keys.setdefault(shape, len(keys) + 1), size
    written: dict[int, list[Element]] = {}
    stack = list(reversed(roots))
    while stack:
        element = stack.pop()
        if element.children:
            before = written.setdefault(element.key, [])
            limit = 0.7 * (sizes[id(element)] - _length(element))
            best: list[tuple[Element, dict[str, str | None]]] | None = None
            for other in before:
                try:
                    found = _differences(other, element, limit)
                except RecursionError:  # values that nest deeper than Python compares them
                    found = None
                if found is not None:
                    best, element.same = found, other
                    limit = sum([_cost(changed) for _, changed in found])
            if best is not None:
                element.differences = best
                continue
            if len(before) < _CANDIDATES:
                before.append(element)
        stack.extend(reversed(element.children))


def whole_at(order: list[Element]) -> dict[int, int]:
    """By an element's `id()`, how many of the elements in level order show its whole body, with all that it repeats."""
    places = {id(element): place for place, element in enumerate(order, 1)}
    for element in sorted(order, key=lambda each: (each.key, each.same is not None)):
        parts = element.children if element.same is None else (element.same,)
        if parts:
            places[id(element)] = max(places[id(element)], *(places[id(part)] for part in parts))
    return places


def _length(element: Element) -> int:
    return 12 + len(element.name) + sum(map(len, element.terms.values())) + 6 * len(element.terms)


def _cost(changed: dict[str, str | None]) -> int:
    return 12 + 8 * len(changed) + len("".join(filter(None, changed.values())))


def _differences(first: Element, second: Element, limit: float) -> list[tuple[Element, dict[str, str | None]]] | None:
    """What the nodes inside `second` have otherwise than those of `first`.

    None where it would take too long to say, or where they differ in what no term says.
    """
    found: list[tuple[Element, dict[str, str | None]]] = []
    cost = 24.0
    stack, own = [(first, second)], _changed(first, second)
    while stack:
        one, other = stack.pop()
        changed = _changed(one, other)
        if unlike(one.node, other.node, changed) or (one.paints != other.paints and "icon" not in changed):
            return None
        if changed and other is not second:  # whose terms are written, all of them
            found.append((other, changed))
            cost += _cost(changed)
            if cost > limit:
                return None
        if one.children:
            stack.extend(zip(reversed(one.children), reversed(other.children), strict=True))
    if found or not own.keys() <= {"at"} or settled(zip(_nodes(first), _nodes(second), strict=True)):
        return found
    return None


def _nodes(root: Element) -> Iterator[dict[str, Any]]:
    return (element.node for element in preorder(root))


def _changed(one: Element, other: Element) -> dict[str, str | None]:
    """The terms in which two elements differ, as the second has them."""
    alike = one.bound == other.bound and one.styles == other.styles
    if alike and one.name == other.name and one.terms == other.terms:
        return {}
    before, now = one.terms, other.terms
    changed: dict[str, str | None] = {name: value for name, value in now.items() if before.get(name) != value}
    if not before.keys() <= now.keys():
        changed.update((name, None) for name in before if name not in now)
    if one.name != other.name:
        changed["name"] = other.name
    for first, second in () if alike else ((one.bound, other.bound), (one.styles, other.styles)):
        first, second = first or {}, second or {}
        changed.update((name, now.get(name)) for name in {**first, **second} if first.get(name) != second.get(name))
    return changed


class Names(NamedTuple):
    """What stands before the tree, and how the tree refers to it."""

    styles: dict[str, str]
    """Definition by label, in the order of first use."""
    labels: dict[tuple[str, str, str, tuple[str, ...]], str]
    variables: dict[tuple[str, str], str]
    """The variables behind a term's value, where it never occurs without them."""
    ids: dict[str, str]
    """A variable's name, or its id in short."""
    about: dict[str, str]
    """What was written about the components and the styles that are shown."""


def name_all(elements: list[Element], variables: dict[str, object]) -> Names:
    """Name the styles that repeat or are published, and find what variables always go with a value."""
    ids = short_ids(elements, variables)
    uses: dict[tuple[str, str, str, tuple[str, ...]], int] = {}
    for element in elements:
        for term in HOISTED:
            if term in element.terms and (key := style_key(element, term)) is not None:
                uses[key] = uses.get(key, 0) + 1
    labels: dict[tuple[str, str, str, tuple[str, ...]], str] = {}
    styles: dict[str, str] = {}
    for key, times in uses.items():
        term, value, title, bound = key
        if not title and (times < 2 or len(value) < _SHORTEST):
            continue
        label = base = quoted(title or _label(term, value))
        number = 1
        while label in styles:
            number += 1
            label = f"{base}/{number}"
        labels[key] = label
        shown = ",".join(dict.fromkeys(ids[each] for each in bound if each))
        styles[label] = f"{'' if term == 'fill' else term + ' '}{value}{f' ${shown}' if shown else ''}"
    about = {name: text for element in elements for name, text in (element.about or {}).items()}
    return Names(styles, labels, _always(elements, labels, ids), ids, about)


def _always(
    elements: list[Element], labels: dict[tuple[str, str, str, tuple[str, ...]], str], ids: dict[str, str]
) -> dict[tuple[str, str], str]:
    """The variables of those values that never occur without them."""
    behind: dict[tuple[str, str], dict[str, int]] = {}
    for element in elements:
        for term in element.bound or ():
            if (value := element.terms.get(term)) and style_key(element, term) not in labels:
                counts = behind.setdefault((term, value), {})
                shown = variable(element, term, ids)
                counts[shown] = counts.get(shown, 0) + 1
    found = {key: next(iter(counts)) for key, counts in behind.items() if len(counts) == 1 and sum(counts.values()) > 1}
    for element in elements if found else ():
        for term, value in element.terms.items():
            if (term, value) in found and term not in (element.bound or ()) and style_key(element, term) not in labels:
                del found[term, value]
    return found


def style_key(element: Element, term: str) -> tuple[str, str, str, tuple[str, ...]] | None:
    value = element.terms.get(term)
    if not value or term not in HOISTED or NO_REF in value:
        return None
    title = element.styles.get(term, "") if element.styles else ""
    return term, value, title, tuple(element.bound.get(term, ())) if element.bound else ()


def variable(element: Element, term: str, ids: dict[str, str]) -> str:
    """What follows `$`: the variables of one term; sides as CSS abbreviates them."""
    found = element.bound.get(term) if element.bound else None
    if not found:
        return ""
    if term == "gap" or term in SIDED:
        sides = [ids.get(each, "-") for each in found]
        return ",".join(sides) if len(set(sides)) > 1 else sides[0]
    return ",".join(dict.fromkeys(ids[each] for each in found if each in ids))


def short_ids(elements: list[Element], variables: dict[str, object]) -> dict[str, str]:
    """`VariableID:<library>/12:3` becomes `12:3`, with a piece of the library's key where that is not enough."""
    taken: dict[str, str] = {}
    ids: dict[str, str] = {}
    for element in elements:
        for found in element.bound.values() if element.bound else ():
            for identifier in found:
                if identifier in ids or not identifier:
                    continue
                known = variables.get(identifier)
                name = known.get("name") if isinstance(known, dict) else None
                library, _, tail = identifier.removeprefix("VariableID:").rpartition("/")
                short = quoted(name) if isinstance(name, str) else tail if _plain(tail) else quoted(tail)
                if taken.setdefault(short, identifier) != identifier:
                    short = f"{short}~{library[:4]}" if _plain(library[:4]) else quoted(identifier)
                ids[identifier] = short
    return ids


def _plain(text: str) -> bool:
    return text.isascii() and text.replace(":", "").isalnum()


def _label(term: str, value: str) -> str:
    """A name from what the style is: `inter-14-600` for a font, `shadow-0-4-8` for a shadow."""
    words = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in value[:60]).lower().split()
    if term == "font":
        letters = [word for word in words if word.isalpha()]
        digits = [word for word in words if word.isdigit()]
        words = [*letters[:1], *digits[1:2], *digits[:1], *letters[1:2]]
    elif term == "stroke":
        words = ["stroke", *words[:3]]
    return "-".join(words[:4]) or term
