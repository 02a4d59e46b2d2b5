from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from figwright.store import fault_points

from .office import Office, office


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An installation on SQLite."""
    with office(f"sqlite:///{tmp_path}/figwright.db", monkeypatch) as opened:
        yield opened


@pytest.fixture
def either(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The same on each kind of store."""
    with office(database_url, monkeypatch) as opened:
        yield opened


@pytest.fixture(autouse=True)
def no_fault_point(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fault_points, "hook", None)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Statements are the same on both stores: `make test` tries on PostgreSQL how hosts share the work, and no more."""
    if "postgresql" in item.name and "_share_the_work_" not in item.name:
        item.add_marker(pytest.mark.slow)
