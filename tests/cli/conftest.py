from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.provider import Provider, provider

from figwright_cli import main
from figwright_cli.commands import token_pattern

INSTALLED = Path(__file__).parent / "installed"
TOKEN = "toy_CANARYCANARY"

Run = Callable[..., "Ended"]


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """The command line in this process, in an empty folder, where the toyshop is installed."""
    monkeypatch.syspath_prepend(str(INSTALLED))
    token_pattern.cache_clear()
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Ended:
        code = main(words)
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return run


@pytest.fixture
def figma_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the connectors that are installed beside it, commands mean this one."""
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__CONNECTOR", "figma")


@pytest.fixture
def process(tmp_path: Path) -> Run:
    """The command line as a process of its own, in an empty folder, where the toyshop is installed."""

    def run(*words: str, stdin: str = "", **environment: str) -> Ended:
        done = subprocess.run(
            [sys.executable, "-m", "figwright_cli", *words],
            input=stdin,
            env=os.environ | {"PYTHONPATH": str(INSTALLED), **environment},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=100,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A running toyshop, to which the environment leads, and a token for it in TOY_TOKEN."""
    with provider() as running:
        monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__TOYSHOP__API_URL", running.url)
        monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__TOYSHOP__ALLOW_INSECURE", "true")
        monkeypatch.setenv("TOY_TOKEN", TOKEN)
        yield running
