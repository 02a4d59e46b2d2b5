"""Leaving out entries of an answer's lists, fields of its rows and ends of its texts, so that its shape stays."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

_DEEPEST = 3
"""Levels in which lists are looked for."""
_WIDEST = 40
"""An object with more entries is a map, whatever they are."""

Path = tuple[str, ...]


class Collection(NamedTuple):
    """A list, or an object that maps keys to entries, nearest to the root."""

    path: Path
    entries: list[Any] | dict[str, Any]

    @property
    def name(self) -> str:
        return ".".join(self.path)


def collections(data: Mapping[str, Any], path: Path = ()) -> Iterator[Collection]:
    """Those nearest to the root. A map has at least two entries and all of them objects, or very many."""
    for name, value in data.items():
        where = (*path, name)
        if (isinstance(value, list) and value) or (isinstance(value, dict) and _is_map(value)):
            yield Collection(where, value)
        elif isinstance(value, dict) and len(where) < _DEEPEST:
            yield from collections(value, where)


def _is_map(value: dict[str, Any]) -> bool:
    return len(value) > _WIDEST or (len(value) > 1 and all(isinstance(entry, dict) for entry in value.values()))


class Cut:
    """An answer's lists cut to some number of entries, all from `offset` on, so that each is read to its end."""

    def __init__(self, data: dict[str, Any], found: Iterator[Collection], offset: int) -> None:
        self._data, self._found, self._offset = data, list(found), offset
        longest = max(self._found, key=lambda each: len(each.entries), default=None)
        self.longest = longest.name if longest else ""
        self._total = len(longest.entries) if longest else 0
        self.most = max((len(each.entries) - self._start(each) for each in self._found), default=0)
        """With so many entries, nothing is cut."""

    def at(self, room: int) -> tuple[dict[str, Any], dict[str, tuple[int, int]]]:
        """The answer with `room` entries in each list, and of those cut short: how many are there, and of how many."""
        left: dict[str, tuple[int, int]] = {}
        kept: dict[Path, Any] = {}
        for each in self._found:
            start = self._start(each)
            kept[each.path] = _slice(each.entries, start, start + room)
            if len(each.entries) > start + room:
                left[each.name] = (len(kept[each.path]), len(each.entries))
        return _replaced(self._data, kept), left

    def rest_of_longest(self) -> tuple[int, int]:
        return max(self._total - self._offset, 0), self._total

    def _start(self, each: Collection) -> int:
        return min(self._offset, len(each.entries))


def _slice(entries: list[Any] | dict[str, Any], start: int, end: int) -> list[Any] | dict[str, Any]:
    if isinstance(entries, list):
        return entries[start:end]
    return dict(list(entries.items())[start:end])


def _replaced(data: dict[str, Any], kept: Mapping[Path, Any], path: Path = ()) -> dict[str, Any]:
    """A copy of the objects that lead to what is replaced; everything else is shared."""
    if not any(each[: len(path)] == path for each in kept):
        return data
    found = {}
    for name, value in data.items():
        where = (*path, name)
        if where in kept:
            found[name] = kept[where]
        else:
            found[name] = _replaced(value, kept, where) if isinstance(value, dict) else value
    return found


def chosen(data: dict[str, Any], fields: tuple[str, ...], authored: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    """The answer with only these fields in its rows (`user.handle` for one inside), and what was named in vain.

    Where there are no rows, they are those of the answer itself. What a person wrote comes with who wrote it.
    """
    rows = {each.path: each.entries for each in collections(data) if _has_rows(each)}
    every = [row for entries in rows.values() for row in _values(entries)] or [data]
    vain = [field for field in fields if not any(_has(row, field.split(".")) for row in every)]
    unknown = ""
    if vain:
        known = dict.fromkeys(name for row in every for name in row)
        unknown = f"No field {', '.join(map(json.dumps, vain))}. There are: {', '.join(known)}."
    if len(vain) == len(fields):
        return data, unknown
    named = [field for field in fields if field not in vain]
    wanted = [field.split(".") for field in (*named, *(authored[field] for field in named if field in authored))]
    if not rows:
        return _picked(data, wanted), unknown
    kept = {path: _map(entries, partial(_picked, wanted=wanted)) for path, entries in rows.items()}
    return _replaced(data, kept), unknown


def _has_rows(each: Collection) -> bool:
    return all(isinstance(row, dict) for row in _values(each.entries))


def _values(entries: list[Any] | dict[str, Any]) -> list[Any]:
    return entries if isinstance(entries, list) else list(entries.values())


def _map(entries: Any, change: Any) -> Any:
    if isinstance(entries, list):
        return [change(entry) for entry in entries]
    return {name: change(entry) for name, entry in entries.items()}


def _has(row: Any, steps: list[str]) -> bool:
    return not steps or (isinstance(row, dict) and steps[0] in row and _has(row[steps[0]], steps[1:]))


def _picked(row: dict[str, Any], wanted: list[list[str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in row.items():
        inner = [steps[1:] for steps in wanted if steps[0] == name]
        if [] in inner:
            found[name] = value
        elif inner and isinstance(value, dict) and (picked := _picked(value, inner)):
            found[name] = picked
    return found


def shortened(value: Any, characters: int) -> Any:
    """A copy with long texts cut and marked."""
    if isinstance(value, str):
        cut = len(value) - characters
        return f"{value[:characters]}… +{cut} characters" if cut > 0 else value
    if isinstance(value, list | dict):
        return _map(value, partial(shortened, characters=characters))
    return value
