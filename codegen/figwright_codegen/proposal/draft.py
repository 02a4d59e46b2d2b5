"""A proposal for one operation's tool, and for all of them: what is said of each, before it is written down."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from figwright_codegen.identifiers import words
from figwright_codegen.openapi.description import Spec
from figwright_codegen.openapi.operations import Operation
from figwright_codegen.proposal.names import verb
from figwright_codegen.proposal.results import pages, secrets
from figwright_codegen.tools.mentions import Names

_READS = frozenset(words("check count get list lookup preview query search"))
_DESTROYS = frozenset(
    words("ban block cancel clear delete destroy kick merge purge remove reset revoke rotate transfer unpublish")
)
_CHANGES = _DESTROYS | frozenset(
    words(
        "add approve archive create install join leave login logout pause post publish restart send set start stop "
        "subscribe trigger unsubscribe update upload"
    )
)
_DESCRIPTION = 1024


@dataclass
class Draft:
    """One tool. `entry` is what the manifest says of it, `notes` what a person should look at, by key."""

    name: str
    operation: Operation
    toolset: str
    entry: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def draft(spec: Spec, name: str, operation: Operation, toolset: str, names: Names) -> Draft:
    found = Draft(name, operation, toolset)
    _describe(found, names)
    _hint(found)
    whole = _whole_body(operation, spec)
    if whole:
        found.entry["body"] = whole
        found.notes["body"] = "the whole body is this one input"
    told = pages(spec, operation)
    if told.entry:
        found.entry["pagination"] = told.entry
        found.notes["pagination"] = told.check
        found.entry |= {"inputs": dict(told.inputs)} if told.inputs else {}
    elif told.other:
        found.notes[""] = f"It has pages ({told.other}), which no key here follows: a caller asks for each."
    if hidden := secrets(spec, operation):
        found.entry["redact"] = hidden
        found.notes["redact"] = "it looks secret, so nobody sees it; remove what a caller needs"
    return found


def _describe(found: Draft, names: Names) -> None:
    """Words of its own where the description has none that the generator would take."""
    source = found.operation.source
    summary, text = (" ".join(source.text(key).split()) for key in ("summary", "description"))
    paragraph = " ".join(source.text("description").strip().split("\n\n")[0].split()) or summary
    if 0 < len(paragraph) <= _DESCRIPTION:
        return
    told = _sentences(paragraph or text) or summary
    if not told or len(told) > _DESCRIPTION or list(names.names(told, ())):
        told = f"{' '.join(words(found.operation.id)).capitalize()}: {found.operation.method} {found.operation.path}."
    found.entry["description"] = told[:_DESCRIPTION]
    found.notes["description"] = "the description says too little or too much: write what a model should know"


def _sentences(text: str) -> str:
    """As many whole sentences as there is room for."""
    if len(text) <= _DESCRIPTION:
        return text
    end = text.rfind(". ", 0, _DESCRIPTION - 1)
    return text[: end + 1] if end > 0 else ""


def _hint(found: Draft) -> None:
    """Where the method does not say whether it reads or destroys, and the name does."""
    doing, method = verb(found.operation), found.operation.method
    said = {word.lower() for word in words(found.operation.id)}
    if method == "POST" and doing in _READS and not said & _CHANGES - {"post"}:
        found.entry["hints"] = ["read_only", "idempotent"]
        found.notes["hints"] = "a POST that seems to read: check, since what reads is repeated"
    elif method in ("POST", "PUT", "PATCH") and doing in _DESTROYS:
        found.entry["hints"] = ["destructive", *(["idempotent"] if method == "PUT" else [])]
        found.notes["hints"] = "it seems to destroy: a person is asked first"
    elif method == "GET" and doing in _CHANGES:
        found.entry["hints"] = ["destructive"] if doing in _DESTROYS else []
        found.notes["hints"] = "a GET that seems to change something: check"


def _whole_body(operation: Operation, spec: Spec) -> str:
    """The input for a body whose properties cannot be inputs; nothing for any other."""
    body = operation.body
    if body is None or body.kind != "json" or _has_properties(spec, body.schema, 6):
        return ""
    taken = {each.name for each in operation.parameters}
    return next(name for name in ("body", "payload", "request_body") if name not in taken)


def _has_properties(spec: Spec, schema: Any, depth: int) -> bool:
    found = spec.resolve(schema)
    if (found / "properties").value or (found / "additionalProperties").value not in (None, False):
        return True
    parts = [each for key in ("allOf", "anyOf", "oneOf") for each in (found / key).each()]
    return depth > 0 and any(_has_properties(spec, each, depth - 1) for each in parts)


def forget(found: Draft, key: str) -> bool:
    """Take back what was proposed under a key. Returns whether there was anything."""
    found.notes.pop(key, None)
    return found.entry.pop(key, None) is not None


def tags_of(operation: Operation) -> list[str]:
    return [each.value for each in (operation.source / "tags").each() if isinstance(each.value, str)]


def chosen(operations: Collection[Operation], expression: re.Pattern[str], tags: Collection[str]) -> list[Operation]:
    return [
        each
        for each in operations
        if expression.search(f"{each.id} {each.method} {each.path}") and (not tags or set(tags) & set(tags_of(each)))
    ]
