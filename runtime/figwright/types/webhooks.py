"""Webhooks as an account has them, and the events that arrive by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Webhook(NamedTuple):
    """A webhook that was registered as an account. Its secret is nowhere to be read."""

    id: str
    """The provider's, or the last part of the endpoint while that is not known."""
    connection_name: str
    identifier: str
    event: str
    context: str
    """What is watched, with `context_id`: a file, say."""
    context_id: str
    endpoint: str
    status: str
    """registering, active or paused, as far as was told to the provider from here."""
    rotating: bool
    """Whether a change of the secret has begun and not ended: both are accepted until then."""
    created_at: datetime
    rotated_at: datetime | None


@dataclass(frozen=True, slots=True)
class WebhookEvent(Generic[T]):
    """An event for a handler. T is the type of its payload, one of those of the connector's package, `events`."""

    type: str
    data: T
    """The payload as the provider sent it, without the secret."""
    happened_at: datetime | None
    """When, as the provider says; None where it does not."""
    subject: str = ""
    """What it is about, such as a file's key: events of one subject are handled in order."""
    webhook_id: str = ""
    connection_name: str = ""
    identifier: str = ""
    """Whose webhook it came by. Act as this account, whatever the payload names (T62)."""
    id: int = 0
    """Its number in the inbox; the same each time that it is handed to a handler."""
    attempt: int = 0
    """1 when it is handed to a handler for the first time."""


class ReceivedEvent(NamedTuple):
    """An event in the inbox, and what came of it."""

    event: WebhookEvent[object]
    state: str
    """waiting, handled, dead (given up after ten attempts) or stale (too old when it arrived)."""
    received_at: datetime
    handled_at: datetime | None
    attempts: int
    last_failure: str


class HandledReport(NamedTuple):
    """How many events were handled, and how many attempts failed."""

    handled: int
    failed: int
