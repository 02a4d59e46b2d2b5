from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from figwright_figma.sandbox import Sandbox

from .desk import Desk


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
