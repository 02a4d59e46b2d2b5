"""A mutex for what a forked process goes on to use: in the child it is free, whoever held it in the parent (F36)."""

from __future__ import annotations

import os
import threading
from weakref import WeakSet


class ForkLock:
    """A context manager. What it guards must be sound in a child whose parent had got to any point of it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        _locks.add(self)

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def renew(self) -> None:
        self._lock = threading.Lock()


_locks: WeakSet[ForkLock] = WeakSet()


def _renew_all() -> None:
    for lock in list(_locks):
        lock.renew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_all)
