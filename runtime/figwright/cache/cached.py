"""What a client's calls go through where its connector's answers may be kept (P15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

from figwright.cache.moments import Moment
from figwright.cache.proofs import Proofs
from figwright.cache.questions import SUBJECT, Place, moment_at, place_of, question_of, text_at
from figwright.cache.readers import Readers
from figwright.cache.reading import Reading, is_held, proof_of
from figwright.cache.refusals import refuses_content
from figwright.cache.shelf import Shelf
from figwright.cache.turns import Turns
from figwright.cache.whose import Whose
from figwright.calls.pipeline import Answer, Call, exchange
from figwright.calls.steps import Ask, Flow
from figwright.connections import BoundConnection
from figwright.connector import Tool
from figwright.errors import FigwrightError, ProviderError
from figwright.http.request import Outgoing
from figwright.types.accounts import Access


class CachedCalls:
    """One client's. Safe to share between threads."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf, self.proofs, self.readers, self.turns = shelf, Proofs(), Readers(), Turns()

    def exchange(
        self,
        call: Call,
        access: Access | None,
        outgoing: Outgoing,
        tool: Tool[Any] | None,
        *,
        read_only: bool,
        inputs: Mapping[str, Any] | None = None,
        off: bool = False,
    ) -> Flow[Answer]:
        """In place of `pipeline.exchange`. `off`: nothing that is held is served, and nothing is kept."""
        said = call.connection.connector.cache
        if said is None or access is None:
            return (yield from exchange(call, access, outgoing, tool, read_only=read_only))
        if not read_only:
            return (yield from self._written(call, access, outgoing, tool, inputs or {}))
        if tool is None or (tool.cached is None and tool.name != said.tool):
            return (yield from exchange(call, access, outgoing, tool, read_only=True))
        mode, asked_by_path = call.connection.options.cache, inputs is None
        inputs = _in_path(tool, outgoing) if inputs is None else inputs
        if tool.name == said.tool:
            return (yield from self._told(call, access, outgoing, tool, inputs))
        off = off or asked_by_path or mode is False
        question = None if off else question_of(call.connection, tool, inputs)
        if question is None:
            return (yield from self._passed(call, access, outgoing, tool, inputs))
        return (yield from Reading(self, call, access, outgoing, question, own_only=mode == "own").answer())

    def holds(self, connection: BoundConnection, tool: Tool[Any], inputs: Mapping[str, Any]) -> bool:
        """Whether an answer to a call with these checked inputs may be held. It is served to whoever proves."""
        question = question_of(connection, tool, inputs)
        return question is not None and is_held(self.shelf, question)

    def _passed(
        self, call: Call, access: Access, outgoing: Outgoing, tool: Tool[Any], inputs: Mapping[str, Any]
    ) -> Flow[Answer]:
        """A call for content that nothing is served to or kept of: what it says of rights and of time counts."""
        said, cached = call.connection.connector.cache, tool.cached
        assert said is not None
        assert cached is not None
        whose, place = _whose(access), place_of(call.connection, str(inputs.get(said.subject)))
        try:
            answer = yield from exchange(call, access, outgoing, tool, read_only=True)
        except ProviderError as error:
            if refuses_content(error):
                yield Ask(partial(self.refuse, whose, place))
            raise
        version = text_at(answer.data, cached.version)
        self.proofs.outdate(whose, place, version, moment_at(answer.data, cached.touched))
        return answer._replace(version=version)

    def refuse(self, whose: Whose, place: Place) -> None:
        """An account was refused the content of a subject."""
        self.proofs.drop(whose, place)
        self.shelf.notes.refuse(place, whose.grant_id)

    def _told(
        self, call: Call, access: Access, outgoing: Outgoing, tool: Tool[Any], inputs: Mapping[str, Any]
    ) -> Flow[Answer]:
        """The call that proves what may be read, made for its own sake: it counts all the same."""
        asked, said = Moment.now(), call.connection.connector.cache
        assert said is not None
        subject = str(inputs.get(next(name for name, value in said.send.items() if value == SUBJECT)))
        whose, place = _whose(access), place_of(call.connection, subject)
        try:
            answer = yield from exchange(call, access, outgoing, tool, read_only=True)
        except FigwrightError:
            self.proofs.drop(whose, place)
            raise
        proof = proof_of(said, answer.data, asked)
        self.proofs.note(whose, place, proof)
        return answer._replace(version=proof.version)

    def _written(
        self, call: Call, access: Access, outgoing: Outgoing, tool: Tool[Any] | None, inputs: Mapping[str, Any]
    ) -> Flow[Answer]:
        """A write makes proofs of its subject doubtful: before it, in case nobody hears of its end, and after."""
        doubt = partial(self.doubt, call.connection, list(_subjects(call, outgoing, inputs)))
        yield Ask(doubt)
        try:
            answer = yield from exchange(call, access, outgoing, tool, read_only=False)
        except BaseException:  # whoever is interrupted cannot wait
            doubt()
            raise
        yield Ask(doubt)
        return answer

    def doubt(self, connection: BoundConnection, subjects: list[str]) -> None:
        """Let no proof count that was asked for before now. Cheap where nothing is kept of them."""
        for place in (place_of(connection, subject) for subject in subjects):
            self.proofs.forget(place)
            self.shelf.doubt(place)


def _subjects(call: Call, outgoing: Outgoing, inputs: Mapping[str, Any]) -> Iterator[str]:
    """What a write may be about: the input that names a subject, and each step of its path."""
    said = call.connection.connector.cache
    if said and isinstance(named := inputs.get(said.subject), str):
        yield named
    yield from (unquote(step) for step in urlsplit(outgoing.url).path.split("/") if step)


def _in_path(tool: Tool[Any], outgoing: Outgoing) -> dict[str, str]:
    """Inputs of a call that was made by its path."""
    names = tool.path.split("/")
    steps = urlsplit(outgoing.url).path.split("/")[-len(names) :]
    return {name[1:-1]: unquote(step) for name, step in zip(names, steps, strict=True) if name.startswith("{")}


def _whose(access: Access) -> Whose:
    return Whose(access.grant_id, access.generation)
