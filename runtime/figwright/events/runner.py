"""Account events delivered in the background, and what has to be looked after beside that."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Sequence
from functools import partial

from figwright.concurrency.background import Background
from figwright.errors import FigwrightError
from figwright.events import outbox
from figwright.events.endpoints import Endpoint
from figwright.events.receiver import Receivers
from figwright.events.sending import EndpointSender
from figwright.redaction.logs import get_logger
from figwright.store import Database, Transaction
from figwright.store.repeating import repeated

logger = get_logger("events")
_LOOK_AFTER = 60.0
_AT_ONCE = 200
_DAY = 86400.0


class EventSender(Background):
    """Threads that deliver account events until they are stopped: a context manager, for `with` and `async with`."""

    def __init__(
        self,
        database: Callable[[], Database],
        endpoints: Sequence[Endpoint],
        receivers: Receivers,
        secret_pattern: str,
        *,
        every: float,
        notice_days: float,
    ) -> None:
        """Raises what the store raises."""
        self._database, self._endpoints, self._receivers = database, endpoints, receivers
        self._every, self._notice_days = every, notice_days
        self._senders = [EndpointSender(database, each, receivers, secret_pattern) for each in endpoints]
        look_after(database(), endpoints, notice_days)
        self._start("figwright-events")

    def _run(self) -> None:
        threads = [
            threading.Thread(target=partial(each.run, self._stopping, self._every), daemon=True)
            for each in self._senders
        ]
        for thread in threads:
            thread.start()
        while not self._stopping.wait(_LOOK_AFTER * random.uniform(0.8, 1.2)):  # noqa: S311 - jitter, no secret
            self._tried(self._look_after, logger, "Events could not be looked after, which is repeated", FigwrightError)
        for thread in threads:
            thread.join()
        self._receivers.close()

    def _look_after(self) -> None:
        look_after(self._database(), self._endpoints, self._notice_days)


def look_after(database: Database, endpoints: Sequence[Endpoint], notice_days: float) -> None:
    """Know the endpoints, tell of tokens that end soon, and forget what ended long ago."""
    for endpoint in endpoints:
        outbox.enter(database, endpoint.name, endpoint.url_digest)
    span = notice_days * _DAY
    while endpoints and span and (ending := outbox.ending(database, span=span, limit=_AT_ONCE)):
        told = [repeated(database, partial(_tell_ending, grant_id, span)) for grant_id in ending]
        if not any(told):  # others tell of them
            break
    for _ in range(_AT_ONCE):
        if not outbox.any_old(database):
            break
        repeated(database, lambda transaction: outbox.forget(transaction, _AT_ONCE))


def _tell_ending(grant_id: str, span: float, transaction: Transaction) -> bool:
    return outbox.tell_ending(transaction, grant_id, span=span)
