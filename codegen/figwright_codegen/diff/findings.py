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


Way = tuple[frozenset[str], frozenset[str]]
"""One way to be allowed: the credentials, all of which are needed, and the scopes."""


@dataclass(frozen=True, slots=True)
class Needs:
    """The ways to be allowed to call a tool, or an operation, any of which is enough; none where it was not there."""

    old: tuple[Way, ...]
    new: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """What a connection must declare now so that its accounts can call some tools.

    `is_new`: the tools are; whoever does not use them has nothing to do. Else accounts must consent again.
    """

    scopes: tuple[tuple[str, ...], ...]
    """Sets of scopes, any of which is enough."""
    tools: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """Accounts of one connection: how many are active, and how many of them can no longer call all that they could."""

    connection: str
    active: int
    consent_again: int
    other_credential: int
    consent_for_new: int
    """How many must consent before they can use the new tools."""


@dataclass(frozen=True, slots=True)
class Report:
    """All that two descriptions differ in."""

    old: str
    new: str
    findings: tuple[Finding, ...]
    warnings: tuple[str, ...] = ()
    needs: dict[str, Needs] = field(default_factory=dict)
    """By tool, or by operation where there is no manifest: who may call, where that changed."""
    kinds: dict[str, str] = field(default_factory=dict)
    """By security scheme, the kind of credential that accounts have."""
    connector: str = ""
    """Of the manifest, if there is one."""
    deprecated_scopes: frozenset[str] = frozenset()
    accounts: tuple[Counted, ...] | None = None
    """The accounts of a store; None where nobody counted them."""

    @property
    def version(self) -> Version:
        follow = {each.version for each in self.findings}
        for each in _VERSIONS:
            if each in follow:
                return each
        return "none"

    @property
    def demands(self) -> tuple[Demand, ...]:
        """What connections must declare: first for tools that were there, then for new ones."""
        found: dict[tuple[bool, tuple[tuple[str, ...], ...]], list[str]] = {}
        for name, needs in sorted(self.needs.items()):
            if scopes := _demanded(needs, self.deprecated_scopes):
                found.setdefault((not needs.old, scopes), []).append(name)
        return tuple(Demand(scopes, tuple(names), is_new) for (is_new, scopes), names in sorted(found.items()))

    @property
    def breaking(self) -> bool:
        return any(found.breaks != "nobody" for found in self.findings)


def allows(ways: tuple[Way, ...], has: Way) -> bool:
    """Whether whoever has some credentials and scopes may call."""
    return any(schemes <= has[0] and scopes <= has[1] for schemes, scopes in ways)


def _demanded(needs: Needs, deprecated: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """The sets of scopes that are enough now, where somebody lacks what was enough, or the tool is new."""
    asked = [way for way in needs.new if way[1]]
    lost = [way for way in needs.old if not allows(needs.new, way) and any(way[0] == each[0] for each in asked)]
    if needs.old and not lost:
        return ()
    sets = {tuple(sorted(scopes)) for _, scopes in asked}
    return tuple(sorted(each for each in sets if not deprecated & set(each)) or sorted(sets))
