"""What a crash reporter sees of a program: every frame's local values, looked into as far as reporters look."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import StringIO
from pathlib import Path
from traceback import walk_tb
from types import FrameType
from typing import Any

from rich.console import Console
from rich.pretty import pretty_repr
from rich.traceback import Traceback

_DEEPEST = 4
_TESTS = str(Path(__file__).parents[1])


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


def every_local(error: BaseException) -> Iterator[str]:
    """The values in each frame of the error's traceback and of all that led to it, suppressed or not.

    Frames of tests are left out: they know the secrets.
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
        for frame, _ in walk_tb(each.__traceback__):
            if not _is_test(frame.f_code.co_filename):
                yield from _of_frame(frame)


def printed(error: BaseException) -> str:
    """What rich prints of the same frames, which walks named tuples and dataclasses."""
    trace = Traceback.extract(
        type(error), error, error.__traceback__, show_locals=True, locals_max_length=200, locals_max_string=5000
    )
    for stack in trace.stacks:
        stack.frames = [frame for frame in stack.frames if not _is_test(frame.filename)]
    out = StringIO()
    Console(file=out, width=1000).print(Traceback(trace, show_locals=True))
    return out.getvalue()


def _is_test(filename: str) -> bool:
    return filename.startswith(_TESTS)


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
        within += getattr(thing, "__dict__", {}).values()
    for each in within:
        yield from _inside(each, depth - 1, seen)


def _dumped(thing: Any) -> object:
    return thing._asdict()
