"""Where something new belongs among our files, and what of ours stands for something of the reference."""

from __future__ import annotations

import os
import posixpath
from collections import Counter
from pathlib import Path

from figwright_codegen.diff import inputs
from figwright_codegen.diff.components import schemas
from figwright_codegen.diff.sides import Endpoint
from figwright_codegen.diff.standing import is_named
from figwright_codegen.identifiers import module_name
from figwright_codegen.json_pointer import written
from figwright_codegen.openapi.description import Key, Source, is_reference
from figwright_codegen.openapi.operations import Wanted
from figwright_codegen.proposal.draft import tags_of
from figwright_codegen.proposal.names import area
from figwright_codegen.reference.differences import Beside, sort_of

_NARROWER = (("integer", "ours"), ("pattern", "ours"))
"""What a parameter that ours shares may say more than theirs: what identifiers look like, and what counts is whole."""
Spot = tuple[Path, tuple[str | int, ...]]
"""A file and a pointer within it."""


class Layout:
    """How ours is laid out, as far as it tells where something belongs."""

    def __init__(self, beside: Beside) -> None:
        self._beside, self._ours = beside, beside.ours
        self.root = beside.ours.spec.root.file
        self._schemas = schemas(beside.ours)
        self._meant = self._paired()
        self._answers = self._responses()

    def paths_file(self, endpoint: Endpoint) -> Path:
        """The file for a path: that of its tag, or of what it is about; the root file where all paths stand there."""
        files = Counter(each.operation.source.file for each in self._ours.endpoints)
        apart = [file for file, _ in files.most_common() if file != self.root]
        if not apart:
            return self.root
        tag = next(iter(tags_of(endpoint.operation)), "")
        alike = Counter(
            each.operation.source.file
            for each in self._ours.endpoints
            if tag and tag in tags_of(each.operation) and each.operation.source.file != self.root
        )
        if alike:
            return alike.most_common(1)[0][0]
        return apart[0].with_name(f"{module_name(tag or area(endpoint.operation))}{apart[0].suffix}")

    def beside_in(self, file: Path) -> list[str]:
        """The paths of ours whose operations stand in a file."""
        return [each.operation.path for each in self._ours.endpoints if each.operation.source.file == file]

    def schemas_spot(self, paths_file: Path) -> Spot:
        """Where the schemas go that the operations of a file bring: under the same name, in a file of their own."""
        homes = Counter((each.file, each.pointer[:-1]) for each in self._schemas.values())
        apart = [spot for spot, _ in homes.most_common() if spot[0] != self.root]
        if not apart or paths_file == self.root:
            return self.root, ("components", "schemas")
        same = [spot for spot in apart if spot[0].stem == paths_file.stem]
        return same[0] if same else (apart[0][0].with_name(f"{paths_file.stem}{apart[0][0].suffix}"), ())

    def schema(self, target: Source) -> Source | None:
        """What of ours is a named schema of theirs: the one of its name, or the one that stands where it does."""
        named = self._schemas.get(str(target.pointer[-1]) if target.pointer else "")
        return named or self._meant.get(target.key)

    def response(self, target: Source) -> Source | None:
        """The named answer of ours that stands where this one of theirs does."""
        return self._answers.get(target.key)

    def parameter(self, theirs: Wanted, path: str, file: Path) -> Source | None:
        """A parameter that ours shares between operations and that means the same as this one."""
        found: dict[Key, tuple[tuple[bool, int, int], Source]] = {}
        for endpoint in self._ours.endpoints:
            for each in endpoint.operation.parameters:
                if (each.name, each.place) == (theirs.name, theirs.place) and self._is_shared(each, theirs):
                    before = found.get(each.source.key, ((False, 0, 0), each.source))[0]
                    near = len(posixpath.commonpath([endpoint.operation.path, path]))
                    here = endpoint.operation.source.file == file
                    score = before[0] or here, max(before[1], near), before[2] + 1
                    found[each.source.key] = score, each.source
        return max(found.values(), key=lambda each: each[0])[1] if found else None

    def _is_shared(self, ours: Wanted, theirs: Wanted) -> bool:
        named = ours.source.pointer[:2] == ("components", "parameters") or len(ours.source.pointer) == 1
        if not named or (ours.required, ours.style, ours.explode) != (theirs.required, theirs.style, theirs.explode):
            return False
        comparison = self._beside.inputs
        key = comparison.key(inputs.group(ours.schema), inputs.group(theirs.schema))
        changes = [change for change, _ in comparison.below([(key, 1)]) if change.kind != "described"]
        return all(sort_of(change) in _NARROWER for change in changes)

    def _paired(self) -> dict[Key, Source]:
        """By named schema of theirs, the one of ours that stands in most of its places."""
        counted: dict[Key, Counter[Key]] = {}
        known: dict[Key, Source] = {}
        for comparison in (self._beside.inputs, self._beside.results):
            for _, ours, theirs in comparison.compared():
                one = next((each for each in ours if is_named(each)), None)
                other = next((each for each in theirs if is_named(each)), None)
                if one and other:
                    known[one.key] = one
                    counted.setdefault(other.key, Counter())[one.key] += 1
        return {key: known[some.most_common(1)[0][0]] for key, some in counted.items()}

    def _responses(self) -> dict[Key, Source]:
        counted: dict[Key, Counter[Key]] = {}
        known: dict[Key, Source] = {}
        for ours, theirs in self._beside.pairs:
            for status, mine in (ours.operation.source / "responses").items():
                other = theirs.operation.source / "responses" / status
                if is_reference(mine) and is_reference(other):
                    one, two = self._ours.spec.target(mine), self._beside.theirs.spec.target(other)
                    if one and two:
                        known[one.key] = one
                        counted.setdefault(two.key, Counter())[one.key] += 1
        return {key: known[some.most_common(1)[0][0]] for key, some in counted.items()}


def reference(spot: Spot, file: Path) -> str:
    """A `$ref` in a file to a place in another, or in itself."""
    target, pointer = spot
    address = "" if target == file else Path(os.path.relpath(target, file.parent)).as_posix()
    return f"{address}{written(pointer).replace('%', '%25')}"
