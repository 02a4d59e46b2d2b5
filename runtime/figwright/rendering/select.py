"""What of an answer fits its budget: decided here alone, whether it is then written as rows or as JSON over MCP.

All of it; else the most entries of each list that fit, every list from the same offset, so that the calls in the notes
read each to its end; else entries with their own parts cut. So two writers keep the same wherever both fit as much.
JSON repeats the names of columns in each row: of a long list it holds fewer rows within the same budget.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeVar

from figwright.redaction.escaping import make_visible
from figwright.rendering.advice import for_all, for_the_next, next_page
from figwright.rendering.answer import Answer
from figwright.rendering.compact import DEEPEST, pruned
from figwright.rendering.fields import asked_for
from figwright.rendering.lists import Collection, collections, replaced

T = TypeVar("T")


class Kept(NamedTuple):
    """What is kept of an answer, in the answer's own structure, and what is to be said of the rest."""

    data: Any
    lists: tuple[Collection, ...]
    """Those in `data`, as far as they are kept."""
    notes: tuple[str, ...]
    cut: bool
    """Whether something was left out for want of room."""


class _Shorter(NamedTuple):
    """How far the parts of an entry are cut."""

    items: int
    characters: int
    depth: int

    def of(self, value: Any, *, marks: bool) -> Any:
        if marks:
            return pruned(value, depth=self.depth, items=self.items, characters=self.characters)
        return pruned(value, depth=DEEPEST, characters=self.characters)

    def told(self, *, marks: bool) -> str:
        inside = f", lists and objects inside after {self.items} entries, levels after {self.depth}" if marks else ""
        return f"Cut to fit: texts after {self.characters} characters{inside}, each marked with …."


_STEPS = (
    _Shorter(200, 4000, 12),
    _Shorter(50, 1000, 8),
    _Shorter(20, 300, 6),
    _Shorter(8, 120, 4),
    _Shorter(3, 60, 3),
    _Shorter(1, 30, 2),
)


def select(answer: Answer, write: Callable[[Kept], str], *, marks: bool = True) -> tuple[Kept, str] | str:
    """The most of an answer that fits its budget as `write` writes it, and that text.

    If nothing of it fits, the sentence that says how it would. `marks` says whether a mark may stand in place of an
    entry or an object; without it only texts are cut, so that what is kept is as a schema says.
    """
    shape = answer.shape
    data, unknown = asked_for(answer)
    source = _Source(answer, data, tuple(collections(data)), (unknown, next_page(answer)), marks)

    def fitting(shorter: _Shorter | None, note: str) -> tuple[Kept, str] | None:
        def at(room: int) -> tuple[Kept, str] | None:
            kept = source.part(room, shorter, note)
            text = write(kept)
            return (kept, text) if shape.fits(make_visible(text, shape.form)) else None

        return at(source.most) or largest(source.most - 1, at)

    if found := fitting(None, ""):
        return found
    again = for_all(answer, write(source.part(min(source.most, 1), None, "")), shape.offset)
    for shorter in _STEPS:
        if found := fitting(shorter, f"{shorter.told(marks=marks)} {again}"):
            return found
    return f"The answer does not fit, not even in part. {again}"


def largest(most: int, at: Callable[[int], T | None]) -> T | None:
    """What `at` returns for the largest of the numbers from 1 to `most` for which that is not None."""
    low, high, best = 1, most, None
    while low <= high:
        middle = (low + high) // 2
        found = at(middle)
        if found is None:
            high = middle - 1
        else:
            best, low = found, middle + 1
    return best


class _Source(NamedTuple):
    """An answer of which parts are taken."""

    answer: Answer
    data: Any
    lists: tuple[Collection, ...]
    notes: tuple[str, ...]
    marks: bool

    @property
    def longest(self) -> int:
        return max((len(each.entries) for each in self.lists), default=0)

    @property
    def most(self) -> int:
        """With so many entries of each list, nothing from the offset on is cut."""
        return max(self.longest - self.answer.shape.offset, 0)

    def part(self, room: int, shorter: _Shorter | None, note: str) -> Kept:
        """So many entries of each list, from the offset on."""
        start = self.answer.shape.offset if self.lists else 0
        lists = tuple(each.part(start, start + room) for each in self.lists)
        data = self.data
        if shorter is not None:
            short = partial(shorter.of, marks=self.marks)
            lists = tuple(each.changed(short) for each in lists)
            data = replaced(data, {each.path: each.entries for each in lists}, short)
        elif start or room < self.longest:
            data = replaced(data, {each.path: each.entries for each in lists})
        notes = (note, self._left(lists, start + room), *self.notes)
        return Kept(data, lists, tuple(filter(None, notes)), shorter is not None or start + room < self.longest)

    def _left(self, lists: Sequence[Collection], following: int) -> str:
        """How many entries there are beside those that are kept, and the call that goes on."""
        counts = [
            (len(kept.entries), len(each.entries), each.name) for kept, each in zip(lists, self.lists, strict=True)
        ]
        what = " and ".join(f"{shown} of {total} {name}" for shown, total, name in counts if shown < total)
        if not what:
            return ""
        if self.longest <= following:
            return f"These are the last{':' if ' and ' in what else ''} {what}."
        return f"Cut to fit: {what} are shown{for_the_next(self.answer, following)}"
