"""One refresh of one grant: claim, ask the provider, publish under the fence (P1, P2)."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
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
from figwright.oauth.protocol import TokenError, TokenResponse
from figwright.oauth.token_endpoint import TokenEndpoint
from figwright.redaction.logs import get_logger
from figwright.redaction.secret import Secret
from figwright.refresh.breaker import ask_breaker
from figwright.refresh.decisions import Case, Verdict, blames_app, judge
from figwright.refresh.lease_owner import is_dead, new_owner
from figwright.refresh.schedule import schedule
from figwright.refresh.sealing import open_access, open_claim, seal
from figwright.store import Database, Transaction, accounts, breakers, grants
from figwright.store.accounts import EventRow
from figwright.store.bounds import LEASE
from figwright.store.fault_points import reach
from figwright.store.grants import Claim, GrantState
from figwright.store.key_rotation import holders
from figwright.store.repeating import repeated
from figwright.types.accounts import AccountStatus, LiveToken

logger = get_logger("refresh")
_ATTEMPTS = 3
_LOOK = 0.1
ACTIVE = (AccountStatus.ACTIVE,)
_FAULT_SPAN, _FIRST_OPENING = 60.0, 60.0
_HEALS, _HEAL_SPAN, _HEAL_PAUSE = 3, 600.0, 30.0
_STRANGER = "a refresh was answered with another person's token"
_REVIVED = (AccountStatus.EXPIRED, AccountStatus.REVOKED)


class Timing(NamedTuple):
    """Seconds, all from the lease: a request ends before the lease does, a waiter outlives both."""

    lease: float = 10.0

    @property
    def request(self) -> float:
        return 0.8 * self.lease

    @property
    def confirm_after(self) -> float:
        return 0.5 * self.lease

    @property
    def patience(self) -> float:
        return self.lease + self.request


class Means(NamedTuple):
    """What every job works with."""

    database: Database
    ring: KeyRing
    provider: TokenEndpoint
    notify: Callable[[Sequence[EventRow]], None]
    timing: Timing


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
        self._database, self._ring, self._provider, self._notify, self._timing = means
        self._connection, self._grant_id, self._seen = connection, grant_id, seen
        self._healing, self._revive = healing, revive
        self._begun = time.monotonic()
        self._give_up = self._begun + self._timing.patience
        self._attempts = 0

    @property
    def _spent(self) -> bool:
        """Whether this job has had its share of leases, also where each was lost: others may yet succeed (F39)."""
        return self._attempts >= _ATTEMPTS or (self._attempts > 0 and time.monotonic() > self._give_up)

    @property
    def _forced(self) -> bool:
        """Whether to ask before the time that a failure set: by hand, and once."""
        return self._revive and not self._attempts

    def run(self) -> LiveToken:
        pause = 0.02
        while True:
            state = grants.read(self._database, self._grant_id)
            if state is None:
                raise self._not_active(AccountStatus.DISCONNECTED, "the account was deleted or disconnected meanwhile")
            if state.generation > self._seen:
                return open_access(self._ring, self._grant_id, state.data_key, state.access, state.generation)
            if state.state != "live" and not self._revive:
                raise self._not_active(AccountStatus.REVOKED, state.state_reason)
            claim = self._claim(state)
            if claim is not None:
                self._attempts += 1
                token = self.attempt(claim)
                if token is not None:
                    return token
                continue
            pause = self._wait(state, pause)

    def attempt(self, claim: Claim) -> LiveToken | None:
        """Ask the provider under this lease; None where the lease was lost, or given back after a failure."""
        reach("refresh.claimed")
        lease_end = time.monotonic() + self._timing.lease
        try:
            key, access, refresh = self._open(claim)
            tokens = self._ask(refresh)
            if isinstance(tokens, TokenResponse) and tokens.user not in ("", claim.provider_user):
                raise self._stranger(claim)
        except BaseException as error:
            with suppress(StoreError):
                failure = getattr(error, "reason", str(error)) if isinstance(error, FigwrightError) else "interrupted"
                self._release(claim, backoff_after(claim.failures), failure)
            raise
        if isinstance(tokens, TokenError):
            self._failed(claim, access, tokens)
            return None
        reach("refresh.answered")
        return self._publish(claim, key, tokens._replace(refresh=tokens.refresh or refresh), lease_end)

    def _open(self, claim: Claim) -> tuple[DataKey, Secret, Secret]:
        """Raises AccountNotActiveError where what is stored does not open; the account says so from then on."""
        try:
            return open_claim(self._ring, claim)
        except SealBrokenError as error:
            reason, name = f"{CORRUPT}: {error}", self._connection.name
            if not self._ring.lacks_key_of(claim.data_key):
                self._remark(reason)
            whose = ", ".join(who for connection, who in holders(self._database, self._grant_id) if connection == name)
            raise AccountNotActiveError(name, whose, AccountStatus.ACTIVE, reason) from None

    def _remark(self, reason: str) -> None:
        """Tell the accounts on the grant, which stay as they are."""
        with self._database.write() as transaction:
            events = accounts.change_sharing(transaction, self._grant_id, ACTIVE, AccountStatus.ACTIVE, reason)
        self._notify(events)

    def _ask(self, refresh: Secret) -> TokenResponse | TokenError:
        try:
            return self._provider.refresh(self._connection, refresh, self._timing.request)
        except TokenError as error:
            return error

    def _stranger(self, claim: Claim) -> InvalidResponseError:
        """The error for an answer that names another person than the grant's: its token serves nobody (P3)."""
        title = self._connection.connector.title
        self._remark(_STRANGER)
        logger.error("%s answered a refresh with another person's token, which was dropped.", title)
        return InvalidResponseError(
            f"{title}: {_STRANGER}. It was dropped, and the account is as it was. If this comes again, its person must "
            "connect again.",
            cause=Cause.UNKNOWN,
            retry_after=backoff_after(claim.failures),
        )

    def _claim(self, state: GrantState) -> Claim | None:
        """The lease, where it is free, it is time and the app may be asked. Raises ConfigurationError."""
        held = state.lease_until > state.now
        dead = state.lease_owner if held and is_dead(state.lease_owner) else ""
        if self._spent or (held and not dead) or not self._may_ask(state):
            return None
        owner = new_owner()
        try:
            return self._claim_as(owner, dead)
        except OutcomeUnknownError:
            return self._claim_as(owner, owner)

    def _may_ask(self, state: GrantState) -> bool:
        early = not self._forced and state.next_attempt_at > state.now
        if self._revive:
            return not early
        answer = ask_breaker(self._database, self._connection, sound=state.failing_since is None, early=early)
        if answer.reason:
            raise self._app_refused(answer.reason)
        return answer.may

    def _claim_as(self, owner: str, dead: str) -> Claim | None:
        def claim(transaction: Transaction) -> Claim | None:
            taken = grants.claim(
                transaction,
                self._grant_id,
                self._seen,
                owner=owner,
                ttl=self._timing.lease,
                dead_owner=dead,
                revive=self._revive,
            )
            reach("claim.written")
            return taken

        return repeated(self._database, claim, seconds=self._timing.lease)

    def _wait(self, state: GrantState, pause: float) -> float:
        """Sleep until another look is worth it; the next pause. Raises where that would take too long."""
        backoff = 0.0 if self._forced else state.next_attempt_at - state.now
        pause_now = max(backoff, pause * random.uniform(0.5, 1.5))  # noqa: S311 - jitter, no secret
        held = state.lease_until - state.now
        if held > 0:
            self._outlive(held)
        if (self._spent and held <= 0) or time.monotonic() + pause_now > self._give_up:
            if backoff > 0 and state.last_failure.startswith(CORRUPT):
                raise self._not_active(AccountStatus.ACTIVE, state.last_failure)
            replaced = "something else keeps replacing its token"
            what = (state.last_failure or replaced) if backoff > 0 else "another process is refreshing it"
            raise ProviderError(
                f"The access of this account cannot be renewed just now ({what}). Try again later.",
                cause=Cause.PROVIDER_DOWN,
                retry_after=max(backoff, 1.0),
            )
        time.sleep(min(pause_now, _LOOK))
        return min(pause * 1.5, _LOOK)

    def _outlive(self, held: float) -> None:
        """Be patient beyond another's lease, which may be longer than ours would be (F45)."""
        end = min(time.monotonic() + held, self._begun + LEASE) + self._timing.request
        self._give_up = max(self._give_up, end)

    def _publish(self, claim: Claim, key: DataKey, tokens: TokenResponse, lease_end: float) -> LiveToken | None:
        """Store the new tokens while the lease lasts; None where it was lost and the tokens are dropped."""
        generation = claim.generation + 1
        when = schedule(self._grant_id, claim.claimed_at, tokens.expires_in)
        sealed = seal(key, self._grant_id, generation, tokens, when)
        while True:
            try:
                return self._publish_once(claim, sealed, LiveToken(tokens.access, generation))
            except StoreError as error:
                if isinstance(error, OutcomeUnknownError) and self._is_stored(claim, sealed):
                    return LiveToken(tokens.access, generation)
                if time.monotonic() + 0.2 > lease_end:
                    logger.error("A new token could not be stored and is lost: %s", error)
                    raise
                time.sleep(0.2)

    def _publish_once(self, claim: Claim, sealed: grants.Sealed, token: LiveToken) -> LiveToken | None:
        events: list[EventRow] = []
        with self._database.write() as transaction:
            heals = grants.count_heal(transaction, self._grant_id, _HEAL_SPAN) if self._healing else 0
            pause = _HEAL_PAUSE if heals >= _HEALS else 0.0
            stored = grants.publish(transaction, claim, sealed, pause=pause, revive=self._revive)
            if stored is not None:
                over = ACTIVE if _STRANGER in (said := claim.last_failure) or said.startswith(CORRUPT) else ()
                events = accounts.change_sharing(transaction, self._grant_id, (*_REVIVED, *over), AccountStatus.ACTIVE)
                if pause:
                    tell = AccountStatus.ACTIVE, "contended"
                    events += accounts.change_sharing(transaction, self._grant_id, ACTIVE, *tell)
                breakers.close_breaker(transaction, self._connection.options.client_id)
            reach("publish.written")
        reach("refresh.published")
        self._notify(events)
        if heals == _HEALS:
            logger.error(
                "Something else keeps replacing a token of the app %s: does another installation use its client id?",
                self._connection.options.client_id,
            )
        return token if stored is not None else None

    def _is_stored(self, claim: Claim, sealed: grants.Sealed) -> bool:
        with suppress(StoreError):
            state = grants.read(self._database, self._grant_id)
            return state is not None and state.generation == claim.generation + 1 and state.access == sealed.access
        return False

    def _failed(self, claim: Claim, access: Secret, error: TokenError) -> None:
        """What a refused or unanswered refresh means. Returns where trying again makes sense, raises where not."""
        case = self._case(claim, error)
        if (verdict := judge(case)) is Verdict.ASK:
            dead = self._provider.calls_dead(self._connection, claim.kind, access, self._timing.request)
            case = case._replace(called_dead=dead)
            verdict = judge(case)
        if verdict in (Verdict.REVOKED, Verdict.EXPIRED):
            self._bury(claim, error.message, AccountStatus(verdict.name))
        elif verdict is Verdict.RETRY:
            self._release(claim, max(error.retry_after or 0.0, backoff_after(claim.failures)), error.message)
        elif verdict is Verdict.REFUSED:
            self._release(claim, 1.0, error.message, counted=False)
            raise self._open_breaker(error.message)
        else:
            again = claim.last_failure == error.message
            wait = (
                max(backoff_after(claim.failures), self._timing.confirm_after) if again else self._timing.confirm_after
            )
            self._release(claim, wait, error.message, is_fault=blames_app(case))
            if verdict is Verdict.SUSPECTED:
                raise self._open_breaker(error.message, probe_in=0.0)

    def _case(self, claim: Claim, error: TokenError) -> Case:
        app = breakers.standing(self._database, self._connection.options.client_id, self._grant_id, _FAULT_SPAN)
        since, ends, good = claim.failing_since, claim.expires_at, app.good_at
        expired = ends is not None and ends <= claim.claimed_at
        return Case(
            refusal=error.refusal,
            repeated=claim.last_failure == error.message,
            healing=self._healing,
            expired=expired,
            hopeless=expired and claim.failures > 0 and since is not None and ends is not None and since < ends,
            app_works=good is not None and (good > app.now - _FAULT_SPAN or (since is not None and since < good)),
            faulty=app.faulty,
        )

    def _bury(self, claim: Claim, message: str, status: AccountStatus) -> None:
        events: list[EventRow] = []
        with self._database.write() as transaction:
            if buried := grants.mark_dead(transaction, claim, message):
                events = accounts.change_sharing(transaction, self._grant_id, ACTIVE, status, message)
                breakers.forget_fault(transaction, self._connection.options.client_id, self._grant_id)
        self._notify(events)
        if buried:
            raise self._not_active(status, message)

    def _release(
        self, claim: Claim, wait: float, failure: str, *, counted: bool = True, is_fault: bool = False
    ) -> None:
        logger.warning("%s Next attempt in %.1f s.", failure, wait)
        with self._database.write() as transaction:
            grants.release(transaction, claim, wait=wait, failure=failure, counted=counted)
            if is_fault:
                breakers.count_fault(transaction, self._connection.options.client_id, self._grant_id, _FAULT_SPAN)

    def _open_breaker(self, message: str, **options: float) -> ConfigurationError:
        client_id = self._connection.options.client_id
        with self._database.write() as transaction:
            first = breakers.open_breaker(transaction, client_id, message, first=_FIRST_OPENING, **options)
        if first:
            logger.error("The app %s is refused; accounts stay as they are. %s", client_id, message)
        return self._app_refused(message)

    def _app_refused(self, message: str) -> ConfigurationError:
        return ConfigurationError(
            f"{self._connection.connector.title} refuses the app of the connection {self._connection.name!r}: "
            f"{message} Check its client id and secret; no account was changed."
        )

    def _not_active(self, status: AccountStatus, reason: str) -> AccountNotActiveError:
        return AccountNotActiveError(self._connection.name, "", status, reason)
