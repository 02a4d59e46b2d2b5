"""Tokens by which MCP clients tell us over HTTP whose calls they make: ours, never a provider's (T63, T65).

A token is 256 random bits, shown once and stored as its SHA-256: enough for a secret that nobody chose. It belongs to
one account and ends.
"""

from __future__ import annotations

import re
import secrets
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from figwright.accounts.methods import AccountBase, check_page_size, checked_identifier, in_thread
from figwright.errors import ConfigurationError, StoreError
from figwright.oauth.protocol import fingerprint, new_secret
from figwright.redaction.cleaning import OWN_PREFIX
from figwright.types.accounts import IssuedMcpToken, McpToken, McpTokenPage

if TYPE_CHECKING:
    from figwright.accounts.stored import StoredAccounts
    from figwright.store.mcp_tokens import Place, TokenRow


DEFAULT_LIFETIME = timedelta(days=90)
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(days=3650)
_LONGEST_LABEL = 100
_NOTED_EVERY = timedelta(hours=1)
"""Using a token is written down at most so often, so that a call stays one read."""
_KEPT_AFTER_END = 30 * 86400.0
_PAGE_TOKEN = re.compile(r"([^:\x00-\x1f\ud800-\udfff]*):([0-9.]+):([0-9a-f]+):(.*)")
_FORGOTTEN_AT_ONCE = 20
"""More than one, so that they become fewer, and few, since somebody waits for a new one meanwhile."""


class McpTokenMethods(AccountBase):
    """The tokens of one client's accounts."""

    def issue_mcp_token(
        self,
        *,
        identifier: str,
        connection_name: str | None = None,
        expires_in: timedelta = DEFAULT_LIFETIME,
        label: str = "",
        read_only: bool = False,
    ) -> IssuedMcpToken:
        """A token for an MCP client of this user. Where the user has no account yet, one is made, PENDING.

        `expires_in` is between a minute and ten years; `label` says what the token is for, in up to 100 characters;
        `read_only` leaves it the tools that change nothing. Raises ConfigurationError.
        """
        from figwright.store import accounts, mcp_tokens

        connection, stored = self._catalog.connection(connection_name), self._stored()
        name = checked_identifier(identifier)
        if not _SHORTEST <= expires_in <= _LONGEST:
            raise ConfigurationError("expires_in is between a minute and ten years.")
        if len(label) > _LONGEST_LABEL or not label.isprintable():
            raise ConfigurationError(f"label is at most {_LONGEST_LABEL} printable characters, on one line.")
        token = f"{OWN_PREFIX}{new_secret()}"
        with stored.database.write() as transaction:
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

    def list_mcp_tokens(
        self,
        *,
        identifier: str | None = None,
        connection_name: str | None = None,
        page_size: int = 100,
        page_token: str | None = None,
    ) -> McpTokenPage:
        """The tokens of an account, of a connection, or all, at most `page_size` (1 to 1000) at a time.

        They come by account, then from old to new; those that ended stay for thirty days. Raises ConfigurationError for
        an unknown connection, or a page token that is not of such a list.
        """
        from figwright.store import mcp_tokens

        check_page_size(page_size)
        connection = ""
        if connection_name is not None or identifier is not None:
            connection = self._catalog.connection(connection_name).name
        rows = mcp_tokens.list_tokens(
            self._stored().database,
            connection,
            "" if identifier is None else checked_identifier(identifier),
            after=_place(page_token) if page_token else mcp_tokens.START,
            limit=page_size + 1,
        )
        shown = rows[:page_size]
        following = _page_token(shown[-1]) if len(rows) > page_size else None
        return McpTokenPage(tuple(map(_as_token, shown)), following)

    def revoke_mcp_tokens(
        self, *, identifier: str | None = None, token_id: str | None = None, connection_name: str | None = None
    ) -> int:
        """End all tokens of an account, or the one of this id, at once and everywhere; how many there were.

        With both, it is ended only where it is this account's: what a user asks of your application.
        """
        from figwright.store import mcp_tokens

        if not identifier and not token_id:
            raise ConfigurationError("Which token? Pass identifier= for all of an account's, or token_id= for one.")
        whose = {}
        if identifier:
            name = self._catalog.connection(connection_name).name
            whose = {"connection": name, "identifier": checked_identifier(identifier)}
        with self._stored().database.write() as transaction:
            return mcp_tokens.revoke(transaction, id=token_id or "", **whose)

    def check_mcp_token(self, token: str) -> McpToken | None:
        """The token, if it is ours and good now; what every request over HTTP begins with (T65)."""
        stored = self._stored()
        found = find_mcp_token(stored, token)
        if found and is_noted_late(found):
            note_use(stored, token)
        return found


class AsyncMcpTokenMethods(AccountBase):
    """The same, awaitable."""

    issue_mcp_token = in_thread(McpTokenMethods.issue_mcp_token)
    list_mcp_tokens = in_thread(McpTokenMethods.list_mcp_tokens)
    revoke_mcp_tokens = in_thread(McpTokenMethods.revoke_mcp_tokens)
    check_mcp_token = in_thread(McpTokenMethods.check_mcp_token)


def find_mcp_token(stored: StoredAccounts, token: str) -> McpToken | None:
    """One indexed read, as long for a token that there is not. Raises StoreError."""
    from figwright.store import mcp_tokens

    row = mcp_tokens.find(stored.database, fingerprint(token))
    return None if row is None else _as_token(row)


def is_noted_late(found: McpToken) -> bool:
    """Whether it is time to note that the token is used, by this host's clock: about once an hour."""
    return found.used_at is None or abs(datetime.now(UTC) - found.used_at) > _NOTED_EVERY


def note_use(stored: StoredAccounts, token: str) -> None:
    """Write down that the token is used. A call is worth more than this note: a store that fails is no error here."""
    from figwright.store import mcp_tokens

    with suppress(StoreError), stored.database.write() as transaction:
        mcp_tokens.use(transaction, fingerprint(token), span=_NOTED_EVERY.total_seconds())


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
