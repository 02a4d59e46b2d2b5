"""What it takes to compare two descriptions, every schema of them: of one with itself, nothing is left out."""

from __future__ import annotations

from pathlib import Path

import yaml

from benchmarks.bundle import bundle
from benchmarks.peers import installed
from benchmarks.processes import Bench, Section, median, watched

ROOT = Path(__file__).parents[1]
SPEC = ROOT / "spec" / "figma"
ROUNDS = 5


def measure(bench: Bench) -> Section:
    work, say = bench.work, bench.say
    figwright = installed(work, say).with_name("figwright")
    rounds = bench.size(ROUNDS, 1)
    document = bench.spec or _joined(work)
    section = Section(
        f"Comparison of descriptions (medians of {rounds} fresh processes)",
        "python -m benchmarks changes",
        ("a description and itself", "seconds", "peak MB"),
    )
    for name, each in (("in many files", SPEC), ("in one file", document)):
        say(name)
        words: list[str | Path] = [figwright, "diff", each, each, "--manifest", SPEC / "tools.yaml", "--json"]
        ended = [watched(words, work) for _ in range(rounds)]
        section.rows.append(
            (name, f"{median([each.seconds for each in ended]):.2f}", f"{median([each.peak_mb for each in ended]):.0f}")
        )
    return section


def _joined(work: Path) -> Path:
    work.mkdir(parents=True, exist_ok=True)
    file = work / "joined.yaml"
    file.write_text(yaml.safe_dump(bundle(SPEC / "openapi.yaml"), sort_keys=False), "utf-8")
    return file
