"""An account is ended or connected anew while its token is being refreshed: what the person did last holds (P3)."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from figwright import Actions
from figwright.errors import AccountNotActiveError, NotConnectedError

from .world import TOOL, World, until


def call(actions: Actions, identifier: str = "ann") -> None:
    actions.execute_tool(TOOL, identifier=identifier)


def connect_anew(actions: Actions, world: World) -> None:
    link = actions.get_authorization_link(identifier="ann", scopes=["current_user:read"])
    callback = world.sandbox.consent(link.link)
    assert callback
    actions.complete_authorization(callback)


@pytest.mark.parametrize("end", ["delete_connected_account", "disconnect_connected_account"])
def test_F26_the_last_account_of_a_grant_is_ended_during_its_refresh(end: str, world: World) -> None:
    world.expire()
    held = world.sandbox.fail_next("oauth.refresh", delay=60)
    with world.actions() as actions, ThreadPoolExecutor(1) as thread:
        calling = thread.submit(call, actions)
        world.sandbox.wait_in_flight("oauth.refresh")
        getattr(actions, end)(identifier="ann")
        held.release()
        with pytest.raises(AccountNotActiveError) as raised:
            calling.result()
        assert raised.value.status == "DISCONNECTED"
        with pytest.raises((AccountNotActiveError, NotConnectedError)):
            call(actions)
    assert world.sql("SELECT id FROM grants") == [], "nothing of the new token was stored"
    assert world.sandbox.refreshes() == 1
    assert world.changes() == [("ACTIVE", "DISCONNECTED")]
    world.check_file()


def test_F26_one_of_two_accounts_of_a_grant_is_deleted_during_its_refresh(world: World) -> None:
    world.connect("ann", "ben")
    world.expire()
    held = world.sandbox.fail_next("oauth.refresh", delay=60)
    with world.actions() as actions, ThreadPoolExecutor(2) as threads:
        calls = [threads.submit(call, actions, identifier) for identifier in ("ann", "ben")]
        world.sandbox.wait_in_flight("oauth.refresh")
        actions.delete_connected_account(identifier="ann")
        held.release()
        calls[1].result()
        calls[0].exception()
        with pytest.raises(NotConnectedError):
            call(actions)
    world.check(1, identifier="ben", changes=[("ACTIVE", "DISCONNECTED")])


@pytest.mark.parametrize(
    ("hold", "refreshes"),
    [
        pytest.param("after", 1, id="the consent came last"),
        pytest.param("before", 2, id="the old refresh is carried out last and healed"),
    ],
)
def test_F27_connected_anew_during_a_refresh(hold: Any, refreshes: int, world: World) -> None:
    world.expire()
    held = world.sandbox.fail_next("oauth.refresh", delay=60, hold=hold)
    with world.actions() as actions, world.actions() as other, ThreadPoolExecutor(1) as thread:
        calling: Future[None] = thread.submit(call, actions)
        world.sandbox.wait_in_flight("oauth.refresh")
        connect_anew(other, world)
        stored = world.row("generation, lease_epoch, access, refresh, scopes")
        held.release()
        calling.result()
        until(lambda: world.sandbox.in_flight("oauth.refresh") == 0)
        if hold == "after":
            assert world.row("generation, lease_epoch, access, refresh, scopes") == stored
        call(other)
    assert world.row("scopes") == "current_user:read"
    world.check(refreshes, changes=world.changes())
    assert set(world.changes()) <= {("ACTIVE", "ACTIVE")}


def test_F27_connected_anew_while_a_sweep_holds_the_lease(world: World) -> None:
    world.make_due(expires_in=30 * 86400)
    held = world.sandbox.fail_next("oauth.refresh", delay=60)
    with world.actions() as sweeping, world.actions() as other, ThreadPoolExecutor(1) as thread:
        report = thread.submit(sweeping.refresh_due)
        world.sandbox.wait_in_flight("oauth.refresh")
        connect_anew(other, world)
        held.release()
        assert report.result().refreshed == 0
    assert world.row("generation") == 2
    world.check(1, changes=world.changes())
