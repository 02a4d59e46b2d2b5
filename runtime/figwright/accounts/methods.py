"""What both faces do with accounts. Written once, waiting; the awaitable twins run the same code in a thread."""

from __future__ import annotations

import functools
import inspect
import re
import unicodedata
from collections.abc import Callable, Coroutine, Iterable
from copy import copy
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar

from figwright.calls.catalog import Catalog
from figwright.connections import BoundConnection, split_names
from figwright.connector import Connector
from figwright.errors import (
    AccountNotActiveError,
    Cause,
    ConfigurationError,
    FigwrightError,
    NotConnectedError,
    ProviderError,
)
from figwright.http.credentials import as_word
from figwright.redaction.cleaning import OWN_PREFIX
from figwright.redaction.secret import Secret
from figwright.types.accounts import AccountEvent, AccountPage, AccountResult, AccountStatus, ConnectedAccount

if TYPE_CHECKING:
    from figwright.accounts.authorization import Authorizations
    from figwright.accounts.stored import StoredAccounts
    from figwright.accounts.sweep import Refresher
    from figwright.types.accounts import AuthorizationLink, CompletedAuthorization, RefreshReport, StartedAuthorization


P = ParamSpec("P")
T = TypeVar("T")
Listener = TypeVar("Listener", bound=Callable[[AccountEvent], Any])
_CHECK_SECONDS = 15.0
_LONGEST_LIFE = timedelta(days=36_500)
_LARGEST = 2**63 - 1
_LONGEST_IDENTIFIER = 255
_UNWANTED = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class AccountBase:
    """What the waiting and the awaitable methods stand on."""

    _catalog: Catalog

    def _stored(self) -> StoredAccounts:
        raise NotImplementedError

    def _authorizations(self) -> Authorizations:
        raise NotImplementedError

    def on_status_change(self, listener: Listener) -> Listener:
        """Decorate a function (AccountEvent) -> None, called after each change that this client makes.

        It runs in the thread that made the change, so it may not be a coroutine function; what other processes change
        is in `list_account_events`.
        """
        if inspect.iscoroutinefunction(listener):
            raise ConfigurationError("A listener for status changes is a plain function: it runs in a thread.")
        self._stored().listeners.append(listener)
        return listener

    def run_refresher(self, *, every: float = 60.0, rate: float | None = 1.0) -> Refresher:
        """Renew tokens ahead of their time in a thread, looking every so many seconds: a context manager.

        Any number of processes and hosts may do so. `rate`: refreshes a second for each app.
        """
        from figwright.accounts.sweep import Refresher, Sweep

        stored = self._stored()
        return Refresher(lambda: Sweep(stored, rate=rate, limit=None, threads=4), self._catalog.connections(), every)


class AccountMethods(AccountBase):
    """The accounts of one client. Each method takes the connection's name where there is more than one."""

    def get_or_create_connected_account(self, *, identifier: str, connection_name: str | None = None) -> AccountResult:
        """The account of your user, PENDING where it is new; the same one for everybody who asks at once."""
        from figwright.store import accounts

        connection, stored = self._catalog.connection(connection_name), self._stored()
        stored.settle()
        name = checked_identifier(identifier)
        created = False
        if accounts.read(stored.database, connection.name, name) is None:
            with stored.database.write() as transaction:
                created = accounts.create(transaction, connection.name, name)
        return AccountResult(_account(stored, connection, name), created)

    def get_connected_account(self, *, identifier: str, connection_name: str | None = None) -> ConnectedAccount:
        """Raises NotConnectedError where there is no such account."""
        connection, stored = self._catalog.connection(connection_name), self._stored()
        stored.settle()
        return _account(stored, connection, identifier)

    def list_connected_accounts(
        self,
        *,
        connection_name: str | None = None,
        identifier: str | None = None,
        status: str | None = None,
        page_size: int = 100,
        page_token: str | None = None,
    ) -> AccountPage:
        """The accounts that fit every filter given, at most `page_size` (1 to 1000) at a time.

        Raises ConfigurationError for an unknown status or connection, or a token that is not of such a list.
        """
        from figwright.accounts.stored import as_account
        from figwright.store import accounts

        check_page_size(page_size)
        if status is not None and status not in set(AccountStatus):
            raise ConfigurationError(f"{status!r} is no status: {', '.join(AccountStatus)}.")
        stored = self._stored()
        stored.settle()
        rows = accounts.list_accounts(
            stored.database,
            connection="" if connection_name is None else self._catalog.connection(connection_name).name,
            identifier="" if identifier is None else checked_identifier(identifier),
            status=status or "",
            after=_position(page_token),
            limit=page_size + 1,
        )
        shown = tuple(map(as_account, rows[:page_size]))
        more = len(rows) > page_size
        return AccountPage(shown, _token(shown[-1]) if more else None)

    def update_connected_account(
        self, *, identifier: str, plan: str | None, connection_name: str | None = None
    ) -> ConnectedAccount:
        """Say which plan the account's person is on; None where you do not know."""
        from figwright.store import accounts

        connection, stored = self._catalog.connection(connection_name), self._stored()
        _check_plan(connection, plan)
        _account(stored, connection, identifier)
        with stored.database.write() as transaction:
            accounts.set_plan(transaction, connection.name, identifier, plan)
        return _account(stored, connection, identifier)

    def disconnect_connected_account(self, *, identifier: str, connection_name: str | None = None) -> ConnectedAccount:
        """Give the account's credential up: DISCONNECTED, its tokens deleted where no other account shares them.

        The provider keeps its own record of the consent, which its person can end in the settings there.
        """
        connection = self._catalog.connection(connection_name)
        self._stored().leave(connection, checked_identifier(identifier), forget=False)
        return _account(self._stored(), connection, identifier)

    def delete_connected_account(self, *, identifier: str, connection_name: str | None = None) -> None:
        """Disconnect the account and forget that it was there; its events stay."""
        connection = self._catalog.connection(connection_name)
        self._stored().leave(connection, checked_identifier(identifier), forget=True)

    def list_account_events(
        self, *, connection_name: str | None = None, identifier: str | None = None, after: int = 0, limit: int = 100
    ) -> tuple[AccountEvent, ...]:
        """Changes of status after the event with the id `after`, oldest first, whichever process made them.

        At most `limit` at a time. None is skipped: an event that another process is just storing holds back those after
        it for that moment. How long events are kept is a setting (`event_retention_days`). Raises ConfigurationError
        where either is no such number.
        """
        from figwright.accounts.stored import as_event
        from figwright.store import accounts

        if not 1 <= limit <= _LARGEST or not 0 <= after <= _LARGEST:
            raise ConfigurationError("limit is 1 or more, and after is the id of an event, or 0.")
        rows = accounts.events(
            self._stored().database,
            connection="" if connection_name is None else self._catalog.connection(connection_name).name,
            identifier="" if identifier is None else checked_identifier(identifier),
            after=after,
            limit=limit,
        )
        return tuple(map(as_event, rows))

    def connect_with_token(
        self,
        *,
        identifier: str,
        token: str | Secret,
        kind: str | None = None,
        connection_name: str | None = None,
        scopes: Iterable[str] | None = None,
        plan: str | None = None,
        expires_at: datetime | None = None,
        check: bool = True,
    ) -> ConnectedAccount:
        """Connect with a token that the person made at the provider. It is tried with one call, unless not `check`.

        Without `kind` it is the one that the token's beginning tells, else `personal_access_token`. `expires_at` has a
        time zone; from then on the account is EXPIRED. Raises ConfigurationError for what cannot be
        such a token, ProviderError where the provider refuses it or cannot be asked; then nothing is stored.
        """
        token = Secret.text(token)
        connection, stored = self._catalog.connection(connection_name), self._stored()
        kind = kind or told_kind(connection.connector, token)
        name, secret = checked_identifier(identifier), checked_token(connection, token, kind, plan)
        now = datetime.now(UTC)
        if expires_at is not None and (expires_at.tzinfo is None or not now < expires_at < now + _LONGEST_LIFE):
            raise ConfigurationError(
                "expires_at is a time in the future, with its time zone, and within a hundred years. "
                "Leave it out where the token does not end."
            )
        if check:
            _try_token(stored, connection, kind, secret)
        held = None if scopes is None else split_names(scopes)
        stored.keep_token(connection, name, kind, secret, scopes=held, plan=plan, expires_at=expires_at)
        return _account(stored, connection, name)

    def get_authorization_link(
        self,
        *,
        identifier: str,
        connection_name: str | None = None,
        scopes: Iterable[str] | None = None,
        enterprise: bool = False,
        return_to: str | None = None,
        user_verify_url: str | None = None,
        session: str | Secret | None = None,
        replace: bool = False,
    ) -> AuthorizationLink:
        """A link for your user's browser, good for ten minutes and one consent.

        It asks for the least scopes that the connection's tools need, or for `scopes`; `enterprise` takes in those that
        only people on higher plans can grant. `session`, a secret of the user's session with you, must come back to
        `complete_authorization`. With `user_verify_url` the account waits until you confirm its person. `replace` lets
        another person at the provider take the account over. Raises ConfigurationError.
        """
        session = None if session is None else Secret.text(session)
        return self._authorizations().link(
            self._catalog.connection(connection_name),
            checked_identifier(identifier),
            scopes=None if scopes is None else tuple(split_names(scopes)),
            enterprise=enterprise,
            return_to=return_to or "",
            user_verify_url=user_verify_url or "",
            session=session,
            replace=replace,
        )

    def begin_authorization(self, started: str | Secret) -> StartedAuthorization:
        """Bind a start link's consent to the browser that opened it: what the connect app's start route does."""
        started = Secret.text(started)
        return self._authorizations().begin(started)

    def complete_authorization(
        self, callback_url: str | Secret, *, session: str | Secret | None = None, connection_name: str | None = None
    ) -> CompletedAuthorization:
        """Turn the provider's callback into an account, at once: a code lives for seconds.

        `session` is what the consent was bound to, `connection_name` the connection whose callback route was called;
        without it the URL's path tells. Raises AuthorizationError, whose `fault` says what was wrong, ProviderError or
        ConfigurationError; the account is then as it was.
        """
        callback_url, session = Secret.text(callback_url), None if session is None else Secret.text(session)
        return self._authorizations().complete(callback_url, session, connection_name)

    def verify_connected_account_user(self, *, auth_request_id: str, identifier: str) -> ConnectedAccount:
        """Confirm a consent; `identifier` is from your own session, never from the request (T13)."""
        return self._authorizations().verify(auth_request_id, checked_identifier(identifier))

    def refresh_connected_account(self, *, identifier: str, connection_name: str | None = None) -> ConnectedAccount:
        """Renew the account's token now, also where it is REVOKED or EXPIRED: after a repaired client secret, say."""
        from figwright.store import accounts

        connection, stored = self._catalog.connection(connection_name), self._stored()
        row = accounts.read(stored.database, connection.name, checked_identifier(identifier))
        if row is None:
            raise NotConnectedError(connection.name, identifier)
        if row.grant_id is None or row.generation is None or not row.renewable:
            raise ConfigurationError(
                f"The account of {identifier!r} has no refresh token, so only its person can renew it."
            )
        try:
            stored.refreshes.submit(connection, row.grant_id, row.generation, revive=True).result()
        except AccountNotActiveError as error:
            raise AccountNotActiveError(connection.name, identifier, error.status, error.reason) from None
        except FigwrightError as error:
            raise copy(error) from None  # others wait for the same refresh and raise their own
        return _account(stored, connection, identifier)

    def refresh_due(self, *, rate: float | None = 1.0, limit: int | None = None, threads: int = 4) -> RefreshReport:
        """Renew what is due now, at most `limit` grants and `rate` a second for each app, in `threads` threads."""
        from figwright.accounts.sweep import Sweep

        return Sweep(self._stored(), rate=rate, limit=limit, threads=threads).run(self._catalog.connections())


def in_thread(
    method: Callable[Concatenate[Any, P], T],
) -> Callable[Concatenate[Any, P], Coroutine[Any, Any, T]]:
    """The same method, awaitable: it runs in a thread, to its end."""

    async def awaitable(self: Any, /, *args: P.args, **kwargs: P.kwargs) -> T:
        import anyio.to_thread

        work = _Work(functools.partial(method, self, *args, **kwargs))
        del args, kwargs  # they may hold a token, and crash reporters show the locals of each frame
        return await anyio.to_thread.run_sync(work)

    functools.update_wrapper(awaitable, method)
    return awaitable


class _Work(Generic[T]):
    """A call that does not show its arguments."""

    __slots__ = ("_call",)

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call

    def __call__(self) -> T:
        return self._call()


class AsyncAccountMethods(AccountBase):
    """The same, awaitable: what is begun is finished, also where the caller is cancelled meanwhile."""

    get_or_create_connected_account = in_thread(AccountMethods.get_or_create_connected_account)
    get_connected_account = in_thread(AccountMethods.get_connected_account)
    list_connected_accounts = in_thread(AccountMethods.list_connected_accounts)
    update_connected_account = in_thread(AccountMethods.update_connected_account)
    disconnect_connected_account = in_thread(AccountMethods.disconnect_connected_account)
    delete_connected_account = in_thread(AccountMethods.delete_connected_account)
    list_account_events = in_thread(AccountMethods.list_account_events)
    connect_with_token = in_thread(AccountMethods.connect_with_token)
    get_authorization_link = in_thread(AccountMethods.get_authorization_link)
    begin_authorization = in_thread(AccountMethods.begin_authorization)
    complete_authorization = in_thread(AccountMethods.complete_authorization)
    verify_connected_account_user = in_thread(AccountMethods.verify_connected_account_user)
    refresh_connected_account = in_thread(AccountMethods.refresh_connected_account)
    refresh_due = in_thread(AccountMethods.refresh_due)


def checked_identifier(identifier: str) -> str:
    """Identifiers are compared byte by byte, so those that merely look alike are refused (T39)."""
    if (
        not isinstance(identifier, str)
        or not 1 <= len(identifier) <= _LONGEST_IDENTIFIER
        or _UNWANTED.search(identifier)
        or identifier != identifier.strip()
        or not unicodedata.is_normalized("NFC", identifier)
    ):
        raise ConfigurationError(
            "An identifier is your own name for the user: 1 to 255 characters of NFC text, without control characters "
            "and without spaces at its ends."
        )
    return identifier


def told_kind(connector: Connector, token: Secret) -> str:
    """The kind that the token's beginning tells, else a personal token: what people make and paste."""
    return kind_by_beginning(connector, token.reveal()) or "personal_access_token"


def kind_by_beginning(connector: Connector, token: str) -> str | None:
    begins = token.lstrip().startswith
    return next((kind for kind, each in connector.credentials.items() if begins(each.token_prefixes)), None)


def checked_token(connection: BoundConnection, token: Secret, kind: str, plan: str | None) -> Secret:
    """Raises ConfigurationError for an unknown kind or plan, or what cannot be a token."""
    connector = connection.connector
    if kind not in connector.credentials:
        raise ConfigurationError(f"{kind!r} is no credential of {connector.title}: {', '.join(connector.credentials)}.")
    _check_plan(connection, plan)
    word = as_word(connector, kind, token)
    if word.reveal().startswith(OWN_PREFIX):
        raise ConfigurationError(f"This is a token of ours, for MCP clients. It is never sent to {connector.title}.")
    return word


def check_page_size(page_size: int) -> None:
    if not 1 <= page_size <= 1000:
        raise ConfigurationError("page_size is between 1 and 1000.")


def _check_plan(connection: BoundConnection, plan: str | None) -> None:
    connector = connection.connector
    if plan is not None and plan not in connector.plans:
        raise ConfigurationError(f"{plan!r} is no plan of {connector.title}: {', '.join(connector.plans)}.")


def _try_token(stored: StoredAccounts, connection: BoundConnection, kind: str, secret: Secret) -> None:
    try:
        stored.provider.identify(connection, kind, secret, _CHECK_SECONDS, hand_in="connect with that one instead")
    except ProviderError as error:
        alive = (Cause.MISSING_SCOPE, Cause.PLAN_TOO_LOW, Cause.SEAT_TOO_LOW, Cause.NO_ACCESS)
        if error.cause not in alive:
            raise


def _account(stored: StoredAccounts, connection: BoundConnection, identifier: str) -> ConnectedAccount:
    from figwright.accounts.stored import as_account
    from figwright.store import accounts

    row = accounts.read(stored.database, connection.name, checked_identifier(identifier))
    if row is None:
        raise NotConnectedError(connection.name, identifier)
    return as_account(row)


def _token(last: ConnectedAccount) -> str:
    return f"{last.connection_name}:{last.identifier}"


def _position(page_token: str | None) -> tuple[str, str]:
    if not page_token:
        return ("", "")
    connection, colon, identifier = page_token.partition(":")
    if not colon or _UNWANTED.search(page_token):
        raise ConfigurationError("page_token is not one that list_connected_accounts gave.")
    return (connection, identifier)
