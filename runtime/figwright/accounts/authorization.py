"""From a link to an account: authorization requests, callbacks, and the confirmation of who gave the consent.

RFC 6749 §4.1 with PKCE (RFC 7636) and the advice of RFC 9700: a state is random, stored as a hash, bound to a browser
or a session where there is one, comes back to its own connection's path, and is used up by one statement (T1-T14).
"""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import uuid4

from figwright.accounts.checks import checked_identifier
from figwright.accounts.stored import StoredAccounts, as_account
from figwright.connections import BoundConnection, Catalog, split_names
from figwright.crypto.keyring import SealBrokenError
from figwright.errors import (
    AuthorizationError,
    Cause,
    ConfigurationError,
    InvalidResponseError,
    OutcomeUnknownError,
    ProviderError,
    StoreError,
)
from figwright.oauth.callback import read_callback
from figwright.oauth.protocol import (
    Refusal,
    TokenError,
    TokenResponse,
    authorization_url,
    fingerprint,
    new_secret,
    new_verifier,
)
from figwright.oauth.redirects import check_return, is_address, with_query
from figwright.oauth.scopes import check_scopes, granted_scopes, needed_scopes
from figwright.redaction.secret import Secret
from figwright.refresh.schedule import schedule
from figwright.store import Transaction, accounts, authorization_requests, grants
from figwright.store.accounts import EventRow
from figwright.store.authorization_requests import RequestRow
from figwright.store.bounds import CONSENT
from figwright.store.fault_points import reach
from figwright.store.repeating import repeated
from figwright.types.accounts import (
    AccountStatus,
    AuthorizationLink,
    CompletedAuthorization,
    ConnectedAccount,
    StartedAuthorization,
)

_CONSENT = "a new consent granted"
_DELETED = "The account was deleted meanwhile. Start again."
_EXCHANGE = 15.0
_REQUEST_ID = re.compile(r"[0-9a-f]{32}")


class Authorizations:
    """The consents of one client's connections."""

    def __init__(self, stored: StoredAccounts, catalog: Catalog, public_url: str) -> None:
        if public_url and not is_address(public_url):
            raise ConfigurationError(
                "public_url is where the connect app is mounted, such as https://app.example.com/figwright."
            )
        self._stored, self._catalog, self.public_url = stored, catalog, public_url.rstrip("/")

    def link(
        self,
        connection_name: str | None,
        identifier: str,
        scopes: Iterable[str] | None,
        enterprise: bool,
        return_to: str | None,
        user_verify_url: str | None,
        session: Secret | None,
        replace: bool,
    ) -> AuthorizationLink:
        """A pending consent. Raises ConfigurationError, before any address is built, where it could not succeed."""
        connection, identifier = self._catalog.connection(connection_name), checked_identifier(identifier)
        return_to, user_verify_url = return_to or "", user_verify_url or ""
        connection.client_secret()
        needed = needed_scopes(connection, enterprise=enterprise)
        asked = tuple(dict.fromkeys(split_names(scopes))) if scopes is not None else needed.scopes
        if not asked and scopes is None and needed.left_out:
            why = "; ".join(f"{scope} is not asked for: {reason}" for scope, reason in needed.left_out.items())
            raise ConfigurationError(f"{connection.name}: {why}.")
        check_scopes(connection, asked)
        if session is not None and self.public_url:
            raise ConfigurationError(
                "With public_url the connect app binds the consent to a browser: leave session out."
            )
        if session is not None and not session:
            raise ConfigurationError(
                "session is empty, so it binds the consent to nobody. Pass a secret of the user's session."
            )
        check_return("return_to", return_to)
        check_return("user_verify_url", user_verify_url)
        request_id, started, state, verifier = uuid4().hex, new_secret(), new_secret(), new_verifier()
        direct = not self.public_url
        self._stored.expire_overdue()
        with self._stored.database.write() as transaction:
            accounts.create(transaction, connection.name, identifier)
            expires_at = authorization_requests.add(
                transaction,
                id=request_id,
                connection=connection.name,
                identifier=identifier,
                start_hash=None if direct else fingerprint(started),
                state_hash=fingerprint(state) if direct else None,
                browser_hash=fingerprint(session) if session is not None and direct else None,
                verifier=self._stored.ring.seal(verifier.encode(), request_id, "verifier") if direct else None,
                scopes=" ".join(asked),
                return_to=return_to,
                user_verify_url=user_verify_url,
                replaces=replace,
                lifetime=CONSENT,
            )
        return AuthorizationLink(
            link=authorization_url(connection, asked, state, verifier)
            if direct
            else f"{self.public_url}/connect/{quote(started)}",
            expiry=datetime.fromtimestamp(expires_at, UTC),
            scopes=asked,
            warnings=tuple(_warnings(connection, needed.left_out if scopes is None else {})),
            auth_request_id=request_id,
        )

    def begin(self, started: Secret) -> StartedAuthorization:
        """Bind the consent behind a start link to the browser that opened it; opened again, to that browser instead."""
        request_hash = fingerprint(started)
        row = authorization_requests.by_start(self._stored.database, request_hash)
        if row is None:
            raise AuthorizationError("unknown_state", "This link is not known. Ask for a new one.")
        _check_fresh(row)
        state, browser, verifier = new_secret(), new_secret(), new_verifier()
        with self._stored.database.write() as transaction:
            bound = authorization_requests.start(
                transaction,
                request_hash,
                state_hash=fingerprint(state),
                browser_hash=fingerprint(browser),
                verifier=self._stored.ring.seal(verifier.encode(), row.id, "verifier"),
            )
        if bound is None:
            raise AuthorizationError("used", "This link was used already. Ask for a new one.")
        location = authorization_url(self._catalog.connection(row.connection), row.scopes.split(), state, verifier)
        return StartedAuthorization(location, browser, max(int(row.expires_at - row.now), 1), row.id)

    def asked(self, *, state: str = "", started: str = "") -> RequestRow | None:
        """The consent behind a state or a start link, used and ended ones among them, while it is kept."""
        if started:
            return authorization_requests.by_start(self._stored.database, fingerprint(started))
        return authorization_requests.by_state(self._stored.database, fingerprint(state)) if state else None

    def complete(
        self, callback_url: Secret, session: Secret | None, connection_name: str | None
    ) -> CompletedAuthorization:
        """Turn a callback into an account: the code is exchanged here and now, once."""
        callback = read_callback(callback_url)
        state = callback.state
        if not state:
            raise AuthorizationError(
                "missing_state", "The callback carries no state, so it belongs to no consent here."
            )
        row = authorization_requests.by_state(self._stored.database, fingerprint(state))
        if row is None:
            raise AuthorizationError("unknown_state", "This consent is not known here. Start again with a new link.")
        connection = self._catalog.connection(row.connection)
        self._check_place(connection, row, callback.path, connection_name, callback.issuer, session)
        self._use(row, state)
        if callback.refused:
            raise AuthorizationError("refused", f"{connection.connector.title} says that the consent was not given.")
        if not callback.code:
            raise AuthorizationError("no_code", "The callback carries no code. Start again with a new link.")
        tokens = self._exchange(connection, row, callback.code)
        return self._store(connection, row, self._identified(connection, tokens))

    def verify(self, auth_request_id: str, identifier: str) -> ConnectedAccount:
        """Confirm that the person of `identifier`, known from your own session, gave this consent (T12, T13)."""
        checked_identifier(identifier)
        unknown = AuthorizationError(
            "unknown_request",
            f"No consent of {identifier!r} waits to be confirmed under this id. It may have expired: "
            "consents wait ten minutes.",
        )
        if not _REQUEST_ID.fullmatch(str(auth_request_id)):  # it comes from an address: no store would take all of it
            raise unknown
        self._stored.expire_overdue()
        found = authorization_requests.by_id(self._stored.database, auth_request_id)
        if found is None or found.identifier != identifier:
            raise unknown

        def confirm(transaction: Transaction) -> list[EventRow]:
            account = self._lock(transaction, found)
            row = authorization_requests.verify(transaction, auth_request_id, identifier)
            if row is None or row.grant_id is None:
                raise unknown
            return self._attach(transaction, row, account, row.grant_id)

        self._stored.notify(repeated(self._stored.database, confirm))
        return self._account(found)

    def _check_place(
        self,
        connection: BoundConnection,
        row: RequestRow,
        path: str,
        connection_name: str | None,
        issuer: str,
        session: Secret | None,
    ) -> None:
        own_path = urlsplit(connection.redirect_uri).path
        if row.connection != connection_name if connection_name is not None else path != own_path:
            raise AuthorizationError("wrong_path", "This consent belongs to another connection's callback.")
        if issuer and issuer != connection.connector.oauth.issuer:
            raise AuthorizationError("wrong_issuer", "The callback names another issuer than the consent was asked of.")
        _check_fresh(row)
        browser = fingerprint(session or "")
        if row.browser_hash is not None and not hmac.compare_digest(browser, row.browser_hash):
            raise AuthorizationError(
                "other_browser", "This consent was started in another browser. Finish it there, or start again here."
            )

    def _use(self, row: RequestRow, state: Secret) -> None:
        with self._stored.database.write() as transaction:
            used = authorization_requests.use(
                transaction, fingerprint(state), connection=row.connection, browser_hash=row.browser_hash or ""
            )
        if not used:
            raise AuthorizationError("used", "This consent was completed already. Start again with a new link.")

    def _exchange(self, connection: BoundConnection, row: RequestRow, code: Secret) -> TokenResponse:
        title = connection.connector.title
        try:
            verifier = Secret.text(self._stored.ring.open(row.verifier or b"", row.id, "verifier").decode())
        except SealBrokenError:
            raise AuthorizationError("no_verifier", "The consent cannot be completed any more. Start again.") from None
        try:
            return self._stored.provider.exchange(connection, code, verifier, _EXCHANGE)
        except TokenError as error:
            if error.refusal is Refusal.TRANSIENT:
                raise ProviderError(
                    f"{error.message} Start again with a new link.",
                    cause=Cause.PROVIDER_DOWN,
                    status=error.status,
                    retry_after=error.retry_after,
                    request_id=error.request_id,
                ) from None
            if error.refusal is Refusal.APP:
                raise ConfigurationError(
                    f"{title} refuses the app of the connection {connection.name!r}: {error.told} "
                    "Check its client id, secret and redirect URI."
                ) from None
            raise AuthorizationError(
                "code_rejected", f"{error.told} A code lives for seconds only. Start again with a new link."
            ) from None

    def _identified(self, connection: BoundConnection, tokens: TokenResponse) -> TokenResponse:
        """The tokens with the id of whose they are, asked of the API where the answer does not tell it (T14)."""
        connector = connection.connector
        if tokens.user or not connector.person_id:
            return tokens
        found = self._stored.provider.identify(connection, connector.oauth.credential, tokens.access, _EXCHANGE)
        user = found.get(connector.person_id) if isinstance(found, dict) else None
        if not isinstance(user, str | int) or not user:
            text = f"{connector.title} did not tell who gave this consent. Start again with a new link."
            raise InvalidResponseError(text, cause=Cause.PROVIDER_DOWN)
        return tokens._replace(user=str(user))

    def _store(self, connection: BoundConnection, row: RequestRow, tokens: TokenResponse) -> CompletedAuthorization:
        oauth, scopes = connection.connector.oauth, tuple(row.scopes.split())
        organization = bool(set(scopes).intersection(oauth.organization_scopes))
        kind = oauth.organization_credential if organization and oauth.organization_credential else oauth.credential
        scopes = granted_scopes(connection.connector, scopes, tokens.scopes)
        row = row._replace(scopes=" ".join(scopes))
        user = tokens.user or f"{len(row.connection)}:{row.connection}:{row.identifier}"
        client_id = connection.options.client_id

        def store(transaction: Transaction, *, again: bool) -> tuple[bool, list[EventRow]]:
            account = self._lock(transaction, row, client_id, user)
            # the COMMIT that had no answer is over: it held the account, too
            if again and (waits := self._is_stored(row, tokens)) is not None:
                return waits, []
            status, old_grant = account
            if old_grant is not None and not row.replaces:
                _check_same_user(grants.owner(transaction, old_grant), (client_id, user), row.identifier)
            grant_id = self._stored.store_consent(
                transaction,
                client_id=client_id,
                provider_user=user,
                kind=kind,
                tokens=tokens,
                when=lambda grant_id: schedule(grant_id, row.now, tokens.expires_in),
                scopes=scopes,
            )
            required = connection.options.verification == "required" or bool(row.user_verify_url)
            waits = required and grant_id != old_grant
            if waits:
                events = self._let_wait(transaction, row, status, grant_id)
            else:
                events = self._attach(transaction, row, account, grant_id)
            reach("consent.written")
            return waits, events

        waits, events = self._carry_out(store, row, tokens)
        self._stored.notify(events)
        redirect_to = row.return_to
        if waits and row.user_verify_url:
            redirect_to = with_query(row.user_verify_url, auth_request_id=row.id)
        return CompletedAuthorization(self._account(row), row.id, waits, redirect_to)

    def _lock(
        self, transaction: Transaction, row: RequestRow, client_id: str = "", person: str = ""
    ) -> tuple[str, str | None]:
        account = self._stored.lock(transaction, row.connection, row.identifier, client_id=client_id, person=person)
        if account is None:
            raise AuthorizationError("unknown_state", _DELETED)
        return account

    def _carry_out(
        self, store: Callable[..., tuple[bool, list[EventRow]]], row: RequestRow, tokens: TokenResponse
    ) -> tuple[bool, list[EventRow]]:
        """Store a consent, again and again while a lease lasts: its code is spent, and its tokens are here alone."""
        end, again = time.monotonic() + self._stored.lease, False
        while True:
            try:
                left = end - time.monotonic()
                return repeated(self._stored.database, partial(store, again=again), seconds=left, after=StoreError)
            except OutcomeUnknownError:
                if (waits := self._is_stored(row, tokens)) is not None:
                    return waits, []  # those who list the events see them
                if time.monotonic() > end:
                    raise
                again = True

    def _is_stored(self, row: RequestRow, tokens: TokenResponse) -> bool | None:
        """Whether the consent waits for its person, if it is stored at all."""
        request = authorization_requests.by_id(self._stored.database, row.id)
        if request is not None and request.grant_id is not None:
            return True
        found = self._stored.read_token(row.connection, row.identifier)
        return False if found is not None and found.reveal() == tokens.access.reveal() else None

    def _let_wait(self, transaction: Transaction, row: RequestRow, status: str, grant_id: str) -> list[EventRow]:
        waiting, old = AccountStatus.PENDING_VERIFICATION, status
        earlier = authorization_requests.supersede(transaction, row.connection, row.identifier)
        if status == waiting:
            old = next((before for _, before in earlier), AccountStatus.PENDING)
        authorization_requests.await_confirmation(
            transaction, row.id, grant_id, old_status=old, scopes=row.scopes, lifetime=CONSENT
        )
        for unconfirmed, _ in earlier:
            grants.drop_unused(transaction, unconfirmed)
        events = self._stored.share(transaction, grant_id, _granted(row))
        if status != AccountStatus.ACTIVE:
            changed = accounts.change_status(transaction, row.connection, row.identifier, status, waiting)
            events += [changed] if changed else []
        return events

    def _attach(
        self, transaction: Transaction, row: RequestRow, account: tuple[str, str | None], grant_id: str
    ) -> list[EventRow]:
        status, old_grant = account
        if old_grant is not None and not row.replaces:  # it may have been connected while this consent waited
            _check_same_user(grants.owner(transaction, old_grant), grants.owner(transaction, grant_id), row.identifier)
        accounts.attach(transaction, row.connection, row.identifier, grant_id)
        another = ", of another person" if old_grant not in (None, grant_id) else ""
        again = _granted(row, another) if status == AccountStatus.ACTIVE else ""
        changed = accounts.change_status(
            transaction, row.connection, row.identifier, status, AccountStatus.ACTIVE, again
        )
        events = [changed] if changed else []
        working = (AccountStatus.ACTIVE, AccountStatus.EXPIRED, AccountStatus.REVOKED)
        events += accounts.change_sharing(
            transaction,
            grant_id,
            working,
            AccountStatus.ACTIVE,
            _granted(row),
            but=(row.connection, row.identifier),
        )
        if old_grant is not None and old_grant != grant_id:
            grants.drop_unused(transaction, old_grant)
        return events

    def _account(self, row: RequestRow) -> ConnectedAccount:
        account = accounts.read(self._stored.database, row.connection, row.identifier)
        if account is None:
            raise AuthorizationError("unknown_state", _DELETED)
        return as_account(account)


def _granted(row: RequestRow, another: str = "") -> str:
    return f"{_CONSENT}{another}: {row.scopes}".removesuffix(": ")


def _check_fresh(row: RequestRow) -> None:
    if row.used_at is not None:
        raise AuthorizationError("used", "This consent was completed already. Start again with a new link.")
    if row.expires_at <= row.now:
        raise AuthorizationError("expired", "This link has expired. Start again with a new one.")


def _check_same_user(before: tuple[str, str], now: tuple[str, str], identifier: str) -> None:
    app, person = before
    if app and person != now[1]:  # a token that was handed in has no app, and nobody asked whose it is
        raise AuthorizationError(
            "other_user",
            f"The account of {identifier!r} belongs to another person at the provider than the one who consented. "
            "Sign in there as that person, or ask for a link that replaces the account.",
        )


def _warnings(connection: BoundConnection, left_out: Any) -> list[str]:
    connector, state = connection.connector, connection.publishing_state
    warnings = [f"{scope} is not asked for: {why}." for scope, why in left_out.items()]
    if who := connector.publishing_states.get(state):
        then = f" Publish it at {connector.title} first." if state == "draft" else ""
        warnings.append(f"The app is {'a draft' if state == 'draft' else state}: {who}.{then}")
    return warnings
