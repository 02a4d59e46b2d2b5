"""What the generator knows of types: a small tree that templates and JSON Schemas are written from.

Results and inputs share it. Bounds and patterns are kept for inputs only: a result is described, never checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal as OneOf
from typing import TypeAlias

from figwright_codegen.loading import Source
from figwright_codegen.naming import Code

Value: TypeAlias = str | int | bool | None
Bounds: TypeAlias = tuple[tuple[str, int | float], ...]
"""JSON Schema keywords and their values, `(("minimum", 1),)`."""


@dataclass(frozen=True, slots=True)
class Scalar:
    kind: OneOf["string", "number", "integer", "boolean", "null", "any"]
    bounds: Bounds = ()
    pattern: str = ""
    format: str = ""


@dataclass(frozen=True, slots=True)
class Literal:
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    item: Type
    bounds: Bounds = ()


@dataclass(frozen=True, slots=True)
class MapOf:
    """An object with any keys."""

    value: Type


@dataclass(frozen=True, slots=True)
class Named:
    """A reference to a definition, which may still be under construction."""

    key: object
    table: Definitions = field(compare=False, repr=False)

    @property
    def definition(self) -> Record | Alias:
        return self.table.by_key[self.key]


@dataclass(slots=True)
class Union:
    """One of several. `declared` is the property that the description calls discriminator; `tag` is found later."""

    options: tuple[Type, ...]
    source: Source = field(compare=False, repr=False)
    declared: str = ""
    mapping: dict[str, str] = field(default_factory=dict)
    name: str = ""
    """Names the function that finds the tag, where there must be one."""
    tag: str = ""
    by_option: tuple[tuple[Type, tuple[Value, ...]], ...] = ()
    """Filled where pydantic cannot find the tags on its own: options and their tag values."""


Type: TypeAlias = Scalar | Literal | ListOf | MapOf | Named | Union

ANY = Scalar("any")
NULL = Scalar("null")


@dataclass(slots=True)
class Field:
    name: str
    type: Type
    required: bool
    description: str = ""
    deprecated: bool = False
    default: object = None
    example: object = None


@dataclass(slots=True, eq=False)
class Record:
    """An object with known properties: a TypedDict."""

    name: Code
    module: Code
    source: Source
    description: str = ""
    fields: dict[str, Field] = field(default_factory=dict)
    open: bool = False
    """Whether an input may have more properties than these."""


@dataclass(slots=True, eq=False)
class Alias:
    """Anything else that has a name."""

    name: Code
    module: Code
    source: Source
    type: Type
    description: str = ""


@dataclass(slots=True)
class Definitions:
    """All named types of one package, results or inputs."""

    package: Code
    by_key: dict[object, Record | Alias] = field(default_factory=dict)


def options(type_: Type) -> tuple[Type, ...]:
    """What a type may be, but for null: the options of a union, else itself."""
    return tuple(option for option in type_.options if option != NULL) if isinstance(type_, Union) else (type_,)


def resolved(type_: Type) -> Type | Record:
    """A type without the names around it; any, where names lead in a circle."""
    seen: set[Alias] = set()
    while isinstance(type_, Named):
        definition = type_.definition
        if isinstance(definition, Record):
            return definition
        type_ = ANY if definition in seen else definition.type
        seen.add(definition)
    return type_


def is_circular(alias: Alias) -> bool:
    """Whether names lead from an alias only to names, round and round."""
    seen: set[Alias] = set()
    definition: Record | Alias | None = alias
    while isinstance(definition, Alias) and definition not in seen:
        seen.add(definition)
        definition = definition.type.definition if isinstance(definition.type, Named) else None
    return definition in seen


def records(type_: Type) -> list[Record] | None:
    """All records that a type may be, through names and unions; None where it may be something else."""
    found = resolved(type_)
    if isinstance(found, Record):
        return [found]
    if not isinstance(found, Union):
        return None
    parts = [records(option) for option in options(found)]
    return None if any(part is None for part in parts) else [record for part in parts for record in part or ()]


def parts(thing: Type | Record | Alias) -> list[Type]:
    """The types directly inside."""
    match thing:
        case Record():
            return [field.type for field in thing.fields.values()]
        case Alias():
            return [thing.type]
        case ListOf():
            return [thing.item]
        case MapOf():
            return [thing.value]
        case Union():
            return list(thing.options)
        case Named() | Scalar() | Literal():
            return []


def reachable(roots: Iterable[Type], *, through_records: bool = True) -> list[Record | Alias]:
    """Every definition that types lead to, in no particular order."""
    found: dict[Record | Alias, None] = {}
    pending = list(roots)
    while pending:
        type_ = pending.pop()
        if not isinstance(type_, Named):
            pending += parts(type_)
        elif type_.definition not in found:
            found[type_.definition] = None
            if through_records or isinstance(type_.definition, Alias):
                pending += parts(type_.definition)
    return list(found)


@lru_cache(maxsize=4096)
def is_recursive(thing: Record | Alias) -> bool:
    """Whether a record can contain itself, or an alias is defined by itself without a record between."""
    return thing in reachable(parts(thing), through_records=isinstance(thing, Record))
