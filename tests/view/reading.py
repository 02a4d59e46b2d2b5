"""A model's side of a design: reads a text line by line, puts `= X` in, and follows every call that the text names.

Nothing here comes from the code that writes the texts: lines are read as their legend describes them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from figma_tools.connector import CONNECTOR
from figwright.rendering.answer import Answer
from figwright.rendering.render import render
from figwright.rendering.shape import Shape, Shaping, shape_of
from figwright_figma.view import VIEWS

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s"]+')
_ID = re.compile(r"(I?-?\d+:-?\d+)?(;-?\d+:-?\d+)*")
_CALL = re.compile(r"(figma_\w+) (?={)")


@dataclass
class Seen:
    """One node as a text shows it."""

    kind: str
    id: str
    words: set[str]
    """Everything in quotes."""
    same: str = ""
    ids: list[str] = field(default_factory=list)
    changes: dict[str, set[str]] = field(default_factory=dict)
    children: list[Seen] = field(default_factory=list)
    is_icon: bool = False
    anchor: str = ""
    """What the ids of the nodes inside begin with."""
    inside: int = 0
    """How many nodes an outline counts in it."""

    def inner(self) -> Iterator[Seen]:
        for child in self.children:
            yield child
            yield from child.inner()


@dataclass
class Reading:
    """All that one text says: nodes by id with `= X` put in, claims of sameness, calls."""

    tops: list[Seen]
    tail: str
    head: str = ""
    nodes: dict[str, set[str]] = field(default_factory=dict)
    icons: set[str] = field(default_factory=set)
    claims: list[tuple[str, str]] = field(default_factory=list)
    inside: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        written: dict[str, Seen] = {}
        for each in (each for top in self.tops for each in (top, *top.inner())):
            if each.id in written:
                assert each.same in ("", each.id), f"{each.id} is shown twice, and not as the same"
                continue
            written[each.id] = each
            self.nodes[each.id] = each.words
            if each.inside:
                self.inside[each.id] = each.inside
            if each.is_icon:
                self.icons.add(each.id)
            if each.same:
                self.claims.append((each.id, each.same))
                for inner, words, is_icon in repeated(each, written):
                    self.nodes[inner] = words
                    if is_icon:
                        self.icons.add(inner)

    @property
    def calls(self) -> list[tuple[str, dict[str, Any]]]:
        found = []
        for match in _CALL.finditer(self.tail):
            given, _ = json.JSONDecoder().raw_decode(self.tail, match.end())
            found.append((match[1], given))
        return found

    @property
    def again(self) -> list[int]:
        """With what budget the same call is to be made, where there is no room to write it."""
        return [int(each) for each in re.findall(r"make the same call with max_tokens=(\d+)", self.tail)]

    @property
    def named(self) -> set[str]:
        return {each for _, given in self.calls for each in given.get("ids", ())}

    @property
    def hidden(self) -> int:
        found = re.search(r"(\d+) hidden left out", self.head)
        return int(found[1]) if found else 0

    @property
    def cut(self) -> int:
        found = re.search(r"(\d+) of \d+ nodes are not shown", self.tail)
        return int(found[1]) if found else 0


def repeated(seen: Seen, written: dict[str, Seen]) -> list[tuple[str, set[str], bool]]:
    """The nodes inside one that is the same as another, each with its id, its words, and whether it is an icon."""
    first = written[seen.same]
    found: list[tuple[str, set[str], bool]] = []
    for each in first.inner():
        found.append((each.id, each.words, each.is_icon))
        if each.same:
            found += repeated(each, written)
    if first.same:
        raise AssertionError(f"{seen.id} = {first.id}, which is the same as another itself")
    if seen.ids:
        assert len(seen.ids) == len(found), f"{seen.id}: ids for other nodes than {first.id} holds"
        names = seen.ids
    else:
        names = [seen.anchor + name.removeprefix(first.anchor) for name, _, _ in found]
    return [
        (name, words | seen.changes.get(name, set()), is_icon)
        for name, (_, words, is_icon) in zip(names, found, strict=True)
    ]


def read(text: str, form: str) -> Reading:
    if form == "yaml":
        return _of_json(yaml.load(text, yaml.CSafeLoader))
    return _of_json(json.loads(text)) if form == "json" else _of_lines(text)


def _of_lines(text: str) -> Reading:
    lines = text.split("\n")
    head = 0
    while head < len(lines) and not re.match(r"[a-z][a-z-]* ", lines[head]):
        if (
            lines[head].startswith(("Cut ", "Texts ", "Fetched ", "For what is inside "))
            or " is not in this file" in lines[head]
        ):
            break
        head += 1
    tops: list[Seen] = []
    stack: list[Seen] = []
    at = head
    while at < len(lines) and (lines[at].startswith(" ") or re.match(r"[a-z][a-z-]* ", lines[at])):
        line = lines[at]
        at += 1
        depth = len(line) - len(line.lstrip(" "))
        tokens = _TOKEN.findall(line)
        del stack[depth:]
        outer = stack[-1] if stack else None
        if outer is not None and outer.same:
            outer.changes[_whole(tokens[0], outer.anchor)] = _words(tokens)
            continue
        if tokens[0].startswith("+"):
            continue
        seen = _node(tokens, outer.anchor if outer else "")
        (outer.children if outer else tops).append(seen)
        stack.append(seen)
    return Reading(tops, "\n".join(lines[at:]), "\n".join(lines[:head]))


def _node(tokens: list[str], anchor: str) -> Seen:
    kind, rest = tokens[0], tokens[1:]
    words = _words(tokens)
    if rest and rest[0].startswith('"'):
        rest = rest[1:]
    name = _whole(rest[0], anchor) if rest and _ID.fullmatch(rest[0]) else ""
    seen = Seen(kind, name, words, is_icon=kind == "icon" or "icon" in rest, anchor=_anchor(kind, name, anchor))
    if "inside" in rest:
        seen.inside = _counted(" ".join(rest[rest.index("inside") + 1 :]))
    if "=" in rest:
        place = rest.index("=")
        seen.same = rest[place + 1]
        if rest[place + 2 : place + 3] == ["ids"]:
            seen.ids = [_whole(each, seen.anchor) for each in rest[place + 3 :]]
    return seen


def _of_json(data: dict[str, Any]) -> Reading:
    def node(given: dict[str, Any], anchor: str) -> Seen:
        kind, name = given["type"], _whole(given.get("id", ""), anchor)
        inner = _anchor(kind, name, anchor)
        seen = Seen(kind, name, _strings(given), given.get("same", ""), anchor=inner)
        seen.is_icon = kind == "icon" or "icon" in given
        seen.inside = _counted(given.get("inside", ""))
        seen.ids = [_whole(each, inner) for each in given.get("ids", ())]
        seen.changes = {_whole(each["id"], inner): _strings(each) for each in given.get("differences", ())}
        seen.children = [node(each, inner) for each in given.get("children", ())]
        return seen

    notes = (data.get(name, "") for name in ("missing", "cut", "inside", "short", "fetched", "beside"))
    return Reading([node(each, "") for each in data.get("nodes", ())], "\n".join(notes), data.get("file", ""))


def _counted(said: str) -> int:
    """The sum of `12 text, 3 rect, 4 more`."""
    found = re.match(r"\d+ [a-z-]+(, \d+ [a-z-]+)*", said)
    return sum(map(int, re.findall(r"\d+", found[0]))) if found else 0


def _strings(given: dict[str, Any]) -> set[str]:
    said = {value for value in given.values() if isinstance(value, str)}
    return said | {json.loads(each) for value in said for each in re.findall(r'"(?:[^"\\]|\\.)*"', value)}


def _words(tokens: list[str]) -> set[str]:
    return {json.loads(each) for each in tokens if each.startswith('"') and each.endswith('"')}


def _whole(identifier: str, anchor: str) -> str:
    return anchor + identifier[1:] if identifier.startswith(";") else identifier


def _anchor(kind: str, name: str, outer: str) -> str:
    return f"{name if name.startswith('I') else 'I' + name};" if kind == "instance" and name else outer


class Figma:
    """A file whose nodes are served as Figma serves them, and read as a model that follows every call."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.nodes: dict[str, dict[str, Any]] = {}
        stack = [document]
        while stack:
            node = stack.pop()
            self.nodes[node["id"]] = node
            stack.extend(node.get("children", ()))

    def answer(self, name: str, given: dict[str, Any], default: Shape) -> Answer:
        own = {key: value for key, value in given.items() if key in Shaping.__annotations__ and key != "depth"}
        asked = {key: value for key, value in given.items() if key not in own}
        shape, depth = shape_of(name, own, default, VIEWS), asked.get("depth")
        if name == "figma_file_get":
            data: dict[str, Any] = {"name": "f", "document": _down_to(self.document, depth)}
        else:
            found = ((each, self.nodes.get(each)) for each in asked["ids"])
            data = {"name": "f", "nodes": {each: node and {"document": _down_to(node, depth)} for each, node in found}}
        return Answer(name, data, shape, CONNECTOR.tools[name], asked)

    def texts_read(self, name: str, given: dict[str, Any], default: Shape, most: int = 3000) -> dict[str, set[str]]:
        """What is read of each node by someone who follows all calls; each answer is checked on the way."""
        found: dict[str, set[str]] = {}
        asked, seen = [(name, given)], set()
        while asked:
            name, given = asked.pop()
            if (key := f"{name} {json.dumps(given)}") in seen:
                continue
            seen.add(key)
            assert len(seen) < most, f"calls without an end: {key}"
            answer = self.answer(name, given, default)
            reading = read(render(answer).text, answer.shape.form)
            check(answer, reading)
            for each, words in reading.nodes.items():
                found.setdefault(each, set()).update(words)
            asked += reading.calls
            asked += [(name, {**given, "max_tokens": more}) for more in reading.again]
        return found


def _down_to(node: dict[str, Any], depth: int | None) -> dict[str, Any]:
    if depth is None or "children" not in node:
        return node
    below = [_down_to(child, depth - 1) for child in node["children"]] if depth else []
    return {**node, "children": below}


def check(answer: Answer, reading: Reading) -> None:
    """Each node is in the expanded text, in a named icon, hidden and counted, or under an id that a call fetches.

    The full view shows hidden nodes as well. In an outline, the line around a node may count it.
    """
    seen = everything if answer.shape.view == "full" else visible
    roots = _roots(answer.data)
    nodes = {node["id"]: node for root in roots for node in everything(root)}
    for one, other in reading.claims:
        assert built(nodes[one]) == built(nodes[other]), f"{one} = {other} is false"
    lost: dict[str, int] = {}
    whole = bool(reading.again) or any("ids" not in given or given == answer.tool_input for _, given in reading.calls)
    named = reading.named
    for root in roots:
        stack = [(root, "", False, False)]
        while stack:
            node, around, in_icon, fetched = stack.pop()
            fetched = fetched or node["id"] in named
            if not in_icon and node["id"] not in reading.nodes:
                lost[around] = lost.get(around, 0) + sum(1 for _ in seen(node))
                assert fetched or whole, f"{node['id']} is lost"
                continue
            in_icon = in_icon or node["id"] in reading.icons
            below = [
                each for each in node.get("children", ()) if seen is everything or each.get("visible") is not False
            ]
            stack += [(child, node["id"], in_icon, fetched) for child in below]
    if reading.head and seen is visible:
        counts = (len(list(everything(root))) - len(list(visible(root))) for root in roots)
        assert reading.hidden == sum(counts)
    assert all(lost.get(around, 0) >= inside for around, inside in reading.inside.items())
    assert reading.cut + sum(reading.inside.values()) == sum(lost.values()) or reading.again or not reading.tail
    if not reading.cut and not reading.again:
        assert lost == reading.inside


def built(node: dict[str, Any]) -> tuple[Any, ...]:
    """How a body is built; of what is inside an icon, too."""
    below = [child for child in node.get("children", ()) if child.get("visible") is not False]
    return tuple((child["type"], built(child)) for child in below)


def everything(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("children", ()):
        yield from everything(child)


def visible(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A node, which was asked for, and the visible ones inside."""
    yield node
    for child in node.get("children", ()):
        if child.get("visible") is not False:
            yield from visible(child)


def _roots(data: dict[str, Any]) -> list[dict[str, Any]]:
    if "document" in data:
        document = data["document"]
        return list(document["children"]) if document["type"] == "DOCUMENT" and document["children"] else [document]
    return [entry["document"] for entry in data["nodes"].values() if entry]
