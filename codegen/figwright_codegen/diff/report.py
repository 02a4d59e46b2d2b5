"""A report for a person, for a page and for a program."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from textwrap import wrap
from typing import Any

from figwright_codegen.diff.findings import Breaks, Counted, Finding, Place, Report

_HEADINGS: dict[Breaks, str] = {
    "callers": "Breaks callers",
    "stored schemas": "Breaks stored schemas",
    "nobody": "Breaks nobody",
}
_COUNTED = {
    "operation-added": ("operations", "added"),
    "operation-removed": ("operations", "removed"),
    "operation-renamed": ("operations", "renamed"),
    "operation-moved": ("operations", "moved"),
    "operation-deprecated": ("operations", "newly deprecated"),
    "tool-added": ("tools", "added"),
    "tool-removed": ("tools", "removed"),
    "tool-renamed": ("tools", "renamed"),
    "scope-added": ("scopes", "added"),
    "scope-removed": ("scopes", "removed"),
    "schema-added": ("schemas", "added"),
    "schema-removed": ("schemas", "removed"),
}
_OF_SCHEMAS = ("input-", "result-", "schema-changed")
_SIGNS = re.compile(r"[\\<>*|\[\]#~!&@]")
"""What Markdown could take for more than text; backticks are ours."""
_FEW = 2
"""Findings with the same words that are said one by one."""


def summary(report: Report) -> dict[str, dict[str, int]]:
    """How many operations, tools, inputs, results, credentials, scopes and schemas changed, and how."""
    found: dict[str, Counter[str]] = {}
    for each in report.findings:
        what, how = _COUNTED.get(each.kind, ("", ""))
        first, _, rest = each.kind.partition("-")
        if not what and first in ("input", "result"):
            what, how = f"{first}s", rest
        elif each.kind in ("credential-accepted", "credential-refused"):
            what, how = (
                f"{rest} credentials",
                each.text.removeprefix("no longer ").removeprefix("takes ").removesuffix(", too"),
            )
        elif not what:
            what, how = "others", each.kind
        found.setdefault(what, Counter())[how] += 1
    if changed := {each.schema for each in report.findings if each.schema and each.kind.startswith(_OF_SCHEMAS)}:
        found.setdefault("schemas", Counter())["changed"] = len(changed)
    return {what: dict(sorted(found[what].items())) for what in sorted(found)}


def headline(report: Report) -> str:
    """The summary as one sentence."""
    told = []
    for what, counts in summary(report).items():
        if what.endswith(" credentials"):
            verb = what.split(" ", maxsplit=1)[0]
            told += [f"{name} {verb} by {count} {_plural('operation', count)}" for name, count in counts.items()]
        elif what != "others":
            told.append(f"{what}: {', '.join(f'{count} {how}' for how, count in counts.items())}")
    return "; ".join(told) or "only words differ"


def data(report: Report) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "old": report.old,
        "new": report.new,
        "version": report.version,
        "breaking": report.breaking,
        "summary": summary(report),
        "findings": [_row(each) for each in report.findings],
        "declare": [
            {"scopes": [list(each) for each in demand.scopes], "tools": list(demand.tools), "new_tools": demand.is_new}
            for demand in report.demands
        ],
        "accounts": None if report.accounts is None else [asdict(each) for each in report.accounts],
        "warnings": list(report.warnings),
    }


def text(report: Report) -> str:
    lines = [f"{report.old} -> {report.new}"]
    if not report.findings:
        return "\n".join([*lines, "No tool sees a difference."]) + "\n"
    lines.append(headline(report))
    for breaks, group in _by_breaks(report):
        lines += ["", f"{_HEADINGS[breaks]} ({len(group)}):"]
        for same in _alike(group):
            first, *rest = _lines(same)
            lines += [f"  {first}", *(f"      {line}" for line in rest)]
    for heading, told in _consents(report):
        lines += ["", f"{heading}:", *(f"  {line}" for line in told)]
    lines += ["", f"Version: {report.version}."]
    return "\n".join(lines) + "\n"


def markdown(report: Report) -> str:
    lines = [f"## {escaped(report.old)} → {escaped(report.new)}", ""]
    if not report.findings:
        return "\n".join([*lines, "No tool sees a difference."]) + "\n"
    lines += [f"**Version: {report.version}.** {escaped(headline(report))}", ""]
    for breaks, group in _by_breaks(report):
        lines += [f"### {_HEADINGS[breaks]} ({len(group)})", ""]
        for same in _alike(group):
            first, *rest = _lines(same)
            lines += [f"- {escaped(first)}", *(f"  {escaped(line)}" for line in rest)]
        lines.append("")
    for heading, told in _consents(report):
        lines += [f"### {heading}", "", *(f"- {escaped(line)}" for line in told), ""]
    return "\n".join(lines)


def _consents(report: Report) -> Iterator[tuple[str, list[str]]]:
    """What connections must declare, and which accounts must consent again."""
    for is_new, heading in (
        (False, "Connections must declare, and accounts consent again to"),
        (True, "Connections that use what is new must declare"),
    ):
        if demands := [each for each in report.demands if each.is_new == is_new]:
            yield heading, [f"{_any(each.scopes)} for {', '.join(each.tools)}" for each in demands]
    if report.accounts is not None:
        yield "Accounts", [_counted(each) for each in report.accounts]


def _any(sets: Sequence[Sequence[str]]) -> str:
    return " or ".join(" and ".join(f"`{scope}`" for scope in each) for each in sets)


def _counted(each: Counted) -> str:
    told = f"{each.connection}: of {each.active} active {_plural('account', each.active)}, "
    told += f"{each.consent_again} must consent again, {each.consent_for_new} before they use what is new"
    return told + (f", {each.other_credential} must connect with another credential" if each.other_credential else "")


def _lines(same: Sequence[Finding]) -> Iterator[str]:
    """A finding and where it stands, or what several with the same words are about."""
    if len(same) > _FEW:
        yield f"{same[0].kind}: {same[0].text} ({len(same)}):"
        yield from wrap(", ".join(each.subject for each in same), 110, break_long_words=False, break_on_hyphens=False)
        return
    for each in same:
        yield f"{each.kind}: {each.sentence}"
        yield _standing(each)


def _standing(finding: Finding) -> str:
    places = " -> ".join(str(each) for each in (finding.old, finding.new) if each)
    seen = finding.tools or finding.operations
    shown = ", ".join(seen[:4]) + (f" and {len(seen) - 4} more" if len(seen) > 4 else "")
    return f"{places}{f'  [{shown}]' if shown else ''}"


def _alike(group: Sequence[Finding]) -> Iterator[list[Finding]]:
    """Findings that are said together: of the same kind and words, where there are more than a few."""
    counted = Counter((each.kind, each.text) for each in group)
    done: set[tuple[str, str]] = set()
    for each in group:
        key = each.kind, each.text
        if counted[key] <= _FEW:
            yield [each]
        elif key not in done:
            done.add(key)
            yield [other for other in group if (other.kind, other.text) == key]


def _by_breaks(report: Report) -> Iterator[tuple[Breaks, list[Finding]]]:
    for breaks in _HEADINGS:
        if group := [each for each in report.findings if each.breaks == breaks]:
            yield breaks, group


def _row(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "subject": finding.subject,
        "text": finding.text,
        "breaks": finding.breaks,
        "version": finding.version,
        "operations": list(finding.operations),
        "tools": list(finding.tools),
        "schema": finding.schema or None,
        "old": _place(finding.old),
        "new": _place(finding.new),
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    return {"file": place.file, "line": place.line, "pointer": place.pointer} if place else None


def escaped(text: str) -> str:
    """Text of a description in Markdown, where nothing of it is more than text."""
    return _SIGNS.sub(r"\\\g<0>", text)


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"
