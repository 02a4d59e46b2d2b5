"""What a manifest says of answers that may be kept, held against the tools and their results."""

from __future__ import annotations

from collections.abc import Iterable

from figwright_codegen.json_pointer import steps
from figwright_codegen.manifest.cache import CacheEntry
from figwright_codegen.manifest.file import Manifest
from figwright_codegen.openapi.description import Source
from figwright_codegen.problems import Problems, nearest
from figwright_codegen.tools.link import Tool
from figwright_codegen.tools.pointers import fields_at

SUBJECT = "$subject"


def check_cache(manifest: Manifest, tools: Iterable[Tool], problems: Problems) -> None:
    """What proves must be a tool that reads, pointers must lead somewhere, and inputs be there."""
    entry = manifest.connector.cache if manifest.connector else None
    known = {tool.name: tool for tool in tools}
    for tool in known.values():
        if tool.entry.cached:
            _check_cached(tool, entry, problems)
    if entry:
        _check_proof(manifest.root / "connector" / "cache", entry, known, problems)


def _check_cached(tool: Tool, entry: CacheEntry | None, problems: Problems) -> None:
    source, cached = tool.source / "cached", tool.entry.cached
    assert cached
    if entry is None:
        problems.add(source, "nothing proves who may read it: say so in connector.cache, or take this away")
    elif entry.subject not in _inputs(tool):
        problems.add(
            source, f"{tool.name} has no input {entry.subject!r}, which names what has versions; take this away"
        )
    if "read_only" not in tool.entry.hints:
        problems.add(source, f"{tool.name} changes something, so its answer cannot be kept; take this away")
    for index, name in enumerate(cached.unless):
        if name not in _inputs(tool):
            text = f"{name!r} is no input of {tool.name}; {nearest(name, _inputs(tool))}"
            problems.add(source / "unless" / index, text)
    for key in ("version", "touched"):
        _check_pointer(source / key, getattr(cached, key), tool, problems)


def _check_proof(source: Source, entry: CacheEntry, known: dict[str, Tool], problems: Problems) -> None:
    tool = known.get(entry.tool)
    if tool is None:
        problems.add(source / "tool", f"there is no tool {entry.tool!r}; {nearest(entry.tool, known)}")
        return
    if "read_only" not in tool.entry.hints:
        problems.add(source / "tool", f"{entry.tool} changes something, so it proves nothing; name one that reads")
    for name, value in entry.send.items():
        if name not in _inputs(tool):
            problems.add(source / "send" / name, f"{name!r} is no input of {tool.name}; {nearest(name, _inputs(tool))}")
        if isinstance(value, str) and value.startswith("$") and value != SUBJECT:
            problems.add(source / "send" / name, f"{value!r} stands for nothing; write {SUBJECT}")
    if SUBJECT not in entry.send.values():
        problems.add(source / "send", f"the call does not say what it is about: send {SUBJECT}")
    if not entry.version and not entry.touched:
        problems.add(source, "nothing says whether what is held is still of today: give version, touched or both")
    for key in ("version", "touched"):
        _check_pointer(source / key, getattr(entry, key), tool, problems)
    for place, pointer in entry.own.items():
        _check_pointer(source / "own" / place, pointer, tool, problems)


def _check_pointer(source: Source, pointer: str, tool: Tool, problems: Problems) -> None:
    if pointer and not (tool.result and list(fields_at(tool.result, steps(pointer), wild=False))):
        problems.add(source, f"{pointer!r} leads to nothing in the result of {tool.name}; correct it")


def _inputs(tool: Tool) -> list[str]:
    return [each.name for each in tool.inputs]
