"""A stand-in for GitHub, and a client of it: the generated connector and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.github import GitHub, consent, options, running

from figwright import Actions, Connection
from github_tools.connector import CONNECTOR


@pytest.fixture
def provider() -> Iterator[GitHub]:
    with running() as here:
        yield here


@pytest.fixture
def connection(provider: GitHub) -> Connection:
    return Connection(connector=CONNECTOR, **options(provider))


@pytest.fixture
def storage(tmp_path: Path) -> dict[str, Any]:
    return {"database_url": f"sqlite:///{tmp_path}/figwright.db", "encryption_keys": ["A" * 43], "lease": 2.0}


@pytest.fixture
def actions(connection: Connection, storage: dict[str, Any]) -> Iterator[Actions]:
    with Actions([connection], **storage) as made:
        yield made


@pytest.fixture
def connected(actions: Actions, provider: GitHub) -> Actions:
    """The same, after ann's consent; what that took is not in the stand-in's log."""
    consent(actions)
    provider.asked.clear()
    provider.requests.clear()
    return actions
