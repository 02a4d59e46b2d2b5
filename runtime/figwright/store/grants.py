"""Grants: their tokens, the lease of whoever refreshes them, and the fence that lets nobody else store (P1, P2).

Claim and publish are single statements with the fence in the WHERE. Nothing is held while the provider is asked.
`:now` is read again where PostgreSQL looks again at a row that it waited for, as a lease needs it; `(SELECT :now)` is
read once, so that an index can be searched for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from figwright.store.bounds import LEASE, LIFETIME, PAUSE, known, lies_ahead
from figwright.store.database import Database, Rows, Transaction

AMBIGUOUS = "ambiguous refresh"
"""How a failure begins after which nobody knows whether the provider acted, where it acts once for a refresh token."""


class Claim(NamedTuple):
    """A lease: `epoch` is its fence, `generation` what it may replace, `claimed_at` the store's time."""

    grant_id: str
    epoch: int
    generation: int
    provider_user: str
    kind: str
    data_key: bytes
    access: bytes
    refresh: bytes | None
    expires_at: float | None
    failures: int
    failing_since: float | None
    last_failure: str
    claimed_at: float


class GrantState(NamedTuple):
    """Where a grant stands, for whoever waits for another's refresh."""

    generation: int
    state: str
    state_reason: str
    access: bytes
    data_key: bytes
    lease_owner: str
    lease_until: float
    next_attempt_at: float
    failing_since: float | None
    last_failure: str
    now: float


class Sealed(NamedTuple):
    """Encrypted tokens as they are stored; times in seconds, `expires_in` from the moment they were asked for."""

    access: bytes
    refresh: bytes | None
    expires_at: float | None
    refresh_after: float | None


_CLAIMED = f"""id, lease_epoch, generation, provider_user, kind, data_key, access, refresh, expires_at, failures,
  {known("failing_since", 0.0)}, last_failure, :now"""

_READ = f"""
SELECT generation, state, state_reason, access, data_key, lease_owner, {known("lease_until", LEASE)},
  {known("next_attempt_at", PAUSE)}, failing_since, last_failure, :now
FROM grants WHERE id = :grant_id
"""

# A lease that nobody gave back is the trace of a holder that may have asked.
_TAKE = f"""
lease_owner = :owner, lease_epoch = lease_epoch + 1, lease_until = :now + :ttl,
  last_failure = CASE WHEN :once = 1 AND lease_owner NOT IN ('', :owner)
    THEN '{AMBIGUOUS}: the process that asked for it ended' ELSE last_failure END
"""

_CLAIM = f"""
UPDATE grants SET {_TAKE}
WHERE id = :grant_id AND generation = :seen AND refresh IS NOT NULL
  AND (state = 'live' AND NOT {lies_ahead("next_attempt_at", PAUSE)} OR :revive = 1)
  AND (NOT {lies_ahead("lease_until", LEASE)} OR lease_owner = :dead_owner)
RETURNING {_CLAIMED}
"""

_DUE_AT = "CASE WHEN next_attempt_at > refresh_after THEN next_attempt_at ELSE refresh_after END"


def _first(condition: str, order: str = "ASC") -> str:
    return f"""(
  SELECT id FROM grants
  WHERE client_id = :client_id AND state = 'live' AND refresh IS NOT NULL AND {condition}
    AND NOT {lies_ahead("lease_until", LEASE)}
  ORDER BY {_DUE_AT} {order} LIMIT 1 /* FOR UPDATE SKIP LOCKED */
)"""


_CLAIM_DUE = f"""
UPDATE grants SET {_TAKE}
WHERE id = COALESCE(
  {_first(f"failing_since IS NULL AND {_DUE_AT} <= (SELECT :now)")},
  {_first(f"failing_since IS NULL AND {_DUE_AT} > (SELECT :now) + {LIFETIME}")},
  {_first(f"failing_since IS NOT NULL AND {_DUE_AT} <= (SELECT :now) AND {_DUE_AT} <= :before")},
  {_first(f"failing_since IS NOT NULL AND {_DUE_AT} > (SELECT :now) + {PAUSE} AND refresh_after <= (SELECT :now)")}
)
RETURNING {_CLAIMED}
"""

_CLAIM_PROBE = f"""
UPDATE grants SET {_TAKE}
WHERE id = {_first(f"failing_since IS NULL AND {_DUE_AT} <= (SELECT :now)", "DESC")}
RETURNING {_CLAIMED}
"""

_PUBLISH = """
UPDATE grants SET generation = generation + 1, access = :access, refresh = :refresh, expires_at = :expires_at,
  refresh_after = :refresh_after, state = 'live', state_reason = '', lease_owner = '', lease_until = 0,
  next_attempt_at = :now + :pause, failures = 0, failing_since = NULL, last_failure = ''
WHERE id = :grant_id AND generation = :seen
  AND (:once = 1 OR lease_epoch = :epoch AND (state = 'live' OR :revive = 1))
RETURNING generation
"""

_RELEASE = f"""
UPDATE grants SET lease_owner = '', lease_until = 0, next_attempt_at = :now + :wait, failures = failures + :counted,
  failing_since = COALESCE({known("failing_since", 0.0)}, :now), last_failure = :failure
WHERE id = :grant_id AND lease_epoch = :epoch AND generation = :seen RETURNING failures
"""

_MARK_DEAD = """
UPDATE grants SET state = 'dead', state_reason = :reason, lease_owner = '', lease_until = 0
WHERE id = :grant_id AND lease_epoch = :epoch AND generation = :seen RETURNING id
"""

_UPSERT = """
INSERT INTO grants (id, client_id, provider_user, kind, state, state_reason, generation, key_id, data_key, access)
VALUES (:grant_id, :client_id, :provider_user, :kind, 'live', '', 0, '', :empty, :empty)
ON CONFLICT (client_id, provider_user) DO UPDATE SET lease_epoch = grants.lease_epoch + 1
RETURNING id, lease_epoch, generation
"""

_TOUCHED = """
SELECT grant_id FROM accounts WHERE connection = :connection AND identifier = :identifier AND grant_id IS NOT NULL
UNION SELECT grant_id FROM authorization_requests
  WHERE connection = :connection AND identifier = :identifier AND grant_id IS NOT NULL
UNION SELECT id FROM grants WHERE client_id = :client_id AND provider_user = :provider_user
"""

_LOCK = f"SELECT id FROM grants WHERE id IN ({_TOUCHED}) ORDER BY id /* FOR UPDATE */"

_STORE_CONSENT = """
UPDATE grants SET generation = generation + 1, kind = :kind, key_id = :key_id, data_key = :data_key, access = :access,
  refresh = :refresh, scopes = :scopes, expires_at = :expires_at, refresh_after = :refresh_after, state = 'live',
  state_reason = '', lease_owner = '',
  lease_until = 0, next_attempt_at = 0, failures = 0, failing_since = NULL, last_failure = '', heals = 0
WHERE id = :grant_id AND lease_epoch = :epoch RETURNING generation
"""

_SCOPES = (
    "UPDATE grants SET scopes = :scopes WHERE id = :grant_id AND generation = :seen AND scopes <> :scopes RETURNING id"
)

_HEALING = "heals_since > :now - :span AND heals_since <= :now"

_HEALED = f"""
UPDATE grants SET heals = CASE WHEN {_HEALING} THEN heals + 1 ELSE 1 END,
  heals_since = CASE WHEN {_HEALING} THEN heals_since ELSE :now END
WHERE id = :grant_id RETURNING heals
"""

_DROP_UNUSED = """
DELETE FROM grants WHERE id = :grant_id
  AND NOT EXISTS (SELECT 1 FROM accounts WHERE grant_id = :grant_id)
  AND NOT EXISTS (SELECT 1 FROM authorization_requests WHERE grant_id = :grant_id)
RETURNING id
"""

_EXPIRE = """
WITH chosen AS MATERIALIZED (
  SELECT id FROM grants WHERE state = 'live' AND expires_at <= (SELECT :now) AND refresh IS NULL
  ORDER BY expires_at LIMIT :limit /* FOR UPDATE SKIP LOCKED */
)
UPDATE grants SET state = 'dead', state_reason = 'past its time'
WHERE state = 'live' AND refresh IS NULL AND id IN (SELECT id FROM chosen) RETURNING id
"""

_ANY_EXPIRED = """
SELECT 1 FROM grants WHERE state = 'live' AND expires_at <= (SELECT :now) AND refresh IS NULL
ORDER BY expires_at LIMIT 1
"""

_END = """
UPDATE grants SET state = 'dead', state_reason = :reason
WHERE id = :grant_id AND generation = :seen AND refresh IS NULL AND state = 'live'
  AND (:asked = 1 OR last_failure = :reason)
RETURNING id
"""

_DOUBT = """
UPDATE grants SET last_failure = :reason
WHERE id = :grant_id AND generation = :seen AND refresh IS NULL AND state = 'live' RETURNING id
"""

_OWNER = "SELECT client_id, provider_user FROM grants WHERE id = :grant_id"

_KEY_IDS = """
WITH RECURSIVE keys(key_id) AS (
  SELECT MIN(key_id) FROM grants
  UNION ALL SELECT (SELECT MIN(key_id) FROM grants WHERE key_id > keys.key_id) FROM keys WHERE key_id IS NOT NULL
)
SELECT key_id FROM keys WHERE key_id IS NOT NULL
"""


def read(database: Database, grant_id: str) -> GrantState | None:
    rows = database.read(_READ, often=True, grant_id=grant_id)
    return GrantState._make(rows[0]) if rows else None


def claim(
    transaction: Transaction,
    grant_id: str,
    seen: int,
    *,
    owner: str,
    ttl: float,
    dead_owner: str = "",
    revive: bool = False,
    once: bool = False,
) -> Claim | None:
    """Take the lease, if the generation is still `seen` and nobody holds it.

    `dead_owner` names a holder that is known to be dead. `revive` claims a dead grant, and one that waits for its
    next attempt. `once`: a refresh token works once, so that `last_failure` says where an earlier holder may have
    used it.
    """
    values = {"owner": owner, "ttl": ttl, "dead_owner": dead_owner, "revive": int(revive), "once": int(once)}
    return _one_claim(transaction.run(_CLAIM, grant_id=grant_id, seen=seen, **values))


def claim_due(
    transaction: Transaction, client_id: str, *, owner: str, ttl: float, before: float, once: bool = False
) -> Claim | None:
    """Take the lease of one of the app's grants that are due and that nobody refreshes, if there is any.

    First the one that has been due longest of those that have not failed; then, by the time of their next attempt,
    those that have. Not one whose next attempt is later than `before`: what failed in a sweep waits for another.
    """
    values = {"owner": owner, "ttl": ttl, "before": before, "once": int(once)}
    return _one_claim(transaction.run(_CLAIM_DUE, client_id=client_id, **values))


def claim_probe(
    transaction: Transaction, client_id: str, *, owner: str, ttl: float, once: bool = False
) -> Claim | None:
    """Take the lease of the grant that fell due last among those that have not failed: the likeliest to be sound."""
    return _one_claim(transaction.run(_CLAIM_PROBE, client_id=client_id, owner=owner, ttl=ttl, once=int(once)))


def clock(database: Database) -> float:
    """The store's time."""
    now: float = database.read("SELECT :now")[0][0]
    return now


def publish(
    transaction: Transaction,
    lease: Claim,
    sealed: Sealed,
    *,
    pause: float = 0.0,
    revive: bool = False,
    once: bool = False,
) -> int | None:
    """Store refreshed tokens if the lease is still ours; the new generation.

    None where it was lost: whoever holds it now has refreshed after us, so our token is dead and must be dropped (P1).
    Nobody refreshes it again for `pause` seconds. Where a refresh token works `once`, whoever got an answer has the
    only one, so it is stored while the generation is the same, also after the lease.
    """
    fence = {"grant_id": lease.grant_id, "epoch": lease.epoch, "seen": lease.generation}
    options = {"pause": pause, "revive": int(revive), "once": int(once)}
    rows = transaction.run(_PUBLISH, **options, **fence, **sealed._asdict())
    return rows[0][0] if rows else None


def release(transaction: Transaction, lease: Claim, *, wait: float, failure: str, counted: bool = True) -> int:
    """Give the lease back after a failure; nobody tries again for `wait` seconds, an hour at most.

    The failures in a row, if this one is `counted` and the lease was not lost; else 0.
    """
    why = {"wait": min(wait, PAUSE), "failure": failure, "counted": int(counted)}
    rows = transaction.run(_RELEASE, grant_id=lease.grant_id, epoch=lease.epoch, seen=lease.generation, **why)
    return rows[0][0] if rows and counted else 0


def mark_dead(transaction: Transaction, lease: Claim, reason: str) -> bool:
    """Mark the grant dead, keeping its tokens; False where the lease was lost."""
    return bool(
        transaction.run(_MARK_DEAD, grant_id=lease.grant_id, epoch=lease.epoch, seen=lease.generation, reason=reason)
    )


def lock(transaction: Transaction, **touched: str) -> set[str]:
    """Lock, until the transaction ends, each grant that a change of an account touches; their ids.

    `touched` are the `connection` and `identifier` of the account, and the `client_id` and `provider_user` of whom it
    is to act as, or "". They are the grant that it has, those of its consents that wait, and that person's. Grants are
    locked before accounts and in the order of their ids, everywhere, so that nobody waits in a circle (F42).
    """
    return {row[0] for row in transaction.run(_LOCK, **touched)}


def touched(transaction: Transaction, **touched: str) -> set[str]:
    """What `lock` would lock now."""
    return {row[0] for row in transaction.run(_TOUCHED, **touched)}


def upsert(
    transaction: Transaction,
    *,
    grant_id: str,
    client_id: str,
    provider_user: str,
    kind: str,
    scopes: Collection[str] | None,
    seal: Callable[[str, int], tuple[str, bytes, Sealed]],
) -> str:
    """Store the tokens of a new consent in the person's grant, or in a new one of this id; the grant's id.

    The epoch is taken, which fences whoever refreshes the grant. `seal` encrypts the tokens for a grant's id and a
    generation, under a data key of their own: the id of the key that wraps it, the wrapped data key, and the tokens.
    """
    person = {"client_id": client_id, "provider_user": provider_user, "kind": kind}
    [(grant_id, epoch, generation)] = transaction.run(_UPSERT, grant_id=grant_id, empty=b"", **person)
    key_id, data_key, sealed = seal(grant_id, generation + 1)
    new = {"kind": kind, "key_id": key_id, "data_key": data_key, "scopes": joined(scopes), **sealed._asdict()}
    transaction.run(_STORE_CONSENT, grant_id=grant_id, epoch=epoch, **new)
    return grant_id


def set_scopes(transaction: Transaction, grant_id: str, seen: int, scopes: Collection[str]) -> bool:
    """Correct the scopes of this generation; False where nothing changes."""
    return bool(transaction.run(_SCOPES, grant_id=grant_id, seen=seen, scopes=joined(scopes)))


def count_heal(transaction: Transaction, grant_id: str, span: float) -> int:
    """Count one token that died before its time; how many did within `span` seconds."""
    rows = transaction.run(_HEALED, grant_id=grant_id, span=span)
    return rows[0][0] if rows else 0


def drop_unused(transaction: Transaction, grant_id: str) -> bool:
    """Delete the grant, tokens and all, unless an account or a consent that waits for its person holds on to it."""
    return bool(transaction.run(_DROP_UNUSED, grant_id=grant_id))


def expire(transaction: Transaction, limit: int) -> list[str]:
    """Mark dead what is past its time and cannot be renewed, at most `limit` grants, the oldest first; their ids."""
    return [row[0] for row in transaction.run(_EXPIRE, limit=limit)]


def any_expired(database: Database) -> bool:
    return bool(database.read(_ANY_EXPIRED))


def end(transaction: Transaction, grant_id: str, seen: int, reason: str, *, asked: bool) -> bool:
    """Mark a grant dead that nobody can refresh, if its token is still the one of generation `seen`.

    Where nobody could be `asked` again, only if this was said of the token before; it is noted otherwise.
    """
    told = {"grant_id": grant_id, "seen": seen, "reason": reason}
    ended = bool(transaction.run(_END, asked=int(asked), **told))
    if not ended and not asked:
        transaction.run(_DOUBT, **told)
    return ended


def owner(transaction: Transaction, grant_id: str) -> tuple[str, str]:
    """The app and the provider's user that the grant belongs to."""
    client_id, provider_user = transaction.run(_OWNER, grant_id=grant_id)[0]
    return client_id, provider_user


def key_ids(database: Database) -> set[str]:
    """The ids of every key that a grant needs: one step through the index for each key, however many grants."""
    return {row[0] for row in database.read(_KEY_IDS)}


def joined(scopes: Collection[str] | None) -> str | None:
    """Scopes as they are stored; None where nobody knows them."""
    return None if scopes is None else " ".join(sorted(set(scopes)))


def _one_claim(rows: Rows) -> Claim | None:
    return Claim._make(rows[0]) if rows else None
