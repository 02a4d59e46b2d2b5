"""SQLite: WAL, every commit synced, every write a BEGIN IMMEDIATE, local disk only.

The file and its folder belong to their owner alone: they hold tokens, encrypted (T29).
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from figwright.errors import ConfigurationError, StoreBusyError, StoreError
from figwright.store.database import Rows
from figwright.store.schema import MIGRATIONS

_BUSY_SECONDS = 8.0


class SQLite:
    """A database file, made where it is missing, and a stack of connections to it."""

    blocking = False

    def __init__(
        self, path: Path, *, clock: Callable[[], float] = time.time, busy_seconds: float = _BUSY_SECONDS
    ) -> None:
        """Raises ConfigurationError for a file that others may read, a symlink, or a newer schema."""
        self._path, self._clock, self._busy_seconds = path, clock, busy_seconds
        self._idle: deque[sqlite3.Connection] = deque()
        self._process = os.getpid()
        _guard(path)
        self._migrate()

    def read(self, sql: str, /, **values: Any) -> Rows:
        connection = self._take()
        try:
            values["now"] = self._clock()
            return connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise _translated(error, self._path) from None
        finally:
            self._idle.append(connection)

    @contextmanager
    def write(self) -> Iterator[_Transaction]:
        connection = self._take()
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield _Transaction(connection, self._clock)
            connection.execute("COMMIT")
        except BaseException as error:
            if connection.in_transaction:
                connection.rollback()
            if isinstance(error, sqlite3.Error):
                raise _translated(error, self._path) from None
            raise
        finally:
            self._idle.append(connection)

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def _take(self) -> sqlite3.Connection:
        if self._process != os.getpid():
            # SQLite forbids to use, or even to close, a connection on the other side of a fork.
            self._forked, self._idle, self._process = self._idle, deque(), os.getpid()
        try:
            return self._idle.pop()
        except IndexError:
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(
                f"{self._path.as_uri()}?mode=rw",
                uri=True,
                isolation_level=None,
                check_same_thread=False,
                timeout=self._busy_seconds,
            )
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
        except sqlite3.Error as error:
            raise _translated(error, self._path) from None
        return connection

    def _migrate(self) -> None:
        with self.write() as transaction:
            [(version,)] = transaction.run("PRAGMA user_version")
            if version > len(MIGRATIONS):
                raise ConfigurationError(f"{self._path} was changed by a newer figwright. Update this one.")
            for statements in MIGRATIONS[version:]:
                for statement in statements:
                    transaction.run(statement.format(blob="BLOB", serial="INTEGER PRIMARY KEY AUTOINCREMENT"))
            transaction.run(f"PRAGMA user_version = {len(MIGRATIONS)}")


class _Transaction:
    def __init__(self, connection: sqlite3.Connection, clock: Callable[[], float]) -> None:
        self._connection, self._clock = connection, clock

    def run(self, sql: str, /, **values: Any) -> Rows:
        values["now"] = self._clock()
        return self._connection.execute(sql, values).fetchall()


def _guard(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600))
        mode = path.stat().st_mode
    except OSError as error:
        raise ConfigurationError(f"The database {path} cannot be opened: {error.strerror}.") from None
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise ConfigurationError(f"Others may read the database {path}. Run: chmod 600 {path}")


def _translated(error: sqlite3.Error, path: Path) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusyError(f"The database {path} is held by another process for too long. Try again.")
    return StoreError(f"The database {path} failed: {error}.")
