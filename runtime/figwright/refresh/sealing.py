"""Tokens between store and wire: sealed under their grant's own key, bound to grant, field and generation (T30)."""

from __future__ import annotations

from figwright.crypto.keyring import DataKey, KeyRing
from figwright.oauth.protocol import TokenResponse
from figwright.redaction.secret import Secret
from figwright.refresh.schedule import Schedule
from figwright.store.grants import Claim, Sealed
from figwright.types.accounts import LiveToken


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
