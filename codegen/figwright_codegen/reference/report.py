"""What a comparison found, for a person, for a page and for a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any

from figwright_codegen.diff.findings import Place
from figwright_codegen.diff.report import escaped
from figwright_codegen.problems import Problem, shown
from figwright_codegen.reference.comparing import Compared, Found
from figwright_codegen.reference.differences import Sort
from figwright_codegen.reference.scaffold import Scaffolded
from figwright_codegen.tools.unwritten import UNWRITTEN

_HEADINGS: dict[Sort, str] = {
    "add": "To add: what the reference has, and ours lacks",
    "change": "To change: where the two contradict each other",
    "ours": "In ours alone: what would be lost if ours followed the reference",
}
_STALE = "Deviations that no longer apply"
_FEW = 2
"""Differences with the same words that are said one by one."""


def data(compared: Compared, made: Scaffolded | None = None) -> dict[str, Any]:
    """The comparison as JSON."""
    return {
        "ours": compared.ours,
        "reference": compared.reference,
        "add": [_row(each) for each in compared.of("add")],
        "change": [_row(each) for each in compared.of("change")],
        "ours_alone": [_row(each) for each in compared.of("ours")],
        "stale_deviations": [{"file": each.file, "line": each.line, "text": each.text} for each in compared.stale],
        "deviations": compared.known,
        "warnings": list(compared.warnings),
        "scaffold": None
        if made is None
        else {
            "operations": list(made.operations),
            "files": [shown(file) for file in made.files],
            "unwritten": made.unwritten,
        },
    }


def text(compared: Compared, made: Scaffolded | None = None) -> str:
    lines = [f"{compared.ours} beside {compared.reference}"]
    for heading, group in _groups(compared):
        lines += ["", f"{heading} ({len(group)}):"]
        for first, *rest in map(list, _told(group)):
            lines += [f"  {first}", *(f"      {line}" for line in rest)]
    lines += [*([""] if len(lines) > 1 else []), _ending(compared)]
    return "\n".join([*lines, *_made(made)]) + "\n"


def markdown(compared: Compared, made: Scaffolded | None = None) -> str:
    lines = [f"## {escaped(compared.ours)} beside {escaped(compared.reference)}", ""]
    for heading, group in _groups(compared):
        lines += [f"### {heading} ({len(group)})", ""]
        for first, *rest in map(list, _told(group)):
            lines += [f"- {escaped(first)}", *(f"  {escaped(line)}" for line in rest)]
        lines.append("")
    return "\n".join([*lines, _ending(compared), *(escaped(line) for line in _made(made))]) + "\n"


def _groups(compared: Compared) -> Iterator[tuple[str, Sequence[Found | Problem]]]:
    for sort in ("add", "change"):
        if group := compared.of(sort):
            yield _HEADINGS[sort], group
    if compared.stale:
        yield _STALE, compared.stale
    if group := compared.of("ours"):
        yield _HEADINGS["ours"], group


def _ending(compared: Compared) -> str:
    known = f"{compared.known} known deviation{'' if compared.known == 1 else 's'}"
    if compared.found or compared.stale:
        return f"Besides, there are {known}." if compared.known else "No deviation is known."
    return f"They differ in {known} and in nothing else." if compared.known else "They say the same."


def _made(made: Scaffolded | None) -> Iterator[str]:
    if made is None:
        return
    if not made.operations:
        yield "No such operation is missing; nothing was scaffolded."
        return
    yield ""
    yield f"Scaffolded {', '.join(made.operations)}, in:"
    yield from (f"  {shown(file)}" for file in made.files)
    sentences = "1 sentence is" if made.unwritten == 1 else f"{made.unwritten} sentences are"
    yield f"{sentences} to be written, where it says {UNWRITTEN}: figwright generate names each, with its line."


def _told(group: Sequence[Found | Problem]) -> Iterator[Iterator[str]]:
    counted = Counter((each.kind, each.text) for each in group if isinstance(each, Found))
    done = set[tuple[str, str]]()
    for each in group:
        if isinstance(each, Problem):
            yield iter([str(each)])
        elif counted[key := (each.kind, each.text)] <= _FEW:
            yield _lines(each)
        elif key not in done:
            done.add(key)
            same = [other for other in group if isinstance(other, Found) and (other.kind, other.text) == key]
            yield _together(same)


def _lines(each: Found) -> Iterator[str]:
    """A difference and where it stands: in ours first, since that is what is edited."""
    yield f"{each.kind}: {each.subject} {each.text}"
    places = " <- ".join(str(place) for place in (each.ours, each.theirs) if place)
    seen = each.tools or each.operations
    shown = ", ".join(seen[:4]) + (f" and {len(seen) - 4} more" if len(seen) > 4 else "")
    yield f"{places}{f'  [{shown}]' if shown else ''}"


def _together(same: Sequence[Found]) -> Iterator[str]:
    yield f"{same[0].kind}: {same[0].text} ({len(same)}):"
    told = ", ".join(f"{each.subject} ({each.ours or each.theirs})" for each in same)
    yield from wrap(told, 110, break_long_words=False, break_on_hyphens=False)


def _row(each: Found) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "subject": each.subject,
        "text": each.text,
        "operations": list(each.operations),
        "tools": list(each.tools),
        "ours": _place(each.ours),
        "reference": _place(each.theirs),
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    return {"file": place.file, "line": place.line, "pointer": place.pointer} if place else None
