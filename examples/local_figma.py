"""A local Figma for the examples: nothing to register, nothing is kept, and nobody has to click."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from figwright import Actions
from figwright_figma.sandbox import Sandbox


@contextmanager
def local_figma(identifier: str, *tools: str) -> Iterator[str]:
    """Settings that lead figwright to a sandbox, where `identifier` has connected an account; gives a file's key.

    With Figma these settings are your app's: its client id and secret, and the tools in use.
    """
    with Sandbox() as sandbox, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ |= sandbox.environment() | {
            "FIGWRIGHT_DATABASE_URL": f"sqlite:///{folder}/figwright.db",
            "FIGWRIGHT_CONNECTIONS__FIGMA__TOOLS": ",".join(tools),
        }
        with Actions() as actions:
            actions.get_or_create_connected_account(identifier=identifier)
            link = actions.get_authorization_link(identifier=identifier)
            callback = sandbox.consent(link.link)
            assert callback is not None, "the sandbox's person approves"
            actions.complete_authorization(callback)
        yield sandbox.demo.file_key
