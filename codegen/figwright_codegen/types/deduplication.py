"""One type for what is described alike in several places; two names for what is not alike and has one title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from figwright_codegen.openapi.description import Source, Spec
from figwright_codegen.problems import Problems
from figwright_codegen.types.ir import Alias, Definitions, Field, ListOf, MapOf, Named, Record, Type, Union
from figwright_codegen.types.naming import standing_name

Definition = Record | Alias


def deduplicate(spec: Spec, table: Definitions, unions: Iterable[Union]) -> None:
    """Let equal definitions of one name be one: that of the place whose pointer comes first.

    What has one title and differs is called after what it stands in, too.
    """
    groups: dict[tuple[str, str], list[tuple[object, Definition]]] = {}
    for key, definition in sorted(table.by_key.items(), key=lambda item: _place(item[1])):
        groups.setdefault((definition.module, definition.name), []).append((key, definition))
    unlike: list[Definition] = []
    for group in groups.values():
        kept: list[Definition] = []
        for key, definition in group:
            same = next((each for each in kept if _is_equal(each, definition, set())), None)
            if same is None:
                kept.append(definition)
            else:
                table.by_key[key] = same
        unlike += kept if len(kept) > 1 else []
    for definition in unlike:
        definition.name = standing_name(spec, definition.source, whole=True)
    for union in unions:
        union.options = _distinct(union.options)


def check_names(found: Iterable[Definition], problems: Problems) -> None:
    """Two types of one name in one module are a problem; no count tells them apart."""
    taken: dict[tuple[str, str], Definition] = {}
    for definition in sorted(found, key=_place):
        first = taken.setdefault((definition.module, definition.name), definition)
        if first is not definition:
            where, own = _told(first.source), _operation(definition.source)
            text = f"{definition.name}{own} is also the name of {where}{_operation(first.source)}"
            problems.add(definition.source, f"{text}; give one of them a title")


def _place(definition: Definition) -> tuple[str, list[str]]:
    return str(definition.source.file), [str(step).zfill(9) for step in definition.source.pointer]


def _told(source: Source) -> str:
    place = f"{source.file.name}:{source.line}"
    return f"{place} ({source.pointed})" if source.pointed else place


def _operation(source: Source) -> str:
    """Which operation a schema stands in, where it stands in one."""
    at = Source(source.document, (), source.document.data)
    for step in source.pointer:
        at = at / step
        if at.text("operationId") and "responses" in at:
            return f" in {at.text('operationId')}"
    return ""


def _distinct(options: Sequence[Type]) -> tuple[Type, ...]:
    found: list[Type] = []
    named: list[Definition] = []
    for option in options:
        if not isinstance(option, Named):
            found.append(option)
        elif option.definition not in named:
            named.append(option.definition)
            found.append(option)
    return tuple(found)


def _is_equal(one: Definition, other: Definition, assumed: set[tuple[int, int]]) -> bool:
    """Whether two definitions say the same. Where they contain themselves, they do until something differs."""
    pair = id(one), id(other)
    if one is other or pair in assumed:
        return True
    assumed.add(pair)
    if (one.name, one.module, one.description) != (other.name, other.module, other.description):
        return False
    if isinstance(one, Alias):
        return isinstance(other, Alias) and one.reader == other.reader and _is_same(one.type, other.type, assumed)
    if not isinstance(other, Record) or one.open != other.open or one.fields.keys() != other.fields.keys():
        return False
    return all(_is_same_field(field, other.fields[name], assumed) for name, field in one.fields.items())


def _is_same_field(one: Field, other: Field, assumed: set[tuple[int, int]]) -> bool:
    ours = one.required, one.description, one.deprecated, one.default, one.example
    theirs = other.required, other.description, other.deprecated, other.default, other.example
    return ours == theirs and _is_same(one.type, other.type, assumed)


def _is_same(one: Type, other: Type, assumed: set[tuple[int, int]]) -> bool:
    match one, other:
        case Named(), Named():
            return _is_equal(one.definition, other.definition, assumed)
        case ListOf(), ListOf():
            return one.bounds == other.bounds and _is_same(one.item, other.item, assumed)
        case MapOf(), MapOf():
            return _is_same(one.value, other.value, assumed)
        case Union(), Union():
            said = (one.declared, one.mapping) == (other.declared, other.mapping)
            pairs = zip(one.options, other.options, strict=False)
            return said and len(one.options) == len(other.options) and all(_is_same(a, b, assumed) for a, b in pairs)
    return one == other
