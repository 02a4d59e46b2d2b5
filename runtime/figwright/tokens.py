"""Tokens between store and wire: sealed under their grant's own key, bound to grant, field and generation (T30)."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from figwright.accounts import LiveToken
from figwright.oauth import TokenResponse
from figwright.secrets import Secret
from figwright.store.grants import Claim, Sealed
from figwright.vault import DataKey, KeyRing

_LONGEST_WINDOW = 7 * 86400.0
_MANDATORY = 86400.0


class Schedule(NamedTuple):
    """When a token expires and from when on it is renewed, in seconds of the store's clock."""

    expires_at: float | None
    refresh_after: float | None


def schedule(grant_id: str, asked_at: float, expires_in: float) -> Schedule:
    """Renew in the last tenth of the token's life, at most 7 days ahead, each grant at its own moment.

    Every host comes to the same moment, because it follows from the grant's id.
    """
    expires_at = asked_at + expires_in
    window = min(expires_in / 10, _LONGEST_WINDOW)
    share = int.from_bytes(hashlib.sha256(grant_id.encode()).digest()[:4]) / 2**32
    return Schedule(expires_at, expires_at - window * (0.5 + 0.5 * share))


def must_renew_at(expires_at: float, refresh_after: float | None) -> float:
    """From when on a call waits for the new token: a day before the end, or half the time that is left by then."""
    if refresh_after is None:
        return expires_at
    return expires_at - min(_MANDATORY, (expires_at - refresh_after) / 2)


def seal(key: DataKey, grant_id: str, generation: int, tokens: TokenResponse, when: Schedule) -> Sealed:
    """Encrypt what `generation` will hold."""
    refresh = key.seal(tokens.refresh.reveal(), grant_id, "refresh", generation) if tokens.refresh else None
    access = key.seal(tokens.access.reveal(), grant_id, "access", generation)
    return Sealed(access, refresh, when.expires_at, when.refresh_after)


def open_access(ring: KeyRing, grant_id: str, data_key: bytes, access: bytes, generation: int) -> LiveToken:
    """Raises SealBrokenError."""
    key = DataKey.unwrap(ring, data_key, grant_id)
    return LiveToken(Secret(key.open(access, grant_id, "access", generation)), generation)


def open_claim(ring: KeyRing, claim: Claim) -> tuple[DataKey, Secret, Secret]:
    """The data key, access and refresh token of a claimed grant. Raises SealBrokenError."""
    assert claim.refresh is not None
    key = DataKey.unwrap(ring, claim.data_key, claim.grant_id)
    access = Secret(key.open(claim.access, claim.grant_id, "access", claim.generation))
    refresh = Secret(key.open(claim.refresh, claim.grant_id, "refresh", claim.generation))
    return key, access, refresh
