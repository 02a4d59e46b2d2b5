"""Key rotation while everything runs (T33): data keys are wrapped anew, one compare-and-set each.

The tokens themselves are not encrypted anew: a fresh data key would have to shut out whoever refreshes the grant just
then, and a refreshed token that cannot be stored is lost (P1). Each new consent brings a data key of its own. So who
has an old key and an old backup has the data keys in it, and with a newer copy the tokens that these grants got since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from figwright.crypto.key_file import read_key_file, replace_key_file
from figwright.crypto.keyring import DataKey, KeyRing, SealBrokenError, id_of, new_key, parse_keys
from figwright.store import webhook_secrets
from figwright.store.database import Database, Rows
from figwright.store.fault_points import reach

_GRANTS_BY_KEY = "SELECT key_id, COUNT(*) FROM grants GROUP BY key_id"

_VERIFIERS = "SELECT verifier FROM authorization_requests WHERE verifier IS NOT NULL AND expires_at > :now"

_BEHIND = "SELECT id, data_key FROM grants WHERE key_id <> :newest AND id > :after ORDER BY id LIMIT :batch"

_REWRAP = """
UPDATE grants SET data_key = :wrapped, key_id = :newest WHERE id = :grant_id AND data_key = :old RETURNING id
"""

_HOLDERS = "SELECT connection, identifier FROM accounts WHERE grant_id = :grant_id ORDER BY connection, identifier"


class Use(NamedTuple):
    """What needs each key, by key id."""

    grants: Counter[str]
    consents: Counter[str]
    webhooks: set[str]

    @property
    def keys(self) -> set[str]:
        return {*self.grants, *self.consents, *self.webhooks}


class Moved(NamedTuple):
    """How far a rotation is. `broken` are the ids of grants whose data key does not open; they stay as they are."""

    rewrapped: int
    broken: tuple[str, ...]


def rotate(database: Database, ring: KeyRing, batch: int = 200) -> Iterator[Moved]:
    """Wrap every data key that is not under the ring's newest key, in transactions of `batch` grants.

    Yields after each. It may end at any point and be repeated: every grant opens with the ring meanwhile. Repeats until
    a whole pass finds nothing that it can change, since others may store grants under their newest key beside it.
    """
    rewrapped, broken = 0, dict[str, None]()
    webhook_secrets.reseal(database, ring, batch)
    while True:
        before, after = rewrapped, ""
        while rows := database.read(_BEHIND, newest=ring.newest, after=after, batch=batch):
            after = rows[-1][0]
            rewrapped += _rewrap(database, ring, rows, broken)
            yield Moved(rewrapped, tuple(broken))
        if rewrapped == before:
            return


def _rewrap(database: Database, ring: KeyRing, rows: Rows, broken: dict[str, None]) -> int:
    count = 0
    with database.write() as transaction:
        for grant_id, old in rows:
            try:
                wrapped = DataKey.unwrap(ring, old, grant_id).rewrapped(ring, grant_id)
            except SealBrokenError:
                broken[grant_id] = None
                continue
            newest = KeyRing.key_id(wrapped)
            count += len(transaction.run(_REWRAP, grant_id=grant_id, old=old, wrapped=wrapped, newest=newest))
            reach("rotation.rewrapped")
    reach("rotation.stored")
    return count


def use_of_keys(database: Database) -> Use:
    """How many grants and pending consents need which key."""
    return _use(database.read)


def holders(database: Database, grant_id: str) -> list[tuple[str, str]]:
    """The accounts on a grant: (connection, identifier)."""
    return [(connection, identifier) for connection, identifier in database.read(_HOLDERS, grant_id=grant_id)]


def prepend_key(database: Database, path: Path) -> str | None:
    """Put a new key in front of a key file; its id. None where an older key still stands there from a rotation before.

    The database is locked while a key file changes, so whatever is sealed in a transaction has a key that stays.
    """
    with database.write():
        keys = read_key_file(path)
        if len(keys) > 1:
            return None
        keys = [*parse_keys([new_key()]), *keys]
        replace_key_file(path, keys)
    return id_of(keys[0])


def drop_unused_keys(database: Database, path: Path) -> list[str]:
    """Take out of a key file every key but the newest that nothing needs; their ids."""
    with database.write() as transaction:
        newest, *old = read_key_file(path)
        needed = _use(transaction.run).keys
        kept = [key for key in old if id_of(key) in needed]
        if kept != old:
            replace_key_file(path, [newest, *kept])
    return [id_of(key) for key in old if key not in kept]


def _use(read: Callable[..., Rows]) -> Use:
    consents = Counter[str]()
    for (verifier,) in read(_VERIFIERS):
        with suppress(SealBrokenError):
            consents[KeyRing.key_id(verifier)] += 1
    return Use(Counter(dict(read(_GRANTS_BY_KEY))), consents, webhook_secrets.key_ids(read))
