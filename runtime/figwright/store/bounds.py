"""How far ahead each stored time can lie, in seconds. What lies further was written by a wrong clock: it is past (F40).

The bounds hold for every process, whatever its own settings: hosts whose leases differ in length share a store, and
none may take another's lease for one that a wrong clock wrote (F45).
"""

from __future__ import annotations

LEASE = 20.0
"""The longest lease that can be set: how long a grant may wait for a host that died."""
PAUSE = 3600.0
"""A grant's next attempt, also where the provider named a later time."""
BREAKER = 600.0
RATE_LIMIT = 32 * 86400.0
"""A provider's limit that a call met: a month, and a day for the rest of one."""
TOLD = 60.0
"""When a limit was met, and the pause before somebody else tries: further ahead, the clock was set back since."""
CONSENT = 600.0
LIFETIME = 10 * 365 * 86400.0
"""A token of the provider."""
STEP = 86400.0
"""How far a clock may be set back before what was stored with its time counts as written by a wrong one."""


def lies_ahead(column: str, longest: float) -> str:
    """SQL: whether this time is still to come."""
    return f"({column} > :now AND {column} <= :now + {longest})"


def known(column: str, longest: float) -> str:
    """SQL: this time, 0 where a wrong clock wrote it."""
    return f"CASE WHEN {column} > :now + {longest} THEN 0 ELSE {column} END"
