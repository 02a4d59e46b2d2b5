"""The other generators, each in an environment of its own that is thrown away with `.benchmarks/`."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.processes import Say, run

PEERS = {
    "openapi-python-client": "openapi-python-client==0.29.1",
    "datamodel-code-generator": "datamodel-code-generator==0.89.0",
}


def environment(name: str, work: Path, say: Say) -> Path:
    """The `bin` folder of an environment that has the peer, made where it is not there yet."""
    folder = work / "environments" / PEERS[name]
    ready = folder / ".ready"
    if not ready.exists():
        say(f"installing {PEERS[name]}")
        run([sys.executable, "-m", "venv", "--clear", folder])
        run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", PEERS[name], "ruff"])
        ready.touch()
    return folder / "bin"
