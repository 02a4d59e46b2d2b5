"""docs/connectors.md, followed word by word in a fresh environment: from a description to a call as a user."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "connectors.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
BROWSER = """\
import re, sys
from html import unescape
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

browser = build_opener(HTTPCookieProcessor(CookieJar()), ProxyHandler({}))
page = browser.open(sys.argv[1])
text = page.read().decode()
fields = {name: unescape(value) for name, value in re.findall(r'name="([^"]*)" value="([^"]*)">', text)}
action = re.search(r'action="([^"]*)"', text)[1]
browser.open(urljoin(page.url, action), urlencode({**fields, "person": "1", "decision": "allow"}).encode()).read()
"""
"""What a person does: opens the link, is Ann, and allows it."""
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
        self.run("kill $LIBRARY_SANDBOX_PID 2>&1 || true")
        self._process.communicate("exit\n", timeout=20)


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    uv, venv = Path(sys.executable).with_name("uv"), tmp_path / "venv"
    for words in (
        ("venv", "--quiet", "--seed", "--python", sys.executable, venv),
        ("pip", "install", "--quiet", "--python", venv / "bin/python", f"{ROOT}[codegen,server]"),
    ):
        subprocess.run([str(word) for word in (uv, *words)], check=True, timeout=240)
    home = tmp_path / "home"
    home.mkdir()
    kept = {name: os.environ[name] for name in os.environ if not name.startswith(("FIGWRIGHT_", "PYTHON", "VIRTUAL_"))}
    path = f"{venv / 'bin'}{os.pathsep}{os.environ['PATH']}"
    (tmp_path / "browser.py").write_text(BROWSER, "utf-8")
    browser = f"{venv}/bin/python {tmp_path}/browser.py %s &"
    opened = Shell(home, kept | {"PATH": path, "HOME": str(home), "COLUMNS": "200", "BROWSER": browser})
    yield opened
    opened.close()


def is_told(said: str, told: str) -> bool:
    """Whether a command said what the page tells, where `...` stands for anything."""
    shown = re.sub(r" +$", "", said, flags=re.MULTILINE)
    return re.fullmatch(re.escape(told).replace(re.escape("..."), r"[\s\S]*"), shown) is not None


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_it_leads_from_a_description_to_a_call_as_it_is_printed(shell: Shell, tmp_path: Path) -> None:
    assert [kind for kind, _, _ in BLOCKS].count("console") == 7
    for kind, name, text in BLOCKS:
        if kind != "console":
            (tmp_path / "home" / name).write_text(text, "utf-8")
            continue
        for command, told in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE):
            said = shell.run(command)
            assert is_told(said, told), f"{command}\n{said}"
