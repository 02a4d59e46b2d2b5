"""Real servers for every test: a PostgreSQL, and a fresh database of each kind of store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from support.postgres import PostgresServer, find_binaries
from support.servers import missing


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """This test process's own PostgreSQL server."""
    binaries = find_binaries()
    if binaries is None:
        missing("A PostgreSQL server", "postgresql")
    with closing(PostgresServer(binaries)) as server:
        yield server


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """A fresh, empty PostgreSQL database."""
    with postgres.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database of each kind of store: a test that asks for it runs on both."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/figwright.db"
    url: str = request.getfixturevalue("postgres_url")
    return url
