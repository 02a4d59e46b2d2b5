"""The breaker of an app: opened where the provider refuses the app itself, so that no account is blamed for it."""

from __future__ import annotations

from figwright.store.database import Database, Transaction

_FAULT = """
INSERT INTO app_faults (client_id, grant_id, at) VALUES (:client_id, :grant_id, :now)
ON CONFLICT (client_id, grant_id) DO UPDATE SET at = :now
"""

_FORGET_OLD = """
DELETE FROM app_faults WHERE client_id = :client_id AND grant_id IN (
  SELECT grant_id FROM app_faults WHERE client_id = :client_id AND at <= (SELECT :now) - :span ORDER BY at LIMIT 10
)
"""

_COUNT = """
SELECT COUNT(*) FROM (
  SELECT 1 FROM app_faults WHERE client_id = :client_id AND at > (SELECT :now) - :span
  ORDER BY at LIMIT 20
) AS recent
"""

_OPEN = """
INSERT INTO breakers (client_id, open_until, openings, reason) VALUES (:client_id, :now + :first, 1, :reason)
ON CONFLICT (client_id) DO UPDATE SET openings = breakers.openings + 1, reason = :reason,
  open_until = :now + CASE WHEN breakers.openings * :first < :longest THEN breakers.openings * :first ELSE :longest END
WHERE breakers.open_until <= :now
RETURNING openings
"""

_READ = "SELECT open_until - :now, reason FROM breakers WHERE client_id = :client_id"

_CLOSE = "DELETE FROM breakers WHERE client_id = :client_id"

_FORGET = "DELETE FROM app_faults WHERE client_id = :client_id"


def count_fault(transaction: Transaction, client_id: str, grant_id: str, span: float) -> int:
    """Note that this grant's refresh was refused; how many grants of the app were within `span` seconds, 20 at most."""
    transaction.run(_FORGET_OLD, client_id=client_id, span=span)
    transaction.run(_FAULT, client_id=client_id, grant_id=grant_id)
    count: int = transaction.run(_COUNT, client_id=client_id, span=span)[0][0]
    return count


def open_breaker(transaction: Transaction, client_id: str, reason: str, *, first: float, longest: float) -> bool:
    """Send no refresh of this app for a while, longer each time; True the first time, for one alert."""
    rows = transaction.run(_OPEN, client_id=client_id, reason=reason, first=first, longest=longest)
    return bool(rows and rows[0][0] == 1)


def seconds_open(database: Database, client_id: str) -> tuple[float, str]:
    """How long the breaker stays open (0 where it is closed, or where one attempt may probe) and why."""
    rows = database.read(_READ, client_id=client_id)
    return (max(rows[0][0], 0.0), rows[0][1]) if rows else (0.0, "")


def close_breaker(transaction: Transaction, client_id: str) -> None:
    """The provider took the app's credentials again."""
    transaction.run(_CLOSE, client_id=client_id)
    transaction.run(_FORGET, client_id=client_id)
