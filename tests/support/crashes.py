"""What a crash reporter sees of a program: every frame's local values, looked into as far as reporters look."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import FrameType
from typing import Any

from rich.pretty import pretty_repr

_DEEPEST = 4


def shown(thing: Any) -> Iterator[str]:
    """All that printing, dumping and looking into `thing` gives away."""
    views: list[Callable[[Any], object]] = [repr, str, format, pretty_repr, dataclasses.asdict, vars, _dumped]
    views += [lambda it: it.model_dump(), lambda it: it.model_dump_json(), lambda it: json.dumps(it, default=repr)]
    for view in views:
        try:
            yield str(view(thing))
        except (TypeError, AttributeError, ValueError):
            continue
    yield from _inside(thing, _DEEPEST, set())


def every_local(error: BaseException, *, but: str = "") -> Iterator[str]:
    """The values in each frame of the error's traceback and of all that led to it, suppressed or not.

    `but`: the module of the test, whose own frames know the secret.
    """
    seen: set[int] = set()
    errors = [error]
    while errors:
        each = errors.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield from map(repr, (each, each.args, vars(each)))
        errors += [link for link in (each.__cause__, each.__context__) if link]
        errors += getattr(each, "exceptions", ())
        trace = each.__traceback__
        while trace is not None:
            if trace.tb_frame.f_globals.get("__name__") != but:
                yield from _of_frame(trace.tb_frame)
            trace = trace.tb_next


def _of_frame(frame: FrameType) -> Iterator[str]:
    for name, value in list(frame.f_locals.items()):
        where = f"{frame.f_code.co_filename}:{frame.f_lineno} {name} = "
        yield from (where + text for text in _inside(value, _DEEPEST, set()))


def _inside(thing: Any, depth: int, seen: set[int]) -> Iterator[str]:
    """`thing`, what it contains and what its attributes hold, each as its `repr`."""
    try:
        yield repr(thing)
    except Exception as error:  # noqa: BLE001 - a reporter goes on, too
        yield f"({type(error).__name__})"
    if depth == 0 or id(thing) in seen or isinstance(thing, type | FrameType):
        return
    seen.add(id(thing))
    within: list[Any] = []
    if isinstance(thing, Mapping):
        within += [*thing.keys(), *thing.values()][:200]
    elif isinstance(thing, list | tuple | set | frozenset):
        within += list(thing)[:200]
    elif isinstance(thing, partial):
        within += [thing.args, thing.keywords]
    if type(thing).__module__.partition(".")[0].startswith("figwright"):
        within += [
            getattr(thing, name)
            for name in (*getattr(thing, "__dict__", ()), *_slots(thing))
            if hasattr(thing, name) and type(thing).__name__ != "Secret"
        ]
    for each in within:
        yield from _inside(each, depth - 1, seen)


def _slots(thing: Any) -> Iterator[str]:
    for each in type(thing).__mro__:
        yield from getattr(each, "__slots__", ())


def _dumped(thing: Any) -> object:
    return thing._asdict()
