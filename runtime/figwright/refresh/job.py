"""One refresh of one grant: claim, ask the provider, publish under the fence (P1, P2).

What to do is for `decisions` to say: the facts for it are gathered here, and it is carried out.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from figwright.calls.retry import backoff_after
from figwright.connections import BoundConnection
from figwright.crypto.keyring import CORRUPT, DataKey, KeyRing, SealBrokenError
from figwright.errors import (
    AccountNotActiveError,
    Cause,
    ConfigurationError,
    FigwrightError,
    InvalidResponseError,
    OutcomeUnknownError,
    ProviderError,
    StoreError,
)
from figwright.oauth.protocol import Refusal, TokenError, TokenResponse
from figwright.oauth.token_endpoint import TokenEndpoint, identifying
from figwright.redaction.logs import get_logger
from figwright.redaction.secret import Secret
from figwright.refresh import decisions
from figwright.refresh.decisions import Outcome, Permission, Release, Step
from figwright.refresh.lease_owner import is_dead, new_owner
from figwright.refresh.schedule import schedule
from figwright.refresh.sealing import open_access, open_claim, seal
from figwright.store import Database, Transaction, accounts, breakers, grants
from figwright.store.accounts import EventRow
from figwright.store.bounds import LEASE
from figwright.store.fault_points import reach
from figwright.store.grants import AMBIGUOUS, Claim, GrantState, Sealed
from figwright.store.key_rotation import holders
from figwright.store.repeating import repeated
from figwright.types.accounts import AccountStatus, LiveToken

logger = get_logger("refresh")
_ACTIVE = (AccountStatus.ACTIVE,)
_ATTEMPTS = 3
_FIRST_LOOK, _LOOK = 0.02, 0.1
_PUBLISH_AGAIN = 0.2
_TOLD_AFTER = 3
_FIRST_OPENING = 60.0
_REVIVED = (AccountStatus.EXPIRED, AccountStatus.REVOKED)


class Means(NamedTuple):
    """What every job works with."""

    database: Database
    ring: KeyRing
    provider: TokenEndpoint
    notify: Callable[[Sequence[EventRow]], None]
    lease: float
    """Seconds. A request ends before the lease does, and a waiter outlives both."""

    @property
    def request(self) -> float:
        return 0.8 * self.lease


def confirm_dead(means: Means, connection: BoundConnection, grant_id: str, kind: str, dead: LiveToken) -> None:
    """Raises AccountNotActiveError if the API calls a token dead again that nobody can renew: it is REVOKED then.

    Where no tool asks whose a token is, the next call that is refused is the second time.
    """
    again = means.provider.calls_dead(connection, kind, dead.secret, means.request)
    if again is False or (again is None and identifying(connection.connector, kind)):
        return
    reason = f"{connection.connector.title} calls the token dead"
    with means.database.write() as transaction:
        events: list[EventRow] = []
        if ended := grants.end(transaction, grant_id, dead.generation, reason, asked=again is not None):
            events = accounts.change_sharing(transaction, grant_id, _ACTIVE, AccountStatus.REVOKED, reason)
    means.notify(events)
    if ended or again:
        raise AccountNotActiveError(connection.name, "", AccountStatus.REVOKED, reason)


def correct_scopes(transaction: Transaction, grant_id: str, generation: int, scopes: Sequence[str]) -> list[EventRow]:
    """Store what a token of this generation is said to allow (RFC 6749, 5.1), and tell the accounts what is new."""
    if not grants.set_scopes(transaction, grant_id, generation, scopes):
        return []
    reason = f"the granted scopes are: {' '.join(sorted(set(scopes)))}"
    return accounts.change_sharing(transaction, grant_id, _ACTIVE, AccountStatus.ACTIVE, reason)


def ask_breaker(
    database: Database, client_id: str, *, sound: bool = True, early: bool = False
) -> tuple[Permission, str]:
    """Whether to refresh a grant of the app (F23, F41), and why the app is refused. PROBE goes to one at a time."""
    breaker = breakers.read(database, client_id)
    answer = decisions.permission(breaker, sound=sound, early=early)
    if answer is Permission.PROBE:
        with database.write() as transaction:
            if not breakers.take_probe(transaction, client_id):
                answer = Permission.LATER
    return answer, breaker.reason


class Job:
    """One refresh of one grant, from the first look to its end."""

    def __init__(
        self,
        means: Means,
        connection: BoundConnection,
        grant_id: str,
        seen: int,
        *,
        healing: bool = False,
        revive: bool = False,
    ) -> None:
        self._means = means
        self._database, self._connection, self._client_id = means.database, connection, connection.options.client_id
        self._grant_id, self._seen, self._healing, self._revive = grant_id, seen, healing, revive
        self._begun = time.monotonic()
        self._give_up = self._begun + means.lease + means.request
        self._attempts, self._pause = 0, _FIRST_LOOK
        self._once = connection.connector.oauth.refresh_token_rotates

    def run(self) -> LiveToken:
        while True:
            state = grants.read(self._database, self._grant_id)
            if state is None:
                raise self._not_active(AccountStatus.DISCONNECTED, "the account was deleted or disconnected meanwhile")
            early = state.next_attempt_at > state.now and not (self._revive and self._attempts == 0)
            spent = self._attempts >= _ATTEMPTS or (self._attempts > 0 and time.monotonic() > self._give_up)
            dead = state.lease_until > state.now and is_dead(state.lease_owner)
            step = decisions.next_step(
                state, self._seen, revive=self._revive, early=early, spent=spent, holder_is_dead=dead
            )
            if isinstance(step, decisions.Ended):
                raise self._not_active(*step)
            if step is Step.USE:
                return open_access(self._means.ring, self._grant_id, state.data_key, state.access, state.generation)
            may = step is Step.CLAIM or (step is Step.ASK_BREAKER and self._may_ask(state, early=early))
            if may and (claim := self._claim(state.lease_owner if dead else "")):
                self._attempts += 1
                if (token := self.attempt(claim)) is not None:
                    return token
            else:
                self._wait(state, early=early, spent=spent)

    def attempt(self, claim: Claim) -> LiveToken | None:
        """Ask the provider under this lease; None where the lease was lost, or given back after a failure."""
        reach("refresh.claimed")
        lease_end = time.monotonic() + self._means.lease
        try:
            key, access, refresh = self._open(claim)
            outcome = self._decide(claim, access, refresh)
        except BaseException as error:
            with suppress(StoreError):
                failure = f"{AMBIGUOUS}: interrupted" if self._once else "interrupted"
                if isinstance(error, FigwrightError):
                    failure = getattr(error, "reason", str(error))
                self._release(claim, Release(backoff_after(claim.failures), failure))
            raise
        match outcome:
            case decisions.Publish(tokens, mends):
                reach("refresh.answered")
                tokens = tokens._replace(refresh=tokens.refresh or (None if self._once else refresh))
                return self._publish(claim, key, tokens, lease_end, mends=mends)
            case Release():
                self._release(claim, outcome)
                if outcome.stranger:
                    raise self._rejected(outcome)
                if outcome.tells:
                    self._remark(outcome.failure)
            case decisions.MarkDead(status, reason):
                self._mark_dead(claim, status, reason)
            case decisions.OpenBreaker(release, probe_in):
                self._release(claim, release)
                raise self._open_breaker(release.failure, probe_in)
        return None

    def _may_ask(self, state: GrantState, *, early: bool) -> bool:
        """Raises ConfigurationError where the provider refuses the app."""
        sound = state.failing_since is None
        answer, reason = ask_breaker(self._database, self._client_id, sound=sound, early=early)
        if answer is Permission.REFUSED:
            raise self._app_refused(reason)
        return answer is not Permission.LATER

    def _claim(self, dead_owner: str) -> Claim | None:
        """The lease, if it is free or its holder is the dead one."""
        owner, ttl = new_owner(), self._means.lease

        def claim(dead: str, transaction: Transaction) -> Claim | None:
            how = {"revive": self._revive, "once": self._once}
            taken = grants.claim(transaction, self._grant_id, self._seen, owner=owner, ttl=ttl, dead_owner=dead, **how)
            reach("claim.written")
            return taken

        try:
            return repeated(self._database, partial(claim, dead_owner), seconds=ttl)
        except OutcomeUnknownError:
            return repeated(self._database, partial(claim, owner), seconds=ttl)

    def _wait(self, state: GrantState, *, early: bool, spent: bool) -> None:
        """Sleep until another look is worth it. Raises where that would take too long."""
        now, held = time.monotonic(), state.lease_until - state.now
        if held > 0:  # another's lease may be longer than ours would be (F45)
            self._give_up = max(self._give_up, min(now + held, self._begun + LEASE) + self._means.request)
        pause = self._pause * random.uniform(0.5, 1.5)  # noqa: S311 - jitter, no secret
        match decisions.wait_or_give_up(state, early=early, spent=spent, pause=pause, left=self._give_up - now):
            case decisions.Ended(status, reason):
                raise self._not_active(status, reason)
            case decisions.GiveUp(reason, retry_after):
                raise ProviderError(
                    f"The access of this account cannot be renewed just now ({reason}). Try again later.",
                    cause=Cause.PROVIDER_DOWN,
                    retry_after=retry_after,
                )
            case seconds:
                time.sleep(min(seconds, _LOOK))
                self._pause = min(self._pause * 1.5, _LOOK)

    def _open(self, claim: Claim) -> tuple[DataKey, Secret, Secret]:
        """Raises AccountNotActiveError where what is stored does not open; the account says so from then on."""
        try:
            return open_claim(self._means.ring, claim)
        except SealBrokenError as error:
            reason, name = f"{CORRUPT}: {error}", self._connection.name
            if not self._means.ring.lacks_key_of(claim.data_key):
                self._remark(reason)
            whose = ", ".join(who for connection, who in holders(self._database, self._grant_id) if connection == name)
            raise AccountNotActiveError(name, whose, AccountStatus.ACTIVE, reason) from None

    def _decide(self, claim: Claim, access: Secret, refresh: Secret) -> Outcome:
        """Ask the provider for new tokens, and say what its answer means."""
        seconds, later, once = self._means.request, 0.5 * self._means.lease, self._once
        one_live = self._connection.connector.oauth.one_live_token
        history = decisions.History(self._healing, backoff_after(claim.failures), later, once=once, one_live=one_live)
        answer: TokenResponse | TokenError
        try:
            if claim.last_failure.startswith(AMBIGUOUS) and not self._revive:
                said = claim.last_failure.removeprefix(f"{AMBIGUOUS}: ")
                raise TokenError(Refusal.TRANSIENT, said, lost=True)
            answer = self._means.provider.refresh(self._connection, refresh, seconds)
        except TokenError as error:
            answer = error
            app = breakers.standing(self._database, self._client_id, self._grant_id, decisions.FAULT_SPAN)
            history = history._replace(app=app)
        while (outcome := decisions.decide(claim, answer, history)) is None:
            dead = self._means.provider.calls_dead(self._connection, claim.kind, access, seconds)
            history = history._replace(called_dead=bool(dead), called_alive=dead is False)
        return outcome

    def _publish(
        self, claim: Claim, key: DataKey, tokens: TokenResponse, lease_end: float, *, mends: bool
    ) -> LiveToken | None:
        """Store the new tokens while the lease lasts; None where it was lost and the tokens are dropped."""
        token = LiveToken(tokens.access, claim.generation + 1)
        when = schedule(self._grant_id, claim.claimed_at, tokens.expires_in)
        sealed = seal(key, self._grant_id, token.generation, tokens, when)
        scopes = tokens.scopes or ()
        if set(scopes) - self._connection.connector.oauth.scopes.keys():
            scopes = ()  # names of the provider's own say nothing for certain
        while True:
            try:
                return token if self._publish_once(claim, sealed, scopes, mends=mends) else None
            except StoreError as error:
                if isinstance(error, OutcomeUnknownError) and self._is_stored(claim, sealed):
                    return token
                if time.monotonic() + _PUBLISH_AGAIN > lease_end:
                    logger.error("A new token could not be stored and is lost: %s", error)
                    raise
                time.sleep(_PUBLISH_AGAIN)

    def _publish_once(self, claim: Claim, sealed: Sealed, scopes: Sequence[str], *, mends: bool) -> bool:
        events: list[EventRow] = []
        with self._database.write() as transaction:
            heals = grants.count_heal(transaction, self._grant_id, decisions.HEAL_SPAN) if self._healing else 0
            pause, how = decisions.pause_after(heals), {"revive": self._revive, "once": self._once}
            stored = grants.publish(transaction, claim, sealed, pause=pause, **how) is not None
            if stored:
                over = (*_REVIVED, *_ACTIVE) if mends else _REVIVED
                events = accounts.change_sharing(transaction, self._grant_id, over, AccountStatus.ACTIVE)
                if pause:
                    tell = AccountStatus.ACTIVE, "contended"
                    events += accounts.change_sharing(transaction, self._grant_id, _ACTIVE, *tell)
                if scopes:
                    events += correct_scopes(transaction, self._grant_id, claim.generation + 1, scopes)
                breakers.close_breaker(transaction, self._client_id)
            reach("publish.written")
        reach("refresh.published")
        self._means.notify(events)
        if heals == decisions.HEALS:
            logger.error(
                "Something else keeps replacing a token of the app %s: does another installation use its client id?",
                self._client_id,
            )
        return stored

    def _is_stored(self, claim: Claim, sealed: Sealed) -> bool:
        with suppress(StoreError):
            state = grants.read(self._database, self._grant_id)
            return state is not None and state.generation == claim.generation + 1 and state.access == sealed.access
        return False

    def _release(self, claim: Claim, release: Release) -> None:
        wait, failure, counted, blames_app, *_ = release
        logger.warning("%s Next attempt in %.1f s.", failure, wait)
        with self._database.write() as transaction:
            if grants.release(transaction, claim, wait=wait, failure=failure, counted=counted) == _TOLD_AFTER:
                accounts.tell(transaction, "refresh_failed", self._grant_id, failure)
            if blames_app:
                breakers.count_fault(transaction, self._client_id, self._grant_id, decisions.FAULT_SPAN)

    def _mark_dead(self, claim: Claim, status: AccountStatus, reason: str) -> None:
        """Raises AccountNotActiveError, unless the lease was lost."""
        events: list[EventRow] = []
        with self._database.write() as transaction:
            if done := grants.mark_dead(transaction, claim, reason):
                events = accounts.change_sharing(transaction, self._grant_id, _ACTIVE, status, reason)
                breakers.forget_fault(transaction, self._client_id, self._grant_id)
        self._means.notify(events)
        if done:
            raise self._not_active(status, reason)

    def _open_breaker(self, reason: str, probe_in: float) -> ConfigurationError:
        with self._database.write() as transaction:
            first = breakers.open_breaker(transaction, self._client_id, reason, first=_FIRST_OPENING, probe_in=probe_in)
        if first:
            logger.error("The app %s is refused; accounts stay as they are. %s", self._client_id, reason)
        return self._app_refused(reason)

    def _remark(self, reason: str) -> None:
        """Tell the accounts on the grant, which stay as they are."""
        with self._database.write() as transaction:
            events = accounts.change_sharing(transaction, self._grant_id, _ACTIVE, AccountStatus.ACTIVE, reason)
        self._means.notify(events)

    def _rejected(self, release: Release) -> InvalidResponseError:
        title = self._connection.connector.title
        self._remark(release.failure)
        logger.error("%s answered a refresh with another person's token, which was dropped.", title)
        return InvalidResponseError(
            f"{title}: {release.failure}. It was dropped, and the account is as it was. If this comes again, its "
            "person must connect again.",
            cause=Cause.UNKNOWN,
            retry_after=release.wait,
        )

    def _app_refused(self, message: str) -> ConfigurationError:
        return ConfigurationError(
            f"{self._connection.connector.title} refuses the app of the connection {self._connection.name!r}: "
            f"{message} Check its client id and secret; no account was changed."
        )

    def _not_active(self, status: AccountStatus, reason: str) -> AccountNotActiveError:
        return AccountNotActiveError(self._connection.name, "", status, reason)
