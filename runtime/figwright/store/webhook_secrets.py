"""The secrets of webhooks at rest: sealed under the ring, each for its webhook and generation (T30), and its rotation.

A webhook is found by its route, 128 random bits in the endpoint that it was registered with.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from figwright.crypto.keyring import Context, KeyRing, SealBrokenError
from figwright.store.database import Database, Rows, Transaction

_SECRETS = "SELECT secret, previous FROM webhooks"

_AFTER = """
SELECT route, connection, identifier, generation, secret, previous FROM webhooks WHERE route > :after
ORDER BY route LIMIT :batch
"""

_RESEAL = """
UPDATE webhooks SET secret = :secret, previous = :previous WHERE route = :route AND secret = :old RETURNING route
"""


def context_of(connection: str, identifier: str, route: str, generation: int) -> tuple[Context, ...]:
    """What a secret is bound to."""
    return "webhook", connection, identifier, route, generation


def key_ids(read: Callable[..., Rows]) -> set[str]:
    """The ids of every key that a webhook's secret needs."""
    found = set[str]()
    for blob in (each for row in read(_SECRETS) for each in row if each is not None):
        with suppress(SealBrokenError):
            found.add(KeyRing.key_id(blob))
    return found


def reseal(database: Database, ring: KeyRing, batch: int) -> None:
    """Seal what is not under the ring's newest key anew, by compare-and-set. What does not open stays as it is."""
    after = ""
    while rows := database.read(_AFTER, after=after, batch=batch):
        after = rows[-1][0]
        with database.write() as transaction:
            for row in rows:
                with suppress(SealBrokenError):
                    _reseal(transaction, ring, *row)


def _reseal(
    transaction: Transaction,
    ring: KeyRing,
    route: str,
    connection: str,
    identifier: str,
    generation: int,
    secret: bytes,
    previous: bytes | None,
) -> None:
    blobs = [secret, previous]
    if all(blob is None or KeyRing.key_id(blob) == ring.newest for blob in blobs):
        return
    fresh = list[bytes | None]()
    for blob, number in zip(blobs, (generation, generation - 1), strict=True):
        context = context_of(connection, identifier, route, number)
        fresh.append(None if blob is None else ring.seal(ring.open(blob, *context), *context))
    transaction.run(_RESEAL, route=route, old=secret, secret=fresh[0], previous=fresh[1])
