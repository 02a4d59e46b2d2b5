"""The doctor's look at database and keys. It opens both as a reader: what is not there yet is not made."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from figwright.crypto.key_file import read_key_file
from figwright.crypto.keyring import id_of, parse_keys
from figwright.errors import ConfigurationError
from figwright.errors.extras import install_command
from figwright.redaction.secret import Secret
from figwright.store.database import sqlite_path
from figwright.store.opening import Storage, key_file, lost_database, url_of
from figwright.store.rate_limits import HOLDS
from figwright.store.schema import MIGRATIONS
from figwright_cli.doctor.events import check_deliveries
from figwright_cli.doctor.findings import Finding, Level

_KEYS = "FIGWRIGHT_ENCRYPTION_KEYS"
_URL = "FIGWRIGHT_DATABASE_URL"
_SECONDS = 5
_NOTHING_STARTS = "Nothing starts; every call fails."

_WAITING = """
SELECT COUNT(DISTINCT a.connection || ' ' || a.identifier), MAX(r.not_before)
FROM rate_limits r JOIN accounts a ON a.grant_id = r.grant_id
WHERE {holds}
"""

Read = Callable[[str], list[tuple[Any, ...]]]


def check_store(storage: Storage) -> Iterator[Finding]:
    """Is the database there and can it be read, and are the keys there that its tokens need?"""
    url = url_of(storage)
    needed: set[str] = set()
    scheme = urlsplit(url.reveal()).scheme
    if lost := lost_database(storage):
        what, _, do = lost.partition(". ")
        yield _broken(str(sqlite_path(url.reveal())), what, do)
    elif scheme == "sqlite":
        yield from _check_sqlite(sqlite_path(url.reveal()), needed)
    elif scheme in ("postgresql", "postgres"):
        yield from _check_postgres(url, needed)
    else:
        what = "the database URL is neither sqlite:///absolute/path.db nor postgresql://user@host/database"
        yield _broken(_URL, what, f"Correct {_URL}.")
        return
    yield from _check_keys(storage, url, needed)


def _check_sqlite(path: Path, needed: set[str]) -> Iterator[Finding]:
    where = str(path)
    if path.is_symlink():
        yield _broken(where, "the database is a symbolic link", f"Name the file itself in {_URL}.")
        return
    if not path.exists():
        yield from _check_room(path)
        return
    if os.name == "posix" and path.stat().st_mode & 0o077:
        yield _broken(where, "others may read the database", f"Run: chmod 600 {path}")
    if os.name == "posix" and path.parent.stat().st_mode & 0o022:
        yield _broken(where, "others may write in the database's folder", f"Run: chmod go-w {path.parent}")
    if unwritable := [each for each in (path, path.parent) if not os.access(each, os.W_OK)]:
        do = f"Let the user that runs figwright write {' and '.join(map(str, unwritable))}."
        yield _broken(where, "the database is read-only for this user", do)
        return
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=_SECONDS)) as database:

            def read(sql: str) -> list[tuple[Any, ...]]:
                return database.execute(sql).fetchall()

            [(version,)] = read("PRAGMA user_version")
            yield from _check_version(where, version, read, needed)
    except sqlite3.Error as error:
        do = "Put a backup back, or move the file away to start anew."
        yield _broken(where, f"the database cannot be read: {error}", do)


def _check_room(path: Path) -> Iterator[Finding]:
    folder = next(parent for parent in path.parents if parent.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        yield _broken(str(path), f"the database cannot be made: {folder} cannot be written to", f"Correct {_URL}.")
    else:
        yield Finding(Level.OK, "database", str(path), "it will be made when it is first needed")


def _check_postgres(url: Secret, needed: set[str]) -> Iterator[Finding]:
    where = urlsplit(url.reveal()).hostname or "the database server"
    try:
        import psycopg
    except ImportError:
        yield _broken(where, "PostgreSQL's driver is not installed", f"Run: {install_command('postgres')}")
        return
    try:
        with psycopg.connect(
            url.reveal(), connect_timeout=_SECONDS, autocommit=True, prepare_threshold=None
        ) as database:

            def read(sql: str) -> list[tuple[Any, ...]]:
                return database.execute(cast("Any", sql)).fetchall()

            [(there,)] = read("SELECT to_regclass('schema_version') IS NOT NULL")
            version = next(iter(read("SELECT version FROM schema_version")), (0,))[0] if there else 0
            yield from _check_version(where, version, read, needed)
    except psycopg.Error as error:
        text = " ".join(str(error).split()) if isinstance(error, psycopg.OperationalError) else type(error).__name__
        if password := urlsplit(url.reveal()).password:
            text = text.replace(password, "...")
        yield _broken(where, f"the database cannot be used: {text}", f"Start it, or correct {_URL}.")


def _check_version(where: str, version: int, read: Read, needed: set[str]) -> Iterator[Finding]:
    if version > len(MIGRATIONS):
        yield _broken(where, "the database was changed by a newer figwright", "Update this one.")
        return
    if version:
        needed.update(key_id for (key_id,) in read("SELECT DISTINCT key_id FROM grants"))
    if version == len(MIGRATIONS):
        yield from _check_limits(where, read)
        yield from check_deliveries(where, read)
    old = "" if version == len(MIGRATIONS) else ", and will be brought up to date when it is first used"
    yield Finding(Level.OK, "database", where, f"it can be read{old}")


def _check_limits(where: str, read: Read) -> Iterator[Finding]:
    [(waiting, end)] = read(_WAITING.format(holds=HOLDS.replace(":now", repr(time.time()))))
    if waiting:
        until = datetime.fromtimestamp(end, UTC)
        what = f"{waiting} account{'s wait' if waiting > 1 else ' waits'} for a limit of the provider's"
        do = "Wait, or have the plan or seat raised. What is left: figwright budget"
        otherwise = "Calls of the tiers that it says are refused until then, unsent."
        yield Finding(
            Level.WARNING, "limits", where, f"{what}, the longest until {until:%Y-%m-%d %H:%M} UTC", do, otherwise
        )


def _check_keys(storage: Storage, url: Secret, needed: set[str]) -> Iterator[Finding]:
    path = key_file(url)
    where = _KEYS if storage.encryption_keys or path is None else str(path)
    new = "Make one and keep it safe: figwright keys new"
    try:
        if storage.encryption_keys:
            keys = parse_keys(storage.encryption_keys)
        elif path is None:
            what = "a shared database needs its encryption keys from you"
            yield _broken(where, what, f"Set {_KEYS}. {new}", check="keys")
            return
        elif os.path.lexists(path):
            keys = read_key_file(path)
        elif needed:
            what = f"the key file is missing, and tokens need the key {', '.join(sorted(needed))}"
            do = "Put it back from your backup, or move the database away to start anew."
            yield _broken(where, what, do, check="keys")
            return
        else:
            yield Finding(Level.OK, "keys", where, "a key will be made when it is first needed")
            return
    except ConfigurationError as error:
        yield _broken(where, str(error), new, check="keys")
        return
    ids = [id_of(key) for key in keys]
    if len(set(ids)) < len(ids):
        yield _broken(where, "a key stands there twice", "Take one away.", check="keys")
    if lacking := sorted(needed.difference(ids)):
        what = f"tokens need the key {', '.join(lacking)}, and the keys here are {', '.join(ids)}"
        yield _broken(where, what, "Put the key back, behind the newest.", check="keys")
    else:
        count = f"{len(ids)} keys" if len(ids) > 1 else "one key"
        yield Finding(Level.OK, "keys", where, f"{count}, and none that a stored token needs is missing")


def _broken(where: str, what: str, do: str, *, check: str = "database") -> Finding:
    return Finding(Level.ERROR, check, where, what, do, _NOTHING_STARTS)
