"""The key file beside an embedded database: read, made and replaced whole."""

from __future__ import annotations

import base64
import os
import secrets
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from figwright.crypto.keyring import KeyRing, Stamp, ciphers_of, new_key, parse_keys
from figwright.errors import ConfigurationError
from figwright.redaction.secret import Secret


class KeyFileRing(KeyRing):
    """The keys of a file, read again when it changes: a rotation reaches every process that runs."""

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        """Raises ConfigurationError; so does every use that needs the newest key while the file cannot be read."""
        self._path = path
        self._held = self._read()

    def _current(self) -> dict[str, AESGCM]:
        if self._held[1] is None or self._held[1] != _stamp(self._path):
            self._held = self._read()
        return self._held[0]

    def _read(self) -> tuple[dict[str, AESGCM], Stamp | None]:
        stamp = _stamp(self._path)
        return ciphers_of(read_key_file(self._path)), stamp


def _stamp(path: Path) -> Stamp | None:
    """What differs once a file was replaced, or None if there is no file."""
    with suppress(OSError):
        found = path.lstat()
        return found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size
    return None


def read_key_file(path: Path) -> list[bytes]:
    """The keys of a file, one a line, newest first. Raises ConfigurationError, also where others may read it (T29)."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with open(path, encoding="ascii", errors="replace", opener=lambda name, _: os.open(name, flags)) as file:
            mode = os.fstat(file.fileno()).st_mode
            if not stat.S_ISREG(mode):
                raise ConfigurationError(f"The key file {path} is no regular file. Put a plain file there.")
            if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
                raise ConfigurationError(f"Others may read the key file {path}. Run: chmod 600 {path}")
            lines = [Secret.text(line) for line in file.read().split()]
    except OSError as error:
        why = "it is a symbolic link; name the file itself" if path.is_symlink() else error.strerror
        raise ConfigurationError(f"The key file {path} cannot be read: {why}.") from None
    try:
        if not lines:
            raise ConfigurationError("it holds no key. Put the right file back.")
        return parse_keys(lines)
    except ConfigurationError as error:
        raise ConfigurationError(f"The key file {path}: {error}") from None


def make_key_file(path: Path) -> list[bytes]:
    """A new file with one new key, for its owner alone, or the keys of the file that is there already.

    Of two processes at once one makes the file and both read it; a crash leaves a whole file or none.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _draft(path, [new_key()]) as draft, suppress(FileExistsError):
            os.link(draft, path)
        _sync_folder(path)
    except OSError as error:
        raise ConfigurationError(f"The key file {path} cannot be made: {error.strerror}.") from None
    return read_key_file(path)


def replace_key_file(path: Path, keys: Sequence[bytes]) -> None:
    """Write these keys in place of those there; a crash leaves the old file or the new one."""
    try:
        with _draft(path, [base64.urlsafe_b64encode(key).decode() for key in keys]) as draft:
            draft.replace(path)
        _sync_folder(path)
    except OSError as error:
        raise ConfigurationError(f"The key file {path} cannot be written: {error.strerror}.") from None


@contextmanager
def _draft(path: Path, lines: Iterable[str]) -> Iterator[Path]:
    """A synced file beside `path`, for its owner alone, gone at the end of the block unless it was renamed."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write("".join(f"{line}\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _sync_folder(path: Path) -> None:
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
