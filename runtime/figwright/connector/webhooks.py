"""How a provider tells an endpoint of events, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, Literal, NamedTuple, TypeVar

T = TypeVar("T")


class EventType(NamedTuple, Generic[T]):
    """An event that webhooks tell of. T is the type of its payload."""

    name: str
    """As the provider writes it."""


class Signature(NamedTuple):
    """An HMAC over the body as it was sent, in hexadecimal digits, in a header."""

    header: str
    prefix: str = ""
    hash: Literal["sha256", "sha512"] = "sha256"


class WebhookCall(NamedTuple):
    """A call of a tool that does something about a webhook."""

    tool: str
    send: Mapping[str, object]
    """Its inputs: a value, or `$event`, `$endpoint`, `$secret`, `$context`, `$context_id` or `$webhook`."""
    at: str = ""
    """JSON pointer in the result: to the webhook's id, or to the list of deliveries."""
    payload: str = ""
    """JSON pointer within a delivery to what was sent."""


class Webhooks(NamedTuple):
    """What is sent, how one knows who sent it, and the tools that register it."""

    events: tuple[str, ...]
    """Those that the description knows; others may come."""
    type: str = ""
    """JSON pointer to the event's name in the body, or else the header that has it:"""
    type_header: str = ""
    time: str = ""
    """JSON pointer to when it happened (RFC 3339), by which events are ordered."""
    webhook: str = ""
    """JSON pointer to the id of the webhook."""
    subject: str = ""
    """JSON pointer to what it is about: order is kept within it."""
    secret: str = ""
    """JSON pointer to the secret of the webhook in the body; else there is a signature."""
    signature: Signature | None = None
    delivery: str = ""
    """The header with an id of the delivery; without it, equal bodies are one event."""
    tests: tuple[str, ...] = ()
    """Events that only try the endpoint, and that nobody can register."""
    stops: tuple[int, ...] = ()
    """Statuses after which the provider sends nothing more, of which the first answers what somebody else sent."""
    secret_length: int = 64
    endpoint_length: int = 2048
    contexts: tuple[str, ...] = ()
    """What can be watched; empty where `register` takes no context."""
    register: WebhookCall | None = None
    rotate: WebhookCall | None = None
    pause: WebhookCall | None = None
    resume: WebhookCall | None = None
    delete: WebhookCall | None = None
    deliveries: WebhookCall | None = None
