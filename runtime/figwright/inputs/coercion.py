"""What models write for a value that is wanted in another form, read as they mean it.

Lists and objects as JSON text, "" or "null" for what was not set, 2000.0 for 2000, blanks around an identifier. Only a
value that the validator refused is read so: one that fits stays as it came.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Path = Sequence[int | str]
_EXACT = 2**53
_OPENING = ("[", "{", '"')
_NULLS = frozenset(("null", "none", "undefined"))
"""What languages call no value."""


def is_unset(value: object) -> bool:
    """Whether a value is an empty text, which stands for no value."""
    return isinstance(value, str) and not value.strip()


def whole_number(value: object) -> object:
    """2000 for 2000.0, "2000" and "2000.0", anything else as it is; beyond 2^53 a float no longer says which number."""
    if isinstance(value, str) and (digits := value.strip().removesuffix(".0")).isascii() and digits.isdecimal():
        return int(digits) if len(digits) < 20 else value
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT else value


def forgiven(given: Mapping[str, Any], refused: Iterable[Path]) -> dict[str, Any] | None:
    """The input with what was refused at these paths as it is meant; None if nothing there can mean anything else."""
    meant: Any = given
    for path in refused:
        meant = _mended(meant, path)
    return None if meant is given else meant


def as_asked(given: Mapping[str, Any], checked: Mapping[str, Any]) -> dict[str, Any]:
    """What was given as a next call should repeat it: the checked values, and a list where a list was joined."""
    return {name: _listed(checked[name], raw) for name, raw in given.items() if name in checked}


def _listed(value: Any, raw: Any) -> Any:
    if not isinstance(value, str) or isinstance(_meant(raw), str | int | float):
        return value
    return value.split(",")


def _mended(data: Any, path: Path) -> Any:
    """A copy with another value at the path, or the same object."""
    if not path:
        return _meant(data)
    step, rest = path[0], path[1:]
    try:
        old = data[step]
    except (KeyError, IndexError, TypeError):
        return data
    if not rest and isinstance(data, Mapping) and (is_unset(old) or (isinstance(old, str) and old.lower() in _NULLS)):
        return {name: value for name, value in data.items() if name != step}
    new = _mended(old, rest)
    if new is old:
        return data
    if isinstance(data, Mapping):
        return {**data, step: new}
    return [new if index == step else value for index, value in enumerate(data)] if isinstance(data, list) else data


def _meant(value: Any) -> Any:
    if not isinstance(value, str):
        return whole_number(value)
    bare = value.strip()
    if bare.startswith(_OPENING):
        try:
            read = json.loads(bare)
        except (ValueError, RecursionError):
            read = None
        if isinstance(read, list | dict | str):
            return read
    return value if bare == value else bare
