"""What an endpoint is told: a stored event as one JSON body, which names no person but by your own name for the user.

Reasons are ours or the provider's words, cleaned of secrets when they were stored; here e-mail addresses go, too (T87).
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from figwright.redaction.cleaning import clean_text

STATUS_CHANGED, REASON_CHANGED = "account.status_changed", "account.reason_changed"
CONNECTED, REFRESH_FAILED, EXPIRING = "account.connected", "account.refresh_failed", "account.expiring"
TYPES = (STATUS_CHANGED, REASON_CHANGED, CONNECTED, REFRESH_FAILED, EXPIRING)
TEST = "figwright.test"
_AT = r"(?:[@\uff20\ufe6b]|%40|&#0*64;|&#x0*40;|&commat;|\\u0040)"
"""However it is written: as it is, in another width, in a query, in HTML, in JSON."""
_ADDRESS = re.compile(rf"""(?:"[^"]*"|[^\s@<>()\[\]",;:=]+){_AT}(?:\[[^\]]*\]|[^\s@<>()\[\]"',;:=]+)""", re.IGNORECASE)
_HIDDEN = "[address]"
_LAST_MOMENT = datetime(9999, 12, 31, tzinfo=UTC).timestamp()


class StoredEvent(NamedTuple):
    """One event of an account as it is stored; `type` is "" for a change of its status. Times in seconds."""

    id: int
    at: float
    connection: str
    identifier: str
    old_status: str
    new_status: str
    reason: str
    type: str
    ends_at: float | None


class Message(NamedTuple):
    """What is delivered."""

    id: str
    type: str
    body: str


def message_of(event: StoredEvent, secret_pattern: str = "") -> Message:
    """The message about an event: the same id and body whoever makes it, and for whichever endpoint.

    `secret_pattern`: what tokens of the connectors look like.
    """
    data: dict[str, Any] = {
        "connection": event.connection,
        "identifier": event.identifier,
        "status": event.new_status,
    }
    if event.type:
        name = f"account.{event.type}"
        data |= {"reason": _shown(event.reason, secret_pattern), "expires_at": event.ends_at and _moment(event.ends_at)}
    elif event.old_status == event.new_status:
        name = REASON_CHANGED
        data |= {"reason": _shown(event.reason, secret_pattern)}
    else:
        name = STATUS_CHANGED
        data |= {"previous_status": event.old_status, "reason": _shown(event.reason, secret_pattern)}
    told = f"{event.id} {event.at!r} {event.connection} {event.identifier} {event.type}"
    return Message(f"evt_{sha256(told.encode()).hexdigest()[:32]}", name, _body(name, event.at, data))


def trial_message(endpoint: str, at: float, nonce: str) -> Message:
    """A message that tries an endpoint and is about no account."""
    return Message(f"evt_{nonce}", TEST, _body(TEST, at, {"endpoint": endpoint}))


def schema() -> dict[str, Any]:
    """The JSON Schema of a body."""
    from pydantic import TypeAdapter

    from figwright.types.events import AccountMessage

    return TypeAdapter(AccountMessage).json_schema()


def _body(name: str, at: float, data: dict[str, Any]) -> str:
    told = {"type": name, "timestamp": _moment(at), "data": data}
    return json.dumps(told, separators=(",", ":"))


def _shown(reason: str, secret_pattern: str) -> str:
    return _ADDRESS.sub(_HIDDEN, clean_text(reason, secret_pattern))


def _moment(seconds: float) -> str:
    """As ISO 8601 has it; what a wrong clock wrote may lie beyond all years that can be written (F40)."""
    seconds = min(max(seconds, 0.0), _LAST_MOMENT)
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
