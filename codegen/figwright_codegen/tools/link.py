"""Each tool meets its operation: what it takes, where that goes, and whether manifest and description agree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from figwright_codegen.identifiers import Code, class_name, words
from figwright_codegen.manifest.file import Manifest
from figwright_codegen.manifest.models import DownloadsEntry, Hint, ToolEntry
from figwright_codegen.openapi.description import Source, Spec
from figwright_codegen.openapi.media_types import Body, are_bytes, is_json
from figwright_codegen.openapi.operations import Operation, Wanted
from figwright_codegen.problems import Problems, nearest
from figwright_codegen.tools.access import Access
from figwright_codegen.tools.inputs import Input, Slot, by_api_name, map_inputs
from figwright_codegen.tools.request import Sent, placed, stated, unsendable
from figwright_codegen.tools.request_schema import impossible, request_schema
from figwright_codegen.types.allof import BRANCHES, example, kinds, leaves_of
from figwright_codegen.types.builder import Builder
from figwright_codegen.types.ir import (
    ANY,
    NULL,
    Field,
    ListOf,
    Literal,
    Named,
    Record,
    Scalar,
    Type,
    choices,
    parts,
    reachable,
    resolved,
)

_MANY = 100
"""Tools of one toolset that are loaded together."""
_TITLE, _DESCRIPTION = 60, 1024
"""Characters at most."""
_HINTS: dict[str, list[Hint]] = {
    "GET": ["read_only", "idempotent"],
    "HEAD": ["read_only", "idempotent"],
    "OPTIONS": ["read_only", "idempotent"],
    "QUERY": ["read_only", "idempotent"],
    "PUT": ["idempotent"],
    "DELETE": ["destructive", "idempotent"],
}
"""What methods mean (RFC 9110, 9.2)."""


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
    """None for no content, and for content that is not JSON."""
    path: str
    """Of the operation, below the connector's address."""
    server: str = ""
    """Where it is, if it is not below the connector's address."""
    open_body: Type | None = None
    """What more a body may hold under any names, where it may."""
    check: dict[str, Any] | None = None
    """The JSON Schema of what goes out, where types do not say all of it."""

    @property
    def module(self) -> Code:
        """Where its record and its functions stand: the module of its toolset, or in a large one its own in that."""
        toolset = self.entry.toolset
        return Code(toolset if self.input_type.module == toolset else f"{toolset}._{self.name}")


class Linker:
    """Links tools, and builds the types of what goes in and what comes out while it does."""

    def __init__(self, manifest: Manifest, found: dict[str, Operation], spec: Spec, problems: Problems) -> None:
        self._manifest, self._operations, self._spec, self._problems = manifest, found, spec, problems
        self._access = Access(manifest, spec, problems)
        used = [found[entry.operation] for entry in manifest.tools.values() if entry.operation in found]
        manifest.connector = manifest.connector and self._access.completed(manifest.connector, used)
        self._sizes = Counter(entry.toolset for entry in manifest.tools.values())
        self.results = Builder(spec, Code("types"))
        self.inputs = Builder(spec, Code("inputs"), inputs=True)

    def tools(self) -> list[Tool]:
        """All tools that are sound, by name."""
        linked = [self._tool(name, entry) for name, entry in sorted(self._manifest.tools.items())]
        return [tool for tool in linked if tool is not None and tool.name not in self._problems.skipped]

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
        kinds += [
            ("credential", source / "credentials" / kind / "parts" / index, part)
            for kind, each in connector.credentials.items()
            for index, part in enumerate(each.parts)
        ]
        tools = [("tool", source / "identify", connector.identify)] if connector.identify else []
        lists = ("deprecated_scopes", "enterprise_scopes", "organization_scopes", "private_scopes")
        named = [
            ("scope", source / "oauth" / key / index, scope)
            for key in lists
            for index, scope in enumerate(getattr(connector.oauth, key, ()))
        ]
        self._access.check_schemes(connector)
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
        entry = self._worded(source, entry, operation)
        if self._manifest.connector:
            entry = self._access.of_tool(source, entry, operation, self._manifest.connector)
        operation = replace(operation, parameters=tuple(self._given(name, entry, operation)))
        for place, text in operation.obstacles:
            self._problems.unsupported(name, place, text)
        taken = [each.schema for each in operation.parameters] + ([operation.body.schema] if operation.body else [])
        for place, key in impossible(self._spec, taken):
            text = f"{key!r} is demanded where it is no property, and others are not taken: nothing is valid; describe"
            self._problems.unsupported(name, place, f"{text} it there, or do not demand it")
        all_slots = list(self._slots(source, entry, operation))
        slots = {slot.wanted.name: slot for slot in all_slots}
        constants = (*self._sent(source / "constants", entry.constants, slots), *stated(operation, entry))
        cases = []
        for index, case in enumerate(entry.choose):
            when = {key: None if value == "*" else value for key, value in sorted(case.when.items())}
            cases.append(Case(when, self._sent(source / "choose" / index / "send", case.send, slots)))
        chosen = {sent.name for case in cases for sent in case.send}
        fixed = {(sent.place, sent.name) for sent in constants}
        api_names = by_api_name(entry)
        free = [slot for slot in all_slots if (slot.wanted.place, slot.wanted.name) not in fixed]
        for slot in free:
            own = entry.inputs.get(api_names.get(slot.wanted.name, ""))
            if not (own and own.ignored) and (why := slot.wanted.obstacle or unsendable(slot)):
                self._problems.unsupported(
                    name, slot.wanted.source, f"{why}, or write 'ignored: true' for it in {name}"
                )
        inputs = map_inputs(source, entry, free, chosen, self.inputs, self._problems)
        shown = [each.name for each in inputs if not each.hidden]
        for key in (key for key in entry.example if key not in shown):
            self._problems.add(source / "example" / key, f"{key!r} is no input; {nearest(key, shown)}")
        for place, key in _inputs_of_downloads(source / "downloads", entry.downloads):
            if key not in shown:
                self._problems.add(place, f"{key!r} is no input; {nearest(key, shown)}")
        if entry.compared and (entry.compared not in shown or not entry.views):
            wrong = f"no input; {nearest(entry.compared, shown)}" if entry.views else "compared by no view: give views"
            self._problems.add(source / "compared", f"{entry.compared!r} is {wrong}")
        names = re.findall(r"{([^}]*)}", operation.path)
        inputs.sort(key=lambda each: _order(each, names))
        module = Code(f"_{entry.toolset}.{name}" if self._sizes[entry.toolset] > _MANY else entry.toolset)
        record = Record(class_name(f"{name}_input"), module, source, f"What `{name}` takes.")
        record.fields = {each.name: each.field for each in inputs}
        whole = [slot for slot in free if slot.wanted.place == "body" and not slot.wanted.name]
        body = operation.body if operation.body and not whole and not (entry.wrap or entry.flatten) else None
        record.open = bool(body and self.inputs.is_open(body.schema))
        path, server = placed(operation, self._manifest, self._problems)
        return Tool(
            name,
            entry,
            source,
            operation,
            tuple(inputs),
            constants,
            tuple(cases),
            record,
            self.results.any_of(operation.result.schemas),
            path,
            server,
            self.inputs.rest(body.schema) if body and record.open else None,
            request_schema(self._spec, operation, entry),
        )

    def _worded(self, source: Source, entry: ToolEntry, operation: Operation) -> ToolEntry:
        """The entry with the operation's words and the method's hints, where the manifest has none."""
        more: dict[str, Any] = {}
        summary = " ".join(operation.source.text("summary").split())
        if not entry.title:
            called = " ".join(words(operation.id)).capitalize()
            more["title"] = summary.rstrip(".") if 0 < len(summary) <= _TITLE else called[:_TITLE].strip()
        if not entry.description:
            text = re.split(r"\n\s*\n", operation.source.text("description").strip())[0] or summary
            more["description"] = " ".join(text.split())
            if not 0 < len(more["description"]) <= _DESCRIPTION:
                why = "says too much to take its words" if text else "has no words of its own"
                self._problems.add(source, f"'description' is missing, and {operation.id} {why}; add it")
        if "hints" not in entry.model_fields_set:
            more["hints"] = _HINTS.get(operation.method, [])
        return entry.model_copy(update=more)

    def _given(self, tool: str, entry: ToolEntry, operation: Operation) -> Iterator[Wanted]:
        """The parameters of an operation but for those that a credential of the tool goes in."""
        known = self._manifest.connector.credentials if self._manifest.connector else {}
        kinds = [part for kind in entry.credentials if kind in known for part in known[kind].parts or [kind]]
        used = [known[kind] for kind in kinds if kind in known]
        taken = {("header", each.header.lower()) for each in used}
        taken |= {pair for each in used for pair in (("query", each.query), ("cookie", each.cookie))}
        taken -= {(place, "") for place, _ in taken}
        for each in operation.parameters:
            name = each.name.lower() if each.place == "header" else each.name
            if (each.place, name) in taken:
                text = f"the {each.place} {each.name!r} is what the credential goes in, so it is no input of {tool}"
                self._problems.warn(each.source, text)
            else:
                yield each

    def _slots(self, source: Source, entry: ToolEntry, operation: Operation) -> Iterator[Slot]:
        for wanted in operation.parameters:
            field = Field(wanted.name, self.inputs.type(wanted.schema), wanted.required, wanted.description)
            field.deprecated = wanted.source.flag("deprecated") or wanted.schema.flag("deprecated")
            field.default = (wanted.schema / "default").value
            field.example = example([wanted.source, *leaves_of(self._spec, [wanted.schema])])
            yield Slot(wanted, field)
        body = operation.body
        if body is None:
            for key in (key for key in ("wrap", "flatten", "body") if getattr(entry, key)):
                self._problems.add(source / key, f"{operation.id} takes no body; remove {key!r}")
            return
        if entry.body or body.kind in ("text", "bytes"):
            yield self._whole(entry.body or "body", body)
            return
        fields = self._properties(source, operation.id, body)
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
                yield in_body(self._spec, body, replace(field, required=field.required and outer.required), name)
        for field in fields.values():
            yield in_body(self._spec, body, field if body.required else replace(field, required=False))

    def _properties(self, source: Source, operation: str, body: Body) -> dict[str, Field]:
        """The properties of a body as fields, and what inputs cannot say of it."""
        tool, place, remedy = str(source.pointer[-1]), body.schema, "name the input for all of it in 'body'"
        fields = self.inputs.fields(body.schema)
        if not fields and not self.inputs.is_open(body.schema):
            text = f"the body of {operation} has no properties that could be inputs; give it some, or {remedy}"
            place = place if place.value is not None else self._operations[operation].source / "requestBody"
            self._problems.unsupported(tool, place, text)
        if _may_be_no_object(self._spec, body.schema):
            text = f"the body of {operation} need not be an object, which inputs of its properties cannot say; {remedy}"
            self._problems.warn(place, text)
        if fields.pop("", None):
            text = f"the body of {operation} has a property without a name, which no input can have; {remedy}"
            self._problems.unsupported(tool, place, text)
        return fields

    def _whole(self, name: str, body: Body) -> Slot:
        """All of a body as one input."""
        type_: Type = Scalar("bytes") if body.kind == "bytes" else self.inputs.type(body.schema)
        if body.kind == "text" and not all(map(_is_text, choices(type_))):
            type_ = Scalar("string")  # what else a text may be, its schema does not say
        words = body.schema.text("description") or "All that is sent."
        wanted = Wanted("", "body", body.schema, body.required, body.schema, nullable=_takes_null(body, type_))
        return Slot(wanted, Field(name, type_, body.required, words))

    def _sent(self, place: Source, values: dict[str, Any], slots: dict[str, Slot]) -> tuple[Sent, ...]:
        for name in sorted(values.keys() - slots.keys()):
            self._problems.add(place / name, f"the operation takes no {name!r}; {nearest(name, slots)}")
        return tuple(
            Sent(name, slots[name].wanted.place, value) for name, value in sorted(values.items()) if name in slots
        )

    def _check_facts(self, source: Source, entry: ToolEntry) -> None:
        connector = self._manifest.connector
        toolsets = self._manifest.toolset_names
        if not entry.toolset:
            self._problems.add(source, f"'toolset' is missing; {nearest('', toolsets)}")
        elif entry.toolset not in toolsets:
            hint = nearest(entry.toolset, toolsets)
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


def _inputs_of_downloads(source: Source, entry: DownloadsEntry | None) -> Iterator[tuple[Source, str]]:
    """What downloads name that must be inputs of the same tool."""
    if entry is None:
        return
    yield from ((source / key, name) for key in ("folder", "ids", "scale") if (name := getattr(entry, key)))
    yield from ((source / "pictures" / name, name) for name in entry.pictures)
    for index, name in enumerate(entry.titles.same if entry.titles else ()):
        yield source / "titles" / "same" / index, name


def in_body(spec: Spec, body: Body, field: Field, within: str = "") -> Slot:
    """A property of the body as a slot."""
    encoding = body.encoding / field.name
    style, explode = "", False
    if body.kind == "form":
        shaped = encoding.value is not None and {"style", "explode", "allowReserved"} & encoding.value.keys()
        as_json = not shaped and is_json(encoding.text("contentType"))
        style = "json" if as_json else encoding.text("style") or "form"
        explode = encoding.flag("explode") if "explode" in encoding else style == "form"
    elif body.kind == "multipart":
        style = encoding.text("contentType").partition(",")[0].strip()
        style = "" if "*" in style else style
        if field.type in (ANY, ListOf(ANY)) and are_bytes(encoding.text("contentType")):
            field = replace(field, type=Scalar("bytes") if field.type == ANY else ListOf(Scalar("bytes")))
    null = _takes_null(body, field.type)
    obstacle = ""
    if body.kind == "json" and _holds_bytes(field.type):
        obstacle = f"{field.name!r} holds bytes, which JSON cannot; describe a text (of base64, 'format: byte')"
    elif any(spec.resolve(each).flag("required") for each in (encoding / "headers").values()):
        obstacle = f"the part {field.name!r} demands headers of its own, which no tool can send; make them optional"
    wanted = Wanted(field.name, "body", body.schema, field.required, body.schema, style, explode, null, obstacle)
    return Slot(wanted, field, within)


def _holds_bytes(type_: Type) -> bool:
    pending = [type_, *(part for each in reachable([type_]) for part in parts(each))]
    while pending:
        each = pending.pop()
        if each == Scalar("bytes"):
            return True
        pending += parts(each)
    return False


def _may_be_no_object(spec: Spec, schema: Source) -> bool:
    cases = [case for leaf in leaves_of(spec, [schema]) for key in BRANCHES for case in (leaf / key).each()]
    return any(set(kinds(leaves_of(spec, [case]))) - {"object", "null"} for case in cases)


def _is_text(type_: Type) -> bool:
    if isinstance(type_, Literal):
        return all(isinstance(value, str) for value in type_.values)
    return isinstance(type_, Scalar) and type_.kind == "string"


def _takes_null(body: Body, type_: Type) -> bool:
    return body.kind == "json" and any(each in (ANY, NULL) for each in choices(type_))


def _order(each: Input, path: list[str]) -> tuple[int, bool, str]:
    """The path's parameters as they come there, then what is needed, then the rest, by name."""
    name = next((slot.wanted.name for slot in each.slots if slot.wanted.place == "path"), "")
    return path.index(name) if name in path else len(path), not each.field.required, each.name
