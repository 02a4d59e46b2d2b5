"""The store that a test is about, open, once on each database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from figwright.store import Database, open_database, sqlite

from .network import Proxy


@pytest.fixture(autouse=True)
def made_anew(one_empty_database: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """A database is made as it is everywhere else."""
    monkeypatch.setattr(sqlite, "_make", one_empty_database)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with closing(open_database(database_url)) as opened:
        yield opened


@pytest.fixture
def proxy(postgres_url: str) -> Iterator[Proxy]:
    with closing(Proxy(postgres_url)) as between:
        yield between


@pytest.fixture
def twins(tmp_path: Path, postgres_url: str) -> Iterator[tuple[Database, Database]]:
    with ExitStack() as opened:
        urls = f"sqlite:///{tmp_path}/figwright.db", postgres_url
        sqlite, postgres = (opened.enter_context(closing(open_database(url))) for url in urls)
        yield sqlite, postgres
