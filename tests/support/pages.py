"""The snippets of a page under docs/, by the heading that they stand under."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[2] / "docs"


def snippets(page: str, heading: str) -> list[str]:
    sections = re.split(r"^## (.+)$", (DOCS / page).read_text("utf-8"), flags=re.MULTILINE)
    section = sections[sections.index(heading) + 1]
    return re.findall(r"```python\n(.*?)```", section, re.DOTALL)


def run(snippet: str) -> dict[str, Any]:
    """What the snippet defines, executed."""
    names: dict[str, Any] = {}
    exec(compile(snippet, "a snippet", "exec"), names)
    return names
