"""docs/connectors.md, followed word by word in a fresh environment: from a description to a package and a call."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "connectors.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
PORT = 8123
_DONE = "that was it:"


class Shell:
    """One shell, as a reader has it, in a folder."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            ["bash", "--norc"], cwd=folder, env=environment, text=True, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def run(self, command: str) -> str:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{command}\necho '{_DONE}' $?\n")
        self._process.stdin.flush()
        said = ""
        for line in self._process.stdout:
            if line.startswith(_DONE):
                assert line == f"{_DONE} 0\n", f"{command}: {said}{line}"
                return said
            said += line
        raise AssertionError(f"the shell ended: {said}")

    def close(self) -> None:
        self.run("kill $(jobs -p)")
        self._process.communicate("exit\n", timeout=20)


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    uv, venv = Path(sys.executable).with_name("uv"), tmp_path / "venv"
    for words in (
        ("venv", "--quiet", "--seed", "--python", sys.executable, venv),
        ("pip", "install", "--quiet", "--python", venv / "bin/python", f"{ROOT}[codegen]"),
    ):
        subprocess.run([str(word) for word in (uv, *words)], check=True, timeout=240)
    home = tmp_path / "home"
    home.mkdir()
    kept = {name: os.environ[name] for name in os.environ if not name.startswith(("FIGWRIGHT_", "PYTHON", "VIRTUAL_"))}
    path = f"{venv / 'bin'}{os.pathsep}{os.environ['PATH']}"
    opened = Shell(home, kept | {"PATH": path, "HOME": str(home), "COLUMNS": "200"})
    yield opened
    opened.close()


def listening(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on {port}")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_it_leads_from_a_description_to_a_call_as_it_is_printed(shell: Shell, tmp_path: Path) -> None:
    assert [kind for kind, _, _ in BLOCKS].count("console") == 5
    for kind, name, text in BLOCKS:
        if kind != "console":
            (tmp_path / "home" / name).write_text(text, "utf-8")
            continue
        for command, told in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE):
            assert shell.run(command) == told, command
            if command.endswith("&"):
                listening(PORT)
