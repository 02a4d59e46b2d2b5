"""`examples/open_comments.py` does the task in two calls."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "open_comments.py"


@pytest.mark.slow
def test_two_calls_tell_the_open_comments_by_frame(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(EXAMPLE)], cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    threads, paths, summary = done.stdout.split("\n\n")
    assert threads.startswith("4 comments in 3 threads, 3 of them open.")
    assert 'frame "Checkout" 1:2' in paths
    checkout, receipt = summary.splitlines()
    assert checkout.startswith('"Checkout": "Is 24 the right padding here?')
    assert "Please check the contrast of this label." in checkout
    assert receipt == '"Receipt": "Could the stamp be animated?"'
