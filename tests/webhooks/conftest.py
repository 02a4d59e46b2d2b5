from __future__ import annotations

from collections.abc import Iterator

import pytest

from figwright_figma.sandbox import Sandbox

from .post import Post, post


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


def pytest_itemcollected(item: pytest.Item) -> None:
    """Statements are the same on both stores: `make test` tries on PostgreSQL how events are claimed, and no more."""
    if "postgresql" in item.name and "_share_the_work_" not in item.name:
        item.add_marker(pytest.mark.slow)
