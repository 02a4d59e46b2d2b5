"""What a manifest says of results, held against their types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from figwright_codegen.json_pointer import is_index, steps
from figwright_codegen.manifest.models import TitlesEntry
from figwright_codegen.openapi.description import Source
from figwright_codegen.problems import Problems, nearest
from figwright_codegen.tools.link import Tool
from figwright_codegen.types.ir import ANY, Field, ListOf, MapOf, Record, Type, Union, resolved


def check_results(tools: Iterable[Tool], problems: Problems) -> None:
    """Every pointer of a tool must lead somewhere in its result. What is redacted is no longer there for certain."""
    known = {tool.name: tool for tool in tools}
    for tool in known.values():
        if tool.entry.downloads and tool.entry.downloads.titles:
            _check_titles(tool.source / "downloads" / "titles", tool.entry.downloads.titles, known, problems)
        for place, pointer in _pointers(tool):
            wild = pointer in tool.entry.redact
            fields = list(fields_at(tool.result, steps(pointer), wild or "/*/" in pointer)) if tool.result else []
            if not fields:
                problems.add(place, f"{pointer!r} leads to nothing in the result of {tool.operation.id}; correct it")
            if tool.entry.downloads and pointer == tool.entry.downloads.at and not all(map(_has_names, fields)):
                problems.add(place, f"{pointer!r} leads to no object of names and URLs; correct it")
            for field in fields:
                if isinstance(field, Field) and wild:
                    field.required = False


def _check_titles(place: Source, titles: TitlesEntry, known: Mapping[str, Tool], problems: Problems) -> None:
    """The titles that another tool gives must be there in that tool's result."""
    teller = known.get(titles.tool)
    if teller is None:
        problems.add(place / "tool", f"there is no tool {titles.tool!r}; {nearest(titles.tool, known)}")
        return
    inputs = [each.name for each in teller.inputs if not each.hidden]
    for name in (titles.ids, *titles.same, *titles.send):
        if name not in inputs:
            problems.add(place, f"{name!r} is no input of {titles.tool}; {nearest(name, inputs)}")
    pointer = f"{titles.at}/*{titles.title}"
    if not (teller.result and list(fields_at(teller.result, steps(pointer), wild=True))):
        problems.add(place, f"{pointer!r} leads to nothing in the result of {titles.tool}; correct it")


def _pointers(tool: Tool) -> Iterator[tuple[Source, str]]:
    entry, source = tool.entry, tool.source
    if entry.pagination:
        for key in ("next", "more", "items"):
            if pointer := getattr(entry.pagination, key):
                yield source / "pagination" / key, pointer
        for key in ("id", "date"):
            if pointer := getattr(entry.pagination, key):
                yield source / "pagination" / key, f"{entry.pagination.items}/*{pointer}"
        yield from (
            (source / "pagination" / "links" / index, link) for index, link in enumerate(entry.pagination.links)
        )
    if entry.errors_at:
        yield source / "errors_at", entry.errors_at
    if entry.downloads:
        yield source / "downloads" / "at", entry.downloads.at
    yield from ((source / "redact" / index, pointer) for index, pointer in enumerate(entry.redact))


def _has_names(found: Field | Type) -> bool:
    type_ = resolved(found.type if isinstance(found, Field) else found)
    return type_ == ANY or isinstance(type_, MapOf | Record)


def fields_at(type_: Type, path: tuple[str, ...], wild: bool, field: Field | None = None) -> Iterator[Field | Type]:
    """The fields, or the types of items, that a path leads to. A value of any shape may hold anything.

    `wild`: a step `*` stands for every key or index, as it does where something is taken out.
    """
    found = resolved(type_)
    if not path or found == ANY:
        yield field or type_
        return
    every = wild and path[0] == "*"
    if isinstance(found, Union):
        for option in found.options:
            yield from fields_at(option, path, wild)
    elif isinstance(found, Record):
        for name, inner in found.fields.items():
            if every or name == path[0]:
                yield from fields_at(inner.type, path[1:], wild, inner)
    elif isinstance(found, MapOf):
        yield from fields_at(found.value, path[1:], wild)
    elif isinstance(found, ListOf) and (every or is_index(path[0])):
        yield from fields_at(found.item, path[1:], wild)
