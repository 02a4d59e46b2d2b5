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

ROOT = Path(__file__).parents[1]


def environment(name: str, work: Path, say: Say) -> Path:
    """The `bin` folder of an environment that has the peer, made where it is not there yet."""
    folder = work / "environments" / PEERS[name][0]
    ready = folder / ".ready"
    if not ready.exists():
        say(f"installing {PEERS[name][0]}")
        run([sys.executable, "-m", "venv", "--clear", folder])
        run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", *PEERS[name]])
        ready.touch()
    return folder / "bin"


def installed(work: Path, say: Say) -> Path:
    """The interpreter of an environment with figwright as it is now, its extras, and the locked versions."""
    folder = work / "environments" / f"figwright-{_EXTRAS}"
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
        run([*pip, "--constraint", versions, f"{wheel}[{_EXTRAS}]"])
        (folder / ".ready").touch()
    run([*pip, "--no-deps", "--force-reinstall", wheel])
    return python
