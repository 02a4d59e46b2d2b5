"""`examples/view_seat.py` stays within a View seat's six calls a month: one for each version of the file."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "view_seat.py"


@pytest.mark.slow
def test_each_version_of_a_file_costs_one_call_of_tier_1(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(EXAMPLE)], cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert re.findall(r"Calls of tier 1 (.*?): (\d+)", done.stdout) == [
        ("to open the file", "1"),
        ("after 40 nodes, 40 of them from what is held", "1"),
        ("after the comments by frame", "1"),
        ("after the edit, what it changed, and five nodes as they are", "2"),
    ]
    assert 'text "Receipt, line 15" -> "Thank you!"' in done.stdout
    assert list(tmp_path.iterdir()) == []
