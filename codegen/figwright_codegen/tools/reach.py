"""What tools use of a description. A mistake in the rest of it is worth a warning, and only what is used is built."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from figwright_codegen.openapi.description import Source, Spec, is_new, is_reference
from figwright_codegen.openapi.operations import by_path, paths, unread
from figwright_codegen.openapi.structure import below
from figwright_codegen.problems import Place, Problems
from figwright_codegen.types.discriminators import options_of

_KEPT = {
    "$ref", "deprecated", "description", "example", "examples", "nullable", "readOnly", "summary", "title", "writeOnly",
}  # fmt: skip
"""What may stand beside a `$ref` in 3.0: remarks, and `nullable`, which is always meant."""
_OPERATIONS = ("paths", "webhooks")


class Reach:
    """What tools use of a description: their operations, and all that these refer to.

    A mistake anywhere else is worth a warning.
    """

    def __init__(self, spec: Spec, operations: Iterable[str], schemas: Iterable[Source] = ()) -> None:
        self._spec = spec
        spec.problems.matters = self.holds
        self._roots: dict[Path, set[tuple[str | int, ...]]] = {}
        self.found: list[tuple[Source, str]] = []
        """Every object within reach, and its kind."""
        wanted, seen = set(operations), set[tuple[int, str]]()
        pending = [(schema, "schema") for schema in schemas]
        for path, reference in paths(spec):
            item = spec.resolve(reference)
            parts = list(below(item, "path"))
            used = [(each, kind) for each, kind in parts
                    if kind == "operation" and wanted & {each.text("operationId"), by_path(each, path)}]  # fmt: skip
            for each in unread(reference) if used else ():
                self._note(each)
            pending += used + [(each, kind) for each, kind in parts if used and kind == "parameter"]
        pending += [(each, "scheme") for each in (spec.root / "components" / "securitySchemes").values()]
        for each, _ in pending:
            self._note(each)
        while pending:
            source, kind = pending.pop()
            if not is_new(seen, source, kind):
                continue
            self.found.append((source, kind))
            if kind == "schema" and "allOf" in source and source.value["allOf"] == []:
                spec.problems.add(source / "allOf", "'allOf' holds nothing; write a schema into it, or take it out")
            if is_reference(source):
                if kind == "schema" and spec.ignores_siblings:
                    _drop_siblings(source, spec.problems)
                if target := spec.target(source):
                    self._note(target)
                    pending.append((target, kind))
            pending += below(source, kind)
            for option in options_of(spec, source) if kind == "schema" and "discriminator" in source else ():
                self._note(option.source)
                pending.append((option.source, kind))

    def _note(self, source: Source) -> None:
        self._roots.setdefault(source.file, set()).add(source.pointer)

    def holds(self, place: Place) -> bool:
        """Whether a place is within reach, or in no part of the description that could be out of it."""
        if not isinstance(place, Source) or place.file not in self._spec.documents:
            return True
        pointer = place.pointer
        if place.file == self._spec.root.file and (len(pointer) < 2 or pointer[0] not in (*_OPERATIONS, "components")):
            return True
        return self.reaches(place)

    def reaches(self, place: Source) -> bool:
        """Whether a place of the description is part of what the operations refer to."""
        roots, pointer = self._roots.get(place.file, ()), place.pointer
        return any(pointer[:length] in roots for length in range(len(pointer) + 1))


def _drop_siblings(source: Source, problems: Problems) -> None:
    """What 3.0 ignores must not reach the types; it is said where it would have mattered."""
    ignored = sorted(key for key in source.value.keys() - _KEPT if not key.startswith("x-"))
    if ignored:
        names = ", ".join(map(repr, ignored))
        problems.warn(
            source, f"OpenAPI 3.0 ignores {names} beside a $ref; put the $ref into an 'allOf' where it counts"
        )
    for key in ignored:
        del source.value[key]
