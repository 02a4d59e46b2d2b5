"""An account's webhooks end at the provider before the account does, as long as its token can still say so."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from time import monotonic
from typing import Any

from figwright.calls.drivers import drive
from figwright.errors import FigwrightError
from figwright.http.transports import Transports
from figwright.redaction.logs import get_logger
from figwright.types.webhooks import Webhook
from figwright.webhooks import registry
from figwright.webhooks.registration import Registrations, as_webhook

logger = get_logger("webhooks")

_PATIENCE = 15.0
"""Seconds in all: a provider that does not answer holds up no deletion."""


def end_webhooks(context: Any, connection_name: str | None, identifier: str) -> tuple[Webhook, ...]:
    """End each webhook of an account at the provider; those that stay there, since it refused or did not answer."""
    connection, whose = context.catalog.connection(connection_name), context.whose(identifier)
    if connection.connector.webhooks is None:
        return ()
    rows = registry.list_webhooks(context.stored().database, connection.name, whose)
    if not rows:
        return ()
    client = copy(context)
    client.limits = replace(context.limits, deadline=min(context.limits.deadline, _PATIENCE))
    registrations, transports, left = (
        Registrations(client, connection, whose),
        Transports(client.limits),
        list[Webhook](),
    )
    end = monotonic() + _PATIENCE
    try:
        for row in rows:
            try:
                if monotonic() > end:
                    raise TimeoutError("it took too long")
                drive(registrations.delete(row.webhook_id or row.route), transports)
            except (FigwrightError, TimeoutError) as error:
                left.append(as_webhook(row))
                said = "The webhook %s of %r stays at %s: delete it there. %s"
                logger.warning(said, row.webhook_id or row.route, whose, connection.connector.title, error)
    finally:
        for transport in transports.take():
            transport.close()
    return tuple(left)
