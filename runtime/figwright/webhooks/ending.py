"""An account's webhooks end or rest at the provider before its token is given up, which alone can say so."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from time import monotonic
from typing import Any

from figwright.accounts.checks import checked_identifier
from figwright.calls.drivers import drive
from figwright.errors import FigwrightError
from figwright.http.transports import Transports
from figwright.redaction.logs import get_logger
from figwright.types.webhooks import Webhook
from figwright.webhooks import registry
from figwright.webhooks.registration import Registrations, as_webhook

logger = get_logger("webhooks")

_PATIENCE = 15.0
"""Seconds in all: a provider that does not answer holds up nothing for longer."""


def stop_webhooks(context: Any, connection_name: str | None, identifier: str, *, pause: bool) -> tuple[Webhook, ...]:
    """Delete each webhook of an account at the provider, or `pause` it; those that could not be, as it seems."""
    connection, whose = context.catalog.connection(connection_name), checked_identifier(identifier)
    if connection.connector.webhooks is None:
        return ()
    rows = registry.list_webhooks(context.stored().database, connection.name, whose)
    rows = [row for row in rows if not (pause and row.status == registry.PAUSED)]
    if not rows:
        return ()
    client, left = copy(context), list[Webhook]()
    client.limits = replace(context.limits, deadline=min(context.limits.deadline, _PATIENCE))
    registrations, transports = Registrations(client, connection, whose), Transports(client.limits)
    stop, end = registrations.pause if pause else registrations.delete, monotonic() + _PATIENCE
    try:
        for row in rows:
            try:
                if not row.webhook_id:
                    raise LookupError("It is not known whether it was made.")
                if monotonic() > end:
                    raise TimeoutError("Others took too long.")
                drive(stop(row.webhook_id), transports)
            except (FigwrightError, LookupError, TimeoutError) as error:
                left.append(as_webhook(row))
                said = "The webhook %s of %r stays as it is at %s: delete it there. %s"
                logger.warning(said, row.webhook_id or row.endpoint, whose, connection.connector.title, error)
    finally:
        for transport in transports.take():
            transport.close()
    return tuple(left)
