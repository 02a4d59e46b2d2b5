"""The two databases are one store: the same statements in the same order say the same on both."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from figwright.errors import StoreError
from figwright.store import Database, accounts, authorization_requests, breakers, grants, mcp_tokens, open_database
from figwright.store.grants import Claim, Sealed
from figwright.store.postgres import PostgreSQL, _translate

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


def faulty(database: Database, **values: Any) -> tuple[int, bool]:
    standing = breakers.standing(database, **values)
    return standing.faulty, standing.good_at is not None


def shown(database: Database, client_id: str) -> tuple[bool, bool, str]:
    breaker = breakers.read(database, client_id)
    return breaker.seconds > 0, breaker.next_probe > 100, breaker.reason


account = {"connection": connections, "identifier": identifiers}
steps = st.one_of(
    change(accounts.create, **account),
    change(accounts.attach, **account, grant_id=st.none() | grant_ids),
    change(accounts.change_status, **account, old=statuses, new=statuses, reason=texts),
    change(accounts.change_sharing, grant_id=grant_ids, old=st.lists(statuses), new=statuses, reason=texts),
    change(accounts.lock, **account),
    change(accounts.set_plan, **account, plan=st.none() | texts),
    change(accounts.delete, **account),
    look(accounts.read, **account),
    look(
        accounts.list_accounts,
        connection=st.just("") | connections,
        identifier=st.just("") | identifiers,
        status=st.just("") | statuses,
        after=st.tuples(connections, identifiers) | st.just(("", "")),
        limit=st.integers(1, 5),
    ),
    look(
        accounts.events,
        connection=st.just("") | connections,
        identifier=st.just("") | identifiers,
        after=counts,
        limit=st.integers(1, 5),
    ),
    change(connect, wanted_id=grant_ids, user=users, sealed=sealed, scopes=st.none() | st.lists(texts)),
    look(grants.read, grant_id=grant_ids),
    change(
        grants.claim,
        grant_id=grant_ids,
        seen=counts,
        owner=texts,
        ttl=st.sampled_from([-1000.0, 19.0]),
        dead_owner=texts,
        revive=flags,
        once=flags,
    ),
    change(
        grants.claim_due,
        client_id=users,
        owner=texts,
        ttl=st.sampled_from([-1000.0, 19.0]),
        before=st.sampled_from([0.0, 4e9]),
        once=flags,
    ),
    change(grants.claim_probe, client_id=users, owner=texts, ttl=st.sampled_from([-1000.0, 19.0]), once=flags),
    change(grants.publish, lease=leases, sealed=sealed, pause=soon, revive=flags, once=flags),
    change(grants.release, lease=leases, wait=soon, failure=texts, counted=flags),
    change(grants.mark_dead, lease=leases, reason=texts),
    change(grants.set_scopes, grant_id=grant_ids, seen=counts, scopes=st.lists(texts)),
    change(grants.count_heal, grant_id=grant_ids, span=st.just(1000.0)),
    change(grants.drop_unused, grant_id=grant_ids),
    change(grants.end, grant_id=grant_ids, seen=counts, reason=texts, asked=flags),
    change(grants.expire, limit=st.just(100)),
    look(grants.any_expired),
    look(grants.key_ids),
    change(
        authorization_requests.add,
        id=names,
        **account,
        start_hash=st.none() | names,
        state_hash=st.none() | names,
        browser_hash=st.none() | names,
        verifier=st.none() | blobs,
        scopes=texts,
        return_to=texts,
        user_verify_url=texts,
        replaces=flags,
        lifetime=soon,
    ),
    change(authorization_requests.start, start_hash=names, state_hash=names, browser_hash=names, verifier=blobs),
    look(authorization_requests.by_start, start_hash=names),
    look(authorization_requests.by_state, state_hash=names),
    look(authorization_requests.by_id, id=names),
    change(authorization_requests.use, state_hash=names, connection=connections, browser_hash=st.just("") | names),
    change(
        authorization_requests.await_confirmation,
        id=names,
        grant_id=grant_ids,
        old_status=statuses,
        scopes=texts,
        lifetime=soon,
    ),
    change(authorization_requests.supersede, **account),
    change(authorization_requests.verify, id=names, identifier=identifiers),
    change(authorization_requests.expire, limit=st.just(100)),
    look(authorization_requests.any_expired),
    change(authorization_requests.forget, **account),
    change(breakers.count_fault, client_id=st.just("app"), grant_id=grant_ids, span=soon),
    change(breakers.forget_fault, client_id=st.just("app"), grant_id=grant_ids),
    look(faulty, client_id=st.just("app"), grant_id=grant_ids, span=soon),
    change(breakers.open_breaker, client_id=st.just("app"), reason=texts, first=soon, probe_in=soon),
    look(shown, client_id=st.just("app")),
    change(breakers.take_probe, client_id=st.just("app")),
    change(breakers.close_breaker, client_id=st.just("app")),
    change(mcp_tokens.add, **account, hash=names, id=names, label=texts, read_only=flags, lifetime=soon),
    look(mcp_tokens.find, hash=names),
    change(mcp_tokens.use, hash=names, span=soon),
    look(
        mcp_tokens.list_tokens,
        connection=connections,
        identifier=st.just("") | identifiers,
        after=st.just(mcp_tokens.START) | st.tuples(connections, identifiers, st.sampled_from([0.0, 4e9]), names),
        limit=st.integers(1, 5),
    ),
    change(mcp_tokens.revoke, **account, id=st.just("") | names),
    change(mcp_tokens.revoke, id=names),
    change(mcp_tokens.forget, span=soon, limit=st.just(100)),
    change(accounts.forget_events, span=soon, limit=st.just(100)),
)


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
    if isinstance(value, list | tuple):
        return [comparable(part) for part in value]
    return value


def begin(database: Database) -> None:
    """Empty tables but for some accounts of two connections, two grants that three of them share, and two consents."""
    with database.write() as transaction:
        for table in ("events", "authorization_requests", "mcp_tokens", "accounts", "grants", "app_faults", "breakers"):
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


@pytest.fixture
def twins(tmp_path: Path, postgres_url: str) -> Iterator[tuple[Database, Database]]:
    with ExitStack() as opened:
        urls = f"sqlite:///{tmp_path}/figwright.db", postgres_url
        sqlite, postgres = (opened.enter_context(closing(open_database(url))) for url in urls)
        yield sqlite, postgres


@pytest.mark.slow
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=10, max_size=50))
def test_any_sequence_of_statements_says_the_same_on_both(
    twins: tuple[Database, Database], sequence: list[Step]
) -> None:
    sqlite, postgres = twins
    begin(sqlite)
    begin(postgres)
    for step in sequence:
        first = outcome(sqlite, step)
        assert first == outcome(postgres, step), step
        if first:
            event(step.call.__name__)


@given(st.lists(st.sampled_from(["a = :name", "b > :now", "'%:now'", "c::text", "d LIKE '%'", "'it''s :x'", "e % 2"])))
def test_names_are_translated_and_nothing_within_a_string_or_a_cast(pieces: list[str]) -> None:
    translated = {
        "a = :name": "a = %(name)s",
        "b > :now": "b > date_part('epoch', clock_timestamp())",
        "'%:now'": "'%%:now'",
        "c::text": "c::text",
        "d LIKE '%'": "d LIKE '%%'",
        "'it''s :x'": "'it''s :x'",
        "e % 2": "e %% 2",
    }
    assert _translate(" AND ".join(pieces)) == " AND ".join(translated[piece] for piece in pieces)
