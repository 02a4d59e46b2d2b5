"""Whether to try again, as one decision: (what went wrong, which attempt, the tool, time left) -> wait or give up.

A write is repeated only where the provider provably did not act on it (P7); what counts is the tool's read-only hint,
not the HTTP method. Waiting never outlasts the call (P8).
"""

from __future__ import annotations

import random

from figwright.errors import Cause, ProviderError

_ATTEMPTS = 3
_FIRST_WAIT = 0.25
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 300.0
_TRANSIENT = frozenset({500, 502, 503, 504})


def seconds_to_wait(error: ProviderError, attempt: int, *, read_only: bool, remaining: float) -> float | None:
    """Seconds until the next attempt, or None to give up. `attempt` counts from 1."""
    if attempt >= _ATTEMPTS or not _may_repeat(error, read_only=read_only):
        return None
    wait = error.retry_after
    if wait is None:
        wait = _FIRST_WAIT * 2 ** (attempt - 1) * random.uniform(0.5, 1.5)  # noqa: S311 - jitter, no secret
    return wait if wait < remaining else None


def _may_repeat(error: ProviderError, *, read_only: bool) -> bool:
    if error.cause is Cause.RATE_LIMITED:
        return True
    if error.cause is not Cause.PROVIDER_DOWN:
        return False
    if error.status:
        return read_only and error.status in _TRANSIENT
    return read_only or not error.outcome_unknown


def backoff_after(failures: int) -> float:
    """Seconds until the next attempt of a refresh: doubling, with full jitter but never at once."""
    longest = min(_FIRST_PAUSE * 2.0 ** min(failures, 20), _LONGEST_PAUSE)
    return random.uniform(0.5, 1.0) * longest  # noqa: S311 - jitter, no secret
