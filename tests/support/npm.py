"""Programs from npm that tests run: each in a folder of its own beside `.venv`, installed once.

Without npm the test is skipped, or fails where CI says that everything must be there.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from support.servers import missing

ROOT = Path(__file__).parents[2]


def npm_package(package: str, *beside: str) -> Path:
    """The folder where `package`, such as `some-tool@1.2.3`, is installed: its programs are in `node_modules/.bin`.

    `beside` are packages that it wants there, too: `node@22.1.0` is another node for it.
    """
    npm = shutil.which("npm")
    if npm is None:
        missing("npm", "nodejs and npm")
    folder = ROOT / ".environments" / "npm" / package.replace("/", "+")
    folder.mkdir(parents=True, exist_ok=True)
    made_of = "\n".join((package, *beside))
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes may want it at once
        made = folder / ".made"
        if not made.exists() or made.read_text() != made_of:
            words = ["install", "--silent", "--no-fund", "--no-audit", "--prefix", str(folder), package, *beside]
            _run([npm, *words], {}, 240)
            made.write_text(made_of)
    return folder


def run_npm(
    packages: Sequence[str],
    program: str,
    words: Sequence[str],
    environment: Mapping[str, str] | None = None,
    timeout: float = 120,
) -> subprocess.CompletedProcess[str]:
    """One run of a program of the first package; the others are installed beside it."""
    programs = npm_package(*packages) / "node_modules" / ".bin"
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    return _run([str(programs / program), *words], {"PATH": path, **(environment or {})}, timeout, check=False)


def _run(
    command: Sequence[str], environment: Mapping[str, str], timeout: float, *, check: bool = True
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )
    assert not check or done.returncode == 0, done.stderr[-2000:]
    return done
