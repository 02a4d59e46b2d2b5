"""The plain JSON Schemas of a package's tools, read from its files when a tool of theirs is first asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, wraps
from pkgutil import get_data
from typing import Any, TypeVar

from figwright.connector import Tool
from figwright.errors import ConfigurationError

Schema = dict[str, Any]
T = TypeVar("T")


def stored(package: str, file: str, name: str) -> Schema:
    """A tool's plain schema as the generator wrote it: shared by all who ask, so not to be changed.

    Raises ConfigurationError where it is not there.
    """
    try:
        return _read(package, file)[name]
    except (FileNotFoundError, KeyError):
        text = f"The package {package} has no schema of {name} in schemas/{file}; generate it again"
        raise ConfigurationError(f"{text} (figwright generate).") from None


@cache
def _read(package: str, file: str) -> dict[str, Schema]:
    found: dict[str, Schema] = json.loads(get_data(package, f"schemas/{file}") or "{}")
    return found


def kept(make: Callable[[str, Tool[Any]], T]) -> Callable[[str, Tool[Any]], T]:
    """Keep what is made of each tool of a package, for as long as the tool's record is the same."""
    made: dict[tuple[str, str], tuple[Tool[Any], T]] = {}

    @wraps(make)
    def get(package: str, tool: Tool[Any]) -> T:
        found = made.get((package, tool.name))
        if found is None or found[0] is not tool:
            found = made[package, tool.name] = tool, make(package, tool)
        return found[1]

    return get


def copied(value: T) -> T:
    """A copy of JSON, faster than `copy.deepcopy`."""
    if isinstance(value, dict):
        return {key: copied(each) for key, each in value.items()}  # type: ignore[return-value]
    if isinstance(value, list):
        return [copied(each) for each in value]  # type: ignore[return-value]
    return value
