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


def npm_package(package: str) -> Path:
    """The folder in which `package`, such as `some-tool@1.2.3`, is installed: its programs are in `node_modules/.bin`."""
    npm = shutil.which("npm")
    if npm is None:
        missing("npm", "nodejs and npm")
    folder = ROOT / ".environments" / "npm" / package.replace("/", "+")
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes may want it at once
        if not (folder / ".ready").exists():
            _run([npm, "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(folder), package], {}, 240)
            (folder / ".ready").touch()
    return folder


def run_npm(
    package: str, program: str, words: Sequence[str], environment: Mapping[str, str] | None = None, timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """One run of a package's program."""
    script = npm_package(package) / "node_modules" / ".bin" / program
    return _run([str(script), *words], environment or {}, timeout, check=False)


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
