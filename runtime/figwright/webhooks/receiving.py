"""A delivery is checked and stored, and answered by one status. What fails is refused (T58).

A provider may stop a webhook for good at one wrong answer. So that answer is given to what carries neither the present
secret nor the one before while none is being changed, and to nothing else: where the fault may be ours, 503.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import NamedTuple

from figwright.connector import Webhooks
from figwright.crypto.keyring import KeyRing
from figwright.redaction.logs import get_logger
from figwright.store import Database
from figwright.store.fault_points import reach
from figwright.store.webhook_secrets import context_of, context_of_event
from figwright.webhooks import inbox, payloads, registry
from figwright.webhooks.registry import WebhookRow

logger = get_logger("webhooks")

OLDEST = 86400.0
"""Seconds since it happened: what arrives later was repeated by somebody else (T59)."""
OVERLAP = 4 * 3600.0
"""Seconds for which the secret before is good after a change: longer than deliveries are repeated (T60)."""
_FORGOTTEN_AT_ONCE = 20
_NOBODY = b"0" * 43


class Answer(NamedTuple):
    """The status of a delivery's answer, and in a word why; what an event that was taken is about."""

    status: int
    why: str
    subject: str = ""


def receive(
    database: Database,
    ring: KeyRing,
    declared: Webhooks,
    connection: str,
    route: str,
    headers: Mapping[str, str],
    body: bytes,
) -> Answer:
    """Store what a webhook's own provider sent. Raises StoreError or SealBrokenError, which are our own trouble."""
    payload = payloads.read(body)
    if payload is None:
        return Answer(422, "no JSON object")
    payload, given = payloads.without_secret(declared, payload)
    row = registry.find(database, connection, route)
    if row is None:
        _fits(declared, _NOBODY, given, headers, body)
        return Answer(404, "unknown webhook")
    refused = _refusal(ring, declared, row, given, headers, body)
    if refused:
        return refused
    event = payloads.parse(declared, payload, headers, body)
    if row.webhook_id and event.webhook_id and event.webhook_id != row.webhook_id:
        return Answer(404, "another webhook's id")
    return Answer(200, keep(database, ring, declared, row, event, stale=OLDEST), event.subject)


def keep(
    database: Database, ring: KeyRing, declared: Webhooks, row: WebhookRow, event: payloads.Parsed, *, stale: float
) -> str:
    """Store an event of a webhook; `stored`, or `known` where it is there already. It is its account's alone (T62)."""
    context = context_of_event(row.connection, row.identifier, row.route, event.digest)
    plain = payloads.written(event.payload).encode()
    with database.write() as transaction:
        if not row.webhook_id and event.webhook_id:
            registry.confirm(transaction, row.route, event.webhook_id)
        new = inbox.store(
            transaction,
            connection=row.connection,
            identifier=row.identifier,
            route=row.route,
            webhook_id=event.webhook_id or row.webhook_id,
            digest=event.digest,
            type=event.type,
            subject=event.subject,
            sealed=ring.seal(plain, *context),  # in the transaction, so that the key stays (key_rotation.prepend_key)
            happened_at=event.happened_at,
            handled=event.type in declared.tests,
            stale=stale,
        )
        inbox.forget(transaction, _FORGOTTEN_AT_ONCE)
    reach("event.received")
    return "known" if new is None else "stored"


def _refusal(
    ring: KeyRing, declared: Webhooks, row: WebhookRow, given: object, headers: Mapping[str, str], body: bytes
) -> Answer | None:
    """Compares with both secrets, whichever fits."""
    present = _fits(declared, opened(ring, row, row.secret, row.generation), given, headers, body)
    before = row.previous is not None and _fits(
        declared, opened(ring, row, row.previous, row.generation - 1), given, headers, body
    )
    lately = row.rotated_at is None or row.now - row.rotated_at <= OVERLAP
    if present or (before and (row.rotating or lately)):
        return None
    if before:
        return Answer(403, "the secret before the last change")
    if row.rotating:
        return Answer(503, "wrong secret, and a change of it is under way")
    return Answer(declared.stops[0] if declared.stops else 401, "wrong secret")


def opened(ring: KeyRing, row: WebhookRow, sealed: bytes, generation: int) -> bytes:
    """A stored secret. Raises SealBrokenError."""
    return ring.open(sealed, *context_of(row.connection, row.identifier, row.route, generation))


def _fits(declared: Webhooks, secret: bytes, given: object, headers: Mapping[str, str], body: bytes) -> bool:
    """In constant time, on bytes, whatever was given (T58)."""
    if (signature := declared.signature) is not None:
        wanted = (signature.prefix + hmac.new(secret, body, signature.hash).hexdigest()).encode()
        given = headers.get(signature.header.lower(), "")
    else:
        wanted = secret
    text = given if isinstance(given, str) else ""
    return hmac.compare_digest(text.encode("utf-8", "surrogatepass"), wanted)
