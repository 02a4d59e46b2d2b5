"""The two databases are one store: the same statements in the same order say the same on both."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figwright.store import Database, accounts, authorization_requests, breakers, grants, mcp_tokens
from figwright.store.postgres import _translate

from .twins import (
    Step,
    account,
    blobs,
    change,
    check,
    connect,
    connections,
    counts,
    flags,
    grant_ids,
    identifiers,
    leases,
    look,
    names,
    sealed,
    soon,
    statuses,
    texts,
    users,
)


def faulty(database: Database, **values: Any) -> tuple[int, bool]:
    standing = breakers.standing(database, **values)
    return standing.faulty, standing.good_at is not None


def shown(database: Database, client_id: str) -> tuple[bool, bool, str]:
    breaker = breakers.read(database, client_id)
    return breaker.seconds > 0, breaker.next_probe > 100, breaker.reason


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


@pytest.mark.slow
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=10, max_size=50))
def test_any_sequence_of_statements_says_the_same_on_both(
    twins: tuple[Database, Database], sequence: list[Step]
) -> None:
    check(twins, sequence)


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
