"""What a comparison found, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from figwright_codegen.openapi.description import Source

Breaks = Literal["callers", "stored schemas", "nobody"]
Version = Literal["major", "minor", "patch", "none"]
_VERSIONS: tuple[Version, ...] = ("major", "minor", "patch")
_PATCHES = frozenset({"described", "schema-added", "schema-changed", "schema-removed"})
"""Kinds of changes that add nothing to what a caller can do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: `file` as it was named, with its revision."""

    file: str
    line: int
    pointer: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One change.

    `breaks` says whom: callers, whose call is refused now or who read what is not there any more; stored schemas, by
    which results are wrong now (of a client with closed enums, of a copy that results are held against); nobody.
    """

    kind: str
    subject: str
    """What changed: an operation, a tool, a named schema, a scope."""
    text: str
    breaks: Breaks
    old: Place | None = None
    new: Place | None = None
    operations: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    schema: str = ""
    """The named schema that it stands in."""

    @property
    def sentence(self) -> str:
        return f"{self.subject} {self.text}"

    @property
    def version(self) -> Version:
        """What follows from this change alone."""
        if self.breaks != "nobody":
            return "major"
        if self.kind in _PATCHES:
            return "patch"
        return "minor"


@dataclass(frozen=True, slots=True)
class Note:
    """A finding that is not told yet of whose operation it is."""

    kind: str
    subject: str
    text: str
    breaks: Breaks
    old: Source | None
    new: Source | None
    schema: str = ""


@dataclass(frozen=True, slots=True)
class Needs:
    """The ways to be allowed to call a tool or an operation: each some credentials with their scopes."""

    old: tuple[tuple[frozenset[str], frozenset[str]], ...]
    new: tuple[tuple[frozenset[str], frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that two descriptions differ in."""

    old: str
    new: str
    findings: tuple[Finding, ...]
    warnings: tuple[str, ...] = ()
    needs: dict[str, Needs] = field(default_factory=dict)
    """By tool, or by operation where there is no manifest: who may call, where that changed."""

    @property
    def version(self) -> Version:
        follow = {each.version for each in self.findings}
        for each in _VERSIONS:
            if each in follow:
                return each
        return "none"

    @property
    def breaking(self) -> bool:
        return any(found.breaks != "nobody" for found in self.findings)
