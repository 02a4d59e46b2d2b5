"""From what an operation takes to the inputs of one tool, as the manifest says: named, joined, hidden, chosen."""

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
        return model_name(self.name)


_FOR_MODELS = re.compile(r"[a-zA-Z0-9_.-]{1,64}")
"""What Anthropic's API takes as the name of an input; one other, and it refuses the whole request."""


def model_name(name: str) -> str:
    """An input's name where a model calls it."""
    return name if _FOR_MODELS.fullmatch(name) else parameter_name(name)[:64]


_AS_IT_IS = InputEntry.model_validate({})


def map_inputs(
    source: Source, entry: ToolEntry, slots: list[Slot], chosen: set[str], builder: Builder, problems: Problems
) -> list[Input]:
    """The inputs of a tool, by name. `chosen` are the provider's names that some case sends."""
    names = by_api_name(entry)
    found: dict[str, Input] = {}
    counted = Counter(slot.wanted.name for slot in slots)
    for slot in slots:
        name = names.get(slot.wanted.name, slot.wanted.name or slot.field.name)
        if counted[slot.wanted.name] > 1 and name in found:  # one name in two places is two inputs
            name = f"{name}_in_{slot.wanted.place}"
        if name in found:
            place = source / "inputs" / name if name in entry.inputs else source
            problems.add(place, f"{name!r} would be two inputs; rename one of them")
        found[name] = _sent(name, slot, slot.wanted.name in chosen)
    taken = {slot.wanted.name or slot.field.name for slot in slots}
    referred = _referred(entry)
    if (paged := entry.pagination) and (paged.links or paged.header):
        referred.add(paged.input)
    for name, each in entry.inputs.items():
        place = source / "inputs" / name
        if each.api_name and each.api_name not in taken:
            text = f"the operation takes no {each.api_name!r}; {nearest(each.api_name, taken)}"
            problems.add(place / "api_name", text)
        elif name not in found and not (each.type or each.schema_ or each.ignored):
            problems.add(place, f"{name!r} maps to nothing that the operation takes; {nearest(name, taken)}")
        elif name not in found and not each.ignored and name not in referred:
            problems.add(place, f"{name!r} maps to nothing: no case of 'choose' uses it; add one or remove it")
        if each.type or each.schema_:
            type_ = builder.type(place / "schema") if each.schema_ else Scalar(each.type or "any")
            known = found.get(name) or Input(name, Field(name, type_, False))
            field = replace(known.field, type=type_, default=(each.schema_ or {}).get("default"))
            found[name] = replace(known, field=field)
        elif each.ignored:
            found.setdefault(name, Input(name, Field(name, ANY, False, "Accepted and ignored.")))
    _check_names(source, entry, found, problems)
    _check_forms(source, entry, found, chosen, problems)
    return [_finished(found[name], entry) for name in sorted(found)]


def by_api_name(entry: ToolEntry) -> dict[str, str]:
    """The inputs of a tool's entry by the provider's names."""
    alike = {name: name for name, each in entry.inputs.items() if not each.api_name}
    return alike | {each.api_name: name for name, each in entry.inputs.items() if each.api_name}


def _sent(name: str, slot: Slot, chosen: bool) -> Input:
    field = replace(slot.field, name=name, required=slot.field.required and not chosen)
    return Input(name, field, (slot,), demanded=chosen and slot.field.required)


def _finished(each: Input, entry: ToolEntry) -> Input:
    own = entry.inputs.get(each.name, _AS_IT_IS)
    required = own.required if isinstance(own.required, bool) else each.field.required
    words = own.description or each.field.description or _words_of(each.field)
    return replace(
        each,
        field=replace(each.field, description=words, required=required and not own.ignored),
        joined=own.list,
        json=own.json_,
        case=own.case,
        hidden=own.hidden or own.ignored,
        ignored=own.ignored,
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
    named = [(source / "pagination" / "input", entry.pagination.input)] if entry.pagination else []
    sent = [(source / "constants", entry.constants)]
    for index, case in enumerate(entry.choose):
        place = source / "choose" / index
        named += [(place / "when" / name, name) for name in case.when]
        sent.append((place / "send", case.send))
    named += [(place / name, v[1:]) for place, values in sent for name, v in values.items() if is_input(v)]
    for place, name in named:
        if name not in found:
            problems.add(place, f"{name!r} is no input of this tool; {nearest(name, found)}")


def _check_forms(
    source: Source, entry: ToolEntry, found: dict[str, Input], chosen: set[str], problems: Problems
) -> None:
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
        if name in entry.inputs:
            _check_form(source / "inputs" / name, each, entry.inputs[name], chosen, problems)


def _check_form(place: Source, each: Input, own: InputEntry, chosen: set[str], problems: Problems) -> None:
    name = each.name
    in_path = any(slot.wanted.place == "path" for slot in each.slots)
    in_case = any(slot.wanted.name in chosen for slot in each.slots)
    needed = each.field.required if own.required is None else own.required
    if own.list and not _is_text(each.field.type):
        problems.add(place / "list", f"{name!r} is no text, so no list can be joined to it; remove 'list'")
    if in_path and own.ignored:
        problems.add(place / "ignored", f"{name!r} is part of the path, so it is needed; remove 'ignored'")
    elif in_path and own.required is False and not each.demanded:
        problems.add(place / "required", f"{name!r} is part of the path, so it is needed; remove 'required'")
    elif own.required is True and in_case:
        text = (
            f"a case of 'choose' sends {name!r}, so not everybody can give it; write for_models, or remove 'required'"
        )
        problems.add(place / "required", text)
    elif own.hidden and needed:
        text = (
            f"{name!r} must be given and is hidden, so no model could use the tool; put it into 'constants', or show it"
        )
        problems.add(place / "hidden", text)


def _is_text(type_: Type) -> bool:
    types = [resolved(option) for option in options(resolved(type_))]  # type: ignore[arg-type]
    return all(isinstance(each, Scalar) and each.kind == "string" for each in types)


def is_input(value: object) -> bool:
    """Whether a value of `send` or `constants` stands for an input's."""
    return isinstance(value, str) and value.startswith("$")
