"""Limits that calls met, and how many calls were sent: what is known of a grant, forgotten with it.

A limit is noted for the place that the call was about, since a provider may count by what that belongs to. The grant
itself says until when any limit holds, so that the one read of a call tells whether there is something to look up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from figwright.store.bounds import RATE_LIMIT, TOLD, lies_ahead
from figwright.store.database import Database, Transaction

MINUTE, MONTH = "minute", "month"
_MOST = 64
"""Places of a tier that are looked at, those of late first."""
_FORGOTTEN_AT_ONCE = 200


class Told(NamedTuple):
    """What a refusal for a limit said."""

    status: int
    said: str
    sentence: str
    """What its error says after the tool's name and before the seconds."""
    plan: str
    seat: str
    upgrade_url: str


class Note(NamedTuple):
    """What is known of a place: `seconds` until its limit is over, and how it stood with it before.

    `lifted`: no limit holds, and a call was answered since the last one. `free`: nobody tries just now.
    """

    tier: int
    place: str
    seconds: float
    lifted: bool
    free: bool
    told_at: float
    answered_at: float
    told: Told


class Count(NamedTuple):
    """Calls of a tier in the minute or calendar month (UTC) that began at `start`."""

    tier: int
    span: str
    start: float
    calls: int


_HOLD = f"""
UPDATE grants SET limited_until = CASE WHEN {lies_ahead("limited_until", RATE_LIMIT)}
    AND limited_until > :now + :seconds THEN limited_until ELSE :now + :seconds END
WHERE id = :grant_id RETURNING id
"""

_INTO = """INTO rate_limits (grant_id, tier, place, not_before, told_at, answered_at, probe_at, status, said, sentence,
  plan, seat, upgrade_url, noted_at)"""

_NOTE = f"""
INSERT {_INTO}
VALUES (:grant_id, :tier, :place, :now + :seconds, :now, 0, :now + :probe_in, :code, :said, :sentence, :plan, :seat,
  :upgrade_url, :now)
ON CONFLICT (grant_id, tier, place) DO UPDATE SET not_before = :now + :seconds, told_at = :now, noted_at = :now,
  probe_at = :now + :probe_in, status = :code, said = :said, sentence = :sentence, plan = :plan, seat = :seat,
  upgrade_url = :upgrade_url
"""

_ANSWERED = f"""
INSERT {_INTO}
SELECT id, :tier, :place, 0, 0, :now, 0, 0, '', '', '', '', '', :now FROM grants WHERE id = :grant_id
ON CONFLICT (grant_id, tier, place) DO UPDATE SET answered_at = :now, noted_at = :now
"""

HOLDS = f"({lies_ahead('not_before', RATE_LIMIT)} AND told_at <= :now + {TOLD})"
"""Whether a limit holds at `:now`."""

_LIFT = f"""
UPDATE rate_limits SET not_before = 0 WHERE grant_id = :grant_id AND tier = :tier AND place = :place AND NOT {HOLDS}
"""

_PROBE = f"""
UPDATE rate_limits SET probe_at = :now + :pause
WHERE grant_id = :grant_id AND tier = :tier AND place = :place AND NOT {lies_ahead("probe_at", TOLD)}
RETURNING place
"""

_COLUMNS = f"""tier, place, CASE WHEN {HOLDS} THEN not_before - :now ELSE 0 END, not_before = 0,
  NOT {lies_ahead("probe_at", TOLD)}, told_at, answered_at, status, said, sentence, plan, seat, upgrade_url"""

_READ = f"""
SELECT {_COLUMNS} FROM rate_limits WHERE grant_id = :grant_id AND tier = :tier ORDER BY noted_at DESC LIMIT {_MOST}
"""

_READ_ALL = f"SELECT {_COLUMNS} FROM rate_limits WHERE grant_id = :grant_id ORDER BY noted_at DESC LIMIT {4 * _MOST}"

_WAITING = f"""
SELECT a.connection, a.identifier, MAX(not_before) - :now FROM rate_limits r JOIN accounts a ON a.grant_id = r.grant_id
WHERE {HOLDS.replace(":now", "(SELECT :now)")} AND a.connection = COALESCE(:connection, a.connection)
GROUP BY a.connection, a.identifier ORDER BY 3 DESC, 1, 2
"""

_RELEASE = "UPDATE grants SET limited_until = 0 WHERE id = :grant_id AND limited_until <> 0 RETURNING id"

_FORGET = "DELETE FROM rate_limits WHERE grant_id = :grant_id"

_ADD = """
INSERT INTO call_counts (grant_id, tier, span, start, calls)
SELECT id, :tier, :length, :start, :calls FROM grants WHERE id = :grant_id
ON CONFLICT (grant_id, tier, span, start) DO UPDATE SET calls = call_counts.calls + :calls
RETURNING calls
"""

_COUNTS = """
SELECT tier, span, start, calls FROM call_counts WHERE grant_id = :grant_id AND span = :length AND start = :start
"""

_ANY_OLD_NOTE = "SELECT 1 FROM rate_limits WHERE noted_at <= (SELECT :now) - :span ORDER BY noted_at LIMIT 1"

_FORGET_NOTES = """
WITH chosen AS MATERIALIZED (
  SELECT grant_id, tier, place FROM rate_limits WHERE noted_at <= (SELECT :now) - :span
  ORDER BY noted_at LIMIT :limit /* FOR UPDATE SKIP LOCKED */
)
DELETE FROM rate_limits WHERE (grant_id, tier, place) IN (SELECT grant_id, tier, place FROM chosen) RETURNING place
"""

_ANY_OLD_COUNT = """
SELECT 1 FROM call_counts WHERE span = :length AND start <= (SELECT :now) - :span ORDER BY start LIMIT 1
"""

_FORGET_COUNTS = """
WITH chosen AS MATERIALIZED (
  SELECT grant_id, tier, start FROM call_counts WHERE span = :length AND start <= (SELECT :now) - :span
  ORDER BY start LIMIT :limit /* FOR UPDATE SKIP LOCKED */
)
DELETE FROM call_counts
WHERE span = :length AND (grant_id, tier, start) IN (SELECT grant_id, tier, start FROM chosen) RETURNING start
"""


def note(
    transaction: Transaction, grant_id: str, tier: int, place: str, told: Told, *, seconds: float, probe_in: float
) -> None:
    """Store that a limit holds for so many seconds; nothing where the grant is gone."""
    if transaction.run(_HOLD, grant_id=grant_id, seconds=seconds):
        said = told._asdict()
        said |= {"grant_id": grant_id, "tier": tier, "place": place, "code": said.pop("status")}
        transaction.run(_NOTE, seconds=seconds, probe_in=probe_in, **said)


def answered(transaction: Transaction, grant_id: str, tier: int, place: str) -> None:
    """A call about this place was answered while a limit held for another."""
    transaction.run(_ANSWERED, grant_id=grant_id, tier=tier, place=place)


def lift(transaction: Transaction, grant_id: str, tier: int, place: str) -> None:
    """A call was answered after the limit: whoever waits for that need not wait any more, but for one told since."""
    transaction.run(_LIFT, grant_id=grant_id, tier=tier, place=place)


def take_probe(transaction: Transaction, grant_id: str, tier: int, place: str, pause: float) -> bool:
    """Whether the caller is the one that may try now; nobody else may for `pause` seconds."""
    return bool(transaction.run(_PROBE, grant_id=grant_id, tier=tier, place=place, pause=pause))


def read(database: Database, grant_id: str, tier: int) -> list[Note]:
    """What is known of a tier's places, at most 64, those of late first."""
    return [_note(*row) for row in database.read(_READ, grant_id=grant_id, tier=tier)]


def read_all(database: Database, grant_id: str) -> list[Note]:
    return [_note(*row) for row in database.read(_READ_ALL, grant_id=grant_id)]


def waiting(database: Database, connection: str | None = None) -> list[tuple[str, str, float]]:
    """Accounts for which a limit holds, of a connection or all, the longest first: connection, identifier, seconds."""
    return [(name, identifier, wait) for name, identifier, wait in database.read(_WAITING, connection=connection)]


def _note(tier: int, place: str, seconds: float, lifted: object, free: object, *rest: Any) -> Note:
    return Note(tier, place, max(seconds, 0.0), bool(lifted), bool(free), rest[0], rest[1], Told._make(rest[2:]))


def forget(transaction: Transaction, grant_id: str) -> None:
    """Forget the limits of a grant: the next call tells what holds now."""
    transaction.run(_RELEASE, grant_id=grant_id)
    transaction.run(_FORGET, grant_id=grant_id)


def month_of(now: float) -> float:
    """When the calendar month of a time began, in UTC."""
    return datetime.fromtimestamp(now, UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0).timestamp()


def starts_at(now: float) -> tuple[tuple[str, float], ...]:
    """Each span, and when the one of now began."""
    return ((MINUTE, now // 60 * 60), (MONTH, month_of(now)))


def add_calls(transaction: Transaction, calls: Mapping[tuple[str, int], int]) -> dict[tuple[str, int], list[Count]]:
    """Count calls by (grant, tier) in this minute and month; what there are then. Grants that are gone are left out."""
    starts = starts_at(transaction.run("SELECT :now")[0][0])
    found: dict[tuple[str, int], list[Count]] = {}
    for (grant_id, tier), number in sorted(calls.items()):  # in one order, so that no two wait for each other
        for span, start in starts:
            rows = transaction.run(_ADD, grant_id=grant_id, tier=tier, length=span, start=start, calls=number)
            found.setdefault((grant_id, tier), []).extend(Count(tier, span, start, row[0]) for row in rows)
    return found


def counts(database: Database, grant_id: str) -> list[Count]:
    """Calls of this minute and of this month."""
    starts = starts_at(database.read("SELECT :now")[0][0])
    rows = (database.read(_COUNTS, grant_id=grant_id, length=span, start=start) for span, start in starts)
    return [Count._make(row) for found in rows for row in found]


def any_old(database: Database, *, notes: float, minutes: float, months: float) -> bool:
    """Whether there is something that is older than so many seconds."""
    spans = ((MINUTE, minutes), (MONTH, months))
    old = any(database.read(_ANY_OLD_COUNT, length=length, span=span) for length, span in spans)
    return old or bool(database.read(_ANY_OLD_NOTE, span=notes))


def forget_old(transaction: Transaction, *, notes: float, minutes: float, months: float) -> bool:
    """Delete two hundred at most of each that is older; whether there may be more."""
    full = {"limit": _FORGOTTEN_AT_ONCE}
    gone = [transaction.run(_FORGET_NOTES, span=notes, **full)]
    gone += [
        transaction.run(_FORGET_COUNTS, length=length, span=span, **full)
        for length, span in ((MINUTE, minutes), (MONTH, months))
    ]
    return any(len(rows) == _FORGOTTEN_AT_ONCE for rows in gone)
