"""The fields of an answer's rows that are asked for, or all but those that its tool sets aside."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from figwright.rendering.answer import Answer
from figwright.rendering.compact import flat, plain_name
from figwright.rendering.lists import DROPPED, Path, collections, replaced

_DEEPEST = 8
"""Levels in which what is set aside is looked for."""


def asked_for(answer: Answer) -> tuple[Any, str]:
    """The answer with the fields that were asked for, and what is to be said of the others. JSON is what was sent."""
    tool, fields = answer.tool, answer.shape.fields
    if fields is not None:
        return _chosen(answer.data, fields, tool.authored if tool else {})
    if tool is None or not tool.aside or answer.shape.form == "json":
        return answer.data, ""
    left: dict[str, None] = {}
    data = _without_aside(answer.data, [name.split(".") for name in tool.aside], (), left)
    return data, f"Not shown unless named in fields: {', '.join(left)}." if left else ""


def _without_aside(value: Any, aside: Sequence[Sequence[str]], path: Path, left: dict[str, None]) -> Any:
    """A copy without what `aside` names. What held something is noted in `left`, by its path in the row or object."""
    if len(path) > _DEEPEST:
        return value
    if isinstance(value, list):
        return [_without_aside(each, aside, (), left) for each in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for name, each in value.items():
        where = (*path, name)
        if not any(where[-len(steps) :] == tuple(steps) for steps in aside):
            found[name] = _without_aside(each, aside, where, left)
        elif each not in (None, "", [], {}):
            left[".".join(where)] = None
    return found


def _chosen(data: Any, fields: Sequence[str], authored: Mapping[str, str]) -> tuple[Any, str]:
    """The answer with only these fields in its rows (`user.handle` for one inside), and which there are not.

    If it has no rows, they are those of the answer itself. What a person wrote comes with who wrote it. Lists whose
    rows have none of the fields are left out.
    """
    lists = [each for each in collections(data) if each.has_rows]
    if not lists and not isinstance(data, dict):
        return data, ""
    rows = [row for each in lists for row in each.values] or [data]
    keys = ["key"] if any(isinstance(each.entries, dict) for each in lists) else []
    named = [field for field in fields if field in keys or any(_picked(row, [field.split(".")]) for row in rows)]
    unknown = ""
    if missing := [field for field in fields if field not in named]:
        known = ", ".join(map(plain_name, dict.fromkeys([*keys, *(name for row in rows for name in flat(row))])))
        unknown = f"No field {', '.join(map(json.dumps, missing))}. There are: {known}."
    if not named:
        return data, unknown
    wanted = [field.split(".") for field in (*named, *(authored[field] for field in named if field in authored))]
    if not lists:
        return _picked(data, wanted), unknown
    chosen = [each.changed(partial(_picked, wanted=wanted)) for each in lists]
    are_kept = any(key in named for key in keys)
    kept = {each.path: each.entries if are_kept or any(each.values) else DROPPED for each in chosen}
    return replaced(data, kept), unknown


def _picked(row: Mapping[str, Any], wanted: Sequence[Sequence[str]]) -> dict[str, Any]:
    """What of a row is wanted, by name or by the names that lead to it, in the order of these."""
    found: dict[str, list[Sequence[str]]] = {}
    for steps in wanted:
        if (name := ".".join(steps)) in row:
            found.setdefault(name, []).append(())
        elif steps[0] in row:
            found.setdefault(steps[0], []).append(steps[1:])
    picked: dict[str, Any] = {}
    for name, inside in found.items():
        if () in inside:
            picked[name] = row[name]
        elif isinstance(row[name], dict) and (value := _picked(row[name], inside)):
            picked[name] = value
    return picked
