"""What nobody should wait for: a request settles a little of what time has ended, and a sweep does the rest."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from figwright import AccountStatus, Actions, Connection
from figwright.errors import ConfigurationError

from .desk import Desk

DAY = 86400.0
MANY = 230
"""More than a sweep settles, or forgets, in one transaction."""


def end_many_tokens(desk: Desk) -> None:
    """As many people whose personal tokens have just ended; nobody has written it down."""
    token = desk.sandbox.token(kind="personal_access_token")
    desk.actions.connect_with_token(identifier="ann", token=token, check=False)
    numbered = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY})"
    columns = "kind, state, state_reason, generation, key_id, data_key, access"
    desk.run(
        f"""
        INSERT INTO grants (id, client_id, provider_user, {columns}, expires_at)
        {numbered} SELECT 'grant ' || i, '', 'user ' || i, {columns}, :now - 60 FROM n, grants
        """
    )
    desk.run(
        f"""
        INSERT INTO accounts (connection, identifier, status, status_reason, grant_id, created_at, updated_at)
        {numbered} SELECT 'figma', 'user ' || i, 'ACTIVE', '', 'grant ' || i, :now, :now FROM n
        """
    )


def settled(desk: Desk) -> int:
    [(count,)] = desk.run("SELECT COUNT(*) FROM accounts WHERE status = 'EXPIRED'")
    return int(count)


def test_a_request_settles_a_few_and_a_sweep_all(any_desk: Desk) -> None:
    end_many_tokens(any_desk)
    page = any_desk.actions.list_connected_accounts(page_size=1000)
    assert 0 < settled(any_desk) <= 10
    assert sum(account.status == AccountStatus.EXPIRED for account in page) == MANY
    any_desk.actions.refresh_due(rate=None)
    assert settled(any_desk) == MANY
    assert len(any_desk.actions.list_account_events(limit=1000)) == MANY + 1


def age_events(desk: Desk, days: float, count: int) -> None:
    desk.run("UPDATE events SET at = :now - :seconds WHERE id <= :count", seconds=days * DAY, count=count)


def some_events(desk: Desk) -> None:
    desk.run(
        f"""
        INSERT INTO events (at, connection, identifier, old_status, new_status, reason)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY + 2})
        SELECT :now, 'figma', 'user ' || i, 'PENDING', 'ACTIVE', '' FROM n
        """
    )


@pytest.mark.parametrize(
    ("setting", "days", "left"),
    [(None, 401, 2), (None, 399, MANY + 2), ("30", 31, 2), ("30", 29, MANY + 2), ("0", 4000, MANY + 2)],
)
def test_a_sweep_forgets_the_events_that_are_older_than_the_setting(
    any_desk: Desk, monkeypatch: pytest.MonkeyPatch, setting: str | None, days: float, left: int
) -> None:
    if setting is not None:
        monkeypatch.setenv("FIGWRIGHT_EVENT_RETENTION_DAYS", setting)
    some_events(any_desk)
    age_events(any_desk, days, MANY)
    with any_desk.open() as actions:
        assert len(actions.list_account_events(limit=1000)) == MANY + 2
        actions.refresh_due(rate=None)
        kept = actions.list_account_events(limit=1000)
    assert len(kept) == left
    assert [event.identifier for event in kept[-2:]] == [f"user {MANY + 1}", f"user {MANY + 2}"]


def test_a_sweep_forgets_what_is_known_of_limits_and_calls_when_nobody_needs_it(any_desk: Desk) -> None:
    any_desk.actions.connect_with_token(identifier="ann", token="figd_x", kind="personal_access_token", check=False)
    numbered = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY})"
    of_one = "FROM n, (SELECT id FROM grants ORDER BY id LIMIT 1) AS one"
    for span, days in (("minute", 0.1), ("month", 401)):
        any_desk.run(
            f"""
            INSERT INTO call_counts (grant_id, tier, span, start, calls)
            {numbered} SELECT id, i, :span, CASE WHEN i > 1 THEN :now - :age ELSE :now END, 1 {of_one}
            """,
            span=span,
            age=days * DAY,
        )
    any_desk.run(
        f"""
        INSERT INTO rate_limits (grant_id, tier, place, not_before, told_at, answered_at, probe_at, status, said,
          sentence, plan, seat, upgrade_url, noted_at)
        {numbered} SELECT id, i, '', 0, 0, 0, 0, 429, '', '', '', '', '',
          CASE WHEN i > 1 THEN :now - :age ELSE :now END {of_one}
        """,
        age=41 * DAY,
    )
    any_desk.actions.refresh_due(rate=None)
    assert any_desk.run("SELECT tier FROM rate_limits") == [(1,)]
    assert sorted(any_desk.run("SELECT span, tier FROM call_counts")) == [("minute", 1), ("month", 1)]


def test_a_process_takes_no_more_connections_than_the_setting(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIGWRIGHT_DATABASE_CONNECTIONS", "2")
    monkeypatch.setenv("FIGWRIGHT_ENCRYPTION_KEYS", "k" * 43)
    others = "SELECT COUNT(*), pg_sleep(0.05) FROM pg_stat_activity WHERE datname = current_database()"
    with Actions([Connection()], database_url=postgres_url) as actions, ThreadPoolExecutor(8) as threads:
        database = actions.context.stored().database
        found = [rows[0][0] for rows in threads.map(lambda _: database.read(others), range(16))]
    assert max(found) == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [("DATABASE_CONNECTIONS", "0"), ("DATABASE_CONNECTIONS", "many"), ("EVENT_RETENTION_DAYS", "-1")],
)
def test_a_setting_that_cannot_be_kept_is_refused_by_its_name(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"FIGWRIGHT_{name}", value)

    def use(**options: Any) -> None:
        with desk.open(**options) as actions:
            actions.list_connected_accounts()

    with pytest.raises(ConfigurationError, match=name.lower()):
        use()
