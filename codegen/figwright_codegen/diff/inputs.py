"""What an operation takes, on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from figwright_codegen.diff.findings import Breaks, Note
from figwright_codegen.diff.shapes import Group
from figwright_codegen.diff.sides import Endpoint
from figwright_codegen.openapi.description import Source
from figwright_codegen.openapi.operations import Wanted
from figwright_codegen.types.allof import example

Met = tuple[Wanted | None, Wanted | None]


def parameters(old: Endpoint, new: Endpoint) -> list[Met]:
    """Each parameter of either side with the one that it is on the other: of the same name, or renamed in the path."""
    olds, news = ({(each.place, _name(each)): each for each in side.operation.parameters} for side in (old, new))
    found: list[Met] = [(olds.pop(key), news.pop(key)) for key in sorted(olds.keys() & news.keys())]
    for one in [olds[key] for key in sorted(olds)]:
        come = [each for each in news.values() if each.name == one.name] or _renamed(one, old, new, list(news.values()))
        found.append((one, news.pop((come[0].place, _name(come[0]))) if come else None))
    return found + [(None, news[key]) for key in sorted(news)]


def parameter_notes(old: Endpoint, new: Endpoint, one: Wanted | None, other: Wanted | None) -> Iterator[Note]:
    wanted = other or one
    assert wanted
    named = wanted.source.pointer[:2] == ("components", "parameters") or len(wanted.source.pointer) == 1
    subject = f"input `{wanted.name}`" if named else f"{new.label}: input `{wanted.name}`"
    at = one.source if one else old.operation.source, other.source if other else new.operation.source

    def note(kind: str, text: str, breaks: Breaks) -> Note:
        return Note(kind, subject, text, breaks, *at)

    if other is None:
        yield note("input-removed", "is gone", "callers")
    elif one is None:
        yield note("input-added", *_come(other.required))
    else:
        if one.place != other.place:
            yield note("input-moved", f"is in the {other.place}, and was in the {one.place}", "callers")
        if _name(one) != _name(other):
            yield note("input-renamed", f"was called `{one.name}`", "callers")
        if one.required != other.required:
            yield note(*_demand(other.required))
        if one.place == other.place and (one.style, one.explode) != (other.style, other.explode):
            yield note("input-changed", f"is written as {_written(other)}, and was as {_written(one)}", "callers")
        if one.source.flag("allowEmptyValue") != other.source.flag("allowEmptyValue"):
            yield (
                note("input-widened", "can be empty, too", "nobody")
                if other.source.flag("allowEmptyValue")
                else note("input-narrowed", "can no longer be empty", "callers")
            )
        if one.source.flag("deprecated") != other.source.flag("deprecated"):
            now = "is deprecated now" if other.source.flag("deprecated") else "is no longer deprecated"
            yield note("input-deprecated", now, "nobody")
        if words(one.source, "description") != words(other.source, "description"):
            yield note("described", "has another description", "nobody")
        if example([one.source]) != example([other.source]):
            yield note("described", "has another example", "nobody")


def body_notes(old: Endpoint, new: Endpoint) -> Iterator[Note]:
    one, other = old.operation.body, new.operation.body
    at = one.schema if one else old.operation.source, other.schema if other else new.operation.source

    def note(kind: str, text: str, breaks: Breaks) -> Note:
        return Note(kind, f"{new.label}: the body", text, breaks, *at)

    if one and other:
        if one.media != other.media:
            yield note("input-changed", f"is {other.media}, and was {one.media}", "callers")
        elif one.encoding.value != other.encoding.value:
            yield note("input-changed", "has its parts encoded otherwise", "callers")
        if one.required != other.required:
            yield note(*_demand(other.required))
    elif one:
        yield note("input-removed", "is gone", "callers")
    elif other:
        yield note("input-added", *_come(other.required))


def schemas(old: Endpoint, new: Endpoint) -> Iterator[tuple[Group, Group]]:
    """The schemas of inputs that meet."""
    for before, after in parameters(old, new):
        if before and after:
            yield group(before.schema), group(after.schema)
    if (one := old.operation.body) and (other := new.operation.body):
        yield group(one.schema), group(other.schema)


def group(schema: Source) -> Group:
    """The schema of an input; nothing, which takes any value, where it has none."""
    return () if schema.value is None else (schema,)


def words(source: Source, key: str) -> str:
    """What a text says, however its lines are broken."""
    return " ".join(source.text(key).split())


def _come(required: bool) -> tuple[str, Breaks]:
    return ("is new, and required", "callers") if required else ("is new", "nobody")


def _demand(required: bool) -> tuple[str, str, Breaks]:
    if required:
        return "input-required", "is required now", "callers"
    return "input-optional", "is no longer required", "nobody"


def _renamed(one: Wanted, old: Endpoint, new: Endpoint, come: Sequence[Wanted]) -> list[Wanted]:
    """What a parameter of the path is called now: the one in its position."""
    if one.place != "path" or old.template[1] != new.template[1]:
        return []
    steps = zip(old.operation.path.split("/"), new.operation.path.split("/"), strict=True)
    names = [after for before, after in steps if f"{{{one.name}}}" in before]
    return [each for each in come if each.place == "path" and any(f"{{{each.name}}}" in name for name in names)]


def _name(wanted: Wanted) -> str:
    return wanted.name.lower() if wanted.place == "header" else wanted.name


def _written(wanted: Wanted) -> str:
    return f"{wanted.style or 'JSON'}{', each value by itself' if wanted.explode else ''}"
