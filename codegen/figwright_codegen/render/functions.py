"""What the typed functions of a toolset are written from: one for each tool, and one for each name that it had.

A function that takes inputs by former names has overloads: today's names, and deprecated ones (PEP 702) for the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from figwright_codegen.identifiers import Code, parameter_name
from figwright_codegen.render.annotations import Annotations, py
from figwright_codegen.tools.inputs import Input
from figwright_codegen.tools.link import Tool


@dataclass(frozen=True, slots=True)
class Parameter:
    """One keyword of a function: `gives` is the input that it becomes."""

    name: Code
    type: Code
    default: str
    gives: str

    def __str__(self) -> str:
        return f"{self.name}: {self.type}{f' = {self.default}' if self.default else ''}"


def function_row(tool: Tool) -> dict[str, Any]:
    """The code of a tool's functions but for their docstrings. `types` is what only annotations name."""
    write = Annotations("", "passed")
    every = [each for group in _groups(tool, write) for each in group.loose]
    more = [f"**more: {write.of(tool.open_body)}"] if tool.open_body else []
    passed = py({each.gives: each.name for each in every})
    return {
        "name": Code(tool.name),
        "signature": _signature(every, more),
        "overloads": [
            {"signature": _signature(parameters, more), "why": why} for parameters, why in _overloads(tool, write)
        ],
        "aliases": [
            {"name": Code(alias), "why": f"{alias} is called {tool.name} since {since}."}
            for alias, since in sorted(tool.entry.aliases.items())
        ],
        "passed": Code(f"{passed[:-1]}{', ' if every else ''}**more}}") if more else passed,
        "constant": Code(tool.name.upper()),
        "result": result_type(tool),
        "defaults": {each.default for each in every},
        "types": [result_type(tool), *(each.type for each in every), *more],
    }


def result_type(tool: Tool) -> Code:
    if tool.operation.result.reads != "json":
        return Code("str" if tool.operation.result.reads == "text" else "bytes")
    found = Annotations("", "result").of(tool.result) if tool.result else Code("None")
    return Code(f"{found} | None") if tool.operation.result.may_be_nothing else found


@dataclass(frozen=True, slots=True)
class Group:
    """An input by its name of today and by those that it had; one that is gone has the latter alone."""

    today: tuple[Parameter, ...]
    former: tuple[Parameter, ...]
    loose: tuple[Parameter, ...]
    """All of them, none demanded where there are several."""
    why: tuple[str, ...]
    """What is said of each former name."""

    @property
    def demanded(self) -> bool:
        """Whether a call needs one of several names."""
        return bool(self.former) and any(not each.default for each in self.today)


def _groups(tool: Tool, write: Annotations) -> list[Group]:
    return [*_given(tool, write), *_gone(tool)]


def _given(tool: Tool, write: Annotations) -> Iterator[Group]:
    for each in tool.inputs:
        entry = tool.entry.inputs.get(each.name)
        names = sorted(entry.aliases.items()) if entry else []
        today = _parameter(each, write, each.name)
        if not names:
            yield Group((today,), (), (today,), ())
            continue
        loose = [_parameter(_optional(each), write, name) for name in (each.name, *(name for name, _ in names))]
        former = tuple(_parameter(each, write, name) for name, _ in names)
        why = tuple(f"{name} is called {each.name} since {since}." for name, since in names)
        yield Group((today,), former, tuple(loose), why)


def _gone(tool: Tool) -> Iterator[Group]:
    for name, gone in sorted(tool.entry.removed_inputs.items()):
        former = Parameter(parameter_name(name), Code("object"), "None", name)
        yield Group((), (former,), (former,), (f"{name} is gone since {gone.since}. {gone.instead}",))


def _overloads(tool: Tool, write: Annotations) -> Iterator[tuple[list[Parameter], str]]:
    """What a type checker is told: today's names; those of inputs that need not be given; one that stands for a
    demanded one. The first is not deprecated; nothing where there are no former names."""
    groups = _groups(tool, write)
    former = [group for group in groups if group.former]
    if not former:
        return
    yield [each for group in groups for each in group.today], ""
    if any(not group.demanded for group in former):
        why = " ".join(text for group in former if not group.demanded for text in group.why)
        yield [each for group in groups for each in (group.today if group.demanded else group.loose)], why
    for group in former:
        for parameter, why in zip(group.former, group.why, strict=True) if group.demanded else ():
            yield [*(each for other in groups if other is not group for each in other.loose), parameter], why


def _parameter(each: Input, write: Annotations, name: str) -> Parameter:
    """The input by one of its names."""
    default = "" if each.field.required else "NOT_GIVEN" if each.nullable else "None"
    return Parameter(parameter_name(name), write.argument(each), default, name)


def _optional(each: Input) -> Input:
    return replace(each, field=replace(each.field, required=False))


def _signature(parameters: Iterable[Parameter], more: list[str]) -> Code:
    named = [str(each) for each in parameters]
    return Code("".join(f", {each}" for each in [*(["*", *named] if named else []), *more]))
