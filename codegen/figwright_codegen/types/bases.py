"""What schemas share in their description, their types share too: parts of an `allOf` become bases.

A part is a base only where the record has all its fields unchanged and no other base has one of them; otherwise the
fields are written out, as TypedDicts cannot narrow what they inherit. Bases never lead modules into an import circle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from figwright_codegen.identifiers import Code
from figwright_codegen.types.attributes import needs_keys
from figwright_codegen.types.ir import Alias, Named, Record, Type, parts


def inherit(found: Iterable[Record | Alias], package_name: str) -> None:
    """Give each record its bases. Its fields stay whole; `own_fields` are those that no base has."""
    imports = _Imports(found)
    records = _closure([each for each in found if isinstance(each, Record)], lambda record: record.parts)
    for record in sorted(records, key=_name):
        if not needs_keys(record, package_name):
            _settle(record, imports)


def in_order(records: Iterable[Record]) -> list[Record]:
    """Records by name, each after its bases."""
    depth = {record: len(_closure([record], lambda each: each.bases)) for record in records}
    here, done = set(depth), dict[Record, None]()
    for record in sorted(depth, key=_name):
        lineage = _closure([record], lambda each: each.bases) & here
        done |= dict.fromkeys(sorted(lineage, key=lambda each: (depth[each], each.name)))
    return list(done)


def _settle(record: Record, imports: _Imports) -> None:
    taken: set[str] = set()
    for part in sorted(_unchanged(record, record.parts), key=lambda part: part.definition.name):
        base = part.definition
        if (
            not isinstance(base, Record)
            or record in _closure([base], lambda each: each.bases)
            or not taken.isdisjoint(base.fields)
        ):
            continue
        if imports.allow(record.module, base.module):
            record.bases.append(part)
            taken |= base.fields.keys()


def _unchanged(record: Record, candidates: Iterable[Named]) -> list[Named]:
    """The parts whose fields a record has just so; in place of any other part, what that is made of."""
    found, seen, pending = list[Named](), {record}, list(candidates)
    while pending:
        part = pending.pop()
        base = part.definition
        if isinstance(base, Record) and base not in seen:
            seen.add(base)
            if base.fields and all(record.fields.get(name) == field for name, field in base.fields.items()):
                found.append(part)
            else:
                pending += base.parts
    return found


def _closure(records: Iterable[Record], step: Callable[[Record], Iterable[Named]]) -> set[Record]:
    """Some records and all that a step leads to from them."""
    found, pending = set[Record](), list(records)
    while pending:
        record = pending.pop()
        if record not in found:
            found.add(record)
            pending += [each.definition for each in step(record) if isinstance(each.definition, Record)]
    return found


def _name(record: Record) -> tuple[str, str]:
    return record.name, record.module


class _Imports:
    """Which modules need which while they are imported: for their aliases, and for bases."""

    def __init__(self, found: Iterable[Record | Alias]) -> None:
        self._needs: dict[Code, set[Code]] = {}
        for alias in found:
            if isinstance(alias, Alias):
                self._needs.setdefault(alias.module, set()).update(_modules(alias.type))

    def allow(self, module: Code, needed: Code) -> bool:
        """Note that a module needs another, unless that one already needs it."""
        if module == needed:
            return True
        pending, seen = [needed], set[Code]()
        while pending:
            each = pending.pop()
            if each == module:
                return False
            if each not in seen:
                seen.add(each)
                pending += self._needs.get(each, ())
        self._needs.setdefault(module, set()).add(needed)
        return True


def _modules(type_: Type) -> set[Code]:
    if isinstance(type_, Named):
        return {type_.definition.module}
    return {module for part in parts(type_) for module in _modules(part)}
