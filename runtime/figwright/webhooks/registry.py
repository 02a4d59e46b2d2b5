"""The statements on registered webhooks. A webhook is found by its route, which its endpoint ends in."""

from __future__ import annotations

from typing import Any, NamedTuple

from figwright.store import Database, Transaction


class WebhookRow(NamedTuple):
    """One webhook; `webhook_id` is the provider's, "" until it is known. Times in seconds."""

    route: str
    connection: str
    identifier: str
    webhook_id: str
    event: str
    context: str
    context_id: str
    endpoint: str
    status: str
    generation: int
    secret: bytes
    previous: bytes | None
    rotating: int
    rotated_at: float | None
    created_at: float
    now: float


REGISTERING, ACTIVE, PAUSED = "registering", "active", "paused"

_COLUMNS = """
  route, connection, identifier, webhook_id, event, context, context_id, endpoint, status, generation, secret, previous,
  rotating, rotated_at, created_at, :now
"""

_FIND = f"SELECT {_COLUMNS} FROM webhooks WHERE route = :route AND connection = :connection"

_SAME = f"""
SELECT {_COLUMNS} FROM webhooks WHERE connection = :connection AND identifier = :identifier
AND event = :event AND context = :context AND context_id = :context_id
"""

_LIST = f"SELECT {_COLUMNS} FROM webhooks WHERE connection = :connection ORDER BY identifier, created_at, route"

_LIST_ACCOUNT = f"""
SELECT {_COLUMNS} FROM webhooks WHERE connection = :connection AND identifier = :identifier
ORDER BY created_at, route
"""

_ADD = f"""
INSERT INTO webhooks (
  route, connection, identifier, webhook_id, event, context, context_id, endpoint, status, generation, secret,
  created_at
) VALUES (
  :route, :connection, :identifier, '', :event, :context, :context_id, :endpoint, '{REGISTERING}', 1, :secret, :now
) ON CONFLICT DO NOTHING RETURNING route
"""

_CONFIRM = f"""
UPDATE webhooks SET webhook_id = :webhook_id, status = '{ACTIVE}'
WHERE route = :route AND webhook_id IN ('', :webhook_id) RETURNING route
"""

_SET_STATUS = "UPDATE webhooks SET status = :status WHERE route = :route RETURNING route"

_BEGIN_ROTATION = """
UPDATE webhooks SET previous = secret, secret = :secret, generation = generation + 1, rotating = 1
WHERE route = :route AND generation = :generation AND rotating = 0 RETURNING route
"""

_END_ROTATION = """
UPDATE webhooks SET rotating = 0, rotated_at = :now WHERE route = :route AND generation = :generation RETURNING route
"""

_DELETE = "DELETE FROM webhooks WHERE route = :route RETURNING route"

_CLOCK = "SELECT :now"


def find(database: Database, connection: str, route: str) -> WebhookRow | None:
    """The webhook at a route of a connection."""
    rows = database.read(_FIND, often=True, connection=connection, route=route)
    return WebhookRow._make(rows[0]) if rows else None


def same(database: Database, **wanted: Any) -> WebhookRow | None:
    """The account's webhook for this event (connection, identifier, event, context, context_id)."""
    rows = database.read(_SAME, **wanted)
    return WebhookRow._make(rows[0]) if rows else None


def list_webhooks(database: Database, connection: str, identifier: str = "") -> list[WebhookRow]:
    """Those of a connection, or of one account of it, the oldest first."""
    sql = _LIST_ACCOUNT if identifier else _LIST
    return list(map(WebhookRow._make, database.read(sql, connection=connection, identifier=identifier)))


def add(transaction: Transaction, *, secret: bytes, **new: str) -> bool:
    """Store a webhook before the provider hears of it; False where the account has it already."""
    return bool(transaction.run(_ADD, secret=secret, **new))


def confirm(transaction: Transaction, route: str, webhook_id: str) -> bool:
    """Note the provider's id. False where another is known, or the webhook is gone."""
    return bool(transaction.run(_CONFIRM, route=route, webhook_id=webhook_id))


def set_status(transaction: Transaction, route: str, status: str) -> None:
    """Note that the provider lets it rest, or woke it."""
    transaction.run(_SET_STATUS, route=route, status=status)


def begin_rotation(transaction: Transaction, route: str, generation: int, secret: bytes) -> bool:
    """Take another secret beside the present one; False where somebody else did."""
    return bool(transaction.run(_BEGIN_ROTATION, route=route, generation=generation, secret=secret))


def end_rotation(transaction: Transaction, route: str, generation: int) -> None:
    """The provider has the secret of this generation."""
    transaction.run(_END_ROTATION, route=route, generation=generation)


def delete(transaction: Transaction, route: str) -> None:
    """Forget a webhook; its events stay."""
    transaction.run(_DELETE, route=route)
