"""The doctor's look at what is kept of answers, and whether anybody could be served from it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from stat import S_IMODE

from figwright.cache import space
from figwright.cache.opening import folder_of
from figwright.connections import BoundConnection
from figwright.oauth.scopes import needed_scopes
from figwright.settings import Settings
from figwright_cli.cache import told
from figwright_cli.doctor.findings import Finding, Level

_DIR = "FIGWRIGHT_CACHE_DIR"


def check_cache(settings: Settings, connections: Sequence[BoundConnection]) -> Iterator[Finding]:
    keeping = [each for each in connections if each.connector.cache and each.options.cache is not False]
    if not keeping:
        return
    folder, otherwise = folder_of(settings.storage()), "Every call is sent, whatever was read before."
    if folder is None:
        yield Finding(
            Level.OK, "cache", _DIR, "there is no place for it, so answers are kept in memory", f"Set {_DIR}."
        )
    elif not folder.exists():
        yield Finding(Level.OK, "cache", str(folder), "it will be made when it is first needed")
    elif not folder.is_dir() or folder.is_symlink() or not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        what = "it is a link, no folder, or cannot be written"
        yield Finding(Level.WARNING, "cache", str(folder), what, f"Correct {_DIR}, or let its user write.", otherwise)
    elif os.name == "posix" and S_IMODE(folder.stat().st_mode) & 0o077:
        what = "others may look into it; what is in it is encrypted"
        yield Finding(Level.WARNING, "cache", str(folder), what, f"Run: chmod 700 {folder}")
    else:
        yield Finding(Level.OK, "cache", str(folder), told(space.info(folder, None, settings.cache_max_bytes)))
    yield from (each for connection in keeping for each in _check_proof(connection, otherwise))


def _check_proof(connection: BoundConnection, otherwise: str) -> Iterator[Finding]:
    """Consents ask for the scopes of the tools in use: with them, an account may be unable to prove anything."""
    said, tools = connection.connector.cache, connection.connector.tools
    proves = tools.get(said.tool) if said else None
    cached = any(tools[name].cached for name in connection.tools_in_use)
    if proves and cached and connection.options.client_id and proves.scopes:
        asked = needed_scopes(connection, enterprise=True).scopes
        if not set(asked).intersection(proves.scopes):
            what = f"answers serve no account whose consent lacks {' or '.join(proves.scopes)}, by which it would prove"
            do = f"Add {proves.name} to the connection's tools, so that consents ask for it."
            yield Finding(Level.OK, "cache", connection.name, what, do, otherwise)
