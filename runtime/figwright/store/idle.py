"""The connections of this process that nobody uses just now, the last one used first."""

from __future__ import annotations

import os
from collections import deque
from typing import Generic, Protocol, TypeVar


class Closable(Protocol):
    """What a driver calls a connection."""

    def close(self) -> None: ...


C = TypeVar("C", bound=Closable)


class IdleConnections(Generic[C]):
    """Take with `stack = idle.stack()` and `stack.pop()`, give back with `idle.give_back(stack, connection)`.

    A forked process starts with none, and neither uses nor closes its parent's: SQLite and libpq forbid both (F36).
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._stack: deque[C] = deque()
        self._process = os.getpid()
        self._inherited: list[deque[C]] = []

    def stack(self) -> deque[C]:
        """This process's stack, as long as nobody closes it."""
        if self._process != os.getpid():
            self._inherited.append(self._stack)
            self._stack, self._process = deque(), os.getpid()
        return self._stack

    def give_back(self, stack: deque[C], connection: C) -> None:
        """Keep the connection for the next one who takes, unless there are enough or all were closed meanwhile."""
        stack.append(connection)
        if stack is not self._stack:
            if all(stack is not inherited for inherited in self._inherited):
                _close(stack, 0)
        elif len(stack) > self._most:
            _close(stack, self._most)

    def close(self) -> None:
        """Close what is idle now, and what is in use when it is given back."""
        stack = self.stack()
        self._stack = deque()
        _close(stack, 0)


def _close(stack: deque[C], keep: int) -> None:
    while len(stack) > keep:
        try:
            connection = stack.popleft()
        except IndexError:
            return
        connection.close()
