"""The store that a test is about, open, once on each database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from figwright.store import Database, open_database

from .network import Proxy


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with closing(open_database(database_url)) as opened:
        yield opened


@pytest.fixture
def proxy(postgres_url: str) -> Iterator[Proxy]:
    with closing(Proxy(postgres_url)) as between:
        yield between
