"""Two schemas side by side: where they differ, and whether the new one refuses or takes what the old one did not.

Each pair of schemas is compared once, with links to the pairs inside it, so that recursion ends and a change is found
where it stands. A link says what depends on it: that nothing old is refused, that nothing new is taken, or both. What
is not proved to be no narrowing counts as one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from figwright_codegen.diff.changes import BOTH, NARROWS, WIDENS, Change, listed, remarks, scalar_changes
from figwright_codegen.diff.findings import Breaks
from figwright_codegen.diff.shapes import Group, Part, Reader, Shape
from figwright_codegen.diff.standing import is_named
from figwright_codegen.openapi.description import Source
from figwright_codegen.types.allof import BRANCHES, REMARKS

_LABELS = {"null": "null", "boolean": "a boolean", "number": "a number", "string": "a text", "array": "a list",
           "object": "an object"}  # fmt: skip


@dataclass(slots=True)
class Pair:
    """Two schemas: their own changes, and the pairs below them, each with what depends on it."""

    changes: list[Change] = field(default_factory=list)
    links: list[tuple[str, Key, int]] = field(default_factory=list)


Key = tuple[object, ...]


class Comparison:
    """All pairs of schemas that some pairs lead to."""

    def __init__(self, old: Reader, new: Reader) -> None:
        self._old, self._new = old, new
        self._pairs: dict[Key, Pair] = {}
        self._sources: dict[Key, tuple[Group, Group] | tuple[Part, Part]] = {}
        self._same: set[Key] = set()
        """Pairs that are known to have no change, nor anything below them."""
        self._unfinished: set[Key] = set()

    def key(self, old: Group, new: Group) -> Key:
        """Names the pair of two schemas."""
        key = (tuple(each.key for each in old), tuple(each.key for each in new))
        self._sources.setdefault(key, (old, new))
        return key

    def reached(self, root: Key, mode: int = BOTH) -> Iterator[tuple[str, Change]]:
        """The changes of a pair and of all below it that `mode` depends on, with the way to each, the nearest first."""
        seen: dict[Key, int] = {}
        pending, changed = [("", root, mode)], False
        for way, key, wanted in pending:
            before = seen.get(key, 0)
            wanted &= ~before
            if not wanted or key in self._same:
                continue
            seen[key] = before | wanted
            pair = self._pair(key)
            for change in pair.changes:
                changed = True
                if change.effect & wanted or (wanted == BOTH and not before and not change.effect):
                    yield way, change
            pending += [(way + step, below, wanted & part) for step, below, part in pair.links]
        if not changed and not self._unfinished & seen.keys():
            self._same.update(key for key, wanted in seen.items() if wanted == BOTH)

    def paired(self) -> Iterator[tuple[Key, Group, Group]]:
        """The pairs that were compared, with all schemas that hold together on each side."""
        for key, (old, new) in list(self._sources.items()):
            if key in self._pairs and isinstance(old, tuple) and isinstance(new, tuple):
                yield key, self._old.shape(old).leaves, self._new.shape(new).leaves
            elif key in self._pairs and isinstance(old, Part) and isinstance(new, Part):
                yield key, old.leaves, new.leaves

    def changed(self) -> set[Key]:
        """The pairs that were compared and have a change, or lead to one."""
        above: dict[Key, list[Key]] = {}
        for key, pair in self._pairs.items():
            for _, below, _ in pair.links:
                above.setdefault(below, []).append(key)
        pending = [key for key, pair in self._pairs.items() if any(change.effect for change in pair.changes)]
        found = set(pending)
        while pending:
            more = [key for key in above.get(pending.pop(), ()) if key not in found]
            found.update(more)
            pending += more
        return found

    def visited(self) -> Iterator[tuple[object, object]]:
        """The schemas that were compared with each other."""
        for _, old, new in self.paired():
            yield from ((one.key, other.key) for one in old for other in new)

    def differs(self, key: Key, mode: int) -> bool:
        return any(change.effect for _, change in self.reached(key, mode))

    def _pair(self, key: Key) -> Pair:
        if key not in self._pairs:
            pair = self._pairs[key] = Pair()
            self._unfinished.add(key)
            old, new = self._sources[key]
            if isinstance(old, Part) and isinstance(new, Part):
                self._compare_parts(pair, old, new)
            elif not isinstance(old, Part) and not isinstance(new, Part):
                self._compare_shapes(pair, self._old.shape(old), self._new.shape(new), old, new)
            self._unfinished.remove(key)
        return self._pairs[key]

    def _part_key(self, old: Part, new: Part) -> Key:
        key = ("part", old.key, new.key)
        self._sources.setdefault(key, (old, new))
        return key

    def _compare_shapes(self, pair: Pair, old: Shape, new: Shape, olds: Group, news: Group) -> None:
        if not (old.leaves or new.leaves):
            return  # both take anything, and nobody says a word of it
        at = (old.leaves or new.leaves)[0], (new.leaves or old.leaves)[0]
        targets = self._old.target(olds), self._new.target(news)
        lone = bool(targets[0]) != bool(targets[1])
        if any(targets) and not (lone and any(map(_own_remarks, (olds, news)))):
            if any(_own_remarks(group) for group, target in zip((olds, news), targets, strict=True) if target):
                pair.changes += remarks(old, new, at)
            pair.links.append(("", self.key(targets[0] or olds, targets[1] or news), BOTH))
            return
        lost, gained = old.parts.keys() - new.parts.keys(), new.parts.keys() - old.parts.keys()
        if lost or gained:
            text = f"is {_types(new)}, and was {_types(old)}"
            effect = NARROWS * bool(lost) | WIDENS * bool(gained)
            pair.changes.append(Change("type", effect, text, *at, widens_for="callers"))
        for kind in sorted(old.parts.keys() & new.parts.keys()):
            self._match(pair, list(old.parts[kind]), list(new.parts[kind]), (_choice(old, at[0]), _choice(new, at[1])))
        pair.changes += remarks(old, new, at)

    def _match(self, pair: Pair, old: list[Part], new: list[Part], at: tuple[Source, Source]) -> None:
        """Each old alternative meets its new one: by its tag, by its name, by being the same, by being the only one."""
        many = len(old) > 1 or len(new) > 1
        for label in (_tags, _name):
            for one, other in _by_label(old, new, label):
                old.remove(one)
                new.remove(other)
                pair.links.append((f"<{_label(one)}>" if many else "", self._part_key(one, other), BOTH))
        for one in list(old) if old and new and (len(old) > 1 or len(new) > 1) else ():
            for other in new:
                if not self.differs(self._part_key(one, other), BOTH):
                    old.remove(one)
                    new.remove(other)
                    pair.links.append(("", self._part_key(one, other), BOTH))
                    break
        if len(old) == len(new) == 1:
            pair.links.append((f"<{_label(old[0])}>" if many else "", self._part_key(old[0], new[0]), BOTH))
            return
        self._leave(pair, old, new, at)

    def _leave(self, pair: Pair, old: list[Part], new: list[Part], at: tuple[Source, Source]) -> None:
        """What has no counterpart is gone or new, but where another alternative has all of it."""
        olds, news = list(old), list(new)
        for _, key, _ in pair.links:  # those that have met their counterpart as well
            one, other = self._sources[key]
            if isinstance(one, Part) and isinstance(other, Part):
                olds.append(one)
                news.append(other)
        for one in old:
            home = next((each for each in news if self._holds(one, each, NARROWS)), None)
            if home:
                pair.links.append(("", self._part_key(one, home), NARROWS))
            else:
                pair.changes.append(Change("option-removed", NARROWS, f"is no longer {_option(one)}", *at))
        for other in new:
            home = next((each for each in olds if self._holds(each, other, WIDENS)), None)
            if home:
                pair.links.append(("", self._part_key(home, other), WIDENS))
            else:
                pair.changes.append(Change("option-added", WIDENS, f"can be {_option(other)}, too", *at))

    def _holds(self, old: Part, new: Part, mode: int) -> bool:
        return old.kind == new.kind and not self.differs(self._part_key(old, new), mode)

    def _compare_parts(self, pair: Pair, old: Part, new: Part) -> None:
        at = _home(old.leaves or new.leaves), _home(new.leaves or old.leaves)
        pair.changes += [Change(*change, *_stands(old, new, change[0], at)) for change in scalar_changes(old, new)]
        if old.kind == "object":
            self._compare_objects(pair, old, new, at)
        elif old.kind == "array":
            self._compare_lists(pair, old, new, at)

    def _compare_objects(self, pair: Pair, old: Part, new: Part, at: tuple[Source, Source]) -> None:
        for name in sorted(old.properties.keys() | new.properties.keys()):
            before, after = old.properties.get(name), new.properties.get(name)
            where = (before or at[:1])[0], (after or at[1:])[0]
            if before is not None and after is not None:
                pair.links.append((f".{name}", self.key(before, after), BOTH))
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
                pair.changes.append(Change("removed", effect, text, *where, widens_for="callers", name=name))
                if new.rest is not None and self._old.direction == "input":
                    pair.links.append((f".{name}", self.key(old.properties[name], new.rest), WIDENS))
        if old.rest is not None and new.rest is not None:
            pair.links.append((".*", self.key(old.rest, new.rest), BOTH))
        elif old.rest is not None or new.rest is not None:
            opens = new.rest is not None
            text = "takes other properties, too" if opens else "takes no other properties any more"
            pair.changes.append(Change("rest", WIDENS if opens else NARROWS, text, *at))

    def _added(self, pair: Pair, name: str, old: Part, new: Part, where: tuple[Source, Source]) -> None:
        demanded = name in new.required
        effect = (NARROWS if demanded else 0) | WIDENS
        text = f"is new{', and required' if demanded else ''}"
        breaks: Breaks = "stored schemas" if old.is_closed else "nobody"
        pair.changes.append(Change("added", effect, text, *where, widens_for=breaks, name=name))
        if old.rest is not None and self._old.direction == "input":  # what was sent under that name has a schema now
            pair.links.append((f".{name}", self.key(old.rest, new.properties[name]), NARROWS))

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
        for index, (one, other) in enumerate(zip(old.prefix, new.prefix, strict=False)):
            pair.links.append((f"[{index}]", self.key(one, other), BOTH))
        if old.items is not None and new.items is not None:
            pair.links.append(("[]", self.key(old.items, new.items), BOTH))
        elif old.items is not None or new.items is not None:
            opens = new.items is not None
            text = "can have more items" if opens else "can have no more items"
            pair.changes.append(Change("items", WIDENS if opens else NARROWS, text, *at))


def _by_label(old: Sequence[Part], new: Sequence[Part], label: object) -> list[tuple[Part, Part]]:
    assert callable(label)
    olds, news = [label(each) for each in old], [label(each) for each in new]
    return [
        (one, new[news.index(name)])
        for one, name in zip(old, olds, strict=True)
        if name and olds.count(name) == 1 and news.count(name) == 1
    ]


def _tags(part: Part) -> object:
    """The properties that have one value each, which an object's kind is told by."""
    found = []
    for name in part.required:
        for source in part.properties.get(name, ()):
            values = source.value.get("enum") if isinstance(source.value, dict) else None
            constant = source.value.get("const") if isinstance(source.value, dict) else None
            if constant is not None or (isinstance(values, list) and len(values) == 1):
                found.append((name, json.dumps(constant if constant is not None else values[0] if values else None)))
    return tuple(sorted(found))


def _name(part: Part) -> str:
    """The named schema that an alternative is: of several, the one that is no part of a choice."""
    named = [leaf for leaf in part.leaves if is_named(leaf) and not any(key in leaf for key in BRANCHES)]
    choices = [leaf for leaf in part.leaves if is_named(leaf)]
    return str((named or choices[-1:])[0].pointer[-1]) if choices else ""


def _label(part: Part) -> str:
    tags = _tags(part)
    if isinstance(tags, tuple) and tags:
        return ", ".join(str(json.loads(value)) for _, value in tags)
    return _name(part) or part.kind


def _option(part: Part) -> str:
    if part.kind == "object":
        tags, name = _tags(part), _name(part)
        own = _label(part) if tags or name else f"with {', '.join(f'`{each}`' for each in part.properties)}"
        return f"an object {own}"
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
    """Whether something is said beside a reference."""
    return any(REMARKS & source.value.keys() for source in group if isinstance(source.value, dict))


def _stands(old: Part, new: Part, kind: str, at: tuple[Source, Source]) -> tuple[Source, Source]:
    """The schemas that say what differs: of several, the one with the key."""
    keys = {"values": ("enum", "const"), "pattern": ("pattern",), "format": ("format",)}.get(kind.partition("-")[0], ())
    found = [
        next((leaf for leaf in part.leaves for key in keys if key in leaf), place)
        for part, place in zip((old, new), at, strict=True)
    ]
    return found[0], found[1]
