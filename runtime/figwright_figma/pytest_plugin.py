"""The pytest fixture `sandbox`: a running local Figma, one per test. Installed with the `server` extra."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from figwright_figma.sandbox import Sandbox


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A local Figma for this test alone; its libraries are imported when a test first asks for it."""
    from figwright.errors import MissingExtraError

    try:
        from figwright_figma.sandbox import Sandbox
    except MissingExtraError as error:
        pytest.fail(str(error), pytrace=False)
    with Sandbox() as running:
        yield running
