"""How the statements find their rows: through an index, however many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest

from figwright.store import Database, accounts, authorization_requests, breakers, grants, mcp_tokens, open_database

from .rows import FAR, run

STATEMENTS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in (accounts, authorization_requests, breakers, grants, mcp_tokens)
    for name, value in vars(module).items()
    if isinstance(value, str) and re.match(r"\s*(SELECT|UPDATE|DELETE|INSERT)\b", value)
}
ALL_ROWS = {"grants._KEY_IDS", "mcp_tokens._LIST"}
"""What has to look at every row: once in a process's life, and where the operator lists all."""

NUMBERS = {
    *("now", "ttl", "seen", "epoch", "revive", "wait", "counted", "pause", "span", "first", "longest"),
    *("lifetime", "limit", "after", "before", "replaces", "expires_at", "refresh_after", "read_only"),
}
CIPHERTEXTS = {"access", "refresh", "data_key", "verifier", "empty"}
NARROW = {"after_connection": "figma", "connection": "figma", "after_identifier": "user 500", "identifier": "user 500"}
WIDE = {"connection": "", "identifier": "", "status": ""}


NUMBERED = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
FILL = (
    f"""
    INSERT INTO grants (id, client_id, provider_user, kind, state, state_reason, generation, key_id, data_key, access,
      refresh, expires_at, refresh_after)
    {NUMBERED} SELECT 'user ' || i, 'user ' || (i % 2), 'user ' || i, 'oauth', 'live', '', 1, 'key', :empty, :empty,
      CASE WHEN i % 2 = 0 THEN :empty END, :far - i, :far - i FROM n
    """,
    f"""
    INSERT INTO accounts (connection, identifier, status, status_reason, grant_id, created_at, updated_at)
    {NUMBERED} SELECT CASE WHEN i % 2 = 0 THEN 'figma' ELSE 'other' END, 'user ' || i, 'ACTIVE', '', 'user ' || i, 0, 0
    FROM n
    """,
    f"""
    INSERT INTO authorization_requests (id, connection, identifier, start_hash, state_hash, scopes, return_to,
      user_verify_url, replaces, created_at, expires_at, grant_id)
    {NUMBERED} SELECT 'user ' || i, 'figma', 'user ' || i, 'user ' || i, 'user ' || i, '', '', '', 0, 0, :far,
      'user ' || i FROM n
    """,
    f"""
    INSERT INTO events (at, connection, identifier, old_status, new_status, reason)
    {NUMBERED} SELECT 0, 'figma', 'user ' || (i % 1000), '', '', '' FROM n
    """,
    f"INSERT INTO breakers (client_id, open_until, openings, reason) {NUMBERED} SELECT 'user ' || i, 0, 0, '' FROM n",
    f"INSERT INTO app_faults (client_id, grant_id, at) {NUMBERED} SELECT 'user ' || i, 'user', 0 FROM n",
    f"""
    INSERT INTO mcp_tokens (hash, id, connection, identifier, label, read_only, created_at, expires_at)
    {NUMBERED} SELECT 'user ' || i, 'user ' || i, CASE WHEN i % 2 = 0 THEN 'figma' ELSE 'other' END, 'user ' || i, '',
      0, 0, :far - i FROM n
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
        rows = transaction.run(f"EXPLAIN {'' if database.blocking else 'QUERY PLAN '}{sql}", **given)
    return [str(row[-1]) for row in rows]


def scans(database: Database, sql: str, given: dict[str, Any]) -> list[str]:
    """The lines of the plan that visit a table row by row."""
    visits = "Seq Scan" if database.blocking else "^SCAN (?!CONSTANT ROW)"
    return [line for line in plan(database, sql, given) if re.search(visits, line)]


def values(sql: str, **given: Any) -> dict[str, Any]:
    names = set(re.findall(r"(?<!:):([a-z_]+)", sql)) - {"now"}
    kinds = {name: 10 if name in NUMBERS else b"x" if name in CIPHERTEXTS else "user 500" for name in names}
    return {name: given.get(name, kinds[name]) for name in names}


@pytest.mark.parametrize("name", sorted(set(STATEMENTS) - ALL_ROWS))
def test_a_statement_finds_its_rows_through_an_index(filled: Database, name: str) -> None:
    sql = STATEMENTS[name]
    assert scans(filled, sql, values(sql, **NARROW)) == []
    if "accounts._LIST" in name or "accounts._EVENTS" in name:
        assert scans(filled, sql, values(sql, **(NARROW | WIDE))) == []


def test_what_is_due_is_found_from_where_it_begins(filled: Database) -> None:
    """Nothing is due among the 5,000: the index ends the search, not a look at each of them."""
    statements = (
        (grants._CLAIM_DUE, "grants_due", "refresh_after"),
        (grants._EXPIRE, "grants_end", "expires_at"),
        (grants._ANY_EXPIRED, "grants_end", "expires_at"),
        (authorization_requests._ANY_EXPIRED, "authorization_requests_expiry", "expires_at"),
        (authorization_requests._EXPIRED, "authorization_requests_expiry", "expires_at"),
        (mcp_tokens._FORGET, "mcp_tokens_expiry", "expires_at"),
    )
    for sql, index, column in statements:
        lines = "\n".join(plan(filled, sql, values(sql, client_id="user 0")))
        found = (
            rf"{index}\w* (.|\n)*Index Cond: .*{column} <="
            if filled.blocking
            else rf"USING .*INDEX {index}\w* .*{column}<"
        )
        assert re.search(found, lines), lines


def test_an_account_is_one_lookup_and_its_grant_another(filled: Database) -> None:
    lines = plan(filled, accounts._READ, {"connection": "figma", "identifier": "user 500"})
    lookups = [line for line in lines if ("Index Scan" if filled.blocking else "SEARCH") in line]
    assert len(lookups) == 2, lines


def test_deleting_a_grant_looks_nowhere_row_by_row(filled: Database) -> None:
    """The foreign keys to a grant are checked through an index as well."""
    for table in ("accounts", "authorization_requests"):
        assert scans(filled, f"SELECT 1 FROM {table} WHERE grant_id = :grant_id", {"grant_id": "user 500"}) == []


def test_deleting_an_account_finds_its_tokens_through_an_index(filled: Database) -> None:
    given = {"connection": "figma", "identifier": "user 500"}
    sql = "SELECT 1 FROM mcp_tokens WHERE connection = :connection AND identifier = :identifier"
    assert scans(filled, sql, given) == []
