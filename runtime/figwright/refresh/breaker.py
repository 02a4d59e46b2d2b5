"""Whether an app's grants may be refreshed now: its breaker, asked before each refresh (F23, F41)."""

from __future__ import annotations

from typing import NamedTuple

from figwright.connections import BoundConnection
from figwright.store import Database, breakers

_WORTH_WAITING = 1.0
"""Seconds until the next probe, which somebody who has not failed waits for."""


class Answer(NamedTuple):
    """`may`: refresh now. Where not, either it is too early, or `reason` is why the app is refused.

    `is_probe`: the app is suspect, and this one attempt may show that it works.
    """

    may: bool
    is_probe: bool = False
    reason: str = ""


def ask_breaker(database: Database, connection: BoundConnection, *, sound: bool = True, early: bool = False) -> Answer:
    """Whether to refresh a grant of the app: a `sound` one has not failed, an `early` one has to wait in any case.

    An answer that `is_probe` is given to one caller at a time.
    """
    client_id = connection.options.client_id
    breaker = breakers.read(database, client_id)
    if not breaker.seconds:
        return Answer(not early)
    if not sound or breaker.next_probe > _WORTH_WAITING:
        return Answer(False, reason=breaker.reason)
    if early or breaker.next_probe:
        return Answer(False)
    with database.write() as transaction:
        taken = breakers.take_probe(transaction, client_id)
    return Answer(taken, is_probe=taken)
