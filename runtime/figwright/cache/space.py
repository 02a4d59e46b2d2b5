"""How much of the disk is used: what was not used for longest goes first."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from figwright.cache.moments import Moment
from figwright.cache.shelf import Info

DOUBTED, DRAFT, REFUSED = "doubted", ".draft-", "refused"
_LOOK_AFTER = 0.02
"""Of all that may be used, how much is written between two looks at the folder."""
_LEFT_OVER = 600.0


class EntryFile(NamedTuple):
    path: Path
    size: int
    used_at: float


class Space:
    """One folder that may hold so many bytes. Each process looks at all that is there, whoever wrote it."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder, self.most = folder, most
        self._unseen = most
        """Bytes that this process wrote since it last looked; at first it never has."""

    def holds(self, size: int) -> bool:
        return size <= self.most

    def grew(self, size: int) -> None:
        self._unseen += size
        if self._unseen > self.most * _LOOK_AFTER:
            self._unseen = 0
            self.shrink()

    def shrink(self) -> None:
        """Make room, by what was used last; a file that somebody reads meanwhile is read to its end."""
        found = sorted(entry_files(self._folder, drafts=True), key=lambda each: each.used_at)
        total = sum(each.size for each in found)
        for each in found:
            if total <= self.most:
                break
            with suppress(OSError):
                each.path.unlink()
            total -= each.size
        for directory, _, names in os.walk(self._folder, topdown=False):
            if names == [DOUBTED]:  # nothing is kept there any more
                _forget(Path(directory))


def _forget(subject: Path) -> None:
    """Drop the folder of what is not kept any more, once no proof is left that its mark could make void."""
    with suppress(OSError):
        if (subject / DOUBTED).stat().st_mtime < time.time() - _LEFT_OVER:
            (subject / DOUBTED).unlink()
            subject.rmdir()


def entry_files(folder: Path | str, *, drafts: bool = False) -> Iterator[EntryFile]:
    """The entries below a folder. Drafts that a killed process left are removed on the way."""
    for directory, _, names in os.walk(folder):
        for name in names:
            path = Path(directory, name)
            with suppress(OSError):
                if "." in name and not name.startswith("."):
                    stat = path.stat()
                    yield EntryFile(path, stat.st_size, max(stat.st_atime, stat.st_mtime))
                elif drafts and name.startswith(DRAFT) and path.stat().st_mtime < time.time() - _LEFT_OVER:
                    path.unlink()


def info(folder: Path, connection: str | None, most: int) -> Info:
    """What is kept in a folder, of one connection or of all. No key is needed for that."""
    files = [each for kept in _connections(folder, connection) for each in entry_files(kept)]
    versions = {(each.path.parent, each.path.suffix) for each in files}
    oldest = min((each.used_at for each in files), default=None)
    moment = None if oldest is None else datetime.fromtimestamp(oldest, UTC)
    return Info(str(folder), len(files), sum(each.size for each in files), len(versions), moment, most)


def clear(folder: Path, connection: str | None) -> int:
    """Drop what is kept, and the keys of it; how many answers it was. What was refused to whom stays."""
    gone = 0
    for kept in _connections(folder, connection):
        with suppress(OSError):
            mark(kept, Moment.now().wall)  # those of what goes go, too
        gone += sum(1 for _ in entry_files(kept))
        for inside in folders_in(kept):
            if inside.name != REFUSED:
                shutil.rmtree(inside, ignore_errors=True)
    return gone


def mark(folder: Path, moment: float) -> None:
    """Let no proof count that was asked for until then. Raises OSError."""
    with open(folder / DOUBTED, "ab", opener=private):
        pass
    os.utime(folder / DOUBTED, (moment, moment))


def private(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


def _connections(folder: Path, connection: str | None) -> list[Path]:
    return folders_in(folder) if connection is None else [folder / connection]


def folders_in(folder: Path) -> list[Path]:
    try:
        return [each for each in folder.iterdir() if each.is_dir() and not each.is_symlink()]
    except OSError:
        return []
