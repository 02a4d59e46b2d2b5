"""Interpreters with a framework's real package and figwright as it is here: those that differ too much get their own.

Versions stand in `tests/frameworks/versions.txt`, some for the environments that a comment behind them names, since not
all frameworks take the same. An environment is made once and kept beside `.venv`.
"""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
VERSIONS = ROOT / "tests" / "frameworks" / "versions.txt"
_FOR_TESTS = ("pytest", "pytest-timeout", "anyio")


def environment(extra: str, *more: str) -> Path:
    """The interpreter of an environment with figwright's `extra`, its sandbox and pytest; `more` are requirements."""
    wanted = [f"-e{ROOT}[{extra},server]", *_FOR_TESTS, *more]
    versions = _versions(extra)
    made_of = [*wanted, versions, (ROOT / "pyproject.toml").read_text(), sys.version]
    folder = ROOT / ".environments" / extra
    folder.mkdir(parents=True, exist_ok=True)
    python, made, constraints = folder / "bin" / "python", folder / ".made", folder / "versions.txt"
    digest = hashlib.sha256("\n".join(made_of).encode()).hexdigest()
    with (folder.parent / f".{extra}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes may want it at once
        if not made.exists() or made.read_text() != digest:
            uv = Path(sys.executable).with_name("uv")
            _run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, folder)
            constraints.write_text(versions)
            _run(uv, "pip", "install", "--quiet", "--python", python, "--constraint", constraints, *wanted)
            made.write_text(digest)
    return python


def _versions(extra: str) -> str:
    lines = (line.partition("#") for line in VERSIONS.read_text().splitlines())
    return "\n".join(version for version, _, only in lines if not only or extra in only.replace(",", " ").split())


def _run(*words: str | Path) -> None:
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
