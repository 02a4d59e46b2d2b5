"""A file that is held beside one that is fetched: time, memory and calls; each in a fresh process, in turns."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.databases import sqlite
from benchmarks.large import file_response
from benchmarks.peers import installed
from benchmarks.processes import Bench, Section, alternating, median, server, told_by_module
from benchmarks.workers.accounts import connect, stored_accounts
from figwright_figma.held import opened, pack

ROUNDS, SIZE = 5, 20_000_000
_PART = 100_000
"""Bytes of nodes that are asked for."""
_WORKER = "benchmarks.workers.cache"
FILE_KEY = "abcdefghijklmnopqrstuv"
KINDS = {
    "the file, fetched": "fetched",
    "the file, fetched and kept": "kept",
    "the file, held": "held",
    "nodes of it, fetched": "nodes-fetched",
    "nodes of it, of the held file, first in a process": "nodes-cold",
    "nodes of it, of the held file, then": "nodes-warm",
}
SESSIONS = ("session-without", "session-with")


def measure(bench: Bench) -> Section:
    work, say = bench.work, bench.say
    rounds, size = bench.size(ROUNDS, 1), bench.size(SIZE, 1_000_000)
    python = installed(work, say)
    ids, files = _files(work, size)
    peaks: dict[str, list[float]] = {name: [] for name in KINDS}
    with server(None, **files) as url, sqlite(work) as database:
        with stored_accounts(database) as stored:
            connect(stored, ["ann", *SESSIONS])

        def told(kind: str) -> dict[str, float]:
            return told_by_module(python, _WORKER, url, database, kind, FILE_KEY, ids)

        def timed(name: str) -> float:
            say(name)
            found = told(KINDS[name])
            peaks[name].append(found["peak"])
            return 1000 * found["seconds"]

        found = alternating(rounds, **{name: lambda name=name: timed(name) for name in KINDS})
        sent = [told(kind) for kind in SESSIONS]
    whole, part = (files[name].stat().st_size for name in (FILE_KEY, "nodes"))
    section = Section(
        f"A file of {whole / 1e6:.0f} MB and {part / 1000:.0f} kB of its nodes (medians, {rounds} fresh processes)",
        "python -m benchmarks cache",
        ("", "ms", "peak MB"),
    )
    for name in KINDS:
        section.rows.append((name, f"{median(found[name]):.1f}", f"{median(peaks[name]):.0f}"))
    calls = [f"{each['1']} calls of tier 1 and {each['3']} of tier 3" for each in sent]
    section.notes = [
        f"the file, 40 nodes one by one and the file again send {calls[0]}; with the cache {calls[1]}",
        "the server answers at once from this machine; the call that proves what may be read is made before",
        "goals for the nodes: 400 ms, then 60 ms",
    ]
    return section


def _files(work: Path, size: int) -> tuple[str, dict[str, Path]]:
    """The ids of some frames, and what the server answers to a call for the file, for them, and for metadata."""
    data = file_response(size)
    frames = [frame for page in data["document"]["children"] for frame in page["children"]]
    asked: list[str] = []
    length = 0
    while length < _PART:
        asked.append(frames[len(asked)]["id"])
        length += len(json.dumps(frames[len(asked) - 1], separators=(",", ":")))
    answers = {
        FILE_KEY: data,
        "nodes": opened(pack(data)).answer("figma_file_nodes_get", {"ids": asked}),
        "meta": {"file": {"version": data["version"], "last_touched_at": data["lastModified"], "role": "viewer"}},
    }
    files = {name: work / f"cache-{size}-{name}.json" for name in answers}
    for name, file in files.items():
        file.write_text(json.dumps(answers[name], separators=(",", ":")), "utf-8")
    return ",".join(asked), files
