"""How much of the disk is used: what was not used for longest goes first."""

from __future__ import annotations

import errno
import os
import re
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from stat import S_ISDIR
from typing import NamedTuple

from figwright.cache.moments import Moment
from figwright.cache.shelf import Info

DOUBTED, DRAFT, REFUSED, SECRETS = "doubted", ".draft-", "refused", "secrets"
DIGEST = 32
"""Characters of a name."""
_KEY_ID, _SUBJECT, _ENTRY = map(re.compile, ("[0-9a-f]{8}", "[0-9a-f]{32}", r"[0-9a-f]{32}\.[0-9a-f]{32}"))
_LOOK_AFTER = 0.02
"""Of all that may be used, how much is written between two looks at the folder."""
_SMALL, _FEW = 4096, 1000
"""A file takes that much of a disk at least, so there may be so many; and so many in any case."""
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
        """Look by chance, too: so it is done as often where many processes write so much together."""
        self._unseen += size
        step = self.most * _LOOK_AFTER
        if self._unseen > step or secrets.randbelow(int(step) + 1) < size:
            self._unseen = 0
            self.shrink()

    def shrink(self) -> None:
        """Make room, by what was used last; a file that somebody reads meanwhile is read to its end."""
        found = sorted(entry_files(self._folder, None, drafts=True), key=lambda each: each.used_at)
        total, most = sum(each.size for each in found), max(self.most // _SMALL, _FEW)
        for left, each in zip(range(len(found), 0, -1), found, strict=True):
            if total <= self.most and left <= most:
                break
            with suppress(OSError):
                each.path.unlink()
            total -= each.size
        for subject in _subjects(self._folder, None):
            if [name.name for name in _files_in(subject)] == [DOUBTED]:  # nothing is kept there any more
                _forget(subject)


def _forget(subject: Path) -> None:
    """Drop the folder of what is not kept any more, once no proof is left that its mark could make void."""
    with suppress(OSError):
        if (subject / DOUBTED).stat().st_mtime < time.time() - _LEFT_OVER:
            (subject / DOUBTED).unlink()
            subject.rmdir()


def entry_files(folder: Path, connection: str | None, *, drafts: bool = False) -> Iterator[EntryFile]:
    """The entries in a folder, of one connection or of all, and nothing of others': the folder may hold theirs, too.

    Drafts that a killed process left are removed on the way.
    """
    for path in (path for subject in _subjects(folder, connection) for path in _files_in(subject)):
        with suppress(OSError):
            if _ENTRY.fullmatch(path.name):
                stat = path.stat()
                yield EntryFile(path, stat.st_size, max(stat.st_atime, stat.st_mtime))
            elif drafts and path.name.startswith(DRAFT) and path.stat().st_mtime < time.time() - _LEFT_OVER:
                path.unlink()


def _subjects(folder: Path, connection: str | None) -> Iterator[Path]:
    for key in key_folders(folder, connection):
        yield from _subjects_of(key)


def _subjects_of(key: Path) -> list[Path]:
    return [each for each in folders_in(key) if _SUBJECT.fullmatch(each.name)]


def key_folders(folder: Path, connection: str | None) -> Iterator[Path]:
    """The folders of keys, each by the keys that it has."""
    for kept in folders_in(folder) if connection is None else [folder / connection]:
        yield from (each for each in folders_in(kept) if _KEY_ID.fullmatch(each.name) and (each / SECRETS).is_file())


def _files_in(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def info(folder: Path, connection: str | None, most: int) -> Info:
    """What is kept in a folder, of one connection or of all. No key is needed for that."""
    files = list(entry_files(folder, connection))
    versions = {(each.path.parent, each.path.suffix) for each in files}
    oldest = min((each.used_at for each in files), default=None)
    moment = None if oldest is None else datetime.fromtimestamp(oldest, UTC)
    return Info(str(folder), len(files), sum(each.size for each in files), len(versions), moment, most)


def clear(folder: Path, connection: str | None) -> int:
    """Drop what is kept, and the keys of it; how many answers it was. What was refused to whom stays.

    File by file, and none that is not of a cache.
    """
    gone = 0
    for key in list(key_folders(folder, connection)):
        with suppress(OSError):
            mark(key.parent, Moment.now().wall)  # those of what goes go, too
        for path in [path for subject in _subjects_of(key) for path in _files_in(subject)]:
            with suppress(OSError):
                if _ENTRY.fullmatch(path.name) or path.name == DOUBTED or path.name.startswith(DRAFT):
                    path.unlink()
                    gone += bool(_ENTRY.fullmatch(path.name))
        for path in (key / SECRETS, key / DOUBTED):
            with suppress(OSError):
                path.unlink()
        for emptied in (*_subjects_of(key), key):
            with suppress(OSError):
                emptied.rmdir()
    return gone


def mark(folder: Path, moment: float) -> None:
    """Let no proof count that was asked for until then. Raises OSError."""
    with open(folder / DOUBTED, "ab", opener=private):
        pass
    os.utime(folder / DOUBTED, (moment, moment))


def private(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


def private_folder(folder: Path, below: Sequence[str]) -> None:
    """Make a folder and those below it. Raises PermissionError where one is a link or another user's.

    One that is there stays as open as it is, since it may hold more: what is made in it is for its owner alone.
    """
    for each in accumulate(below, Path.joinpath, initial=folder):
        made(each)
        if os.name == "posix":
            stat = os.lstat(each)
            if not S_ISDIR(stat.st_mode) or stat.st_uid != os.geteuid():
                raise PermissionError(errno.EPERM, "it is a link, or another user's")


def made(folder: Path) -> None:
    """Make a folder and those above it, each for its owner alone."""
    if not folder.is_dir():
        made(folder.parent)
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)


def text_bytes(text: str) -> bytes:
    """Also of half characters, which a provider's JSON may have."""
    return text.encode(errors="surrogatepass")


def folders_in(folder: Path) -> list[Path]:
    try:
        return [each for each in folder.iterdir() if each.is_dir() and not each.is_symlink()]
    except OSError:
        return []
