"""Taking standard output for the protocol, before anything that may print is imported. Loads nothing itself."""

from __future__ import annotations

import os
import sys
from typing import TextIO


def claim() -> TextIO:
    """Standard output, line by line; from now on everything else that is printed goes to standard error."""
    sys.stdout.flush()
    wire = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    return wire
