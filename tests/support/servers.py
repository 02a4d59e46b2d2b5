"""Whether a real server may be missing where the tests run."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(what: str, packages: str) -> NoReturn:
    """Skip the test, or fail it where CI or TESTS_REQUIRE_SERVERS=1 says that the servers must be there."""
    reason = f"{what} is not on this machine. Install it with .ci/servers, or by hand ({packages} on Debian)."
    if os.environ.get("CI") or os.environ.get("TESTS_REQUIRE_SERVERS") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
