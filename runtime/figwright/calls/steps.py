"""What a call's flow asks of whoever drives it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Sequence
from concurrent.futures import Future
from typing import Any, NamedTuple, TypeVar

from figwright.http.deadline import Deadline
from figwright.http.reply import Sink
from figwright.http.request import Outgoing

R = TypeVar("R")


class Send(NamedTuple):
    """Send a request. The answer is a Reply, or the TransportError or TooLargeError that came instead.

    With a `sink` the body goes there, and the answer may be the OSError that writing it met.
    """

    outgoing: Outgoing
    deadline: Deadline
    sink: Sink | None = None


class Wait(NamedTuple):
    seconds: float


class Ask(NamedTuple):
    """Call what may block: in a thread where an event loop drives, or it awaits `on_loop` instead, if there is one."""

    function: Callable[[], Any]
    on_loop: Callable[[], Awaitable[Any]] | None = None


class Await(NamedTuple):
    """Wait for what another thread works on. The answer is its result, its error, or TimeoutError."""

    future: Future[Any]
    deadline: Deadline


class Modify(NamedTuple):
    """Call a user's modifier, which may be a coroutine function in the async face."""

    function: Callable[[Any], Any]
    value: Any


class Together(NamedTuple):
    """Run flows beside each other, so many at once. The answer is their results, in order.

    Their common deadline is ended where somebody interrupts them all.
    """

    flows: Sequence[Generator[Any, Any, Any]]
    at_once: int
    deadline: Deadline


Step = Send | Wait | Ask | Await | Modify | Together
Flow = Generator[Step, Any, R]
