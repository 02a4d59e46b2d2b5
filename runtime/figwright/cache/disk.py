"""What is kept on the host's disk, for every process of its user.

    FOLDER/CONNECTION/KEY ID/secrets             two keys of its own, sealed by the ring
    FOLDER/CONNECTION/KEY ID/SUBJECT/TEXT.VERSION    one answer
    FOLDER/CONNECTION/KEY ID/SUBJECT/doubted     its time is when something was last changed
    FOLDER/CONNECTION/KEY ID/doubted             and when anything at all was
    FOLDER/CONNECTION/doubted                    and when all was last dropped
    FOLDER/CONNECTION/refused/ACCOUNT/...        subjects whose content an account was refused
    FOLDER/CONNECTION/able/...                   a credential of unknown scopes that was answered some content

Names are digests under the first key. An answer is sealed under the second, with all that its name stands for as
associated data, so a file that was moved, cut or made elsewhere opens nothing, and is removed (T77). A rotation of the
ring's keys leaves what is under an older one unread, until it gives way. Nothing here is worth an error: what cannot be
read or written is fetched, and one line of log says so.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from figwright.cache import entries, space
from figwright.cache.entries import Entry
from figwright.cache.moments import Moment
from figwright.cache.notes import DiskNotes
from figwright.cache.questions import Place
from figwright.cache.shelf import Held, Info
from figwright.cache.space import (
    DIGEST,
    DOUBTED,
    DRAFT,
    SECRETS,
    Space,
    made,
    mark,
    private_folder,
    text_bytes,
)
from figwright.crypto.keyring import KeyRing, SealBrokenError
from figwright.errors import ConfigurationError
from figwright.redaction.logs import get_logger

logger = get_logger("cache")

_KEY = 32
_JUST_BEFORE = 0.001
_QUIET = 60.0


class _Keys(NamedTuple):
    """Of one connection: what names are made with, and what seals."""

    key_id: str
    """Which of the ring's they are sealed with."""
    names: bytes
    seal: KeyRing
    stamp: tuple[int, int, int]

    def digest(self, *parts: str) -> str:
        text = b"".join(len(each).to_bytes(4) + each for each in map(text_bytes, parts))
        return hmac.new(self.names, text, hashlib.sha256).hexdigest()[:DIGEST]


class DiskShelf:
    """Safe to share between threads; any number of processes may use one folder."""

    def __init__(self, folder: Path, ring: KeyRing, max_bytes: int) -> None:
        """Nothing is made before something is kept."""
        self.where = str(folder)
        self._folder, self._ring, self._space = folder, ring, Space(folder, max_bytes)
        self._keys: dict[Path, _Keys] = {}
        self._quiet_until = 0.0
        self.notes = DiskNotes(folder, self._say)

    def held(self, place: Place, texts: Sequence[str], version: str = "") -> Iterator[Held]:
        keys = self._known_keys(place.connection)
        if keys is None:
            return
        subject = self._subject(keys, place)
        ends = keys.digest("version", version) if version else ""
        names = [] if version else _listed(subject)  # thousands, maybe
        for text in texts:
            starts = f"{keys.digest('text', text)}."
            found = [starts + ends] if version else [name for name in names if name.startswith(starts)]
            there = _stats([subject / name for name in found])
            for path, stat in sorted(there, key=lambda each: -each[1].st_mtime_ns):
                identity = (path, *_identity(stat))
                yield Held(text, identity, partial(self._load, keys, path), partial(_used, path, stat))

    def keep(self, place: Place, text: str, entry: Entry) -> None:
        try:
            keys = self._own_keys(place.connection)
            subject = self._subject(keys, place)
            path = subject / f"{keys.digest('text', text)}.{keys.digest('version', entry.header.version)}"
            sealed = keys.seal.seal(entries.written(entry), *_context(path))
            if self._space.holds(len(sealed)):
                if not subject.is_dir():  # what made older proofs void may have gone with it
                    made(subject)
                    mark(subject, max(entry.header.as_of - _JUST_BEFORE, _marked_at(subject.parent / DOUBTED)))
                _write(path, sealed)
                self._space.grew(len(sealed))
        except (OSError, ConfigurationError, SealBrokenError) as error:
            self._say("An answer could not be kept", error)

    def doubted_at(self, place: Place) -> float:
        keys = self._known_keys(place.connection)
        if keys is None:
            return 0.0
        marks = self._subject(keys, place) / DOUBTED, self._folder / place.connection / DOUBTED
        return max(map(_marked_at, marks))

    def doubt(self, place: Place) -> None:
        for key in space.key_folders(self._folder, None):
            connection = key.parent.name
            if key.name not in self._ring.ids:
                if _kept_since(key) > _kept_since(key.with_name(self._ring.newest)):  # a rotation is on its way
                    self._mark(key)
            elif keys := self._known_keys(connection, key.name):
                self._mark(self._subject(keys, place._replace(connection=connection)))

    def _mark(self, subject: Path) -> None:
        now = Moment.now().wall
        try:
            mark(subject.parent, now)  # first: an answer from before may be on its way, and nothing kept yet
            if subject.is_dir():
                mark(subject, now)
        except OSError as error:
            self._say("What was changed could not be marked, so what is kept of it is dropped", error)
            shutil.rmtree(subject, ignore_errors=True)

    def clear(self, connection: str | None = None) -> int:
        return space.clear(self._folder, connection)

    def info(self, connection: str | None = None) -> Info:
        return space.info(self._folder, connection, self._space.most)

    def _subject(self, keys: _Keys, place: Place) -> Path:
        named = keys.digest("subject", place.address, place.subject)
        return self._folder / place.connection / keys.key_id / named

    def _load(self, keys: _Keys, path: Path) -> Entry | None:
        try:
            with open(path, "rb", opener=_unlinked) as file:
                sealed = file.read()
            found = entries.read(keys.seal.open(sealed, *_context(path)))
        except FileNotFoundError:
            return None
        except (OSError, SealBrokenError) as error:
            self._say("A kept answer could not be read and is fetched again", error)
            found = None
        if found is None:
            with suppress(OSError):
                path.unlink()
        return found

    def _known_keys(self, connection: str, key_id: str = "") -> _Keys | None:
        """The keys of a connection, under the ring's newest or another; None where there are none that open."""
        try:
            return self._read_keys(connection, key_id)
        except FileNotFoundError:
            return None
        except (OSError, ConfigurationError, SealBrokenError) as error:
            self._say("What is kept cannot be opened", error)
            return None

    def _own_keys(self, connection: str) -> _Keys:
        """The same, made where there are none. Of two processes at once one makes them, and both read them."""
        path = self._folder / connection / self._ring.newest / SECRETS
        try:
            return self._read_keys(connection)
        except FileNotFoundError:
            private_folder(self._folder, (connection,))
        except SealBrokenError:
            shutil.rmtree(path.parent)  # what stands beside it does not open, either
        made(path.parent)
        sealed = self._ring.seal(secrets.token_bytes(2 * _KEY), "cache", connection)
        _write(path, sealed, replace=False)
        return self._read_keys(connection)

    def _read_keys(self, connection: str, key_id: str = "") -> _Keys:
        """Raises OSError, SealBrokenError or ConfigurationError."""
        key_id = key_id or self._ring.newest
        path = self._folder / connection / key_id / SECRETS
        stamp = _identity(path.stat())
        known = self._keys.get(path)
        if known is None or known.stamp != stamp:
            both = self._ring.open(path.read_bytes(), "cache", connection)
            known = self._keys[path] = _Keys(key_id, both[:_KEY], KeyRing([both[_KEY:]]), stamp)
        return known

    def _say(self, what: str, error: Exception) -> None:
        """One line a minute at most."""
        now = time.monotonic()
        if now >= self._quiet_until:
            self._quiet_until = now + _QUIET
            why = error.strerror if isinstance(error, OSError) else str(error)
            logger.warning("%s (%s): %s", what, self._folder, why)


_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


def _context(path: Path) -> tuple[str, ...]:
    """What an answer is sealed for: its connection's folder, its subject, text and version."""
    return ("cache entry", *path.parts[-4:])


def _write(path: Path, data: bytes, *, replace: bool = True) -> None:
    """A file for its owner alone, whole or not at all."""
    draft = path.with_name(f"{DRAFT}{secrets.token_hex(8)}")
    try:
        with open(draft, "wb", opener=_new) as file:
            file.write(data)
        if replace:
            draft.replace(path)
        else:
            with suppress(FileExistsError):
                os.link(draft, path)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _marked_at(path: Path) -> float:
    now = Moment.now().wall
    try:
        found = path.stat().st_mtime
    except (FileNotFoundError, NotADirectoryError):
        return 0.0
    except OSError:
        return now
    if found > now:  # written by a clock that was ahead: as of now
        with suppress(OSError):
            os.utime(path, (now, now))
    return found


def _kept_since(key: Path) -> float:
    with suppress(OSError):
        return (key / SECRETS).stat().st_mtime
    return 0.0


def _new(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_EXCL, 0o600)


def _unlinked(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _listed(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as found:
            return [each.name for each in found]
    except OSError:
        return []


def _stats(paths: Sequence[Path]) -> Iterator[tuple[Path, os.stat_result]]:
    for path in paths:
        with suppress(OSError):
            yield path, path.lstat()


def _identity(stat: os.stat_result) -> tuple[int, int, int]:
    """What differs once a file was replaced. That it was used is not a part of it."""
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _used(path: Path, seen: os.stat_result) -> bool:
    try:
        if _identity(path.lstat()) != _identity(seen):
            return False
        os.utime(path, ns=(time.time_ns(), seen.st_mtime_ns))
    except OSError as error:
        return error.errno in _READ_ONLY
    return True
