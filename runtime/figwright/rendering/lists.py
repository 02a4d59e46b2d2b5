"""The lists of an answer, which are cut and whose rows have the fields that are asked for; its structure stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Path = tuple[str, ...]

DROPPED = object()
"""In place of what is left out."""
_DEEPEST = 3
"""Levels in which lists are looked for."""
_WIDEST = 40
"""An object with more entries is a map, whatever they are."""


class Collection(NamedTuple):
    """A list, or an object that maps keys to entries, nearest to the root."""

    path: Path
    entries: list[Any] | dict[str, Any]

    @property
    def name(self) -> str:
        return ".".join(self.path) or "rows"

    @property
    def values(self) -> list[Any]:
        return self.entries if isinstance(self.entries, list) else list(self.entries.values())

    @property
    def has_rows(self) -> bool:
        return all(isinstance(row, dict) for row in self.values)

    def part(self, start: int, end: int) -> Collection:
        if isinstance(self.entries, list):
            return self._replace(entries=self.entries[start:end])
        return self._replace(entries=dict(list(self.entries.items())[start:end]))

    def changed(self, change: Callable[[Any], Any]) -> Collection:
        if isinstance(self.entries, list):
            return self._replace(entries=list(map(change, self.entries)))
        return self._replace(entries={name: change(entry) for name, entry in self.entries.items()})


def collections(data: Any, path: Path = ()) -> Iterator[Collection]:
    """The lists nearest to the root, and the maps: at least two entries and all of them objects, or very many."""
    if (isinstance(data, list) and data) or (path and isinstance(data, dict) and _is_map(data)):
        yield Collection(path, data)
    elif isinstance(data, dict) and len(path) < _DEEPEST:
        for name, value in data.items():
            yield from collections(value, (*path, name))


def _is_map(value: dict[str, Any]) -> bool:
    return len(value) > _WIDEST or (len(value) > 1 and all(isinstance(entry, dict) for entry in value.values()))


def without(data: Any, lists: Sequence[Collection]) -> Any:
    """The answer without some of its lists; None if it is one of them."""
    rest = replaced(data, dict.fromkeys((each.path for each in lists), DROPPED))
    return None if rest is DROPPED else rest


def replaced(
    data: Any, new: Mapping[Path, Any], other: Callable[[Any], Any] = lambda value: value, path: Path = ()
) -> Any:
    """A copy of the objects that lead to what is new; everything else is changed by `other`."""
    if path in new:
        return new[path]
    if not isinstance(data, dict) or not any(each[: len(path)] == path for each in new):
        return other(data)
    found = {name: replaced(value, new, other, (*path, name)) for name, value in data.items()}
    return {name: value for name, value in found.items() if value is not DROPPED}
