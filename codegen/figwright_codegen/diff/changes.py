"""What differs between two schemas at one place, with its words and its effect."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from figwright_codegen.diff.findings import Breaks
from figwright_codegen.diff.shapes import Part, Remarks
from figwright_codegen.openapi.description import Source

NARROWS, WIDENS, BOTH = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Change:
    """What differs at one place of two schemas."""

    kind: str
    """With `-new` or `-gone` where only the new or only the old schema says anything of it."""
    effect: int
    """Whether the new schema may refuse what the old took (NARROWS) or take what it refused (WIDENS); 0 for neither."""
    text: str
    old: Source
    new: Source
    widens_for: Breaks = "stored schemas"
    """Whom it breaks that a result can be what it could not."""
    name: str = ""
    """The property that it is about."""

    @property
    def known_by(self) -> object:
        return self.kind, self.name or self.text, self.old.key, self.new.key


def scalar_changes(old: Part, new: Part) -> Iterator[tuple[str, int, str]]:
    """Kind, effect and words of what differs in values, bounds, patterns and formats."""
    if old.values is not None or new.values is not None:
        yield from _value_changes(old, new)
    if old.integer != new.integer and old.values is None and new.values is None:
        text = "is a whole number, and was any" if new.integer else "is any number, and was a whole one"
        yield (_one_sided("integer", old.integer, new.integer), NARROWS if new.integer else WIDENS, text)
    yield from _bound_changes(dict(old.bounds), dict(new.bounds))
    if old.unique != new.unique:
        text = f"{'may not' if new.unique else 'may'} repeat an item"
        yield (_one_sided("unique", old.unique, new.unique), NARROWS if new.unique else WIDENS, text)
    if old.tags != new.tags:  # any of them, where there are any
        fewer, more = not old.tags or new.tags < old.tags, not new.tags or old.tags < new.tags
        effect = WIDENS if not new.tags else NARROWS if fewer else WIDENS if more else BOTH
        yield (_one_sided("tag", old.tags, new.tags), effect, _replaced("tag", old.tags, new.tags))
    for what, before, after in (
        ("pattern", old.patterns, new.patterns),
        ("format", old.formats, new.formats),
        ("assertion", old.assertions, new.assertions),
    ):
        if before != after:
            effect = NARROWS if before <= _implied(after) else WIDENS if after <= _implied(before) else BOTH
            yield (_one_sided(what, before - after, after - before), effect, _replaced(what, before, after))


def _implied(told: frozenset[str]) -> frozenset[str]:
    """With the formats of numbers that hold all that these do."""
    return told | {_WIDER[each] for each in told & _WIDER.keys()}


_WIDER = {"int32": "int64", "float": "double"}


def _one_sided(kind: str, had: object, has: object) -> str:
    """The kind of a change of what either side may have or not."""
    return kind if had and has else f"{kind}-new" if has else f"{kind}-gone"


def _replaced(what: str, before: frozenset[str], after: frozenset[str]) -> str:
    gone, come = (", ".join(f"`{_short(each)}`" for each in sorted(some)) for some in (before - after, after - before))
    name = {"assertion": "condition"}.get(what, what)
    if not gone:
        return f"has the {name} {come} now"
    return f"has the {name} {come}, and had {gone}" if come else f"no longer has the {name} {gone}"


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}..."


def _value_changes(old: Part, new: Part) -> Iterator[tuple[str, int, str]]:
    if new.values is None:
        yield ("values-gone", WIDENS, f"can have any value, and had one of {listed(old.values or ())}")
    elif old.values is None:
        yield ("values-new", NARROWS, f"has one of {listed(new.values)}, and had any value")
    else:
        gone, come = sorted(set(old.values) - set(new.values)), sorted(set(new.values) - set(old.values))
        if gone:
            yield ("values", NARROWS, f"is no longer {listed(gone)}")
        if come:
            yield ("values", WIDENS, f"can be {listed(come)}, too")


def listed(values: Iterable[str]) -> str:
    found = [f"`{json.loads(each) if each.startswith(chr(34)) else each}`" for each in values]
    return ", ".join(found) if len(found) <= 12 else f"{', '.join(found[:12])} and {len(found) - 12} more"


def _bound_changes(old: dict[str, int | float], new: dict[str, int | float]) -> Iterator[tuple[str, int, str]]:
    for names, step in _BOUNDS:
        before, after = ([(key, some[key]) for key in names if key in some] for some in (old, new))
        if before == after:
            continue
        told = [" and ".join(f"{key} {value}" for key, value in some) or f"no {names[0]}" for some in (before, after)]
        effect = NARROWS if not before else WIDENS if not after else _effect(before[0], after[0], step)
        yield (_one_sided("bound", before, after), effect, f"has {told[1]}, and had {told[0]}")


_BOUNDS = (
    (("minimum", "exclusiveMinimum"), 1),
    (("maximum", "exclusiveMaximum"), -1),
    *(
        ((key,), 1 if key.startswith("min") else -1)
        for what in ("Length", "Items", "Properties")
        for key in (f"min{what}", f"max{what}")
    ),
    (("multipleOf",), 0),
)
"""Keys that bound the same end, and whether a larger value is the narrower one."""


def _effect(before: tuple[str, float], after: tuple[str, float], step: int) -> int:
    if not step:
        return _multiple(before[1], after[1])
    one, other = ((step * value, key.startswith("exclusive")) for key, value in (before, after))
    return NARROWS if other > one else WIDENS


def _multiple(before: float, after: float) -> int:
    one, other = Fraction(str(before)), Fraction(str(after))
    return NARROWS if (other / one).denominator == 1 else WIDENS if (one / other).denominator == 1 else BOTH


def remarks(old: Remarks, new: Remarks, at: tuple[Source, Source]) -> Iterator[Change]:
    told = [key for key in ("description", "title", "example") if old.words.get(key) != new.words.get(key)]
    if told:
        yield Change("described", 0, f"has another {' and another '.join(told)}", *at)
    if old.deprecated != new.deprecated:
        kind = _one_sided("deprecated", old.deprecated, new.deprecated)
        yield Change(kind, 0, "is deprecated now" if new.deprecated else "is no longer deprecated", *at)
    if old.default != new.default:
        before, after = (f"`{each}`" if each is not None else "nothing" for each in (old.default, new.default))
        kind = _one_sided("default", old.default is not None, new.default is not None)
        yield Change(kind, 0, f"is {after} where it is not given, and was {before}", *at)
