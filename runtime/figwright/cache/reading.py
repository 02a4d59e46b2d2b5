"""One call whose answer may be held: proof first, then what is held, and else the provider (P15).

    nothing held     -> the call is sent, and its answer is kept
    something held   -> the account's own proof, or the call that brings it; then exactly what is held for this version
    no proof, another version, touched since -> the call is sent as it would be without a cache

An account whose own call for the content was refused is served nothing before one succeeds: it may be allowed to know
of a subject and not to read it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from figwright.cache.deriving import deriving, form_of
from figwright.cache.entries import Entry, Header, ends_at
from figwright.cache.moments import Moment
from figwright.cache.proofs import Proof
from figwright.cache.questions import SUBJECT, Question, moment_at, put, text_at
from figwright.cache.readers import Opened
from figwright.cache.refusals import refuses_content
from figwright.cache.shelf import Held, Shelf
from figwright.cache.whose import Reader, Whose
from figwright.calls.checks import check_account
from figwright.calls.pipeline import Answer, Call, exchange
from figwright.calls.steps import Ask, Await, Flow
from figwright.connector import Cache
from figwright.errors import FigwrightError, ProviderError
from figwright.http.deadline import Deadline
from figwright.http.request import Outgoing, address_of, build_request
from figwright.inputs.validation import validate
from figwright.json_pointer import look_up
from figwright.redaction.logs import get_logger
from figwright.types.accounts import Access

if TYPE_CHECKING:
    from figwright.cache.cached import CachedCalls

logger = get_logger("cache")

_PROOF_SECONDS = 10.0
_OWN_SECONDS = 86400.0
"""How long what an answer said to an account is repeated to it, where proofs are silent about that."""
_PROOF_SHARE = 0.5
"""Of the time that a call has left, how much its proof may take."""


class Known(NamedTuple):
    """What is known here before anything is sent."""

    usable: bool
    refused: bool
    able: bool
    """Whether its credential may ask for content at all."""
    proof: Proof | None


class Reading:
    """One call. `own_only`: whether only what the same grant fetched is served to it."""

    def __init__(
        self, calls: CachedCalls, call: Call, access: Access, outgoing: Outgoing, question: Question, *, own_only: bool
    ) -> None:
        self._calls, self._shelf, self._proofs = calls, calls.shelf, calls.proofs
        self._call, self._access, self._outgoing, self._own_only = call, access, outgoing, own_only
        self._connector = call.connection.connector
        assert self._connector.cache is not None  # there would be no question
        self._said: Cache = self._connector.cache
        self._question = question
        self._whose = Whose(access.grant_id, access.generation)
        self._reader = Reader.of(access, question.tool)

    def answer(self) -> Flow[Answer]:
        turn = ("answer", self._whose, self._question.place, self._question.version, self._question.text)
        with self._calls.turns.take(turn) as earlier:
            if earlier:  # the same is being asked, and what comes of it will be held
                yield Await(earlier, Deadline(self._call.deadline.remaining() * _PROOF_SHARE))
            known: Known = yield Ask(self._look)
            proof = known.proof
            if known.usable and known.able and not known.refused:
                proof = proof or (yield from self._proven())
                found: Answer | None = (yield Ask(partial(self._hit, proof))) if proof else None
                if found:
                    return found
            return (yield from self._fetched(known, proof))

    def _look(self) -> Known:
        place = self._question.place
        usable = is_held(self._shelf, self._question)
        proof = self._proofs.get(self._whose, place, self._shelf.doubted_at(place))
        refused = self._shelf.notes.refused(place, self._whose.grant_id)
        return Known(usable, refused, self._reader.is_able(self._shelf, place), proof)

    def _proven(self) -> Flow[Proof | None]:
        """The account's proof, by a call of its own; None where that brings none, for whatever reason."""
        turn = ("proof", self._whose, self._question.place)
        with self._calls.turns.take(turn) as earlier:
            if earlier:
                yield Await(earlier, self._proof_deadline())
            known: Known = yield Ask(self._look)  # another's may have come since the look before this turn
            if known.proof:
                return known.proof
            try:
                return (yield from self._ask_for_proof())
            except FigwrightError as error:
                self._proofs.drop(self._whose, self._question.place)
                logger.info("Nothing that is held is served: %s", error)
                return None

    def _ask_for_proof(self) -> Flow[Proof]:
        connection, tool = self._call.connection, self._connector.tools[self._said.tool]
        subject = self._question.place.subject
        sent = {name: subject if value == SUBJECT else value for name, value in self._said.send.items()}
        check_account(connection, self._access.account, tool, self._call.accounts.hand_in)
        outgoing = build_request(tool, validate(tool, sent), address_of(tool, self._connector, connection.api_url))
        call, asked = self._call._replace(deadline=self._proof_deadline()), Moment.now()
        answer = yield from exchange(call, self._access, outgoing, tool, read_only=True)
        proof = proof_of(self._said, answer.data, asked)
        self._proofs.note(self._whose, self._question.place, proof)
        return proof

    def _proof_deadline(self) -> Deadline:
        return Deadline(min(self._call.deadline.remaining() * _PROOF_SHARE, _PROOF_SECONDS))

    def _hit(self, proof: Proof) -> Answer | None:
        """What is held for the version that the proof tells, or the one that was asked for."""
        for opened in self._opened(self._question.version or proof.version):
            if not self._fits(opened.header, proof):
                continue
            data = _read(opened, self._question)
            if data is not None and self._is_own(data, opened.header, proof):
                # a change or a refusal that came between the proof and now was not seen by it
                place = self._question.place
                stands = self._proofs.count(self._whose, place, proof, self._shelf.doubted_at(place))
                if not stands or self._shelf.notes.refused(place, self._whose.grant_id):
                    return None
                return Answer(data, version=opened.header.version, from_cache=True)
        return None

    def _opened(self, version: str) -> Iterator[Opened]:
        held: Iterator[Held] = self._shelf.held(self._question.place, self._question.texts, version)
        for each in held:
            if found := self._calls.readers.open(each, self._connector):
                yield found

    def _fits(self, header: Header, proof: Proof) -> bool:
        if not header.lives() or (self._own_only and header.reader != self._reader.digest):
            return False
        if self._question.version:
            return header.version == self._question.version and (header.pinned or self._question.named)
        if not proof.version and (header.pinned or not proof.touched):
            return False
        return header.version == (proof.version or header.version) and proof.touched <= header.touched

    def _is_own(self, data: Any, header: Header, proof: Proof) -> bool:
        """Put what the proof says of this account, or of today, in place of what was said to whoever fetched it.

        False where the proof does not say it, and somebody else fetched it, or the same one long ago.
        """
        for place in self._said.own:
            if look_up(data, place) is None:
                continue
            if place in proof.own:
                put(data, place, deepcopy(proof.own[place]))
            elif header.holder != self._whose.digest or header.as_of < Moment.now().wall - _OWN_SECONDS:
                return False
        return True

    def _fetched(self, known: Known, proof: Proof | None) -> Flow[Answer]:
        question = self._question
        if not proof and not question.named and not question.version and not known.refused:
            proof = yield from self._proven()  # the answer will not say of which version it is
        asked = Moment.now()
        try:
            answer = yield from exchange(self._call, self._access, self._outgoing, question.tool, read_only=True)
        except ProviderError as error:
            if refuses_content(error):
                yield Ask(partial(self._calls.refuse, self._whose, question.place))
            raise
        version: str = yield Ask(partial(self._keep, answer.data, known, proof, asked))
        return answer._replace(version=version)

    def _keep(self, data: Any, known: Known, proof: Proof | None, asked: Moment) -> str:
        """Keep the answer if its version is known, which is handed back. It is no proof: that takes the call for it."""
        question, cached = self._question, self._question.tool.cached
        assert cached is not None  # there would be no question
        if known.refused:
            self._shelf.notes.forgive(question.place, self._whose.grant_id)
        if not known.able:
            self._reader.note_able(self._shelf, question.place)
        named, touched = text_at(data, cached.version), moment_at(data, cached.touched)
        if not question.version:
            self._proofs.outdate(self._whose, question.place, named, touched)
        before = proof.touched if proof and not question.version else 0.0
        version = named or question.version or (proof.version if proof else "")
        if version and version == (question.version or version) and _is_complete(question, data):
            header = Header(
                version=version,
                touched=max(touched, before),
                pinned=bool(question.version),
                form=form_of(self._connector) if question.whole else "",
                as_of=asked.wall if named or not proof else min(asked, proof.asked).wall,
                ends_at=ends_at(cached.days),
                reader=self._reader.digest,
                holder=self._whose.digest,
            )
            if (answer := self._packed(data)) is not None:
                self._shelf.keep(question.place, question.text, Entry(header, answer))
        return version

    def _packed(self, data: Any) -> bytes | None:
        """What is kept of an answer; None where it is not one that can be written down exactly."""
        module = deriving(self._connector)
        try:
            if self._question.whole and module:
                return module.pack(data)
            return json.dumps(data, allow_nan=False, separators=(",", ":")).encode()
        except (ValueError, RecursionError):
            return None


def _read(opened: Opened, question: Question) -> Any | None:
    try:
        return opened.answer(question)
    except (ValueError, RecursionError, FigwrightError) as error:  # less stack is left here than when it was fetched
        logger.warning("A kept answer could not be read here and is fetched again: %s", type(error).__name__)
        return None


def is_held(shelf: Shelf, question: Question) -> bool:
    """Whether something is there that may answer it, should it be of the version that is proven."""
    return any(True for _ in shelf.held(question.place, question.texts, question.version))


def proof_of(said: Cache, data: Any, asked: Moment) -> Proof:
    """What the answer of the call that proves it tells."""
    own = {place: found for place, pointer in said.own.items() if (found := look_up(data, pointer)) is not None}
    return Proof(asked, text_at(data, said.version), moment_at(data, said.touched), own)


def _is_complete(question: Question, data: Any) -> bool:
    """Whether every file that the answer links to is there: what could not be made once may be made the next time."""
    where = question.tool.downloads
    links = look_up(data, where.at) if where else None
    return not where or (isinstance(links, Mapping) and None not in links.values())
