"""Connected accounts: whose credential a call uses, and the seam to where accounts are kept.

`Accounts` is what the call path asks. `MemoryAccounts` keeps one handed-in token for as long as the process lives;
`StoredAccounts` is everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from figwright.errors import AccountNotActiveError, NotConnectedError
from figwright.forks import ForkLock
from figwright.secrets import Secret

if TYPE_CHECKING:
    from figwright.connections import BoundConnection


class AccountStatus(StrEnum):
    PENDING = "PENDING"
    """No consent yet."""
    PENDING_VERIFICATION = "PENDING_VERIFICATION"
    """Consent given, the person not yet confirmed."""
    ACTIVE = "ACTIVE"
    EXPIRED = "EXPIRED"
    """Past its time, and cannot be renewed without a person."""
    REVOKED = "REVOKED"
    """The provider ended it."""
    DISCONNECTED = "DISCONNECTED"
    """Your side ended it."""


@dataclass(frozen=True, slots=True)
class ConnectedAccount:
    """Your user's handle on a credential: (connection, identifier), what kind it is and what it may do.

    `kind` is "" while there is no credential. `scopes` is None where nobody knows them (a personal access token does
    not tell), `plan` likewise. `status_reason` says what the status alone does not.
    """

    connection_name: str
    identifier: str
    status: AccountStatus
    kind: str = ""
    scopes: frozenset[str] | None = None
    plan: str | None = None
    status_reason: str = ""
    provider_user: str = ""
    expires_at: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


class AccountEvent(NamedTuple):
    """One change of an account's status, or of the reason for it."""

    id: int
    at: datetime
    connection_name: str
    identifier: str
    old: AccountStatus
    new: AccountStatus
    reason: str


@dataclass(frozen=True, slots=True)
class LiveToken:
    """A token to send now. `generation` grows with every token that replaces it."""

    secret: Secret
    generation: int = 0


class Access(NamedTuple):
    """What a call finds: the account, a token that should work, and whether it must be renewed first."""

    account: ConnectedAccount
    token: LiveToken | None
    """None where it is past its time."""
    due: bool = False
    grant_id: str = ""
    generation: int = 0
    renewable: bool = False


class Unusable(NamedTuple):
    """An account that turned out to be unusable: what to raise, once `note` has written down why."""

    error: AccountNotActiveError
    note: Callable[[], object]


class Accounts(Protocol):
    """Where accounts are kept. Methods may block; the async face runs them in a thread where `blocking` is true."""

    @property
    def blocking(self) -> bool: ...

    @property
    def hand_in(self) -> str:
        """How another token is handed in, as a reader of errors is told: "put it into VARIABLE"; "" for accounts."""
        ...

    def find(self, connection: BoundConnection, identifier: str) -> Access | Unusable:
        """Raises NotConnectedError, or AccountNotActiveError where the account cannot be used now. Writes nothing."""
        ...

    async def find_on_loop(self, connection: BoundConnection, identifier: str) -> Access | Unusable:
        """The same on an event loop, which goes on meanwhile."""
        ...

    def renew(self, connection: BoundConnection, access: Access) -> Future[LiveToken]:
        """A token in place of one that is due, by the one refresh that is under way for it."""
        ...

    def token_after(
        self, connection: BoundConnection, access: Access, dead: LiveToken
    ) -> LiveToken | Future[LiveToken | None] | None:
        """The provider called `dead` a dead token: a newer one, or None where there can be none."""

    def scopes_seen(self, access: Access, held: Iterable[str]) -> None:
        """The provider named the scopes that the account really has."""

    def close(self) -> None:
        """Let go of what is open. A later call opens it again."""


class MemoryAccounts:
    """The accounts of tokens handed in: nothing is stored, nothing is renewed. Safe to share between threads."""

    blocking = False

    def __init__(self) -> None:
        self.hand_in = "hand it to with_token(...)"
        self._lock = ForkLock()
        self._accounts: dict[tuple[str, str], Access] = {}

    def connect(self, account: ConnectedAccount, secret: Secret) -> None:
        """Keep a token under its account; one that stood there before is replaced."""
        key = (account.connection_name, account.identifier)
        with self._lock:
            before = self._accounts.get(key)
            generation = before.token.generation + 1 if before and before.token else 0
            self._accounts[key] = Access(account, LiveToken(secret, generation))

    def find(self, connection: BoundConnection, identifier: str) -> Access:
        with self._lock:
            access = self._accounts.get((connection.name, identifier))
        if access is None:
            raise NotConnectedError(connection.name, identifier)
        return access

    async def find_on_loop(self, connection: BoundConnection, identifier: str) -> Access:
        return self.find(connection, identifier)

    def renew(self, connection: BoundConnection, access: Access) -> Future[LiveToken]:
        raise NotImplementedError("a token that was handed in is never due")

    def token_after(self, connection: BoundConnection, access: Access, dead: LiveToken) -> LiveToken | None:
        token = self.find(connection, access.account.identifier).token
        return token if token and token.generation > dead.generation else None

    def scopes_seen(self, access: Access, held: Iterable[str]) -> None:
        key = (access.account.connection_name, access.account.identifier)
        with self._lock:
            current = self._accounts[key]
            self._accounts[key] = current._replace(account=replace(current.account, scopes=frozenset(held)))

    def close(self) -> None:
        """Nothing is open."""
