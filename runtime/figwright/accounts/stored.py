"""Accounts as they are stored: what a call needs of them is one indexed read, whichever the database.

Nothing of an account is remembered between calls but the decrypted token of a generation, so what one process changes
holds in every other at its next call (T40).
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import uuid4

from figwright.connections import BoundConnection
from figwright.crypto.keyring import CORRUPT, DataKey, KeyRing, SealBrokenError
from figwright.errors import AccountNotActiveError, ConfigurationError, NotConnectedError, StoreBusyError, StoreError
from figwright.http.limits import Limits
from figwright.oauth.protocol import TokenResponse
from figwright.oauth.token_endpoint import TokenEndpoint
from figwright.rate_limits.stored import stored_limits
from figwright.redaction.logs import get_logger
from figwright.redaction.secret import Secret
from figwright.refresh.coordinator import Refreshes
from figwright.refresh.job import Means, correct_scopes
from figwright.refresh.schedule import Schedule, must_renew_at
from figwright.refresh.sealing import open_access, seal
from figwright.store import Database, Transaction, accounts, authorization_requests, grants, rate_limits
from figwright.store.accounts import AccountRow, EventRow
from figwright.store.bounds import LEASE
from figwright.store.grants import Sealed
from figwright.store.opening import EVENT_RETENTION_DAYS, Storage, open_storage
from figwright.store.repeating import repeated
from figwright.types.accounts import Access, AccountEvent, AccountStatus, ConnectedAccount, LiveToken, Unusable

logger = get_logger("accounts")

_REMEMBERED = 4096
_PAST = "past its time"
_EXPIRED_AT_ONCE, _FORGOTTEN_AT_ONCE = 4, 200
_DAY = 86400.0


class StoredAccounts:
    """The accounts of one database under one key ring. Safe to share between threads."""

    def __init__(
        self,
        database: Database,
        ring: KeyRing,
        provider: TokenEndpoint,
        lease: float,
        event_retention_days: float = EVENT_RETENTION_DAYS,
    ) -> None:
        """Raises ConfigurationError where the ring lacks a key that a stored grant needs (T34)."""
        self.database, self.ring, self.provider, self.lease = database, ring, provider, lease
        self.refreshes = Refreshes(Means(database, ring, provider, self.notify, lease))
        self.limits = stored_limits(database)
        self.event_retention_days = event_retention_days
        self.listeners: Sequence[Callable[[AccountEvent], object]] = ()
        self._tokens: OrderedDict[str, LiveToken] = OrderedDict()
        lacking = grants.key_ids(database) - ring.ids
        if lacking and (lacking := lacking & grants.key_ids(database)):  # not where a rotation dropped it just now
            raise ConfigurationError(
                f"The database holds tokens under the encryption key {', '.join(sorted(lacking))}, which is not among "
                f"the configured ones ({', '.join(sorted(ring.ids))}). Add it to the encryption keys. "
                "Nothing was changed."
            )

    hand_in = ""

    def find(self, connection: BoundConnection, identifier: str) -> Access | Unusable:
        return self._found(connection, identifier, accounts.read(self.database, connection.name, identifier))

    async def find_on_loop(self, connection: BoundConnection, identifier: str) -> Access | Unusable:
        row = await accounts.read_on_loop(self.database, connection.name, identifier)
        if row is None or row.grant_id is None or self._remembered(row.grant_id, row.generation):
            return self._found(connection, identifier, row)
        import anyio.to_thread

        # opening a seal may read the key file
        return await anyio.to_thread.run_sync(self._found, connection, identifier, row)

    def _found(self, connection: BoundConnection, identifier: str, row: AccountRow | None) -> Access | Unusable:
        if row is None:
            raise NotConnectedError(connection.name, identifier)
        if row.status != AccountStatus.ACTIVE or row.grant_id is None or row.generation is None:
            raise AccountNotActiveError(connection.name, identifier, row.status, row.status_reason)
        if _is_past(row):
            past = AccountNotActiveError(connection.name, identifier, AccountStatus.EXPIRED, _PAST)
            return Unusable(past, self.expire_overdue)
        try:
            token = self._token(row, row.grant_id, row.generation)
        except SealBrokenError as error:
            reason = f"{CORRUPT}: {error}"
            corrupt = AccountNotActiveError(connection.name, identifier, row.status, reason)
            return Unusable(corrupt, partial(self._tell, row, reason))
        ends, due = row.expires_at, False
        if ends is not None and row.renewable and row.now >= (row.refresh_after or ends):
            due = self._due(connection, row, row.grant_id, row.generation, ends)
        lives = ends is None or row.now < ends
        limited = row.limited_until - row.now if row.limited_until else None
        account, live = as_account(row), token if lives else None
        return Access(account, live, due, row.grant_id, row.generation, row.renewable, limited)

    def read_token(self, connection: str, identifier: str) -> Secret | None:
        """The account's access token as it is stored, whatever its state; None if it has none that opens."""
        row = accounts.read(self.database, connection, identifier)
        if row is None or row.grant_id is None or row.generation is None:
            return None
        try:
            return self._token(row, row.grant_id, row.generation).secret
        except SealBrokenError:
            return None

    def renew(self, connection: BoundConnection, access: Access) -> Future[LiveToken]:
        return self.refreshes.submit(connection, access.grant_id, access.generation)

    def token_after(
        self, connection: BoundConnection, access: Access, dead: LiveToken
    ) -> LiveToken | Future[Any] | None:
        state = grants.read(self.database, access.grant_id)
        if state is None:
            return None
        if state.generation > dead.generation:
            return open_access(self.ring, access.grant_id, state.data_key, state.access, state.generation)
        if not access.renewable:
            return self.refreshes.confirm(connection, access.grant_id, access.account.kind, dead)
        return self.refreshes.submit(connection, access.grant_id, dead.generation, healing=True)

    def scopes_seen(self, access: Access, held: Iterable[str]) -> None:
        seen = partial(correct_scopes, grant_id=access.grant_id, generation=access.generation, scopes=tuple(held))
        self.notify(repeated(self.database, seen))

    def lock(
        self, transaction: Transaction, connection: str, identifier: str, *, client_id: str = "", person: str = ""
    ) -> tuple[str, str | None] | None:
        """Lock an account and every grant that its change touches, for `person` to be connected or for none.

        Returns its status and grant, or None if there is no account. Raises StoreBusyError where the account changed
        while its grants were waited for.
        """
        key = {"connection": connection, "identifier": identifier, "client_id": client_id, "provider_user": person}
        held = grants.lock(transaction, **key)
        account = accounts.lock(transaction, connection, identifier)
        if not grants.touched(transaction, **key) <= held:
            raise StoreBusyError(f"The account of {identifier!r} was changed by others meanwhile. Try again.")
        return account

    def store_consent(
        self,
        transaction: Transaction,
        *,
        client_id: str,
        provider_user: str,
        kind: str,
        tokens: TokenResponse,
        when: Callable[[str], Schedule],
        scopes: Collection[str] | None,
    ) -> str:
        """Store a new consent's tokens, fencing whoever refreshes the grant now; the grant's id."""

        def sealed(grant_id: str, generation: int) -> tuple[str, bytes, Sealed]:
            key = DataKey.make(self.ring, grant_id)
            return KeyRing.key_id(key.wrapped), key.wrapped, seal(key, grant_id, generation, tokens, when(grant_id))

        person = {"client_id": client_id, "provider_user": provider_user, "kind": kind}
        grant_id = grants.upsert(transaction, grant_id=uuid4().hex, scopes=scopes, seal=sealed, **person)
        rate_limits.forget(transaction, grant_id)
        return grant_id

    def share(self, transaction: Transaction, grant_id: str, reason: str) -> list[EventRow]:
        """Tell every working account on the grant what happened to it."""
        active = AccountStatus.ACTIVE
        return accounts.change_sharing(transaction, grant_id, (active,), active, reason)

    def expire_overdue(self, limit: int = _EXPIRED_AT_ONCE) -> bool:
        """Let time pass: consents that nobody finished or confirmed, tokens past their time (T4, T12).

        At most `limit` of each, since somebody waits for it; whether some were expired, so that there may be more. Left
        to the next time where others hold the database, or where it cannot be written: who only reads does not wait for
        that.
        """
        if not authorization_requests.any_expired(self.database) and not grants.any_expired(self.database):
            return False
        return self._note(partial(self._expire, limit))

    def _expire(self, limit: int, transaction: Transaction) -> list[EventRow | None]:
        events: list[EventRow | None] = []
        for connection, identifier, grant_id, old in authorization_requests.expire(transaction, limit):
            if grant_id is not None:
                waiting = AccountStatus.PENDING_VERIFICATION
                events.append(
                    accounts.change_status(
                        transaction, connection, identifier, waiting, old, "nobody confirmed the person in time"
                    )
                )
                grants.drop_unused(transaction, grant_id)
        for grant_id in grants.expire(transaction, limit):
            events += accounts.change_sharing(
                transaction, grant_id, (AccountStatus.ACTIVE,), AccountStatus.EXPIRED, _PAST
            )
        return events

    def _note(self, write: Callable[[Transaction], Sequence[EventRow | None]]) -> bool:
        """Write down what was noticed in passing, or leave it to the next who notices; whether it is written."""
        try:
            with self.database.write(patient=False) as transaction:
                events = write(transaction)
        except StoreError as error:
            logger.info("What was noticed is written down later: %s", error)
            return False
        self.notify([event for event in events if event is not None])
        return True

    def forget_events(self, days: float) -> bool:
        """Delete two hundred events at most that are older than so many days; whether there may be more."""
        if not accounts.any_old_event(self.database, span=days * _DAY):
            return False
        with self.database.write() as transaction:
            return accounts.forget_events(transaction, span=days * _DAY, limit=_FORGOTTEN_AT_ONCE) == _FORGOTTEN_AT_ONCE

    def forget_old_limits(self, days: float) -> bool:
        """Delete what is known of limits and calls that nobody needs any more; whether there may be more.

        Calls by month are kept for so many days, if not for ever.
        """
        spans = {"notes": 40 * _DAY, "minutes": 3600.0, "months": days * _DAY or 1e9}
        if not rate_limits.any_old(self.database, **spans):
            return False
        with self.database.write() as transaction:
            return rate_limits.forget_old(transaction, **spans)

    def notify(self, events: Sequence[EventRow]) -> None:
        """Tell the listeners what was stored. A listener that fails is logged and changes nothing."""
        for event in map(as_event, events):
            for listener in self.listeners:
                try:
                    listener(event)
                except Exception:
                    logger.exception("A listener for status changes failed")

    def close(self) -> None:
        """Wait for refreshes under way, then close what is open."""
        self.refreshes.close()
        self.limits.counts.close()
        self.provider.close()
        self.database.close()

    def _due(self, connection: BoundConnection, row: AccountRow, grant_id: str, generation: int, ends: float) -> bool:
        """Whether the call must wait for a new token. Earlier on, a refresh is started and nobody waits."""
        if row.now >= ends:
            return True
        if row.next_attempt_at is not None and row.next_attempt_at > row.now:
            return False
        if row.now >= must_renew_at(ends, row.refresh_after):
            return True
        self.refreshes.submit(connection, grant_id, generation)
        return False

    def _token(self, row: AccountRow, grant_id: str, generation: int) -> LiveToken:
        if known := self._remembered(grant_id, generation):
            return known
        assert row.data_key is not None
        assert row.access is not None
        token = self._tokens[grant_id] = open_access(self.ring, grant_id, row.data_key, row.access, generation)
        while len(self._tokens) > _REMEMBERED:
            self._tokens.popitem(last=False)
        return token

    def _remembered(self, grant_id: str, generation: int | None) -> LiveToken | None:
        known = self._tokens.get(grant_id)
        return known if known is not None and known.generation == generation else None

    def _tell(self, row: AccountRow, reason: str) -> None:
        """Not where only a key is missing: then nothing is wrong with the row."""
        if row.data_key is not None and not self.ring.lacks_key_of(row.data_key):
            account = row.connection, row.identifier, row.status, row.status
            self._note(lambda transaction: [accounts.change_status(transaction, *account, reason)])


def open_accounts(storage: Storage, limits: Limits) -> StoredAccounts:
    """The accounts of a database. Raises ConfigurationError where it, or its keys, cannot be used (T34)."""
    if not 0 < storage.lease <= LEASE:
        raise ConfigurationError(f"lease is a number of seconds, more than 0 and at most {LEASE:g}.")
    if storage.database_connections < 1 or not 0 <= storage.event_retention_days < math.inf:
        raise ConfigurationError("database_connections is 1 or more, and event_retention_days a number of days, or 0.")
    database, ring = open_storage(storage)
    try:
        return StoredAccounts(database, ring, TokenEndpoint(limits), storage.lease, storage.event_retention_days)
    except BaseException:
        database.close()
        raise


def as_account(row: AccountRow) -> ConnectedAccount:
    """The account at the time of the row, also where nobody has written down yet that its token has ended."""
    status, reason = AccountStatus(row.status), row.status_reason
    if status is AccountStatus.ACTIVE and _is_past(row):
        status, reason = AccountStatus.EXPIRED, _PAST
    return ConnectedAccount(
        connection_name=row.connection,
        identifier=row.identifier,
        status=status,
        kind=row.kind or "",
        scopes=None if row.scopes is None else frozenset(row.scopes.split()),
        plan=row.plan,
        status_reason=reason,
        provider_user=row.provider_user or "",
        expires_at=_moment(row.expires_at),
        created_at=_moment(row.created_at),
        updated_at=_moment(row.updated_at),
        renewable=bool(row.renewable),
    )


def as_event(row: EventRow) -> AccountEvent:
    at = datetime.fromtimestamp(row.at, UTC)
    old, new = AccountStatus(row.old_status), AccountStatus(row.new_status)
    return AccountEvent(row.id, at, row.connection, row.identifier, old, new, row.reason)


def _is_past(row: AccountRow) -> bool:
    """Whether the token has ended, and only a person can bring another."""
    return row.expires_at is not None and row.now >= row.expires_at and not row.renewable


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
