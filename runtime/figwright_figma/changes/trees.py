"""Two trees of one file, node by node: which are new, gone, elsewhere or otherwise.

Nodes are told apart by their ids, which Figma keeps as long as a node lives. Walked without recursion: a file may nest
deeper than Python calls.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from typing import Any

from figwright_figma.view import geometry
from figwright_figma.view.geometry import Turn
from figwright_figma.view.icons import children, id_of

Json = dict[str, Any]
_PLACES = frozenset(("absoluteBoundingBox", "absoluteRenderBounds"))
"""Where on the page a node lies and how large it came out: what the nodes around it decide, too."""


@dataclass(eq=False, slots=True)
class Place:
    """A node where it stands in its tree."""

    node: Json
    around: Place | None
    index: int
    """Among the nodes beside it."""

    @property
    def id(self) -> str:
        return id_of(self.node)

    @property
    def path(self) -> list[Place]:
        """From the page to the node around this one."""
        found: list[Place] = []
        here = self.around
        while here is not None and here.around is not None:
            found.append(here)
            here = here.around
        return found[::-1]

    @property
    def turn(self) -> Turn | None:
        """How the node around it is turned on the page."""
        found: Turn | None = None
        for each in self.path:
            found = geometry.within(found, geometry.turn_of(each.node))
        return found


def places(document: Json) -> dict[str, Place]:
    """Each node below the document by its id, in the order of the file; the first where several have it."""
    found: dict[str, Place] = {}
    stack = [Place(document, None, 0)]
    while stack:
        place = stack.pop()
        if place.around is not None and place.id:
            found.setdefault(place.id, place)
        below = [each for each in children(place.node) if isinstance(each, dict)]
        stack.extend(Place(each, place, index) for index, each in reversed(list(enumerate(below))))
    return found


@dataclass
class Comparison:
    """What of two trees differs, by id; each node stands in one of the lists of its kind once."""

    before: dict[str, Place]
    after: dict[str, Place]
    added: dict[str, list[str]] = field(default_factory=dict)
    """New nodes around which all is old, each with the new ones inside it."""
    removed: dict[str, list[str]] = field(default_factory=dict)
    """The same of those that are gone."""
    moved: list[str] = field(default_factory=list)
    """Into another node."""
    reordered: list[str] = field(default_factory=list)
    """To another place among those beside it: the fewest that explain the new order."""
    changed: dict[str, list[str]] = field(default_factory=dict)
    """The keys of its own in which a node differs."""
    shifted: list[str] = field(default_factory=list)
    """Those that differ in nothing but where on the page they lie and how large they came out."""


def compare(before: Json, after: Json) -> Comparison:
    found = Comparison(places(before), places(after))
    found.added = _tops(found.after, found.before)
    found.removed = _tops(found.before, found.after)
    for name, now in found.after.items():
        was = found.before.get(name)
        if was is None:
            continue
        if _around(was) != _around(now):
            found.moved.append(name)
        keys = list(_differing(was.node, now.node))
        if keys and _PLACES.issuperset(keys):
            found.shifted.append(name)
        elif keys:
            found.changed[name] = keys
    displaced = {name for names in _neighbours(found) for name in _displaced(names, found.after)}
    found.reordered = [name for name in found.after if name in displaced]
    return found


def _around(place: Place) -> str:
    return place.around.id if place.around is not None else ""


def _differing(one: Json, other: Json) -> Iterator[str]:
    yield from (key for key in one if key != "children" and (key not in other or one[key] != other[key]))
    yield from (key for key in other if key != "children" and key not in one)


def are_same(before: Json, after: Json) -> bool:
    """Whether two trees are equal, whatever ids their nodes have."""
    return all(one == other for one, other in zip_longest(_parts(before), _parts(after)))


def _parts(document: Json) -> Iterator[object]:
    """Each node without what is inside it, and how many that are."""
    stack: list[Any] = [document]
    while stack:
        node = stack.pop()
        if isinstance(node, dict) and isinstance(below := node.get("children"), list):
            yield {key: value for key, value in node.items() if key != "children"}, len(below)
            stack.extend(reversed(below))
        else:
            yield node


def _tops(those: dict[str, Place], others: dict[str, Place]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    top_of: dict[str, str] = {}
    for name, place in those.items():
        if name in others:
            continue
        top_of[name] = top_of.get(_around(place), name)
        found.setdefault(top_of[name], [])
        if top_of[name] != name:
            found[top_of[name]].append(name)
    return found


def _neighbours(found: Comparison) -> Iterable[list[str]]:
    """Nodes that were and are in the same node, in their former order."""
    inside: dict[int, list[str]] = {}
    moved = set(found.moved)
    for name, place in found.before.items():
        if name in found.after and name not in moved:
            inside.setdefault(id(place.around), []).append(name)
    return inside.values()


def _displaced(names: list[str], after: dict[str, Place]) -> list[str]:
    """The fewest of some neighbours that, taken out, leave the others in their former order."""
    order = [after[name].index for name in names]
    if all(one < other for one, other in pairwise(order)):
        return []
    ends: list[int] = []  # the last of the best row of each length
    best: list[int] = []
    behind: list[int] = []
    for number, index in enumerate(order):
        at = bisect_left(ends, index)
        ends[at : at + 1], best[at : at + 1] = [index], [number]
        behind.append(best[at - 1] if at else -1)
    staying: set[int] = set()
    number = best[-1]
    while number >= 0:
        staying.add(number)
        number = behind[number]
    return [name for number, name in enumerate(names) if number not in staying]
