"""The accounts of tokens handed in: kept for as long as the process lives."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

from figwright.concurrency.fork_lock import ForkLock
from figwright.errors import NotConnectedError
from figwright.redaction.secret import Secret
from figwright.types.accounts import Access, ConnectedAccount, LiveToken

if TYPE_CHECKING:
    from figwright.connections import BoundConnection


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
