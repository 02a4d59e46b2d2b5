"""Each tool meets its operation: what it takes, where that goes, and whether manifest and description agree."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from figwright_codegen.building import Builder
from figwright_codegen.inputs import Input, Slot, map_inputs, nearest
from figwright_codegen.ir import Field, ListOf, Named, Record, resolved
from figwright_codegen.leaves import example, leaves_of
from figwright_codegen.loading import Source, Spec
from figwright_codegen.manifest import DownloadsEntry, Manifest, ToolEntry
from figwright_codegen.naming import Code, class_name
from figwright_codegen.operations import Operation, Wanted
from figwright_codegen.problems import Problems


@dataclass(frozen=True, slots=True)
class Sent:
    """A constant, or `$input` for the value of an input."""

    name: str
    place: str
    value: Any


@dataclass(frozen=True, slots=True)
class Case:
    """When these inputs are given (None for any value), these go out instead."""

    when: dict[str, Any]
    send: tuple[Sent, ...]


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    entry: ToolEntry
    source: Source
    operation: Operation
    inputs: tuple[Input, ...]
    constants: tuple[Sent, ...]
    cases: tuple[Case, ...]
    input_type: Record
    result: Named | None
    """None for no content."""


class Linker:
    """Links tools, and builds the types of what goes in and what comes out while it does."""

    def __init__(self, manifest: Manifest, found: dict[str, Operation], spec: Spec, problems: Problems) -> None:
        self._manifest, self._operations, self._spec, self._problems = manifest, found, spec, problems
        self.results = Builder(spec, Code("types"))
        self.inputs = Builder(spec, Code("inputs"), inputs=True)

    def tools(self) -> list[Tool]:
        """All tools that are sound, by name."""
        linked = [self._tool(name, entry) for name, entry in sorted(self._manifest.tools.items())]
        return [tool for tool in linked if tool is not None]

    def check_connector(self, scopes: Collection[str]) -> None:
        """What the connector names must be there: credentials, `scopes` of the description, a tool that identifies."""
        source, connector = self._manifest.root / "connector", self._manifest.connector
        if connector is None:
            return
        kinds = [("credential", source / "security" / scheme, kind) for scheme, kind in connector.security.items()]
        kinds += [
            ("credential", source / "oauth" / key, kind)
            for key in ("credential", "organization_credential")
            if (kind := getattr(connector.oauth, key, ""))
        ]
        tools = [("tool", source / "identify", connector.identify)] if connector.identify else []
        lists = ("deprecated_scopes", "enterprise_scopes", "organization_scopes", "private_scopes")
        named = [
            ("scope", source / "oauth" / key / index, scope)
            for key in lists
            for index, scope in enumerate(getattr(connector.oauth, key, ()))
        ]
        known = {
            "credential": connector.credentials,
            "scope": scopes,
            "tool": (self._manifest.root / "tools").value or (),
        }
        for what, place, name in [*kinds, *tools, *named]:
            if name not in known[what]:
                self._problems.add(place, f"there is no {what} {name!r}; {nearest(name, known[what])}")

    def _tool(self, name: str, entry: ToolEntry) -> Tool | None:
        source = self._manifest.tool(name)
        self._check_facts(source, entry)
        operation = self._operations.get(entry.operation)
        if operation is None:
            hint = nearest(entry.operation, self._operations)
            self._problems.add(source / "operation", f"there is no operation {entry.operation!r}; {hint}")
            return None
        self._check_security(source, entry, operation)
        for place, text in operation.obstacles:
            self._problems.add(place, text)
        all_slots = list(self._slots(source, entry, operation))
        slots = {slot.wanted.name: slot for slot in all_slots}
        constants = self._sent(source / "constants", entry.constants, slots)
        cases = []
        for index, case in enumerate(entry.choose):
            when = {key: None if value == "*" else value for key, value in sorted(case.when.items())}
            cases.append(Case(when, self._sent(source / "choose" / index / "send", case.send, slots)))
        chosen = {sent.name for case in cases for sent in case.send}
        free = [slot for slot in all_slots if slot.wanted.name not in entry.constants]
        inputs = map_inputs(source, entry, free, chosen, self.inputs, self._problems)
        shown = [each.name for each in inputs if not each.hidden]
        for key in (key for key in entry.example if key not in shown):
            self._problems.add(source / "example" / key, f"{key!r} is no input; {nearest(key, shown)}")
        for place, key in _inputs_of_downloads(source / "downloads", entry.downloads):
            if key not in shown:
                self._problems.add(place, f"{key!r} is no input; {nearest(key, shown)}")
        path = re.findall(r"{([^}]*)}", operation.path)
        inputs.sort(key=lambda each: _order(each, path))
        record = Record(class_name(f"{name}_input"), Code(entry.toolset), source, f"What `{name}` takes.")
        record.fields = {each.name: each.field for each in inputs}
        result = self.results.named(operation.result) if operation.result else None
        return Tool(name, entry, source, operation, tuple(inputs), constants, tuple(cases), record, result)

    def _slots(self, source: Source, entry: ToolEntry, operation: Operation) -> Iterator[Slot]:
        for wanted in operation.parameters:
            field = Field(wanted.name, self.inputs.type(wanted.schema), wanted.required, wanted.description)
            field.deprecated = wanted.source.flag("deprecated") or wanted.schema.flag("deprecated")
            field.default = (wanted.schema / "default").value
            field.example = example([wanted.source, *leaves_of(self._spec, [wanted.schema])])
            yield Slot(wanted, field)
        body = operation.body
        if body is None:
            for key in (key for key in ("wrap", "flatten") if getattr(entry, key)):
                self._problems.add(source / key, f"{operation.id} takes no body; remove {key!r}")
            return
        fields = self.inputs.fields(body)
        if not fields:
            self._problems.add(body, f"the body of {operation.id} has no properties that could be inputs; give it some")
        if entry.wrap:
            listed = resolved(fields[entry.wrap].type) if entry.wrap in fields else None
            item = resolved(listed.item) if isinstance(listed, ListOf) else None
            fields = dict(item.fields) if isinstance(item, Record) else {}
            if not fields:
                text = f"the body of {operation.id} has no list {entry.wrap!r} of objects; name one that it has"
                self._problems.add(source / "wrap", text)
        for index, name in enumerate(entry.flatten):
            outer = fields.pop(name, None)
            inner = resolved(outer.type) if outer else None
            if outer is None or not isinstance(inner, Record):
                text = f"the body of {operation.id} has no object {name!r}; name one that it has"
                self._problems.add(source / "flatten" / index, text)
                continue
            for field in inner.fields.values():
                yield _in_body(replace(field, required=field.required and outer.required), body, name)
        yield from (_in_body(field, body) for field in fields.values())

    def _sent(self, place: Source, values: dict[str, Any], slots: dict[str, Slot]) -> tuple[Sent, ...]:
        for name in sorted(values.keys() - slots.keys()):
            self._problems.add(place / name, f"the operation takes no {name!r}; {nearest(name, slots)}")
        return tuple(
            Sent(name, slots[name].wanted.place, value) for name, value in sorted(values.items()) if name in slots
        )

    def _check_facts(self, source: Source, entry: ToolEntry) -> None:
        connector = self._manifest.connector
        toolsets = self._manifest.root / "toolsets"
        if entry.toolset not in toolsets:
            hint = nearest(entry.toolset, toolsets.value or ())
            self._problems.add(source / "toolset", f"there is no toolset {entry.toolset!r}; {hint}")
        if connector is None:
            return
        if entry.plan and entry.plan not in connector.plans:
            hint = nearest(entry.plan, connector.plans)
            self._problems.add(source / "plan", f"there is no plan {entry.plan!r}; {hint}")
        if entry.tier and connector.rate_limit.tiers and entry.tier not in connector.rate_limit.tiers:
            self._problems.add(source / "tier", f"there is no tier {entry.tier}; add it to the connector's rate_limit")
        if entry.downloads and not connector.download_hosts:
            text = "the connector names no hosts to download from; add download_hosts to it"
            self._problems.add(source / "downloads", text)
        for index, kind in enumerate(entry.credentials):
            if kind not in connector.credentials:
                hint = nearest(kind, connector.credentials)
                self._problems.add(source / "credentials" / index, f"there is no credential {kind!r}; {hint}")

    def _check_security(self, source: Source, entry: ToolEntry, operation: Operation) -> None:
        connector = self._manifest.connector
        if connector is None:
            return
        for scheme in sorted(set(operation.security) - set(connector.security)):
            place = self._manifest.root / "connector" / "security"
            self._problems.add(place, f"the scheme {scheme!r} has no credential kind here; add it")
        theirs = {connector.security[scheme] for scheme in operation.security if scheme in connector.security}
        ours = set(entry.credentials)
        unknown = ours - set(connector.credentials)
        if ours - unknown != theirs and not (unknown and ours - unknown < theirs):
            self._contradiction(source / "credentials", "credentials", operation, theirs)
        scopes = {scope for scheme in operation.security.values() for scope in scheme}
        if set(entry.scopes) != scopes:
            self._contradiction(source / "scopes", "scopes", operation, scopes)

    def _contradiction(self, place: Source, what: str, operation: Operation, theirs: set[str]) -> None:
        wanted = ", ".join(sorted(theirs)) or "none"
        text = f"these {what} contradict {operation.id}, which takes {wanted}; correct them or the description"
        self._problems.add(place, text)


def _inputs_of_downloads(source: Source, entry: DownloadsEntry | None) -> Iterator[tuple[Source, str]]:
    """What downloads name that must be inputs of the same tool."""
    if entry is None:
        return
    yield from ((source / key, name) for key in ("folder", "ids", "scale") if (name := getattr(entry, key)))
    yield from ((source / "pictures" / name, name) for name in entry.pictures)
    for index, name in enumerate(entry.titles.same if entry.titles else ()):
        yield source / "titles" / "same" / index, name


def _in_body(field: Field, body: Source, within: str = "") -> Slot:
    return Slot(Wanted(field.name, "body", body, field.required, body), field, within)


def _order(each: Input, path: list[str]) -> tuple[int, bool, str]:
    """The path's parameters as they come there, then what is needed, then the rest, by name."""
    name = next((slot.wanted.name for slot in each.slots if slot.wanted.place == "path"), "")
    return path.index(name) if name in path else len(path), not each.field.required, each.name
