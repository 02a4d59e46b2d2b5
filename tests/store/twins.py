"""Statements drawn in any order, and what the two databases make of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from hypothesis import event
from hypothesis import strategies as st

from figwright.errors import StoreError
from figwright.store import Database, accounts, authorization_requests, grants, rate_limits
from figwright.store.grants import Claim, Sealed
from figwright.store.postgres import PostgreSQL
from figwright.store.rate_limits import Told
from figwright.webhooks import inbox, registry

FAR, PAST = float(int(time.time())) + 1e8, 1e9


class Step(NamedTuple):
    """One statement: a read takes the database, a change a transaction."""

    call: Callable[..., Any]
    values: dict[str, Any]
    reads: bool

    def __repr__(self) -> str:
        return f"{self.call.__module__.rpartition('.')[2]}.{self.call.__name__}({self.values})"


connections = st.sampled_from(["figma", "figma-org"])
identifiers = st.sampled_from(["ann", "Ann", "'; -- %s :now é"])
grant_ids = st.sampled_from(["g1", "g2", "G1"])
users = st.sampled_from(["g1", "g2", "other"])
names = st.sampled_from(["r1", "r2"])
statuses = st.sampled_from(["PENDING", "ACTIVE", "REVOKED"])
counts = st.integers(0, 3)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
blobs = st.binary(max_size=8)
flags = st.booleans()
soon = st.sampled_from([-1000.0, 500.0])  # over already, or not within the test
moments = st.sampled_from([None, PAST, FAR])
sealed = st.builds(Sealed, blobs, st.none() | blobs, moments, moments)
leases = st.builds(
    Claim, grant_ids, counts, counts, *map(st.just, ("", "oauth", b"", b"", None, None, 0, None, "", 0.0))
)


def change(call: Callable[..., Any], **values: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.builds(Step, st.just(call), st.fixed_dictionaries(values), st.just(False))


def look(call: Callable[..., Any], **values: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.builds(Step, st.just(call), st.fixed_dictionaries(values), st.just(True))


def connect(transaction: Any, *, wanted_id: str, user: str, sealed: Sealed, scopes: Sequence[str] | None) -> Any:
    """What a consent stores. Each user has an app of their own, so that no two grants are due at the same moment."""
    seen: list[object] = []

    def seal(*place: object) -> tuple[str, bytes, Sealed]:
        seen.extend(place)
        return "k", b"\0\xff", sealed

    person = {"client_id": user, "provider_user": user, "kind": "oauth"}
    return grants.upsert(transaction, grant_id=wanted_id, scopes=scopes, seal=seal, **person), seen


def kept(transaction: Any, **event: Any) -> bool:
    """Not its number: what is there already takes one of PostgreSQL's."""
    return inbox.store(transaction, webhook_id="7", **event) is not None


account = {"connection": connections, "identifier": identifiers}


UNORDERED = (
    grants.expire,
    authorization_requests.expire,
    authorization_requests.supersede,
    authorization_requests.forget,
)


def outcome(database: Database, step: Step) -> Any:
    try:
        if step.reads:
            said = step.call(database, **step.values)
        else:
            with database.write() as transaction:
                said = step.call(transaction, **step.values)
    except StoreError as error:
        return type(error)
    return comparable(sorted(said, key=repr) if step.call in UNORDERED else said)


def comparable(value: Any) -> Any:
    """The value with each moment near now, or span of it, to within some minutes."""
    if isinstance(value, float):
        return f"{round((value - time.time()) / 500)} from now" if abs(value - time.time()) < 1e5 else round(value)
    if isinstance(value, list | tuple | set):
        value = sorted(value) if isinstance(value, set) else value
        return [comparable(part) for part in value]
    return value


def begin(database: Database) -> None:
    """Empty tables but for some accounts of two connections, two grants that three of them share, and two consents."""
    with database.write() as transaction:
        tables = ("webhook_events", "webhooks", "rate_limits", "call_counts", "events", "authorization_requests")
        for table in (*tables, "mcp_tokens", "accounts", "grants", "app_faults", "breakers"):
            transaction.run(f"DELETE FROM {table}")
        if isinstance(database, PostgreSQL):
            transaction.run("ALTER TABLE events ALTER id RESTART")
        else:
            transaction.run("DELETE FROM sqlite_sequence")
        tokens = Sealed(b"access", b"refresh", FAR, PAST)
        for grant_id in ("g1", "g2"):
            connect(transaction, wanted_id=grant_id, user=grant_id, sealed=tokens, scopes=["b", "a"])
        for connection, identifier, grant_id in (
            ("figma", "ann", "g1"),
            ("figma", "Ann", "g1"),
            ("figma-org", "ann", "g2"),
        ):
            accounts.create(transaction, connection, identifier)
            accounts.attach(transaction, connection, identifier, grant_id)
            accounts.change_status(transaction, connection, identifier, "PENDING", "ACTIVE")
        for name in ("r1", "r2"):
            texts = dict.fromkeys(("scopes", "return_to", "user_verify_url"), "")
            hashes = dict.fromkeys(("start_hash", "state_hash", "browser_hash"), name)
            authorization_requests.add(
                transaction,
                id=name,
                connection="figma",
                identifier="ann",
                verifier=b"v",
                replaces=False,
                lifetime=500.0,
                **texts,
                **hashes,
            )
        told = Told(429, "Slow down", "(429).", "pro", "", "")
        rate_limits.note(transaction, "g1", 1, "", told, seconds=500.0, probe_in=-1000.0)
        webhook = {"event": "MADE", "context": "file", "context_id": "r1", "endpoint": "https://r1"}
        registry.add(transaction, secret=b"s", route="r1", connection="figma", identifier="ann", **webhook)
        for number, digest in enumerate(("d1", "d2")):
            where = {"route": "r1", "connection": "figma", "identifier": "ann", "type": "MADE", "subject": "A"}
            made = {"happened_at": time.time() - 100 + number, "sealed": b"p", "handled": False, "stale": 1000.0}
            kept(transaction, digest=digest, **where, **made)


def check(twins: tuple[Database, Database], sequence: list[Step]) -> None:
    sqlite, postgres = twins
    begin(sqlite)
    begin(postgres)
    for step in sequence:
        first = outcome(sqlite, step)
        assert first == outcome(postgres, step), step
        if first:
            event(step.call.__name__)
