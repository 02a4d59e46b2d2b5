"""Data and calls as compact text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import pydantic_core

DEEPEST = 50
"""Levels of a value that no reader of JSON could take as it came."""


def compact_json(data: Any) -> str:
    """JSON without spaces, as it came; nesting that no parser of the standard library would read is cut."""
    try:
        return pydantic_core.to_json(data).decode()
    except ValueError:
        pass
    try:
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    except (RecursionError, ValueError):
        return compact_json(pruned(data, depth=DEEPEST))


def pruned(data: Any, *, depth: int, items: int | None = None, characters: int | None = None) -> Any:
    """A copy with long lists, long texts and deep values cut; each cut leaves a mark with what is missing."""
    if isinstance(data, str):
        if characters is None or len(data) <= characters:
            return data
        return f"{data[:characters]}… +{len(data) - characters} characters"
    if not isinstance(data, dict | list) or not data:
        return data
    if depth <= 0:
        return f"… {len(data)} inside"
    limit = len(data) if items is None else items
    inner = partial(pruned, depth=depth - 1, items=items, characters=characters)
    if isinstance(data, list):
        kept = [inner(value) for value in data[:limit]]
        return kept if len(data) <= limit else [*kept, f"… +{len(data) - limit}"]
    found = {name: inner(value) for name, value in list(data.items())[:limit]}
    return found if len(data) <= limit else {**found, "…": f"+{len(data) - limit}"}


def call_text(name: str, tool_input: Mapping[str, object], more: Mapping[str, object]) -> str:
    """A call as a model writes it: the tool and the inputs that it would send."""
    given = {**tool_input, **more}
    return f"{name} {json.dumps(given, ensure_ascii=False, default=str)}"


def flat(row: Mapping[str, Any], depth: int = 2) -> dict[str, Any]:
    """An object's values, with those of the objects inside under dotted names; what is empty is left out."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict) and value and depth > 0 and len(value) <= 8:
            found.update({f"{name}.{inner}": each for inner, each in flat(value, depth - 1).items()})
        elif value not in ({}, []):
            found[name] = value
    return found


def plain_name(name: str) -> str:
    """A field's name, in quotes if it is not a word."""
    return name if name.replace("_", "").replace(".", "").isalnum() else json.dumps(name, ensure_ascii=False)
