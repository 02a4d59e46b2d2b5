"""`python -m benchmarks [section ...]`: run the sections and print their tables."""

from __future__ import annotations

import argparse
import platform
import time
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from benchmarks import (
    cache,
    calls,
    changes,
    due,
    fresh,
    generation,
    imports,
    large,
    mcp,
    memory,
    operations,
    scale,
    schemas,
    storm,
    views,
    webhooks,
)
from benchmarks.processes import Bench, Section

ROOT = Path(__file__).parents[1]
WIDTH = 130
SECTIONS = {
    "generation": generation,
    "operations": operations,
    "changes": changes,
    "imports": imports,
    "calls": calls,
    "large": large,
    "cache": cache,
    "fresh": fresh,
    "storm": storm,
    "due": due,
    "scale": scale,
    "memory": memory,
    "views": views,
    "schemas": schemas,
    "mcp": mcp,
    "webhooks": webhooks,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="section", help=f"of {', '.join(SECTIONS)}; default: all")
    parser.add_argument("--spec", type=Path, help="one-file OpenAPI description for the generators; default: ours")
    parser.add_argument("--accounts", type=int, help="how many are stored (due: 4,000, scale: 1,000,000)")
    parser.add_argument("--quick", action="store_true", help="only see that each section runs: its figures mean little")
    parser.add_argument("--work", type=Path, default=ROOT / ".benchmarks", help="folder for environments and output")
    wanted = parser.parse_args()
    if unknown := set(wanted.sections) - set(SECTIONS):
        parser.error(f"no such section: {', '.join(sorted(unknown))}")
    wanted.work = wanted.work.resolve()
    wanted.spec = wanted.spec and wanted.spec.resolve()
    wanted.work.mkdir(parents=True, exist_ok=True)
    console = Console()
    if console.width < WIDTH:
        console.width = WIDTH
    console.print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}", style="dim")
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    for name in wanted.sections or SECTIONS:
        with Progress(*columns, console=console, transient=True) as progress:
            say = partial(_say, progress, progress.add_task(name), name)
            bench = Bench(wanted.work, say, wanted.spec, wanted.quick, wanted.accounts)
            started = time.monotonic()
            section: Section = SECTIONS[name].measure(bench)
        section.print(console)
        console.print(f"  {name} took {time.monotonic() - started:.0f} s", style="dim")


def _say(progress: Progress, task: TaskID, name: str, doing: str) -> None:
    progress.update(task, description=f"{name}: {doing}")


if __name__ == "__main__":
    main()
