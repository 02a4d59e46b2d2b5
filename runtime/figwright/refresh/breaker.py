"""Whether an app's grants may be refreshed now: its breaker, asked before each refresh (F23, F41)."""

from __future__ import annotations

from figwright.connections import BoundConnection
from figwright.refresh.decisions import Permission, permission
from figwright.store import Database, breakers


def ask_breaker(
    database: Database, connection: BoundConnection, *, sound: bool = True, early: bool = False
) -> tuple[Permission, str]:
    """Whether to refresh a grant of the app, and why the app is refused: see `permission`.

    PROBE is given to one caller at a time.
    """
    client_id = connection.options.client_id
    breaker = breakers.read(database, client_id)
    answer = permission(breaker, sound=sound, early=early)
    if answer is Permission.PROBE:
        with database.write() as transaction:
            if not breakers.take_probe(transaction, client_id):
                answer = Permission.LATER
    return answer, breaker.reason
