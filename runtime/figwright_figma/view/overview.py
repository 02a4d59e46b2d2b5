"""The outline: which nodes have a line of their own, what their lines say of the others, and how long it may be.

Leaves have none, nor has what is inside instances and icons: the line around them counts them and says how their first
texts begin. An outline is at most a third of the layout; where that is short, it may take what a small thing needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from figwright_figma.view import flow
from figwright_figma.view.css import quoted
from figwright_figma.view.geometry import Turn
from figwright_figma.view.icons import children, is_shown, may_hold
from figwright_figma.view.kinds import word

_BEGINNING = 32
"""Characters of a text, of which a line says `_BEGINNINGS` at most."""
_BEGINNINGS = 4
_MOST_KINDS = 3


def lines_below(node: dict[str, Any], *, is_root: bool) -> list[Any]:
    """The children that have lines of their own."""
    if node.get("type") == "INSTANCE" and not is_root:
        return []
    return [child for child in children(node) if is_shown(child) and _has_line(child)]


def _has_line(node: dict[str, Any]) -> bool:
    return bool(children(node)) or may_hold(node.get("type"))


def tell(node: dict[str, Any], turn: Turn | None, found: dict[str, str], lines: list[Any]) -> None:
    """Make the terms of a node those of its line: its component, its size, and what is inside but for these `lines`."""
    for term in found.keys() - {"component"}:
        del found[term]
    if size := flow.size(node, turn):
        found["size"] = size
    opened = frozenset(map(id, lines))
    inside = list(_everything(each for each in children(node) if is_shown(each) and id(each) not in opened))
    if inside:
        found["inside"] = _counted(inside)
    own = [quoted(text)] if isinstance(text := node.get("characters"), str) and text else []
    if begun := [*own, *islice(_beginnings(inside), _BEGINNINGS - len(own))]:
        found["says"] = ", ".join(begun)


def _everything(nodes: Iterable[Any]) -> Iterator[dict[str, Any]]:
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(filter(is_shown, reversed(children(node))))


def _counted(nodes: list[dict[str, Any]]) -> str:
    """`12 text, 3 rect, 4 more`: the sum is how many there are."""
    kinds = Counter(word(node.get("type")) for node in nodes).most_common()
    rest = sum(times for _, times in kinds[_MOST_KINDS:])
    said = [f"{times} {kind}" for kind, times in kinds[:_MOST_KINDS]]
    return ", ".join([*said, *([f"{rest} more"] if rest else [])])


def _beginnings(nodes: Iterable[dict[str, Any]]) -> Iterator[str]:
    for node in nodes:
        if isinstance(text := node.get("characters"), str) and text:
            yield quoted(text if len(text) <= _BEGINNING else f"{text[:_BEGINNING]}…")
