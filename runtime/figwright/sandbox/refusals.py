"""What a sandbox refuses, in the provider's shape of an error and so that the connector's rules read it as meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import pairwise
from typing import Any

from figwright.connector import Connector, ErrorRule
from figwright.json_pointer import look_up, steps

from .description import Description, Operation, Reply
from .examples import Examples
from .patterns import texts_of
from .serving import Answer

_MESSAGES = ("message", "error_description", "detail", "err", "msg", "error", "title", "description", "reason")
"""Where an error usually says what is wrong, the likeliest first."""


class Refusal(Exception):  # noqa: N818 - the name says what it is
    """An error answer with a sentence. `cause` names what it means to the connector's rules, if they are to say it."""

    def __init__(
        self,
        status: int,
        text: str,
        headers: Mapping[str, str] | None = None,
        *,
        cause: str = "",
        groups: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(text)
        self.status, self.text, self.headers = status, text, dict(headers or {})
        self.cause, self.groups = cause, dict(groups or {})


class Errors:
    """Writes refusals as one provider does."""

    def __init__(self, connector: Connector, description: Description, examples: Examples) -> None:
        self._connector, self._description, self._examples = connector, description, examples

    def answer(self, operation: Operation | None, refusal: Refusal) -> Answer:
        status, text = self._in_its_words(refusal)
        like = {400: (400, 422)}.get(status, (status,))
        told, reply = operation.error(*like) if operation else (status, Reply())
        headers = {"WWW-Authenticate": "Bearer"} if told == 401 else {}
        return Answer(self._body(reply, told, text), told, headers | refusal.headers)

    def _in_its_words(self, refusal: Refusal) -> tuple[int, str]:
        """The status and the text by which the connector's rules know what is meant."""
        rules = self._connector.error_rules
        for rule in rules if refusal.cause else ():
            if rule.cause != refusal.cause:
                continue
            status = refusal.status if refusal.status in (rule.status or (refusal.status,)) else rule.status[0]
            for text in _wordings(rule, refusal):
                if next((each for each in rules if _fits(each, status, text)), None) is rule:
                    return status, text
        return refusal.status, refusal.text

    def _body(self, reply: Reply, status: int, text: str) -> Any:
        made = self._examples.of(reply.schema, reply.examples) if reply.schema is not None else {}
        found: Any = deepcopy(made) if isinstance(made, dict) else {}
        if isinstance(found.get("status"), int):
            found["status"] = status
        shapes = self._connector.error_shapes
        if not shapes:
            place = next((each for each in _places(found)), ("message",))
            _put(found, place, text)
            return found
        shape = next((each for each in shapes if look_up(found, each.message) is not None), shapes[0])
        for pointer, value in ((shape.message, text), *shape.also.items()):
            _put(found, steps(pointer), status if value == "$status" else value)
        return found


def _wordings(rule: ErrorRule, refusal: Refusal) -> Iterator[str]:
    yield refusal.text
    for made in texts_of(rule.text, refusal.groups) if rule.text else ():
        yield f"{made}: {refusal.text}"
        yield made


def _fits(rule: ErrorRule, status: int, text: str) -> bool:
    told = not rule.status or status in rule.status
    return told and (not rule.text or re.search(rule.text, text, re.IGNORECASE) is not None)


def _places(error: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where an error has texts that can say what is wrong."""
    yield from ((*above, name) for name in _MESSAGES if isinstance(error.get(name), str))
    for name, inner in error.items():
        if isinstance(inner, dict):
            yield from _places(inner, (*above, name))


def _put(target: dict[str, Any], place: tuple[str, ...], value: Any) -> None:
    here: Any = target
    for step, below in pairwise(place):
        here = _inside(here, step, [] if below == "0" else {})
    if isinstance(here, list):
        here[:] = [value, *here[1:]]
    else:
        here[place[-1]] = value


def _inside(holder: Any, step: str, made: Any) -> Any:
    """The list or object at a step, made where there is none."""
    if isinstance(holder, list):
        if not holder or not isinstance(holder[0], type(made)):
            holder[:] = [made, *holder[1:]]
        return holder[0]
    if not isinstance(holder.get(step), type(made)):
        holder[step] = made
    return holder[step]
