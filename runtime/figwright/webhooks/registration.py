"""Webhooks are made, changed and ended by the account's own tools; what they are called is the connector's.

A webhook is stored before the provider hears of it, so that the first delivery finds it, and one that was made by a
process that died then is known by that delivery. A secret is changed in three steps: stored beside the present one,
told to the provider, and taken as told. Who is interrupted repeats it with the same secret, and no event is refused.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from figwright.accounts.stored import StoredAccounts
from figwright.cache.cached import CachedCalls
from figwright.calls.steps import Ask, Flow
from figwright.connections import BoundConnection, Catalog
from figwright.connector import WebhookCall, Webhooks
from figwright.errors import (
    Cause,
    ConfigurationError,
    FigwrightError,
    InvalidResponseError,
    ProviderError,
    StoreError,
)
from figwright.inputs.validation import validate
from figwright.json_pointer import look_up
from figwright.store import Transaction, accounts
from figwright.store.repeating import repeated
from figwright.store.webhook_secrets import context_of
from figwright.types.results import ToolResult
from figwright.types.webhooks import Webhook
from figwright.webhooks import payloads, registry
from figwright.webhooks.receiving import OVERLAP, keep, opened
from figwright.webhooks.registry import WebhookRow

T = TypeVar("T")
PATH = "webhooks"
"""What an endpoint has after the public address: `/webhooks/{connection}/{route}`."""
_ALL = float(2**40)
"""Seconds: what the provider lists is never too old."""


class Client(Protocol):
    """What of a client is needed here."""

    catalog: Catalog

    def stored(self) -> StoredAccounts: ...

    def whose(self, identifier: str | None) -> str: ...

    def public_url(self) -> str: ...

    @property
    def cache(self) -> CachedCalls: ...

    def call_tool(
        self,
        tool_name: str,
        identifier: str | None,
        tool_input: Mapping[str, object] | None,
        connection_name: str | None,
        show: None,
        shaping: Any,
    ) -> Flow[ToolResult]: ...


class Registrations:
    """The webhooks of one account, or of all of a connection where `identifier` is "". Each method is a flow."""

    def __init__(self, client: Client, connection: BoundConnection, identifier: str) -> None:
        """Raises ConfigurationError where the provider has no webhooks."""
        self._client, self._connection, self._identifier = client, connection, identifier
        self._declared = declared_of(connection)

    def register(
        self, events: Sequence[str], context: str, context_id: str, endpoint: str | None
    ) -> Flow[tuple[Webhook, ...]]:
        """One webhook for each event; what the account has already is left as it is."""
        call = self._call("register")
        self._check(events, context)
        base = self._base(endpoint)
        context_id = self._canonical(call, {"$event": events[0], "$context": context, "$context_id": context_id})
        found = list[Webhook]()
        for event in dict.fromkeys(events):
            wanted = {"event": event, "context": context, "context_id": context_id}
            row: WebhookRow = yield Ask(partial(self._begin, base, wanted))
            if not row.webhook_id:
                row = yield from self._registered(call, row)
            found.append(as_webhook(row))
        return tuple(found)

    def listed(self) -> Flow[tuple[Webhook, ...]]:
        """Those that were registered, the oldest first."""
        rows: list[WebhookRow] = yield Ask(self._rows)
        return tuple(map(as_webhook, rows))

    def rotate(self, webhook_id: str | None) -> Flow[tuple[Webhook, ...]]:
        """Another secret for each; both are accepted until the provider has it, and for hours after."""
        return (yield from self._changed(webhook_id, self._rotated))

    def pause(self, webhook_id: str | None) -> Flow[tuple[Webhook, ...]]:
        """Deliveries stop until `resume`."""
        return (yield from self._changed(webhook_id, partial(self._told, "pause", registry.PAUSED)))

    def resume(self, webhook_id: str | None) -> Flow[tuple[Webhook, ...]]:
        """Deliveries go on."""
        return (yield from self._changed(webhook_id, partial(self._told, "resume", registry.ACTIVE)))

    def delete(self, webhook_id: str | None) -> Flow[tuple[Webhook, ...]]:
        """End each at the provider, then here; events that arrived are still handled."""
        return (yield from self._changed(webhook_id, self._deleted))

    def catch_up(self, webhook_id: str | None) -> Flow[int]:
        """Store what the provider sent of late and is not in the inbox; how many events that were."""
        counts = yield from self._each(webhook_id, partial(self._caught_up, self._call("deliveries")))
        return sum(counts)

    def _rows(self) -> list[WebhookRow]:
        return registry.list_webhooks(self._client.stored().database, self._connection.name, self._identifier)

    def _chosen(self, webhook_id: str | None) -> Flow[Sequence[WebhookRow]]:
        rows: list[WebhookRow] = yield Ask(self._rows)
        if webhook_id is None:
            return rows
        chosen = [row for row in rows if webhook_id in (row.webhook_id, row.route)]
        if not chosen:
            whose = f" of {self._identifier!r}" if self._identifier else ""
            raise ConfigurationError(f"There is no webhook {webhook_id!r}{whose}. See: figwright webhooks list")
        return chosen

    def _changed(
        self, webhook_id: str | None, change: Callable[[WebhookRow], Flow[WebhookRow]]
    ) -> Flow[tuple[Webhook, ...]]:
        rows = yield from self._each(webhook_id, change)
        return tuple(map(as_webhook, rows))

    def _each(self, webhook_id: str | None, work: Callable[[WebhookRow], Flow[T]]) -> Flow[list[T]]:
        """What came of each. One that fails holds up no other; then the first failure is raised."""
        done, failures = list[T](), list[FigwrightError]()
        rows = yield from self._chosen(webhook_id)
        for row in rows:
            try:
                done.append((yield from work(row)))
            except StoreError:
                raise
            except FigwrightError as error:
                if isinstance(error, ProviderError):
                    if error.cause is Cause.PROVIDER_DOWN:
                        raise
                    which = f"This was about the webhook {row.webhook_id or row.route} of {row.identifier!r}"
                    others = "; the others were seen to all the same." if len(rows) > 1 else "."
                    error.remark = f"{error.remark} {which}{others}".strip()
                failures.append(error)
        if failures:
            raise failures[0]
        return done

    def _registered(self, call: WebhookCall, row: WebhookRow) -> Flow[WebhookRow]:
        try:
            result = yield from self._asked(call, row)
        except FigwrightError as error:
            if not (isinstance(error, ProviderError) and error.outcome_unknown):
                yield Ask(partial(self._write, lambda each: registry.delete(each, row.route)))
            raise
        webhook_id = look_up(result.data, call.at)
        if not webhook_id or not isinstance(webhook_id, str | int):
            title = self._connection.connector.title
            raise InvalidResponseError(f"{title} made a webhook and did not name it.", cause=Cause.UNKNOWN, status=200)
        yield Ask(partial(self._write, lambda each: registry.confirm(each, row.route, str(webhook_id))))
        return row._replace(webhook_id=str(webhook_id), status=registry.ACTIVE)

    def _rotated(self, row: WebhookRow) -> Flow[WebhookRow]:
        call, row = self._call("rotate"), _known(row)
        row = yield Ask(partial(self._begin_rotation, row))
        yield from self._asked(call, row)
        yield Ask(partial(self._write, lambda each: registry.end_rotation(each, row.route, row.generation)))
        return row._replace(rotating=0, rotated_at=row.now)

    def _caught_up(self, call: WebhookCall, row: WebhookRow) -> Flow[int]:
        if not row.webhook_id:
            return 0
        result = yield from self._asked(call, row)
        listed = look_up(result.data, call.at) if call.at else result.data
        count: int = yield Ask(partial(self._kept, call, row, listed))
        return count

    def _told(self, name: str, status: str, row: WebhookRow) -> Flow[WebhookRow]:
        yield from self._asked(self._call(name), _known(row))
        yield Ask(partial(self._write, lambda each: registry.set_status(each, row.route, status)))
        return row._replace(status=status)

    def _deleted(self, row: WebhookRow) -> Flow[WebhookRow]:
        if row.webhook_id:
            try:
                yield from self._asked(self._call("delete"), row)
            except ProviderError as error:
                if error.cause is not Cause.NOT_FOUND:
                    raise
        yield Ask(partial(self._write, lambda each: registry.delete(each, row.route)))
        return row

    def _asked(self, call: WebhookCall, row: WebhookRow) -> Flow[ToolResult]:
        """Call the tool as the webhook's account. The secret is read only where the call wants it."""
        known: dict[str, Callable[[], object]] = {
            "$event": lambda: row.event,
            "$endpoint": lambda: row.endpoint,
            "$context": lambda: row.context,
            "$context_id": lambda: row.context_id,
            "$webhook": lambda: row.webhook_id,
            "$secret": lambda: opened(self._client.stored().ring, row, row.secret, row.generation).decode(),
        }
        inputs: dict[str, object] = yield Ask(partial(_filled, call.send, known))
        flow = self._client.call_tool(call.tool, row.identifier, inputs, self._connection.name, None, {})
        return (yield from flow)

    def _canonical(self, call: WebhookCall, wanted: Mapping[str, str]) -> str:
        """What to watch, however it was given, as the tool sends it. Raises InvalidToolInputError."""
        endpoint, secret = f"https://example.com/{PATH}", "x" * 43
        known = {"$endpoint": endpoint, "$secret": secret, "$webhook": "", **wanted}
        values: dict[str, Callable[[], object]] = {name: partial(str, value) for name, value in known.items()}
        inputs = validate(self._client.catalog.tool(call.tool), _filled(call.send, values))
        where = [name for name, value in call.send.items() if value == "$context_id"]
        watched = inputs.get(where[0]) if where else wanted["$context_id"]
        if not watched:
            raise ConfigurationError(f"Which {wanted['$context']}? context_id is its id, its key or its address.")
        return str(watched)

    def _begin(self, base: str, wanted: Mapping[str, str]) -> WebhookRow:
        """The account's webhook for an event, stored before the provider hears of it."""
        stored, whose = self._client.stored(), {"connection": self._connection.name, "identifier": self._identifier}
        row = registry.same(stored.database, **whose, **wanted)
        if row is None:
            route = secrets.token_hex(16)
            new = {"route": route, "endpoint": f"{base}/{PATH}/{self._connection.name}/{route}", **whose, **wanted}
            if len(new["endpoint"]) > self._declared.endpoint_length:
                raise ConfigurationError(f"An endpoint has at most {self._declared.endpoint_length} characters.")

            def add(transaction: Transaction) -> None:
                accounts.create(transaction, whose["connection"], whose["identifier"])
                registry.add(transaction, secret=self._sealed(route, 1), **new)

            self._write(add)
            row = registry.same(stored.database, **whose, **wanted)
        assert row is not None
        return row

    def _begin_rotation(self, row: WebhookRow) -> WebhookRow:
        """The webhook with the secret that the provider is to have: a change that was interrupted goes on."""
        database = self._client.stored().database
        if not row.rotating and row.rotated_at is not None and row.now - row.rotated_at < OVERLAP:
            after = datetime.fromtimestamp(row.rotated_at + OVERLAP, UTC)
            raise ConfigurationError(
                f"The secret of the webhook {row.webhook_id} was changed a short time ago, and deliveries with the one "
                f"before may still come. Change it again after {after:%H:%M} UTC, or delete the webhook and register "
                "another."
            )
        if not row.rotating:
            new = partial(self._sealed, row.route, row.generation + 1, row.identifier)
            self._write(lambda each: registry.begin_rotation(each, row.route, row.generation, new()))
        found = registry.find(database, row.connection, row.route)
        if found is None:
            raise ConfigurationError(f"The webhook {row.webhook_id!r} was deleted meanwhile.")
        return found

    def _sealed(self, route: str, generation: int, identifier: str = "") -> bytes:
        """A new secret: 256 bits in 43 characters."""
        context = context_of(self._connection.name, identifier or self._identifier, route, generation)
        return self._client.stored().ring.seal(secrets.token_urlsafe(32).encode(), *context)

    def _kept(self, call: WebhookCall, row: WebhookRow, listed: object) -> int:
        count = 0
        for delivery in listed if isinstance(listed, list) else ():
            payload = look_up(delivery, call.payload) if call.payload else delivery
            if isinstance(payload, dict):
                payload, _ = payloads.without_secret(self._declared, payload)
                event = payloads.parse(self._declared, payload, {})
                stored = self._client.stored()
                known = keep(stored.database, stored.ring, self._declared, row, event, stale=_ALL)
                count += known == "stored"
                if event.subject and self._connection.connector.cache:
                    self._client.cache.doubt(self._connection, [event.subject])
        return count

    def _write(self, work: Callable[[Transaction], object]) -> None:
        repeated(self._client.stored().database, work)

    def _call(self, name: str) -> WebhookCall:
        call: WebhookCall | None = getattr(self._declared, name)
        if call is None:
            raise ConfigurationError(f"{self._connection.connector.title} has no tool to {name} webhooks.")
        return call

    def _check(self, events: Iterable[str], context: str) -> None:
        declared, title = self._declared, self._connection.connector.title
        offered = [event for event in declared.events if event not in declared.tests]
        if not events or isinstance(events, str):
            raise ConfigurationError(f"Which events? Give a list of: {', '.join(offered)}.")
        for event in events:
            if event in declared.tests:
                raise ConfigurationError(f"{event} only tries the endpoint: {title} sends it by itself.")
            if declared.events and event not in declared.events:
                raise ConfigurationError(f"{title} has no event {event!r}. There are: {', '.join(offered)}.")
        if declared.contexts and context not in declared.contexts:
            raise ConfigurationError(f"context is one of: {', '.join(declared.contexts)}.")

    def _base(self, endpoint: str | None) -> str:
        """The address that the receiver is below, without a slash at its end. Raises ConfigurationError."""
        base = (endpoint or self._client.public_url()).rstrip("/")
        if urlsplit(base).scheme != "https" or not urlsplit(base).hostname:
            raise ConfigurationError(
                "Where can the provider reach the receiver? Set public_url to the https address that webhook_app is "
                "mounted at, or pass it as base_url."
            )
        return base


def declared_of(connection: BoundConnection) -> Webhooks:
    """What the connector says of webhooks. Raises ConfigurationError where it says nothing."""
    if connection.connector.webhooks is None:
        raise ConfigurationError(f"The connector of {connection.name!r} says nothing of webhooks.")
    return connection.connector.webhooks


def _known(row: WebhookRow) -> WebhookRow:
    """The webhook, if the provider's id of it is known. Raises ConfigurationError."""
    if not row.webhook_id:
        raise ConfigurationError(
            f"It is not known yet whether the webhook {row.route} was made: its first delivery tells. Register it "
            "again, or delete it."
        )
    return row


def _filled(value: Any, known: Mapping[str, Callable[[], object]]) -> Any:
    if isinstance(value, Mapping):
        return {name: _filled(each, known) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(each, known) for each in value]
    return known[value]() if isinstance(value, str) and value in known else value


def as_webhook(row: WebhookRow) -> Webhook:
    """The webhook as it is handed out, without its secret."""
    rotated_at = None if row.rotated_at is None else datetime.fromtimestamp(row.rotated_at, UTC)
    return Webhook(
        id=row.webhook_id or row.route,
        connection_name=row.connection,
        identifier=row.identifier,
        event=row.event,
        context=row.context,
        context_id=row.context_id,
        endpoint=row.endpoint,
        status=row.status,
        rotating=bool(row.rotating),
        created_at=datetime.fromtimestamp(row.created_at, UTC),
        rotated_at=rotated_at,
    )
