"""SQLite: WAL, every commit synced, every write a BEGIN IMMEDIATE; on a local disk only, WAL is not safe on others.

The file and its folder belong to their owner alone: they hold tokens, encrypted (T29). Nothing but SQLite opens the
file, since closing any other descriptor of it would drop this process's locks (sqlite.org/howtocorrupt.html, 2.2).
"""

from __future__ import annotations

import os
import random
import secrets
import sqlite3
import stat
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakSet

from figwright.errors import ConfigurationError, StoreBusyError, StoreError
from figwright.store.database import Rows
from figwright.store.schema import MIGRATIONS

_BUSY_SECONDS, _FORK_SECONDS, _IDLE_CONNECTIONS = 8.0, 2.0, 16
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)
_DAMAGED = "is damaged: restore it from a backup, or move it away to start anew"
_FAULTS = {
    sqlite3.SQLITE_FULL: "has no room left, and nothing was stored: free some disk space",
    sqlite3.SQLITE_READONLY: "is read-only, and nothing was stored: let this user write the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: put the file back, and let this user write it and its folder",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}


class SQLite:
    """A database file, made where it is missing, and a stack of connections to it."""

    def __init__(
        self, path: Path, *, clock: Callable[[], float] = time.time, busy_seconds: float = _BUSY_SECONDS
    ) -> None:
        """Writers wait `busy_seconds` for each other.

        Raises ConfigurationError for a file that others may read, a folder that they may write, a symbolic link, or a
        newer schema.
        """
        self._path, self._clock, self._busy_seconds = path, clock, busy_seconds
        self._idle: deque[sqlite3.Connection] = deque()
        self._open: set[sqlite3.Connection] = set()
        self._writing = threading.Lock()
        self._file = _guard(path)
        _databases.add(self)
        try:
            self._migrate()
        except BaseException:
            self.close()
            raise

    def read(self, sql: str, /, *, often: bool = False, **values: Any) -> Rows:
        idle, connection = self._take()
        try:
            values["now"] = self._clock()
            return connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._translated(error) from None
        finally:
            self._give(idle, connection)

    async def read_on_loop(self, sql: str, /, **values: Any) -> Rows:
        """A connection that is open waits for nobody, in WAL; one that is to be opened may, so a thread does that."""
        if self._idle:
            return self.read(sql, **values)
        import anyio.to_thread

        return await anyio.to_thread.run_sync(partial(self.read, sql, **values))

    @contextmanager
    def write(self, *, patient: bool = True) -> Iterator[_Transaction]:
        # The threads of this process queue here: SQLite would make them poll, and starve some.
        if not self._writing.acquire(timeout=self._busy_seconds if patient else 0):
            raise self._busy()
        try:
            idle, connection = self._take()
            try:
                self._begin(connection, patient=patient)
                yield _Transaction(connection, self._clock)
                self._check_file()
                connection.execute("COMMIT")
            except BaseException as error:
                with suppress(sqlite3.Error):
                    connection.rollback()
                if isinstance(error, sqlite3.Error):
                    raise self._translated(error) from None
                raise
            finally:
                self._give(idle, connection)
        finally:
            self._writing.release()

    def _begin(self, connection: sqlite3.Connection, *, patient: bool) -> None:
        if patient:
            connection.execute("BEGIN IMMEDIATE")
            return
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            connection.execute("BEGIN IMMEDIATE")
        finally:
            connection.execute(f"PRAGMA busy_timeout = {round(self._busy_seconds * 1000)}")

    def close(self) -> None:
        idle, self._idle = self._idle, deque()
        self._shorten(idle, 0)

    def drain(self) -> None:
        """Close every connection, waiting a little for those in use: what a fork inherits open, it cannot use."""
        self.close()
        end = time.monotonic() + _FORK_SECONDS
        while self._open and time.monotonic() < end:
            time.sleep(0.001)

    def start_anew(self) -> None:
        """Forget, after a fork, what belongs to the parent; connections in `_open` are kept, never to be closed."""
        self._idle, self._writing = deque(), threading.Lock()
        if self._open:
            _inherited_files.add(self._file)

    def _take(self) -> tuple[deque[sqlite3.Connection], sqlite3.Connection]:
        idle = self._idle
        try:
            return idle, idle.pop()
        except IndexError:
            return idle, self._connect()

    def _give(self, idle: deque[sqlite3.Connection], connection: sqlite3.Connection) -> None:
        idle.append(connection)
        if len(idle) > _IDLE_CONNECTIONS or idle is not self._idle:
            self._shorten(idle, _IDLE_CONNECTIONS if idle is self._idle else 0)

    def _shorten(self, idle: deque[sqlite3.Connection], length: int) -> None:
        with suppress(IndexError):
            while len(idle) > length:
                connection = idle.popleft()
                connection.close()
                self._open.discard(connection)

    def _connect(self) -> sqlite3.Connection:
        end = time.monotonic() + self._busy_seconds
        while True:
            try:
                return self._connect_once()
            except StoreBusyError:  # SQLite asks no busy handler while it makes a file's log, and ends at once
                if time.monotonic() >= end:
                    raise
            time.sleep(random.uniform(0.001, 0.02))  # noqa: S311 - jitter, no secret

    def _connect_once(self) -> sqlite3.Connection:
        with _opening:
            if self._file in _inherited_files:
                raise StoreError(f"This process was forked while {self._path} was written. Start it anew.")
            connection: sqlite3.Connection | None = None
            try:
                connection = sqlite3.connect(
                    f"{self._path.as_uri()}?mode=rw",
                    uri=True,
                    isolation_level=None,
                    check_same_thread=False,
                    timeout=self._busy_seconds,
                )
                self._check_file()
                [(mode,)] = connection.execute("PRAGMA journal_mode = WAL").fetchall()
                if mode != "wal":
                    raise ConfigurationError(f"The database {self._path} must be on a local disk: SQLite's WAL fails.")
                for setting in ("synchronous = FULL", "fullfsync = ON", "foreign_keys = ON", "secure_delete = ON"):
                    connection.execute(f"PRAGMA {setting}")
            except BaseException as error:
                if connection is not None:
                    connection.close()
                if isinstance(error, sqlite3.Error):
                    raise self._translated(error) from None
                raise
            self._open.add(connection)
        return connection

    def _check_file(self) -> None:
        try:
            now = self._path.stat()
        except OSError:
            now = None
        if now is None or (now.st_dev, now.st_ino) != self._file:
            raise StoreError(f"The database {self._path} was deleted or replaced while open. Restart this process.")

    def _migrate(self) -> None:
        [(version,)] = self.read("PRAGMA user_version")
        if version < len(MIGRATIONS):
            with self.write() as transaction:
                [(version,)] = transaction.run("PRAGMA user_version")
                for statement in (statement for statements in MIGRATIONS[version:] for statement in statements):
                    transaction.run(
                        statement.format(blob="BLOB", text="TEXT", serial="INTEGER PRIMARY KEY AUTOINCREMENT")
                    )
                version = max(version, len(MIGRATIONS))
                transaction.run(f"PRAGMA user_version = {version}")
        if version > len(MIGRATIONS):
            raise ConfigurationError(f"{self._path} was changed by a newer figwright. Update this one.")

    def _busy(self) -> StoreBusyError:
        return StoreBusyError(f"Others held the database {self._path} for {self._busy_seconds:g} s. Try again.")

    def _translated(self, error: sqlite3.Error) -> StoreError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _BUSY:
            return self._busy()
        fault = _FAULTS.get(code)
        return StoreError(f"The database {self._path} " + (f"{fault} ({error})." if fault else f"failed: {error}."))


class _Transaction:
    def __init__(self, connection: sqlite3.Connection, clock: Callable[[], float]) -> None:
        self._connection, self._clock = connection, clock

    def run(self, sql: str, /, **values: Any) -> Rows:
        values["now"] = self._clock()
        return self._connection.execute(sql, values).fetchall()


def _guard(path: Path) -> tuple[int, int]:
    """Make the file where it is missing; its device and inode."""
    try:
        if not os.path.lexists(path):
            _make(path)
        file, folder = path.lstat(), path.parent.stat()
    except OSError as error:
        raise ConfigurationError(f"The database {path} cannot be opened: {error.strerror}.") from None
    if not stat.S_ISREG(file.st_mode):
        raise ConfigurationError(f"The database {path} is a symbolic link or no file. Name the file itself.")
    if os.name == "posix" and file.st_mode & 0o077:
        raise ConfigurationError(f"Others may read the database {path}. Run: chmod 600 {path}")
    if os.name == "posix" and folder.st_mode & 0o022:
        raise ConfigurationError(
            f"Others may write into the folder of the database {path}. Run: chmod go-w {path.parent}, or name a file "
            "in a folder that is not there yet."
        )
    return file.st_dev, file.st_ino


def _make(path: Path) -> None:
    """A link to a draft makes an empty file for its owner alone, whatever others make at the same moment."""
    for folder in reversed([folder for folder in path.parents if not folder.exists()]):
        folder.mkdir(0o700, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


# A connection that is open during a fork leaves the child with locks that it believes in and does not hold (F36).
_databases: WeakSet[SQLite] = WeakSet()
_opening = threading.RLock()
_inherited_files: set[tuple[int, int]] = set()


def _before_fork() -> None:
    _opening.acquire()
    for database in list(_databases):
        database.drain()


def _after_fork() -> None:
    _opening.release()


def _after_fork_in_child() -> None:
    global _opening  # noqa: PLW0603 - another thread of the parent may have held it
    _opening = threading.RLock()
    for database in list(_databases):
        database.start_anew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before_fork, after_in_parent=_after_fork, after_in_child=_after_fork_in_child)
