"""Rows to begin with, and statements in a transaction of their own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from figwright.store import Database, accounts, authorization_requests, grants
from figwright.store.grants import Claim, Sealed

TTL = 10.0
FAR = float(int(time.time())) + 1e8  # three years from now: as far as a token may live, and not past it


def run(database: Database, sql: str, **values: Any) -> list[tuple[Any, ...]]:
    with database.write() as transaction:
        return transaction.run(sql, **values)


def make_account(
    database: Database, identifier: str = "ann", connection: str = "figma", grant_id: str | None = None
) -> None:
    with database.write() as transaction:
        accounts.create(transaction, connection, identifier)
        if grant_id is not None:
            accounts.attach(transaction, connection, identifier, grant_id)


def make_grant(
    database: Database,
    grant_id: str = "g",
    *,
    client_id: str = "app",
    access: bytes = b"first",
    refresh: bytes | None = b"refresh",
    expires_at: float | None = FAR,
    refresh_after: float | None = 0.0,
) -> str:
    """A grant of a provider's user of its own, at generation 1; its id."""
    with database.write() as transaction:
        return grants.upsert(
            transaction,
            grant_id=grant_id,
            client_id=client_id,
            provider_user=f"user of {grant_id}",
            kind="oauth",
            scopes=["b", "a"],
            seal=lambda *_: ("key", b"data key", Sealed(access, refresh, expires_at, refresh_after)),
        )


def claim(database: Database, grant_id: str = "g", seen: int = 1, **more: Any) -> Claim | None:
    values: dict[str, Any] = {"owner": "me", "ttl": TTL} | more
    with database.write() as transaction:
        return grants.claim(transaction, grant_id, seen, **values)


def claimed(database: Database, **more: Any) -> Claim:
    lease = claim(database, **more)
    assert lease is not None
    return lease


def claim_due(database: Database, client_id: str = "app", before: float | None = None) -> Claim | None:
    latest = grants.clock(database) if before is None else before
    with database.write() as transaction:
        return grants.claim_due(transaction, client_id, owner="me", ttl=TTL, before=latest)


def claim_probe(database: Database, client_id: str = "app") -> Claim | None:
    with database.write() as transaction:
        return grants.claim_probe(transaction, client_id, owner="me", ttl=TTL)


def publish(database: Database, lease: Claim, access: bytes = b"second", **more: Any) -> int | None:
    with database.write() as transaction:
        return grants.publish(transaction, lease, Sealed(access, b"refresh", FAR, FAR), **more)


def ask_consent(database: Database, name: str = "r", **more: Any) -> None:
    """A pending consent whose id, state and browser are hashes made of its name."""
    values: dict[str, Any] = {
        "id": name,
        "connection": "figma",
        "identifier": "ann",
        "start_hash": f"start of {name}",
        "state_hash": f"state of {name}",
        "browser_hash": f"browser of {name}",
        "verifier": b"\x00\xffverifier",
        "scopes": "a b",
        "return_to": "",
        "user_verify_url": "",
        "replaces": False,
        "lifetime": 600.0,
    }
    with database.write() as transaction:
        authorization_requests.add(transaction, **(values | more))


def use_state(database: Database, name: str = "r", connection: str = "figma", browser: str | None = None) -> bool:
    with database.write() as transaction:
        return authorization_requests.use(
            transaction, f"state of {name}", connection=connection, browser_hash=browser or f"browser of {name}"
        )


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """The results of `count` threads that start together."""
    start = threading.Barrier(count)

    def begin(number: int) -> Any:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(begin, range(count)))


def won(results: Iterable[Any]) -> list[Any]:
    return [result for result in results if result]


def state_of(database: Database, grant_id: str = "g") -> grants.GrantState:
    state = grants.read(database, grant_id)
    assert state is not None
    return state
