"""What the statements need of a database: reads, transactions, and the store's own clock.

SQL is written once, with named values (`:identifier`). `:now` is the store's clock in seconds since the epoch: the
host's for SQLite, which only one host can use, and the server's for PostgreSQL, so that no host's clock matters.

What changes at most so many rows finds them in a MATERIALIZED query: PostgreSQL may carry a plain one out again for
every row, and each time it finds the next rows.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from figwright.errors import ConfigurationError
from figwright.redaction.secret import Secret

Rows = list[tuple[Any, ...]]


class Transaction(Protocol):
    """Statements that are stored together or not at all."""

    def run(self, sql: str, /, **values: Any) -> Rows:
        """Execute one statement; its rows, empty where it returns none."""
        ...


class Database(Protocol):
    """Safe to share between threads; a process that was forked opens its own connections."""

    def read(self, sql: str, /, *, often: bool = False, **values: Any) -> Rows:
        """One SELECT, outside any transaction. What is read `often` is planned once, where that can be.

        Raises StoreBusyError or StoreError.
        """
        ...

    async def read_on_loop(self, sql: str, /, **values: str) -> Rows:
        """The same on an event loop, which goes on meanwhile; for what is read often."""
        ...

    def write(self, *, patient: bool = True) -> AbstractContextManager[Transaction]:
        """A transaction that is committed at the end of the block and rolled back where it raises.

        Raises StoreBusyError where others hold the database too long, or at all if it is not `patient`; StoreError
        where it cannot be written, and OutcomeUnknownError where the connection broke while committing.
        """
        ...

    def close(self) -> None:
        """Close the connections. A later call opens new ones."""
        ...


def open_database(url: str | Secret, *, connections: int = 10, prepared: bool | None = None) -> Database:
    """The database at `sqlite:///absolute/path.db` or `postgresql://...`, its tables made or brought up to date.

    `connections`: how many this process may have to PostgreSQL; who gets none for 8 s meets StoreBusyError.
    `prepared`: whether PostgreSQL may prepare statements; None finds out whether a pooler stands between.
    Raises ConfigurationError for another address and for a database that a newer figwright has changed.
    """
    url = Secret.text(url)
    scheme = url.reveal().partition("://")[0]
    if scheme == "sqlite":
        from figwright.store.sqlite import SQLite

        return SQLite(sqlite_path(url.reveal()))
    if scheme in ("postgresql", "postgres"):
        try:
            from figwright.store.postgres import PostgreSQL
        except ImportError:
            from figwright.errors.extras import install_command

            raise ConfigurationError(
                f"A PostgreSQL database needs the extra postgres: {install_command('postgres')}"
            ) from None
        return PostgreSQL(url, connections=connections, prepared=prepared)
    raise ConfigurationError("database_url is neither sqlite:///absolute/path.db nor postgresql://user@host/database.")


def sqlite_path(url: str) -> Path:
    """The file of `sqlite:///absolute/path.db`, which the slash before `absolute` is part of; a fourth does no harm."""
    rest = url.removeprefix("sqlite:///")
    if not url.startswith("sqlite:///") or not rest.strip("/") or "?" in rest:
        raise ConfigurationError("database_url names no file: sqlite:///var/lib/app/figwright.db")
    return Path(rest if Path(rest).is_absolute() else f"/{rest}")
