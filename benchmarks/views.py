"""What a design costs a model, and how long it takes to write: our views beside npm's figma-developer-mcp.

Responses of Figma's API are named in FIGWRIGHT_DESIGNS (paths, joined as in PATH); without it, designs of the sandbox's
kind serve. Tokens are o200k_base, counted by npm's gpt-tokenizer. Both need Node and npm; without them, what was
measured before is quoted.
"""

from __future__ import annotations

import json
import os
import shutil
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import pydantic_core

from benchmarks.large import file_response
from benchmarks.processes import Bench, Say, Section, run
from figma_tools.connector import CONNECTOR
from figwright.rendering.answer import Answer
from figwright.rendering.render import render
from figwright.rendering.shape import Shape
from figwright.rendering.token_count import estimate_tokens

ROUNDS = 7
PACKAGES = ("figma-developer-mcp@0.13.2", "gpt-tokenizer@4")
TOOL = CONNECTOR.tools["figma_file_nodes_get"]
WHOLE = Shape(max_tokens=10**9, max_characters=10**9)
FORMS = (("layout", "tree"), ("layout", "yaml"), ("layout", "json"), ("outline", "tree"), ("full", "tree"))
QUOTED = "measured on 2026-11-23: 412,913 bytes in 46 ms, 1,384,286 in 82 ms, 6,002,879 in 117 ms"
_SIMPLIFY = """
import {readFileSync} from 'node:fs';
import {simplifyRawFigmaObject, allExtractors} from 'figma-developer-mcp';
const [file, rounds] = process.argv.slice(2);
const raw = readFileSync(file, 'utf8'), times = [];
let out;
for (let round = 0; round < Number(rounds); round++) {
  const data = JSON.parse(raw), started = performance.now();
  out = await simplifyRawFigmaObject(data, allExtractors);
  JSON.stringify(out);
  times.push(performance.now() - started);
}
console.log(JSON.stringify({first: times[0], times}));
"""
_COUNT = """
import {readFileSync} from 'node:fs';
import {encode} from 'gpt-tokenizer/encoding/o200k_base';
const count = file => encode(readFileSync(file, 'utf8'), {disallowedSpecial: new Set()}).length;
console.log(JSON.stringify(process.argv.slice(2).map(count)));
"""


def measure(bench: Bench) -> Section:
    work, say, rounds = bench.work, bench.say, bench.size(ROUNDS, 1)
    folder = _peer(work, say)
    section = Section(
        "A design as text for a model, without a budget",
        "make bench SECTIONS=views   # FIGWRIGHT_DESIGNS=a.json:b.json for your own",
        ("", "bytes", "tokens", "about", "less", "ms", "ms/MB", "memory"),
    )
    for name, body in _designs(bench.size(400_000, 50_000)):
        say(name)
        data = pydantic_core.from_json(body)
        raw = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        size = len(raw.encode())
        texts = {"raw": raw} | {f"{view}, {form}": _text(data, view, form) for view, form in FORMS}
        tokens = _exact(folder, work, list(texts.values()))
        for (what, text), exact in zip(texts.items(), tokens or [0] * len(texts), strict=True):
            row = [
                name if what == "raw" else f"  {what}",
                f"{len(text.encode()):,}",
                f"{exact:,}" if exact else "",
                f"{estimate_tokens(text):,}",
            ]
            row.append(f"{tokens[0] / exact:.1f}" if exact else "")
            if what != "raw":
                view, form = what.split(", ")
                seconds = _seconds(body, view, form, rounds)
                row += [
                    f"{seconds * 1e3:.1f}",
                    f"{seconds * 1e9 / size:.0f}",
                    f"{_memory(body, view, form) / size:.2f}",
                ]
            section.rows.append(tuple(row + [""] * (len(section.headings) - len(row))))
        if folder:
            (folder / "design.json").write_bytes(body)
            told = json.loads(run(["node", "simplify.mjs", "design.json", str(rounds)], folder).splitlines()[-1])
            for what, found in (("first", told["first"]), ("warm", min(told["times"]))):
                row = [
                    f"  {PACKAGES[0]}, {what}",
                    "",
                    "",
                    "",
                    "",
                    f"{found:.1f}",
                    f"{found * 1e6 / size:.0f}",
                    "",
                ]
                section.rows.append(tuple(row))
    section.notes = [
        f"about: estimated tokens; less: times fewer tokens; ms: the fastest of {rounds}, of both",
        "memory: the peak beside the data within the usual budget, as a part of the response's bytes",
        f"{PACKAGES[0]}, {QUOTED}",
        "goal: as fast per megabyte as its fastest; half the response's bytes",
    ]
    return section


def _designs(least: int) -> Iterator[tuple[str, bytes]]:
    named = os.environ.get("FIGWRIGHT_DESIGNS", "")
    for path in filter(None, named.split(os.pathsep)):
        yield Path(path).stem[:34], Path(path).read_bytes()
    if not named:
        for size in (least, 10 * least):
            yield f"made, {size / 1e6:.1f} MB", json.dumps(file_response(size)).encode()


def _answer(data: Any, view: str, form: str) -> Answer:
    return Answer(TOOL.name, data, WHOLE._replace(view=view, form=form), TOOL, {"file_key": "abcdefghij"})


def _text(data: Any, view: str, form: str) -> str:
    return render(_answer(data, view, form)).text


def _seconds(body: bytes, view: str, form: str, rounds: int) -> float:
    data = pydantic_core.from_json(body)
    found = []
    for _ in range(rounds):
        started = perf_counter()
        _text(data, view, form)
        found.append(perf_counter() - started)
    return min(found)


def _memory(body: bytes, view: str, form: str) -> int:
    """The peak of what writing takes beside the data, within the usual budget, in bytes."""
    answer = _answer(pydantic_core.from_json(body), view, form)
    answer = answer._replace(shape=Shape(view=view, form=form))
    tracemalloc.start()
    try:
        render(answer)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _peer(work: Path, say: Say) -> Path | None:
    """A folder with the peer and a tokenizer; None where there is no Node, or nothing to install them from."""
    folder = work / "environments" / "views"
    if not shutil.which("npm") or not shutil.which("node"):
        return None
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "node_modules").exists():
        say(f"installing {PACKAGES[0]}")
        try:
            run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, *PACKAGES])
        except RuntimeError:
            return None
    (folder / "simplify.mjs").write_text(_SIMPLIFY)
    (folder / "count.mjs").write_text(_COUNT)
    return folder


def _exact(folder: Path | None, work: Path, texts: list[str]) -> list[int]:
    if folder is None:
        return []
    names = []
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text)
        names.append(f"{number}.txt")
    counts: list[int] = json.loads(run(["node", "count.mjs", *names], folder).splitlines()[-1])
    return counts
