"""The snippets of a page under docs/, by the heading that they stand under, and the programs under examples/."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def snippets(page: str, heading: str) -> list[str]:
    sections = re.split(r"^## (.+)$", (ROOT / "docs" / page).read_text("utf-8"), flags=re.MULTILINE)
    section = sections[sections.index(heading) + 1]
    return re.findall(r"```python\n(.*?)```", section, re.DOTALL)


def run(snippet: str) -> dict[str, Any]:
    """What the snippet defines, executed."""
    names: dict[str, Any] = {}
    exec(compile(snippet, "a snippet", "exec"), names)
    return names


def example(name: str, *typed: str) -> str:
    """What the example prints, alone, while a person types these lines."""
    words = [sys.executable, str(ROOT / "examples" / name)]
    lines = "".join(f"{line}\n" for line in typed)
    done = subprocess.run(words, input=lines, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
