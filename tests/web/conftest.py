from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.world import User

from .site import Person, Site, site


@pytest.fixture
def figma() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/figwright.db"


@pytest.fixture
def web(figma: Sandbox, sqlite_url: str) -> Iterator[Site]:
    """A site on the waiting face."""
    with site(figma, sqlite_url) as running:
        yield running


@pytest.fixture
def person() -> Iterator[Callable[..., Person]]:
    """Makes people, each with a browser that knows nothing of the others'."""
    with ExitStack() as opened:

        def make(site: Site, user: User | None = None) -> Person:
            made = Person(site, user)
            opened.callback(made.http.close)
            return made

        yield make
