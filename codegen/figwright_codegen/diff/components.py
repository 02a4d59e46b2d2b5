"""Named schemas that are new, gone, or changed where no operation of both sides sees it."""

from __future__ import annotations

from collections.abc import Iterator

from figwright_codegen.diff.changes import Change
from figwright_codegen.diff.findings import Finding
from figwright_codegen.diff.operations import Operations, subject_of
from figwright_codegen.diff.schemas import Comparison
from figwright_codegen.diff.sides import Side
from figwright_codegen.diff.standing import schema_of
from figwright_codegen.openapi.description import Key, Source


class _Met:
    """Which schemas of both sides stand in a pair that was compared."""

    def __init__(self, comparison: Comparison) -> None:
        self._pairs: tuple[dict[Key, set[int]], ...] = {}, {}
        for index, (_, *sides) in enumerate(comparison.compared()):
            for found, leaves in zip(self._pairs, sides, strict=True):
                for leaf in leaves:
                    found.setdefault(leaf.key, set()).add(index)

    def __contains__(self, both: tuple[Key, Key]) -> bool:
        old, new = (found.get(key, set()) for found, key in zip(self._pairs, both, strict=True))
        return not old.isdisjoint(new)


class Components:
    def __init__(self, operations: Operations) -> None:
        self._operations = operations
        self._old, self._new = operations.old, operations.new

    def findings(self) -> list[Finding]:
        olds, news = schemas(self._old), schemas(self._new)
        before, after = self._standing()
        found = [
            Finding("schema-removed", name, "is gone", "nobody", self._old.place(olds[name]))
            for name in sorted(olds.keys() - news.keys())
            if olds[name].key not in before
        ]
        found += [
            Finding("schema-added", name, "is new", "nobody", None, self._new.place(news[name]))
            for name in sorted(news.keys() - olds.keys())
            if news[name].key not in after
        ]
        return found + list(self._unseen(olds, news))

    def _standing(self) -> tuple[set[Key], set[Key]]:
        """The schemas of each side that stand, under whatever name, in a place where the other has the same."""
        olds, news = set[Key](), set[Key]()
        for comparison in self._operations.comparisons.values():
            changed = comparison.changed()
            for key, old, new in comparison.compared():
                if key not in changed:
                    olds.update(leaf.key for leaf in old)
                    news.update(leaf.key for leaf in new)
        return olds, news

    def _unseen(self, olds: dict[str, Source], news: dict[str, Source]) -> Iterator[Finding]:
        """What differs where no operation of both sides sees it."""
        seen = [_Met(comparison) for comparison in self._operations.comparisons.values()]
        comparison = self._operations.comparisons["result"]
        roots = [
            (comparison.key((olds[name],), (news[name],)), 1)
            for name in sorted(olds.keys() & news.keys())
            if not any((olds[name].key, news[name].key) in each for each in seen)
        ]
        told = set[object]().union(*(each.told for each in self._operations.comparisons.values()))
        for change, _ in comparison.below(roots):
            at = change.old.key, change.new.key
            if not any(at in each for each in seen) and change.known_by not in told:
                told.add(change.known_by)
                yield self._told(change)

    def _told(self, change: Change) -> Finding:
        places = self._old.place(change.old), self._new.place(change.new)
        return Finding(
            "schema-changed", subject_of(change), change.text, "nobody", *places, schema=schema_of(change.new)
        )


def schemas(side: Side) -> dict[str, Source]:
    """The named schemas of a description, those of its other files as well."""
    found = dict((side.spec.root / "components" / "schemas").items())
    for source, kind in side.spec.units():
        if kind == "schema" and len(source.pointer) == 1 and source.document is not side.spec.root.document:
            found.setdefault(str(source.pointer[0]), source)
    return found
