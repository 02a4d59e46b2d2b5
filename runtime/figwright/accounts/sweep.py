"""Renewing tokens ahead of their time: sweeps over what is due, by any number of processes and hosts side by side.

Each grant is claimed by one statement, so no two sweeps refresh the same one. A sweep is slow on purpose: every refresh
ends the calls that are on their way with the old token, and the provider sees each app's refreshes together.
"""

from __future__ import annotations

import itertools
import math
import random
import threading
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from figwright.accounts.stored import StoredAccounts
from figwright.connections import BoundConnection
from figwright.redaction.logs import get_logger
from figwright.refresh.decisions import Permission
from figwright.refresh.job import ask_breaker
from figwright.refresh.lease_owner import new_owner
from figwright.store import grants
from figwright.types.accounts import RefreshReport

logger = get_logger("refresh")
_EXPIRED_AT_ONCE = 100
_LOOK = 0.1


@dataclass
class _App:
    """One app's part in a sweep: its pace, and the threads that it holds."""

    connection: BoundConnection
    next_at: float = 0.0
    turn: int = 0
    running: int = 0
    done: bool = False


class Sweep:
    """One pass over the due grants of some apps, at most `rate` refreshes a second for each (None: no limit).

    The apps take turns, and each has its share of the threads: one whose provider hangs holds up no other (F41).
    """

    def __init__(self, stored: StoredAccounts, *, rate: float | None, limit: int | None, threads: int) -> None:
        self._stored, self._pause, self._threads = stored, 1 / rate if rate else 0.0, threads
        self._left = math.inf if limit is None else limit
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._turns = itertools.count(1)
        self._apps: list[_App] = []
        self._started = 0.0

    def run(self, connections: Iterable[BoundConnection]) -> RefreshReport:
        """Refresh until nothing is due, `limit` is reached or `stop` is called; what is under way is finished."""
        self._tidy()
        self._started = grants.clock(self._stored.database)
        apps = {each.options.client_id: each for each in connections if each.options.client_id}
        self._apps = [_App(each) for each in random.sample(list(apps.values()), len(apps))]
        number = max(self._threads, len(apps))
        with ThreadPoolExecutor(number, "figwright-sweep") as threads:
            work = [threads.submit(self._work) for _ in range(number)]
            outcomes = sum((each.result() for each in work), Counter[bool]())
        return RefreshReport(outcomes[True], outcomes[False])

    def _tidy(self) -> None:
        """What nobody should wait for: what time has ended, and old events, in many small transactions."""
        while not self._stopping.is_set() and self._stored.expire_overdue(_EXPIRED_AT_ONCE):
            pass
        days = self._stored.event_retention_days
        while days and not self._stopping.is_set() and self._stored.forget_events(days):
            pass
        while not self._stopping.is_set() and self._stored.forget_old_limits(days):
            pass

    def stop(self) -> None:
        """Begin no further refresh."""
        with self._changed:
            self._stopping.set()
            self._changed.notify_all()

    def _work(self) -> Counter[bool]:
        outcomes = Counter[bool]()
        while (app := self._next()) is not None:
            outcome: bool | None = None
            try:
                outcome = self._refresh_one(app)
            finally:
                self._give_back(app, outcome)
            if outcome is not None:
                outcomes[outcome] += 1
        return outcomes

    def _next(self) -> _App | None:
        """Wait for the app whose turn it is, and may begin another refresh; None where none will."""
        with self._changed:
            while not self._stopping.is_set() and (left := [app for app in self._apps if not app.done]):
                now = time.monotonic()
                share = max(1, self._threads // len(left))
                free = [app for app in left if app.running < share] if self._left > 0 else []
                app = min(free, key=lambda app: (max(app.next_at, now), app.turn), default=None)
                if app is not None and app.next_at <= now:
                    app.turn, app.next_at = next(self._turns), now + self._pause
                    app.running += 1
                    self._left -= 1
                    return app
                if self._left <= 0 and not any(app.running for app in left):
                    return None
                self._changed.wait(app.next_at - now if app else None)
            return None

    def _give_back(self, app: _App, outcome: bool | None) -> None:
        with self._changed:
            app.running -= 1
            if outcome is None:
                self._left += 1
            self._changed.notify_all()

    def _refresh_one(self, app: _App) -> bool | None:
        """Whether one grant was renewed; None where there is none to begin with now."""
        client_id = app.connection.options.client_id
        answer, _ = ask_breaker(self._stored.database, client_id)
        if answer is Permission.REFUSED:
            app.done = True
            return None
        if answer is Permission.LATER:
            app.next_at = time.monotonic() + _LOOK
            return None
        owner, ttl, once = new_owner(), self._stored.lease, app.connection.connector.oauth.refresh_token_rotates
        with self._stored.database.write() as transaction:
            if answer is Permission.PROBE:
                claim = grants.claim_probe(transaction, client_id, owner=owner, ttl=ttl, once=once)
            else:
                claim = grants.claim_due(transaction, client_id, owner=owner, ttl=ttl, before=self._started, once=once)
        if claim is None:
            app.done = True
            return None
        return self._stored.refreshes.refresh_claimed(app.connection, claim)
