"""PostgreSQL: any number of hosts, the server's clock, no session state, nothing held while a provider is asked.

Timeouts are set per transaction, so that a pooler in transaction mode may stand between. What is read at every call is
prepared, unless a pooler seems to stand there: planning takes three times as long as all the rest. psycopg's pool tries
once to connect where a caller waits for it, and callers ask again several times a second, so that a server which was
away serves them as soon as it is back.
"""

from __future__ import annotations

import logging
import os
import re
import selectors
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache, partial
from typing import Any
from urllib.parse import urlsplit

import anyio
import anyio.to_thread
import psycopg
from psycopg import errors as sqlstate
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus
from psycopg_pool import ConnectionPool, PoolTimeout

from figwright.errors import ConfigurationError, OutcomeUnknownError, StoreBusyError, StoreError
from figwright.redaction.secret import Secret
from figwright.store import prepared
from figwright.store.database import Rows
from figwright.store.schema import MIGRATIONS

_NOW = "date_part('epoch', clock_timestamp())"  # extract's numeric costs a sixth of a call's statement
_BEGIN = """
BEGIN ISOLATION LEVEL READ COMMITTED;
SET LOCAL lock_timeout = 2000; SET LOCAL statement_timeout = 8000; SET LOCAL idle_in_transaction_session_timeout = 5000
"""
_BEGIN_IMPATIENT = f"{_BEGIN}; SET LOCAL lock_timeout = 1"
_READ_TIMEOUT = "-c statement_timeout=8000"
_TYPES = {"text": 'TEXT COLLATE "C"', "blob": "BYTEA", "serial": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"}
_MIGRATION_LOCK, _MIGRATION_MILLISECONDS = 0x666967777269, 60_000
_CONNECTIONS, _CHECKOUT_SECONDS, _ASK_AGAIN_SECONDS, _AT_ONCE_SECONDS = 10, 8.0, 0.2, 0.001
_SETTINGS: dict[str, Any] = {
    "application_name": "figwright",
    "client_encoding": "utf8",
    "connect_timeout": 5,
    # A host that vanished without a word is given up after about as long as a statement may take.
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
_HABITS: dict[str, Any] = {"autocommit": True, "prepare_threshold": None}  # but for what `prepared` does
_FORGOTTEN = (sqlstate.InvalidSqlStatementName, sqlstate.DuplicatePreparedStatement)
_BUSY = (
    *(sqlstate.LockNotAvailable, sqlstate.QueryCanceled, sqlstate.DeadlockDetected, sqlstate.SerializationFailure),
    *(sqlstate.AdminShutdown, sqlstate.CrashShutdown, sqlstate.CannotConnectNow, sqlstate.TooManyConnections),
)

# One that asks the kernel once: epoll, the default, is opened and closed for it.
_Selector = getattr(selectors, "PollSelector", selectors.DefaultSelector)

Pool = ConnectionPool[psycopg.Connection[Any]]

logging.getLogger("psycopg").addHandler(logging.NullHandler())  # what it warns of becomes an error of ours


class PostgreSQL:
    """A database and the connections to it, opened at need; a forked process opens its own."""

    def __init__(
        self,
        url: str | Secret,
        *,
        connections: int = _CONNECTIONS,
        checkout_seconds: float = _CHECKOUT_SECONDS,
        prepared: bool | None = None,
    ) -> None:
        """At most `connections` at once; who gets none within `checkout_seconds` meets StoreBusyError.

        `prepared`: whether statements may be prepared; None finds out whether a pooler stands between.
        Raises StoreError where the database cannot be reached, ConfigurationError for an address that is none and for
        a newer schema.
        """
        self._settings: dict[str, Any] = _SETTINGS | {"options": _READ_TIMEOUT} | _parse(Secret.text(url))
        self._connections, self._checkout_seconds = connections, checkout_seconds
        self._pools: dict[int, Pool] = {}
        with closing(self._connect()) as connection:
            self._migrate(_Transaction(connection))
            self._prepared = self._is_direct(connection) if prepared is None else prepared

    def read(self, sql: str, /, *, often: bool = False, **values: Any) -> Rows:
        end = time.monotonic() + self._checkout_seconds
        while True:
            planned = often and self._prepared
            with self._connection(checked=False) as connection:
                try:
                    if planned:
                        return prepared.run(connection, _translate(sql), values)
                    return connection.execute(_translate(sql), values).fetchall()
                except psycopg.Error as error:
                    if planned and isinstance(error, _FORGOTTEN):
                        self._prepared = False  # a pooler gave the session that knew it to somebody else
                    elif not connection.closed or time.monotonic() > end:
                        raise self._translated(error) from None

    async def read_on_loop(self, sql: str, /, **values: str) -> Rows:
        rows = await self._read_here(sql, values)
        if rows is None:
            rows = await anyio.to_thread.run_sync(partial(self.read, sql, often=True, **values))
        return rows

    async def _read_here(self, sql: str, values: dict[str, str]) -> Rows | None:
        """The rows, or None where that could take long, or nothing is prepared: then a thread does better."""
        pool = self._pools.get(os.getpid())
        if not self._prepared or pool is None or not pool.get_stats()["pool_available"]:
            return None
        try:
            connection = pool.getconn(_AT_ONCE_SECONDS)
        except PoolTimeout:
            return None
        try:
            return await prepared.run_on_loop(connection, _translate(sql), values)
        except (psycopg.Error, OSError):
            return None
        finally:
            _roll_back(connection)
            pool.putconn(connection)

    @contextmanager
    def write(self, *, patient: bool = True) -> Iterator[_Transaction]:
        with self._connection() as connection:
            try:
                connection.execute(_BEGIN if patient else _BEGIN_IMPATIENT)
                yield _Transaction(connection)
            except psycopg.Error as error:
                raise (self._left() if connection.closed else self._translated(error)) from None
            if _has_left(connection):
                raise self._left()
            self._commit(connection)

    def close(self) -> None:
        if (pool := self._pools.pop(os.getpid(), None)) is not None:
            pool.close()

    def _commit(self, connection: psycopg.Connection[Any]) -> None:
        try:
            done = connection.execute("COMMIT").statusmessage
        except (psycopg.Error, OSError) as error:
            left = connection.closed and not isinstance(error, sqlstate.IdleInTransactionSessionTimeout)
            if left or isinstance(error, OSError):
                raise OutcomeUnknownError(
                    f"The connection to {self._place} broke while it was storing a change. Read what is there now."
                ) from None
            raise self._translated(error) from None
        if done != "COMMIT":
            raise StoreError(f"{self._place} stored nothing: a statement of the transaction had failed.")

    @contextmanager
    def _connection(self, *, checked: bool = True) -> Iterator[psycopg.Connection[Any]]:
        """A connection of our own; what is open on it at the end is rolled back.

        Who can repeat what it does need not have it `checked` that the server is still there.
        """
        pool = self._own_pool()
        try:
            connection = _taken(pool, self._checkout_seconds, checked=checked)
            try:
                yield connection
            finally:
                _roll_back(connection)
                pool.putconn(connection)
        except PoolTimeout:
            self._connect().close()  # says why, where the server is the reason
            raise StoreBusyError(
                f"All {self._connections} connections to {self._place} were in use for {self._checkout_seconds:g} s. "
                "Try again."
            ) from None
        except OSError as error:  # this process has no file or socket left
            raise StoreError(f"{self._place} failed: {error.strerror}. Try again.") from None

    def _own_pool(self) -> Pool:
        """This process's. Those of its parents are kept: libpq allows neither to use nor to close their connections."""
        pool = self._pools.get(os.getpid())
        if pool is None:
            fresh: Pool = ConnectionPool(
                kwargs=_revealed(self._settings) | _HABITS,
                min_size=0,
                max_size=self._connections,
                reconnect_timeout=0,
                open=False,
            )
            pool = self._pools.setdefault(os.getpid(), fresh)
        pool.open()
        return pool

    def _connect(self) -> psycopg.Connection[Any]:
        try:
            return psycopg.connect(**_revealed(self._settings), **_HABITS)
        except psycopg.Error as error:
            said = str(error)
        if self._settings["options"] != _READ_TIMEOUT or "startup parameter" not in said:
            raise StoreError(f"{self._place} cannot be reached: {_one_line(said)}")
        # PgBouncer refuses options; reads then have the timeout of the role or of the database.
        self._settings["options"] = ""
        return self._connect()

    def _is_direct(self, connection: psycopg.Connection[Any]) -> bool:
        """Whether the server itself answers: a pooler invents the process that a client may cancel."""
        try:
            return connection.execute("SELECT pg_backend_pid()").fetchall() == [(connection.info.backend_pid,)]
        except psycopg.Error as error:
            raise self._translated(error) from None

    def _migrate(self, transaction: _Transaction) -> None:
        try:
            if self._version(transaction.run) < len(MIGRATIONS):
                self._migrate_from(transaction)
        except psycopg.Error as error:
            raise self._translated(error) from None

    def _migrate_from(self, transaction: _Transaction) -> None:
        transaction.run("BEGIN")
        transaction.run(f"SET LOCAL statement_timeout = {_MIGRATION_MILLISECONDS}")
        transaction.run("SELECT pg_advisory_xact_lock(:lock)", lock=_MIGRATION_LOCK)
        version = self._version(transaction.run)
        for statements in MIGRATIONS[version:]:
            for statement in statements:
                transaction.run(statement.format(**_TYPES))
        if version == 0:
            transaction.run("CREATE TABLE schema_version (version BIGINT NOT NULL)")
            transaction.run("INSERT INTO schema_version VALUES (0)")
        transaction.run("UPDATE schema_version SET version = :version", version=len(MIGRATIONS))
        transaction.run("COMMIT")

    def _version(self, run: Callable[[str], Rows]) -> int:
        # Not to_regclass: a session remembers that a table was missing until its next transaction.
        if not run("SELECT 1 FROM pg_class WHERE relname = 'schema_version' AND pg_table_is_visible(oid)"):
            return 0
        version: int = run("SELECT version FROM schema_version")[0][0]
        if version > len(MIGRATIONS):
            raise ConfigurationError(
                f"{self._place} was changed by a newer figwright (tables of version {version}, this one knows "
                f"{len(MIGRATIONS)}). Update figwright here."
            )
        return version

    @property
    def _place(self) -> str:
        name, host = self._settings.get("dbname", "of the user's name"), self._settings.get("host", "this host")
        return f"The database {name} on {host}"

    def _left(self) -> StoreBusyError:
        return StoreBusyError(f"{self._place} ended the connection and stored nothing. Try again.")

    def _translated(self, error: psycopg.Error) -> StoreError:
        if isinstance(error, sqlstate.LockNotAvailable):
            return StoreBusyError(f"{self._place} is busy: others hold what is needed for too long. Try again.")
        text = error.diag.message_primary or str(error) or type(error).__name__
        if isinstance(error, _BUSY):
            return StoreBusyError(f"{self._place} is busy: {_one_line(text)}. Try again.")
        return StoreError(f"{self._place} failed: {_one_line(text)}. Nothing was stored.")


class _Transaction:
    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def run(self, sql: str, /, **values: Any) -> Rows:
        cursor = self._connection.execute(_translate(sql), values)
        return cursor.fetchall() if cursor.description else []


def _revealed(settings: dict[str, Any]) -> dict[str, Any]:
    return {name: value.reveal() if isinstance(value, Secret) else value for name, value in settings.items()}


def _parse(url: Secret) -> dict[str, Any]:
    """libpq's settings in the URL, passwords as secrets.

    Refused where a character of a password could have ended up as a host's name.
    """
    try:
        path, settings = Secret.text(urlsplit(url.reveal()).path), conninfo_to_dict(url.reveal())
    except (ValueError, psycopg.Error):
        path, settings = Secret.text(""), {}
    hidden = {name: Secret.text(str(value)) for name, value in settings.items() if "password" in name}
    ports = str(settings.get("port", "")).split(",")
    if (
        not settings
        or "@" in url.reveal().partition("@")[2]
        or "@" in path.reveal()
        or not all(p.isdigit() or not p for p in ports)
    ):
        raise ConfigurationError(
            "database_url is no PostgreSQL address: postgresql://user:password@host:5432/database, with % codes for "
            "what is neither a letter nor a digit in the password."
        )
    return settings | hidden


def _taken(pool: Pool, seconds: float, *, checked: bool) -> psycopg.Connection[Any]:
    """A connection; if it is `checked`, one that the server has not ended (the pool's own check would pause at each).

    Raises PoolTimeout. The pool tries to connect when it is asked, and only then.
    """
    end = time.monotonic() + seconds
    while True:
        left = end - time.monotonic()
        try:
            connection = pool.getconn(min(left, _ASK_AGAIN_SECONDS))
        except PoolTimeout:
            if left <= _ASK_AGAIN_SECONDS:
                raise
            continue
        try:
            if not checked or not _has_left(connection):
                return connection
            connection.close()
        except OSError:
            connection.close()
            raise
        finally:
            if connection.closed:
                pool.putconn(connection)


def _has_left(connection: psycopg.Connection[Any]) -> bool:
    """Whether the server has said anything unasked, which is good-bye."""
    with _Selector() as selector:
        selector.register(connection, selectors.EVENT_READ)
        return bool(selector.select(0))


def _roll_back(connection: psycopg.Connection[Any]) -> None:
    status = connection.pgconn.transaction_status
    if status == TransactionStatus.IDLE:
        return
    try:
        if status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
            connection.rollback()
            return
    except (psycopg.Error, OSError):
        pass
    connection.close()


def _one_line(text: str) -> str:
    return " ".join(text.split()).removesuffix(".")


_COMMENT = re.compile(r"/\* (.*?) \*/", re.DOTALL)
_TOKEN = re.compile(r"'[^']*'|::|:([a-z_]+)|%")


@cache
def _translate(sql: str) -> Any:
    """The statement as psycopg takes it: its names, the server's clock, and what SQLite reads as a comment."""

    def replace(token: re.Match[str]) -> str:
        if token[1]:
            return _NOW if token[1] == "now" else f"%({token[1]})s"
        return token[0].replace("%", "%%")

    return _TOKEN.sub(replace, _COMMENT.sub(r"\1", sql))
