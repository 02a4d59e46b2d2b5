"""The awaitable twin of a method that waits: with its arguments and its docstring, and without its body once more."""

from __future__ import annotations

import functools
from collections.abc import Callable, Coroutine
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
Waiting = Callable[Concatenate[Any, P], T]
Awaitable = Callable[Concatenate[Any, P], Coroutine[Any, Any, T]]


def in_thread(method: Waiting[P, T]) -> Awaitable[P, T]:
    """It runs in a thread, to its end, also where the caller is cancelled meanwhile."""

    async def awaitable(self: Any, /, *args: P.args, **kwargs: P.kwargs) -> T:
        import anyio.to_thread

        work = _Work(functools.partial(method, self, *args, **kwargs))
        del args, kwargs  # they may hold a token, and crash reporters show the locals of each frame
        return await anyio.to_thread.run_sync(work)

    return functools.update_wrapper(awaitable, method)


def awaited(method: Waiting[P, T]) -> Awaitable[P, T]:
    """For a method that ends in another one, which the awaitable face has as a coroutine."""

    async def awaitable(self: Any, /, *args: P.args, **kwargs: P.kwargs) -> T:
        running: Any = method(self, *args, **kwargs)
        result: T = await running
        return result

    return functools.update_wrapper(awaitable, method)


class _Work(Generic[T]):
    """A call that does not show its arguments."""

    __slots__ = ("_call",)

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call

    def __call__(self) -> T:
        return self._call()
