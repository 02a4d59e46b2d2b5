"""Opening what is kept: which database, which keys. Neither is ever made where one already is, or is missing."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from figwright.errors import ConfigurationError
from figwright.redaction.secret import Secret

if TYPE_CHECKING:
    from figwright.crypto.keyring import KeyRing
    from figwright.store import Database


_HOMES = ("HOME", "XDG_DATA_HOME")
EVENT_RETENTION_DAYS = 400
USUAL_LEASE = 10.0
DATABASE_CONNECTIONS = 10


class Storage(NamedTuple):
    """Where accounts are kept: "" is the embedded database. `lease` in seconds bounds a refresh.

    `prepared_statements`: whether PostgreSQL may prepare what is read often; None finds out whether a pooler, which may
    not bear it, stands between.
    PostgreSQL gets at most `database_connections` from each process. A sweep deletes the events that are older than
    `event_retention_days`, none where that is 0.
    """

    database_url: Secret = Secret.text("")
    encryption_keys: Sequence[Secret] = ()
    public_url: str = ""
    lease: float = USUAL_LEASE
    prepared_statements: bool | None = None
    database_connections: int = DATABASE_CONNECTIONS
    event_retention_days: float = EVENT_RETENTION_DAYS
    cache_dir: str = ""
    cache_max_bytes: int = 2**30


def default_database_url() -> str:
    """SQLite in the platform's data folder. Raises ConfigurationError where no variable says whose that is."""
    from platformdirs import user_data_path

    # Without HOME the password database names a folder: root's, in a container or a service.
    if os.name == "posix" and not any(Path(os.environ.get(name, "")).is_absolute() for name in _HOMES):
        raise ConfigurationError(
            "There is no place for the database: HOME is not set. Set FIGWRIGHT_DATABASE_URL to "
            "sqlite:////absolute/path/figwright.db or postgresql://..., or HOME to your home folder."
        )
    return f"sqlite:///{user_data_path('figwright', appauthor=False) / 'figwright.db'}"


def url_of(storage: Storage) -> Secret:
    """Where the database is: the configured address, or that of the embedded one."""
    return storage.database_url or Secret.text(default_database_url())


def key_file(database_url: Secret) -> Path | None:
    """Where the key of an embedded database is kept; None for a database that several hosts may use."""
    from figwright.store.database import sqlite_path

    if not database_url.reveal().startswith("sqlite:///"):
        return None
    return sqlite_path(database_url.reveal()).parent / "encryption.key"


def open_storage(storage: Storage) -> tuple[Database, KeyRing]:
    """The database with its keys: the configured ones, or those of the key file beside an embedded database.

    An embedded database and its key file are made together, the database first. So a key file without its database says
    that the database was lost, and neither is then made anew (F30). Raises ConfigurationError.
    """
    from figwright.store import open_database

    if lost := lost_database(storage):
        raise ConfigurationError(lost)
    url = url_of(storage)
    database = open_database(url, connections=storage.database_connections, prepared=storage.prepared_statements)
    try:
        return database, _ring(database, storage.encryption_keys, _files(storage)[1])
    except BaseException:
        database.close()
        raise


def is_new(storage: Storage) -> bool:
    """Whether nothing is there yet: an embedded database that has neither its file nor its key."""
    file, key = _files(storage)
    return file is not None and not any(each and os.path.lexists(each) for each in (file, key))


def lost_database(storage: Storage) -> str:
    """What to do about a key file whose database is gone; "" where it is not."""
    file, key = _files(storage)
    if file is None or key is None or not os.path.lexists(key) or os.path.lexists(file):
        return ""
    return (
        f"The database {file} is missing, and its key file {key} is there. Put the database back, or move the key file "
        "away to start anew."
    )


def _files(storage: Storage) -> tuple[Path | None, Path | None]:
    """The files of an embedded database and of its key, where it has them."""
    from figwright.store.database import sqlite_path

    url = url_of(storage)
    key = key_file(url)
    return key and sqlite_path(url.reveal()), None if storage.encryption_keys else key


def _ring(database: Database, encryption_keys: Sequence[Secret], path: Path | None) -> KeyRing:
    from figwright.crypto.key_file import KeyFileRing, make_key_file
    from figwright.crypto.keyring import KeyRing, parse_keys
    from figwright.store import grants

    if encryption_keys:
        return KeyRing(parse_keys(encryption_keys))
    if path is None:
        raise ConfigurationError(
            "A shared database needs its encryption keys from you: set FIGWRIGHT_ENCRYPTION_KEYS. figwright keys new "
            "makes one."
        )
    if not os.path.lexists(path):
        if needed := grants.key_ids(database):
            raise ConfigurationError(
                f"The key file {path} is missing, and the database holds tokens under the key "
                f"{', '.join(sorted(needed))}. Put the file back, or move the database away to start anew."
            )
        make_key_file(path)
    return KeyFileRing(path)
