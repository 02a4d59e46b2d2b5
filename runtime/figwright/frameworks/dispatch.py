"""A model's tool calls, as an SDK hands them over, answered as the SDK takes them back.

What the adapters of the bare SDKs share. Whatever a model says is answered: an error is a text that helps it on.
"""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar, Unpack

from figwright.errors import ConfigurationError, FigwrightError
from figwright.rendering.pictures import Picture
from figwright.toolbox import Selection, Toolbox

Result = TypeVar("Result")
T = TypeVar("T")
Approve = Callable[[Any], bool]
"""Asks a person about a call, given as the SDK made it. Only True is a yes."""
AsyncApprove = Callable[[Any], Awaitable[bool]]


class Asked(NamedTuple):
    """One call of a model. Arguments are an object, or its JSON."""

    name: str
    arguments: Mapping[str, Any] | str | None


class Reply(NamedTuple):
    """What the model is to read."""

    text: str
    failed: bool
    pictures: tuple[Picture, ...] = ()
    """What the text says that they show."""


class Dispatcher(ABC, Generic[Result]):
    """An account's tools for one SDK. A call is the SDK's own object, or the same as a dict.

    What is to wait for a person's yes (`approve` of the selection) is carried out only where it comes with one.
    """

    def __init__(self, **selection: Unpack[Selection]) -> None:
        """Raises ConfigurationError or UnknownToolError for what is not there."""
        self.toolbox = Toolbox(**selection, takes_pictures=True)

    @abstractmethod
    def _asked(self, call: Any) -> Asked | None:
        """The call, or None for anything but a call of a function."""

    @abstractmethod
    def _result(self, call: Any, reply: Reply) -> Result: ...

    def _takes_pictures(self, call: Any) -> bool:
        """Whether the result of this call can hold pictures."""
        return True

    def needs_approval(self, call: Any) -> bool:
        asked = self._asked(call)
        return asked is not None and self._waits(asked)

    def answer(self, call: Any, *, approved: bool = False) -> Result:
        """Carry a call out. What fails is a result that holds the error's text, for the model.

        Raises ConfigurationError where `approved` is neither True nor False, and TypeError for anything but a call.
        """
        asked = self._expected(call)
        if not said_yes(approved, "approved") and self._waits(asked):
            return self._result(call, _not_approved(asked))
        try:
            result = self.toolbox.call(asked.name, asked.arguments, pictures=self._takes_pictures(call))
            return self._result(call, Reply(result.text, False, result.pictures))
        except FigwrightError as error:
            return self._result(call, Reply(str(error), failed=True))

    async def aanswer(self, call: Any, *, approved: bool = False) -> Result:
        """The same, awaitable."""
        asked = self._expected(call)
        if not said_yes(approved, "approved") and self._waits(asked):
            return self._result(call, _not_approved(asked))
        try:
            result = await self.toolbox.acall(asked.name, asked.arguments, pictures=self._takes_pictures(call))
            return self._result(call, Reply(result.text, False, result.pictures))
        except FigwrightError as error:
            return self._result(call, Reply(str(error), failed=True))

    def answers(self, items: Iterable[Any] | None, *, approve: Approve | None = None) -> list[Result]:
        """The results of all calls among `items`, in their order; texts and the like between them are passed over.

        `approve` is asked about each call that needs a person's yes; without it, these are not carried out. It is asked
        before the first call is made. Raises ConfigurationError for an `approve` that cannot be asked, or that answers
        with anything but True or False.
        """
        if approve is not None:
            check_approve(approve, "approve", awaitable=False)
        calls = self._calls(items)
        approved = [
            approve is not None and self.needs_approval(call) and said_yes(approve(call), "approve") for call in calls
        ]
        return [self.answer(call, approved=yes) for call, yes in zip(calls, approved, strict=True)]

    async def aanswers(self, items: Iterable[Any] | None, *, approve: AsyncApprove | None = None) -> list[Result]:
        """The same, awaitable: all are asked about at once, and then all calls are made at once."""
        if approve is not None:
            check_approve(approve, "approve", awaitable=True)
        calls = self._calls(items)

        async def ask(call: Any) -> object:
            if approve is None or not self.needs_approval(call):
                return False
            answer: object = approve(call)
            return await answer if inspect.isawaitable(answer) else answer

        answers = await _together([partial(ask, call) for call in calls])
        approved = [said_yes(answer, "approve") for answer in answers]
        return await _together(
            [partial(self.aanswer, call, approved=yes) for call, yes in zip(calls, approved, strict=True)]
        )

    def _calls(self, items: Iterable[Any] | None) -> list[Any]:
        return [item for item in items or () if self._asked(item) is not None]

    def _expected(self, call: Any) -> Asked:
        asked = self._asked(call)
        if asked is None:
            raise TypeError(f"This is no call of a function tool: {call!r}")
        return asked

    def _waits(self, asked: Asked) -> bool:
        tools = self.toolbox.connection.connector.tools
        tool = tools.get(tools.current(asked.name))
        return tool is not None and self.toolbox.needs_approval(tool)


def check_approve(approve: object, name: str, *, awaitable: bool) -> None:
    """Raises ConfigurationError for anything but a function of this face."""
    if not callable(approve):
        raise ConfigurationError(f"{name}={approve!r} is no function: it is asked about a call, and returns a bool.")
    if inspect.iscoroutinefunction(approve) and not awaitable:
        raise ConfigurationError(f"{name} is a coroutine function, which nothing awaits here: pass a plain one.")


def said_yes(answer: object, name: str) -> bool:
    """Raises ConfigurationError for what is neither True nor False: it must not pass for a person's yes."""
    if isinstance(answer, bool):
        return answer
    if inspect.iscoroutine(answer):
        answer.close()
    raise ConfigurationError(f"{name} is neither True nor False but {type(answer).__name__}: the call was not made.")


async def _together(works: Sequence[Callable[[], Awaitable[T]]]) -> list[T]:
    import anyio

    done: dict[int, T] = {}

    async def keep(place: int, work: Callable[[], Awaitable[T]]) -> None:
        done[place] = await work()

    async with anyio.create_task_group() as tasks:
        for place, work in enumerate(works):
            tasks.start_soon(keep, place, work)
    return [done[place] for place in range(len(works))]


def part(item: Any, name: str) -> Any:
    """`item.name`, or `item["name"]` where the application keeps dicts; None if there is none."""
    return item.get(name) if isinstance(item, Mapping) else getattr(item, name, None)


def _not_approved(asked: Asked) -> Reply:
    text = f"{asked.name} was not called: it waits for a person's yes, and nobody gave it. Ask whether you may."
    return Reply(text, failed=True)
