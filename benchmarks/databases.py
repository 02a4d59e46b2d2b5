"""The databases that the sections use: SQLite in a folder, and a PostgreSQL server that syncs each commit to disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.support.postgres import PostgresServer, find_binaries


@contextmanager
def postgresql() -> Iterator[PostgresServer]:
    """A server of the benchmark's own. Raises RuntimeError where PostgreSQL is not installed."""
    binaries = find_binaries()
    if binaries is None:
        raise RuntimeError("A PostgreSQL server is not on this machine. Install it with .ci/servers.")
    with closing(PostgresServer(binaries, durable=True)) as server:
        yield server


@contextmanager
def sqlite(work: Path) -> Iterator[str]:
    """The URL of a new database in a folder of its own below `work`."""
    with tempfile.TemporaryDirectory(dir=work, prefix="sqlite-") as folder:
        yield f"sqlite:///{folder}/figwright.db"
