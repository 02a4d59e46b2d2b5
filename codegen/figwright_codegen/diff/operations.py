"""Two descriptions side by side, operation by operation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from figwright_codegen.diff import access, inputs, results
from figwright_codegen.diff.changes import NARROWS, WIDENS, Change
from figwright_codegen.diff.findings import Breaks, Finding, Needs, Note
from figwright_codegen.diff.schemas import Comparison
from figwright_codegen.diff.shapes import Direction, Reader
from figwright_codegen.diff.sides import Endpoint, Side
from figwright_codegen.diff.standing import owner, schema_of
from figwright_codegen.diff.tools import Tools, by_operation
from figwright_codegen.tools.access import address

_DIRECTIONS: tuple[Direction, ...] = ("input", "result")
_OWN = ("added", "removed", "required", "optional", "deprecated", "default")
"""Changes that are a kind of finding each; the others are a narrowing, a widening or both."""


class Operations:
    """Compares two sides: their operations, the schemas below these, and who may call."""

    def __init__(self, old: Side, new: Side) -> None:
        self.old, self.new = old, new
        self.comparisons: dict[Direction, Comparison] = {
            direction: Comparison(Reader(old.spec, direction), Reader(new.spec, direction)) for direction in _DIRECTIONS
        }
        connectors = old.connector or new.connector, new.connector or old.connector
        self._rules = [each.scope_rule if each else "all" for each in connectors]
        """How several scopes of an operation are read on each side."""
        self.needs: dict[str, Needs] = {}
        self._tools = [by_operation(old), by_operation(new)]
        self._found: dict[object, tuple[Note, set[str], set[str]]] = {}

    def findings(self) -> list[Finding]:
        pairs = matched(self.old.endpoints, self.new.endpoints)
        met = {id(each) for pair in pairs for each in pair}
        for each in self.old.endpoints:
            if id(each) not in met:
                note = Note("operation-removed", each.label, "is gone", "callers", each.operation.source, None)
                self._add(note, each, None)
        for each in self.new.endpoints:
            if id(each) not in met:
                note = Note("operation-added", each.label, "is new", "nobody", None, each.operation.source)
                self._add(note, None, each)
                for name in self._named(None, each):
                    self.needs[name] = Needs((), access.ways(each, self._rules[1]) or ())
        for old, new in pairs:
            for note in (*self._own(old, new), *self._access(old, new), *self._beside(old, new)):
                self._add(note, old, new)
        for direction in _DIRECTIONS:
            for note, at in self._below(direction, pairs):
                self._add(note, *pairs[at])
        for note in access.scheme_notes(self.old, self.new):
            self._add(note, None, None)
        for note, tool in Tools(self.old, self.new, {old.id: new.id for old, new in pairs}).notes():
            self._add(note, None, None, tool)
        return [self._finding(*each) for each in self._found.values()]

    def _own(self, old: Endpoint, new: Endpoint) -> Iterator[Note]:
        """What differs in an operation itself."""
        one, other = old.operation, new.operation

        def note(kind: str, text: str, breaks: Breaks, subject: str = new.label) -> Note:
            return Note(kind, subject, text, breaks, one.source, other.source)

        if old.template != new.template:
            text = f"is {other.method} {other.path}, and was {one.method} {one.path}"
            yield note("operation-moved", text, "callers")
        elif old.id != new.id:
            stays = set(self._standing(0, old)) & set(self._standing(1, new))
            yield note("operation-renamed", f"was called {old.label}", "nobody" if stays else "callers")
        if one.source.flag("deprecated") != other.source.flag("deprecated"):
            now = other.source.flag("deprecated")
            kind = "operation-deprecated" if now else "operation-restored"
            yield note(kind, "is deprecated now" if now else "is no longer deprecated", "nobody")
        told = [
            key
            for key in ("summary", "description")
            if inputs.words(one.source, key) != inputs.words(other.source, key)
        ]
        if told:
            yield note("described", f"has another {' and another '.join(told)}", "nobody")
        servers = [address(each.server) if each.server else "" for each in (one, other)]
        if servers[0] != servers[1]:
            text = f"is {servers[1] or 'not named'}, and was {servers[0] or 'not named'}"
            at = one.server or one.source, other.server or other.source
            yield Note("server-changed", "the server", text, "callers", *at)

    def _access(self, old: Endpoint, new: Endpoint) -> Iterator[Note]:
        before, after = access.ways(old, self._rules[0]), access.ways(new, self._rules[1])
        if before == after:
            return
        yield from access.notes(old, new, before, after)
        if before is not None and after is not None:
            for name in self._named(old, new):
                self.needs[name] = Needs(before, after)

    def _beside(self, old: Endpoint, new: Endpoint) -> Iterator[Note]:
        """What differs in what an operation takes and answers, beside the schemas."""
        for one, other in inputs.parameters(old, new):
            yield from inputs.parameter_notes(old, new, one, other)
        yield from inputs.body_notes(old, new)
        yield from results.notes(old, new)

    def _below(self, direction: Direction, pairs: Sequence[tuple[Endpoint, Endpoint]]) -> Iterator[tuple[Note, int]]:
        """What differs in schemas, with the index of each pair of operations that it reaches."""
        comparison, schemas = (
            self.comparisons[direction],
            {"input": inputs.schemas, "result": results.schemas}[direction],
        )
        roots = [
            (comparison.key(*groups), 1 << at) for at, (old, new) in enumerate(pairs) for groups in schemas(old, new)
        ]
        for change, bits in comparison.below(roots):
            name = schema_of(change.new) or schema_of(change.old)
            kind, breaks = _judged(change, direction)
            note = Note(kind, subject_of(change), change.text, breaks, change.old, change.new, name)
            yield from ((note, at) for at in range(bits.bit_length()) if bits >> at & 1)

    def _add(self, note: Note, old: Endpoint | None, new: Endpoint | None, tool: str = "") -> None:
        """Add a finding, or an operation to one that is the same in the same place."""
        key = note.kind, note.subject, note.text, note.old and note.old.key, note.new and note.new.key
        _, operations, tools = self._found.setdefault(key, (note, set(), set()))
        if each := new or old:
            operations.add(" ".join(each.label.split()))
        tools.update([tool] if tool else self._named(old, new) if any(self._tools) else ())

    def _finding(self, note: Note, operations: set[str], tools: set[str]) -> Finding:
        return Finding(
            note.kind,
            " ".join(note.subject.split()),
            " ".join(note.text.split()),
            note.breaks,
            self.old.place(note.old) if note.old else None,
            self.new.place(note.new) if note.new else None,
            tuple(sorted(operations)),
            tuple(sorted(tools)),
            note.schema,
        )

    def _named(self, old: Endpoint | None, new: Endpoint | None) -> list[str]:
        """The tools of an operation; it itself where there is no manifest."""
        if not any(self._tools):
            return [each.label for each in (new or old,) if each]
        tools = (self._standing(index, each) for index, each in enumerate((old, new)) if each)
        return sorted({name for names in tools for name in names})

    def _standing(self, index: int, endpoint: Endpoint) -> list[str]:
        """The tools that stand on an operation of one side, which name it by its id or its path."""
        named = dict.fromkeys((endpoint.id, endpoint.placed))
        return [tool for name in named for tool in self._tools[index].get(name, ())]


def subject_of(change: Change) -> str:
    """What a change of a schema is about: where it stands, down to the property."""
    found = owner(change.new)
    return found if not change.name or found.endswith(f".{change.name}") else f"{found}.{change.name}"


def _judged(change: Change, direction: Direction) -> tuple[str, Breaks]:
    """The kind of a finding, and whom it breaks."""
    if change.kind == "described":
        return "described", "nobody"
    breaks: Breaks = "nobody"
    if direction == "input" and change.effect & NARROWS:
        breaks = "callers"
    elif direction == "result" and (change.effect & WIDENS or change.kind == "removed"):
        breaks = change.widens_for
    effect = {NARROWS: "narrowed", WIDENS: "widened"}.get(change.effect, "changed")
    own = change.kind.removesuffix("-new").removesuffix("-gone")
    return f"{direction}-{own if own in _OWN else effect}", breaks


def matched(olds: Sequence[Endpoint], news: Sequence[Endpoint]) -> list[tuple[Endpoint, Endpoint]]:
    """The operations of both sides: by method and path, then by method and path but for names, then by their ids."""
    found: list[tuple[Endpoint, Endpoint]] = []
    left, right = list(olds), list(news)
    names: tuple[Callable[[Endpoint], object], ...] = (
        lambda each: (each.operation.method, each.operation.path),
        lambda each: each.template,
        lambda each: each.id,
    )
    for name in names:
        here = {name(each): each for each in right if name(each)}
        for old in list(left):
            if new := here.pop(name(old), None):
                left.remove(old)
                right.remove(new)
                found.append((old, new))
    return found
