"""What a refresh does next, as pure functions of what was read and answered; the job carries out what they say.

One grant's refusal in unknown words may be the app's fault or the grant's own. It is the grant's own where the app's
other refreshes succeed, or where the API itself calls the grant's token dead; so many grants refused in a row, and none
renewed, are the app's (F41).
"""

from __future__ import annotations

import math
from enum import Enum
from typing import NamedTuple

from figwright.crypto.keyring import CORRUPT
from figwright.oauth.protocol import Refusal, TokenError, TokenResponse
from figwright.store.bounds import BREAKER
from figwright.store.breakers import Breaker, Standing
from figwright.store.grants import AMBIGUOUS, Claim, GrantState
from figwright.types.accounts import AccountStatus

_FAULTY_GRANTS = 3
"""So many grants that are refused within `FAULT_SPAN` seconds, and none that is renewed, make the app suspect."""
FAULT_SPAN = 60.0
HEALS = 3
"""So many tokens that died before their time, within `HEAL_SPAN` seconds, are the work of another installation."""
HEAL_SPAN, _HEAL_PAUSE = 600.0, 30.0
STRANGER = "a refresh was answered with another person's token"
UNUSED = "a refresh got no answer, and its token works yet, so it was not carried out"
_WORTH_WAITING = 1.0
"""Seconds until the next probe, which a grant that has not failed waits for."""


class Step(Enum):
    USE = "somebody has renewed the token: take it"
    CLAIM = "take the lease"
    ASK_BREAKER = "take it if the app's breaker permits"
    WAIT = "look again later"


class Ended(NamedTuple):
    """The account cannot be renewed: its status, and why."""

    status: AccountStatus
    reason: str


class GiveUp(NamedTuple):
    """Not now, and again in `retry_after` seconds at the earliest."""

    reason: str
    retry_after: float


class Permission(Enum):
    GIVEN = "go on"
    PROBE = "one grant at a time: the app is suspect, and this one may show that it works"
    LATER = "not yet"
    REFUSED = "the provider refuses the app"


class Publish(NamedTuple):
    """Store the tokens; `mends`: the accounts were told of something that is over then."""

    tokens: TokenResponse
    mends: bool


class Release(NamedTuple):
    """Give the lease back; nobody tries again for `wait` seconds.

    `counted` as a failure of the grant, after which the next wait is longer, and against the app if it `blames_app`.
    `stranger`: the answer names another person than the grant's, so its token serves nobody (P3). `tells`: the accounts
    say so meanwhile.
    """

    wait: float
    failure: str
    counted: bool = True
    blames_app: bool = False
    stranger: bool = False
    tells: bool = False


class MarkDead(NamedTuple):
    """The grant is gone, and its accounts get this status."""

    status: AccountStatus
    reason: str


class OpenBreaker(NamedTuple):
    """The app is refused, or seems to be: release the lease, and after `probe_in` seconds try grants one by one."""

    release: Release
    probe_in: float


Outcome = Publish | Release | MarkDead | OpenBreaker


class History(NamedTuple):
    """What is known beside a claim and its answer.

    `healing`: the API called the token dead, so it is refreshed. `called_dead`: the API's word now, if it was asked;
    `called_alive`: it served the token. `backoff` and `confirm_after` are seconds: until the next attempt, and until
    what was said once is asked again. `once`: a refresh token works once; `one_live`: its use ends the access token.
    """

    healing: bool
    backoff: float
    confirm_after: float
    app: Standing = Standing(0, None, 0.0)
    called_dead: bool | None = None
    called_alive: bool = False
    once: bool = False
    one_live: bool = False


def next_step(
    state: GrantState, seen: int, *, revive: bool, early: bool, spent: bool, holder_is_dead: bool
) -> Step | Ended:
    """What a job does with the grant that it sees, wanting a newer generation than `seen`.

    `revive`: by hand, also where the grant is dead, and whatever the breaker says. `early`: a failure set a time that
    is still to come. `spent`: it had its share of leases, also where each was lost: others may yet succeed (F39).
    """
    if state.generation > seen:
        return Step.USE
    if state.state != "live" and not revive:
        ambiguous = state.state_reason.startswith(AMBIGUOUS)
        return Ended(AccountStatus.EXPIRED if ambiguous else AccountStatus.REVOKED, state.state_reason)
    if spent or (state.lease_until > state.now and not holder_is_dead):
        return Step.WAIT
    if not revive:
        return Step.ASK_BREAKER
    return Step.WAIT if early else Step.CLAIM


def permission(breaker: Breaker, *, sound: bool = True, early: bool = False) -> Permission:
    """A `sound` grant has not failed; an `early` one has to wait in any case."""
    if not breaker.seconds:
        return Permission.LATER if early else Permission.GIVEN
    if not sound or breaker.next_probe > _WORTH_WAITING:
        return Permission.REFUSED
    return Permission.LATER if early or breaker.next_probe else Permission.PROBE


def wait_or_give_up(
    state: GrantState, *, early: bool, spent: bool, pause: float, left: float
) -> float | GiveUp | Ended:
    """What a job does that has no lease, and `left` seconds: look again after so many, or end."""
    backoff = state.next_attempt_at - state.now if early else 0.0
    wait = max(backoff, pause)
    if wait <= left and not (spent and state.lease_until <= state.now):
        return wait
    if not early:
        return GiveUp("another process is refreshing it", 1.0)
    if state.last_failure.startswith(CORRUPT):
        return Ended(AccountStatus.ACTIVE, state.last_failure)
    return GiveUp(state.last_failure or "something else keeps replacing its token", max(backoff, 1.0))


def decide(claim: Claim, answer: TokenResponse | TokenError, history: History) -> Outcome | None:
    """What the provider's answer to a refresh means; None where the API must say first whether the token is dead."""
    if isinstance(answer, TokenResponse):
        if answer.user not in ("", claim.provider_user):
            return Release(history.backoff, STRANGER, stranger=True)
        return Publish(answer, mends=claim.last_failure.startswith((STRANGER, CORRUPT, AMBIGUOUS, UNUSED)))
    if answer.lost and history.once:
        return _after_a_lost_answer(claim, answer, history)
    message, app_works = answer.message, _works(claim, history.app)
    if answer.refusal is Refusal.APP and not app_works:
        return OpenBreaker(Release(1.0, message, counted=False), BREAKER)
    if answer.refusal in (Refusal.APP, Refusal.TRANSIENT):
        return Release(max(answer.retry_after or 0.0, history.backoff), message)
    known, repeated = answer.refusal is Refusal.GRANT, claim.last_failure == message
    ends = math.inf if claim.expires_at is None else claim.expires_at
    expired = ends <= claim.claimed_at
    if known and (history.healing or (expired and repeated)):
        return MarkDead(AccountStatus.REVOKED, message)
    unasked = history.called_dead is None and not expired
    if known or repeated:
        if unasked:
            return None
        if history.called_dead:
            return MarkDead(AccountStatus.REVOKED, message)
    wait = max(history.backoff, history.confirm_after) if repeated else history.confirm_after
    blames_app = not (known or app_works or history.healing or history.called_dead)
    release = Release(wait, message, blames_app=blames_app)
    if blames_app and history.app.faulty + 1 >= _FAULTY_GRANTS:
        return None if unasked else OpenBreaker(release, probe_in=0.0)
    failed_before_its_end = claim.failures > 0 and claim.failing_since is not None and claim.failing_since < ends
    return MarkDead(AccountStatus.EXPIRED, message) if expired and failed_before_its_end and not known else release


def _after_a_lost_answer(claim: Claim, answer: TokenError, history: History) -> Outcome | None:
    """The refresh token may be used up: nothing is repeated unless the API shows that it is not (refresh.md, F46)."""
    why = f"{AMBIGUOUS}: {answer.message}"
    if claim.expires_at is not None and claim.expires_at <= claim.claimed_at:
        return MarkDead(AccountStatus.EXPIRED, why)
    if history.called_dead is None and not history.healing:
        return None
    if history.healing or history.called_dead:
        return MarkDead(AccountStatus.EXPIRED, why)
    if history.called_alive and history.one_live:
        return Release(max(history.backoff, history.confirm_after), UNUSED)
    return Release(history.backoff, why, tells=True)


def pause_after(heals: int) -> float:
    """Seconds for which nobody refreshes a grant anew whose token died so often within `HEAL_SPAN`."""
    return _HEAL_PAUSE if heals >= HEALS else 0.0


def _works(claim: Claim, app: Standing) -> bool:
    """Whether another grant of the app was renewed just now, or since this one began to fail."""
    if app.good_at is None:
        return False
    return app.good_at > app.now - FAULT_SPAN or (claim.failing_since is not None and claim.failing_since < app.good_at)
