"""Everything that changes accounts of one person at the same time: nobody waits in a circle, no spent code is lost."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import psycopg
import pytest
from faults.proxy import Proxy
from support.postgres import PostgresServer

from figwright.errors import FigwrightError, StoreBusyError, StoreError
from figwright.store import fault_points
from figwright.types.accounts import Access
from figwright_figma.sandbox import Sandbox

from .desk import Desk

CONFIRM = "https://app.example.com/confirm"
ROUNDS = 6


def access_of(desk: Desk, identifier: str) -> Access:
    access = desk.actions.context.stored().find(desk.actions.connection(), identifier)
    assert isinstance(access, Access)
    return access


def works(desk: Desk) -> dict[str, Callable[[], object]]:
    """What is done again and again, by name: each in a thread of its own."""
    actions, scopes = desk.actions, itertools.cycle([["file_content:read"], ["current_user:read"]])

    def verify() -> None:
        done = desk.connect("dee", user_verify_url=CONFIRM, replace=True)
        if done.verification_required:
            actions.verify_connected_account_user(auth_request_id=done.auth_request_id, identifier="dee")

    def leave_and_come_back(identifier: str) -> None:
        actions.disconnect_connected_account(identifier=identifier)
        desk.connect(identifier)

    def delete_and_come_back() -> None:
        actions.delete_connected_account(identifier="bob")
        desk.connect("bob")

    return {
        "consent": lambda: desk.connect("ann"),
        "another's consent": lambda: desk.connect("eve"),
        "disconnect": lambda: leave_and_come_back("cy"),
        "another's disconnect": lambda: leave_and_come_back("dee"),
        "delete": delete_and_come_back,
        "scopes": lambda: actions.context.stored().scopes_seen(access_of(desk, "ann"), next(scopes)),
        "more scopes": lambda: actions.context.stored().scopes_seen(access_of(desk, "eve"), next(scopes)),
        "refresh": lambda: actions.refresh_connected_account(identifier="ann"),
        "verify": verify,
    }


def test_F42_all_changes_of_one_grant_run_against_each_other(any_desk: Desk, request: pytest.FixtureRequest) -> None:
    names = ("ann", "bob", "cy", "dee", "eve")
    for name in names:
        any_desk.connect(name)
    doing, start = works(any_desk), threading.Barrier(len(works(any_desk)))

    def again_and_again(name: str) -> list[str]:
        start.wait()
        failures = []
        for _ in range(ROUNDS):
            try:
                doing[name]()
            except StoreError as error:
                failures.append(f"{name}: {error}")
            except FigwrightError as error:  # a refresh met a token that was replaced meanwhile, say
                if "consent" in name:
                    failures.append(f"{name}: {error}")
        return failures

    with ThreadPoolExecutor(len(doing)) as threads:
        assert [failure for failures in threads.map(again_and_again, doing) for failure in failures] == []
    if any_desk.database_url.startswith("postgresql"):
        server: PostgresServer = request.getfixturevalue("postgres")
        name = any_desk.database_url.rpartition("/")[2]
        any_desk.actions.close()  # a session tells what it counted when it ends
        deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = %s"
        assert server.execute(deadlocks, name) == [(0,)]
    for name in names:
        any_desk.connect(name)
        assert any_desk.handle(name) == any_desk.sandbox.demo.user.handle
    assert any_desk.rows("grants") == 1


@pytest.fixture
def remote(sandbox: Sandbox, postgres_url: str) -> Iterator[tuple[Desk, Proxy]]:
    """An installation on PostgreSQL, and the network before it."""
    with closing(Proxy(postgres_url)) as proxy, closing(Desk(sandbox, proxy.url)) as desk:
        yield desk, proxy


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("waits", [False, True])
def test_F42_a_consent_whose_COMMIT_has_no_answer_is_stored_once_with_its_spent_code(
    remote: tuple[Desk, Proxy], waits: bool, moment: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, proxy = remote
    moments = [moment]

    def cut(point: str) -> None:
        if point == "consent.written" and moments:
            proxy.cut = moments.pop()

    monkeypatch.setattr(fault_points, "hook", cut)
    done = desk.connect(user_verify_url=CONFIRM if waits else None)
    assert (done.verification_required, proxy.cuts) == (waits, 1)
    if waits:
        assert desk.status() == "PENDING_VERIFICATION"
        desk.actions.verify_connected_account_user(auth_request_id=done.auth_request_id, identifier="ann")
    assert desk.handle() == desk.sandbox.demo.user.handle
    assert [new for _, new, _ in desk.events()] == (["PENDING_VERIFICATION"] if waits else []) + ["ACTIVE"]
    assert desk.run("SELECT generation FROM grants") == [(1,)]
    assert desk.requests("oauth.token") == 1


_SLOW = """
CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END';
CREATE CONSTRAINT TRIGGER slowly AFTER INSERT ON grants DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION slowly();
"""


@pytest.fixture
def slow_commits(remote: tuple[Desk, Proxy], postgres_url: str) -> Iterator[None]:
    """A COMMIT of a new grant takes half a second."""
    assert remote[0].rows("grants") == 0  # whoever opens the store makes its tables
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(_SLOW)
        yield
        connection.execute("DROP FUNCTION slowly CASCADE")


@pytest.mark.parametrize("waits", [False, True])
def test_F42_a_COMMIT_that_ends_after_it_was_looked_for_is_not_made_twice(
    remote: tuple[Desk, Proxy], slow_commits: None, waits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, proxy = remote

    def cut(point: str) -> None:
        if point == "consent.written" and not proxy.cuts:
            proxy.cut = "after"

    monkeypatch.setattr(fault_points, "hook", cut)
    done = desk.connect(user_verify_url=CONFIRM if waits else None)
    assert (done.verification_required, proxy.cuts) == (waits, 1)
    if waits:
        desk.actions.verify_connected_account_user(auth_request_id=done.auth_request_id, identifier="ann")
    assert desk.handle() == desk.sandbox.demo.user.handle
    assert [new for _, new, _ in desk.events()] == (["PENDING_VERIFICATION"] if waits else []) + ["ACTIVE"]
    assert desk.run("SELECT generation FROM grants") == [(1,)]


def test_F42_a_consent_is_stored_again_where_others_were_in_the_way(
    any_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its code is spent and its tokens are in memory alone, so no failure of the store ends it."""
    failures: list[StoreError] = [StoreBusyError("busy"), StoreError("full"), StoreBusyError("busy")]

    def fail(point: str) -> None:
        if point == "consent.written" and failures:
            raise failures.pop()

    monkeypatch.setattr(fault_points, "hook", fail)
    any_desk.connect()
    assert failures == []
    assert any_desk.handle() == any_desk.sandbox.demo.user.handle
    assert any_desk.events() == [("PENDING", "ACTIVE", "")]
    assert any_desk.requests("oauth.token") == 1
