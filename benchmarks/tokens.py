"""Exact counts of tokens (o200k_base), by the ranks that an npm package carries."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks.processes import run

_PACKAGE = "js-tiktoken@1.0.21"
_PROGRAM = """
const {Tiktoken} = require("js-tiktoken/lite");
const encoding = new Tiktoken(require("js-tiktoken/ranks/o200k_base"));
const texts = JSON.parse(require("fs").readFileSync(process.argv[2], "utf8"));
console.log(JSON.stringify(texts.map(text => encoding.encode(text, [], []).length)));
"""


def count(texts: Sequence[str], work: Path) -> list[int] | None:
    """How many tokens each text is, or None where there is no npm."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return None
    folder = work / "environments" / _PACKAGE
    if not (folder / ".ready").exists():
        folder.mkdir(parents=True, exist_ok=True)
        run([npm, "install", "--silent", "--no-fund", "--no-audit", "--prefix", folder, _PACKAGE])
        (folder / "count.js").write_text(_PROGRAM)
        (folder / ".ready").touch()
    given = folder / "texts.json"
    given.write_text(json.dumps(list(texts)))
    counts: list[int] = json.loads(run([node, folder / "count.js", given]))
    return counts
