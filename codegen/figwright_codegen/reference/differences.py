"""Where our description and the provider's differ, each place once, with what it asks of ours.

The words of a description say nothing here: ours are worded anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from figwright_codegen.diff import access, inputs, results
from figwright_codegen.diff.changes import BOTH, NARROWS, WIDENS, Change
from figwright_codegen.diff.components import schemas
from figwright_codegen.diff.findings import Note
from figwright_codegen.diff.operations import matched
from figwright_codegen.diff.schemas import Comparison
from figwright_codegen.diff.shapes import Direction, Group, Reader
from figwright_codegen.diff.sides import Endpoint, Side
from figwright_codegen.diff.standing import owner
from figwright_codegen.diff.tools import by_operation
from figwright_codegen.openapi.description import Key, Source, is_reference
from figwright_codegen.openapi.structure import below
from figwright_codegen.tools.access import address

Sort = Literal["add", "change", "ours"]
_SORTS: dict[str, tuple[str, Sort]] = {
    "credential-accepted": ("credential", "add"),
    "credential-added": ("credential", "add"),
    "credential-changed": ("credential", "change"),
    "credential-refused": ("credential", "ours"),
    "credential-removed": ("credential", "ours"),
    "error-added": ("status", "add"),
    "error-removed": ("status", "ours"),
    "input-added": ("input", "add"),
    "input-changed": ("input", "change"),
    "input-moved": ("input", "change"),
    "input-narrowed": ("input", "ours"),
    "input-optional": ("required", "change"),
    "input-removed": ("input", "ours"),
    "input-renamed": ("input", "change"),
    "input-required": ("required", "change"),
    "input-widened": ("input", "add"),
    "result-added": ("answer", "add"),
    "result-changed": ("answer", "change"),
    "result-narrowed": ("answer", "ours"),
    "result-removed": ("answer", "ours"),
    "result-widened": ("answer", "add"),
    "scope-added": ("scope", "add"),
    "scope-enough": ("scope", "add"),
    "scope-needed": ("scope", "change"),
    "scope-removed": ("scope", "ours"),
    "status-added": ("status", "add"),
    "status-removed": ("status", "ours"),
}
"""Of what the comparison of two descriptions notes beside schemas: what it is about, and what it asks of ours."""
_CHANGES: dict[str, tuple[str, Sort]] = {
    "added": ("property", "add"),
    "option-added": ("option", "add"),
    "option-removed": ("option", "ours"),
    "optional": ("required", "change"),
    "removed": ("property", "ours"),
    "required": ("required", "change"),
    "rest": ("rest", "change"),
}
"""The same of schemas, where the effect does not tell."""
_OTHERS = (
    "assertion", "bound", "default", "deprecated", "format", "integer", "items", "operation", "operationId", "path",
    "pattern", "schema", "server", "tag", "type", "unique", "values",
)  # fmt: skip
KINDS = frozenset((*(kind for kind, _ in (*_SORTS.values(), *_CHANGES.values())), *_OTHERS))
"""What a difference can be about."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the two differ. `text` says what becomes of ours if it follows the reference."""

    sort: Sort
    kind: str
    subject: str
    text: str
    ours: Source | None
    theirs: Source | None
    operations: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    placed: str = ""
    """Of an operation that one of the two lacks, its method and path."""


class Beside:
    """Our description beside the provider's: what differs, and which schemas of theirs stand where one of ours does."""

    def __init__(self, ours: Side, theirs: Side) -> None:
        self.ours, self.theirs = ours, theirs
        self.inputs = Comparison(Reader(ours.spec, "input"), Reader(theirs.spec, "input"))
        self.results = Comparison(Reader(ours.spec, "result"), Reader(theirs.spec, "result"))
        self.pairs = matched(ours.endpoints, theirs.endpoints)
        met = {id(each) for pair in self.pairs for each in pair}
        self.lacking = [each for each in theirs.endpoints if id(each) not in met]
        """Operations of theirs that ours lacks, and does not leave out on purpose."""
        self._alone = [each for each in ours.endpoints if id(each) not in met]
        self._tools = by_operation(ours)
        self._found: dict[object, Difference] = {}

    def differences(self) -> list[Difference]:
        for each in self._alone:
            self._add("ours", "operation", each.label, "is gone", each.operation.source, None, each)
        for each in self.lacking:
            self._add("add", "operation", each.label, f"is new, {each.placed}", None, each.operation.source, each)
        for ours, theirs in self.pairs:
            self._own(ours, theirs)
            for note in self._notes(ours, theirs):
                self._note(note, ours)
            for direction, one, other in _schemas(ours, theirs):
                self._changes(direction, one, other, ours)
        for note in access.scheme_notes(self.ours, self.theirs):
            self._note(note, None)
        self._named()
        return sorted(self._found.values(), key=lambda each: (each.kind, each.subject, each.text))

    def _own(self, ours: Endpoint, theirs: Endpoint) -> None:
        one, other = ours.operation, theirs.operation
        at = one.source, other.source
        if ours.template != theirs.template:
            text = f"is {theirs.placed}, and was {ours.placed}"
            self._add("change", "path", ours.label, text, *at, ours)
        elif ours.id != theirs.id:
            text = f"is called {theirs.id}" if theirs.id else "has no operationId"
            self._add("change", "operationId", ours.label, text, *at, ours)
        if one.source.flag("deprecated") != other.source.flag("deprecated"):
            now = other.source.flag("deprecated")
            text = "is deprecated now" if now else "is no longer deprecated"
            self._add("add" if now else "ours", "deprecated", ours.label, text, *at, ours)
        urls = [address(each.server) if each.server else "" for each in (one, other)]
        if urls[0] != urls[1]:
            text = f"is at {urls[1] or 'no named address'}, and was at {urls[0] or 'none'}"
            self._add("change", "server", "the server", text, one.server or at[0], other.server or at[1], ours)

    def _notes(self, ours: Endpoint, theirs: Endpoint) -> Iterator[Note]:
        rule = self.ours.scope_rule
        before, after = access.ways(ours, rule), access.ways(theirs, rule)
        if before is None or after is None:
            if before != after:
                text = "says now who may call it" if before is None else "does not say any more who may call it"
                at = ours.operation.source, theirs.operation.source
                self._add("add" if before is None else "ours", "credential", ours.label, text, *at, ours)
        elif before != after:
            yield from access.notes(ours, theirs, before, after)
        for one, other in inputs.parameters(ours, theirs):
            yield from inputs.parameter_notes(ours, theirs, one, other)
        yield from inputs.body_notes(ours, theirs)
        yield from results.notes(ours, theirs)

    def _note(self, note: Note, endpoint: Endpoint | None) -> None:
        if note.kind == "input-deprecated":
            sort: Sort = "ours" if note.old and note.old.flag("deprecated") else "add"
            self._add(sort, "deprecated", note.subject, note.text, note.old, note.new, endpoint)
        elif note.kind in _SORTS:
            kind, sort = _SORTS[note.kind]
            new = note.subject if note.kind == "input-added" else ""
            self._add(sort, kind, note.subject, note.text, note.old, note.new, endpoint, new)

    def _changes(self, direction: Direction, one: Group, other: Group, endpoint: Endpoint | None) -> None:
        comparison = self.inputs if direction == "input" else self.results
        for change, _ in comparison.below([(comparison.key(one, other), 1)]):
            if change.kind != "described":
                kind, sort = sort_of(change)
                self._add(sort, kind, _subject(change), change.text, change.old, change.new, endpoint, change.name)

    def _named(self) -> None:
        """Named schemas of theirs that no operation leads to, such as what is sent to webhooks."""
        ours, theirs = schemas(self.ours), schemas(self.theirs)
        used = _used(self.theirs)
        for name, source in theirs.items():
            if source.key in used:
                continue
            if name in ours:
                self._changes("result", (ours[name],), (source,), None)
            else:
                self._add("add", "schema", name, "is new", None, source, None)

    def _add(
        self, sort: Sort, kind: str, subject: str, text: str, ours: Source | None, theirs: Source | None,
        endpoint: Endpoint | None, name: str = "",
    ) -> None:  # fmt: skip
        """Add a difference, or an operation to one that is the same in the same place of ours.

        `name`: of what is at a place, where that holds several.
        """
        key = sort, kind, text, name, ours.key if ours else theirs and theirs.key
        before = self._found.get(key)
        own = [] if endpoint is None else [" ".join(endpoint.label.split())]
        tools = [] if endpoint is None else self._standing(endpoint)
        self._found[key] = Difference(
            sort,
            kind,
            " ".join((before.subject if before else subject).split()),
            " ".join(text.split()),
            ours,
            before.theirs if before else theirs,
            tuple(sorted({*own, *(before.operations if before else ())})),
            tuple(sorted({*tools, *(before.tools if before else ())})),
            endpoint.placed if endpoint and kind == "operation" else "",
        )

    def _standing(self, endpoint: Endpoint) -> list[str]:
        return [tool for name in dict.fromkeys((endpoint.id, endpoint.placed)) for tool in self._tools.get(name, ())]


def _schemas(ours: Endpoint, theirs: Endpoint) -> Iterator[tuple[Direction, Group, Group]]:
    """The schemas of both that meet, as inputs and as results."""
    for one, other in inputs.schemas(ours, theirs):
        yield "input", one, other
    for one, other in results.schemas(ours, theirs):
        yield "result", one, other


def sort_of(change: Change) -> tuple[str, Sort]:
    """What a change is about, and what it asks of ours."""
    if change.kind in _CHANGES:
        return _CHANGES[change.kind]
    if change.kind.endswith("-new"):
        return change.kind.removesuffix("-new"), "add"
    if change.kind.endswith("-gone"):
        return change.kind.removesuffix("-gone"), "ours"
    sorts: dict[int, Sort] = {NARROWS: "ours", WIDENS: "add", BOTH: "change"}
    if change.kind in ("type", "values"):
        return change.kind, sorts[change.effect]
    return change.kind, "change"


def _subject(change: Change) -> str:
    found = owner(change.old)
    return found if not change.name or found.endswith(f".{change.name}") else f"{found}.{change.name}"


def _used(side: Side) -> set[Key]:
    """The places that operations lead to, but for their callbacks: ours may have the same schemas and no callbacks."""
    found = set[Key]()
    pending: list[tuple[Source, str]] = [(each.operation.source, "operation") for each in side.endpoints]
    pending += [(each.source, "parameter") for endpoint in side.endpoints for each in endpoint.operation.parameters]
    while pending:
        source, kind = pending.pop()
        if source.key in found:
            continue
        found.add(source.key)
        if is_reference(source) and (target := side.spec.target(source)):
            pending.append((target, kind))
        pending += (each for each in below(source, kind) if each[1] != "callback")
    return found
