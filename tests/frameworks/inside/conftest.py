"""A local Figma and a client with one connected account, for the tests of an adapter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from figma_tools.connector import CONNECTOR
from figwright import Actions, Connection
from figwright.schemas import Views
from figwright.toolbox import shared_actions
from figwright_figma.sandbox import Sandbox

IDENTIFIER = "user_figma_456"
OFFERED = Views(CONNECTOR, ("images", "links"))
"""What a model is told where results may hold pictures."""
PICTURE = "figma_file_images_render", {"file_key": "hbmVKqA1LGjTuU3HfNLq7p", "ids": "1:2"}
SHOWN = '"Checkout" "1:2": 390 x 844 px, PNG'
PNG = b"\x89PNG\r\n\x1a\n"
_REQUEST_ID = re.compile("Request id: [0-9a-f-]{36}")


def alike(*answers: object) -> bool:
    """Whether all say the same, but for the ids of their requests."""
    return len({_REQUEST_ID.sub("", repr(answer)) for answer in answers}) == 1


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def unconnected(sandbox: Sandbox, tmp_path: Path) -> Iterator[Actions]:
    """A client of an app with every tool in use; nobody has connected yet."""
    connection = Connection(
        name="figma",
        client_id=sandbox.demo.app.client_id,
        client_secret=sandbox.demo.app.client_secret,
        publishing_state="private",
        tools=tuple(CONNECTOR.tools),
        api_url=sandbox.url,
        authorization_url=f"{sandbox.url}/oauth",
        token_url=f"{sandbox.url}/v1/oauth/token",
        refresh_url=f"{sandbox.url}/v1/oauth/refresh",
        allow_insecure=True,
    )
    with Actions([connection], database_url=f"sqlite:///{tmp_path}/figwright.db", public_url="") as actions:
        yield actions


@pytest.fixture
def actions(sandbox: Sandbox, unconnected: Actions) -> Actions:
    """The same client, with a connected account."""
    unconnected.get_or_create_connected_account(identifier=IDENTIFIER)
    link = unconnected.get_authorization_link(identifier=IDENTIFIER, enterprise=False)
    unconnected.complete_authorization(sandbox.consent(link.link))
    return unconnected


@pytest.fixture
def configured(sandbox: Sandbox, actions: Actions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same account in the settings of the environment, for adapters that are given no client."""
    for name, value in sandbox.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__TOOLS", ",".join(CONNECTOR.tools))
    monkeypatch.setenv("FIGWRIGHT_DATABASE_URL", f"sqlite:///{tmp_path}/figwright.db")
    yield
    if shared_actions.cache_info().currsize:
        shared_actions().close()
        shared_actions.cache_clear()
