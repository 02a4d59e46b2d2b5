"""What a call asks to see of a file, as far as it can be told from a tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from figwright_figma import urls

GET_FILE, GET_NODES = "figma_file_get", "figma_file_nodes_get"
_KNOWN = frozenset({"file_key", "version", "ids", "depth"})


class Asked(NamedTuple):
    version: str
    ids: list[str]
    depth: int | None

    @classmethod
    def of(cls, inputs: Mapping[str, object]) -> Asked | None:
        """None where an input asks for something else, or for what Figma may refuse."""
        given = {name: value for name, value in inputs.items() if not _is_nothing(value)}
        depth, version = given.get("depth"), given.get("version", "")
        if given.keys() - _KNOWN or not isinstance(version, str):
            return None
        if depth is not None and not (isinstance(depth, int | float) and depth >= 1 and float(depth).is_integer()):
            return None
        ids = _ids(given.get("ids", ""))
        return None if ids is None else cls(version, ids, None if depth is None else int(depth))


def _is_nothing(value: object) -> bool:
    return value is None or value is False or value in ("", [])


def _ids(given: object) -> list[str] | None:
    """Each id once, as Figma writes it; None where one is not a text."""
    parts = [given] if isinstance(given, str) else given
    if not isinstance(parts, Sequence) or not all(isinstance(each, str) for each in parts):
        return None
    return list(dict.fromkeys(filter(None, urls.node_ids(",".join(parts)).split(","))))
