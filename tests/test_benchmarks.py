"""The benchmarks' own parts that a change of the description or the store can break; `--quick` runs the sections."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import SECTIONS
from benchmarks.generation import _copied, _own
from benchmarks.processes import ROOT


@pytest.mark.slow
@pytest.mark.parametrize("other", [False, True], ids=["ours in one file", "another's file"])
def test_the_joined_description_generates_with_our_manifest(tmp_path: Path, other: bool) -> None:
    """It stands outside the manifest's folder, and the manifest refers to schemas of that folder."""
    (tmp_path / "work").mkdir()
    document = _own(tmp_path / "work")
    if other:
        elsewhere = document.rename(tmp_path / "theirs.yaml")
        document = _copied(elsewhere, tmp_path / "work")
    words = ["--spec", document, "--manifest", document.with_name("tools.yaml"), "--package", "figma_tools"]
    done = subprocess.run(
        [sys.executable, "-m", "figwright_cli", "generate", *map(str, words), "--out", str(tmp_path / "out")],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "figma_tools" / "__init__.py").exists()


def test_every_section_has_a_short_form_that_ci_runs() -> None:
    assert "-m benchmarks --quick" in (ROOT / ".ci" / "run").read_text("utf-8")
    for name, section in SECTIONS.items():
        source = Path(str(section.__file__)).read_text("utf-8")
        assert "bench.size(" in source or name == "schemas", name
