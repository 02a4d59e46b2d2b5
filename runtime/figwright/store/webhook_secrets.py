"""What webhooks keep at rest: secrets and payloads, sealed under the ring, each bound to its place (T30), and rotation.

A webhook is found by its route, 128 random bits in the endpoint that it was registered with. A payload that was stored
before payloads were sealed is as it came until it is forgotten, or sealed by a rotation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from figwright.crypto.keyring import Context, KeyRing, SealBrokenError
from figwright.store.database import Database, Rows, Transaction

_EVENTS = 20
"""So many at once: a payload may have a mebibyte."""

_SECRETS = "SELECT secret, previous FROM webhooks"

_PAYLOADS = "SELECT DISTINCT substr(sealed, 1, 5) FROM webhook_events WHERE sealed IS NOT NULL"

_AFTER = """
SELECT route, connection, identifier, generation, secret, previous FROM webhooks WHERE route > :after
ORDER BY route LIMIT :batch
"""

_RESEAL = """
UPDATE webhooks SET secret = :secret, previous = :previous WHERE route = :route AND secret = :old RETURNING route
"""

_PAYLOADS_AFTER = """
SELECT id, connection, identifier, route, digest, payload, sealed FROM webhook_events WHERE id > :after
ORDER BY id LIMIT :batch
"""

_RESEAL_EVENT = """
UPDATE webhook_events SET payload = '', sealed = :fresh
WHERE id = :id AND COALESCE(sealed, :empty) = :old RETURNING id
"""


def context_of(connection: str, identifier: str, route: str, generation: int) -> tuple[Context, ...]:
    """What a secret is bound to."""
    return "webhook", connection, identifier, route, generation


def context_of_event(connection: str, identifier: str, route: str, digest: str) -> tuple[Context, ...]:
    """What a payload is bound to."""
    return "webhook event", connection, identifier, route, digest


def key_ids(read: Callable[..., Rows]) -> set[str]:
    """The ids of every key that a webhook's secret needs, or a payload."""
    found = set[str]()
    for blob in (each for row in (*read(_SECRETS), *read(_PAYLOADS)) for each in row if each is not None):
        with suppress(SealBrokenError):
            found.add(KeyRing.key_id(blob))
    return found


def reseal(database: Database, ring: KeyRing, batch: int) -> None:
    """Seal what is not under the ring's newest key anew, by compare-and-set. What does not open stays as it is."""
    _reseal_each(database, _AFTER, "", batch, partial(_reseal, ring=ring))
    _reseal_each(database, _PAYLOADS_AFTER, 0, min(batch, _EVENTS), partial(_reseal_event, ring=ring))


def _reseal_each(database: Database, statement: str, after: str | int, batch: int, one: Callable[..., None]) -> None:
    while rows := database.read(statement, after=after, batch=batch):
        after = rows[-1][0]
        with database.write() as transaction:
            for row in rows:
                with suppress(SealBrokenError):
                    one(transaction, row)


def _reseal(transaction: Transaction, row: Sequence[Any], ring: KeyRing) -> None:
    route, connection, identifier, generation, secret, previous = row
    blobs = [secret, previous]
    if all(blob is None or KeyRing.key_id(blob) == ring.newest for blob in blobs):
        return
    fresh = list[bytes | None]()
    for blob, number in zip(blobs, (generation, generation - 1), strict=True):
        context = context_of(connection, identifier, route, number)
        fresh.append(None if blob is None else ring.seal(ring.open(blob, *context), *context))
    transaction.run(_RESEAL, route=route, old=secret, secret=fresh[0], previous=fresh[1])


def _reseal_event(transaction: Transaction, row: Sequence[Any], ring: KeyRing) -> None:
    event, *place, payload, sealed = row
    if sealed is not None and KeyRing.key_id(sealed) == ring.newest:
        return
    context = context_of_event(*place)
    plain = payload.encode() if sealed is None else ring.open(sealed, *context)
    transaction.run(_RESEAL_EVENT, id=event, old=sealed or b"", empty=b"", fresh=ring.seal(plain, *context))
