"""Discriminators: which schemas may stand in place of another, and which property tells the options of a union apart.

OpenAPI, Discriminator Object: a parent need not name its children; they are the schemas whose `allOf` refers to it. The
property is declared by the description, or implied by enums.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from figwright_codegen.openapi.description import Source, Spec, is_reference
from figwright_codegen.problems import Problems
from figwright_codegen.types.allof import BRANCHES, constants, kinds, leaves_of, reference
from figwright_codegen.types.ir import (
    Field,
    Literal,
    Named,
    Record,
    Scalar,
    Type,
    Union,
    Value,
    options,
    records,
    resolved,
)


@dataclass(frozen=True, slots=True)
class Option:
    """What may stand in place of a parent: a child of it, or it itself."""

    source: Source
    tags: tuple[str, ...]
    """The values of the discriminator's property that name it."""


def options_of(spec: Spec, schema: Source) -> tuple[Option, ...]:
    """The options of a schema, or of what it refers to; empty if it is not a parent."""
    alone = reference(schema)
    parent = spec.resolve(alone) if alone else schema
    tag = (parent / "discriminator").text("propertyName")
    if not tag or any(branch in parent for branch in BRANCHES) or not (children := _descendants(spec, parent)):
        return ()
    mapping = {value: str(target.value).rpartition("/")[2] for value, target in mapped(parent).items()}
    kind = parent / "properties" / tag
    if _name(parent) in mapping.values() or not (mapping or constants([kind] if isinstance(kind.value, dict) else [])):
        children = [*children, parent]
    named = ((child, tuple(value for value, name in mapping.items() if name == _name(child))) for child in children)
    return tuple(Option(child, tags or (_name(child),)) for child, tags in named)


def takes_any_text(spec: Spec, leaves: Sequence[Source], tag: str) -> bool:
    """Whether an object's property may be any text, so that a discriminator alone says by it what the object is."""
    own = [leaf / "properties" / tag for leaf in leaves]
    told = leaves_of(spec, [each for each in own if isinstance(each.value, dict)])
    return bool(told) and kinds(told) == ["string"] and not any(key in leaf for leaf in told for key in _TELLING)


_TELLING = ("anyOf", "const", "enum", "if", "not", "oneOf", "pattern")
"""Keywords by which a property says what an object is."""


def mapped(schema: Source) -> dict[str, Source]:
    """What a discriminator maps values to."""
    return dict((schema / "discriminator" / "mapping").items())


def _name(schema: Source) -> str:
    return str(schema.pointer[-1]) if schema.pointer else ""


def _descendants(spec: Spec, parent: Source) -> list[Source]:
    if spec.built_on is None:
        spec.built_on = {}
        for schema in (spec.root / "components" / "schemas").values():
            for part in filter(is_reference, (schema / "allOf").each()):
                spec.built_on.setdefault(spec.resolve(part).key, []).append(schema)
    found: dict[object, Source] = {}
    pending = [parent]
    while pending:
        for child in spec.built_on.get(pending.pop().key, ()):
            if child.key not in found and child.key != parent.key:
                found[child.key] = child
                pending.append(child)
    return sorted(found.values(), key=_name)


def tag(unions: Sequence[Union], problems: Problems) -> None:
    """Find the tag of each union that has one. A declared tag becomes required in each record, as pydantic wants it."""
    for union in unions:
        if union.declared:
            _check_mapping(union, problems)
        parts = [records(option) for option in options(union)]
        if len(parts) < 2 or not all(parts):
            continue
        everything = [record for part in parts for record in part or ()]
        shared = set.intersection(*(set(record.fields) for record in everything))
        for name in [union.declared] if union.declared else sorted(shared, key=lambda name: (name != "type", name)):
            if _distinct([_tags(union, option, name) for option in options(union)]):
                _settle(union, name, everything)
                break
    for union in unions:
        if union.tag and any(_overlaps(option, union.tag) for option in options(union)):
            union.by_option = tuple((option, _tags(union, option, union.tag)) for option in options(union))


def _tags(union: Union, option: Type, name: str) -> tuple[Value, ...]:
    """The values that name an option; none where it can lack the property or have it differently."""
    found: list[Value] = []
    for record in records(option) or ():
        field = record.fields.get(name)
        values = _literal(field, union, record) if field else ()
        if not values or not (field and (field.required or union.declared)):
            return ()
        found += [value for value in values if value not in found]
    return tuple(found)


def _literal(field: Field, union: Union, record: Record) -> tuple[Value, ...]:
    type_ = resolved(field.type)
    own = str(record.source.pointer[-1]) if record.source.pointer else ""
    named = tuple(sorted(value for value, target in union.mapping.items() if target == own)) or (own,)
    if isinstance(type_, Literal):
        common = tuple(value for value in type_.values if value in named) if union.declared else ()
        return common or (type_.values if all(isinstance(value, str) for value in type_.values) else ())
    if isinstance(type_, Scalar) and type_.kind == "string" and union.declared:
        return named
    return ()


def _settle(union: Union, name: str, everything: list[Record]) -> None:
    union.tag = name
    for record in everything:
        field = record.fields[name]
        field.required = True
        values = _literal(field, union, record)
        if not isinstance(type_ := resolved(field.type), Literal) or type_.values != values:
            field.type = Literal(values)


def _overlaps(option: Type, name: str) -> bool:
    """Whether an option is an untagged union whose records share a value: pydantic would take it apart, and fail."""
    found = resolved(option)
    if not isinstance(found, Union) or found.tag:
        return False
    fields = [record.fields[name] for record in records(found) or ()]
    return not _distinct([type_.values if isinstance(type_ := resolved(f.type), Literal) else () for f in fields])


def _distinct(groups: list[tuple[Value, ...]]) -> bool:
    values = [value for group in groups for value in group]
    return all(groups) and len(values) == len(set(values))


def _check_mapping(union: Union, problems: Problems) -> None:
    names = {str(option.definition.source.pointer[-1]) for option in union.options if isinstance(option, Named)}
    for value, target in sorted(union.mapping.items()):
        if target not in names:
            place = union.source / "discriminator" / "mapping" / value
            problems.add(place, f"the tag {value!r} names {target!r}, which is no option here; correct it or add it")
