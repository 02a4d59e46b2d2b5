"""The statements on received events: stored once, claimed by lease, in order within what they are about.

The order is that of the provider's own times. An event waits while an earlier one of its subject waits, or another one
is being handled. One that comes after a later one was handled is handled then: nobody can know that it is on its way.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from figwright.store import Database, Transaction
from figwright.store.bounds import PAUSE
from figwright.store.fault_points import reach

WAITING, HANDLED, DEAD, STALE = "waiting", "handled", "dead", "stale"
STATES = (WAITING, HANDLED, DEAD, STALE)
ATTEMPTS = 10
"""After so many an event is dead."""
LONGEST_LEASE = 3600.0
_KEPT = 8 * 86400.0
"""Longer than the provider repeats a delivery, or lists it."""
_KEPT_WAITING = 30 * 86400.0
"""An event that no handler asks for."""


class EventRow(NamedTuple):
    """One event; times in seconds."""

    id: int
    connection: str
    identifier: str
    route: str
    webhook_id: str
    type: str
    subject: str
    happened_at: float
    digest: str
    payload: str
    """As it came, if it was stored before payloads were sealed."""
    sealed: bytes | None
    state: str
    received_at: float
    handled_at: float | None
    attempts: int
    next_attempt_at: float
    last_failure: str
    lease_owner: str


_COLUMNS = """
  id, connection, identifier, route, webhook_id, type, subject, happened_at, digest, payload, sealed, state,
  received_at, handled_at, attempts, next_attempt_at, last_failure, lease_owner
"""

_STORE = f"""
INSERT INTO webhook_events (
  connection, identifier, route, webhook_id, digest, type, subject, happened_at, payload, sealed, state, received_at,
  handled_at
) VALUES (
  :connection, :identifier, :route, :webhook_id, :digest, :type, :subject, COALESCE(:happened_at, :now), '', :sealed,
  CASE WHEN :handled = 1 THEN '{HANDLED}' WHEN COALESCE(:happened_at, :now) < :now - :stale THEN '{STALE}'
    ELSE '{WAITING}' END,
  :now, CASE WHEN :handled = 1 THEN :now END
) ON CONFLICT DO NOTHING RETURNING id
"""

_MINE = """(:every = 1 OR replace(:types, '|' || {0}.type || '|', '') <> :types)
AND replace(:connections, '|' || {0}.connection || '|', '') <> :connections"""
"""Whether an event is of the types that the handlers take, and of their client's connections."""
_LEASED = f"(x.lease_until > :now AND x.lease_until <= :now + {LONGEST_LEASE})"
_PAUSED = f"(e.next_attempt_at > :now AND e.next_attempt_at <= :now + {PAUSE})"
_FREE = f"""
CASE WHEN e.state = '{WAITING}' AND NOT {_LEASED.replace("x.", "e.")} AND NOT {_PAUSED}
  AND (e.subject = '' OR NOT EXISTS (
    SELECT 1 FROM webhook_events AS x WHERE x.state = '{WAITING}' AND x.lease_until > 0 AND x.connection = e.connection
    AND x.identifier = e.identifier AND x.subject = e.subject AND x.id <> e.id AND {_MINE.format("x")} AND {_LEASED}
  )) THEN 1 ELSE 0 END
"""
_AFTER = f"""
SELECT x.id FROM webhook_events AS x WHERE x.state = '{WAITING}' AND {_MINE.format("x")} AND {{}}
ORDER BY x.connection, x.identifier, x.subject, x.happened_at, x.id LIMIT 1
"""
_BEHIND = f"""
COALESCE(({_AFTER.format("x.connection = {0}connection AND x.identifier = {0}identifier AND x.subject > {0}subject")}),
  ({_AFTER.format("x.connection = {0}connection AND x.identifier > {0}identifier")}),
  ({_AFTER.format("x.connection > {0}connection")}))
"""
_BESIDE = _AFTER.format("""
x.connection = e.connection AND x.identifier = e.identifier AND x.subject = '' AND x.subject = e.subject
AND (x.happened_at, x.id) > (e.happened_at, e.id)
""")
"""What is about nothing waits for nothing."""
_AT_ONCE = "1 /* + 7 */"
"""So many may claim at the same moment, and each finds an event that no other has locked."""

_CLAIM = f"""
WITH RECURSIVE firsts(id, free_id, number) AS (
  SELECT CASE WHEN :first > 0 THEN :first ELSE {_BEHIND.format(":")} END, CAST(NULL AS BIGINT), 0
  UNION ALL
  SELECT COALESCE(({_BESIDE}), {_BEHIND.format("e.")}), CASE {_FREE} WHEN 1 THEN e.id END, number + {_FREE}
  FROM firsts JOIN webhook_events AS e ON e.id = firsts.id WHERE number < {_AT_ONCE}
), chosen AS MATERIALIZED (
  SELECT free_id AS id FROM (SELECT free_id FROM firsts WHERE free_id IS NOT NULL LIMIT {_AT_ONCE}) AS free
  /* CROSS JOIN webhook_events AS e WHERE e.id = free_id AND {_FREE} = 1 */
  LIMIT 1 /* FOR UPDATE OF e SKIP LOCKED */
)
UPDATE webhook_events SET lease_owner = :owner, lease_until = :now + :lease, attempts = attempts + 1
WHERE id IN (SELECT id FROM chosen) RETURNING {_COLUMNS}
"""
"""Looks at the earliest event of each subject, one subject after the other, and at none of those behind it."""

_OLDEST = f"""
SELECT connection, identifier, subject, id FROM webhook_events AS e WHERE state = '{WAITING}'
AND {_MINE.format("e")} ORDER BY happened_at, id LIMIT 1
"""

_BURY = f"""
UPDATE webhook_events SET state = '{DEAD}', lease_until = 0, attempts = attempts - 1,
  last_failure = COALESCE(NULLIF(last_failure, ''), :failure)
WHERE id = :id AND lease_owner = :owner RETURNING id
"""

_FINISH = f"""
UPDATE webhook_events SET state = '{HANDLED}', handled_at = :now, lease_until = 0, last_failure = ''
WHERE id = :id AND lease_owner = :owner RETURNING id
"""

_FAIL = f"""
UPDATE webhook_events SET state = CASE WHEN attempts >= {ATTEMPTS} THEN '{DEAD}' ELSE state END, lease_until = 0,
  next_attempt_at = :now + :pause, last_failure = :failure
WHERE id = :id AND lease_owner = :owner RETURNING state
"""

_RENEW = f"""
UPDATE webhook_events SET lease_until = :now + :lease
WHERE id = :id AND lease_owner = :owner AND state = '{WAITING}' AND lease_until > :now RETURNING id
"""

_REPLAY = f"""
UPDATE webhook_events SET state = '{WAITING}', attempts = 0, next_attempt_at = 0, handled_at = NULL, last_failure = ''
WHERE id = :id AND connection = :connection AND NOT (state = '{WAITING}' AND {_LEASED.replace("x.", "")}) RETURNING id
"""

_LIST = f"""
SELECT {_COLUMNS} FROM webhook_events WHERE connection = :connection AND id > :after
AND (:identifier = '' OR identifier = :identifier) AND (:state = '' OR state = :state) ORDER BY id LIMIT :limit
"""

_FORGET = f"""
WITH chosen AS MATERIALIZED (
  SELECT id FROM webhook_events WHERE received_at < (SELECT :now) - CASE WHEN state = '{WAITING}' THEN {_KEPT_WAITING}
    ELSE {_KEPT} END
  ORDER BY received_at LIMIT :limit /* FOR UPDATE SKIP LOCKED */
)
DELETE FROM webhook_events WHERE id IN (SELECT id FROM chosen) RETURNING id
"""


def store(
    transaction: Transaction, *, happened_at: float | None, handled: bool, stale: float, sealed: bytes, **event: str
) -> int | None:
    """Keep an event, and return its id; None where it is there already.

    One that `handled` says so of is not handled again, nor one that happened more than `stale` seconds ago.
    """
    options = {"happened_at": happened_at, "handled": int(handled), "stale": stale}
    rows = transaction.run(_STORE, sealed=sealed, **options, **event)
    reach("inbox.stored")
    return rows[0][0] if rows else None


class _Place(NamedTuple):
    """Where a search begins: behind this subject of this account, or at the event `first`."""

    connection: str = ""
    identifier: str = ""
    subject: str = ""
    first: int = 0


def claim(
    transaction: Transaction,
    types: Collection[str] | None,
    *,
    connections: Collection[str],
    owner: str,
    lease: float,
    after: EventRow | None = None,
) -> EventRow | None:
    """The next event of some types, or of any (None), for `lease` seconds. One at which processes die is given up.

    Subjects take turns: first those behind that of `after`, which was claimed before, or else from the oldest event's.
    """
    asked = {"types": _listed(types or ()), "every": int(types is None), "connections": _listed(connections)}
    if after is not None:
        begin = _Place(after.connection, after.identifier, after.subject)
    elif oldest := transaction.run(_OLDEST, **asked):
        begin = _Place(*oldest[0])
    else:
        return None
    for place in (begin, _Place()):
        while rows := transaction.run(_CLAIM, owner=owner, lease=lease, **asked, **place._asdict()):
            event = EventRow._make(rows[0])
            if event.attempts <= ATTEMPTS:
                reach("inbox.claimed")
                return event
            transaction.run(_BURY, id=event.id, owner=owner, failure="the process ended while it was handled")
    return None


def _listed(names: Collection[str]) -> str:
    return f"|{'|'.join(sorted(names))}|"


def renew(transaction: Transaction, event: EventRow, *, lease: float) -> bool:
    """Hold an event for `lease` seconds more; False where it was handled, or the lease was lost."""
    return bool(transaction.run(_RENEW, id=event.id, owner=event.lease_owner, lease=lease))


def finish(transaction: Transaction, event: EventRow) -> bool:
    """Note that an event was handled; False where the lease was lost to somebody else."""
    finished = bool(transaction.run(_FINISH, id=event.id, owner=event.lease_owner))
    reach("inbox.finished")
    return finished


def fail(transaction: Transaction, event: EventRow, *, pause: float, failure: str) -> str:
    """Note why an event was not handled, and when to try again; its state then, "" where the lease was lost."""
    rows = transaction.run(_FAIL, id=event.id, owner=event.lease_owner, pause=pause, failure=failure)
    reach("inbox.failed")
    return rows[0][0] if rows else ""


def replay(transaction: Transaction, connection: str, id: int) -> bool:  # noqa: A002 - the column's name
    """Let an event be handled again; False where there is none, or it is being handled now."""
    return bool(transaction.run(_REPLAY, connection=connection, id=id))


def list_events(
    database: Database, connection: str, *, identifier: str = "", state: str = "", after: int, limit: int
) -> list[EventRow]:
    """Events as they were received, oldest first."""
    rows = database.read(_LIST, connection=connection, identifier=identifier, state=state, after=after, limit=limit)
    return list(map(EventRow._make, rows))


def forget(transaction: Transaction, limit: int) -> int:
    """Delete at most so many old events; how many there were."""
    return len(transaction.run(_FORGET, limit=limit))
