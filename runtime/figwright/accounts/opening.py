"""The accounts of a database, opened with its keys."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from figwright.errors import ConfigurationError
from figwright.http.limits import Limits
from figwright.store.bounds import LEASE
from figwright.store.opening import Storage, open_storage

if TYPE_CHECKING:
    from figwright.accounts.stored import StoredAccounts


def open_accounts(storage: Storage, limits: Limits) -> StoredAccounts:
    """The accounts of a database. Raises ConfigurationError where it, or its keys, cannot be used (T34)."""
    from figwright.accounts.stored import StoredAccounts
    from figwright.oauth.token_endpoint import TokenEndpoint
    from figwright.refresh.job import Timing

    if not 0 < storage.lease <= LEASE:
        raise ConfigurationError(f"lease is a number of seconds, more than 0 and at most {LEASE:g}.")
    if storage.database_connections < 1 or not 0 <= storage.event_retention_days < math.inf:
        raise ConfigurationError("database_connections is 1 or more, and event_retention_days a number of days, or 0.")
    database, ring = open_storage(storage)
    try:
        return StoredAccounts(
            database, ring, TokenEndpoint(limits), Timing(storage.lease), storage.event_retention_days
        )
    except BaseException:
        database.close()
        raise
