"""The breaker of an app: open where the provider refuses the app itself, so that no account is blamed for it (F23).

Where that is only suspected, one grant at a time is tried while the breaker is open: a good refresh closes it (F41).
"""

from __future__ import annotations

from typing import NamedTuple

from figwright.store.bounds import BREAKER, known, lies_ahead
from figwright.store.database import Database, Transaction

_LATELY = 10.0
"""Seconds for which a good refresh is not noted again, so that those of an app do not queue for one row."""
_PROBE_PAUSE, _QUICK_PROBES, _SLOW_PROBE_PAUSE = 0.2, 30, 60.0


class Breaker(NamedTuple):
    """`seconds` until it closes, 0 where it is closed; `next_probe` seconds until one grant may be tried; and why."""

    seconds: float
    next_probe: float
    reason: str


class Standing(NamedTuple):
    """How the app's refreshes fare: other grants that were refused lately, and when one succeeded last, if ever."""

    faulty: int
    good_at: float | None
    now: float


_FAULT = """
INSERT INTO app_faults (client_id, grant_id, at) VALUES (:client_id, :grant_id, :now)
ON CONFLICT (client_id, grant_id) DO UPDATE SET at = :now
"""

_FORGET_OLD = """
WITH chosen AS MATERIALIZED (
  SELECT grant_id FROM app_faults WHERE client_id = :client_id AND at <= (SELECT :now) - :span ORDER BY at LIMIT 10
)
DELETE FROM app_faults WHERE client_id = :client_id AND grant_id IN (SELECT grant_id FROM chosen)
"""

_STANDING = """
SELECT (
    SELECT COUNT(*) FROM (
      SELECT 1 FROM app_faults
      WHERE client_id = :client_id AND grant_id <> :grant_id AND at > (SELECT :now) - :span AND at <= (SELECT :now)
      ORDER BY at LIMIT 20
    ) AS recent
  ),
  (SELECT good_at FROM breakers WHERE client_id = :client_id AND good_at > 0 AND good_at <= :now), :now
"""

_OPEN = f"""
INSERT INTO breakers (client_id, open_until, openings, reason, probe_at)
VALUES (:client_id, :now + :first, 1, :reason, :now + :probe_in)
ON CONFLICT (client_id) DO UPDATE SET openings = breakers.openings + 1, reason = :reason, probe_at = :now + :probe_in,
  open_until = :now
    + CASE WHEN (breakers.openings + 1) * :first < {BREAKER} THEN (breakers.openings + 1) * :first ELSE {BREAKER} END
WHERE NOT {lies_ahead("breakers.open_until", BREAKER)}
RETURNING openings
"""

_PROBE = f"""
UPDATE breakers SET probes = probes + 1,
  probe_at = :now + CASE WHEN probes < {_QUICK_PROBES} THEN {_PROBE_PAUSE} ELSE {_SLOW_PROBE_PAUSE} END
WHERE client_id = :client_id AND {lies_ahead("open_until", BREAKER)} AND NOT {lies_ahead("probe_at", BREAKER)}
RETURNING probes
"""

_READ = f"""
SELECT {known("open_until", BREAKER)} - :now, {known("probe_at", BREAKER)} - :now, reason
FROM breakers WHERE client_id = :client_id
"""

_GOOD = f"""
INSERT INTO breakers (client_id, open_until, openings, reason, good_at)
SELECT :client_id, 0, 0, '', :now
WHERE NOT EXISTS (
  SELECT 1 FROM breakers
  WHERE client_id = :client_id AND open_until = 0 AND good_at > :now - {_LATELY} AND good_at <= :now
)
ON CONFLICT (client_id) DO UPDATE
SET open_until = 0, openings = 0, probes = 0, probe_at = 0, reason = '', good_at = :now
RETURNING client_id
"""

_FORGET = "DELETE FROM app_faults WHERE client_id = :client_id"

_FORGET_ONE = "DELETE FROM app_faults WHERE client_id = :client_id AND grant_id = :grant_id"


def standing(database: Database, client_id: str, grant_id: str, span: float) -> Standing:
    """Who else of the app was refused within `span` seconds, 20 at most, and when a refresh succeeded last."""
    return Standing._make(database.read(_STANDING, client_id=client_id, grant_id=grant_id, span=span)[0])


def count_fault(transaction: Transaction, client_id: str, grant_id: str, span: float) -> None:
    """Note that this grant's refresh was refused, and that it may be the app's fault. It counts for `span` seconds."""
    transaction.run(_FORGET_OLD, client_id=client_id, span=span)
    transaction.run(_FAULT, client_id=client_id, grant_id=grant_id)


def forget_fault(transaction: Transaction, client_id: str, grant_id: str) -> None:
    """It was the grant's own."""
    transaction.run(_FORGET_ONE, client_id=client_id, grant_id=grant_id)


def open_breaker(
    transaction: Transaction, client_id: str, reason: str, *, first: float, probe_in: float = BREAKER
) -> bool:
    """Send no refresh of this app for a while, longer each time; True the first time, for one alert.

    After `probe_in` seconds, one grant at a time may be tried all the same.
    """
    rows = transaction.run(_OPEN, client_id=client_id, reason=reason, first=first, probe_in=probe_in)
    return bool(rows and rows[0][0] == 1)


def read(database: Database, client_id: str) -> Breaker:
    rows = database.read(_READ, client_id=client_id)
    if not rows or rows[0][0] <= 0:
        return Breaker(0.0, 0.0, "")
    return Breaker(rows[0][0], max(rows[0][1], 0.0), rows[0][2])


def take_probe(transaction: Transaction, client_id: str) -> bool:
    """Whether the caller is the one that may be tried now, while the breaker is open.

    The first few come quickly one after the other. Where all of them are refused, the next ones wait a minute each.
    """
    return bool(transaction.run(_PROBE, client_id=client_id))


def close_breaker(transaction: Transaction, client_id: str) -> None:
    """A refresh succeeded: the provider takes the app's credentials."""
    if transaction.run(_GOOD, client_id=client_id):
        transaction.run(_FORGET, client_id=client_id)
