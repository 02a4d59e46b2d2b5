"""What the workers share: a connection to the benchmark's provider, and accounts that hold its tokens."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager

from figwright import Connection
from figwright.accounts.stored import StoredAccounts, open_accounts
from figwright.http.limits import Limits
from figwright.oauth.protocol import TokenResponse
from figwright.redaction.secret import Secret
from figwright.refresh.schedule import Schedule
from figwright.refresh.sealing import open_access
from figwright.store import accounts
from figwright.store.opening import Storage

KEY = "benchmark".ljust(43, "A")
CONNECTION, CLIENT_ID = "figma", "benchmark"
_DAY = 86400.0
_BATCH = 1000


@contextmanager
def stored_accounts(database_url: str) -> Iterator[StoredAccounts]:
    with closing(open_accounts(Storage(Secret.text(database_url), [Secret.text(KEY)]), Limits())) as stored:
        yield stored


def connection(url: str) -> Connection:
    return Connection(
        name=CONNECTION,
        client_id=CLIENT_ID,
        client_secret="secret",
        api_url=url,
        authorization_url=f"{url}/oauth",
        token_url=f"{url}/v1/oauth/token",
        refresh_url=f"{url}/v1/oauth/refresh",
        allow_insecure=True,
    )


def connect(
    stored: StoredAccounts,
    people: Iterable[str],
    *,
    expires_at: float | None = None,
    refresh_after: float | None = None,
) -> None:
    """Store an account and a grant for each person, as after a consent; by default the token has a month to live."""
    when = Schedule(time.time() + 30 * _DAY if expires_at is None else expires_at, refresh_after)
    names = list(people)
    for start in range(0, len(names), _BATCH):
        with stored.database.write() as transaction:
            for name in names[start : start + _BATCH]:
                accounts.create(transaction, CONNECTION, name)
                grant_id = stored.store_consent(
                    transaction,
                    client_id=CLIENT_ID,
                    provider_user=name,
                    kind="oauth",
                    tokens=TokenResponse(Secret(f"{name}.0"), Secret(f"refresh.{name}"), 7776000, name),
                    when=lambda _: when,
                    scopes=("current_user:read", "file_content:read", "file_metadata:read"),
                )
                accounts.attach(transaction, CONNECTION, name, grant_id)
                accounts.change_status(transaction, CONNECTION, name, "PENDING", "ACTIVE")


def stored_token(stored: StoredAccounts, person: str) -> str:
    """The access token as it is stored now."""
    row = accounts.read(stored.database, CONNECTION, person)
    assert row is not None
    assert row.grant_id is not None
    assert row.generation is not None
    assert row.access is not None
    assert row.data_key is not None
    return open_access(stored.ring, row.grant_id, row.data_key, row.access, row.generation).secret.reveal()
