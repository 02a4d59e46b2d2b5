"""Each adapter is tested with its framework's real package, in an environment of its own."""

from __future__ import annotations

import subprocess
from importlib import import_module
from pathlib import Path

import pytest
from support.environments import ROOT, environment

INSIDE = Path(__file__).with_name("inside")
FRAMEWORKS: dict[str, tuple[str, ...]] = {
    "crewai": (),
    "google-adk": (),
    "llama-index": (),
}
"""The extra of each adapter, and what its tests need besides."""


@pytest.mark.parametrize("extra", FRAMEWORKS)
def test_an_adapter_without_its_framework_says_what_to_install(extra: str) -> None:
    with pytest.raises(ImportError, match=rf"pip install 'figwright\[{extra}\]'"):
        import_module(f"figwright.{extra.replace('-', '_')}")


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("extra", FRAMEWORKS)
def test_an_adapter_works_with_its_frameworks_own_package(extra: str) -> None:
    python = environment(extra, *FRAMEWORKS[extra])
    suite = INSIDE / f"test_{extra.replace('-', '_')}.py"
    words = [python, "-m", "pytest", "-q", "-W", "default", "-p", "no:cacheprovider", f"--confcutdir={INSIDE}", suite]
    done = subprocess.run(list(map(str, words)), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
