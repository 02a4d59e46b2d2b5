"""Several processes keep answers in one folder; some are killed while they write (F44, T77)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.sizes import many

from figwright.cache.disk import DiskShelf
from figwright.cache.entries import Entry, Header
from figwright.cache.questions import Place
from figwright.crypto.keyring import KeyRing

RING, PLACE = KeyRing([b"k" * 32]), Place("figma", "https://api.figma.com", "KEY")
WRITER = """
import sys
from pathlib import Path
from cache.test_processes import PLACE, RING, entry
from figwright.cache.disk import DiskShelf

shelf = DiskShelf(Path(sys.argv[1]), RING, 2**26)
print("ready", flush=True)
while True:
    for size in (10, 300_000):
        shelf.keep(PLACE, "text", entry(size))
        shelf.doubt(PLACE)
    if sys.argv[2] == "clears":
        shelf.clear()
"""


def entry(size: int) -> Entry:
    """One whose content tells whether it is whole."""
    header = Header("v1", 5.0, False, "", 1.0, 0.0, "grant", "holder")
    return Entry(header, size.to_bytes(4) + b"%d" % size * (size // 2))


def is_whole(found: Entry) -> bool:
    return found == entry(int.from_bytes(found.answer[:4]))


@contextmanager
def writers(folder: Path, *how: str) -> Iterator[list[subprocess.Popen[str]]]:
    """They are killed at the end, wherever they are."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), each],
            cwd=Path(__file__).parents[1],
            stdout=subprocess.PIPE,
            text=True,
        )
        for each in how
    ]
    for each in started:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    yield started
    for each in started:
        os.kill(each.pid, signal.SIGKILL)
        each.communicate()


@pytest.mark.slow
def test_F44_T77_processes_that_write_one_entry_leave_it_whole(folder: Path) -> None:
    shelf, seen = DiskShelf(folder, RING, 2**26), 0
    end = time.monotonic() + 60
    with writers(folder, "writes", "writes", "clears"):
        while seen < many(200, 2000) and time.monotonic() < end:
            for held in shelf.held(PLACE, ["text"], "v1"):
                if found := held.load():
                    assert is_whole(found)
                    seen += 1
    assert seen


@pytest.mark.slow
def test_F44_T77_a_process_that_is_killed_while_it_writes_leaves_a_whole_entry_or_none(folder: Path) -> None:
    for round_ in range(many(12, 100)):
        with writers(folder, "clears" if round_ % 3 == 0 else "writes"):
            time.sleep(0.003 * (round_ % 9))  # somewhere in the midst of it
        shelf = DiskShelf(folder, RING, 2**26)
        for held in shelf.held(PLACE, ["text"], "v1"):
            found = held.load()
            assert found is None or is_whole(found)
        shelf.keep(PLACE, "text", entry(10))
        [again] = [held.load() for held in shelf.held(PLACE, ["text"], "v1")]
        assert again == entry(10)
