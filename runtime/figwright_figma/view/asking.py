"""What an answer was asked for, what of that it does not hold, and the calls that bring what is not shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from figwright.errors import InvalidToolInputError
from figwright.inputs.validation import validate
from figwright.rendering.answer import Answer
from figwright.rendering.compact import call_text
from figwright_figma.view.css import quoted
from figwright_figma.view.elements import Root
from figwright_figma.view.references import Book

_READ_NODES = "figma_file_nodes_get"
_ASKED_IDS = 30
"""Of one call; they stand in its address."""
_KEPT = ("file_key", "version", "geometry", "plugin_data")
"""Inputs that are the same in the next call."""


class Asked(NamedTuple):
    """The input of a call, as far as it decides what the answer can hold."""

    ids: list[str]
    depth: int | None

    @classmethod
    def of(cls, answer: Answer) -> Asked:
        given: Mapping[str, object] = answer.tool_input
        if answer.tool is not None:
            with suppress(InvalidToolInputError):  # shown again with less than the call needs
                given = validate(answer.tool, given)
        ids, depth = given.get("ids"), given.get("depth")
        text = ",".join(map(str, ids)) if isinstance(ids, Sequence) and not isinstance(ids, str) else str(ids or "")
        found = (re.sub(r"(?<=[0-9])-", ":", each) for each in re.split(r"[\s,]+", text) if each)
        return cls(list(dict.fromkeys(found)), depth if type(depth) is int and depth > 0 else None)


class Trees(NamedTuple):
    """The trees of a response, and the ids that were asked for and are in none of them."""

    roots: list[Root]
    missing: list[str]


def trees(answer: Answer, asked: Asked) -> Trees:
    data = answer.data
    if not isinstance(data, dict):
        return Trees([], [])
    document, nodes = data.get("document"), data.get("nodes")
    if isinstance(document, dict):
        return Trees(_pages(data, document, asked), _absent(document, asked.ids))
    if not isinstance(nodes, dict):
        return Trees([], [])
    found = {
        name: Root(entry["document"], None, Book.of(entry, data), asked.depth)
        for name, entry in nodes.items()
        if isinstance(entry, dict) and isinstance(entry.get("document"), dict)
    }
    ids = {root.node.get("id"): name for name, root in found.items() if isinstance(root.node.get("id"), str)}
    missing = [name for name in dict.fromkeys((*asked.ids, *nodes)) if name not in found and name not in ids]
    return Trees(list(found.values()), missing)


def _pages(data: dict[str, Any], document: dict[str, Any], asked: Asked) -> list[Root]:
    book, pages, ids = Book.of(data), document.get("children"), frozenset(asked.ids)
    if document.get("type") == "DOCUMENT" and isinstance(pages, list):
        below = None if asked.depth is None else asked.depth - 1
        if found := [Root(page, document, book, below, ids) for page in pages if isinstance(page, dict)]:
            return found
    return [Root(document, None, book, asked.depth, ids)]


def _absent(document: dict[str, Any], ids: list[str]) -> list[str]:
    missing = dict.fromkeys(ids)
    stack = [document] if ids else []
    while stack and missing:
        node = stack.pop()
        if isinstance(name := node.get("id"), str):
            missing.pop(name, None)
        below = node.get("children")
        stack.extend(each for each in below if isinstance(each, dict)) if isinstance(below, list) else None
    return list(missing)


def not_answered(missing: list[str], room: int) -> str:
    """A sentence on the ids that an answer does not hold."""
    told = [f"{quoted(name)} is not in this file" for name in missing]
    named = few(told, room)
    more = f", nor are {len(told) - named} more of the ids asked for" if len(told) > named else ""
    return (
        f"{'; '.join(told[:named])}{more}: deleted, on another branch or in another version, or the id of a prototype "
        "link. Look for it with figma_file_get and depth=2."
    )


def calls(answer: Answer, ids: list[str], more: Mapping[str, object]) -> list[str]:
    """Calls that read the nodes; each so short that its own answer has room to name it again."""
    given = {name: answer.tool_input[name] for name in _KEPT if answer.tool_input.get(name) is not None}
    found = []
    while ids:
        most = min(_ASKED_IDS, few(ids, answer.shape.max_tokens // 2))
        found.append(call_text(_READ_NODES, given, {"ids": ids[:most], **more}))
        ids = ids[most:]
    return found


def few(said: list[str], characters: int) -> int:
    """How many ids, or words on them, may be said without taking the place of what there is to read; one at least."""
    length = most = 0
    for each in said:
        length += len(each) + 4
        if most and length > characters:
            break
        most += 1
    return most
