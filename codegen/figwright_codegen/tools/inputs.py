"""From what an operation takes to the inputs of one tool, as the manifest says: renamed, joined, hidden, chosen."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from figwright_codegen.identifiers import Code, parameter_name
from figwright_codegen.manifest.models import InputEntry, ToolEntry
from figwright_codegen.openapi.description import Source
from figwright_codegen.openapi.operations import Wanted
from figwright_codegen.problems import Problems, nearest
from figwright_codegen.types.builder import Builder
from figwright_codegen.types.ir import ANY, Alias, Field, Literal, Named, Scalar, Type, options, resolved


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that an operation takes, before the manifest has its say."""

    wanted: Wanted
    field: Field
    within: str = ""
    """The object of the body that it belongs into, where the manifest flattens it."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a tool."""

    name: str
    field: Field
    slots: tuple[Slot, ...] = ()
    """What it becomes in the request; nothing where only a case uses it, or nobody."""
    demanded: bool = False
    """The provider wants it although it is optional here: a case may send it instead."""
    joined: bool = False
    """A text of the provider's that holds a list, with commas."""
    json: bool = False
    case: str = ""
    hidden: bool = False
    ignored: bool = False

    @property
    def nullable(self) -> bool:
        """Whether null is a value of its own, and not the same as nothing."""
        return any(slot.wanted.nullable for slot in self.slots)

    @property
    def parameter(self) -> Code:
        """Its name in Python."""
        return parameter_name(self.name)

    @property
    def model_name(self) -> str:
        """Its name where a model calls it."""
        return self.name if _FOR_MODELS.fullmatch(self.name) else self.parameter[:64]


_FOR_MODELS = re.compile(r"[a-zA-Z0-9_.-]{1,64}")
"""What Anthropic's API takes as the name of an input; one other, and it refuses the whole request."""
_AS_IT_IS = InputEntry.model_validate({})


def map_inputs(
    source: Source, entry: ToolEntry, slots: list[Slot], chosen: set[str], builder: Builder, problems: Problems
) -> list[Input]:
    """The inputs of a tool, by name. `chosen` are the provider's names that some case sends."""
    renamed = {each.rename: name for name, each in entry.inputs.items() if each.rename}
    found: dict[str, Input] = {}
    counted = Counter(slot.wanted.name for slot in slots)
    for slot in slots:
        name = renamed.get(slot.wanted.name, slot.wanted.name or slot.field.name)
        if counted[slot.wanted.name] > 1 and name in found:  # one name in two places is two inputs
            name = f"{name}_in_{slot.wanted.place}"
        if name in found:
            place = source / "inputs" / name if name in entry.inputs else source
            problems.add(place, f"{name!r} would be two inputs; rename one of them")
        found[name] = _sent(name, slot, entry, slot.wanted.name in chosen)
    taken = {slot.wanted.name or slot.field.name for slot in slots}
    referred = _referred(entry) | ({entry.pagination.input} if entry.pagination and entry.pagination.links else set())
    for name, each in entry.inputs.items():
        place = source / "inputs" / name
        if each.rename and each.rename not in taken:
            problems.add(place / "rename", f"the operation takes no {each.rename!r}; {nearest(each.rename, taken)}")
        elif name not in found and not (each.type or each.schema_):
            problems.add(place, f"{name!r} maps to nothing that the operation takes; {nearest(name, taken)}")
        elif name not in found and name not in referred | set(entry.ignore):
            problems.add(place, f"{name!r} maps to nothing: no case of 'choose' uses it; add one or remove it")
        if each.type or each.schema_:
            type_ = builder.type(place / "schema") if each.schema_ else Scalar(each.type or "any")
            known = found.get(name) or Input(name, Field(name, type_, False))
            field = replace(known.field, type=type_, default=(each.schema_ or {}).get("default"))
            found[name] = replace(known, field=field)
    for name in entry.ignore:
        found.setdefault(name, Input(name, Field(name, ANY, False, "Accepted and ignored.")))
    _check_names(source, entry, found, problems)
    _check_forms(source, entry, found, problems)
    return [_finished(found[name], entry) for name in sorted(found)]


def _sent(name: str, slot: Slot, entry: ToolEntry, chosen: bool) -> Input:
    optional = chosen or name in entry.optional or name in entry.ignore
    field = replace(slot.field, name=name, required=slot.field.required and not optional)
    return Input(name, field, (slot,), demanded=chosen and slot.field.required)


def _finished(each: Input, entry: ToolEntry) -> Input:
    own = entry.inputs.get(each.name, _AS_IT_IS)
    ignored = each.name in entry.ignore
    return replace(
        each,
        field=replace(each.field, description=own.description or each.field.description or _words_of(each.field)),
        joined=own.list,
        json=own.json_,
        case=own.case,
        hidden=ignored or each.name in entry.hidden,
        ignored=ignored,
    )


def _words_of(field: Field) -> str:
    type_ = field.type
    return type_.definition.description if isinstance(type_, Named) and isinstance(type_.definition, Alias) else ""


def _referred(entry: ToolEntry) -> set[str]:
    """The inputs that cases and constants use."""
    values = [*entry.constants.values(), *(value for case in entry.choose for value in case.send.values())]
    return {key for case in entry.choose for key in case.when} | {v[1:] for v in values if is_input(v)}


def _check_names(source: Source, entry: ToolEntry, found: dict[str, Input], problems: Problems) -> None:
    """Everything that names an input must name one there is."""
    lists = ("hidden", "needed", "optional")
    named = [(source / key / index, name) for key in lists for index, name in enumerate(getattr(entry, key))]
    named += [(source / "pagination" / "input", entry.pagination.input)] if entry.pagination else []
    sent = [(source / "constants", entry.constants)]
    for index, case in enumerate(entry.choose):
        place = source / "choose" / index
        named += [(place / "when" / name, name) for name in case.when]
        sent.append((place / "send", case.send))
    named += [(place / name, v[1:]) for place, values in sent for name, v in values.items() if is_input(v)]
    for place, name in named:
        if name not in found:
            problems.add(place, f"{name!r} is no input of this tool; {nearest(name, found)}")


def _check_forms(source: Source, entry: ToolEntry, found: dict[str, Input], problems: Problems) -> None:
    """What the manifest makes of an input must suit its type and Python."""
    for index, case in enumerate(entry.choose):
        for name, value in case.when.items():
            type_ = resolved(found[name].field.type) if name in found else None
            if isinstance(type_, Literal) and value != "*" and value not in type_.values:
                place = source / "choose" / index / "when" / name
                problems.add(place, f"{name!r} is never {value!r}; correct the value or the input's schema")
    taken: dict[tuple[str, str], str] = {}
    for name, each in sorted(found.items()):
        for where, called in (("in Python", each.parameter), ("to a model", each.model_name)):
            first = taken.setdefault((where, called), name)
            if first != name:
                problems.add(source, f"{first!r} and {name!r} are the same name {where}; rename one of them")
                break
        if name in entry.optional and any(slot.wanted.place == "path" for slot in each.slots) and not each.demanded:
            place = source / "optional" / entry.optional.index(name)
            problems.add(place, f"{name!r} is part of the path, so it is needed; remove it here")
        own = entry.inputs.get(name)
        if own and own.list and not _is_text(each.field.type):
            place = source / "inputs" / name / "list"
            problems.add(place, f"{name!r} is no text, so no list can be joined to it; remove 'list'")


def _is_text(type_: Type) -> bool:
    types = [resolved(option) for option in options(resolved(type_))]  # type: ignore[arg-type]
    return all(isinstance(each, Scalar) and each.kind == "string" for each in types)


def is_input(value: object) -> bool:
    """Whether a value of `send` or `constants` stands for an input's."""
    return isinstance(value, str) and value.startswith("$")
