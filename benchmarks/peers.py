"""The other generators and figwright itself, each in an environment of its own below `.benchmarks/`.

figwright is measured as its users have it, from a wheel: what the development environment holds besides (trio, which
httpcore imports where it finds it) would be counted otherwise.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from benchmarks.processes import Say, run

PEERS = {
    "openapi-python-client": "openapi-python-client==0.29.1",
    "datamodel-code-generator": "datamodel-code-generator==0.89.0",
}


ROOT = Path(__file__).parents[1]


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


def installed(work: Path, say: Say) -> Path:
    """The interpreter of an environment with figwright as it is now, its `codegen` extra, and the locked versions."""
    folder = work / "environments" / "figwright"
    python = folder / "bin" / "python"
    wheels = work / "wheels"
    pip: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    say("installing figwright")
    shutil.rmtree(wheels, ignore_errors=True)
    build: list[str | Path] = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    run([*build, "--wheel-dir", wheels, ROOT])
    [wheel] = wheels.glob("figwright-*.whl")
    if not (folder / ".ready").exists():
        versions = work / "versions.txt"
        locked = re.findall(r"^\S+==[^ ;\n]+(?: ; .*?)?(?= \\$)", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
        versions.write_text("\n".join(locked))
        run([sys.executable, "-m", "venv", "--clear", folder])
        run([*pip, "--constraint", versions, f"{wheel}[codegen]"])
        (folder / ".ready").touch()
    run([*pip, "--no-deps", "--force-reinstall", wheel])
    return python
