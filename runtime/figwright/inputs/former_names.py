"""An input under the names that its parts have today, whatever they were called when a caller learned them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from figwright.connector import NOT_GIVEN, Tool
from figwright.connector.former_names import renamed_text, warn
from figwright.errors import InvalidToolInputError


def current_inputs(
    tool: Tool[Any], given: Mapping[str, object], say: Callable[[str], object] | None = None
) -> Mapping[str, object]:
    """What was given, former names replaced by today's; `say` is told of each, and without it Python's warnings are.

    Raises InvalidToolInputError for an input that is gone, and for one that is given under two names.
    """
    known = {*tool.renamed_inputs, *tool.removed_inputs}
    former = [name for name in given if name in known] if known and isinstance(given, Mapping) else []
    if not former:
        return given
    say = say or partial(warn, package=tool.input_type.partition(".inputs.")[0])
    nullable = {parameter.input for parameter in tool.parameters if parameter.nullable}
    current = {name: value for name, value in given.items() if name not in former}
    faults: dict[str, str] = {}
    notes: list[str] = []
    for name in former:
        removed, now = tool.removed_inputs.get(name), tool.renamed_inputs.get(name)
        nothing = (NOT_GIVEN, NOT_GIVEN.value) if now and now.name in nullable else (None, NOT_GIVEN)
        if given[name] in nothing:
            continue
        if removed:
            faults[name] = f"is gone since {removed.since}. {removed.instead}".rstrip(".")
        elif now and current.get(now.name, NOT_GIVEN) not in nothing:
            faults[name] = f"is called {now.name} since {now.since}, and that is given, too: leave {name} out"
        elif now:
            notes.append(f"{tool.name}: {renamed_text('input', name, now)}")
            current[now.name] = given[name]
    if faults:
        raise InvalidToolInputError(tool.name, faults)
    for note in notes:
        say(note)
    return current
