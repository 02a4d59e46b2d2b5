"""How many tokens a text takes: an estimate, and the same one everywhere."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

from support.ranks import with_ranks

from figwright.rendering.token_count import estimate_tokens

PROGRAM = """
from figwright import ToolResult
rows = [{"id": str(each), "message": f"Move button {each} to the left"} for each in range(300)]
print(ToolResult("shop_notes_list", {"notes": rows}).render(max_tokens=400).text)
"""


def test_the_estimate_is_close_for_what_is_written_here() -> None:
    chance = random.Random(1)
    lines = [
        f' rect "Button" 1:{chance.randint(0, 999)} {chance.randint(1, 400)}x40 @0,{chance.randint(0, 900)} #d9d9d9'
        for _ in range(50)
    ]
    assert 1000 <= estimate_tokens("\n".join(lines)) <= 1400
    assert estimate_tokens("") == 1


def test_a_text_is_cut_at_the_same_place_whether_or_not_tiktoken_is_installed(tmp_path: Path) -> None:
    texts = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM], env=os.environ | machine, capture_output=True, text=True, check=True
        ).stdout
        for machine in ({}, with_ranks(tmp_path))
    ]
    assert texts[0] == texts[1]
    assert "Cut to fit" in texts[0]
