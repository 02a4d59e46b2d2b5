"""Connected accounts: whose credential a call uses, and the seam to where accounts are kept.

`Accounts` is what the call path asks. `MemoryAccounts` keeps tokens that were handed in, as long as the process lives.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from figwright.errors import AccountNotActiveError, NotConnectedError
from figwright.secrets import Secret


class AccountStatus(StrEnum):
    PENDING = "PENDING"
    PENDING_VERIFICATION = "PENDING_VERIFICATION"
    ACTIVE = "ACTIVE"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"
    DISCONNECTED = "DISCONNECTED"


@dataclass(frozen=True, slots=True)
class ConnectedAccount:
    """Your user's handle on a credential: (connection, identifier), what kind it is and what it may do.

    `scopes` is None where nobody knows them (a personal access token does not tell), `plan` likewise.
    """

    connection_name: str
    identifier: str
    status: AccountStatus
    kind: str
    scopes: frozenset[str] | None = None
    plan: str | None = None
    status_reason: str = ""


@dataclass(frozen=True, slots=True)
class LiveToken:
    """A token to send now. `generation` grows with every token that replaces it."""

    secret: Secret
    generation: int = 0


class Accounts(Protocol):
    """Where accounts are kept. Methods may block; the async face runs them in a thread where `blocking` is true."""

    blocking: bool

    def find(self, connection: str, identifier: str) -> ConnectedAccount:
        """Raises NotConnectedError, or AccountNotActiveError where the account cannot be used now."""
        ...

    def token(self, account: ConnectedAccount) -> LiveToken:
        """A token that should work, renewed first where it is due."""
        ...

    def token_after(self, account: ConnectedAccount, dead: LiveToken) -> LiveToken | None:
        """The provider called `dead` a dead token: a newer one, or None where there is none."""

    def scopes_seen(self, account: ConnectedAccount, held: Iterable[str]) -> None:
        """The provider named the scopes that the account really has."""


class MemoryAccounts:
    """Accounts of this process: nothing is stored, nothing is renewed. Safe to share between threads."""

    blocking = False

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._accounts: dict[tuple[str, str], tuple[ConnectedAccount, LiveToken]] = {}

    def connect(self, account: ConnectedAccount, secret: Secret) -> ConnectedAccount:
        """Keep a token under its account; one that stood there before is replaced."""
        key = (account.connection_name, account.identifier)
        with self._lock:
            before = self._accounts.get(key)
            self._accounts[key] = (account, LiveToken(secret, before[1].generation + 1 if before else 0))
        return account

    def find(self, connection: str, identifier: str) -> ConnectedAccount:
        account, _ = self._entry(connection, identifier)
        if account.status is not AccountStatus.ACTIVE:
            raise AccountNotActiveError(connection, identifier, account.status, account.status_reason)
        return account

    def token(self, account: ConnectedAccount) -> LiveToken:
        return self._entry(account.connection_name, account.identifier)[1]

    def token_after(self, account: ConnectedAccount, dead: LiveToken) -> LiveToken | None:
        key = (account.connection_name, account.identifier)
        with self._lock:
            _, token = self._accounts[key]
        return token if token.generation > dead.generation else None

    def scopes_seen(self, account: ConnectedAccount, held: Iterable[str]) -> None:
        key = (account.connection_name, account.identifier)
        with self._lock:
            current, token = self._accounts[key]
            self._accounts[key] = (replace(current, scopes=frozenset(held)), token)

    def _entry(self, connection: str, identifier: str) -> tuple[ConnectedAccount, LiveToken]:
        with self._lock:
            entry = self._accounts.get((connection, identifier))
        if entry is None:
            raise NotConnectedError(connection, identifier)
        return entry
