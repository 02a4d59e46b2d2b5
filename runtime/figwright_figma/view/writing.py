"""Elements as text: lines (the tree form, for a model the shortest), YAML or JSON, all from the same terms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from figwright.redaction.escaping import make_visible
from figwright_figma.view.css import quoted
from figwright_figma.view.elements import Element
from figwright_figma.view.icons import id_of
from figwright_figma.view.repeats import HOISTED, Names, preorder, style_key, variable
from figwright_figma.view.terms import TERMS

_BARE = frozenset(("layout", "size", "text"))
_WORDS = {"padding": "pad", "component": "of"}
_TERMS = frozenset((*TERMS, "inside", "says"))
_BARE_KEYS = _TERMS | {"type", "name", "id", "same", "ids", "differences", "not_shown"}
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_OWN_QUOTES = frozenset(("text", "description", "component", "properties"))


class Part(NamedTuple):
    """One element as it is written: its own place, what it shows, and what it leaves out."""

    element: Element
    anchor: str
    """What ids inside the instance around it begin with."""
    depth: int
    same: Element | None
    cut: Sequence[Any]
    """Nodes right below that are not shown."""
    children: Sequence[Element]


class Kept(NamedTuple):
    """The `id()` of the elements to show, and of those whose whole body is shown, so that others can repeat it."""

    elements: frozenset[int]
    whole: frozenset[int]


class Writer:
    """Writes elements with the names and the selection of terms of one answer."""

    def __init__(
        self,
        names: Names,
        fields: frozenset[str] | None = None,
        kept: Kept | None = None,
        longest: int | None = None,
    ) -> None:
        self.names, self._fields, self._kept, self._longest = names, fields, kept, longest

    def parts(self, roots: Iterable[Element]) -> Iterator[Part | None]:
        """The elements in the order of a reader; None where the body of the one before it ends."""
        stack: list[tuple[Element, str, int] | None] = [(root, "", 0) for root in reversed(list(roots))]
        while stack:
            top = stack.pop()
            if top is None:
                yield None
                continue
            element, anchor, depth = top
            part = self.part(element, anchor, depth)
            yield part
            stack.append(None)
            inner = inside(element, anchor)
            stack.extend((child, inner, depth + 1) for child in reversed(part.children))

    def part(self, element: Element, anchor: str, depth: int) -> Part:
        kept, same = self._kept, element.same
        if same is not None and (kept is None or id(same) in kept.whole):
            return Part(element, anchor, depth, same, [], [])
        if kept is None:
            return Part(element, anchor, depth, None, element.cut, element.children)
        children = [child for child in element.children if id(child) in kept.elements] if same is None else []
        if len(children) == len(element.children):
            return Part(element, anchor, depth, None, element.cut, children)
        shown = frozenset(map(id, children))
        cut = [child.node for child in element.children if id(child) not in shown]
        return Part(element, anchor, depth, None, [*cut, *element.cut], children)

    def terms(self, element: Element) -> Iterator[str]:
        chosen = self._fields
        return (term for term, value in element.terms.items() if value and (chosen is None or term in chosen))

    def _wanted(self, term: str) -> bool:
        return self._fields is None or term in self._fields

    def shortened(self, part: Part) -> Iterator[tuple[str, int]]:
        """The ids of the nodes whose texts are too long to be shown whole, each with the length of its longest."""
        if self._longest is None:
            return
        for each in (part.element,) if part.same is None else preorder(part.element):
            said = [value for term, value in each.terms.items() if value and self._wanted(term)]
            length = max(len(make_visible(value)) for value in (each.name, *said))
            if length > self._longest:
                yield id_of(each.node), length

    def short(self, value: str) -> str:
        """A value, or how it begins and how much is missing, where it is too long for the budget."""
        if self._longest is None or len(seen := make_visible(value)) <= self._longest:
            return value
        try:
            text = str(json.loads(value)) if value[0] == '"' else value
        except ValueError:  # a name in quotes, and more
            text = value
        room = self._longest * len(value) // len(seen)
        return quoted(f"{text[:room]}… +{max(len(text) - room, 0)} characters")

    def name(self, element: Element) -> str:
        return self.short(quoted(element.name))

    def value(self, element: Element, term: str, value: str) -> str:
        """A term's value, or the label of its style; with its variables, where they are not said at the start."""
        names = self.names
        if term in HOISTED and names.labels and (key := style_key(element, term)) in names.labels:
            return names.labels[key]
        if element.bound and term in element.bound and (term, value) not in names.variables:
            return f"{value} ${variable(element, term, names.ids)}"
        return value

    def word(self, element: Element, term: str, value: str) -> str:
        """A term as it stands in a line."""
        said = self.value(element, term, self.short(value))
        if term in _BARE or (term == "fill" and not said.startswith('"')):
            return said
        if term == "at":
            return f"@{said}"
        if term == "properties":
            return f"({said})"
        return f"{_WORDS.get(term, term)} {said}"

    def changes(self, element: Element, anchor: str) -> Iterator[tuple[str, Element, dict[str, str], list[str]]]:
        """What an element that repeats another has otherwise: whose id, its element, its terms, terms it lacks."""
        inner = inside(element, anchor)
        for other, changed in element.differences:
            now = {term: value for term, value in changed.items() if value and (term == "name" or self._wanted(term))}
            gone = [term for term, value in changed.items() if not value and term != "name" and self._wanted(term)]
            if (
                not changed.get("name", "-") and "text" not in changed
            ):  # that of a text is left out where it is the text
                gone.append("name")
            if now or gone:
                yield relative(other.id, inner) or other.kind, other, now, gone

    def ids(self, element: Element, same: Element, anchor: str) -> list[str]:
        """The ids of the nodes inside, where they cannot be told from those of the body that is repeated."""
        first, second = inside(same, ""), inside(element, "")
        pairs = list(zip(preorder(same), preorder(element), strict=True))[1:]
        if all(relative(one.id, first) == relative(other.id, second) for one, other in pairs):
            return []
        inner = inside(element, anchor)
        return [relative(other.id, inner) or "-" for _, other in pairs]


def inside(element: Element, anchor: str) -> str:
    """What ids begin with inside an element: an instance's own id, where it is one."""
    if element.kind != "instance" or not element.id:
        return anchor
    return f"{element.id if element.id.startswith('I') else 'I' + element.id};"


def relative(identifier: str, anchor: str) -> str:
    """`;3:4` for the node I1:2;3:4 inside the instance 1:2."""
    return identifier[len(anchor) - 1 :] if anchor and identifier.startswith(anchor) else identifier


def tree(roots: Iterable[Element], writer: Writer) -> Iterator[str]:
    """One line a node, indented by its depth."""
    open_parts: list[Part] = []
    for part in writer.parts(roots):
        if part is None:
            closed = open_parts.pop()
            if closed.cut:
                yield f"{' ' * closed.depth} +{len(closed.cut)} not shown"
            continue
        open_parts.append(part)
        element, margin = part.element, " " * part.depth
        words = [element.kind]
        if element.name:
            words.append(writer.name(element))
        if element.id:
            words.append(relative(element.id, part.anchor))
        words += [writer.word(element, term, element.terms[term]) for term in writer.terms(element)]
        if part.same is not None:
            words.append(f"= {part.same.id}")
            if ids := writer.ids(element, part.same, part.anchor):
                words.append(f"ids {' '.join(ids)}")
        yield margin + " ".join(words)
        if part.same is not None:
            for identifier, other, now, gone in writer.changes(element, part.anchor):
                words = [identifier]
                for term, value in now.items():
                    said = f"name {writer.short(quoted(value))}" if term == "name" else writer.word(other, term, value)
                    words.append(said)
                yield f"{margin} {' '.join(words)}{f' no {chr(44).join(gone)}' if gone else ''}"


def _members(part: Part, writer: Writer) -> Iterator[tuple[str, str]]:
    """An element's keys with their values as JSON, without its children."""
    element = part.element
    yield "type", quoted(element.kind)
    if element.name:
        yield "name", writer.name(element)
    if element.id:
        yield "id", quoted(relative(element.id, part.anchor))
    for term in writer.terms(element):
        yield term, _json_value(writer, element, term, element.terms[term])
    if part.same is not None:
        yield "same", quoted(part.same.id)
        if ids := writer.ids(element, part.same, part.anchor):
            yield "ids", json.dumps(ids, separators=(",", ":"))
        found = []
        for identifier, other, now, gone in writer.changes(element, part.anchor):
            members = [f'"id":{quoted(identifier)}']
            for term, value in now.items():
                said = writer.short(quoted(value)) if term == "name" else _json_value(writer, other, term, value)
                members.append(f"{quoted(term)}:{said}")
            if gone:
                members.append(f'"without":{json.dumps(gone)}')
            found.append(f"{{{','.join(members)}}}")
        if found:
            yield "differences", f"[{','.join(found)}]"
    if part.cut:
        yield "not_shown", str(len(part.cut))


def _json_value(writer: Writer, element: Element, term: str, value: str) -> str:
    """Values that are JSON already stay so: texts of others, and the keys of a node in the full view."""
    value = writer.short(value)
    if term not in _TERMS:
        return value
    said = writer.value(element, term, value)
    return said if term in _OWN_QUOTES and said == value and _STRING.fullmatch(said) else quoted(said)


def compact(roots: Iterable[Element], writer: Writer) -> str:
    """The nodes as one JSON list, written without recursion."""
    pieces: list[str] = ["["]
    open_lists: list[bool] = []
    for part in writer.parts(roots):
        if part is None:
            pieces.append("]}" if open_lists.pop() else "}")
            continue
        if pieces[-1][-1] != "[":
            pieces.append(",")
        members = ",".join(f"{_key(name)}:{value}" for name, value in _members(part, writer))
        pieces.append("{" + members + (',"children":[' if part.children else ""))
        open_lists.append(bool(part.children))
    return "".join([*pieces, "]"])


def yaml(roots: Iterable[Element], writer: Writer) -> Iterator[str]:
    """The nodes as a YAML list; every value is also JSON, so that nothing in it can be taken for YAML."""
    for part in writer.parts(roots):
        if part is None:
            continue
        margin = "  " * part.depth
        lead = f"{margin}- "
        for name, value in _members(part, writer):
            yield f"{lead}{name if name in _BARE_KEYS else _key(name)}: {value}"
            lead = f"{margin}  "
        if part.children:
            yield f"{margin}  children:"


def _key(name: str) -> str:
    return name if name.startswith('"') else f'"{name}"'
