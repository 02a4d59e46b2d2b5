"""A JSON or TOML file of another program's: one entry is put in or taken out, and everything else stays as it is.

What is not plain JSON, such as comments, is never rewritten, since it would be lost.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import stat
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from figwright_cli import toml_text

_BACKUP = ".before-figwright"


class RefusedFileError(Exception):
    """The file is not ours to rewrite; the sentence says why."""


class JSONFile(NamedTuple):
    """A file as it was read; `text` is None if there is no file."""

    path: Path
    text: str | None
    data: dict[str, Any]
    seen: tuple[int, int, int] | None
    """Its inode, size and time of change."""


def read(path: Path) -> JSONFile:
    """Raises RefusedFileError for a link, for anything but a file, and for anything but a plain JSON object."""
    seen = _seen(path)
    if seen is None:
        return JSONFile(path, None, {}, None)
    try:
        text = path.read_bytes().decode()
        plain = text.removeprefix("\ufeff").strip()
        data = tomllib.loads(plain) if _is_toml(path) else json.loads(plain or "{}", object_pairs_hook=_once)
    except (UnicodeDecodeError, ValueError, RecursionError):
        kind = "TOML" if _is_toml(path) else "plain JSON (comments, perhaps)"
        raise RefusedFileError(f"{path} is not {kind}") from None
    except OSError as error:
        raise RefusedFileError(f"{path} cannot be read: {error.strerror}") from None
    if not isinstance(data, dict):
        raise RefusedFileError(f"{path} holds no JSON object")
    return JSONFile(path, text, data, seen)


def write(file: JSONFile, data: dict[str, Any]) -> Path | None:
    """Replace the file's content at once, in its own style and mode. Where the content before is kept, if any was.

    Raises RefusedFileError where somebody else changed the file since it was read, or it cannot be written.
    """
    try:
        text = (
            toml_text.rewritten(file.text or "", file.data, data) if _is_toml(file.path) else _in_style(data, file.text)
        )
    except ValueError as error:
        raise RefusedFileError(f"{file.path} cannot be changed without a doubt: {error}") from None
    draft = file.path.with_name(f".{file.path.name}.{secrets.token_hex(8)}")
    try:
        file.path.parent.mkdir(parents=True, exist_ok=True)
        mode = 0o600 if file.seen is None else stat.S_IMODE(file.path.stat().st_mode)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as written:
                written.write(text.encode())
                written.flush()
                os.fsync(written.fileno())
            draft.chmod(mode)
            if _seen(file.path) != file.seen:
                raise RefusedFileError(f"{file.path} was changed meanwhile")
            kept = _keep(file)
            draft.replace(file.path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise RefusedFileError(f"{file.path} cannot be written: {error.strerror}") from None
    return kept


def _is_toml(path: Path) -> bool:
    return path.suffix == ".toml"


def _keep(file: JSONFile) -> Path | None:
    if file.seen is None:
        return None
    kept = file.path.with_name(file.path.name + _BACKUP)
    draft = kept.with_name(f".{kept.name}.{secrets.token_hex(8)}")
    shutil.copy2(file.path, draft)
    draft.replace(kept)
    return kept


def _seen(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RefusedFileError(f"{path} cannot be read: {error.strerror}") from None
    if not stat.S_ISREG(found.st_mode):
        kind = "a symbolic link" if stat.S_ISLNK(found.st_mode) else "no file"
        raise RefusedFileError(f"{path} is {kind}")
    return found.st_ino, found.st_size, found.st_mtime_ns


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _in_style(data: dict[str, Any], before: str | None) -> str:
    """JSON text with the indent, line ends, last line and byte order mark that the file had."""
    before = before or "\n"
    indented = re.search(r"\{\r?\n([ \t]+)", before)
    indent = indented[1] if indented else "  "
    text = json.dumps(data, indent=indent, ensure_ascii=False)
    if before.endswith("\n"):
        text += "\n"
    if "\r\n" in before:
        text = text.replace("\n", "\r\n")
    return "\ufeff" + text if before.startswith("\ufeff") else text
