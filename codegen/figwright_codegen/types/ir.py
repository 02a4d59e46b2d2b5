"""What the generator knows of types: a small tree that templates and JSON Schemas are written from.

Results and inputs share it. Bounds and patterns are kept for inputs only: a result is described, never checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal as OneOf
from typing import TypeAlias

from figwright_codegen.identifiers import Code
from figwright_codegen.openapi.description import Source

Value: TypeAlias = str | int | float | bool | None
Bounds: TypeAlias = tuple[tuple[str, int | float], ...]
"""JSON Schema keywords and their values, `(("minimum", 1),)`."""


@dataclass(frozen=True, slots=True)
class Scalar:
    kind: OneOf["string", "bytes", "number", "integer", "boolean", "null", "any"]
    bounds: Bounds = ()
    pattern: str = ""
    format: str = ""
    words: str = field(default="", compare=False)
    """What the pattern stands for, to say instead of it."""
    values: tuple[str, ...] = ()
    """What alone is valid, as JSON texts, where Python's Literal cannot say it."""


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
    parts: list[Named] = field(default_factory=list)
    """Records that the description makes it of."""
    bases: list[Named] = field(default_factory=list)
    """Those of them that it inherits from."""

    @property
    def own_fields(self) -> dict[str, Field]:
        """The fields that no base has."""
        inherited = {
            name for base in self.bases if isinstance(base.definition, Record) for name in base.definition.fields
        }
        return {name: field for name, field in self.fields.items() if name not in inherited}


@dataclass(frozen=True, slots=True)
class Reader:
    """What turns other texts into an identifier: the runtime's `module:function`."""

    function: str
    pattern: str
    """Of what it reads."""
    plain: str
    """Of what need not be read."""


@dataclass(slots=True, eq=False)
class Alias:
    """Anything else that has a name."""

    name: Code
    module: Code
    source: Source
    type: Type
    description: str = ""
    reader: Reader | None = None


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


def choices(type_: Type) -> tuple[Type, ...]:
    """What a type may be, null among it, through the names around it."""
    found: list[Type] = []
    seen: set[Alias] = set()
    pending = [type_]
    while pending:
        each = pending.pop(0)
        if isinstance(each, Named) and isinstance(alias := each.definition, Alias):
            pending += [] if alias in seen else [alias.type]
            seen.add(alias)
        elif isinstance(each, Union):
            pending = [*each.options, *pending]
        else:
            found.append(each)
    return tuple(found)


def reader_of(type_: Type) -> Reader | None:
    """What reads other texts for a type, where one of the names around it has a reader."""
    seen: set[Alias] = set()
    while isinstance(type_, Named) and isinstance(alias := type_.definition, Alias) and alias not in seen:
        if alias.reader:
            return alias.reader
        seen.add(alias)
        type_ = alias.type
    return None


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
    found: dict[Record, None] = {}
    seen: set[Alias] = set()
    pending = [type_]
    while pending:
        each = pending.pop(0)
        if isinstance(each, Union):
            pending = [*options(each), *pending]
        elif not isinstance(each, Named):
            return None
        elif isinstance(each.definition, Record):
            found[each.definition] = None
        elif each.definition not in seen:
            seen.add(each.definition)
            pending.insert(0, each.definition.type)
    return list(found)


def parts(thing: Type | Record | Alias) -> list[Type]:
    """The types directly inside."""
    match thing:
        case Record():
            return [*(field.type for field in thing.fields.values()), *thing.bases]
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


def is_recursive(alias: Alias) -> bool:
    """Whether an alias is defined by itself without a record between."""
    return alias in reachable(parts(alias), through_records=False)


def recursive(roots: Iterable[Record | Alias]) -> set[Record | Alias]:
    """The definitions that can contain themselves: those in a circle of Tarjan's strongly connected components."""
    index: dict[Record | Alias, int] = {}
    low: dict[Record | Alias, int] = {}
    path: dict[Record | Alias, None] = {}
    found: set[Record | Alias] = set()
    for root in roots:
        work = [(root, iter(named_in(root)))] if root not in index else []
        while work:
            at, below = work[-1]
            if at not in index:
                index[at] = low[at] = len(index)
                path[at] = None
            following = next(below, None)
            if following is at:
                found.add(at)
            elif following is not None and following not in index:
                work.append((following, iter(named_in(following))))
            elif following is not None and following in path:
                low[at] = min(low[at], index[following])
            elif following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[at])
                if low[at] == index[at]:
                    circle = [path.popitem()[0]]
                    while circle[-1] is not at:
                        circle.append(path.popitem()[0])
                    found |= set(circle) if len(circle) > 1 else set()
    return found


def named_in(thing: Record | Alias) -> list[Record | Alias]:
    """The definitions that one names directly."""
    found: list[Record | Alias] = []
    pending = parts(thing)
    while pending:
        type_ = pending.pop()
        if isinstance(type_, Named):
            found.append(type_.definition)
        else:
            pending += parts(type_)
    return found
