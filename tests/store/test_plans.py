"""How the statements find their rows: through an index, however many there are, and without a look at the others."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from typing import Any

import pytest

from figwright.events import outbox
from figwright.store import (
    Database,
    Transaction,
    accounts,
    authorization_requests,
    breakers,
    grants,
    mcp_tokens,
    open_database,
    rate_limits,
)
from figwright.store.postgres import PostgreSQL
from figwright.webhooks import inbox

from .rows import FAR, run

STATEMENTS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in (accounts, authorization_requests, breakers, grants, mcp_tokens, outbox, rate_limits)
    for name, value in vars(module).items()
    if isinstance(value, str) and re.match(r"\s*((?:SELECT|UPDATE|DELETE|INSERT|WITH)\b|/\*)", value)
}
ROWS = 5000
FEW_ROWS, FEW_STEPS = 200, 5000
"""What a statement may visit of them, and the instructions of SQLite's machine that it may take for that: 5,000 rows
take 20,000 and more."""

NUMBERS = {
    *("now", "ttl", "seen", "epoch", "revive", "once", "asked", "wait", "counted", "pause", "span", "first", "longest"),
    *("lifetime", "limit", "after", "before", "replaces", "expires_at", "refresh_after", "read_only", "after_created"),
    *("settled", "probe_in", "tier", "seconds", "code", "start", "calls", "last_event", "event_id", "to", "lease"),
}
CIPHERTEXTS = {"access", "refresh", "data_key", "verifier", "empty"}
NARROW = {"after_connection": "figma", "connection": "figma", "after_identifier": "user 500", "identifier": "user 500"}
CHOSEN: dict[str, dict[str, Any]] = {
    "grants._CLAIM_DUE": {"client_id": "user 0"},
    "grants._UPSERT": {"grant_id": "new"},
    "authorization_requests._ADD": {"id": "new", "start_hash": "new", "state_hash": "new"},
    "mcp_tokens._ADD": {"id": "new", "hash": "new"},
    "breakers._FORGET": {"client_id": "user 0"},
    "outbox._EVENTS": {"after": 4000},
    "outbox._FORGET_ENDPOINT": {"name": "user 0"},
    **{f"outbox.{name}": {"id": 10} for name in ("_FAIL", "_FINISH", "_RESEND")},
}
START = {"after_connection": "", "after_identifier": "", "after_created": 0.0, "after_id": "", "after": 0}
SELDOM = START | {"connection": "seldom", "identifier": "seldom", "status": "REVOKED", "settled": 10**9}
"""Lists from their beginning, of what there is once at the end of everything."""
MOST = START | {"connection": "figma", "identifier": "user 500", "status": "ACTIVE", "settled": 10**9}

NUMBERED = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})"
FILL = (
    f"""
    INSERT INTO grants (id, client_id, provider_user, kind, state, state_reason, generation, key_id, data_key, access,
      refresh, expires_at, refresh_after, next_attempt_at, failing_since)
    {NUMBERED} SELECT 'user ' || i, 'user ' || (i % 2), 'user ' || i, 'oauth', 'live', '', 1, 'key', :empty, :empty,
      CASE WHEN i % 2 = 0 THEN :empty END, :far - i, CASE WHEN i % 4 = 0 THEN 1 ELSE :far - i END,
      CASE WHEN i % 4 = 0 THEN :now + 1800 + i / 10 ELSE 0 END, CASE WHEN i % 4 = 0 THEN 1 END FROM n
    """,
    f"""
    INSERT INTO accounts (connection, identifier, status, status_reason, grant_id, created_at, updated_at)
    {NUMBERED} SELECT CASE WHEN i % 2 = 0 THEN 'figma' ELSE 'other' END, 'user ' || i, 'ACTIVE', '', 'user ' || i, 0, 0
    FROM n
    UNION ALL SELECT 'seldom', 'seldom', 'REVOKED', '', NULL, 0, 0
    """,
    f"""
    INSERT INTO authorization_requests (id, connection, identifier, start_hash, state_hash, scopes, return_to,
      user_verify_url, replaces, created_at, expires_at, grant_id)
    {NUMBERED} SELECT 'user ' || i, 'figma', 'user ' || i, 'user ' || i, 'user ' || i, '', '', '', 0, 0, :now + 500,
      'user ' || i FROM n
    """,
    f"""
    INSERT INTO events (at, connection, identifier, old_status, new_status, reason)
    {NUMBERED} SELECT :far, 'figma', 'user ' || (i % 1000), '', '', '' FROM n
    UNION ALL SELECT :far, 'seldom', 'seldom', '', '', ''
    """,
    f"INSERT INTO breakers (client_id, open_until, openings, reason) {NUMBERED} SELECT 'user ' || i, 0, 0, '' FROM n",
    f"INSERT INTO app_faults (client_id, grant_id, at) {NUMBERED} SELECT 'user 500', 'user ' || i, 0 FROM n",
    f"""
    INSERT INTO mcp_tokens (hash, id, connection, identifier, label, read_only, created_at, expires_at)
    {NUMBERED} SELECT 'user ' || i, 'user ' || i, CASE WHEN i % 2 = 0 THEN 'figma' ELSE 'other' END, 'user ' || i, '',
      0, 0, :far - i FROM n
    UNION ALL SELECT 'seldom', 'seldom', 'seldom', 'seldom', '', 0, 0, :far
    """,
    f"""
    INSERT INTO rate_limits (grant_id, tier, place, not_before, told_at, answered_at, probe_at, status, said,
      sentence, plan, seat, upgrade_url, noted_at)
    {NUMBERED} SELECT 'user ' || i, 1, '', CASE WHEN i % 500 = 0 THEN :now + 500 ELSE 0 END, 0, 0, 0, 429, '', '',
      '', '', '', :now - i FROM n
    """,
    f"""
    INSERT INTO call_counts (grant_id, tier, span, start, calls)
    {NUMBERED} SELECT 'user ' || i, 1, CASE WHEN i % 2 = 0 THEN 'minute' ELSE 'month' END, :now - i, 1 FROM n
    """,
    f"INSERT INTO event_endpoints (name, url_digest, last_event) {NUMBERED} SELECT 'user ' || i, '', i FROM n",
    f"""
    INSERT INTO event_deliveries (endpoint, event_id, message_id, type, connection, identifier, payload, state,
      queued_at, ended_at)
    {NUMBERED} SELECT 'user 500', i, '', '', 'figma', 'user ' || i, '', CASE WHEN i % 2 = 0 THEN 'waiting'
      ELSE 'delivered' END, :now, CASE WHEN i % 2 = 1 THEN :now END FROM n
    """,
    "ANALYZE",
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """5,000 of everything, so that a planner has something to choose."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('filled') / 'figwright.db'}"
        else:
            url = stack.enter_context(request.getfixturevalue("postgres").database())
        database = stack.enter_context(closing(open_database(url)))
        for statement in FILL:
            run(database, statement, far=FAR, empty=b"")
        yield database


def plan(database: Database, sql: str, given: dict[str, Any]) -> list[str]:
    with database.write() as transaction:
        rows = transaction.run(f"EXPLAIN {'' if isinstance(database, PostgreSQL) else 'QUERY PLAN '}{sql}", **given)
    return [str(row[-1]) for row in rows]


def scans(database: Database, sql: str, given: dict[str, Any]) -> list[str]:
    """The lines of the plan that visit a table row by row, but for the catalog's and what a query within it found."""
    in_postgres, in_sqlite = "Seq Scan on (?!pg_database)", "^SCAN (?!CONSTANT ROW|keys|recent|chosen|firsts|free)"
    visits = in_postgres if isinstance(database, PostgreSQL) else in_sqlite
    return [line for line in plan(database, sql, given) if re.search(visits, line)]


def visited(database: Database, sql: str, given: dict[str, Any]) -> tuple[int, int]:
    """What a statement does, carried out and taken back: (rows that were looked at, how many are few)."""
    if not isinstance(database, PostgreSQL):
        return _steps(database, sql, given), FEW_STEPS
    looked = 0
    with suppress(_TakeBackError), database.write() as transaction:
        [[[found]]] = transaction.run(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", **given)
        nodes = [found["Plan"]]
        while nodes:
            node = nodes.pop()
            nodes += node.get("Plans", [])
            if node["Node Type"].endswith(("Index Scan", "Index Only Scan", "Seq Scan", "Heap Scan")):
                rows = sum(node.get(kind, 0) for kind in ("Actual Rows", "Rows Removed by Filter"))
                looked += (rows + node.get("Rows Removed by Index Recheck", 0)) * node["Actual Loops"]
        raise _TakeBackError
    return looked, FEW_ROWS


class _TakeBackError(Exception):
    pass


def _steps(database: Database, sql: str, given: dict[str, Any]) -> int:
    [(_, _, file)] = database.read("PRAGMA database_list")
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN")
        connection.set_progress_handler(step, 1)
        connection.execute(sql, given | {"now": time.time()}).fetchall()
        connection.set_progress_handler(None, 1)
        connection.rollback()
    return steps


def values(sql: str, **given: Any) -> dict[str, Any]:
    names = set(re.findall(r"(?<!:):([a-z_]+)", sql)) - {"now"}
    kinds = {name: 10 if name in NUMBERS else b"x" if name in CIPHERTEXTS else "user 500" for name in names}
    return {name: given.get(name, kinds[name]) for name in names}


@pytest.mark.parametrize("name", sorted(STATEMENTS))
def test_a_statement_visits_few_rows_of_many(filled: Database, name: str) -> None:
    """Of 5,000 of everything, of which a quarter are grants whose refresh failed."""
    sql = STATEMENTS[name]
    for given in (NARROW, SELDOM, MOST):
        asked = values(sql, **given) | CHOSEN.get(name, {})
        assert scans(filled, sql, asked) == []
        looked, few = visited(filled, sql, asked)
        assert looked <= few, (asked, plan(filled, sql, asked))


def test_what_visits_every_row_is_seen(filled: Database) -> None:
    every = "SELECT COUNT(*) FROM accounts WHERE plan = :plan"
    through_an_index = "SELECT plan FROM accounts WHERE connection = :connection AND plan = :plan ORDER BY identifier"
    for sql in (every, through_an_index):
        looked, few = visited(filled, sql, values(sql, connection="figma"))
        assert looked > 2 * few


def test_what_is_due_is_found_from_where_it_begins(filled: Database) -> None:
    """Nothing is due among the 5,000: the index ends the search, not a look at each of them."""
    statements = (
        (grants._EXPIRE, "grants_end", "expires_at"),
        (grants._ANY_EXPIRED, "grants_end", "expires_at"),
        (authorization_requests._EXPIRED, "authorization_requests_expiry", "expires_at"),
        (mcp_tokens._FORGET, "mcp_tokens_expiry", "expires_at"),
        (accounts._FORGET_EVENTS, "events_at", "at"),
        (rate_limits._FORGET_NOTES, "rate_limits_noted", "noted_at"),
        (rate_limits._FORGET_COUNTS, "call_counts_start", "start"),
    )
    for sql, index, column in statements:
        lines = "\n".join(plan(filled, sql, values(sql, client_id="user 0")))
        found = (
            rf"{index}\w* (.|\n)*Index Cond: .*{column} <="
            if isinstance(filled, PostgreSQL)
            else rf"USING .*INDEX {index}\w* .*{column}<"
        )
        assert re.search(found, lines), lines


def test_an_account_is_one_lookup_and_its_grant_another(filled: Database) -> None:
    lines = plan(filled, accounts._READ, {"connection": "figma", "identifier": "user 500"})
    lookups = [line for line in lines if ("Index Scan" if isinstance(filled, PostgreSQL) else "SEARCH") in line]
    assert len(lookups) == 2, lines


def test_deleting_a_grant_looks_nowhere_row_by_row(filled: Database) -> None:
    """The foreign keys to a grant are checked through an index as well."""
    for table in ("accounts", "authorization_requests", "rate_limits", "call_counts"):
        assert scans(filled, f"SELECT 1 FROM {table} WHERE grant_id = :grant_id", {"grant_id": "user 500"}) == []


def test_deleting_an_account_finds_its_tokens_through_an_index(filled: Database) -> None:
    given = {"connection": "figma", "identifier": "user 500"}
    sql = "SELECT 1 FROM mcp_tokens WHERE connection = :connection AND identifier = :identifier"
    assert scans(filled, sql, given) == []


BACKLOG = """
INSERT INTO event_deliveries (endpoint, event_id, message_id, type, connection, identifier, payload, state, queued_at,
  next_attempt_at)
{} SELECT 'crm', i, '', '', 'figma', {}, '', 'waiting', :now, CASE WHEN i % 5 < 3 THEN :now + 3000 ELSE 0 END FROM n
"""


@pytest.mark.parametrize("analyzed", [False, True])
@pytest.mark.parametrize(("accounts", "due"), [(1, 0), (1, 1), (ROWS // 5, 8)])
def test_the_next_deliveries_are_found_however_many_wait_behind_them(
    database_url: str, accounts: int, due: int, analyzed: bool
) -> None:
    """Three in five wait for their next attempt; statistics may be there or not."""
    with closing(open_database(database_url)) as database:
        run(database, "INSERT INTO event_endpoints (name, url_digest, last_event) VALUES ('crm', '', 0)")
        run(database, BACKLOG.format(NUMBERED, f"'user ' || (i % {accounts})"))
        run(database, "UPDATE event_deliveries SET next_attempt_at = :due WHERE event_id = 1", due=FAR if due else 0)
        if not due:
            run(database, "UPDATE event_deliveries SET next_attempt_at = :now + 3000 WHERE event_id = 1")
        if analyzed:
            run(database, "ANALYZE")
        for sql in (outbox._PLACE, outbox._CLAIM):
            asked = values(sql, name="crm", limit=8, after_connection="", after_identifier="")
            looked, few = visited(database, sql, asked)
            assert looked <= few, "\n".join(plan(database, sql, asked))
        with database.write() as transaction:
            found = outbox.claim(transaction, "crm", owner="me", lease=60, limit=8)
        assert len(found) == due


class _Heard:
    """A transaction, of whose statements note is taken."""

    def __init__(self, transaction: Transaction, said: list[tuple[str, dict[str, Any]]]) -> None:
        self._transaction, self._said = transaction, said

    def run(self, sql: str, /, **values: Any) -> list[tuple[Any, ...]]:
        self._said.append((sql, values))
        return self._transaction.run(sql, **values)


INBOX = (
    """
    INSERT INTO accounts (connection, identifier, status, status_reason, created_at, updated_at)
    VALUES ('figma', 'ann', 'ACTIVE', '', 0, 0)
    """,
    f"""
    INSERT INTO webhook_events (connection, identifier, route, webhook_id, digest, type, subject, happened_at, payload,
      state, received_at, attempts)
    {NUMBERED} SELECT 'figma', 'ann', '', '', 'event ' || i, '', {{}}, i, '', 'waiting', :now, i % 12 FROM n
    """,
)


@pytest.mark.parametrize("analyzed", [False, True])
@pytest.mark.parametrize(
    ("subject", "first", "found"),
    [
        ("'a file'", "attempts = 0", 1),
        ("'a file'", "next_attempt_at = :now + 3000", None),
        ("'a file'", "lease_until = :now + 60", None),
        ("'file ' || (i % 500)", "next_attempt_at = :now + 3000", 10),
        ("''", "next_attempt_at = :now + 3000", 2),
    ],
)
def test_the_next_event_is_found_however_many_wait_behind_it(
    database_url: str, subject: str, first: str, found: int | None, analyzed: bool
) -> None:
    """Statistics may be there or not: an inbox fills within minutes."""
    with closing(open_database(database_url)) as database:
        for statement in INBOX:
            run(database, statement.format(subject))
        run(database, "UPDATE webhook_events SET attempts = 0")
        run(database, f"UPDATE webhook_events SET {first} WHERE id = 1")
        if analyzed:
            run(database, "ANALYZE")
        said = list[tuple[str, dict[str, Any]]]()
        with database.write() as transaction:
            event = inbox.claim(_Heard(transaction, said), None, connections=["figma"], owner="me", lease=60)
            transaction.run("UPDATE webhook_events SET lease_owner = '', lease_until = 0 WHERE lease_owner = 'me'")
        for sql, given in said:
            looked, few = visited(database, sql, given)
            assert looked <= few, "\n".join(plan(database, sql, given))
        assert (event and event.id) == found


def test_an_event_at_which_processes_died_is_given_up_without_a_look_at_the_others(database_url: str) -> None:
    """It is found where it would be handled next."""
    with closing(open_database(database_url)) as database:
        for statement in INBOX:
            run(database, statement.format("'a file'"))
        asked = values(inbox._BURY, id=10)
        looked, few = visited(database, inbox._BURY, asked)
        assert looked <= few, plan(database, inbox._BURY, asked)
        run(database, f"UPDATE webhook_events SET attempts = {inbox.ATTEMPTS} WHERE id <= 3")
        with database.write() as transaction:
            found = inbox.claim(transaction, None, connections=["figma"], owner="me", lease=60)
        assert found is not None
        assert (found.id, found.attempts) == (4, 5)
        dead = run(database, "SELECT id, attempts FROM webhook_events WHERE state = 'dead' ORDER BY id")
        assert dead == [(1, inbox.ATTEMPTS), (2, inbox.ATTEMPTS), (3, inbox.ATTEMPTS)]
