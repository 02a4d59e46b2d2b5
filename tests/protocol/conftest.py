"""Accounts of the sandbox, and the server as clients start it: a process of its own on standard input and output."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from figma_tools.connector import CONNECTOR
from figwright import Actions, Connection
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.world import Kind
from protocol.home import Home
from protocol.served import House, house_on

ERAS = {"legacy": "2025-11-25", "auto": "2026-07-28"}
"""A client's mode, and what it then speaks with a server that knows both."""
KINDS: tuple[Kind, ...] = ("oauth", "personal_access_token", "plan_access_token", "org_oauth")


@pytest.fixture(params=[pytest.param("legacy", marks=pytest.mark.slow), "auto"])
def era(request: pytest.FixtureRequest) -> str:
    mode: str = request.param
    return mode


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def house(sandbox: Sandbox, tmp_path: Path) -> Iterator[House]:
    """People with accounts, and a server over HTTP for them."""
    with house_on(sandbox, f"sqlite:///{tmp_path}/figwright.db") as served:
        yield served


@dataclass
class Program:
    """`figwright mcp`, started by a client: `open()` is the official client, connected to a new process."""

    folder: Path
    environment: dict[str, str]
    words: tuple[str, ...] = ()

    def parameters(self, *words: str, **environment: str) -> StdioServerParameters:
        return StdioServerParameters(
            command=sys.executable,
            args=["-m", "figwright_cli", "mcp", *(words or self.words)],
            env=dict(os.environ) | self.environment | environment,
            cwd=self.folder,
        )

    @asynccontextmanager
    async def open(self, *words: str, mode: str = "auto", **more: Any) -> AsyncIterator[Client]:
        log = (self.folder / "log.txt").open("a+")
        with log:
            async with Client(stdio_client(self.parameters(*words), errlog=log), mode=mode, **more) as client:
                yield client

    def log(self) -> str:
        """What the processes wrote to standard error."""
        return (self.folder / "log.txt").read_text()


def connection(sandbox: Sandbox) -> Connection:
    return Connection(name="figma", tools=tuple(CONNECTOR.tools), api_url=sandbox.url, allow_insecure=True)


@pytest.fixture
def accounts(sandbox: Sandbox, tmp_path: Path) -> Program:
    """The program with an account for each kind of credential in its database, called like the kind."""
    url = f"sqlite:///{tmp_path}/accounts/figwright.db"
    with Actions([connection(sandbox)], database_url=url) as actions:
        for kind in KINDS:
            actions.connect_with_token(identifier=kind, token=sandbox.token(kind=kind), kind=kind, check=False)
    prefix = "FIGWRIGHT_CONNECTIONS__FIGMA__"
    environment = {
        "FIGWRIGHT_DATABASE_URL": url,
        f"{prefix}API_URL": sandbox.url,
        f"{prefix}ALLOW_INSECURE": "true",
        f"{prefix}TOOLS": ",".join(CONNECTOR.tools),
    }
    return Program(tmp_path, environment)


@pytest.fixture
def token(sandbox: Sandbox, tmp_path: Path) -> Program:
    """The program for one person with a personal token and no database."""
    environment = {
        "TOKEN": sandbox.token(kind="personal_access_token"),
        "FIGWRIGHT_DATABASE_URL": "postgresql://nowhere",
    }
    words = ("--token-env", "TOKEN", "--api-url", sandbox.url, "--allow-insecure")
    return Program(tmp_path, environment, words)


@pytest.fixture
def one_person(sandbox: Sandbox) -> Iterator[Actions]:
    secret = sandbox.token(kind="personal_access_token")
    with Actions.with_token(secret, api_url=sandbox.url, allow_insecure=True) as actions:
        yield actions


Told = Callable[[Any], str]


def text(result: Any) -> str:
    """The one text of a call's result."""
    (content,) = result.content
    told: str = content.text
    return told


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/figwright.db"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    made = Home(tmp_path, capsys)
    for name in [name for name in os.environ if name.startswith("FIGWRIGHT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(Path, "home", lambda: made.folder)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.chdir(made.project)
    return made
