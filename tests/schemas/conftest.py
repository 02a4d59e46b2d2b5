from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.workshop import Workshop, workshops


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    yield from workshops(tmp_path)
