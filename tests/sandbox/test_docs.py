"""docs/sandbox.md does what it says, and says all that the sandbox offers."""

from __future__ import annotations

import dataclasses
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from figwright.sandbox import Local
from figwright.sandbox import control as shared
from figwright.sandbox.clock import Clock
from figwright.sandbox.requests import Received
from figwright_figma import commands
from figwright_figma.sandbox import Sandbox, control
from figwright_figma.sandbox.oauth import OAuth

PAGE = (
    (Path(__file__).parents[2] / "docs" / "sandbox.md")
    .read_text("utf-8")
    .split("\n## The sandbox of any connector\n")[0]
)
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
CODE = " ".join(re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)) + BLOCKS)


def test_the_page_has_its_blocks() -> None:
    assert len(BLOCKS) == 5


@pytest.mark.parametrize("block", BLOCKS)
def test_its_code_runs_as_it_is_printed(block: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    before = dict(os.environ)
    try:
        exec(compile(block, "docs/sandbox.md", "exec"), {})
    finally:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]


def test_its_command_lines_run_as_they_are_printed(tmp_path: Path) -> None:
    lines = re.findall(r"^    (eval .*\n    figwright call .*\n)", PAGE, re.MULTILINE)[0]
    curl = re.findall(r"^    (curl .*)$", PAGE, re.MULTILINE)[0]
    (tmp_path / "figwright").write_text(f'#!/bin/sh\nexec {sys.executable} -m figwright_cli "$@"\n')
    (tmp_path / "figwright").chmod(0o755)
    done = subprocess.run(
        ["bash", "-ec", f"{lines}{curl}\nkill $FIGMA_SANDBOX_PID"],
        env=os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert '"name": "Checkout"' in done.stdout
    assert done.stdout.rstrip().endswith("{}")


def named(kind: type) -> list[str]:
    return [name for name in vars(kind) if not name.startswith("_")]


@pytest.mark.parametrize(
    "offered",
    [
        named(Sandbox),
        named(Local),
        named(Clock),
        [*control._COMMANDS, *shared._COMMANDS],
        [each.name for each in dataclasses.fields(OAuth) if not each.name.startswith("_") and each.name != "world"],
        [each.name for each in dataclasses.fields(Received)],
        *([*inspect.signature(method).parameters][1:] for method in (Sandbox.fail_next, Sandbox.user, Sandbox.app)),
        *([*inspect.signature(method).parameters][1:] for method in (Sandbox.token, Sandbox.file, Sandbox.consent)),
    ],
)
def test_all_that_it_offers_is_there(offered: list[str]) -> None:
    assert offered
    assert [name for name in offered if not re.search(rf"\b{name}\b", CODE)] == []


def test_every_option_is_there_and_no_other() -> None:
    application = typer.Typer(add_completion=False)
    application.command()(commands.sandbox)
    options = {name for each in typer.main.get_command(application).params for name in each.opts}
    assert set(re.findall(r"`(--[a-z-]+)`", PAGE)) == options - {"--help", "-h"}
