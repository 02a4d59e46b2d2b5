"""What changes at most so many rows at once never changes more, whichever plan the database makes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from figwright.store import Database, Transaction, accounts, authorization_requests, breakers, grants, mcp_tokens

from .rows import make_account, run

MANY, LIMIT = 120, 7
NUMBERED = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY})"
ROWS = {
    "grants": f"""
    INSERT INTO grants (id, client_id, provider_user, kind, state, state_reason, generation, key_id, data_key, access,
      expires_at)
    {NUMBERED} SELECT 'g' || i, '', 'g' || i, 'oauth', 'live', '', 1, 'key', :empty, :empty, i FROM n
    """,
    "authorization_requests": f"""
    INSERT INTO authorization_requests (id, connection, identifier, scopes, return_to, user_verify_url, replaces,
      created_at, expires_at)
    {NUMBERED} SELECT 'r' || i, 'figma', 'ann', '', '', '', 0, 0, {{expires_at}} FROM n
    """,
    "events": f"""
    INSERT INTO events (at, connection, identifier, old_status, new_status, reason)
    {NUMBERED} SELECT i, 'figma', 'ann', '', '', '' FROM n
    """,
    "app_faults": f"INSERT INTO app_faults (client_id, grant_id, at) {NUMBERED} SELECT 'app', 'g' || i, i FROM n",
    "mcp_tokens": f"""
    INSERT INTO mcp_tokens (hash, id, connection, identifier, label, read_only, created_at, expires_at)
    {NUMBERED} SELECT 'h' || i, 't' || i, 'figma', 'ann', '', 0, 0, i FROM n
    """,
}
Change = Callable[[Transaction], object]
CHANGES: dict[str, tuple[str, str, Change]] = {
    "expired grants": (ROWS["grants"], "state = 'live'", lambda t: grants.expire(t, LIMIT)),
    "expired consents": (
        ROWS["authorization_requests"].format(expires_at="i"),
        "id <> ''",
        lambda t: authorization_requests.expire(t, LIMIT),
    ),
    "consents of a wrong clock": (
        ROWS["authorization_requests"].format(expires_at="4e9 + i"),
        "id <> ''",
        lambda t: authorization_requests.expire(t, LIMIT),
    ),
    "old events": (ROWS["events"], "id > 0", lambda t: accounts.forget_events(t, span=1.0, limit=LIMIT)),
    "ended tokens": (ROWS["mcp_tokens"], "id <> ''", lambda t: mcp_tokens.forget(t, span=1.0, limit=LIMIT)),
}


@pytest.mark.parametrize("name", CHANGES)
def test_no_more_rows_change_than_were_asked_for(database: Database, name: str) -> None:
    fill, unchanged, change = CHANGES[name]
    make_account(database, "ann")
    run(database, fill, **({"empty": b""} if ":empty" in fill else {}))
    table = fill.split()[2]
    left = []
    for _ in range(2):
        with database.write() as transaction:
            change(transaction)
        left.append(run(database, f"SELECT COUNT(*) FROM {table} WHERE {unchanged}")[0][0])
    assert left == [MANY - LIMIT, MANY - 2 * LIMIT]


def test_counting_a_fault_forgets_a_few_old_ones(database: Database) -> None:
    run(database, ROWS["app_faults"])
    with database.write() as transaction:
        breakers.count_fault(transaction, "app", "new", 60.0)
    assert run(database, "SELECT COUNT(*) FROM app_faults") == [(MANY - 10 + 1,)]
