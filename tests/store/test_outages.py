"""A PostgreSQL server that is away, and comes back in time or does not (F43)."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from support.postgres import PostgresServer

from figwright.store.postgres import PostgreSQL

from .network import PATIENCE, connect, is_there


@pytest.mark.slow
def test_F43_an_outage_that_ends_in_time_costs_no_more_than_itself(postgres_url: str, postgres: PostgresServer) -> None:
    with closing(PostgreSQL(postgres_url)) as database, ThreadPoolExecutor(50) as threads:
        connect(database, "ana")
        postgres.stop()
        try:
            reads = [threads.submit(is_there, database, "ana") for _ in range(25)]
            writes = [threads.submit(connect, database, f"user{number}") for number in range(25)]
            time.sleep(1.5)  # longer than a pool goes on trying by itself
        finally:
            postgres.start()
        assert all(read.result(PATIENCE) for read in reads)
        assert all(write.result(PATIENCE) is None for write in writes)
        assert database.read("SELECT count(*) FROM accounts") == [(26,)]


@pytest.mark.slow
def test_F43_who_waits_for_a_server_that_stays_away_is_told_so(postgres_url: str, postgres: PostgresServer) -> None:
    with closing(PostgreSQL(postgres_url, connections=2, checkout_seconds=1)) as database:
        postgres.stop()
        try:
            with ThreadPoolExecutor(10) as threads:
                reads = [threads.submit(is_there, database, "ana") for _ in range(10)]
                told = [str(read.exception(PATIENCE)) for read in reads]
        finally:
            postgres.start()
    assert [each for each in told if "cannot be reached" not in each or "were in use" in each] == []
