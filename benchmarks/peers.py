"""What figwright is measured against, and figwright itself, each in an environment of its own below `.benchmarks/`.

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
    "openapi-python-client": ("openapi-python-client==0.29.1", "ruff"),
    "datamodel-code-generator": ("datamodel-code-generator==0.89.0", "ruff"),
    "fastmcp": ("fastmcp==4.1.2", "pyyaml"),
    "authlib": ("authlib==1.9.9", "httpx==0.28.1"),
}
"""What is installed for each; the first is the peer itself."""
_EXTRAS = "codegen,postgres"
_UV = Path(sys.executable).with_name("uv")
_PIP: list[str | Path] = [_UV, "pip", "install", "--quiet"]
_current: set[Path] = set()
"""Interpreters whose figwright is the one that stands here now."""

ROOT = Path(__file__).parents[1]


def environment(name: str, work: Path, say: Say) -> Path:
    """The `bin` folder of an environment that has the peer, made where it is not there yet."""
    folder = work / "environments" / PEERS[name][0]
    ready = folder / ".ready"
    if not ready.exists():
        say(f"installing {PEERS[name][0]}")
        _install(folder, *PEERS[name])
        ready.touch()
    return folder / "bin"


def installed(work: Path, say: Say) -> Path:
    """The interpreter of an environment with figwright as it is now, its extras, httpx, and the locked versions."""
    folder = work / "environments" / f"figwright-{_EXTRAS}"
    python = folder / "bin" / "python"
    if python in _current:
        return python
    wheels = work / "wheels"
    say("installing figwright")
    shutil.rmtree(wheels, ignore_errors=True)
    build: list[str | Path] = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    run([*build, "--wheel-dir", wheels, ROOT])
    [wheel] = wheels.glob("figwright-*.whl")
    lock = (ROOT / "constraints.txt").read_text()
    locked, kept = re.findall(r"^\S+==[^ ;\n]+(?: ; .*?)?(?= \\$)", lock, re.MULTILINE), folder / "versions.txt"
    if not kept.exists() or kept.read_text().splitlines() != locked:
        versions = work / "versions.txt"
        versions.write_text("\n".join(locked))
        _install(folder, "--constraint", versions, f"{wheel}[{_EXTRAS}]", "httpx")
        shutil.copy(versions, kept)
    else:
        run([*_PIP, "--python", python, "--no-deps", "--reinstall", wheel])
    _current.add(python)
    return python


def _install(folder: Path, *words: str | Path) -> None:
    run([_UV, "venv", "--quiet", "--seed", "--clear", "--python", sys.executable, folder])
    run([*_PIP, "--python", folder / "bin" / "python", *words])
