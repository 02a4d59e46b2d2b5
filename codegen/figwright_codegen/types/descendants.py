"""Schemas that are built on one with a discriminator: where that is referred to, any of them may stand.

OpenAPI, Discriminator Object: a parent need not name its children. They are those whose `allOf` refers to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from figwright_codegen.openapi.description import Source, Spec, is_reference
from figwright_codegen.types.allof import BRANCHES, constants, reference


@dataclass(frozen=True, slots=True)
class Option:
    """What may stand in place of a parent: a child of it, or it itself."""

    source: Source
    tags: tuple[str, ...]
    """The values of the discriminator's property that name it."""


def options_of(spec: Spec, schema: Source) -> tuple[Option, ...]:
    """The options of a schema, or of what it refers to; none where it is no parent."""
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
