"""One call and the limits that its account has met: whether it may be sent, and what came of that.

Only what the provider itself refused is refused here, until the time that it named, and nothing on an estimate (P5).
Where limits are counted by the plan that a file belongs to, a call about another file may have a limit of its own.
So one such call a minute is sent all the same; if it is answered, that file is known to stand apart.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from time import monotonic
from typing import Protocol

from figwright.connector import Connector, Tool
from figwright.errors import Cause, ProviderError, StoreError
from figwright.http.reply import Reply
from figwright.http.response import fitting_rule, provider_message
from figwright.rate_limits.budget import TierBudget, budgets
from figwright.rate_limits.counts import Counts
from figwright.redaction.logs import get_logger
from figwright.store.bounds import RATE_LIMIT, TOLD
from figwright.store.rate_limits import Note, Told

logger = get_logger("limits")

_APART_EVERY, _FIRST_ALONE = TOLD, 2.0
_LOOK, _SPREAD = 0.2, 1.0
_LONGEST = 500
_WAIT = re.compile(r" Try again in [0-9]+ seconds\.$")
_AS_OF, _REMEMBERED = 60.0, 1024


class Ledger(Protocol):
    """Where limits are kept. Methods may block."""

    def read(self, grant_id: str, tier: int) -> Sequence[Note]: ...
    def read_all(self, grant_id: str) -> Sequence[Note]: ...
    def forget(self, grant_id: str) -> None: ...
    def note(self, grant_id: str, tier: int, place: str, told: Told, *, seconds: float, probe_in: float) -> None: ...
    def answered(self, grant_id: str, tier: int, place: str) -> None: ...
    def lift(self, grant_id: str, tier: int, place: str) -> None: ...
    def take_probe(self, grant_id: str, tier: int, place: str, pause: float) -> bool: ...


class RateLimits:
    """One client's limits and counts. Safe to share between threads."""

    def __init__(self, ledger: Ledger, counts: Counts) -> None:
        self.ledger, self.counts = ledger, counts
        self._told: dict[tuple[str, int], tuple[float, Sequence[Note]]] = {}

    def gate(self, connector: Connector, tool: Tool[object], grant_id: str, url: str, limited: float | None) -> Gate:
        """`limited`: seconds until the last limit that the grant met is over, None if it never met one."""
        return Gate(self, connector, tool, grant_id, url, limited)

    def budget(self, connector: Connector, grant_id: str) -> tuple[TierBudget, ...]:
        return budgets(connector, self.ledger.read_all(grant_id), self.counts.read(grant_id))

    def forget(self, grant_id: str) -> None:
        """Send calls again, whatever limits were met: somebody knows that they hold no more."""
        self._told.clear()
        self.ledger.forget(grant_id)

    def remark(self, connector: Connector, tool: Tool[object], grant_id: str, place: str) -> str:
        """What a result says of the limit of its tier where it is near, else ""; as of a minute ago at most.

        Of limits that are known not to be those of the place that the call was about, it says nothing.
        """
        key, now = (grant_id, tool.tier), monotonic()
        read_at, notes = self._told.get(key, (-math.inf, ()))
        if now - read_at > _AS_OF:
            self.counts.learn(grant_id)
            if len(self._told) > _REMEMBERED:
                self._told.clear()
            _, notes = self._told[key] = now, self.ledger.read_all(grant_id)
        over = [note._replace(seconds=0.0) for note in concerning(notes, place)]
        found = budgets(connector, over, self.counts.known(grant_id, tool.tier))
        return " ".join(each.told for each in found if each.tier == tool.tier and each.told)


class Gate:
    """`limited`: whether `hold` must be asked before the call is sent; `probing`: whether `passed` must be told; `met`:
    whether the account ever met a limit, so that `remark` may have something to say.
    """

    __slots__ = (
        *("_connector", "_grant_id", "_limits", "_spread", "_tool", "_url", "_waited"),
        *("limited", "met", "probing"),
    )

    def __init__(
        self,
        limits: RateLimits,
        connector: Connector,
        tool: Tool[object],
        grant_id: str,
        url: str,
        limited: float | None,
    ) -> None:
        self._limits, self._connector, self._tool, self._grant_id, self._url = limits, connector, tool, grant_id, url
        self.met, self.limited, self.probing = limited is not None, (limited or 0.0) > 0, False
        self._waited: str | None = None
        self._spread = False

    def hold(self, remaining: float) -> float:
        """Seconds to wait and ask again, 0 to send the call now.

        Raises ProviderError where a limit holds for longer than the `remaining` seconds of the call.
        """
        tier = self._tool.tier
        notes, place = self._limits.ledger.read(self._grant_id, tier), self._place()
        met, apart = blocking(notes, place)
        if met is None:
            return self._turn(notes, remaining)
        if apart and self._probe(met, _APART_EVERY):
            return 0.0
        if met.seconds + _LOOK >= remaining:
            raise self._refusal(met)
        self._waited, self._spread = met.place, False
        return met.seconds + _jitter(_LOOK)

    def note(self, error: ProviderError, reply: object) -> None:
        """Remember a refusal for a limit, if it is the provider's own word and names a time (P14)."""
        self._limits.counts.add(self._grant_id, self._tool.tier, -1)
        said = provider_message(self._connector, reply) if isinstance(reply, Reply) else None
        if said is None or error.retry_after is None or not isinstance(reply, Reply):
            return
        rule, _ = fitting_rule(self._connector, reply, said)
        others = self._connector.rate_limit.tiers.keys() if rule and rule.all_tiers else ()
        sentence = _WAIT.sub("", str(error.args[0]).removeprefix(self._refused))
        told = Told(error.status, said[:_LONGEST], sentence[: 2 * _LONGEST], error.plan, error.seat, error.upgrade_url)
        seconds = min(error.retry_after, RATE_LIMIT)
        probe_in = min(seconds, _APART_EVERY)
        place = self._place()
        try:
            for tier in sorted({self._tool.tier, *others}):
                self._limits.ledger.note(self._grant_id, tier, place, told, seconds=seconds, probe_in=probe_in)
        except StoreError as failed:
            logger.warning("A limit could not be written down, so others may meet it, too: %s", failed)
        else:
            self.limited, self.probing, self._waited, self._spread = True, False, place, False

    @property
    def _refused(self) -> str:
        return f"{self._connector.title} refused {self._tool.name} "

    def _refusal(self, met: Note) -> ProviderError:
        """The error that the call would get, in the words that the first one got."""
        told = met.told
        return ProviderError(
            f"{self._refused}{told.sentence} Try again in {math.ceil(met.seconds)} seconds.",
            cause=Cause.RATE_LIMITED,
            status=told.status,
            provider_message=told.said,
            retry_after=met.seconds,
            plan=told.plan,
            seat=told.seat,
            upgrade_url=told.upgrade_url,
        )

    def passed(self) -> None:
        """The call that tried first was answered."""
        ledger, key = self._limits.ledger, (self._grant_id, self._tool.tier)
        try:
            if self._waited is None:
                ledger.answered(*key, self._place())
            else:
                ledger.lift(*key, self._waited)
        except StoreError as failed:
            logger.info("That a limit is over could not be written down: %s", failed)

    def remark(self) -> str:
        try:
            return self._limits.remark(self._connector, self._tool, self._grant_id, self._place())
        except StoreError:  # the call is answered, which is worth more
            return ""

    def count(self) -> None:
        """The call was sent."""
        self._limits.counts.add(self._grant_id, self._tool.tier, 1)

    def _turn(self, notes: Sequence[Note], remaining: float) -> float:
        """Who waited goes one after the other: the first alone, and all others spread once that one was answered."""
        waited = next((each for each in notes if each.place == self._waited), None)
        if waited is None or self._spread or remaining < 2 * _SPREAD:
            return 0.0
        if waited.lifted:
            self._spread = True
            return _jitter(_SPREAD)
        return 0.0 if self._probe(waited, _FIRST_ALONE) else _jitter(_LOOK)

    def _probe(self, note: Note, pause: float) -> bool:
        if note.free and self._limits.ledger.take_probe(self._grant_id, self._tool.tier, note.place, pause):
            self.probing = True
        return self.probing

    def _place(self) -> str:
        return place_of(self._connector, self._tool, self._url)


def blocking(notes: Sequence[Note], place: str) -> tuple[Note | None, bool]:
    """The limit that a call about this place meets, and whether it may stand apart from it; None if there is none."""
    own = next((each for each in notes if each.place == place), None)
    if own and own.seconds > 0:
        return own, False
    met = [each for each in notes if each.seconds > 0 and not (own and _apart(own, each))]
    return max(met, key=lambda each: each.seconds, default=None), True


def _apart(own: Note, other: Note) -> bool:
    """Whether a place is known not to share another's limit: it was answered meanwhile, or is of another plan."""
    return own.answered_at > other.told_at or "" != own.told.plan != other.told.plan != ""


def concerning(notes: Sequence[Note], place: str) -> list[Note]:
    """The notes of plans that a place may belong to."""
    own = [each for each in notes if each.place == place]
    others = {
        note.told.plan
        for note in notes
        for each in own
        if note.place != place and note.tier == each.tier and _apart(each, note)
    }
    return [each for each in notes if each.place == place or each.told.plan not in others]


def place_of(connector: Connector, tool: Tool[object], url: str) -> str:
    """What the call is about, as far as that may have a limit of its own: a digest, "" where it is the account alone.

    A digest, since it is stored: which files somebody reads is nobody's business.
    """
    if not connector.rate_limit.homes:
        return ""
    found = _pattern(tool.path).search(url.partition("?")[0])
    told = found.groupdict() if found else {}
    home = next((f"{name}={told[name]}" for name in connector.rate_limit.homes if told.get(name)), "")
    return home and sha256(home.encode()).hexdigest()[:32]


@lru_cache(maxsize=256)
def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"{(\w+)}", path)
    return re.compile(
        "".join(f"(?P<{each}>[^/]+)" if index % 2 else re.escape(each) for index, each in enumerate(parts)) + "$"
    )


def _jitter(most: float) -> float:
    return random.uniform(0.05, 1.0) * most  # noqa: S311 - jitter, no secret
