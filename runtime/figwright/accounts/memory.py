"""The account of a token that was handed in: kept for as long as the process lives."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

from figwright.errors import NotConnectedError
from figwright.rate_limits.memory import MemoryLedger, memory_limits
from figwright.redaction.secret import Secret
from figwright.types.accounts import Access, ConnectedAccount, LiveToken

if TYPE_CHECKING:
    from figwright.connections import BoundConnection


class MemoryAccounts:
    """One account: nothing is stored, nothing is renewed. Safe to share between threads."""

    def __init__(self, account: ConnectedAccount, secret: Secret) -> None:
        self.hand_in = "hand it to with_token(...)"
        self._access = Access(account, LiveToken(secret))
        self._ledger = MemoryLedger()
        self.limits = memory_limits(self._ledger)

    def find(self, connection: BoundConnection, identifier: str) -> Access:
        account = self._access.account
        if (connection.name, identifier) != (account.connection_name, account.identifier):
            raise NotConnectedError(connection.name, identifier)
        return self._access._replace(limited=self._ledger.limited()) if self._ledger.met else self._access

    async def find_on_loop(self, connection: BoundConnection, identifier: str) -> Access:
        return self.find(connection, identifier)

    def renew(self, connection: BoundConnection, access: Access) -> Future[LiveToken]:
        raise NotImplementedError("a token that was handed in is never due")

    def token_after(self, connection: BoundConnection, access: Access, dead: LiveToken) -> None:
        """There is no other."""

    def scopes_seen(self, access: Access, held: Iterable[str]) -> None:
        self._access = access._replace(account=replace(access.account, scopes=frozenset(held)))

    def close(self) -> None:
        """Nothing is open."""
