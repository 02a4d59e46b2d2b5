"""The events that webhooks tell of, and what a manifest says of them held against their types and the tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from figwright_codegen.identifiers import constant_name
from figwright_codegen.json_pointer import steps
from figwright_codegen.manifest.file import Manifest
from figwright_codegen.manifest.webhooks import WebhookCallEntry, WebhooksEntry
from figwright_codegen.openapi.description import Source, Spec
from figwright_codegen.openapi.media_types import is_json
from figwright_codegen.problems import Problems, nearest
from figwright_codegen.tools.link import Tool
from figwright_codegen.tools.pointers import fields_at
from figwright_codegen.types.ir import Field, Literal, Named, Type, records, resolved

CALLS = ("register_", "rotate", "pause", "resume", "delete", "deliveries")
PLACEHOLDERS = ("$event", "$endpoint", "$secret", "$context", "$context_id", "$webhook")


def sent(manifest: Manifest, spec: Spec) -> list[tuple[str, Source]]:
    """The schemas of what is sent: the manifest's under no name, or those of the description's `webhooks`."""
    entry = manifest.connector.webhooks if manifest.connector else None
    if entry is None:
        return []
    if entry.events:
        return [("", manifest.root / "connector" / "webhooks" / "events")]
    return [(name, each) for name, item in (spec.root / "webhooks").items() for each in _bodies(spec, item)]


def _bodies(spec: Spec, item: Source) -> Iterator[Source]:
    operation = spec.resolve(item) / "post"
    content = spec.resolve(operation / "requestBody") / "content"
    yield from (media / "schema" for name, media in content.items() if is_json(name) and "schema" in media)


def events_of(manifest: Manifest, told: Iterable[tuple[str, Named]], problems: Problems) -> dict[str, Named]:
    """Every event and its type, by name. What is secret in one is taken out before anybody sees it."""
    entry = manifest.connector.webhooks if manifest.connector else None
    if entry is None:
        return {}
    place, found = manifest.root / "connector" / "webhooks", dict[str, Named]()
    for name, type_ in told:
        for field in fields_at(type_, steps(entry.secret), wild=False) if entry.secret else ():
            if isinstance(field, Field):
                field.required = False
        found |= {name: type_} if name else dict(_by_type(entry, type_))
    if not found:
        problems.add(place, "there are no events: name their schema in 'events', whose 'type' has values of its own")
    constants = dict[str, str]()
    for name in sorted(found):
        if (other := constants.setdefault(constant_name(name), name)) != name:
            problems.add(place, f"the events {other!r} and {name!r} would be one constant; leave one of them out")
    for index, name in enumerate(entry.tests):
        if found and name not in found:
            problems.add(place / "tests" / index, f"there is no event {name!r}; {nearest(name, found)}")
    return dict(sorted(found.items()))


def _by_type(entry: WebhooksEntry, type_: Named) -> Iterator[tuple[str, Named]]:
    """The events of one schema: what it may be, told by the values of its type."""
    for option in _options(type_):
        for field in fields_at(option, steps(entry.type), wild=False) if entry.type else ():
            values = resolved(field.type) if isinstance(field, Field) else None
            for value in values.values if isinstance(values, Literal) else ():
                yield str(value), option


def _options(type_: Named) -> Iterator[Named]:
    if len(records(type_) or ()) == 1:
        yield type_
        return
    for option in getattr(resolved(type_), "options", ()):
        if isinstance(option, Named):
            yield from _options(option)


def check_webhooks(manifest: Manifest, tools: Iterable[Tool], told: Iterable[Type], problems: Problems) -> None:
    """Pointers must lead somewhere in what is sent, calls be calls of tools with the inputs that these have."""
    entry = manifest.connector.webhooks if manifest.connector else None
    if entry is None:
        return
    source, told = manifest.root / "connector" / "webhooks", list(told)
    for key in ("type", "time", "webhook", "subject", "secret"):
        pointer = getattr(entry, key)
        if pointer and told and not any(list(fields_at(each, steps(pointer), wild=False)) for each in told):
            problems.add(source / key, f"{pointer!r} leads to nothing in any event; correct it")
    known = {tool.name: tool for tool in tools}
    for key in CALLS:
        if call := getattr(entry, key):
            _check_call(source / key.rstrip("_"), call, known, problems)


def _check_call(source: Source, call: WebhookCallEntry, known: dict[str, Tool], problems: Problems) -> None:
    tool = known.get(call.tool)
    if tool is None:
        problems.add(source / "tool", f"there is no tool {call.tool!r}; {nearest(call.tool, known)}")
        return
    inputs = [each.name for each in tool.inputs]
    for name, value in call.send.items():
        if name not in inputs:
            problems.add(source / "send" / name, f"{name!r} is no input of {call.tool}; {nearest(name, inputs)}")
        for text in _texts(value):
            if text.startswith("$") and text not in PLACEHOLDERS:
                problems.add(source / "send" / name, f"{text!r} stands for nothing; {nearest(text, PLACEHOLDERS)}")
    whole = f"{call.at}/*{call.payload}" if call.payload else call.at
    if whole and not (tool.result and list(fields_at(tool.result, steps(whole), wild=True))):
        problems.add(source / "at", f"{whole!r} leads to nothing in the result of {call.tool}; correct it")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
