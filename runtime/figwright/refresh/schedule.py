"""When a token is renewed: at a time of each grant's own, well before its end."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

_LONGEST_WINDOW = 7 * 86400.0
_MANDATORY = 86400.0


class Schedule(NamedTuple):
    """When a token expires and from when on it is renewed, in seconds of the store's clock."""

    expires_at: float | None
    refresh_after: float | None


def schedule(grant_id: str, asked_at: float, expires_in: float | None) -> Schedule:
    """Renew in the last tenth of the token's life, at most 7 days ahead, each grant at its own moment.

    Every host comes to the same moment, because it follows from the grant's id. A token without an end is never due.
    """
    if expires_in is None:
        return Schedule(None, None)
    expires_at = asked_at + expires_in
    window = min(expires_in / 10, _LONGEST_WINDOW)
    share = int.from_bytes(hashlib.sha256(grant_id.encode()).digest()[:4]) / 2**32
    return Schedule(expires_at, expires_at - window * (0.5 + 0.5 * share))


def must_renew_at(expires_at: float, refresh_after: float | None) -> float:
    """From when on a call waits for the new token: a day before the end, or half the time that is left by then."""
    if refresh_after is None:
        return expires_at
    return expires_at - min(_MANDATORY, (expires_at - refresh_after) / 2)
