"""Sentences that are still to be written: what a scaffold leaves in their place stops a generation."""

from __future__ import annotations

from collections.abc import Iterable

from figwright_codegen.manifest.file import Manifest
from figwright_codegen.openapi.description import Source
from figwright_codegen.problems import Problems

UNWRITTEN = "TO BE WRITTEN"
"""What stands where a person has yet to say something."""
_TOOLS = {
    "description": "say what it does, when to use it, and when to use another tool",
    "instructions": "say what a model should know before it uses these tools, or remove the key",
    "title": "say in a few words what people call it",
}
_DESCRIBED = {
    "operation": "say in your words what it does",
    "parameter": "say in your words what it is",
    "response": "say in your words what this answer brings",
    "schema": "say in your words what it holds, or remove the key",
    "scheme": "say in your words what it gives access to",
}


def check_written(manifest: Manifest, described: Iterable[tuple[Source, str]], problems: Problems) -> None:
    """Each text that is still to be written is a mistake: in the manifest, and in what tools use of a description."""
    for name in ("toolsets", "tools"):
        for entry in (manifest.root / name).values():
            for key, what in _TOOLS.items():
                if entry.text(key) == UNWRITTEN:
                    problems.add(entry / key, f"the {key} of {entry.pointer[-1]} is still to be written; {what}")
    for source, kind in described:
        for place in _places(source, kind):
            if place.value == UNWRITTEN:
                what = _DESCRIBED.get(kind, "say it in your words, or remove the key")
                problems.add(place, f"{str(place.pointer[-1])!r} of {_name(source)} is still to be written; {what}")


def _places(source: Source, kind: str) -> Iterable[Source]:
    yield source / "summary"
    yield source / "description"
    for flow in (source / "flows").values() if kind == "scheme" else ():
        yield from (flow / "scopes").values()


def _name(source: Source) -> str:
    return source.text("operationId") or source.text("name") or str(source.pointer[-1] if source.pointer else "it")
