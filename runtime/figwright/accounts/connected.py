"""What a client does with the accounts of its users, waiting. What each method is for stands at `Actions`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from datetime import UTC, datetime, timedelta

from figwright.accounts.checks import UNWANTED, check_page_size, check_plan, checked_identifier, checked_token
from figwright.accounts.stored import StoredAccounts, as_account, as_event
from figwright.connections import BoundConnection, Catalog, split_names
from figwright.errors import (
    AccountNotActiveError,
    ConfigurationError,
    FigwrightError,
    NotConnectedError,
    ProviderError,
)
from figwright.oauth.protocol import TokenResponse
from figwright.oauth.token_endpoint import LIVES
from figwright.redaction.secret import Secret
from figwright.refresh.schedule import Schedule
from figwright.store import Transaction, accounts, authorization_requests, grants
from figwright.store.accounts import EventRow
from figwright.store.repeating import repeated
from figwright.types.accounts import AccountEvent, AccountPage, AccountResult, AccountStatus, ConnectedAccount

_CHECK_SECONDS = 15.0
_LONGEST_LIFE = timedelta(days=36_500)
_LARGEST = 2**63 - 1


class ConnectedAccounts:
    """The accounts of one client's connections."""

    def __init__(self, opened: Callable[[], StoredAccounts], catalog: Catalog) -> None:
        """`opened` hands out the store, and is asked once a name has a connection: a misspelt one makes no database."""
        self._opened, self._catalog = opened, catalog

    @property
    def _stored(self) -> StoredAccounts:
        return self._opened()

    def read(self, connection_name: str | None, identifier: str) -> ConnectedAccount:
        connection, name = self._catalog.connection(connection_name).name, checked_identifier(identifier)
        row = accounts.read(self._stored.database, connection, name)
        if row is None:
            raise NotConnectedError(connection, identifier)
        return as_account(row)

    def get(self, connection_name: str | None, identifier: str) -> ConnectedAccount:
        connection, name = self._catalog.connection(connection_name), checked_identifier(identifier)
        self._stored.expire_overdue()
        return self.read(connection.name, name)

    def get_or_create(self, connection_name: str | None, identifier: str) -> AccountResult:
        connection, name = self._catalog.connection(connection_name).name, checked_identifier(identifier)
        self._stored.expire_overdue()
        created = False
        if accounts.read(self._stored.database, connection, name) is None:
            with self._stored.database.write() as transaction:
                created = accounts.create(transaction, connection, name)
        return AccountResult(self.read(connection, name), created)

    def list(
        self, within: str | None, identifier: str | None, status: str | None, page_size: int, page_token: str | None
    ) -> AccountPage:
        check_page_size(page_size)
        if status is not None and status not in set(AccountStatus):
            raise ConfigurationError(f"{status!r} is no status: {', '.join(AccountStatus)}.")
        connection, whose = self._filter(within, identifier)
        self._stored.expire_overdue()
        rows = accounts.list_accounts(
            self._stored.database,
            connection=connection,
            identifier=whose,
            status=status or "",
            after=_position(page_token),
            limit=page_size + 1,
        )
        shown = tuple(map(as_account, rows[:page_size]))
        following = f"{shown[-1].connection_name}:{shown[-1].identifier}" if len(rows) > page_size else None
        return AccountPage(shown, following)

    def set_plan(self, connection_name: str | None, identifier: str, plan: str | None) -> ConnectedAccount:
        connection = self._catalog.connection(connection_name)
        check_plan(connection.connector, plan)
        self.read(connection.name, identifier)
        with self._stored.database.write() as transaction:
            accounts.set_plan(transaction, connection.name, identifier, plan)
        return self.read(connection.name, identifier)

    def disconnect(self, connection_name: str | None, identifier: str, *, delete: bool) -> None:
        """Give up what the account holds, its waiting consents too, and the account itself if it is to be deleted."""
        connection, name = self._catalog.connection(connection_name).name, checked_identifier(identifier)

        def disconnect(transaction: Transaction) -> EventRow | None:
            account = self._stored.lock(transaction, connection, name)
            if account is None:
                raise NotConnectedError(connection, name)
            status, grant_id = account
            held = authorization_requests.forget(transaction, connection, name)
            accounts.attach(transaction, connection, name, None)
            reason = "deleted" if delete else ""
            event = accounts.change_status(transaction, connection, name, status, AccountStatus.DISCONNECTED, reason)
            if delete:
                accounts.delete(transaction, connection, name)
            for each in {grant_id, *held} - {None}:
                grants.drop_unused(transaction, str(each))
            return event

        self._carry_out(disconnect)

    def events(self, within: str | None, identifier: str | None, after: int, limit: int) -> tuple[AccountEvent, ...]:
        if not 1 <= limit <= _LARGEST or not 0 <= after <= _LARGEST:
            raise ConfigurationError("limit is 1 or more, and after is the id of an event, or 0.")
        connection, whose = self._filter(within, identifier)
        rows = accounts.events(self._stored.database, connection=connection, identifier=whose, after=after, limit=limit)
        return tuple(map(as_event, rows))

    def connect_with_token(
        self,
        connection_name: str | None,
        identifier: str,
        token: Secret,
        kind: str | None,
        *,
        scopes: Iterable[str] | None,
        plan: str | None,
        expires_at: datetime | None,
        check: bool,
    ) -> ConnectedAccount:
        connection = self._catalog.connection(connection_name)
        name = checked_identifier(identifier)
        kind, secret = checked_token(connection.connector, token, kind, plan)
        now = datetime.now(UTC)
        if expires_at is not None and (expires_at.tzinfo is None or not now < expires_at < now + _LONGEST_LIFE):
            raise ConfigurationError(
                "expires_at is a time in the future, with its time zone, and within a hundred years. "
                "Leave it out where the token does not end."
            )
        if check:
            self._try_token(connection, kind, secret)
        ends = Schedule(expires_at.timestamp() if expires_at else None, None)
        person = f"{len(connection.name)}:{connection.name}:{name}"
        held_scopes = None if scopes is None else set(split_names(scopes))

        def store(transaction: Transaction) -> EventRow | None:
            accounts.create(transaction, connection.name, name)
            account = self._stored.lock(transaction, connection.name, name, person=person)
            assert account is not None
            status, old_grant = account
            grant_id = self._stored.store_consent(
                transaction,
                client_id="",
                provider_user=person,
                kind=kind,
                tokens=TokenResponse(secret, None, None, ""),
                when=lambda _: ends,
                scopes=held_scopes,
            )
            accounts.attach(transaction, connection.name, name, grant_id)
            if plan is not None:
                accounts.set_plan(transaction, connection.name, name, plan)
            event = accounts.change_status(transaction, connection.name, name, status, AccountStatus.ACTIVE)
            if old_grant is not None and old_grant != grant_id:
                grants.drop_unused(transaction, old_grant)
            return event

        self._carry_out(store)
        return self.read(connection.name, name)

    def refresh(self, connection_name: str | None, identifier: str) -> ConnectedAccount:
        connection = self._catalog.connection(connection_name)
        name = checked_identifier(identifier)
        row = accounts.read(self._stored.database, connection.name, name)
        if row is None:
            raise NotConnectedError(connection.name, identifier)
        if row.grant_id is None or row.generation is None or not row.renewable:
            raise ConfigurationError(
                f"The account of {identifier!r} has no refresh token, so only its person can renew it."
            )
        try:
            self._stored.refreshes.submit(connection, row.grant_id, row.generation, revive=True).result()
        except AccountNotActiveError as error:
            raise AccountNotActiveError(connection.name, identifier, error.status, error.reason) from None
        except FigwrightError as error:
            raise copy(error) from None  # others wait for the same refresh and raise their own
        return self.read(connection.name, identifier)

    def _carry_out(self, change: Callable[[Transaction], EventRow | None]) -> None:
        event = repeated(self._stored.database, change)
        self._stored.notify([event] if event else [])

    def _filter(self, within: str | None, identifier: str | None) -> tuple[str, str]:
        """A connection and an identifier, "" for any."""
        return (
            "" if within is None else self._catalog.connection(within).name,
            "" if identifier is None else checked_identifier(identifier),
        )

    def _try_token(self, connection: BoundConnection, kind: str, secret: Secret) -> None:
        endpoint = self._stored.provider
        try:
            endpoint.identify(connection, kind, secret, _CHECK_SECONDS, hand_in="connect with that one instead")
        except ProviderError as error:
            if error.cause not in LIVES:
                raise


def _position(page_token: str | None) -> tuple[str, str]:
    if not page_token:
        return ("", "")
    connection, colon, identifier = page_token.partition(":")
    if not colon or UNWANTED.search(page_token):
        raise ConfigurationError("page_token is not one that list_connected_accounts gave.")
    return (connection, identifier)
