"""Who holds a lease: a name that tells waiters on the same host whether its holder still lives."""

from __future__ import annotations

import itertools
import os
import platform
import secrets
from functools import cache
from pathlib import Path

_counter = itertools.count(1)


def new_owner() -> str:
    """`host/pid/start/...`, different for each claim, so that no thread takes another's lease for its own."""
    return f"{_host()}/{os.getpid()}/{_started(os.getpid())}/{_nonce(os.getpid())}.{next(_counter)}"


def is_dead(owner: str) -> bool:
    """Whether the holder is a process of this host that has ended. False where that cannot be known."""
    try:
        host, pid, started, _ = owner.split("/")
        if host != _host() or not int(pid):
            return False
        now = _started(int(pid))
    except ValueError:
        return False
    return now != started if now or started else not _exists(int(pid))


@cache
def _host() -> str:
    """This boot of this host and this PID namespace: where a PID means one process."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot}:{Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        return platform.node()


@cache
def _nonce(pid: int) -> str:
    return secrets.token_hex(8)


def _started(pid: int) -> str:
    """The process's start time in clock ticks (proc(5), field 22); "" where it has ended, or without /proc."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        return "" if fields[0] in "ZX" else fields[19]
    except (OSError, IndexError):
        return ""


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
