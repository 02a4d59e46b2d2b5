"""Our description beside the provider's, both of a few lines, and what a comparison finds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from figwright_codegen.reference.comparing import Compared, Task, compared


def beside(folder: Path, ours: Any, theirs: Any, deviations: Any = None, overlays: tuple[Path, ...] = ()) -> Compared:
    """Compare two descriptions; `deviations` as they would stand in their file."""
    (folder / "ours.json").write_text(json.dumps(ours), "utf-8")
    (folder / "theirs.json").write_text(json.dumps(theirs), "utf-8")
    file = folder / "deviations.yaml"
    file.write_text(deviations if isinstance(deviations, str) else yaml.safe_dump(deviations or {}), "utf-8")
    task = Task([folder / "ours.json"], str(folder / "theirs.json"), None, file, overlays)
    return compared(task)[0]


def said(found: Compared) -> list[tuple[str, str, str]]:
    """What each difference asks of ours, of which kind it is, and its sentence."""
    return [(each.sort, each.kind, f"{each.subject} {each.text}") for each in found.found]
