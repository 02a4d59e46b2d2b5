"""A world on each kind of store, with one account that is connected."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from figwright.store import fault_points
from figwright_figma.sandbox import Sandbox

from .world import World


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def world(sandbox: Sandbox, database_url: str) -> Iterator[World]:
    """`ann` is connected, her token fresh. Runs on both stores."""
    with closing(World(sandbox, database_url)) as made:
        made.connect("ann")
        yield made


@pytest.fixture
def local(sandbox: Sandbox, tmp_path: Path) -> Iterator[World]:
    """The same on SQLite only, where the store does not matter."""
    with closing(World(sandbox, f"sqlite:///{tmp_path}/figwright.db")) as made:
        made.connect("ann")
        yield made


def pytest_itemcollected(item: pytest.Item) -> None:
    """Faults are made in real processes and waited for, on both stores: make test-all does so."""
    item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def no_fault_point(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fault_points, "hook", None)


@pytest.fixture
def remote(sandbox: Sandbox, postgres_url: str) -> Iterator[World]:
    """The world on PostgreSQL only."""
    with closing(World(sandbox, postgres_url)) as made:
        made.connect("ann")
        yield made
