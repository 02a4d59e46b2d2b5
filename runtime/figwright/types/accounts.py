"""Connected accounts, and what is handed out on the way to one.

`Accounts` is what the call path asks, wherever accounts are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, Protocol

from figwright.errors import AccountNotActiveError
from figwright.redaction.secret import Secret, refuse_pickle

if TYPE_CHECKING:
    from figwright.connections import BoundConnection
    from figwright.rate_limits.gate import RateLimits


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
    not tell), `plan` likewise. `status_reason` says what the status alone does not. `expires_at` is None where a token
    serves until the provider refuses it; one that is `renewable` is renewed without its person.
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
    renewable: bool = False


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
    limited: float | None = None
    """Seconds until the last limit of the provider's that was met is over; None if none was (`rate_limits.gate`)."""


class Unusable(NamedTuple):
    """An account that turned out to be unusable: what to raise, once `note` has written down why."""

    error: AccountNotActiveError
    note: Callable[[], object]


class Accounts(Protocol):
    """Where accounts are kept. Methods may block; the async face runs them in a thread."""

    @property
    def limits(self) -> RateLimits: ...

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


class AccountResult(NamedTuple):
    connected_account: ConnectedAccount
    created: bool


@dataclass(frozen=True, slots=True)
class AccountPage(Sequence[ConnectedAccount]):
    """Some accounts, in the order of connection and identifier; `next_page_token` is None on the last page."""

    connected_accounts: tuple[ConnectedAccount, ...]
    next_page_token: str | None = field(default=None, repr=False)

    def __getitem__(self, index: Any) -> Any:
        return self.connected_accounts[index]

    def __len__(self) -> int:
        return len(self.connected_accounts)

    def __iter__(self) -> Iterator[ConnectedAccount]:
        return iter(self.connected_accounts)


class AuthorizationLink(NamedTuple):
    """Where to send a person: a `link` to be opened in a browser before `expiry`, and what it asks for."""

    link: str
    expiry: datetime
    scopes: tuple[str, ...]
    warnings: tuple[str, ...]
    auth_request_id: str

    def __repr__(self) -> str:
        return f"AuthorizationLink(..., expiry={self.expiry!r}, scopes={self.scopes!r}, warnings={self.warnings!r})"


class StartedAuthorization(NamedTuple):
    """A consent bound to a browser: redirect to `location` and set a cookie with the value `browser`."""

    location: str
    browser: str
    max_age: int
    auth_request_id: str

    def __repr__(self) -> str:
        return f"StartedAuthorization(..., auth_request_id={self.auth_request_id!r})"

    def __reduce__(self) -> NoReturn:
        refuse_pickle(self)


class CompletedAuthorization(NamedTuple):
    """What came of a callback. `redirect_to` is where the person goes next, or "" for a page of yours."""

    connected_account: ConnectedAccount
    auth_request_id: str
    verification_required: bool
    redirect_to: str


@dataclass(frozen=True, slots=True)
class McpToken:
    """One token but for its secret. `used_at` is exact to an hour, None where it was never used."""

    id: str
    connection_name: str
    identifier: str
    label: str
    read_only: bool
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    expired: bool


@dataclass(frozen=True, slots=True)
class IssuedMcpToken:
    """`token` is the secret: give it to the client now, it can never be read again."""

    token: str = field(repr=False)
    mcp_token: McpToken


@dataclass(frozen=True, slots=True)
class McpTokenPage(Sequence[McpToken]):
    """Some tokens, by account and from old to new; `next_page_token` is None on the last page."""

    mcp_tokens: tuple[McpToken, ...]
    next_page_token: str | None = field(default=None, repr=False)

    def __getitem__(self, index: Any) -> Any:
        return self.mcp_tokens[index]

    def __len__(self) -> int:
        return len(self.mcp_tokens)


class RefreshReport(NamedTuple):
    """What a sweep did: grants whose tokens were renewed, and grants whose refresh failed and will be tried again."""

    refreshed: int
    failed: int
