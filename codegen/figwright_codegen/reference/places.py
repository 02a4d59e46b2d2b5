"""What stands at a place of a description, as `GET /v1/things/{id} 200.items[].name` names it.

A place is an operation; `query:NAME` (or `header:`, `path:`, `cookie:`), `body` or a status; then `.property`, `[]` for
an item and `<TAG>` for the option whose `type` has that value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from figwright_codegen.openapi.description import Key, Source, Spec
from figwright_codegen.types.allof import BRANCHES, kinds, leaves_of, required

_FIRST = r"(?:query|header|path|cookie):[^.\[<]+|body|[0-9]{3}|default"
_PLACE = re.compile(rf"([A-Z]+) (/\S*) ({_FIRST})((?:\.[^.\[<]+|\[\]|<[^>]+>)*)")
_STEP = re.compile(r"\.(?P<name>[^.\[<]+)|(?P<item>\[\])|<(?P<tag>[^>]+)>")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a description says of a place: the JSON types there, `string/null`, and whether it must be there."""

    type: str
    required: bool
    keys: frozenset[Key] = field(default=frozenset(), compare=False)
    """The schemas that say so, and what holds them."""


def is_place(text: str) -> bool:
    return _PLACE.fullmatch(text) is not None


def facts(spec: Spec, place: str) -> Facts | None:
    """What stands at a place; None if there is no such place."""
    found = _PLACE.fullmatch(place)
    if found is None:
        return None
    method, path, first, steps = found.groups()
    operation = spec.resolve(spec.root / "paths" / path) / method.lower()
    holders = _holders(spec, spec.resolve(spec.root / "paths" / path), operation, first)
    schemas = [holder / "schema" for holder in holders]
    demanded = any(each.flag("required") for each in holders) if ":" in first else True
    for step in _STEP.finditer(steps):
        leaves = leaves_of(spec, schemas)
        demanded = step["name"] in required(leaves)
        schemas = list(_below(spec, leaves, step.groupdict()))
    leaves = leaves_of(spec, schemas)
    if not leaves:
        return None
    return Facts("/".join(kinds(leaves)), demanded, frozenset(each.key for each in (*holders, *schemas, *leaves)))


def _holders(spec: Spec, item: Source, operation: Source, first: str) -> list[Source]:
    """The parameters of a name, or the media type of a body or an answer."""
    if ":" in first:
        found = [spec.resolve(each) for holder in (item, operation) for each in (holder / "parameters").each()]
        return [each for each in found if f"{each.text('in')}:{each.text('name')}" == first]
    holder = spec.resolve(operation / "requestBody" if first == "body" else operation / "responses" / first)
    media = dict((holder / "content").items())
    usual = media.get("application/json") or next(iter(media.values()), None)
    return [usual] if usual else []


def _below(spec: Spec, leaves: Iterable[Source], step: Mapping[str, str | None]) -> Iterator[Source]:
    for leaf in leaves:
        if step["name"]:
            yield leaf / "properties" / step["name"]
        elif step["item"]:
            yield leaf / "items"
        else:
            yield from (each for each in _options(spec, leaf) if step["tag"] in _tags(spec, each))


def _options(spec: Spec, leaf: Source) -> Iterator[Source]:
    """The options of a union, of unions among them, too."""
    for option in (each for key in BRANCHES for each in (leaf / key).each()):
        inner = leaves_of(spec, [option])
        found = [each for below in inner for each in _options(spec, below)]
        yield from found or [option]


def _tags(spec: Spec, option: Source) -> list[str]:
    named = [leaf / "properties" / "type" for leaf in leaves_of(spec, [option])]
    return [value for leaf in leaves_of(spec, named) for value in leaf.value.get("enum", ())]
