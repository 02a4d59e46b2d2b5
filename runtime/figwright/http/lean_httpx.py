"""httpx without its command line, which it loads wherever rich and click are installed: a third of its import, unused.

It is made to look missing, which httpx provides for, and only until httpx is there.
"""

from __future__ import annotations

import sys

_COMMAND_LINE = "httpx._main"

sys.modules.setdefault(_COMMAND_LINE, None)  # type: ignore[arg-type]
try:
    import httpx
finally:
    if sys.modules[_COMMAND_LINE] is None:
        del sys.modules[_COMMAND_LINE]

__all__ = ["httpx"]
