"""Which properties can be attributes of a class."""

from __future__ import annotations

from figwright_codegen.identifiers import BUILT_IN, TAKEN, is_name
from figwright_codegen.types.ir import Named, Record, Type, parts


def needs_keys(record: Record, package: str) -> bool:
    """Whether some property cannot be written as a class attribute: no name, or one that would hide a type's."""
    hidden = BUILT_IN | TAKEN | {package, record.name}
    return any(
        not is_name(name) or name.startswith("__") or name in hidden or _names(field.type, name)
        for name, field in record.fields.items()
    )


def _names(type_: Type, name: str) -> bool:
    if isinstance(type_, Named):
        return type_.definition.name == name
    return any(_names(part, name) for part in parts(type_))
