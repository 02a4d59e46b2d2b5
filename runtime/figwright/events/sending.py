"""Delivering: each endpoint has a thread of its own, so that one which is down or hangs holds up no other.

A thread queues what is new in the log, claims what is due, sends it, several accounts' at once, and notes what came of
it. An endpoint that fails is asked one delivery at a time, with pauses, until it answers: that it is down costs little.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import partial

from figwright.concurrency.seldom import Seldom
from figwright.errors import FigwrightError
from figwright.events import outbox
from figwright.events.endpoints import Endpoint
from figwright.events.messages import StoredEvent, message_of
from figwright.events.outbox import DeliveryRow
from figwright.events.receiver import Answer, Receivers
from figwright.redaction.logs import get_logger
from figwright.refresh.lease_owner import new_owner
from figwright.store import Database, Transaction
from figwright.store.fault_points import reach
from figwright.store.repeating import repeated
from figwright.types.events import DeliveryReport

logger = get_logger("events")

AT_ONCE = 8
_LEASE = 60.0
_QUEUED_AT_ONCE = 200
_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 3600.0
_FIRST_REST, _LONGEST_REST = 0.5, 30.0
"""Seconds between two deliveries to an endpoint that failed twice in a row or more often."""
_SHARE = 10.0
"""A look that found nothing to do is followed by so many times as long a rest: many may wait for an hour to pass."""


class EndpointSender:
    """The deliveries of one endpoint by this process."""

    def __init__(
        self, database: Callable[[], Database], endpoint: Endpoint, receivers: Receivers, secret_pattern: str
    ) -> None:
        self._database, self._endpoint, self._receivers = database, endpoint, receivers
        self._secret_pattern = secret_pattern
        self._on_way: dict[Future[Answer], DeliveryRow] = {}
        self._done: list[tuple[DeliveryRow, Answer]] = []
        self._failures, self._rest_until = 0, 0.0
        self._last, self._seldom = outbox.START, Seldom()
        self._delivered = self._failed = 0

    def run(self, stopping: threading.Event, every: float | None) -> DeliveryReport:
        """Deliver until nothing is due, or until it is stopped where `every` says how often to look.

        Raises what the store raises where nobody would look again.
        """
        with ThreadPoolExecutor(AT_ONCE, f"figwright-events-{self._endpoint.name}") as threads:
            while True:
                moved, begun = False, time.monotonic()
                try:
                    moved = self._turn(threads, stopped=stopping.is_set())
                except FigwrightError as error:
                    if every is None:
                        raise
                    if self._seldom.tells(error):
                        logger.warning("Events to %s wait, and are tried again: %s", self._endpoint.name, error)
                except Exception as error:
                    if every is None:
                        raise
                    if self._seldom.tells(error):
                        logger.exception("Events to %s wait, and are tried again", self._endpoint.name)
                if self._on_way:
                    wait(self._on_way, every, FIRST_COMPLETED)
                elif (stopping.is_set() and not (moved and self._done)) or (not moved and every is None):
                    break
                elif not moved and every is not None:
                    now, jitter = time.monotonic(), random.uniform(0.8, 1.2)  # noqa: S311 - no secret
                    stopping.wait(max(self._rest_until - now, every * jitter, _SHARE * (now - begun)))
        return DeliveryReport(self._delivered, self._failed)

    def _turn(self, threads: ThreadPoolExecutor, *, stopped: bool) -> bool:
        """Note what is done, queue and begin what is next; whether there was anything."""
        for future in [each for each in self._on_way if each.done()]:
            self._take(self._on_way.pop(future), future.result())
        database, free = self._database(), 0 if stopped else self._free()
        place = outbox.place(database, self._endpoint.name) if free else None
        if place is None or place.off:
            free = 0
        begin = free if place and (place.due or place.more) else 0
        if not begin and not self._done:
            return False
        found, to = list[StoredEvent](), 0
        if place and begin and place.more:
            found, to = outbox.events_after(database, place.last_event, _QUEUED_AT_ONCE)
        messages = [(each, message_of(each, self._secret_pattern)) for each in found]
        messages = [each for each in messages if each[1].type in self._endpoint.types]

        def store(transaction: Transaction) -> list[DeliveryRow]:
            for row, answer in self._done:
                self._note(transaction, row, answer)
            if place and to:
                outbox.queue(transaction, self._endpoint.name, messages, after=place.last_event, to=to)
            reach("delivery.noted")
            claimed = begin and outbox.claim(
                transaction, self._endpoint.name, owner=new_owner(), lease=_LEASE, limit=begin, after=self._last
            )
            reach("delivery.claimed")
            return claimed or []

        noted = bool(self._done)
        claimed = repeated(database, store)
        self._done.clear()
        reach("delivery.stored")
        for row in claimed:
            self._last = row.connection, row.identifier
            self._on_way[threads.submit(self._deliver, row)] = row
        return noted or bool(claimed) or bool(place and to > place.last_event)

    def _free(self) -> int:
        """How many deliveries may begin now."""
        if not self._failures:
            return AT_ONCE - len(self._on_way)
        return int(not self._on_way and time.monotonic() >= self._rest_until)

    def _deliver(self, row: DeliveryRow) -> Answer:
        try:
            answer = self._receivers.deliver(self._endpoint, row.message_id, row.payload, now=row.now)
        except Exception as error:
            logger.exception("A delivery met what nobody foresaw")
            return Answer(type(error).__name__)
        reach("delivery.sent")
        return answer

    def _take(self, row: DeliveryRow, answer: Answer) -> None:
        self._done.append((row, answer))
        if not answer.failure:
            self._delivered, self._failures, self._rest_until = self._delivered + 1, 0, 0.0
            return
        self._failed, self._failures = self._failed + 1, self._failures + 1
        if not answer.gone and self._failures == 1:
            logger.warning("The endpoint %s failed: %s", self._endpoint.name, answer.failure)
        rest = min(_FIRST_REST * 2.0 ** min(self._failures - 2, 10), _LONGEST_REST) if self._failures > 1 else 0.0
        rest = max(rest * random.uniform(0.75, 1.0), min(answer.retry_after, _LONGEST_REST))  # noqa: S311
        self._rest_until = time.monotonic() + rest

    def _note(self, transaction: Transaction, row: DeliveryRow, answer: Answer) -> None:
        if not answer.failure:
            outbox.finish(transaction, row)
            return
        if answer.gone:
            outbox.turn_off(transaction, self._endpoint.name, self._endpoint.url_digest)
            logger.error("The endpoint %s answered 410 and is off until its url is changed.", self._endpoint.name)
        jitter = random.uniform(0.75, 1.0)  # noqa: S311 - no secret
        pause = min(_FIRST_PAUSE * 2.0 ** min(row.attempts - 1, 20), _LONGEST_PAUSE) * jitter
        state = outbox.fail(transaction, row, pause=max(pause, answer.retry_after), failure=answer.failure)
        if state == outbox.DEAD:
            logger.error("The delivery %d to %s is given up: %s", row.id, self._endpoint.name, answer.failure)


def send_due(senders: list[EndpointSender]) -> DeliveryReport:
    """Deliver what is due, to all endpoints side by side."""
    stopping = threading.Event()
    if not senders:
        return DeliveryReport(0, 0)
    with ThreadPoolExecutor(len(senders), "figwright-events") as threads:
        reports = list(threads.map(partial(EndpointSender.run, stopping=stopping, every=None), senders))
    return DeliveryReport(sum(each.delivered for each in reports), sum(each.failed for each in reports))
