"""Tools by the names that callers know: those of today, those that they had, and those that are gone.

Whoever looks a tool up by a name from outside does it here. A former name works and warns; only today's are listed.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from figwright.errors import FormerNameWarning, RemovedToolError, UnknownToolError

if TYPE_CHECKING:
    from figwright.connector import Renamed, Tool, Tools


def find_tool(catalogs: Iterable[Tools], name: str) -> Tool[Any]:
    """The tool of this name in the first of some connectors' tools that has it; a former name warns.

    Raises UnknownToolError with the nearest names, and RemovedToolError for one that there was.
    """
    catalogs = list(catalogs)
    for tools in catalogs:
        if name in tools:
            return tools[name]
    for tools in catalogs:
        if name in tools.renamed:
            return tools[current_name(tools, name, warn)]
        if name in tools.removed:
            raise RemovedToolError(name, *tools.removed[name])
    names = sorted({tool for tools in catalogs for tool in tools})
    raise UnknownToolError(name, get_close_matches(str(name), names, 3), len(names))


def current_name(tools: Tools, name: str, say: Callable[[str], object]) -> str:
    """Today's name for a former one, of which `say` is told; any other name as it is."""
    if name in tools.renamed:
        say(renamed_text("tool", name, tools.renamed[name]))
    return tools.current(name)


def renamed_text(what: str, name: str, now: Renamed) -> str:
    return f"The {what} {name!r} is called {now.name!r} since {now.since}: use that name."


def warn(text: str, package: str = "figwright") -> None:
    """Warn whoever called figwright or the generated `package`: the warning is at the first frame outside both."""
    level, frame = 1, inspect.currentframe()
    ours = ("figwright", f"{package}.", "typing_extensions.", "warnings.")  # `deprecated` wraps functions
    while frame and frame.f_back and f"{frame.f_globals.get('__name__')}.".startswith(ours):
        level, frame = level + 1, frame.f_back
    warnings.warn(text, FormerNameWarning, stacklevel=level)
