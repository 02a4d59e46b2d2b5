"""Connected accounts and their events: each statement names connection and identifier, or the shared grant (T38)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from figwright.store.bounds import LIFETIME, PAUSE, RATE_LIMIT, known
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
    limited_until: float | None
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


UNSETTLED = 0x66696777
"""PostgreSQL's advisory locks of whoever stores an event: (this, from where on its ids are, in so many events)."""
EVENTS_A_LOCK = 64

# The end of a token that was handed in is its person's word, not a clock's.
_EXPIRES_AT = f"CASE WHEN g.refresh IS NULL THEN g.expires_at ELSE {known('g.expires_at', LIFETIME)} END"

_COLUMNS = f"""
  a.connection, a.identifier, a.status, a.status_reason, a.plan, a.created_at, a.updated_at,
  g.id, g.kind, g.state, g.generation, g.scopes, g.access, g.data_key, {_EXPIRES_AT},
  {known("g.refresh_after", LIFETIME)}, {known("g.next_attempt_at", PAUSE)}, g.refresh IS NOT NULL,
  CASE WHEN g.client_id = '' THEN '' ELSE g.provider_user END, {known("g.limited_until", RATE_LIMIT)}, :now
"""

_JOINED = "accounts a LEFT JOIN grants g ON g.id = a.grant_id"

_READ = f"SELECT {_COLUMNS} FROM {_JOINED} WHERE a.connection = :connection AND a.identifier = :identifier"

_CREATE = """
INSERT INTO accounts (connection, identifier, status, status_reason, created_at, updated_at)
VALUES (:connection, :identifier, 'PENDING', '', :now, :now) ON CONFLICT (connection, identifier) DO NOTHING
RETURNING identifier
"""

# A statement for each way of asking: a condition that only sometimes counts keeps a planner from its indexes.
_LIST = f"""
SELECT {_COLUMNS} FROM {_JOINED}
WHERE (a.connection, a.identifier) > (:after_connection, :after_identifier)
ORDER BY a.connection, a.identifier LIMIT :limit
"""

_LIST_STATUS = f"""
SELECT {_COLUMNS} FROM {_JOINED}
WHERE a.status = :status AND (a.connection, a.identifier) > (:after_connection, :after_identifier)
ORDER BY a.connection, a.identifier LIMIT :limit
"""

_LIST_IDENTIFIER = f"""
SELECT {_COLUMNS} FROM {_JOINED}
WHERE a.identifier = :identifier AND a.connection >= :after_connection
  AND (a.connection, a.identifier) > (:after_connection, :after_identifier)
  AND (:status = '' OR a.status = :status)
ORDER BY a.connection LIMIT :limit
"""

_LIST_CONNECTION = f"""
SELECT {_COLUMNS} FROM {_JOINED}
WHERE a.connection = :connection AND a.identifier > :after_identifier
ORDER BY a.identifier LIMIT :limit
"""

_LIST_CONNECTION_STATUS = f"""
SELECT {_COLUMNS} FROM {_JOINED}
WHERE a.status = :status AND a.connection = :connection AND a.identifier > :after_identifier
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

_EVENT = "id, at, connection, identifier, old_status, new_status, reason"

_RECORD = f"""
/* WITH begun AS MATERIALIZED (
  SELECT pg_advisory_xact_lock_shared({UNSETTLED}, (COALESCE(MAX(id), 0) / {EVENTS_A_LOCK})::integer) FROM events) */
INSERT INTO events (at, connection, identifier, old_status, new_status, reason)
SELECT :now, :connection, :identifier, :old, :new, :reason /* FROM begun */
RETURNING {_EVENT}
"""

# Of those on the grant, one account or those that work; nothing where no endpoint ever hears of it.
_TELL = f"""
/* WITH begun AS MATERIALIZED (
  SELECT pg_advisory_xact_lock_shared({UNSETTLED}, (COALESCE(MAX(id), 0) / {EVENTS_A_LOCK})::integer) FROM events) */
INSERT INTO events (at, connection, identifier, old_status, new_status, reason, type, ends_at)
SELECT :now, a.connection, a.identifier, 'ACTIVE', 'ACTIVE', :reason, :type, {_EXPIRES_AT}
FROM accounts a JOIN grants g ON g.id = a.grant_id /* CROSS JOIN begun */
WHERE g.id = :grant_id AND (SELECT MIN(name) FROM event_endpoints) IS NOT NULL
  AND (a.identifier = :identifier AND a.connection = :connection OR :identifier = '' AND a.status = 'ACTIVE')
"""

_SETTLED = f"""
SELECT COALESCE(MAX(id), 0) /* , (SELECT MIN(objid::bigint) * {EVENTS_A_LOCK} FROM pg_locks
  WHERE locktype = 'advisory' AND classid = {UNSETTLED} AND objsubid = 2
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) */ FROM events
"""

_AFTER = "type = '' AND id > :after AND id <= :settled ORDER BY id LIMIT :limit"

_EVENTS = f"SELECT {_EVENT} FROM events WHERE {_AFTER}"

_EVENTS_CONNECTION = f"SELECT {_EVENT} FROM events WHERE connection = :connection AND {_AFTER}"

_EVENTS_IDENTIFIER = f"SELECT {_EVENT} FROM events WHERE identifier = :identifier AND {_AFTER}"

_EVENTS_OF_ONE = f"""
SELECT {_EVENT} FROM events WHERE connection = :connection AND identifier = :identifier AND {_AFTER}
"""

_ANY_OLD_EVENT = "SELECT 1 FROM events WHERE at <= (SELECT :now) - :span ORDER BY at LIMIT 1"

_FORGET_EVENTS = """
WITH chosen AS MATERIALIZED (
  SELECT id FROM events WHERE at <= (SELECT :now) - :span ORDER BY at LIMIT :limit /* FOR UPDATE SKIP LOCKED */
)
DELETE FROM events WHERE id IN (SELECT id FROM chosen) RETURNING id
"""


def read(database: Database, connection: str, identifier: str) -> AccountRow | None:
    """The account with its grant: the one read of a call."""
    rows = database.read(_READ, often=True, connection=connection, identifier=identifier)
    return AccountRow._make(rows[0]) if rows else None


async def read_on_loop(database: Database, connection: str, identifier: str) -> AccountRow | None:
    rows = await database.read_on_loop(_READ, connection=connection, identifier=identifier)
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
    if connection:
        sql = _LIST_CONNECTION_STATUS if status else _LIST_CONNECTION
    else:
        sql = _LIST_IDENTIFIER if identifier else _LIST_STATUS if status else _LIST
    rows = database.read(
        sql,
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
    values = {"connection": connection, "identifier": identifier, "old": old, "new": new, "reason": reason}
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
    if grant_id is not None:
        tell(transaction, "connected", grant_id, connection=connection, identifier=identifier)


def tell(
    transaction: Transaction, kind: str, grant_id: str, reason: str = "", *, connection: str = "", identifier: str = ""
) -> None:
    """Let endpoints hear what changes no status, of one account on the grant or of each that works."""
    whose = {"grant_id": grant_id, "connection": connection, "identifier": identifier}
    transaction.run(_TELL, type=kind, reason=reason, **whose)


def set_plan(transaction: Transaction, connection: str, identifier: str, plan: str | None) -> None:
    transaction.run(_PLAN, connection=connection, identifier=identifier, plan=plan)


def delete(transaction: Transaction, connection: str, identifier: str) -> None:
    transaction.run(_DELETE, connection=connection, identifier=identifier)


def events(database: Database, *, connection: str, identifier: str, after: int, limit: int) -> list[EventRow]:
    """At most `limit` events after the one with this id, oldest first, and never one that a lower id may still follow.

    PostgreSQL gives ids out in the order of the statements, and the transactions end in another. So each says, in a
    lock that it holds to its end, from where on its ids are; events are read up to the lowest such place.
    """
    if identifier:
        sql = _EVENTS_OF_ONE if connection else _EVENTS_IDENTIFIER
    else:
        sql = _EVENTS_CONNECTION if connection else _EVENTS
    end = settled(database)
    rows = database.read(sql, connection=connection, identifier=identifier, after=after, settled=end, limit=limit)
    return [EventRow._make(row) for row in rows]


def settled(database: Database) -> int:
    """The id of an event after which no lower one is stored any more."""
    lowest: int = min(place for place in database.read(_SETTLED)[0] if place is not None)
    return lowest


def any_old_event(database: Database, *, span: float) -> bool:
    return bool(database.read(_ANY_OLD_EVENT, span=span))


def forget_events(transaction: Transaction, *, span: float, limit: int) -> int:
    """Delete at most `limit` events, the oldest first, that are `span` seconds old or older; how many there were."""
    return len(transaction.run(_FORGET_EVENTS, span=span, limit=limit))
