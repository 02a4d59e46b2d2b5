"""Pending consents: states and start links are stored as hashes, verifiers encrypted, and each is used once (T3-T6)."""

from __future__ import annotations

from typing import NamedTuple, TypedDict, Unpack

from figwright.store.bounds import CONSENT, known, lies_ahead
from figwright.store.database import Database, Rows, Transaction


class RequestRow(NamedTuple):
    """One pending consent; times in seconds, `verifier` encrypted and None once it was used."""

    id: str
    connection: str
    identifier: str
    browser_hash: str | None
    verifier: bytes | None
    scopes: str
    return_to: str
    user_verify_url: str
    replaces: bool
    expires_at: float
    used_at: float | None
    grant_id: str | None
    now: float


_COLUMNS = f"""
  id, connection, identifier, browser_hash, verifier, scopes, return_to, user_verify_url, replaces,
  {known("expires_at", CONSENT)}, used_at, grant_id, :now
"""

_FRESH = lies_ahead("expires_at", CONSENT)

_ADD = """
INSERT INTO authorization_requests
  (id, connection, identifier, start_hash, state_hash, browser_hash, verifier, scopes, return_to, user_verify_url,
   replaces, created_at, expires_at)
VALUES (:id, :connection, :identifier, :start_hash, :state_hash, :browser_hash, :verifier, :scopes, :return_to,
  :user_verify_url, :replaces, :now, :now + :lifetime)
RETURNING expires_at
"""

_START = f"""
UPDATE authorization_requests SET state_hash = :state_hash, browser_hash = :browser_hash, verifier = :verifier
WHERE start_hash = :start_hash AND used_at IS NULL AND {_FRESH}
RETURNING {_COLUMNS}
"""

_BY_START = f"SELECT {_COLUMNS} FROM authorization_requests WHERE start_hash = :start_hash"

_BY_STATE = f"SELECT {_COLUMNS} FROM authorization_requests WHERE state_hash = :state_hash"

_USE = f"""
UPDATE authorization_requests SET used_at = :now, verifier = NULL
WHERE state_hash = :state_hash AND used_at IS NULL AND {_FRESH} AND connection = :connection
  AND COALESCE(browser_hash, '') = :browser_hash
RETURNING id
"""

_AWAIT_CONFIRMATION = """
UPDATE authorization_requests SET grant_id = :grant_id, old_status = :old_status, scopes = :scopes,
  expires_at = :now + :lifetime
WHERE id = :id
"""

_SUPERSEDE = """
DELETE FROM authorization_requests
WHERE connection = :connection AND identifier = :identifier AND grant_id IS NOT NULL RETURNING grant_id, old_status
"""

_VERIFY = f"""
DELETE FROM authorization_requests
WHERE id = :id AND identifier = :identifier AND grant_id IS NOT NULL AND {_FRESH}
RETURNING {_COLUMNS}
"""

_BY_ID = f"SELECT {_COLUMNS} FROM authorization_requests WHERE id = :id"


def _delete(condition: str) -> str:
    return f"""
WITH chosen AS MATERIALIZED (
  SELECT id FROM authorization_requests WHERE {condition}
  ORDER BY expires_at LIMIT :limit /* FOR UPDATE SKIP LOCKED */
)
DELETE FROM authorization_requests WHERE id IN (SELECT id FROM chosen)
RETURNING connection, identifier, grant_id, old_status
"""


_EXPIRED = _delete("expires_at <= (SELECT :now)")

_MISDATED = _delete(f"expires_at > (SELECT :now) + {CONSENT}")

_ANY_EXPIRED = f"""
SELECT 1 WHERE (SELECT MIN(expires_at) FROM authorization_requests) <= (SELECT :now)
  OR (SELECT MAX(expires_at) FROM authorization_requests) > (SELECT :now) + {CONSENT}
"""

_FORGET = """
DELETE FROM authorization_requests WHERE connection = :connection AND identifier = :identifier RETURNING grant_id
"""


class NewRequest(TypedDict):
    """A consent to be stored, as in a `RequestRow`; it expires in `lifetime` seconds."""

    id: str
    connection: str
    identifier: str
    start_hash: str | None
    state_hash: str | None
    browser_hash: str | None
    verifier: bytes | None
    scopes: str
    return_to: str
    user_verify_url: str
    replaces: bool
    lifetime: float


def add(transaction: Transaction, **new: Unpack[NewRequest]) -> float:
    """Store a pending consent; when it expires, by the store's clock."""
    expires_at: float = transaction.run(_ADD, **{**new, "replaces": int(new["replaces"])})[0][0]
    return expires_at


def start(
    transaction: Transaction, start_hash: str, *, state_hash: str, browser_hash: str, verifier: bytes
) -> RequestRow | None:
    """Bind the consent to the browser that opened its link; None where it is unknown, used or expired."""
    bound = {"state_hash": state_hash, "browser_hash": browser_hash, "verifier": verifier}
    return _one(transaction.run(_START, start_hash=start_hash, **bound))


def by_start(database: Database, start_hash: str) -> RequestRow | None:
    return _one(database.read(_BY_START, start_hash=start_hash))


def by_state(database: Database, state_hash: str) -> RequestRow | None:
    return _one(database.read(_BY_STATE, state_hash=state_hash))


def by_id(database: Database, id: str) -> RequestRow | None:  # noqa: A002 - the column's name
    return _one(database.read(_BY_ID, id=id))


def use(transaction: Transaction, state_hash: str, *, connection: str, browser_hash: str) -> bool:
    """Use the state up, if it is fresh and comes back to the connection and the browser it was made for."""
    return bool(transaction.run(_USE, state_hash=state_hash, connection=connection, browser_hash=browser_hash))


def await_confirmation(
    transaction: Transaction,
    id: str,  # noqa: A002 - the column's name
    grant_id: str,
    *,
    old_status: str,
    scopes: str,
    lifetime: float,
) -> None:
    """Keep a consent's grant until its person is confirmed, at most `lifetime` seconds; else `old_status` returns.

    `scopes` are those that were granted.
    """
    kept = {"old_status": old_status, "scopes": scopes, "lifetime": lifetime}
    transaction.run(_AWAIT_CONFIRMATION, id=id, grant_id=grant_id, **kept)


def supersede(transaction: Transaction, connection: str, identifier: str) -> Rows:
    """Delete what an earlier consent held: rows of (held grant's id, status before it was held), one at most."""
    return transaction.run(_SUPERSEDE, connection=connection, identifier=identifier)


def verify(transaction: Transaction, id: str, identifier: str) -> RequestRow | None:  # noqa: A002 - the column's name
    """Take the consent that waits for this very person; None for anybody else."""
    return _one(transaction.run(_VERIFY, id=id, identifier=identifier))


def expire(transaction: Transaction, limit: int) -> Rows:
    """Delete what is past its time, at most `limit` consents, the oldest first.

    Rows of (connection, identifier, held grant's id, status before it was held).
    """
    return transaction.run(_EXPIRED, limit=limit) or transaction.run(_MISDATED, limit=limit)


def any_expired(database: Database) -> bool:
    return bool(database.read(_ANY_EXPIRED))


def forget(transaction: Transaction, connection: str, identifier: str) -> list[str]:
    """Delete an account's pending consents; the grants they held."""
    rows = transaction.run(_FORGET, connection=connection, identifier=identifier)
    return [row[0] for row in rows if row[0] is not None]


def _one(rows: Rows) -> RequestRow | None:
    return RequestRow._make(rows[0]) if rows else None
