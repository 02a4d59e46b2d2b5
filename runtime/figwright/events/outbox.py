"""The statements on deliveries: queued from the log of events, claimed by lease, in order for each account.

The log (`events`) is the outbox: a change and its event are one transaction. Each endpoint has a place in it, and what
follows that place is queued for the endpoint in one transaction with the place's move, so that nothing is left out and
nothing is queued twice. A delivery waits while an earlier one of its account to its endpoint does. It is given up only
once `ATTEMPTS` failed over `SPAN` seconds: a clock that was wrong for a second gives up nothing, and holds up nothing
for longer than `LONGEST_PAUSE` (F40).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from figwright.events.messages import Message, StoredEvent
from figwright.store import Database, Transaction, accounts
from figwright.store.repeating import repeated

WAITING, DELIVERED, DEAD = "waiting", "delivered", "dead"
STATES = (WAITING, DELIVERED, DEAD)
SPAN = 3 * 86400.0
"""Seconds from the first attempt to the last one."""
ATTEMPTS = 8
"""So many at least, whatever a clock says."""
LONGEST_LEASE = 300.0
LONGEST_PAUSE = 86400.0
"""Between two attempts, also where the receiver named a later time."""
KEPT, KEPT_DELIVERED = 30 * 86400.0, 8 * 86400.0
"""Seconds for which a delivery is kept that was given up, and one that was made."""

Account = tuple[str, str]
"""Its connection and its identifier."""
START: Account = ("", "")
"""Before all accounts."""


class Place(NamedTuple):
    """Where an endpoint stands. `more`: events follow that may be queued; `due`: a delivery waits for its attempt."""

    last_event: int
    off: bool
    more: bool
    due: bool


class DeliveryRow(NamedTuple):
    """One delivery; times in seconds."""

    id: int
    endpoint: str
    message_id: str
    type: str
    connection: str
    identifier: str
    payload: str
    state: str
    queued_at: float
    ended_at: float | None
    attempts: int
    next_attempt_at: float
    last_failure: str
    lease_owner: str
    now: float


_COLUMNS = """
  id, endpoint, message_id, type, connection, identifier, payload, state, queued_at, ended_at, attempts,
  next_attempt_at, last_failure, lease_owner, :now
"""

_ENTER = """
INSERT INTO event_endpoints (name, url_digest, last_event) VALUES (:name, :url_digest, :last_event)
ON CONFLICT (name) DO UPDATE SET url_digest = :url_digest, off_at = NULL
WHERE event_endpoints.url_digest <> :url_digest
"""

_LEAVE = "DELETE FROM event_endpoints WHERE name = :name RETURNING name"

_TURN_OFF = "UPDATE event_endpoints SET off_at = :now WHERE name = :name AND url_digest = :url_digest"

_TURN_ON = "UPDATE event_endpoints SET off_at = NULL WHERE name = :name"

_LEASED = f"(e.lease_until > :now AND e.lease_until <= :now + {LONGEST_LEASE})"
_PAUSED = f"(e.next_attempt_at > :now AND e.next_attempt_at <= :now + {LONGEST_PAUSE})"
_FREE = f"CASE WHEN e.state = '{WAITING}' AND NOT {_LEASED} AND NOT {_PAUSED} THEN 1 ELSE 0 END"
_BEHIND = f"""
COALESCE((
  SELECT x.id FROM event_deliveries AS x WHERE x.state = '{WAITING}' AND x.endpoint = :name
  AND x.connection = {{connection}} AND x.identifier > {{identifier}} ORDER BY x.identifier, x.event_id LIMIT 1
), (
  SELECT x.id FROM event_deliveries AS x WHERE x.state = '{WAITING}' AND x.endpoint = :name
  AND x.connection > {{connection}} ORDER BY x.connection, x.identifier, x.event_id LIMIT 1
))
"""
_FIRSTS = f"""
firsts(id, free_id, number) AS (
  SELECT {_BEHIND.format(connection=":after_connection", identifier=":after_identifier")}, CAST(NULL AS BIGINT), 0
  UNION ALL
  SELECT {_BEHIND.format(connection="e.connection", identifier="e.identifier")},
    CASE {_FREE} WHEN 1 THEN e.id END, number + {_FREE}
  FROM firsts JOIN event_deliveries AS e ON e.id = firsts.id WHERE number < {{many}}
)
"""
"""Looks at the earliest delivery of each account, one account after the other, until `many` are free, and at none of
those behind it."""

_PLACE = f"""
WITH RECURSIVE {_FIRSTS.format(many=1)}
SELECT last_event, off_at IS NOT NULL, COALESCE((SELECT MAX(id) FROM events), 0) > last_event,
  (SELECT 1 FROM firsts WHERE free_id IS NOT NULL LIMIT 1) IS NOT NULL
FROM event_endpoints WHERE name = :name
"""

_EVENTS = """
SELECT id, at, connection, identifier, old_status, new_status, reason, type, ends_at FROM events
WHERE id > :after AND id <= :settled ORDER BY id LIMIT :limit
"""

_MOVE = """
UPDATE event_endpoints SET last_event = :to WHERE name = :name AND last_event = :after RETURNING name
"""

_QUEUE = f"""
INSERT INTO event_deliveries (
  endpoint, event_id, message_id, type, connection, identifier, payload, state, queued_at
) VALUES (
  :name, :event_id, :message_id, :type, :connection, :identifier, :payload, '{WAITING}', :now
) ON CONFLICT DO NOTHING
"""

_CLAIM = f"""
WITH RECURSIVE {_FIRSTS.format(many="2 * :limit")}, chosen AS MATERIALIZED (
  SELECT free_id AS id FROM (SELECT free_id FROM firsts WHERE free_id IS NOT NULL LIMIT 2 * :limit) AS free
  /* CROSS JOIN event_deliveries AS e WHERE e.id = free_id AND {_FREE} = 1 */
  LIMIT :limit /* FOR UPDATE OF e SKIP LOCKED */
)
UPDATE event_deliveries SET lease_owner = :owner, lease_until = :now + :lease, attempts = attempts + 1,
  tried_since = CASE WHEN tried_since <= :now THEN tried_since ELSE :now END
WHERE id IN (SELECT id FROM chosen) RETURNING {_COLUMNS}
"""

_FINISH = f"""
UPDATE event_deliveries SET state = '{DELIVERED}', ended_at = :now, lease_until = 0, last_failure = ''
WHERE id = :id AND lease_owner = :owner RETURNING id
"""

_FAIL = f"""
UPDATE event_deliveries SET lease_until = 0, next_attempt_at = :now + :pause, last_failure = :failure,
  state = CASE WHEN attempts >= {ATTEMPTS} AND tried_since <= :now - {SPAN} THEN '{DEAD}' ELSE state END,
  ended_at = CASE WHEN attempts >= {ATTEMPTS} AND tried_since <= :now - {SPAN} THEN :now END
WHERE id = :id AND lease_owner = :owner AND state = '{WAITING}' RETURNING state
"""

_RESEND = f"""
UPDATE event_deliveries AS e SET state = '{WAITING}', attempts = 0, tried_since = NULL, next_attempt_at = 0,
  ended_at = NULL, last_failure = '', queued_at = :now
WHERE id = :id AND NOT (state = '{WAITING}' AND {_LEASED}) RETURNING id
"""

_LIST = f"""
SELECT {_COLUMNS} FROM event_deliveries
WHERE id > :after AND (:name = '' OR endpoint = :name) ORDER BY id LIMIT :limit
"""

_LIST_STATE = f"""
SELECT {_COLUMNS} FROM event_deliveries
WHERE state = :state AND id > :after AND (:name = '' OR endpoint = :name) ORDER BY id LIMIT :limit
"""

_ENDED_LONG_AGO = f"""
ended_at < (SELECT :now) - {KEPT_DELIVERED} AND (state = '{DELIVERED}' OR ended_at < (SELECT :now) - {KEPT})
"""

_FORGET = f"""
WITH chosen AS MATERIALIZED (
  SELECT id FROM event_deliveries WHERE {_ENDED_LONG_AGO}
  ORDER BY ended_at LIMIT :limit /* FOR UPDATE SKIP LOCKED */
)
DELETE FROM event_deliveries WHERE id IN (SELECT id FROM chosen) RETURNING id
"""

_ANY_OLD = f"""
SELECT 1 FROM event_deliveries WHERE {_ENDED_LONG_AGO} ORDER BY ended_at LIMIT 1
"""

_FORGET_ENDPOINT = "DELETE FROM event_deliveries WHERE endpoint = :name"

_ENDS = """
state = 'live' AND end_told < generation AND (refresh IS NULL OR failing_since IS NOT NULL)
  AND expires_at > (SELECT :now) AND expires_at <= (SELECT :now) + :span
"""
_ENDING = f"SELECT id FROM grants WHERE {_ENDS} ORDER BY expires_at LIMIT :limit"

_TOLD = f"UPDATE grants SET end_told = generation WHERE id = :grant_id AND {_ENDS} RETURNING id"


def enter(database: Database, name: str, url_digest: str) -> None:
    """Know the endpoint: a new one hears of what is stored from now on, one that was off is on at another address."""
    about = {"name": name, "url_digest": url_digest, "last_event": accounts.settled(database)}
    repeated(database, lambda transaction: transaction.run(_ENTER, **about))


def leave(transaction: Transaction, name: str) -> bool:
    """Forget the endpoint and whatever waits for it; False where it is not known."""
    transaction.run(_FORGET_ENDPOINT, name=name)
    return bool(transaction.run(_LEAVE, name=name))


def turn_off(transaction: Transaction, name: str, url_digest: str) -> None:
    """Deliver nothing to the endpoint until its address is changed."""
    transaction.run(_TURN_OFF, name=name, url_digest=url_digest)


def turn_on(transaction: Transaction, name: str) -> None:
    transaction.run(_TURN_ON, name=name)


def place(database: Database, name: str) -> Place | None:
    """Where the endpoint stands, by one read; None if it is not known any more."""
    rows = database.read(_PLACE, name=name, **_places(START))
    return Place(rows[0][0], *map(bool, rows[0][1:])) if rows else None


def events_after(database: Database, after: int, limit: int) -> tuple[list[StoredEvent], int]:
    """At most `limit` events that follow a place, and the place behind them: no lower one can be stored any more."""
    settled = accounts.settled(database)
    rows = database.read(_EVENTS, after=after, settled=settled, limit=limit)
    found = list(map(StoredEvent._make, rows))
    return found, found[-1].id if len(found) == limit else max(settled, after)


def queue(
    transaction: Transaction, name: str, messages: Sequence[tuple[StoredEvent, Message]], *, after: int, to: int
) -> bool:
    """Queue these messages for the endpoint and move its place; False where another process did."""
    if to <= after or not transaction.run(_MOVE, name=name, after=after, to=to):
        return False
    for event, message in messages:
        transaction.run(
            _QUEUE,
            name=name,
            event_id=event.id,
            message_id=message.id,
            type=message.type,
            connection=event.connection,
            identifier=event.identifier,
            payload=message.body,
        )
    return True


def claim(
    transaction: Transaction, name: str, *, owner: str, lease: float, limit: int, after: Account = START
) -> list[DeliveryRow]:
    """At most `limit` deliveries to the endpoint, each the earliest of its account, for `lease` seconds.

    Accounts take turns: first those behind `after`, each sender's last one.
    """
    found = list[DeliveryRow]()
    for begin in dict.fromkeys((after, START)):
        if limit > len(found):
            given = {"name": name, "owner": owner, "lease": lease, "limit": limit - len(found), **_places(begin)}
            rows = map(DeliveryRow._make, transaction.run(_CLAIM, **given))
            found += sorted(rows, key=lambda row: (row.connection, row.identifier))
    return found


def _places(account: Account) -> dict[str, Any]:
    return {"after_connection": account[0], "after_identifier": account[1]}


def finish(transaction: Transaction, delivery: DeliveryRow) -> bool:
    """Note that the receiver has it; False where the lease was lost to somebody else."""
    return bool(transaction.run(_FINISH, id=delivery.id, owner=delivery.lease_owner))


def fail(transaction: Transaction, delivery: DeliveryRow, *, pause: float, failure: str) -> str:
    """Note why it was not delivered, and when to try again; its state then, "" where the lease was lost."""
    why = {"pause": min(pause, LONGEST_PAUSE), "failure": failure}
    rows = transaction.run(_FAIL, id=delivery.id, owner=delivery.lease_owner, **why)
    return rows[0][0] if rows else ""


def resend(transaction: Transaction, id: int) -> bool:  # noqa: A002 - the column's name
    """Let a delivery be made again; False where there is none, or it is on its way now."""
    return bool(transaction.run(_RESEND, id=id))


def list_deliveries(database: Database, *, name: str, state: str, after: int, limit: int) -> list[DeliveryRow]:
    """Deliveries as they were queued, oldest first."""
    sql = _LIST_STATE if state else _LIST
    rows = database.read(sql, name=name, state=state, after=after, limit=limit)
    return list(map(DeliveryRow._make, rows))


def ending(database: Database, *, span: float, limit: int) -> list[str]:
    """Grants whose token ends within `span` seconds, is not renewed by itself, and was not told of yet."""
    return [row[0] for row in database.read(_ENDING, span=span, limit=limit)]


def tell_ending(transaction: Transaction, grant_id: str, *, span: float) -> bool:
    """Store an event for each account on the grant, once for a token."""
    if told := bool(transaction.run(_TOLD, grant_id=grant_id, span=span)):
        accounts.tell(transaction, "expiring", grant_id)
    return told


def any_old(database: Database) -> bool:
    return bool(database.read(_ANY_OLD))


def forget(transaction: Transaction, limit: int) -> int:
    """Delete at most so many deliveries that ended long ago; how many there were."""
    return len(transaction.run(_FORGET, limit=limit))
