"""Tokens that we issue to MCP clients: stored as hashes, each of one account, gone with it (T65)."""

from __future__ import annotations

from typing import NamedTuple, TypedDict, Unpack

from figwright.store.bounds import STEP
from figwright.store.database import Database, Transaction


class TokenRow(NamedTuple):
    """One token but for its secret; times in seconds, `used_at` None where it was never seen and seldom exact."""

    id: str
    connection: str
    identifier: str
    label: str
    read_only: bool
    created_at: float
    expires_at: float
    used_at: float | None
    now: float


_MISDATED = f"created_at > :now + {STEP}"
"""That a wrong clock dated the token, which would live too long."""

_COLUMNS = f"""
  id, connection, identifier, label, read_only, created_at, CASE WHEN {_MISDATED} THEN 0 ELSE expires_at END, used_at,
  :now
"""

_ADD = f"""
INSERT INTO mcp_tokens (hash, id, connection, identifier, label, read_only, created_at, expires_at)
VALUES (:hash, :id, :connection, :identifier, :label, :read_only, :now, :now + :lifetime)
RETURNING {_COLUMNS}
"""

_FIND = f"SELECT {_COLUMNS} FROM mcp_tokens WHERE hash = :hash AND expires_at > :now AND NOT {_MISDATED}"

_USE = """
UPDATE mcp_tokens SET used_at = :now
WHERE hash = :hash AND (used_at IS NULL OR used_at < :now - :span OR used_at > :now) RETURNING id
"""

_LIST = f"""
SELECT {_COLUMNS} FROM mcp_tokens
WHERE (connection, identifier, created_at, id) > (:after_connection, :after_identifier, :after_created, :after_id)
ORDER BY connection, identifier, created_at, id LIMIT :limit
"""

_LIST_CONNECTION = f"""
SELECT {_COLUMNS} FROM mcp_tokens
WHERE connection = :connection AND (identifier, created_at, id) > (:after_identifier, :after_created, :after_id)
ORDER BY identifier, created_at, id LIMIT :limit
"""

_LIST_ACCOUNT = f"""
SELECT {_COLUMNS} FROM mcp_tokens
WHERE connection = :connection AND identifier = :identifier AND (created_at, id) > (:after_created, :after_id)
ORDER BY created_at, id LIMIT :limit
"""

_REVOKE = """
DELETE FROM mcp_tokens WHERE id = :id AND connection = :connection AND identifier = :identifier RETURNING id
"""

_REVOKE_ONE = "DELETE FROM mcp_tokens WHERE id = :id RETURNING id"

_REVOKE_ALL = "DELETE FROM mcp_tokens WHERE connection = :connection AND identifier = :identifier RETURNING id"

_FORGET = """
WITH chosen AS MATERIALIZED (
  SELECT hash FROM mcp_tokens WHERE expires_at <= (SELECT :now) - :span
  ORDER BY expires_at LIMIT :limit /* FOR UPDATE SKIP LOCKED */
)
DELETE FROM mcp_tokens WHERE hash IN (SELECT hash FROM chosen) RETURNING id
"""


class NewToken(TypedDict):
    """A token to be stored; it ends in `lifetime` seconds."""

    hash: str
    id: str
    connection: str
    identifier: str
    label: str
    read_only: bool
    lifetime: float


def add(transaction: Transaction, **new: Unpack[NewToken]) -> TokenRow:
    """Store a token for an account that there is; its end is by the store's clock."""
    return _row(transaction.run(_ADD, **{**new, "read_only": int(new["read_only"])})[0])


def find(database: Database, hash: str) -> TokenRow | None:  # noqa: A002 - the column's name
    """The token that is good now: one lookup by its primary key, the same for one that there is not."""
    rows = database.read(_FIND, often=True, hash=hash)
    return _row(rows[0]) if rows else None


def use(transaction: Transaction, hash: str, *, span: float) -> bool:  # noqa: A002 - the column's name
    """Note that the token was used, unless that was noted less than `span` seconds ago."""
    return bool(transaction.run(_USE, hash=hash, span=span))


Place = tuple[str, str, float, str]
"""Where a token stands in the lists: connection, identifier, creation, id. `START` comes before all."""
START: Place = ("", "", 0.0, "")


def list_tokens(
    database: Database, connection: str = "", identifier: str = "", *, after: Place = START, limit: int
) -> list[TokenRow]:
    """At most `limit` tokens after a place, of an account, a connection, or all: by account, then from old to new."""
    named = (connection, identifier) if identifier else (connection,) if connection else ()
    if named < after[: len(named)]:
        return []
    if named > after[: len(named)]:
        after = START
    rows = database.read(
        _LIST_ACCOUNT if identifier else _LIST_CONNECTION if connection else _LIST,
        connection=connection,
        identifier=identifier,
        after_connection=after[0],
        after_identifier=after[1],
        after_created=after[2],
        after_id=after[3],
        limit=limit,
    )
    return [_row(row) for row in rows]


def revoke(transaction: Transaction, *, connection: str = "", identifier: str = "", id: str = "") -> int:  # noqa: A002
    """Delete the token of this id, those of one account, or the one that is both; how many there were."""
    sql = (_REVOKE if id else _REVOKE_ALL) if identifier else _REVOKE_ONE
    return len(transaction.run(sql, connection=connection, identifier=identifier, id=id))


def forget(transaction: Transaction, *, span: float, limit: int) -> int:
    """Delete at most `limit` tokens that ended `span` seconds ago or earlier, the oldest first; how many there were."""
    return len(transaction.run(_FORGET, span=span, limit=limit))


def _row(row: tuple[object, ...]) -> TokenRow:
    found = TokenRow._make(row)
    return found._replace(read_only=bool(found.read_only))
