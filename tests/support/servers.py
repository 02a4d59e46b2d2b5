"""Whether what a test needs from elsewhere, such as a real server, may be missing where it runs."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(what: str, packages: str) -> NoReturn:
    """A program that can be installed: see `absent`."""
    absent(f"{what} is not on this machine. Install it with .ci/servers, or by hand ({packages} on Debian).")


def absent(reason: str) -> NoReturn:
    """Skip the test, or fail it where CI or TESTS_REQUIRE_SERVERS=1 says that everything must be there."""
    if os.environ.get("CI") or os.environ.get("TESTS_REQUIRE_SERVERS") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
