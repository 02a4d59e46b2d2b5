"""What clients do with account events: each function is a method of both faces, which name it, and run or await it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from figwright.calls.steps import Ask, Flow
from figwright.errors import ConfigurationError
from figwright.types.events import DeliveryReport, EventDelivery

if TYPE_CHECKING:
    from figwright.events.endpoints import Endpoint
    from figwright.events.outbox import DeliveryRow
    from figwright.events.runner import EventSender
    from figwright.store import Database

T = TypeVar("T")


def run_event_sender(self: Any, *, every: float = 1.0) -> EventSender:
    """Deliver account events to the endpoints of the settings, in threads, looking every so many seconds.

    A context manager. Any number of processes and hosts may do so. An endpoint hears of what happens from the moment
    on when one of them first knew it. Raises ConfigurationError where the settings have no endpoint.
    """
    from figwright.events.receiver import Receivers
    from figwright.events.runner import EventSender

    if not every > 0:
        raise ConfigurationError("every is a number of seconds, more than 0.")
    endpoints, days = _endpoints(self), self.context.settings().expiry_notice_days
    receivers = Receivers(self.context.limits)
    return EventSender(partial(_database, self), endpoints, receivers, _secrets_of(self), every=every, notice_days=days)


def send_events(self: Any) -> DeliveryReport:
    """Deliver the account events that are due now, until none is or the endpoint fails: for a cron job."""
    from figwright.events.receiver import Receivers
    from figwright.events.runner import look_after
    from figwright.events.sending import EndpointSender, send_due

    endpoints, pattern = _endpoints(self), _secrets_of(self)

    def send() -> DeliveryReport:
        receivers = Receivers(self.context.limits)
        try:
            look_after(_database(self), endpoints, self.context.settings().expiry_notice_days)
            return send_due([EndpointSender(partial(_database, self), each, receivers, pattern) for each in endpoints])
        finally:
            receivers.close()

    return self._run(_one(send))  # type: ignore[no-any-return]


def list_event_deliveries(
    self: Any, *, endpoint: str | None = None, state: str | None = None, after: int = 0, limit: int = 100
) -> tuple[EventDelivery, ...]:
    """Deliveries of account events after the one with the number `after`, oldest first, at most `limit` (1 to 1000).

    `state` is waiting, delivered or dead. Delivered ones are kept for eight days, dead ones for thirty.
    """
    from figwright.events import outbox

    if not 1 <= limit <= 1000 or not 0 <= after < 2**63:
        raise ConfigurationError("limit is between 1 and 1000, and after the number of a delivery, or 0.")
    if state is not None and state not in outbox.STATES:
        raise ConfigurationError(f"state is one of: {', '.join(outbox.STATES)}.")

    def read() -> tuple[EventDelivery, ...]:
        rows = outbox.list_deliveries(_database(self), name=endpoint or "", state=state or "", after=after, limit=limit)
        return tuple(map(_as_delivery, rows))

    return self._run(_one(read))  # type: ignore[no-any-return]


def resend_event(self: Any, delivery_id: int) -> bool:
    """Let a delivery be made again, also one that was given up; False if there is none, or it is on its way now.

    Raises ConfigurationError where its endpoint is not in the settings: nobody would send it.
    """
    from figwright.events import outbox
    from figwright.store.repeating import repeated

    def resend() -> bool:
        rows = outbox.list_deliveries(_database(self), name="", state="", after=delivery_id - 1, limit=1)
        for row in rows:
            if row.id == delivery_id and row.endpoint not in self.context.settings().event_endpoints():
                raise ConfigurationError(
                    f"The delivery {delivery_id} goes to the endpoint {row.endpoint}, which the settings do not have. "
                    f"Put it back, or forget what waits for it: figwright events forget {row.endpoint}"
                )
        return repeated(_database(self), lambda transaction: outbox.resend(transaction, delivery_id))

    return self._run(_one(resend))  # type: ignore[no-any-return]


def send_test_event(self: Any, endpoint: str = "default") -> None:
    """Send an event of the type figwright.test to an endpoint now. One that was off is on again if it takes it.

    Raises ConfigurationError, which says what came instead of a 2xx.
    """
    from figwright.events import outbox
    from figwright.events.endpoints import find_endpoint
    from figwright.events.messages import trial_message
    from figwright.events.receiver import Receivers
    from figwright.store import grants
    from figwright.store.repeating import repeated

    chosen = find_endpoint(_endpoints(self), endpoint)

    def send() -> None:
        receivers = Receivers(self.context.limits)
        try:
            now = grants.clock(_database(self))
            message = trial_message(endpoint, now, secrets.token_hex(16))
            answer = receivers.deliver(chosen, message.id, message.body, now=now)
        finally:
            receivers.close()
        if answer.failure:
            raise ConfigurationError(f"The endpoint {endpoint} did not take the event: {answer.failure}.")
        repeated(_database(self), lambda transaction: outbox.turn_on(transaction, endpoint))

    return self._run(_one(send))  # type: ignore[no-any-return]


def _endpoints(self: Any) -> tuple[Endpoint, ...]:
    from figwright.events.endpoints import checked_endpoints

    if not (endpoints := checked_endpoints(self.context.settings().event_endpoints())):
        raise ConfigurationError(
            "No endpoint hears of account events: set FIGWRIGHT_EVENTS_URL and FIGWRIGHT_EVENTS_SECRET, or "
            "[events.NAME] in figwright.toml."
        )
    return endpoints


def _secrets_of(self: Any) -> str:
    """What tokens of the client's connectors look like."""
    found = {each.connector.secret_pattern for each in self.context.catalog.connections()} - {""}
    return "|".join(f"(?:{each})" for each in sorted(found))


def _database(self: Any) -> Database:
    database: Database = self.context.stored().database
    return database


def _as_delivery(row: DeliveryRow) -> EventDelivery:
    waits = row.state == "waiting" and row.next_attempt_at > row.now
    return EventDelivery(
        id=row.id,
        endpoint=row.endpoint,
        message_id=row.message_id,
        type=row.type,
        connection_name=row.connection,
        identifier=row.identifier,
        payload=row.payload,
        state=row.state,
        queued_at=datetime.fromtimestamp(row.queued_at, UTC),
        ended_at=None if row.ended_at is None else datetime.fromtimestamp(row.ended_at, UTC),
        attempts=row.attempts,
        next_attempt_at=datetime.fromtimestamp(row.next_attempt_at, UTC) if waits else None,
        last_failure=row.last_failure,
    )


def _one(function: Callable[[], T]) -> Flow[T]:
    found: T = yield Ask(function)
    return found
