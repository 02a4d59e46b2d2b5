"""Handlers get stored events: at least once, in order within a subject, again after a failure, given up after ten.

An event is claimed for a time by one statement, so any number of processes and hosts may handle side by side. The
lease is renewed while a handler runs. Whoever dies loses it to another, so a handler may meet an event again, and knows
it by its `id`.
"""

from __future__ import annotations

import inspect
import json
import random
import threading
from asyncio import CancelledError, current_task
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from figwright.accounts.stored import StoredAccounts
from figwright.calls.steps import Ask, Flow, Modify, Wait
from figwright.connector import Webhooks
from figwright.crypto.keyring import KeyRing, SealBrokenError
from figwright.errors import ConfigurationError, FigwrightError
from figwright.redaction.logs import get_logger
from figwright.refresh.lease_owner import new_owner
from figwright.store.fault_points import reach
from figwright.store.repeating import repeated
from figwright.store.webhook_secrets import context_of_event
from figwright.types.webhooks import HandledReport, ReceivedEvent, WebhookEvent
from figwright.webhooks import inbox, payloads
from figwright.webhooks.inbox import EventRow
from figwright.webhooks.leases import LeaseKeeper

logger = get_logger("webhooks")

Handler = Callable[[WebhookEvent[Any]], Any]
Handlers = Mapping[str, Sequence[Handler]]
"""By type of event; those under "" get every event."""
_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 600.0
_LONGEST_FAILURE = 500
_PLAIN = "A handler of Actions is a plain function: only AsyncActions awaits coroutines."


@dataclass
class Turn:
    """Whose events are handled here, and the one claimed last, behind whose subject the next one is looked for."""

    connections: Collection[str]
    last: EventRow | None = None


def handle(
    stored: Callable[[], StoredAccounts],
    handlers: Handlers,
    turn: Turn,
    *,
    awaits: bool,
    limit: int | None,
    every: float | None,
    lease: float,
) -> Flow[HandledReport]:
    """Hand waiting events to their handlers until none is due, or for ever where `every` says how often to look.

    `awaits`: whether this is driven by an event loop, so that what a handler returns can be awaited.
    """
    if not handlers:
        raise ConfigurationError("Nothing handles events here. Decorate a function with on_event first.")
    if not 0 < lease <= inbox.LONGEST_LEASE:
        raise ConfigurationError(f"lease is a number of seconds, more than 0 and at most {inbox.LONGEST_LEASE:g}.")
    if every is not None and not every > 0:
        raise ConfigurationError("every is a number of seconds, more than 0.")
    handled = failed = 0
    with closing(LeaseKeeper(stored, lease)) as keeper:
        while limit is None or handled + failed < limit:
            row: EventRow | None = yield Ask(partial(_claim, stored, handlers, lease, turn))
            turn.last = row
            if row is None and every is None:
                break
            if row is None:
                assert every is not None
                yield Wait(every * random.uniform(0.8, 1.2))  # noqa: S311 - jitter, no secret
                continue
            failure = yield from _handed(stored, keeper, handlers, row, awaits=awaits)
            yield Ask(partial(_note, stored, row, failure))
            handled, failed = handled + (not failure), failed + bool(failure)
    return HandledReport(handled, failed)


def _handed(
    stored: Callable[[], StoredAccounts], keeper: LeaseKeeper, handlers: Handlers, row: EventRow, *, awaits: bool
) -> Flow[str]:
    """Hand an event to each of its handlers; the first failure, or ""."""
    event: WebhookEvent[Any] | SealBrokenError = yield Ask(partial(_opened, stored, row))
    if isinstance(event, SealBrokenError):
        return described(event)
    failure = ""
    for handler in (*(handlers.get(row.type, ()) if row.type else ()), *handlers.get("", ())):
        error: BaseException | None = yield Modify(partial(_guarded, handler, keeper, row, awaits=awaits), event)
        failure = failure or (described(error) if error else "")
    reach("event.handled")
    return failure


def _claim(stored: Callable[[], StoredAccounts], handlers: Handlers, lease: float, turn: Turn) -> EventRow | None:
    types = None if "" in handlers else handlers.keys()
    wanted = partial(inbox.claim, types=types, connections=turn.connections, after=turn.last)
    claim = partial(wanted, owner=new_owner(), lease=lease)
    found = repeated(stored().database, claim)
    reach("event.claimed")
    return found


def _opened(stored: Callable[[], StoredAccounts], row: EventRow) -> WebhookEvent[Any] | SealBrokenError:
    try:
        return as_event(stored().ring, row)
    except SealBrokenError as error:
        return error


def _note(stored: Callable[[], StoredAccounts], event: EventRow, failure: str) -> None:
    """What came of it. Where that cannot be stored, the lease ends and the event is handled again."""
    database = stored().database
    if not failure:
        if not repeated(database, lambda transaction: inbox.finish(transaction, event)):
            logger.warning("event %d was held for longer than its lease: it is handled again", event.id)
        reach("event.finished")
        return
    pause = min(_FIRST_PAUSE * 2 ** (event.attempts - 1), _LONGEST_PAUSE) * random.uniform(0.75, 1.0)  # noqa: S311
    state = repeated(database, lambda transaction: inbox.fail(transaction, event, pause=pause, failure=failure))
    level = logger.error if state == inbox.DEAD else logger.warning
    level("event %d (%s): attempt %d failed: %s", event.id, event.type, event.attempts, failure)


def _guarded(
    handler: Handler, keeper: LeaseKeeper, row: EventRow, event: WebhookEvent[Any], *, awaits: bool
) -> BaseException | Awaitable[BaseException | None] | None:
    """What the handler raised. A handler that fails is logged and tried again, and changes nothing else.

    The lease is kept while it runs and no longer, also where it is cancelled and nobody closes the flow.
    """
    try:
        with keeper.held(row):
            result = handler(event)
    except BaseException as error:
        if _is_heard(error):
            raise
        return error
    if not inspect.isawaitable(result):
        return None
    if awaits:
        return _awaited(result, keeper, row)
    if inspect.iscoroutine(result):
        result.close()
    return ConfigurationError(_PLAIN)


async def _awaited(running: Awaitable[Any], keeper: LeaseKeeper, row: EventRow) -> BaseException | None:
    import anyio

    cancelled = anyio.get_cancelled_exc_class()
    try:
        with keeper.held(row):
            await running
    except cancelled as error:
        if not isinstance(error, CancelledError) or ((task := current_task()) and task.cancelling()):
            raise
        return error  # another task's, which the handler waited for
    except BaseException as error:
        if _is_heard(error):
            raise
        return error
    return None


def _is_heard(error: BaseException) -> bool:
    """Whether what a handler raised is to end the program, as a signal's is: only the main thread can do that."""
    ends = not isinstance(error, Exception | CancelledError)
    return ends and threading.current_thread() is threading.main_thread()


def described(error: BaseException) -> str:
    """The error in a line, as it is stored: the sentence of one of ours, of another its type alone (P4)."""
    told = f"{type(error).__name__}: {error}" if isinstance(error, FigwrightError) else type(error).__name__
    return told[:_LONGEST_FAILURE]


def as_event(ring: KeyRing, row: EventRow) -> WebhookEvent[Any]:
    """The event as a handler gets it. Raises SealBrokenError."""
    payload: str | bytes = row.payload
    if row.sealed is not None:
        payload = ring.open(row.sealed, *context_of_event(row.connection, row.identifier, row.route, row.digest))
    return _event(row, json.loads(payload))


def _event(row: EventRow, data: Any) -> WebhookEvent[Any]:
    return WebhookEvent(
        type=row.type,
        data=data,
        happened_at=datetime.fromtimestamp(row.happened_at, UTC),
        subject=row.subject,
        webhook_id=row.webhook_id,
        connection_name=row.connection,
        identifier=row.identifier,
        id=row.id,
        attempt=row.attempts,
    )


def as_received(ring: KeyRing, row: EventRow) -> ReceivedEvent:
    """The event as it is listed; one that does not open has no payload, and says so."""
    failure = row.last_failure
    try:
        event = as_event(ring, row)
    except SealBrokenError as error:
        event, failure = _event(row, {}), described(error)
    handled_at = None if row.handled_at is None else datetime.fromtimestamp(row.handled_at, UTC)
    received_at = datetime.fromtimestamp(row.received_at, UTC)
    return ReceivedEvent(event, row.state, received_at, handled_at, row.attempts, failure)


def checked_types(known: Iterable[str], tests: Iterable[str], types: Iterable[str]) -> None:
    """Raises ConfigurationError for an event that only tries an endpoint. What is not known may come some day."""
    for name in types:
        if name in tests:
            raise ConfigurationError(f"{name} only tries the endpoint: it is answered, and no handler gets it.")
        if not name:
            raise ConfigurationError(f"Which event? There are: {', '.join(known)}.")


def checked_plain(handlers: Handlers) -> None:
    """Raises ConfigurationError where a thread cannot run a handler."""
    if any(_is_coroutine(handler) for each in handlers.values() for handler in each):
        raise ConfigurationError("A thread cannot await a handler: run handle_events(every=1) as a task instead.")


def refuse_coroutine(client: Any, handler: Handler) -> None:
    """Raises ConfigurationError for a coroutine function that nobody would await."""
    if _is_coroutine(handler) and not awaits(client):
        raise ConfigurationError(_PLAIN)


def awaits(client: Any) -> bool:
    """Whether its methods are awaited."""
    return inspect.iscoroutinefunction(type(client).handle_events)


def _is_coroutine(handler: Handler) -> bool:
    return any(map(inspect.iscoroutinefunction, (handler, type(handler).__call__)))


def parsed_event(
    declared: Webhooks, body: bytes | str | Mapping[str, Any], headers: Mapping[str, str]
) -> WebhookEvent[Any]:
    """A body as an event, whoever sent it. Raises ConfigurationError."""
    raw = body.encode() if isinstance(body, str) else body
    payload = payloads.read(raw) if isinstance(raw, bytes) else dict(raw)
    if payload is None:
        raise ConfigurationError("The body is not a JSON object.")
    payload, _ = payloads.without_secret(declared, payload)
    event = payloads.parse(declared, payload, {name.lower(): value for name, value in headers.items()})
    if not event.type:
        raise ConfigurationError(f"The body names no event: {declared.type or declared.type_header} is missing.")
    moment = None if event.happened_at is None else datetime.fromtimestamp(event.happened_at, UTC)
    return WebhookEvent(event.type, payload, moment, event.subject, event.webhook_id)
