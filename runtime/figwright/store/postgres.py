"""PostgreSQL: any number of hosts, the server's clock, no session state, nothing held while a provider is asked.

Statements are sent without being prepared, so that a pooler in transaction mode may stand between.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import errors as sqlstate
from psycopg_pool import ConnectionPool, PoolTimeout

from figwright.errors import ConfigurationError, OutcomeUnknownError, StoreBusyError, StoreError
from figwright.store.database import Rows
from figwright.store.schema import MIGRATIONS

_NOW = "extract(epoch from clock_timestamp())::double precision"
_OPTIONS = "-c statement_timeout=8000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=5000"
_MIGRATION_LOCK = 0x666967777269
_POOL_SIZE, _CHECKOUT_SECONDS, _CONNECT_SECONDS = 10, 8.0, 5
_BUSY = (sqlstate.LockNotAvailable, sqlstate.QueryCanceled, sqlstate.DeadlockDetected, sqlstate.SerializationFailure)


class PostgreSQL:
    """A database and a pool of connections to it, opened at the first need; a forked process opens its own."""

    blocking = True

    def __init__(self, url: str) -> None:
        """Raises StoreError where it cannot be reached, ConfigurationError for a newer schema."""
        self._url = url
        self._process, self._pool = os.getpid(), self._new_pool()
        self._migrate()

    def read(self, sql: str, /, **values: Any) -> Rows:
        try:
            return self._read(sql, values)
        except psycopg.OperationalError as error:
            if isinstance(error, PoolTimeout) or (error.sqlstate is not None and not error.sqlstate.startswith("57P")):
                raise self._translated(error) from None
        try:
            return self._read(sql, values)
        except psycopg.Error as error:
            raise self._translated(error) from None

    def _read(self, sql: str, values: dict[str, Any]) -> Rows:
        with self._own_pool().connection() as connection:
            rows: Rows = connection.execute(_translate(sql), values).fetchall()
        return rows

    @contextmanager
    def write(self) -> Iterator[_Transaction]:
        finishing = False
        try:
            with self._own_pool().connection() as connection, connection.transaction():
                yield _Transaction(connection)
                finishing = True
        except psycopg.Error as error:
            if finishing and (error.sqlstate is None or error.sqlstate.startswith("57P")):
                raise OutcomeUnknownError("The database connection broke while it was storing a change.") from None
            raise self._translated(error) from None

    def close(self) -> None:
        if self._process == os.getpid():
            pool, self._pool = self._pool, self._new_pool()
            pool.close()

    def _own_pool(self) -> Any:
        if self._process != os.getpid():
            self._forked, self._pool, self._process = self._pool, self._new_pool(), os.getpid()
        if self._pool.closed:
            self._pool.open()
        return self._pool

    def _new_pool(self) -> Any:
        settings = {"application_name": "figwright", "connect_timeout": _CONNECT_SECONDS, "options": _OPTIONS}
        return ConnectionPool(
            self._url,
            min_size=0,
            max_size=_POOL_SIZE,
            timeout=_CHECKOUT_SECONDS,
            kwargs={**settings, "autocommit": True, "prepare_threshold": None},
            open=False,
        )

    def _migrate(self) -> None:
        with self.write() as transaction:
            transaction.run("SELECT pg_advisory_xact_lock(:lock)", lock=_MIGRATION_LOCK)
            transaction.run("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)")
            rows = transaction.run("SELECT version FROM schema_version")
            version = rows[0][0] if rows else 0
            if version > len(MIGRATIONS):
                raise ConfigurationError("The database was changed by a newer figwright. Update this one.")
            for statements in MIGRATIONS[version:]:
                for statement in statements:
                    serial = "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
                    transaction.run(statement.format(blob="BYTEA", serial=serial))
            statement = (
                "UPDATE schema_version SET version = :version"
                if rows
                else "INSERT INTO schema_version VALUES (:version)"
            )
            if version < len(MIGRATIONS):
                transaction.run(statement, version=len(MIGRATIONS))

    def _translated(self, error: psycopg.Error) -> StoreError:
        host = urlsplit(self._url).hostname or "the database server"
        if isinstance(error, (*_BUSY, PoolTimeout)):
            return StoreBusyError(f"The database on {host} is too busy ({type(error).__name__}). Try again.")
        text = " ".join((error.diag.message_primary or type(error).__name__).split())
        return StoreError(f"The database on {host} failed: {text}.")


class _Transaction:
    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def run(self, sql: str, /, **values: Any) -> Rows:
        cursor = self._connection.execute(_translate(sql), values)
        return cursor.fetchall() if cursor.description else []


@cache
def _translate(sql: str) -> Any:
    sql = sql.replace("%", "%%").replace("/* FOR UPDATE SKIP LOCKED */", "FOR UPDATE SKIP LOCKED")
    sql = re.sub(r"(?<!:):now\b", _NOW, sql)
    return re.sub(r"(?<!:):([a-z_]+)", r"%(\1)s", sql)
