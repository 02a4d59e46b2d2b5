"""A manifest proposed for a description that nobody has looked at: it generates as it is, and a person then edits it.

What is proposed is linked as a generation would; what stands in the way is taken back: a key, or else the tool, which
is then listed with the reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from figwright_codegen.manifest.forms import NAME
from figwright_codegen.manifest.schema import FILE
from figwright_codegen.openapi.description import Source, Spec, is_description
from figwright_codegen.openapi.operations import Operation, by_path, endpoints, operations
from figwright_codegen.pipeline import Inspected, inspect
from figwright_codegen.problems import GenerationError, Place, Problem, Problems
from figwright_codegen.proposal.connector import connector, unpresented, written
from figwright_codegen.proposal.draft import Draft, chosen, draft, forget, tags_of
from figwright_codegen.proposal.names import area, connector_name, connector_title, tool_names, toolset_names
from figwright_codegen.proposal.writing import comment, flow, lines, scalar
from figwright_codegen.tools.access import address
from figwright_codegen.tools.mentions import Names
from figwright_codegen.tools.reach import Reach

_ROUNDS = 12
_LONGEST_NAME = 32


@dataclass(frozen=True)
class Proposal:
    """A manifest's text, and how much there is of it."""

    text: str
    name: str
    tools: int
    toolsets: int
    left_out: int


def propose(
    spec: Path | str,
    *,
    name: str = "",
    only: str = "",
    tags: Collection[str] = (),
    overlays: Sequence[Path] = (),
) -> Proposal:
    """A manifest for the operations of a description that `only` (a regular expression) fits and that have a tag.

    Raises GenerationError for a description that cannot be read, and ValueError where nothing is left, `only` is no
    expression, or `name` no name.
    """
    file, expression = Path(spec), _compiled(only)
    if name and (not re.fullmatch(NAME, name) or len(name) > _LONGEST_NAME):
        raise ValueError(f"{name!r} is no name: a-z, 0-9 and _, at most {_LONGEST_NAME}")
    problems = Problems()
    description = Spec(file, problems, overlays)
    if not is_description(description):
        problems.raise_any()
    info = description.root / "info"
    title = " ".join(info.text("title").split())
    name = name or connector_name(title, address(description.root / "servers" / 0))
    problems.matters = lambda _: False
    wanted = chosen(operations(description, _named(description)).values(), expression, tags)
    if not wanted:
        raise ValueError("the description has no such operation")
    return _Proposing(file, description, name, connector_title(title, name), wanted, overlays).proposal()


def _named(spec: Spec) -> set[str]:
    """What operations whose id is another's, too, are called by their method and path."""
    found = [(source.text("operationId"), by_path(source, path)) for path, source, _ in endpoints(spec)]
    counted = Counter(id_ for id_, _ in found)
    return {placed for id_, placed in found if counted[id_] > 1}


def _compiled(expression: str) -> re.Pattern[str]:
    try:
        return re.compile(expression)
    except re.error as error:
        raise ValueError(f"{expression!r} is no regular expression: {error}") from None


class _Proposing:
    def __init__(
        self, file: Path, spec: Spec, name: str, title: str, wanted: list[Operation], overlays: Sequence[Path]
    ) -> None:
        self._file, self._spec, self._name, self._title, self._overlays = file, spec, name, title, overlays
        named = tool_names(name, wanted)
        first = {each.id: next(iter(tags_of(each)), "") or area(each) for each in wanted}
        toolsets = toolset_names(set(first.values()), named.values())
        names = Names(named.values())
        self._toolsets = {toolset: _worded(toolset) for toolset in toolsets.values()}
        for tag, toolset in sorted(toolsets.items(), reverse=True):
            if (title := " ".join(tag.split())) and not list(names.names(title, ())):
                self._toolsets[toolset] = title
        self._drafts = {
            named[each.id]: draft(spec, named[each.id], each, toolsets[first[each.id]], names) for each in wanted
        }
        self._left_out: dict[str, str] = {}
        for each in wanted:
            if strange := unpresented(spec, each):
                text = f"nothing says how the credential of its security scheme {strange!r} is sent"
                self._leave_out(named[each.id], f"{text}; add one to 'credentials', and its name to 'security'")

    def proposal(self) -> Proposal:
        problems: Iterable[Problem] = ()
        with TemporaryDirectory() as folder:
            manifest = Path(folder) / "tools.yaml"
            for _ in range(_ROUNDS):
                self._check_some_left()
                text = self._text()
                manifest.write_text(text, "utf-8")
                found = inspect(self._file, manifest, skip_unsupported=True, overlays=self._overlays)
                problems = found.problems
                if not self._mended(found, manifest):
                    used = {each.toolset for each in self._drafts.values()}
                    return Proposal(text, self._name, len(self._drafts), len(used), len(self._left_out))
        raise GenerationError(problems)

    def _check_some_left(self) -> None:
        if not self._drafts:
            why = next(iter(self._left_out.values()))
            raise ValueError(f"no operation can become a tool, the first because {why}")

    def _mended(self, found: Inspected, manifest: Path) -> bool:
        """Take back what was wrong. Returns whether anything was; GenerationError where no tool is to blame."""
        for tool, problem in found.problems.skipped.items():
            self._leave_out(tool, problem.text)
        errors = [each for each in found.problems if each.level == "error"]
        before, mended = list(self._drafts.values()), set[tuple[str, str]]()
        for problem in errors:
            place = found.problems.places[problem]
            pointer = tuple(map(str, place.pointer)) if isinstance(place, Source) else ()
            if place.file == manifest.resolve() and pointer[:1] == ("tools",) and len(pointer) > 1:
                tool, key = pointer[1], pointer[2] if len(pointer) > 2 else ""
                if (tool, key) not in mended and not (tool in self._drafts and forget(self._drafts[tool], key)):
                    self._leave_out(tool, problem.text)
                mended.add((tool, key))
            elif not self._leave_out_whatever_reaches(found.spec, place, problem, before):
                raise GenerationError([problem])
        return bool(errors) or bool(found.problems.skipped)

    def _leave_out_whatever_reaches(self, spec: Spec, place: Place, problem: Problem, drafts: list[Draft]) -> bool:
        """Returns False where that would be every tool of several: then the description itself is at fault."""
        reaching = [
            each.name
            for each in drafts
            if isinstance(place, Source) and Reach(spec, [each.operation.id]).reaches(place)
        ]
        if not reaching or len(reaching) == len(drafts) > 1:
            return False
        for tool in reaching:
            self._leave_out(tool, f"{problem.text} ({Path(problem.file).name}:{problem.line})")
        return True

    def _leave_out(self, tool: str, why: str) -> None:
        left = self._drafts.pop(tool, None)
        if left is not None:
            self._left_out[left.operation.id] = why

    def _text(self) -> str:
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        drafts = sorted(self._drafts.values(), key=lambda each: (each.toolset, each.name))
        used = connector(self._spec, self._name, self._title, [each.operation for each in drafts])
        yield f"# yaml-language-server: $schema={FILE}"
        yield from comment(
            f"Proposed for {self._file.name} by `figwright manifest init`. It generates as it is; edit it."
        )
        yield ""
        yield from written(used, self._spec)
        yield ""
        yield "toolsets:"
        for toolset in sorted({each.toolset for each in drafts}):
            yield f"  {toolset}: {{title: {flow(self._toolsets[toolset])}}}"
        yield ""
        yield "tools:"
        for toolset, group in groupby(drafts, key=lambda each: each.toolset):
            yield from comment(self._toolsets[toolset], 2)
            for each in group:
                yield from _tool(each)
        if self._left_out:
            yield ""
            yield from comment("Operations that cannot become tools, and why:")
            for id_, why in sorted(self._left_out.items()):
                yield from comment(f"{id_}: {why}")


def _worded(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _tool(each: Draft) -> Iterator[str]:
    operation = each.operation
    summary = operation.source.text("summary")
    yield from comment(f"{operation.method} {operation.path}{f': {summary}' if summary else ''}", 2)
    yield f"  {each.name}:"
    yield f"    operation: {scalar(operation.id)}"
    yield f"    toolset: {each.toolset}"
    yield from lines(each.entry, each.notes, 4)
    if "" in each.notes:
        yield from comment(each.notes[""], 4)
