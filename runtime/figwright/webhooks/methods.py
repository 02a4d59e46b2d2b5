"""What clients do with webhooks: each function is a method of both faces, which name it, and run or await it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from figwright.calls.steps import Ask, Flow
from figwright.connector import EventType
from figwright.errors import ConfigurationError
from figwright.types.webhooks import HandledReport, ReceivedEvent, Webhook, WebhookEvent

if TYPE_CHECKING:
    from figwright.webhooks.handling import Turn
    from figwright.webhooks.registration import Registrations
    from figwright.webhooks.runner import EventRunner

H = TypeVar("H", bound=Callable[[WebhookEvent[Any]], Any])
T = TypeVar("T")
_LEASE = 60.0


def register_webhook(
    self: Any,
    *,
    events: Sequence[str],
    context: str,
    context_id: str,
    identifier: str,
    connection_name: str | None = None,
    base_url: str | None = None,
) -> tuple[Webhook, ...]:
    """Let the provider tell of events, as this account: a webhook for each, with a secret that nobody sees.

    `context` and `context_id` are what to watch, for example "file" and its key or address. Events arrive at
    `webhook_app`, below `base_url` or else the client's `public_url`. What is registered already stays as it is, so a
    repetition registers what is missing. Raises ConfigurationError, and what the tool raises.
    """
    found = _of(self, connection_name, identifier)
    flow: Flow[tuple[Webhook, ...]] = found.register(events, context, context_id, base_url)
    return self._run(flow)  # type: ignore[no-any-return]


def list_webhooks(
    self: Any, *, identifier: str | None = None, connection_name: str | None = None
) -> tuple[Webhook, ...]:
    """The webhooks that were registered from here, of one account or of a connection."""
    return self._run(_of(self, connection_name, identifier).listed())  # type: ignore[no-any-return]


def rotate_webhooks(
    self: Any, *, webhook_id: str | None = None, identifier: str | None = None, connection_name: str | None = None
) -> tuple[Webhook, ...]:
    """Give one webhook, or each, another secret, while events arrive: both are good until the provider has it.

    The one before stays good for four hours. Where this fails or is interrupted, repeat it: no event is refused.
    """
    return self._run(_of(self, connection_name, identifier).rotate(webhook_id))  # type: ignore[no-any-return]


def pause_webhooks(
    self: Any, *, webhook_id: str | None = None, identifier: str | None = None, connection_name: str | None = None
) -> tuple[Webhook, ...]:
    """Let one webhook, or each, rest. What happens meanwhile is not told."""
    return self._run(_of(self, connection_name, identifier).pause(webhook_id))  # type: ignore[no-any-return]


def resume_webhooks(
    self: Any, *, webhook_id: str | None = None, identifier: str | None = None, connection_name: str | None = None
) -> tuple[Webhook, ...]:
    """Wake what rests, or what the provider stopped."""
    return self._run(_of(self, connection_name, identifier).resume(webhook_id))  # type: ignore[no-any-return]


def delete_webhooks(
    self: Any, *, webhook_id: str | None = None, identifier: str | None = None, connection_name: str | None = None
) -> tuple[Webhook, ...]:
    """End one webhook, or each of an account. Its events that arrived are still handled."""
    if webhook_id is None and identifier is None:
        raise ConfigurationError("Which webhook? Pass webhook_id= for one, or identifier= for all of an account's.")
    return self._run(_of(self, connection_name, identifier).delete(webhook_id))  # type: ignore[no-any-return]


def catch_up_webhooks(
    self: Any, *, webhook_id: str | None = None, identifier: str | None = None, connection_name: str | None = None
) -> int:
    """After a gap, read what the provider sent of late; how many events were new. They wait like any other."""
    return self._run(_of(self, connection_name, identifier).catch_up(webhook_id))  # type: ignore[no-any-return]


def list_webhook_events(
    self: Any,
    *,
    identifier: str | None = None,
    connection_name: str | None = None,
    state: str | None = None,
    after: int = 0,
    limit: int = 100,
) -> tuple[ReceivedEvent, ...]:
    """Events that arrived after the one with the number `after`, oldest first, at most `limit` (1 to 1000).

    `state` is waiting, handled, dead or stale. They are kept for eight days, those that wait for thirty.
    """
    from figwright.webhooks import inbox
    from figwright.webhooks.handling import as_received

    if not 1 <= limit <= 1000 or after < 0:
        raise ConfigurationError("limit is between 1 and 1000, and after the number of an event, or 0.")
    if state is not None and state not in inbox.STATES:
        raise ConfigurationError(f"state is one of: {', '.join(inbox.STATES)}.")
    name, whose = self.context.catalog.connection(connection_name).name, _whose(self, identifier)

    def read() -> tuple[ReceivedEvent, ...]:
        stored, chosen = self.context.stored(), {"identifier": whose, "state": state or ""}
        rows = inbox.list_events(stored.database, name, after=after, limit=limit, **chosen)
        return tuple(as_received(stored.ring, row) for row in rows)

    return self._run(_one(read))  # type: ignore[no-any-return]


def replay_webhook_event(self: Any, event_id: int, *, connection_name: str | None = None) -> bool:
    """Let an event be handled again, also one that was given up or came too late; False if there is none to replay."""
    from figwright.store.repeating import repeated
    from figwright.webhooks import inbox

    name = self.context.catalog.connection(connection_name).name

    def replay() -> bool:
        return repeated(self.context.stored().database, lambda each: inbox.replay(each, name, event_id))

    return self._run(_one(replay))  # type: ignore[no-any-return]


def handle_events(
    self: Any, *, limit: int | None = None, every: float | None = None, lease: float = _LEASE
) -> HandledReport:
    """Hand waiting events of this client's connections to their handlers until none is due, or `limit` were.

    With `every` it goes on looking, every so many seconds, until it is cancelled. Any number of processes may do so. An
    event whose process dies is handed to another after `lease` seconds; while a handler runs it is kept, for an hour.
    """
    from figwright.webhooks.handling import awaits, handle

    given: dict[str, Any] = {"awaits": awaits(self), "limit": limit, "every": every, "lease": lease}
    flow = handle(self.context.stored, self.context.event_handlers, _turn(self), **given)
    return self._run(flow)  # type: ignore[no-any-return]


def run_event_handlers(self: Any, *, every: float = 1.0, lease: float = _LEASE) -> EventRunner:
    """Handle events in a thread, looking every so many seconds: a context manager, for handlers that are functions.

    In an event loop, run `handle_events(every=...)` as a task, which awaits handlers that are coroutine functions.
    """
    from figwright.calls.drivers import drive
    from figwright.http.transports import Transports
    from figwright.webhooks.handling import checked_plain, handle
    from figwright.webhooks.runner import EventRunner

    handlers, transports, turn = self.context.event_handlers, Transports(self.context.limits), _turn(self)
    checked_plain(handlers)
    self.context.stored()

    def handle_due(limit: int) -> HandledReport:
        given: dict[str, Any] = {"awaits": False, "limit": limit, "every": None, "lease": lease}
        return drive(handle(self.context.stored, handlers, turn, **given), transports)

    return EventRunner(handle_due, every)


def _turn(self: Any) -> Turn:
    from figwright.webhooks.handling import Turn

    return Turn({connection.name for connection in self.context.catalog.connections()})


def on_event(self: Any, *events: str | EventType[Any]) -> Callable[[H], H]:
    """Decorate a function (WebhookEvent) -> None that handles these events, or all of them where none is named.

    It may get an event more than once, never two of one subject at the same time by intent, and earlier ones first. If
    it raises, it gets the event again later, ten times in all. AsyncActions awaits a coroutine function.
    """
    from figwright.webhooks.handling import checked_types, refuse_coroutine

    names = [event.name if isinstance(event, EventType) else event for event in events]
    for connection in self.context.catalog.connections():
        if (declared := connection.connector.webhooks) is not None:
            checked_types(declared.events, declared.tests, names)

    def register(handler: H) -> H:
        refuse_coroutine(self, handler)
        for name in names or [""]:
            self.context.event_handlers.setdefault(name, []).append(handler)
        return handler

    return register


def parse_event(
    self: Any,
    body: bytes | str | Mapping[str, Any],
    *,
    headers: Mapping[str, str] | None = None,
    connection_name: str | None = None,
) -> WebhookEvent[Any]:
    """A body as an event, its secret taken out, for an endpoint of your own. It is not checked who sent it.

    Raises ConfigurationError for what is not a JSON object that names its event.
    """
    from figwright.webhooks.handling import parsed_event
    from figwright.webhooks.registration import declared_of

    return parsed_event(declared_of(self.context.catalog.connection(connection_name)), body, headers or {})


def stop_webhooks(
    self: Any, identifier: str, connection_name: str | None, *, pause: bool = False
) -> tuple[Webhook, ...]:
    """Delete or pause the webhooks of an account whose token is about to be given up; those that could not be."""
    from figwright.webhooks.ending import stop_webhooks as stop

    return stop(self.context, connection_name, identifier, pause=pause)


def _of(self: Any, connection_name: str | None, identifier: str | None) -> Registrations:
    from figwright.webhooks.registration import Registrations

    return Registrations(self.context, self.context.catalog.connection(connection_name), _whose(self, identifier))


def _whose(self: Any, identifier: str | None) -> str:
    return "" if identifier is None else self.context.whose(identifier)


def _one(function: Callable[[], T]) -> Flow[T]:
    found: T = yield Ask(function)
    return found
