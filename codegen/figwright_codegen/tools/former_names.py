"""Names that tools and inputs had. They must be nobody else's, or a caller would get what was not meant."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from figwright_codegen.identifiers import parameter_name
from figwright_codegen.manifest.file import TAKEN, Manifest
from figwright_codegen.openapi.description import Source
from figwright_codegen.problems import Problems, shown
from figwright_codegen.tools.inputs import model_name
from figwright_codegen.tools.link import Tool


class Claim(NamedTuple):
    """Someone's claim to a name."""

    place: Source
    what: str
    spellings: tuple[str, ...]
    former: bool = True


def renamed_inputs(tool: Tool) -> dict[str, tuple[str, str]]:
    """By former name, in each way in which it could be written, an input of a tool and since when it is called so."""
    found = {
        spelling: (name, since)
        for name, entry in sorted(tool.entry.inputs.items())
        for former, since in sorted(entry.aliases.items())
        for spelling in (former, model_name(former))
    }
    return dict(sorted(found.items()))


def check_former_names(manifest: Manifest, tools: Iterable[Tool], problems: Problems) -> None:
    _check(_names_of_tools(manifest), problems)
    for name in {former for entry in manifest.tools.values() for former in entry.aliases}:
        if name in TAKEN or keyword.iskeyword(name):
            place = next(place for place in _aliases(manifest) if place.pointer[-1] == name)
            problems.add(place, f"{name!r} can be the name of no function in the package; remove the alias")
    for tool in tools:
        _check(_names_of_inputs(tool), problems)


def _check(claims: Iterable[Claim], problems: Problems) -> None:
    taken: dict[str, Claim] = {}
    for claim in claims:
        other = next((taken[each] for each in claim.spellings if each in taken), None)
        if other and claim.former:
            where = f"{shown(other.place.file)}:{other.place.line}"
            text = f"{claim.spellings[0]!r} is {other.what}, too ({where}); remove one of them"
            problems.add(claim.place, text)
        for each in claim.spellings:
            taken.setdefault(each, claim)


def _names_of_tools(manifest: Manifest) -> Iterator[Claim]:
    for name in sorted(manifest.toolset_names):
        yield Claim(manifest.root / "toolsets" / name, "the name of a toolset", (name,), former=False)
    for source in (manifest.root / "tools").values():
        yield Claim(source, "the name of a tool", (str(source.pointer[-1]),), former=False)
    for place in _aliases(manifest):
        tool = place.pointer[-3]
        yield Claim(place, f"a former name of {tool}", (str(place.pointer[-1]),))
    for place in (manifest.root / "removed_tools").values():
        yield Claim(place, "a removed tool", (str(place.pointer[-1]),))


def _aliases(manifest: Manifest) -> Iterator[Source]:
    for source in (manifest.root / "tools").values():
        yield from (source / "aliases").values()


def _names_of_inputs(tool: Tool) -> Iterator[Claim]:
    source = tool.source / "inputs"
    for each in tool.inputs:
        place = source / each.name if each.name in source else tool.source
        yield Claim(place, f"an input of {tool.name}", (each.name, each.parameter, each.model_name), former=False)
    for each in tool.inputs:
        for place in (source / each.name / "aliases").values():
            yield Claim(place, f"a former name of {each.name}", _spellings(place))
    for place in (tool.source / "removed_inputs").values():
        yield Claim(place, "a removed input", _spellings(place))


def _spellings(place: Source) -> tuple[str, ...]:
    name = str(place.pointer[-1])
    return (name, parameter_name(name), model_name(name))
