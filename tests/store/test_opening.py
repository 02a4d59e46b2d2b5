"""Opening a database and its transactions, on both databases: all or nothing, once for everybody."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from types import ModuleType

import pytest

from figwright.errors import ConfigurationError, StoreError
from figwright.store import Database, accounts, mcp_tokens, open_database, schema

from .rows import (
    FAR,
    TTL,
    claimed,
    make_account,
    make_grant,
    state_of,
)


def test_a_transaction_that_raises_stores_nothing(database: Database) -> None:
    def fail() -> None:
        with database.write() as transaction:
            accounts.create(transaction, "figma", "ann")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert accounts.read(database, "figma", "ann") is None


def test_a_statement_that_fails_undoes_those_before_it(database: Database) -> None:
    def fail() -> None:
        with database.write() as transaction:
            accounts.create(transaction, "figma", "ann")
            accounts.attach(transaction, "figma", "ann", "no such grant")

    with pytest.raises(StoreError):
        fail()
    assert accounts.read(database, "figma", "ann") is None
    make_account(database)


def test_times_are_the_stores_own_in_seconds(database: Database) -> None:
    make_grant(database)
    lease = claimed(database)
    state = state_of(database)
    assert lease.claimed_at <= state.lease_until - TTL + 1 <= state.now + 1
    assert 1.7e9 < state.now < FAR


OPEN_TWENTY_TIMES = """
import os, sys, traceback
from figwright.store import accounts, open_database, postgres, sqlite
waiting, go = os.pipe()
for number in range(20):
    if os.fork() == 0:
        os.close(go)
        os.read(waiting, 1)
        try:
            database = open_database(sys.argv[1])
            with database.write() as transaction:
                accounts.create(transaction, "figma", f"{number}")
            database.close()
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(0)
os.close(go)
for number in range(20):
    os.wait()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the operating system has no forks")
def test_twenty_processes_open_an_empty_database_at_once(database_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPEN_TWENTY_TIMES, database_url], capture_output=True, text=True, timeout=100, check=True
    )
    assert done.stderr == ""
    with closing(open_database(database_url)) as database:
        assert database.read("SELECT COUNT(*) FROM accounts") == [(20,)]


def module_of(database_url: str) -> ModuleType:
    from figwright.store import postgres, sqlite

    return sqlite if database_url.startswith("sqlite") else postgres


def test_a_migration_that_fails_leaves_nothing_half(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    open_database(database_url).close()
    broken = (*schema.MIGRATIONS, ("CREATE TABLE half (a BIGINT)", "CREATE TABLE half (a BIGINT)"))
    monkeypatch.setattr(module_of(database_url), "MIGRATIONS", broken)
    with pytest.raises(StoreError, match="half"):
        open_database(database_url)
    mended = (*schema.MIGRATIONS, ("CREATE TABLE half (a BIGINT)", "CREATE TABLE whole (a BIGINT)"))
    monkeypatch.setattr(module_of(database_url), "MIGRATIONS", mended)
    for _ in range(2):
        with closing(open_database(database_url)) as database:
            assert database.read("SELECT COUNT(*) FROM half") == [(0,)]


@pytest.mark.parametrize("version", range(1, len(schema.MIGRATIONS)))
def test_a_database_of_an_earlier_version_keeps_its_rows(
    database_url: str, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(module_of(database_url), "MIGRATIONS", schema.MIGRATIONS[:version])
        with closing(open_database(database_url)) as database:
            make_account(database, "ann")
    with closing(open_database(database_url)) as database:
        assert accounts.read(database, "figma", "ann") is not None
        assert mcp_tokens.list_tokens(database, limit=1) == []


def test_older_code_refuses_newer_tables(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = (*schema.MIGRATIONS, ("CREATE TABLE newer (a BIGINT)",))
    with monkeypatch.context() as patch:
        patch.setattr(module_of(database_url), "MIGRATIONS", newer)
        open_database(database_url).close()
    with pytest.raises(ConfigurationError, match=r"was changed by a newer figwright.*Update"):
        open_database(database_url)


def test_a_database_without_an_address_of_ours_is_refused() -> None:
    for wrong in (
        "",
        "mysql://u:secret@h/d",
        "/srv/figwright.db",
        "sqlite:figwright.db",
        "postgresql+x://u:secret@[/d",
    ):
        with pytest.raises(ConfigurationError, match="neither sqlite:///") as caught:
            open_database(wrong)
        assert "secret" not in str(caught.value)
