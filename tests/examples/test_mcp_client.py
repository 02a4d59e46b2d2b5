"""`examples/mcp_client.py` runs as it stands, with the official client and the server as it is started for one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "mcp_client.py"


@pytest.mark.slow
def test_it_reads_a_file_and_its_comments_and_is_told_what_was_wrong(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(EXAMPLE)], cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    listed, *shown = done.stdout.splitlines()
    assert "figma_file_get" in listed
    assert "create" not in listed, "it asked for tools that read"
    assert 'page "Screens" 0:1' in shown
    assert any('"Linus Berg"' in line and "Please check the contrast of this label." in line for line in shown)
    assert '"Checkout" "1:2": 390 x 844 px, PNG (image/png)' in shown
    assert shown[-1].startswith("Error: figma_file_get was not called, its input is wrong.")
    assert list(tmp_path.iterdir()) == []
