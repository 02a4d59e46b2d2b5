from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from figwright_figma.sandbox import Sandbox

from .post import Post, post

HERE = Path(__file__).parent


@pytest.fixture
def figma() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def office(figma: Sandbox, database_url: str) -> Iterator[Post]:
    """An installation with its receiver on a real socket, on each kind of store."""
    with post(figma, database_url) as running:
        yield running


@pytest.fixture
def desk(figma: Sandbox, tmp_path: object) -> Iterator[Post]:
    """The same on SQLite alone."""
    with post(figma, f"sqlite:///{tmp_path}/figwright.db") as running:
        yield running


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Statements are the same on both stores: `make test` tries on PostgreSQL how events are claimed, and no more."""
    for item in items:
        if item.path.is_relative_to(HERE) and "postgresql" in item.name and "_share_the_work_" not in item.name:
            item.add_marker(pytest.mark.slow)
