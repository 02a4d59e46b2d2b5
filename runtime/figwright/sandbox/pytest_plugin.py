"""The pytest fixture `sandbox_of`: running local providers, for one test. Installed with the extra `server`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from figwright.sandbox import Sandbox


@pytest.fixture
def sandbox_of() -> Iterator[Callable[..., Sandbox]]:
    """Starts the sandbox of a connector, `sandbox_of("library")`, and stops it when the test ends."""
    from figwright.errors import MissingExtraError

    with ExitStack() as running:

        def start(connector: Any, **options: Any) -> Sandbox:
            try:
                from figwright.sandbox import Sandbox
            except MissingExtraError as error:
                pytest.fail(str(error), pytrace=False)
            return running.enter_context(Sandbox(connector, **options))

        yield start
