"""Entries of a TOML file, `[table.name]`, put in and taken out as text: everything else stays as it was typed."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

_HEADER = re.compile(r"\s*(\[\[?[^\n]+\]\]?)\s*(?:#.*)?")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def rewritten(text: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """The text with the entries of its tables as they are in `after`.

    Raises ValueError where that is not what the result would say: where the file is written in some other way.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines()
    for table, entries in after.items():
        old = before.get(table, {})
        if old == entries:
            continue
        for name in [each for each in {**old, **entries} if old.get(each) != entries.get(each)]:
            lines = _replaced(lines, (table, name), entries.get(name))
    new = end.join(lines) + (end if lines else "")
    found = tomllib.loads(new)
    if found != {table: entries for table, entries in after.items() if entries != {} or table in found}:
        raise ValueError("it is written in another way than tables")
    return new


def block(path: Sequence[str], entry: Mapping[str, Any]) -> list[str]:
    """The lines of one entry; what is a mapping in it is a table of its own."""
    lines = [f"[{'.'.join(map(_key, path))}]"]
    lines += [f"{_key(key)} = {_value(value)}" for key, value in entry.items() if not isinstance(value, Mapping)]
    for key, value in entry.items():
        if isinstance(value, Mapping):
            lines += ["", *block([*path, key], value)]
    return lines


def _replaced(lines: list[str], path: tuple[str, str], entry: Mapping[str, Any] | None) -> list[str]:
    kept: list[str] = []
    taken: list[str] = []
    at: int | None = None
    for line in lines:
        header = _header(line)
        if header and header[: len(path)] == path:
            at = len(kept) if at is None else at
            taken = [line]
        elif taken and not header:
            taken.append(line)
        else:
            kept += _loose_end(taken)
            taken = []
            kept.append(line)
    kept += _loose_end(taken)
    if entry is None:
        return kept[next((i for i, line in enumerate(kept) if line.strip()), len(kept)) :] if at == 0 else kept
    new = block(path, entry)
    if at is not None:
        return [*kept[:at], *new, *([""] if kept[at:] and kept[at].strip() else []), *kept[at:]]
    return [*kept, *([""] if kept and kept[-1].strip() else []), *new]


def _loose_end(lines: list[str]) -> list[str]:
    """Empty lines and comments at the end of an entry: they belong to what comes next."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return lines[end:]


def _header(line: str) -> tuple[str, ...]:
    """The path that a table's header names, () if the line is not one."""
    if not (found := _HEADER.fullmatch(line)):
        return ()
    try:
        table: Any = tomllib.loads(found[1])
    except tomllib.TOMLDecodeError:
        return ()
    path: list[str] = []
    while isinstance(table, dict) and table:
        key, table = next(iter(table.items()))
        path.append(key)
    return tuple(path)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
