"""How a node looked and looks, in the terms of a layout (docs/views.md), and what of its keys these do not say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from figwright.rendering.compact import compact_json
from figwright_figma.changes.trees import Comparison, Json, Place
from figwright_figma.view.css import quoted
from figwright_figma.view.elements import Element, alone
from figwright_figma.view.kinds import word
from figwright_figma.view.references import Book
from figwright_figma.view.repeats import short_ids, variable
from figwright_figma.view.sameness import said_by
from figwright_figma.view.wording import align, font, link

_TOLD = frozenset(("name", "type", "absoluteBoundingBox", "absoluteRenderBounds", "overrides"))
"""Keys in words of their own, or that follow from what else differs in a node, around it or inside it."""
_LONG = 60
_PROPERTY = "property "
RANKS = (
    ("type", "component", "properties"),
    ("text", "visible", "name"),
    ("fill", "stroke", "effect", "opacity", "radius", "font", "runs", "blend", "mask", "icon"),
    ("layout", "gap", "padding", "grid", "size", "min", "max", "ratio", "rotate", "mirror", "pin", "overflow", "align"),
    ("click", "flows", "note", "status", "export", "description", "link"),
    ("at",),
)
"""What is said first."""


class Difference(NamedTuple):
    """One term of a node, before and after; "" where it had or has none."""

    term: str
    before: str
    after: str
    is_key: bool = False
    """Whether the term is a key of the node, and the values are its JSON."""

    def told(self) -> str:
        label = f"{self.term} "
        if not self.is_key:
            if self.term == "visible":
                return "hidden" if self.after else "shown again"
            if self.term == "name":
                return f"renamed from {self.before}"
            if self.term == "inside":
                return f"inside {self.after}"
            label = "" if self.term in ("type", "component") else label
        if not self.before:
            return f"{label}now {self.after}"
        return f"{label}{self.before} -> {self.after or 'none'}"

    @property
    def rank(self) -> int:
        term = "properties" if self.term.startswith(_PROPERTY) else self.term
        return next((rank for rank, terms in enumerate(RANKS) if term in terms and not self.is_key), len(RANKS))


class Looks:
    """Reads the nodes that differ."""

    def __init__(self, before: Json, after: Json, comparison: Comparison) -> None:
        self._books = Book.of(before), Book.of(after)
        self._comparison, self._moved = comparison, frozenset(comparison.moved)
        every = (*comparison.changed, *comparison.added, *comparison.removed)
        self._instances = {_instance(each) for each in every if each.startswith("I")}
        """Those in which something differs."""
        self._elements = {name: self._pair(name) for name in comparison.changed}
        variables = self._books[0].variables | self._books[1].variables
        self._ids = short_ids([each for pair in self._elements.values() for each in pair], variables)

    def differences(self, name: str) -> list[Difference]:
        """What of a node differs; the most telling first."""
        was, now = self._comparison.before[name], self._comparison.after[name]
        keys = self._comparison.changed[name]
        found = list(self._own(was.node, now.node, keys))
        elements = self._elements[name]
        terms = [term for term in dict.fromkeys((*elements[0].terms, *elements[1].terms)) if term not in _SAID_HERE]
        for term in terms:
            one, other = (self._phrase(each, term) for each in elements)
            if one != other and not (term == "at" and name in self._moved):
                found.append(Difference(term, one, other))
        said = {"properties" if each.term.startswith(_PROPERTY) else each.term for each in found}
        found += self._rest(was.node, now.node, keys, said, inside=_instance(name) in self._instances)
        found = found or [_raw(key, was.node.get(key), now.node.get(key)) for key in keys]
        return sorted(found, key=lambda each: each.rank)

    def _pair(self, name: str) -> tuple[Element, Element]:
        places = self._comparison.before[name], self._comparison.after[name]
        one, other = (_element(place, book) for place, book in zip(places, self._books, strict=True))
        return one, other

    def _phrase(self, element: Element, term: str) -> str:
        value = element.terms.get(term)
        if value is None:
            return ""
        style = quoted(element.styles[term]) if element.styles and term in element.styles else ""
        follows = variable(element, term, self._ids)
        return " ".join(filter(None, [style, value, f"${follows}" if follows else ""]))

    def _own(self, was: Json, now: Json, keys: list[str]) -> Iterator[Difference]:
        if "type" in keys:
            yield Difference("type", word(was.get("type")), word(now.get("type")))
        if "componentId" in keys:
            one, other = (self._component(node, book) for node, book in zip((was, now), self._books, strict=True))
            if one == other:
                one, other = (f"{said} {node.get('componentId')}" for said, node in ((one, was), (other, now)))
            yield Difference("component", f"of {one}" if one else "", f"of {other}" if other else "")
        if "componentProperties" in keys:
            yield from self._properties(was, now)
        if "characters" in keys:
            yield Difference("text", *excerpts(_text(was, "characters"), _text(now, "characters")))
        if "visible" in keys and (was.get("visible") is False) != (now.get("visible") is False):
            yield (
                Difference("visible", "", "hidden")
                if now.get("visible") is False
                else Difference("visible", "hidden", "")
            )
        if "name" in keys and not all(node.get("name") == node.get("characters") for node in (was, now)):
            yield Difference("name", *excerpts(_text(was, "name"), _text(now, "name")))

    def _component(self, node: Json, book: Book) -> str:
        identifier = node.get("componentId")
        if not isinstance(identifier, str):
            return ""
        entry = book.components.get(identifier)
        group = book.name(book.sets, entry.get("componentSetId")) if isinstance(entry, dict) else ""
        names = [quoted(each) for each in (group, book.name(book.components, identifier)) if each]
        return " ".join(names) or quoted(identifier)

    def _properties(self, was: Json, now: Json) -> Iterator[Difference]:
        one, other = (
            {} if not isinstance(given := node.get("componentProperties"), dict) else given for node in (was, now)
        )
        for name in dict.fromkeys((*one, *other)):
            before, after = (
                self._value(side.get(name), book) for side, book in zip((one, other), self._books, strict=True)
            )
            if before != after:
                yield Difference(f"{_PROPERTY}{quoted(name.partition('#')[0])}", before, after)

    def _value(self, entry: Any, book: Book) -> str:
        if not isinstance(entry, dict):
            return ""
        value = entry.get("value")
        title = book.name(book.components, value) if entry.get("type") == "INSTANCE_SWAP" else ""
        return json.dumps(title or value, ensure_ascii=False)

    def _rest(self, was: Json, now: Json, keys: list[str], said: set[str], *, inside: bool) -> Iterator[Difference]:
        """The keys that no term tells of, by name; with their values where these are short."""
        for key in keys:
            one, other = was.get(key), now.get(key)
            if key in _HOLDERS and all(isinstance(each, dict | None) for each in (one, other)):
                one, other = one or {}, other or {}
                differing = [each for each in dict.fromkeys((*one, *other)) if one.get(each) != other.get(each)]
                for each in differing:
                    if not (_is_told(one, other, each, said) if key == "style" else said_by(each) & said):
                        yield _raw(f"{key}.{each}", one.get(each), other.get(each))
            elif key == "overrides" and not inside:
                yield Difference("overrides", "", "others")
            elif key not in _TOLD and said_by(key).isdisjoint(said):
                yield _raw(key, one, other)


def _is_told(one: Json, other: Json, key: str, said: set[str]) -> bool:
    """Whether a term says what differs in a key of a text's style, or this follows from what one says."""
    swaps = ((one, {**one, key: other.get(key)}), (other, {**other, key: one.get(key)}))
    if any(write(style) != write(swapped) for style, swapped in swaps for write in (font, align, link)):
        return True
    return ("font" in said and key in _FOLLOWING) or ("size" in said and key == "textAutoResize")


_HOLDERS = frozenset(("boundVariables", "styles", "style"))
"""Keys whose values are told key by key."""
_FOLLOWING = frozenset(
    (
        "fontPostScriptName",
        "fontStyle",
        "lineHeightPx",
        "lineHeightPercent",
        "lineHeightPercentFontSize",
        "lineHeightUnit",
    )
)
"""Of a text's style: names of the font, and its line height once more."""
_SAID_HERE = frozenset(("component", "properties", "text", "visible"))


def _instance(name: str) -> str:
    """The instance on the page that a sublayer's id leads through; of another id, itself."""
    return name.removeprefix("I").partition(";")[0]


def _element(place: Place, book: Book) -> Element:
    around = place.around
    parent = around.node if around is not None and around.around is not None else None
    return alone(place.node, parent, book, place.turn)


def _text(node: Json, key: str) -> str:
    value = node.get(key)
    return value if isinstance(value, str) else ""


def _raw(key: str, one: Any, other: Any) -> Difference:
    """A key with its values, or where they are long, that they differ."""
    before, after = ("" if value is None else compact_json(value) for value in (one, other))
    if max(len(before), len(after)) > _LONG:
        before, after = "", "otherwise"
    return Difference(key if key.replace(".", "").isalnum() else quoted(key), before, after, is_key=True)


def excerpts(one: str, other: str, longest: int = 80) -> tuple[str, str]:
    """Two texts in quotes; of long ones what is around their first difference, and how many characters are missing."""
    if max(len(one), len(other)) <= longest:
        return quoted(one) if one else "", quoted(other) if other else ""
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(0, same - longest // 4)
    return _excerpt(one, start, longest), _excerpt(other, start, longest)


def _excerpt(text: str, start: int, longest: int) -> str:
    if not text:
        return ""
    piece = text[start : start + longest]
    missing = len(text) - len(piece)
    dots = "…" if start else "", "…" if start + longest < len(text) else ""
    return f"{quoted(piece.join(dots))}{f' +{missing} characters' if missing else ''}"
