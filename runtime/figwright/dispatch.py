"""A model's tool calls, as an SDK hands them over, answered as the SDK takes them back.

What the adapters of the bare SDKs share. Whatever a model says is answered: an error is a text that helps it on.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar, Unpack

from figwright.errors import FigwrightError
from figwright.toolbox import Selection, Toolbox

Result = TypeVar("Result")
Approve = Callable[[Any], bool]
"""Asks a person about a call, given as the SDK made it."""
AsyncApprove = Callable[[Any], Awaitable[bool]]


class Asked(NamedTuple):
    """One call of a model. Arguments are an object, or its JSON."""

    name: str
    arguments: Mapping[str, Any] | str | None


class Reply(NamedTuple):
    """What the model is to read."""

    text: str
    failed: bool


class Dispatcher(ABC, Generic[Result]):
    """An account's tools for one SDK. A call is the SDK's own object, or the same as a dict.

    What is to wait for a person's yes (`approve` of the selection) is carried out only where it comes with one.
    """

    def __init__(self, **selection: Unpack[Selection]) -> None:
        """Raises ConfigurationError or UnknownToolError for what is not there."""
        self.toolbox = Toolbox(**selection)

    @abstractmethod
    def _asked(self, call: Any) -> Asked | None:
        """The call, or None for what is no call of a function."""

    @abstractmethod
    def _result(self, call: Any, reply: Reply) -> Result: ...

    def needs_approval(self, call: Any) -> bool:
        asked = self._asked(call)
        return asked is not None and self._waits(asked)

    def answer(self, call: Any, *, approved: bool = False) -> Result:
        """Carry a call out. Never raises a FigwrightError: the result holds its text, for the model."""
        asked = self._expected(call)
        if not approved and self._waits(asked):
            return self._result(call, _not_approved(asked))
        try:
            return self._result(call, Reply(self.toolbox.call(asked.name, asked.arguments).text, failed=False))
        except FigwrightError as error:
            return self._result(call, Reply(str(error), failed=True))

    async def aanswer(self, call: Any, *, approved: bool = False) -> Result:
        """The same, awaitable."""
        asked = self._expected(call)
        if not approved and self._waits(asked):
            return self._result(call, _not_approved(asked))
        try:
            result = await self.toolbox.acall(asked.name, asked.arguments)
            return self._result(call, Reply(result.text, failed=False))
        except FigwrightError as error:
            return self._result(call, Reply(str(error), failed=True))

    def answers(self, items: Iterable[Any] | None, *, approve: Approve | None = None) -> list[Result]:
        """The results of all calls among `items`, in their order; texts and the like between them are passed over.

        `approve` is asked about each call that needs a person's yes; without it, these are not carried out.
        """
        return [
            self.answer(call, approved=approve is not None and self.needs_approval(call) and approve(call))
            for call in self._calls(items)
        ]

    async def aanswers(self, items: Iterable[Any] | None, *, approve: AsyncApprove | None = None) -> list[Result]:
        """The same, awaitable; all calls are made at once."""
        import anyio

        calls = self._calls(items)
        results: dict[int, Result] = {}

        async def answer(place: int, call: Any) -> None:
            approved = approve is not None and self.needs_approval(call) and await approve(call)
            results[place] = await self.aanswer(call, approved=approved)

        async with anyio.create_task_group() as tasks:
            for place, call in enumerate(calls):
                tasks.start_soon(answer, place, call)
        return [results[place] for place in range(len(calls))]

    def _calls(self, items: Iterable[Any] | None) -> list[Any]:
        return [item for item in items or () if self._asked(item) is not None]

    def _expected(self, call: Any) -> Asked:
        asked = self._asked(call)
        if asked is None:
            raise TypeError(f"This is no call of a function tool: {call!r}")
        return asked

    def _waits(self, asked: Asked) -> bool:
        tool = self.toolbox.connection.connector.tools.get(asked.name)
        return tool is not None and self.toolbox.needs_approval(tool)


def part(item: Any, name: str) -> Any:
    """`item.name`, or `item["name"]` where the application keeps dicts; None where there is none."""
    return item.get(name) if isinstance(item, Mapping) else getattr(item, name, None)


def _not_approved(asked: Asked) -> Reply:
    text = f"{asked.name} was not called: it waits for a person's yes, and nobody gave it. Ask whether you may."
    return Reply(text, failed=True)
