"""What a right request is answered: an example of what the description promises, with what was given in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from figwright.connector import Connector
from figwright.json_pointer import look_up, steps

from .description import Description, Operation, Reply
from .examples import Examples
from .people import Person
from .serving import Answer

_LAST_WORD = re.compile(r"[A-Z]?[a-z]+$|[A-Z]+$")


class Answers:
    """Answers the operations of one connector, the same for the same request."""

    def __init__(self, connector: Connector, description: Description, examples: Examples) -> None:
        self._connector, self._description, self._examples = connector, description, examples
        self._made: dict[str, Any] = {}

    def of(self, operation: Operation, given: Mapping[str, Any], person: Person | None) -> Answer:
        """`given` has inputs by their names, `person` is whose credential it is."""
        status, reply = operation.success
        if not reply.media or status in (204, 205):
            return Answer(b"", status)
        headers = {"Content-Type": reply.media.replace("*/*", "application/json")}
        if not re.search(r"[/+]json\b|\*/\*", reply.media):
            text = self._example(operation, reply)
            return Answer((text if isinstance(text, str) else f"Some {operation.id}").encode(), status, headers)
        value = self._example(operation, reply)
        for change in (*_ends(operation), *self._identity(operation, person), *_echoes(operation, given, value)):
            value = self._changed(reply, value, change)
        return Answer(value, status, headers)

    def _example(self, operation: Operation, reply: Reply) -> Any:
        if operation.id not in self._made:
            schema = True if reply.schema is None else reply.schema
            made = self._examples.of(schema, reply.examples)
            self._made[operation.id] = {} if reply.schema is None and not reply.examples else made
        return self._made[operation.id]

    def _changed(self, reply: Reply, value: Any, change: Change) -> Any:
        """The value with a change, if it is still what the description promises."""
        changed = deepcopy(value)
        if not change(changed) or (reply.schema is not None and not self._description.fits(reply.schema, changed)):
            return value
        return changed

    def _identity(self, operation: Operation, person: Person | None) -> Iterator[Change]:
        """Who somebody is, in the answer of the tool that tells it."""
        if person is None or self._connector.identify not in {tool.name for tool in operation.tools}:
            return
        names = {self._connector.person: person.login} if self._connector.person else {}
        names |= {"login": person.login, "handle": person.name, "username": person.login, "name": person.name}
        names |= {"email": person.email} | ({self._connector.person: person.login} if self._connector.person else {})
        yield from (_set((name,), [text]) for name, text in names.items())
        yield _set((self._connector.person_id or "id",), [person.id, int(person.id)])


Change = Callable[[Any], bool]
"""Changes a value in place, and tells whether it did."""


def _ends(operation: Operation) -> Iterator[Change]:
    """There is one page, and the request did not fail after all."""
    for tool in operation.tools:
        if tool.errors_at:
            yield from (_drop(tool.errors_at), *_emptied(tool.errors_at))
        if tool.pagination:
            if tool.pagination.more:
                yield _set(steps(tool.pagination.more), [False])
            for pointer in (tool.pagination.next, *tool.pagination.links):
                if pointer:
                    yield _drop(pointer)
                    yield from _emptied(pointer)


def _emptied(pointer: str) -> Iterator[Change]:
    nothing: tuple[Any, ...] = (None, "", [], False)
    yield from (_set(steps(pointer), [each]) for each in nothing)


def _drop(pointer: str) -> Change:
    *above, last = steps(pointer)

    def drop(value: Any) -> bool:
        holder = _at(value, above)
        return isinstance(holder, dict) and holder.pop(last, None) is not None

    return drop


def _set(place: tuple[str, ...], values: list[Any]) -> Change:
    """Put the first of these that is of the type that is there; of those that are nothing, any."""

    def put(value: Any) -> bool:
        *above, last = place
        holder = _at(value, above)
        if not isinstance(holder, dict) or not holder.get(last):
            return False
        fitting = [each for each in values if type(each) is type(holder[last])] or [each for each in values if not each]
        if fitting:
            holder[last] = fitting[0]
        return bool(fitting)

    return put


def _at(value: Any, place: list[str]) -> Any:
    return look_up(value, "".join(f"/{step}" for step in place)) if place else value


def _echoes(operation: Operation, given: Mapping[str, Any], value: Any) -> Iterator[Change]:
    """What was given, wherever the answer or an object in it has a value of that name; so does
    what the path's last name ends in: `issue_number` is the `number` of what it names."""
    if not isinstance(value, dict):
        return
    places: list[tuple[str, ...]] = [(), *((name,) for name, inner in value.items() if isinstance(inner, dict))]
    for place in places:
        yield from (_echo((*place, name), each) for name, each in given.items())
    named = operation.names[-1] if operation.names else ""
    short = _LAST_WORD.search(named)
    if short and named in given and named not in value:
        places = places[:1] if short[0].lower() in value else places
        yield from (_echo((*place, short[0].lower()), given[named]) for place in places)


def _echo(place: tuple[str, ...], given: Any) -> Change:
    def echo(value: Any) -> bool:
        *above, last = place
        holder = _at(value, above)
        if not isinstance(holder, dict) or last not in holder or holder[last] == given:
            return False
        holder[last] = _like(holder[last], given)
        return True

    return echo


def _like(there: Any, given: Any) -> Any:
    """A number as the text of it, and the other way round, where that is what is there."""
    if isinstance(there, str) and type(given) in (int, float):
        return str(given)
    if type(there) is int and isinstance(given, str) and given.isascii() and given.isdigit():
        return int(given)
    return given
