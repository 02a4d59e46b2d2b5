"""An app at a local Figma, the environment that leads there, and command lines as processes of their own."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cli.conftest import Ended
from support.ports import free_port

from figwright_figma.sandbox import Sandbox

_PERSON = """
import sys
import httpx
from figwright_figma.consent_robot import give_consent
with httpx.Client(trust_env=False, verify=False, timeout=30) as browser:
    url = sys.argv[1]
    if "/connect/" in url:
        url = browser.get(url).headers["location"]
    browser.get(give_consent(browser, url))
"""


@dataclass
class Desk:
    """`settings` are those of the connection `figma`, by their last word: `desk.settings["TOOLS"] = ...`."""

    sandbox: Sandbox
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        uri = f"http://localhost:{free_port()}/callback/figma"
        self.app = self.sandbox.app("Desk", redirect_uris=[uri])
        prefix = "FIGWRIGHT_CONNECTIONS__FIGMA__"
        told = self.sandbox.environment(self.app)
        self.settings |= {name.removeprefix(prefix): value for name, value in told.items()}

    def run(self, *words: str, stdin: str = "", **environment: str) -> Ended:
        with self.begin(*words, **environment) as process:
            out, err = process.communicate(stdin, timeout=100)
        return Ended(process.returncode, out, err)

    def begin(self, *words: str, **options: Any) -> AbstractContextManager[subprocess.Popen[str]]:
        """A command that runs; it is killed where the block ends before it does."""
        return self.begin_python("-m", "figwright_cli", *words, **options)

    def environ(self) -> dict[str, str]:
        """The variables that differ from those of this process."""
        settings = {f"FIGWRIGHT_CONNECTIONS__FIGMA__{name}": value for name, value in self.settings.items()}
        return settings | self.environment

    @contextmanager
    def begin_python(self, *words: str, **options: Any) -> Iterator[subprocess.Popen[str]]:
        streams = {name: options.pop(name) for name in ("stdin", "start_new_session") if name in options}
        with subprocess.Popen(
            [sys.executable, *words],
            env=os.environ | self.environ() | options,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            **({"stdin": subprocess.PIPE} | streams),
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    @property
    def browser(self) -> str:
        """A BROWSER whose person allows what they are asked."""
        script = self.folder / "person.py"
        script.write_text(_PERSON)
        return shlex.join([sys.executable, str(script)]) + " %s"


def read_until(process: subprocess.Popen[str], beginning: str) -> str:
    """The next line of standard error that begins so."""
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(beginning):
            return line.strip()
    raise AssertionError(f"the process ended before it said {beginning!r}")
