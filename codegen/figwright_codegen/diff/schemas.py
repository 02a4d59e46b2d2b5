"""Two schemas side by side: where they differ, and whether the new one refuses or takes what the old one did not.

Each pair of schemas is compared once, with links to the pairs inside it, so that recursion ends and a change is found
where it stands. A link says what depends on it: that nothing old is refused, that nothing new is taken, or both. What
is not proved to be no narrowing counts as one. Where a property is new or gone, that is the change, whatever its schema
is: how the schema differs from that of other properties only counts for the effect.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from figwright_codegen.diff.changes import BOTH, NARROWS, WIDENS, Change, listed, remarks, scalar_changes
from figwright_codegen.diff.findings import Breaks
from figwright_codegen.diff.shapes import Group, Part, Reader, Shape
from figwright_codegen.diff.standing import is_named
from figwright_codegen.openapi.description import Source
from figwright_codegen.types.allof import BRANCHES, REMARKS

_LABELS = {"null": "null", "boolean": "a boolean", "number": "a number", "string": "a text", "array": "a list",
           "object": "an object"}  # fmt: skip


Key = tuple[object, ...]


@dataclass(slots=True)
class Pair:
    """Two schemas: the schemas that hold together on each side, their changes, and the pairs that they depend on."""

    leaves: tuple[Group, Group] = ((), ())
    changes: list[Change] = field(default_factory=list)
    links: list[tuple[Key, int]] = field(default_factory=list)
    counting: list[tuple[int, Key, int]] = field(default_factory=list)
    """By the index of a change, the pair whose differences count as that change's, and which of them do."""


class Comparison:
    """All pairs of schemas that some pairs lead to."""

    def __init__(self, old: Reader, new: Reader) -> None:
        self._old, self._new = old, new
        self._pairs: dict[Key, Pair] = {}
        self._sources: dict[Key, tuple[Group, Group] | tuple[Part, Part]] = {}
        self._same: set[Key] = set()
        """Pairs that are known to have no change, nor anything below them."""
        self._unfinished: set[Key] = set()
        self.told: set[object] = set()
        """By what the changes are known that somebody was told of."""

    def key(self, old: Group, new: Group) -> Key:
        """Names the pair of two schemas."""
        key = (tuple(each.key for each in old), tuple(each.key for each in new))
        self._sources.setdefault(key, (old, new))
        return key

    def below(self, roots: Iterable[tuple[Key, int]]) -> Iterator[tuple[Change, int]]:
        """The changes that some pairs depend on. A root has a set of bits, a change those of every root above it."""
        reached: dict[tuple[Key, int], int] = {}
        pending = OrderedDict[tuple[Key, int], int]()
        for key, bits in roots:
            for effect in (NARROWS, WIDENS):
                pending[key, effect] = pending.get((key, effect), 0) | bits
        while pending:
            (key, effect), bits = pending.popitem(last=False)
            before = reached.get((key, effect), 0)
            if key not in self._same and (come := bits & ~before):
                reached[key, effect] = before | come
                for below, part in self._pair(key).links:
                    if part & effect:
                        pending[below, effect] = pending.get((below, effect), 0) | come
        keys = dict.fromkeys(key for key, _ in reached)
        if not any(self._pair(key).changes for key in keys):
            self._same.update(key for key in keys if (key, NARROWS) in reached and (key, WIDENS) in reached)
        for key in keys:
            narrowing, widening = (reached.get((key, effect), 0) for effect in (NARROWS, WIDENS))
            for change in self._told(key):
                by_effect = (narrowing if change.effect & NARROWS else 0) | (widening if change.effect & WIDENS else 0)
                if bits := by_effect if change.effect else narrowing & widening:
                    self.told.add(change.known_by)
                    yield change, bits

    def _told(self, key: Key) -> Iterator[Change]:
        """The changes of a pair, each with all that counts as its own."""
        pair = self._pair(key)
        more = {at: effect for at, below, effect in pair.counting if self.differs(below, effect)}
        for at, change in enumerate(pair.changes):
            if at in more:
                breaks: Breaks = "stored schemas" if change.widens_for == "nobody" else change.widens_for
                text = f"{change.text}, and was any other property" if change.kind == "added" else change.text
                yield replace(change, text=text, effect=change.effect | more[at], widens_for=breaks)
            else:
                yield change

    def compared(self) -> Iterator[tuple[Key, Group, Group]]:
        """The pairs that were compared, with all schemas that hold together on each side."""
        yield from ((key, *pair.leaves) for key, pair in self._pairs.items())

    def changed(self) -> set[Key]:
        """The pairs that were compared and have a change, or lead to one."""
        above: dict[Key, list[Key]] = {}
        for key, pair in self._pairs.items():
            for below, _ in pair.links:
                above.setdefault(below, []).append(key)
        pending = [key for key, pair in self._pairs.items() if any(change.effect for change in pair.changes)]
        found = set(pending)
        while pending:
            more = [key for key in above.get(pending.pop(), ()) if key not in found]
            found.update(more)
            pending += more
        return found

    def differs(self, root: Key, effect: int) -> bool:
        """Whether the new schema may refuse what the old took (NARROWS), or take what it refused (WIDENS)."""
        seen, has_changes = dict[Key, int](), False
        pending = [(root, effect)]
        for key, wanted in pending:
            before = seen.get(key, 0)
            wanted &= ~before
            if not wanted or key in self._same:
                continue
            seen[key] = before | wanted
            pair = self._pair(key)
            if any(change.effect & wanted for change in pair.changes):
                return True
            has_changes = has_changes or bool(pair.changes)
            pending += [(below, wanted & part) for below, part in pair.links]
            pending += [(below, wanted & part) for _, below, part in pair.counting]
        if effect == BOTH and not has_changes and not self._unfinished & seen.keys():
            self._same.update(key for key, wanted in seen.items() if wanted == BOTH)
        return False

    def _pair(self, key: Key) -> Pair:
        if key not in self._pairs:
            pair = self._pairs[key] = Pair()
            self._unfinished.add(key)
            old, new = self._sources[key]
            if isinstance(old, Part) and isinstance(new, Part):
                self._compare_parts(pair, old, new)
            elif not isinstance(old, Part) and not isinstance(new, Part):
                self._compare_groups(pair, old, new)
            self._unfinished.remove(key)
        return self._pairs[key]

    def _part_key(self, old: Part, new: Part) -> Key:
        key = ("part", old.key, new.key)
        self._sources.setdefault(key, (old, new))
        return key

    def _compare_groups(self, pair: Pair, olds: Group, news: Group) -> None:
        one, other = self._old.target(olds), self._new.target(news)
        said = any(map(_own_remarks, (olds, news)))
        if (one or other) and self._are_same(one, other) and not (said and len(one) != len(other)):
            pair.leaves = olds + one, news + other
            if said:
                pair.changes += remarks(self._old.remarks(olds), self._new.remarks(news), (olds[0], news[0]))
            pair.links.append((self.key(one or olds, other or news), BOTH))
        else:
            self._compare_shapes(pair, self._old.shape(olds), self._new.shape(news))

    def _are_same(self, old: Group, new: Group) -> bool:
        """Whether two references mean one schema, renamed or not, or one names what the other holds itself.

        Else it is the reference that changed.
        """
        before, after = (each[0].pointer[-1] if each else None for each in (old, new))
        return before == after or not (self._new.has(before) or self._old.has(after))

    def _compare_shapes(self, pair: Pair, old: Shape, new: Shape) -> None:
        pair.leaves = old.leaves, new.leaves
        if not any(pair.leaves):
            return  # both take anything, and nobody says a word of it
        at = (old.leaves or new.leaves)[0], (new.leaves or old.leaves)[0]
        lost, gained = old.parts.keys() - new.parts.keys(), new.parts.keys() - old.parts.keys()
        if lost or gained:
            text = f"is {_types(new)}, and was {_types(old)}"
            effect = NARROWS * bool(lost) | WIDENS * bool(gained)
            pair.changes.append(Change("type", effect, text, *at, widens_for="callers"))
        for kind in sorted(old.parts.keys() & new.parts.keys()):
            self._match(pair, list(old.parts[kind]), list(new.parts[kind]), (_choice(old, at[0]), _choice(new, at[1])))
        pair.changes += remarks(old.remarks, new.remarks, at)

    def _match(self, pair: Pair, old: list[Part], new: list[Part], at: tuple[Source, Source]) -> None:
        """Each old alternative meets its new one: by tag, name, being the same, properties, or being the last one."""
        labels: tuple[Callable[[Part], object], ...] = (_tags, _name)
        for label in labels:
            for one, other in _by_label(old, new, label):
                old.remove(one)
                new.remove(other)
                pair.links.append((self._part_key(one, other), BOTH))
        for one in list(old) if old and new and (len(old) > 1 or len(new) > 1) else ():
            for other in new:
                if not self.differs(self._part_key(one, other), BOTH):
                    old.remove(one)
                    new.remove(other)
                    pair.links.append((self._part_key(one, other), BOTH))
                    break
        for one, other in _by_label(old, new, _outline):
            old.remove(one)
            new.remove(other)
            pair.links.append((self._part_key(one, other), BOTH))
        if len(old) == len(new) == 1:
            pair.links.append((self._part_key(old[0], new[0]), BOTH))
            return
        self._leave(pair, old, new, at)

    def _leave(self, pair: Pair, old: list[Part], new: list[Part], at: tuple[Source, Source]) -> None:
        """What has no counterpart is gone or new, but where another alternative has all of it."""
        olds, news = list(old), list(new)
        for key, _ in pair.links:  # those that have met their counterpart as well
            one, other = self._sources[key]
            if isinstance(one, Part) and isinstance(other, Part):
                olds.append(one)
                news.append(other)
        for one in old:
            home = next((each for each in news if self._holds(one, each, NARROWS)), None)
            if home:
                pair.links.append((self._part_key(one, home), NARROWS))
            else:
                pair.changes.append(Change("option-removed", NARROWS, f"is no longer {_option(one)}", *at))
        for other in new:
            home = next((each for each in olds if self._holds(each, other, WIDENS)), None)
            if home:
                pair.links.append((self._part_key(home, other), WIDENS))
            else:
                pair.changes.append(Change("option-added", WIDENS, f"can be {_option(other)}, too", *at))

    def _holds(self, old: Part, new: Part, mode: int) -> bool:
        return old.kind == new.kind and not self.differs(self._part_key(old, new), mode)

    def _compare_parts(self, pair: Pair, old: Part, new: Part) -> None:
        at = _home(old.leaves or new.leaves), _home(new.leaves or old.leaves)
        told = [(each, _stands(old, new, each[0], at)) for each in scalar_changes(old, new)]
        if old.kind not in ("array", "object"):
            places = self._old.target(old.leaves[:1]), self._new.target(new.leaves[:1])
            if places[1] and not self._are_same(*places):
                told = [(each, (old.leaves[0], new.leaves[0])) for each, _ in told]
        pair.changes += [Change(*each, *standing) for each, standing in told]
        if old.kind == "object":
            self._compare_objects(pair, old, new, at)
        elif old.kind == "array":
            self._compare_lists(pair, old, new, at)

    def _compare_objects(self, pair: Pair, old: Part, new: Part, at: tuple[Source, Source]) -> None:
        for name in sorted(old.properties.keys() | new.properties.keys()):
            before, after = old.properties.get(name), new.properties.get(name)
            where = (before or at[:1])[0], (after or at[1:])[0]
            if before is not None and after is not None:
                pair.links.append((self.key(before, after), BOTH))
                if name in old.required - new.required:
                    text = "is no longer required"
                    pair.changes.append(Change("optional", WIDENS, text, *where, widens_for="callers", name=name))
                if name in new.required - old.required:
                    pair.changes.append(Change("required", NARROWS, "is required now", *where, name=name))
            elif after is not None:
                self._added(pair, name, old, new, where)
            else:
                effect = NARROWS | (WIDENS if name in old.required else 0)
                text = self._gone(name, old, new)
                if new.rest is not None and self._old.direction == "input":
                    pair.counting.append((len(pair.changes), self.key(old.properties[name], new.rest), WIDENS))
                pair.changes.append(Change("removed", effect, text, *where, widens_for="callers", name=name))
        if old.rest is not None and new.rest is not None:
            pair.links.append((self.key(old.rest, new.rest), BOTH))
        elif old.rest is not None or new.rest is not None:
            opens = new.rest is not None
            text = "takes other properties, too" if opens else "takes no other properties any more"
            pair.changes.append(Change("rest", WIDENS if opens else NARROWS, text, *at))

    def _added(self, pair: Pair, name: str, old: Part, new: Part, where: tuple[Source, Source]) -> None:
        demanded = name in new.required
        effect = (NARROWS if demanded else 0) | WIDENS
        text = f"is new{', and required' if demanded else ''}"
        breaks: Breaks = "stored schemas" if old.is_closed else "nobody"
        is_input = self._old.direction == "input"
        if old.rest is not None if is_input else old.rest:  # what stood under that name has a schema of its own now
            key = self.key(old.rest or (), new.properties[name])
            pair.counting.append((len(pair.changes), key, NARROWS if is_input else WIDENS))
        pair.changes.append(Change("added", effect, text, *where, widens_for=breaks, name=name))

    def _gone(self, name: str, old: Part, new: Part) -> str:
        """What became of a property."""
        for other in sorted(new.properties.keys() - old.properties.keys()):
            parts = self._new.shape(new.properties[other]).parts.get("object", ())
            if any(name in part.properties for part in parts):
                return f"is in `{other}` now"
        return "is gone"

    def _compare_lists(self, pair: Pair, old: Part, new: Part, at: tuple[Source, Source]) -> None:
        if len(old.prefix) != len(new.prefix):
            pair.changes.append(
                Change("items", BOTH, f"has {len(new.prefix)} items of their own, and had {len(old.prefix)}", *at)
            )
        for one, other in zip(old.prefix, new.prefix, strict=False):
            pair.links.append((self.key(one, other), BOTH))
        if old.items is not None and new.items is not None:
            pair.links.append((self.key(old.items, new.items), BOTH))
        elif old.items is not None or new.items is not None:
            opens = new.items is not None
            text = "can have more items" if opens else "can have no more items"
            pair.changes.append(Change("items", WIDENS if opens else NARROWS, text, *at))


def _by_label(old: Sequence[Part], new: Sequence[Part], label: Callable[[Part], object]) -> list[tuple[Part, Part]]:
    olds, news = [label(each) for each in old], [label(each) for each in new]
    return [
        (one, new[news.index(name)])
        for one, name in zip(old, olds, strict=True)
        if name and olds.count(name) == 1 and news.count(name) == 1
    ]


def _tags(part: Part) -> tuple[tuple[str, str], ...]:
    """The properties that have one value each, which an object's kind is told by."""
    found = []
    for name in part.required:
        for source in part.properties.get(name, ()):
            values = source.value.get("enum") if isinstance(source.value, dict) else None
            constant = source.value.get("const") if isinstance(source.value, dict) else None
            if constant is not None or (isinstance(values, list) and len(values) == 1):
                found.append((name, json.dumps(constant if constant is not None else values[0] if values else None)))
    return tuple(sorted(found))


def _outline(part: Part) -> object:
    """What an object and its properties are called."""
    return (part.tags, tuple(part.properties)) if part.properties else None


def _name(part: Part) -> str:
    """The named schema that an alternative is: of several, the one that is no part of a choice."""
    named = [leaf for leaf in part.leaves if is_named(leaf) and not any(key in leaf for key in BRANCHES)]
    choices = [leaf for leaf in part.leaves if is_named(leaf)]
    return str((named or choices[-1:])[0].pointer[-1]) if choices else ""


def _option(part: Part) -> str:
    if part.kind == "object":
        tags = ", ".join(str(json.loads(value)) for _, value in _tags(part))
        properties = ", ".join(f"`{each}`" for each in part.properties)
        told = _name(part) or tags or (f"with {properties}" if properties else "")
        return f"an object {told}" if told else "any object"
    if part.values is not None:
        return listed(part.values)
    return _LABELS[part.kind]


def _types(shape: Shape) -> str:
    names = [
        "a whole number" if kind == "number" and all(each.integer for each in parts) else _LABELS[kind]
        for kind, parts in shape.parts.items()
    ]
    if len(names) == len(_LABELS):
        return "any value"
    return " or ".join(names) if names else "nothing"


def _choice(shape: Shape, place: Source) -> Source:
    """Where the options of a schema are listed."""
    return next((leaf for leaf in shape.leaves for key in BRANCHES if key in leaf), place)


def _home(leaves: Group) -> Source:
    """The schema that says what an object or a list holds, rather than one that refers to it or has it as an option."""
    own = [leaf for leaf in leaves if not any(key in leaf for key in ("$ref", *BRANCHES))]
    telling = [leaf for leaf in own if any(key in leaf for key in ("properties", "items", "additionalProperties"))]
    return (telling or own or list(leaves))[0]


def _own_remarks(group: Group) -> bool:
    """Whether a schema says something of itself, or beside a reference."""
    return any(REMARKS & source.value.keys() for source in group if isinstance(source.value, dict))


def _stands(old: Part, new: Part, kind: str, at: tuple[Source, Source]) -> tuple[Source, Source]:
    """The schemas that say what differs: of several, the one with the key."""
    keys = {"values": ("enum", "const"), "pattern": ("pattern",), "format": ("format",)}.get(kind.partition("-")[0], ())
    found = [
        next((leaf for leaf in part.leaves for key in keys if key in leaf), place)
        for part, place in zip((old, new), at, strict=True)
    ]
    return found[0], found[1]
