"""Tokens by which MCP clients tell us over HTTP whose calls they make: ours, never a provider's (T63, T65).

A token is 256 random bits, shown once and stored as its SHA-256: enough for a secret that nobody chose. It belongs to
one account and ends.
"""

from __future__ import annotations

import re
import secrets
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from figwright.accounts.checks import check_page_size, checked_identifier
from figwright.accounts.stored import StoredAccounts
from figwright.connections import Catalog
from figwright.errors import ConfigurationError, StoreError
from figwright.oauth.protocol import fingerprint, new_secret
from figwright.redaction.cleaning import OWN_PREFIX
from figwright.store import accounts, mcp_tokens
from figwright.store.mcp_tokens import Place, TokenRow
from figwright.types.accounts import IssuedMcpToken, McpToken, McpTokenPage

_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(days=3650)
_LONGEST_LABEL = 100
_NOTED_EVERY = timedelta(hours=1)
"""Using a token is written down at most so often, so that a call stays one read."""
_KEPT_AFTER_END = 30 * 86400.0
_PAGE_TOKEN = re.compile(r"([^:\x00-\x1f\ud800-\udfff]*):([0-9.]+):([0-9a-f]+):(.*)")
_FORGOTTEN_AT_ONCE = 20
"""More than one, so that they become fewer, and few, since somebody waits for a new one meanwhile."""


class ClientTokens:
    """The tokens of one client's accounts. What each method is for stands at `Actions`."""

    def __init__(self, stored: StoredAccounts, catalog: Catalog) -> None:
        self._database, self._catalog = stored.database, catalog

    def issue(
        self, connection_name: str | None, identifier: str, expires_in: timedelta, label: str, *, read_only: bool
    ) -> IssuedMcpToken:
        connection = self._catalog.connection(connection_name)
        name = checked_identifier(identifier)
        if not _SHORTEST <= expires_in <= _LONGEST:
            raise ConfigurationError("expires_in is between a minute and ten years.")
        if len(label) > _LONGEST_LABEL or not label.isprintable():
            raise ConfigurationError(f"label is at most {_LONGEST_LABEL} printable characters, on one line.")
        token = f"{OWN_PREFIX}{new_secret()}"
        with self._database.write() as transaction:
            mcp_tokens.forget(transaction, span=_KEPT_AFTER_END, limit=_FORGOTTEN_AT_ONCE)
            accounts.create(transaction, connection.name, name)
            row = mcp_tokens.add(
                transaction,
                hash=fingerprint(token),
                id=secrets.token_hex(6),
                connection=connection.name,
                identifier=name,
                label=label,
                read_only=read_only,
                lifetime=expires_in.total_seconds(),
            )
        return IssuedMcpToken(token, _as_token(row))

    def list(
        self, connection_name: str | None, identifier: str | None, page_size: int, page_token: str | None
    ) -> McpTokenPage:
        check_page_size(page_size)
        connection = ""
        if connection_name is not None or identifier is not None:
            connection = self._catalog.connection(connection_name).name
        rows = mcp_tokens.list_tokens(
            self._database,
            connection,
            "" if identifier is None else checked_identifier(identifier),
            after=_place(page_token) if page_token else mcp_tokens.START,
            limit=page_size + 1,
        )
        shown = rows[:page_size]
        following = _page_token(shown[-1]) if len(rows) > page_size else None
        return McpTokenPage(tuple(map(_as_token, shown)), following)

    def revoke(self, connection_name: str | None, identifier: str | None, token_id: str | None) -> int:
        if not identifier and not token_id:
            raise ConfigurationError("Which token? Pass identifier= for all of an account's, or token_id= for one.")
        whose = {}
        if identifier:
            name = self._catalog.connection(connection_name).name
            whose = {"connection": name, "identifier": checked_identifier(identifier)}
        with self._database.write() as transaction:
            return mcp_tokens.revoke(transaction, id=token_id or "", **whose)

    def check(self, token: str) -> McpToken | None:
        found = self.find(token)
        if found and is_noted_late(found):
            self.note_use(token)
        return found

    def find(self, token: str) -> McpToken | None:
        """One indexed read, as long for a token that there is not. Raises StoreError."""
        row = mcp_tokens.find(self._database, fingerprint(token))
        return None if row is None else _as_token(row)

    def note_use(self, token: str) -> None:
        """Write down that the token is used. A call is worth more than this note: a store that fails is no error."""
        with suppress(StoreError), self._database.write() as transaction:
            mcp_tokens.use(transaction, fingerprint(token), span=_NOTED_EVERY.total_seconds())


def is_noted_late(found: McpToken) -> bool:
    """Whether it is time to note that the token is used, by this host's clock: about once an hour."""
    return found.used_at is None or abs(datetime.now(UTC) - found.used_at) > _NOTED_EVERY


def _as_token(row: TokenRow) -> McpToken:
    created, ends = datetime.fromtimestamp(row.created_at, UTC), datetime.fromtimestamp(row.expires_at, UTC)
    used = None if row.used_at is None else datetime.fromtimestamp(row.used_at, UTC)
    expired = row.expires_at <= row.now
    return McpToken(row.id, row.connection, row.identifier, row.label, row.read_only, created, ends, used, expired)


def _page_token(last: TokenRow) -> str:
    return f"{last.connection}:{last.created_at!r}:{last.id}:{last.identifier}"


def _place(page_token: str) -> Place:
    found = _PAGE_TOKEN.fullmatch(page_token)
    try:
        if found:
            return found[1], checked_identifier(found[4]), float(found[2]), found[3]
    except ConfigurationError:
        pass
    raise ConfigurationError("page_token is not one that list_mcp_tokens gave.")
