"""`deviations.yaml`: where ours differs from the provider's description on purpose, each with its reason.

    GET /v1/things 200.items[].name: {required: false, why: Old answers lack it.}
    schemas/ids.yaml: {differs: [pattern], why: So that no id can become another path.}
    '* /internal/*': {differs: [operation], why: Not for tools.}

The first form names a place in a description (`places`) and what ours says there: `type`, `required` or both. The
second names a file of ours, a place in one (`schemas/a.yaml#/Thing`) or all of them (`*`), and in which kinds of
differences ours goes its own way there; the third, operations that ours leaves out, or has alone, by a pattern of
method and path. An entry that no difference answers to any more is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from figwright_codegen.json_pointer import steps
from figwright_codegen.openapi.description import Document, Key, Source, Spec
from figwright_codegen.problems import Problem, Problems, nearest, shown
from figwright_codegen.reference.differences import KINDS, Difference
from figwright_codegen.reference.places import facts, is_place

FILE = "deviations.yaml"
EVERYWHERE = "*"
_KEYS = ("differs", "required", "type", "why")
_PATTERN = re.compile(r"([A-Z]+|\*) /\S*")
_SHAPE = frozenset({"integer", "type", "values"})
"""Kinds of differences that a `type` answers for."""


@dataclass(frozen=True, slots=True)
class Deviation:
    source: Source
    said: dict[str, Any]
    kinds: frozenset[str]
    keys: frozenset[Key]
    """Places of ours that it names: by themselves, or with all that is below them where it has `differs`."""

    @property
    def place(self) -> str:
        return str(self.source.pointer[-1])

    def covers(self, difference: Difference, kind: str) -> bool:
        if kind != difference.kind:
            return False
        if _is_pattern(self.place):
            return fnmatchcase(difference.placed, self.place)
        if self.place == EVERYWHERE:
            return True
        file, pointer = difference.ours.key if difference.ours else (None, ())
        if "differs" not in self.said:
            return (file, pointer) in self.keys
        return any(file == named and pointer[: len(above)] == above for named, above in self.keys)


def read(file: Path, spec: Spec, problems: Problems) -> list[Deviation]:
    """The entries of a file. What is wrong with one, or not so in ours, is a problem."""
    root = Source(document := Document(file.resolve(), problems), (), document.data)
    if root.value is not None and not isinstance(root.value, dict):
        problems.add(root, "is no list of deviations; it holds places, each with what ours says there, and why")
    found = []
    for source in root.values():
        before = len(problems)
        for text in _mistakes(str(source.pointer[-1]), source.value):
            problems.add(source, text)
        if len(problems) == before and (entry := _placed(source, source.value, spec, problems)):
            found.append(entry)
    return found


def _mistakes(place: str, said: Any) -> Iterator[str]:
    if not isinstance(said, dict):
        yield f"says nothing of ours; write what differs and why, in the keys {', '.join(_KEYS)}"
        return
    for key in sorted(said.keys() - set(_KEYS)):
        yield f"{key!r} is no key here; known are {', '.join(_KEYS)}"
    if not isinstance(said.get("why"), str) or not said["why"].strip():
        yield "'why' is missing; say why ours differs here"
    differs = said.get("differs")
    if said.keys() <= {"why"}:
        yield "says nothing of ours; add type, required or differs"
    if differs is not None and ("type" in said or "required" in said):
        yield "has differs beside what ours says there; make two entries of it"
    if differs is not None and not (isinstance(differs, list) and differs):
        yield f"'differs' is no list of kinds; known are {', '.join(sorted(KINDS))}"
    if differs and _is_pattern(place) and differs != ["operation"]:
        yield "names operations, which differ in [operation] alone; name a place in our files for what is in them"
    for kind in differs if isinstance(differs, list) else ():
        if kind not in KINDS:
            yield f"{kind!r} is no kind of difference; {nearest(str(kind), KINDS)}"
    if "type" in said and not isinstance(said["type"], str):
        yield "'type' is no text; write the JSON types as in string/null"
    if "required" in said and not isinstance(said["required"], bool):
        yield "'required' is neither true nor false"


def _placed(source: Source, said: dict[str, Any], spec: Spec, problems: Problems) -> Deviation | None:
    place = str(source.pointer[-1])
    if "differs" in said:
        at = _own(place, spec)
        if at is None:
            problems.add(source, f"{place!r} names no place among our files; correct or remove it")
            return None
        return Deviation(source, said, frozenset(said["differs"]), frozenset(at))
    ours = facts(spec, place)
    if ours is None:
        what = "ours has no such place" if is_place(place) else "is no place such as GET /things 200.items[].name"
        problems.add(source, f"{place!r}: {what}; correct or remove it")
        return None
    for key in ("type", "required"):
        if key in said and said[key] != getattr(ours, key):
            now = str(getattr(ours, key)).lower()
            problems.add(source, f"{place!r}: {key} is {now} in ours; correct the entry, or ours")
    kinds = (_SHAPE if "type" in said else frozenset()) | ({"required"} if "required" in said else set())
    return Deviation(source, said, frozenset(kinds), ours.keys)


def _is_pattern(place: str) -> bool:
    """Whether it is one of methods and paths."""
    return _PATTERN.fullmatch(place) is not None


def _own(place: str, spec: Spec) -> list[Key] | None:
    """A place among our files; none for all of them, None for what is not there."""
    if place == EVERYWHERE or _is_pattern(place):
        return []
    name, _, pointer = place.partition("#")
    file = (spec.root.file.parent / name).resolve()
    if file not in spec.documents:
        return None
    at = Source(document := spec.documents[file], (), document.data)
    try:
        for step in steps(pointer):
            at = at / (int(step) if isinstance(at.value, list) and step.isdigit() else step)
    except ValueError:
        return None
    return None if at.value is None else [at.key]


def applied(
    deviations: Iterable[Deviation], differences: Iterable[Difference], theirs: Spec
) -> tuple[list[Difference], list[Problem]]:
    """The differences that no entry answers for, and what is wrong with entries that do not apply any more."""
    open_ = list(differences)
    known, stale = set[int](), list[Problem]()
    for each in deviations:
        covered = {kind: [d for d in open_ if each.covers(d, kind)] for kind in sorted(each.kinds)}
        known.update(id(d) for some in covered.values() for d in some)
        if "differs" in each.said:
            idle = [kind for kind, some in covered.items() if not some]
            why = f"the two do not differ in {', '.join(idle)} there" if idle else ""
        else:
            why = _agrees(each, theirs)
        if why:
            text = f"{each.place!r} no longer applies: {why}; remove it"
            stale.append(Problem(shown(each.source.file), each.source.line, text))
    return [each for each in open_ if id(each) not in known], sorted(stale)


def _agrees(deviation: Deviation, theirs: Spec) -> str:
    """Why a place is no deviation: the reference says the same of it, or has it no more."""
    found = facts(theirs, deviation.place)
    if found is None:
        return "the reference has no such place"
    said = {key: deviation.said[key] for key in ("type", "required") if key in deviation.said}
    return "" if any(getattr(found, key) != value for key, value in said.items()) else "the reference says so, too"
