from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from figwright_figma.sandbox import Sandbox

from .desk import Desk

TWO_AT_A_TIME = {"test_at_once.py", "test_forks.py", "test_housekeeping.py", "test_isolation.py", "test_reading.py"}
"""Where the stores' own ways show: locks, and what one connection sees of another's."""


@pytest.fixture
def desk(sandbox: Sandbox, tmp_path: Path) -> Iterator[Desk]:
    """An installation on SQLite."""
    with closing(Desk(sandbox, f"sqlite:///{tmp_path}/figwright.db")) as opened:
        yield opened


@pytest.fixture
def any_desk(sandbox: Sandbox, database_url: str) -> Iterator[Desk]:
    """An installation on each kind of store."""
    with closing(Desk(sandbox, database_url)) as opened:
        yield opened


def pytest_itemcollected(item: pytest.Item) -> None:
    """What holds for one account at a time is tried on SQLite by make test, and on both stores by make test-all."""
    if "postgresql" in item.name and item.path.name not in TWO_AT_A_TIME:
        item.add_marker(pytest.mark.slow)
