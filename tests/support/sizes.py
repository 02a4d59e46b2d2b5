"""How much the long tests do: what ends in minutes, or ten times as much with TESTS_LONG=1 (`make test-long`)."""

from __future__ import annotations

import os

LONG = os.environ.get("TESTS_LONG") == "1"


def many(usual: int, long: int) -> int:
    """So many rounds, calls, people or examples."""
    return long if LONG else usual
