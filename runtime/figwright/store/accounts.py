"""Connected accounts and their events: each statement names connection and identifier, or the shared grant (T38)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from figwright.store.database import Database, Transaction


class AccountRow(NamedTuple):
    """An account and, where it has one, its grant, as they stood at `now` (store's clock; all times in seconds)."""

    connection: str
    identifier: str
    status: str
    status_reason: str
    plan: str | None
    created_at: float
    updated_at: float
    grant_id: str | None
    kind: str | None
    state: str | None
    generation: int | None
    scopes: str | None
    access: bytes | None
    data_key: bytes | None
    expires_at: float | None
    refresh_after: float | None
    next_attempt_at: float | None
    renewable: bool
    provider_user: str | None
    now: float


class EventRow(NamedTuple):
    """One change of one account's status."""

    id: int
    at: float
    connection: str
    identifier: str
    old_status: str
    new_status: str
    reason: str


_COLUMNS = """
  a.connection, a.identifier, a.status, a.status_reason, a.plan, a.created_at, a.updated_at,
  g.id, g.kind, g.state, g.generation, g.scopes, g.access, g.data_key, g.expires_at, g.refresh_after, g.next_attempt_at,
  g.refresh IS NOT NULL, CASE WHEN g.client_id = '' THEN '' ELSE g.provider_user END, :now
"""

_READ = f"""
SELECT {_COLUMNS} FROM accounts a LEFT JOIN grants g ON g.id = a.grant_id
WHERE a.connection = :connection AND a.identifier = :identifier
"""

_CREATE = """
INSERT INTO accounts (connection, identifier, status, status_reason, created_at, updated_at)
VALUES (:connection, :identifier, 'PENDING', '', :now, :now) ON CONFLICT (connection, identifier) DO NOTHING
RETURNING identifier
"""

_LIST = f"""
SELECT {_COLUMNS} FROM accounts a LEFT JOIN grants g ON g.id = a.grant_id
WHERE (a.connection, a.identifier) > (:after_connection, :after_identifier)
  AND (:identifier = '' OR a.identifier = :identifier) AND (:status = '' OR a.status = :status)
ORDER BY a.connection, a.identifier LIMIT :limit
"""

_LIST_ONE_CONNECTION = f"""
SELECT {_COLUMNS} FROM accounts a LEFT JOIN grants g ON g.id = a.grant_id
WHERE a.connection = :connection AND a.identifier > :after_identifier AND (:status = '' OR a.status = :status)
ORDER BY a.identifier LIMIT :limit
"""

_CHANGE = """
UPDATE accounts SET status = :new, status_reason = :reason, updated_at = :now
WHERE connection = :connection AND identifier = :identifier AND status = :old
  AND (status <> :new OR status_reason <> :reason)
RETURNING identifier
"""

_ATTACH = """
UPDATE accounts SET grant_id = :grant_id, updated_at = :now WHERE connection = :connection AND identifier = :identifier
RETURNING status
"""

_PLAN = (
    "UPDATE accounts SET plan = :plan, updated_at = :now WHERE connection = :connection AND identifier = :identifier"
)

_LOCK = """
UPDATE accounts SET updated_at = :now WHERE connection = :connection AND identifier = :identifier
RETURNING status, grant_id
"""

_DELETE = "DELETE FROM accounts WHERE connection = :connection AND identifier = :identifier"

_SHARING = """
SELECT connection, identifier, status FROM accounts WHERE grant_id = :grant_id ORDER BY connection, identifier
"""

_RECORD = """
INSERT INTO events (at, connection, identifier, old_status, new_status, reason)
VALUES (:now, :connection, :identifier, :old, :new, :reason)
RETURNING id, at, connection, identifier, old_status, new_status, reason
"""

_EVENTS_OF_ONE = """
SELECT id, at, connection, identifier, old_status, new_status, reason FROM events
WHERE connection = :connection AND identifier = :identifier AND id > :after ORDER BY id LIMIT :limit
"""

_EVENTS = """
SELECT id, at, connection, identifier, old_status, new_status, reason FROM events
WHERE id > :after AND (:connection = '' OR connection = :connection) AND (:identifier = '' OR identifier = :identifier)
ORDER BY id LIMIT :limit
"""


def read(database: Database, connection: str, identifier: str) -> AccountRow | None:
    """The account with its grant: the one read of a call."""
    rows = database.read(_READ, often=True, connection=connection, identifier=identifier)
    return AccountRow._make(rows[0]) if rows else None


def create(transaction: Transaction, connection: str, identifier: str) -> bool:
    """Make the account PENDING where there is none; whether it was made."""
    return bool(transaction.run(_CREATE, connection=connection, identifier=identifier))


def list_accounts(
    database: Database, *, connection: str, identifier: str, status: str, after: tuple[str, str], limit: int
) -> list[AccountRow]:
    """At most `limit` accounts after a position, in the order of their keys' bytes; an empty filter takes all."""
    if connection and identifier:
        row = read(database, connection, identifier)
        return [row] if row and status in ("", row.status) and (connection, identifier) > after else []
    if connection and connection < after[0]:
        return []
    rows = database.read(
        _LIST_ONE_CONNECTION if connection else _LIST,
        connection=connection,
        identifier=identifier,
        status=status,
        after_connection=after[0],
        after_identifier="" if connection > after[0] else after[1],
        limit=limit,
    )
    return [AccountRow._make(row) for row in rows]


def change_status(
    transaction: Transaction, connection: str, identifier: str, old: str, new: str, reason: str = ""
) -> EventRow | None:
    """One compare-and-set and one event; None where the status was another by then, or nothing changes."""
    values: dict[str, Any] = {
        "connection": connection,
        "identifier": identifier,
        "old": old,
        "new": new,
        "reason": reason,
    }
    if not transaction.run(_CHANGE, **values):
        return None
    return EventRow._make(transaction.run(_RECORD, **values)[0])


def change_sharing(
    transaction: Transaction,
    grant_id: str,
    old: Sequence[str],
    new: str,
    reason: str = "",
    *,
    but: tuple[str, str] = ("", ""),
) -> list[EventRow]:
    """Change every account on the grant whose status is one of `old`, but the one of that connection and identifier."""
    events = [
        change_status(transaction, connection, identifier, status, new, reason)
        for connection, identifier, status in transaction.run(_SHARING, grant_id=grant_id)
        if status in old and (connection, identifier) != but
    ]
    return [event for event in events if event is not None]


def lock(transaction: Transaction, connection: str, identifier: str) -> tuple[str, str | None] | None:
    """Hold the account's row until the transaction ends; its status and grant, or None where there is no account."""
    rows = transaction.run(_LOCK, connection=connection, identifier=identifier)
    return (rows[0][0], rows[0][1]) if rows else None


def attach(transaction: Transaction, connection: str, identifier: str, grant_id: str | None) -> None:
    transaction.run(_ATTACH, connection=connection, identifier=identifier, grant_id=grant_id)


def set_plan(transaction: Transaction, connection: str, identifier: str, plan: str | None) -> None:
    transaction.run(_PLAN, connection=connection, identifier=identifier, plan=plan)


def delete(transaction: Transaction, connection: str, identifier: str) -> None:
    transaction.run(_DELETE, connection=connection, identifier=identifier)


def events(database: Database, *, connection: str, identifier: str, after: int, limit: int) -> list[EventRow]:
    """At most `limit` events after the one with this id, oldest first."""
    sql = _EVENTS_OF_ONE if connection and identifier else _EVENTS
    rows = database.read(sql, connection=connection, identifier=identifier, after=after, limit=limit)
    return [EventRow._make(row) for row in rows]
