"""Who holds a lease: a name that tells waiters on the same host whether its holder still lives."""

from __future__ import annotations

import itertools
import os
import platform
import secrets
import sys
from functools import cache
from pathlib import Path

_ENDED = "ended"
_counter = itertools.count(1)


def new_owner() -> str:
    """`host/pid/start/...`, different for each claim, so that no thread takes another's lease for its own."""
    return f"{_host()}/{os.getpid()}/{_started(os.getpid()) or ''}/{_nonce(os.getpid())}.{next(_counter)}"


def is_dead(owner: str) -> bool:
    """Whether the holder is a process of this host that has ended. False where that cannot be known (F39)."""
    try:
        host, number, started, _ = owner.split("/")
        pid = int(number)
    except ValueError:
        return False
    if host != _host() or pid <= 0:
        return False
    now = _started(pid)
    if now is None:
        return not _exists(pid)
    return now != started if started else now == _ENDED


@cache
def _host() -> str:
    """This boot of this host and this PID namespace: where a PID means one process. Where Linux hides it, nowhere."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot}:{Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        return platform.node() if sys.platform != "linux" else secrets.token_hex(8)


@cache
def _nonce(pid: int) -> str:
    return secrets.token_hex(8)


def _started(pid: int) -> str | None:
    """The process's start time in clock ticks (proc(5), field 22), `_ENDED` where it has.

    None where that is not shown: without a /proc of this PID namespace, or where it hides other users' processes.
    """
    try:
        if Path("/proc/self").readlink() != Path(str(os.getpid())):
            return None
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        return _ENDED if fields[0] in "ZX" else fields[19]
    except (OSError, IndexError):
        return None


def _exists(pid: int) -> bool:
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
