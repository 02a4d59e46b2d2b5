"""Parts of an answer that are not as its output schema says: found, taken out and named, however many they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from figwright.rendering.compact import compact_json

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

_ROUNDS = 5
"""What is taken out of a list or a union may leave another fault to be seen."""
_SHOWN = 5
_LONGEST = 80

Step = str | int


def without_faults(data: dict[str, Any], validator: Validator) -> tuple[dict[str, Any], str]:
    """A copy without them, and which they were: `rows[].name (null, 3 times), id (17)`."""
    kept, found = deepcopy(data), Counter[tuple[str, str]]()
    for _ in range(_ROUNDS):
        paths = {tuple(fault.absolute_path) for fault in validator.iter_errors(kept)}
        if not paths:
            break
        for path in sorted(paths, key=lambda path: [(str(type(step)), step) for step in path], reverse=True):
            if path:
                found[_name(path), _value(_taken_out(kept, path))] += 1
    told = [
        f"{name} ({value}{f', {times} times' if times > 1 else ''})" for (name, value), times in sorted(found.items())
    ]
    more = f" and {len(told) - _SHOWN} others" if len(told) > _SHOWN else ""
    return kept, ", ".join(told[:_SHOWN]) + more


def _taken_out(data: Any, path: Sequence[Step]) -> Any:
    for step in path[:-1]:
        data = data[step]
    return data.pop(path[-1])


def _name(path: Sequence[Step]) -> str:
    return "".join("[]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def _value(value: Any) -> str:
    text = compact_json(value)
    return text if len(text) <= _LONGEST else f"{type(value).__name__} of {len(text)} characters"
