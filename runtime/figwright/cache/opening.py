"""Where a client's answers are kept: beside its embedded database, in the platform's cache folder, or in memory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from figwright.cache.cached import CachedCalls
from figwright.cache.disk import DiskShelf
from figwright.cache.memory import MemoryShelf
from figwright.cache.shelf import Shelf
from figwright.errors import ConfigurationError
from figwright.redaction.logs import get_logger
from figwright.store.opening import Storage, url_of

if TYPE_CHECKING:
    from figwright.crypto.keyring import KeyRing

logger = get_logger("cache")
_FOLDER = "cache"


def folder_of(storage: Storage) -> Path | None:
    """`cache_dir`, or the folder `cache` beside an embedded database, or the platform's; None where there is none."""
    from figwright.store.database import sqlite_path

    if storage.cache_dir:
        return Path(storage.cache_dir).expanduser().absolute()
    try:
        url = url_of(storage).reveal()
        if url.startswith("sqlite:///"):
            return sqlite_path(url).parent / _FOLDER
    except ConfigurationError:  # there is no database, either
        return None
    from platformdirs import user_cache_path

    home = os.name != "posix" or Path(os.environ.get("XDG_CACHE_HOME") or os.environ.get("HOME", "")).is_absolute()
    return user_cache_path("figwright", appauthor=False) / _FOLDER if home else None


def opened_shelf(storage: Storage | None, ring: KeyRing | None) -> Shelf:
    """Without a key ring, or a folder, what is kept ends with the process."""
    folder = folder_of(storage) if storage and ring else None
    if storage is None or ring is None or folder is None:
        return MemoryShelf()
    return DiskShelf(folder, ring, storage.cache_max_bytes)


def opened_cache(storage: Storage | None, ring: KeyRing | None) -> CachedCalls:
    return CachedCalls(opened_shelf(storage, ring))
