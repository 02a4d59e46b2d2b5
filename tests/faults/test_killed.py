"""A process dies at each instant of a refresh; the account works on the next call, and no token is lost (P2)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from .world import PATIENCE, TOOL, World, until


@pytest.mark.parametrize(
    ("point", "refreshes"),
    [
        pytest.param("claim.written", 1, id="F1: before the claim is committed"),
        pytest.param("refresh.claimed", 1, id="F2: before the request is sent"),
        pytest.param("refresh.answered", 2, id="F5: before the answer is stored"),
        pytest.param("publish.written", 2, id="F6: within the storing transaction"),
        pytest.param("refresh.published", 1, id="F7: after the commit"),
    ],
)
def test_F1_F2_F5_F6_F7_killed_at_a_fault_point(point: str, refreshes: int, world: World) -> None:
    world.lease = 20
    world.expire()
    worker = world.worker(at=point, fault="kill")
    worker.tell("call", identifiers=["ann"])
    assert worker.await_death() == -signal.SIGKILL
    with world.actions() as actions:
        begun = time.monotonic()
        actions.execute_tool(TOOL, identifier="ann")
        assert time.monotonic() - begun < world.lease / 2, "a lease of a dead process of this host is taken at once"
    world.check(refreshes)


@pytest.mark.parametrize(("point", "refreshes"), [("refresh.claimed", 1), ("refresh.answered", 2)])
def test_F2_F5_a_holder_that_died_on_another_host_is_waited_for_as_long_as_its_lease(
    point: str, refreshes: int, world: World
) -> None:
    world.expire()
    worker = world.worker(at=point, fault="kill")
    worker.tell("call", identifiers=["ann"])
    worker.await_death()
    world.move_holder()
    with world.actions() as actions:
        begun = time.monotonic()
        actions.execute_tool(TOOL, identifier="ann")
        assert time.monotonic() - begun < 1.5 * world.lease
    world.check(refreshes)


@pytest.mark.parametrize(
    ("hold", "refreshes"),
    [
        pytest.param("before", 2, id="F3: before the provider acts"),
        pytest.param("after", 2, id="F4: after it acted, before its answer is read"),
    ],
)
def test_F3_F4_killed_while_the_provider_works(hold: str, refreshes: int, world: World) -> None:
    """The provider acts for a caller that is dead; where it does so is the same to whoever comes next."""
    world.expire()
    world.sandbox.fail_next("oauth.refresh", delay=60, hold=hold)  # type: ignore[arg-type]
    worker = world.worker()
    worker.tell("call", identifiers=["ann"])
    world.sandbox.wait_in_flight("oauth.refresh")
    worker.signal(signal.SIGKILL)
    worker.await_death()
    world.sandbox.release("oauth.refresh")
    until(lambda: world.sandbox.refreshes() == 1)
    with world.actions() as actions:
        actions.execute_tool(TOOL, identifier="ann")
    world.check(refreshes)


def test_F3_a_dead_callers_request_that_the_provider_carries_out_last_is_healed(world: World) -> None:
    world.expire()
    held = world.sandbox.fail_next("oauth.refresh", delay=60, hold="before")
    worker = world.worker()
    worker.tell("call", identifiers=["ann"])
    world.sandbox.wait_in_flight("oauth.refresh")
    worker.signal(signal.SIGKILL)
    worker.await_death()
    with world.actions() as actions:
        actions.execute_tool(TOOL, identifier="ann")
        assert world.sandbox.refreshes() == 1
        held.release()
        until(lambda: world.sandbox.refreshes() == 2)
        actions.execute_tool(TOOL, identifier="ann")
    world.check(3)


def test_F8_SIGTERM_lets_the_refresh_under_way_finish(world: World) -> None:
    world.expire()
    held = world.sandbox.fail_next("oauth.refresh", delay=60)
    worker = world.worker()
    worker.tell("call", identifiers=["ann"])
    world.sandbox.wait_in_flight("oauth.refresh")
    worker.signal(signal.SIGTERM)
    held.release()
    assert worker.await_death() == 0
    assert world.row("generation") == 2
    world.check(1)


def run(world: World, *arguments: str) -> subprocess.Popen[bytes]:
    program = [sys.executable, *arguments]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(program, env=os.environ | world.environment, **pipes)  # type: ignore[call-overload,no-any-return]


def test_F8_SIGTERM_lets_the_command_finish_the_refresh_under_way(world: World) -> None:
    world.make_due(expires_in=30 * 86400)
    held = world.sandbox.fail_next("oauth.refresh", delay=60)
    with run(world, "-m", "figwright_cli", "accounts", "refresh", "--due") as command:
        world.sandbox.wait_in_flight("oauth.refresh")
        command.send_signal(signal.SIGTERM)
        held.release()
        assert command.wait(PATIENCE) == 0
    assert world.row("generation") == 2
    world.check(1)


FORGETFUL = """
import sys, threading
from figwright import Actions
actions = Actions()
threading.Thread(target=actions.execute_tool, args=["figma_me_get"], kwargs={"identifier": "ann"}, daemon=True).start()
sys.stdin.read()
"""


def test_F8_a_process_that_ends_without_closing_anything_stores_the_token_first(world: World) -> None:
    world.expire()
    held = world.sandbox.fail_next("oauth.refresh", delay=60)
    with run(world, "-c", FORGETFUL) as program:
        world.sandbox.wait_in_flight("oauth.refresh")
        assert program.stdin
        program.stdin.close()
        held.release()
        assert program.wait(PATIENCE) == 0
    assert world.row("generation") == 2
    world.check(1)


def test_F13_a_holder_that_was_paused_past_its_lease_stores_nothing(world: World) -> None:
    world.expire()
    worker = world.worker(at="refresh.answered", fault="stop")
    worker.tell("call", identifiers=["ann"])
    worker.await_stop()
    with world.actions() as actions:
        actions.execute_tool(TOOL, identifier="ann")
    stored = world.row("generation, lease_epoch, access")
    worker.signal(signal.SIGCONT)
    assert worker.answer()["failures"] == [], "the late one works with the winner's token"
    assert world.row("generation, lease_epoch, access") == stored
    world.check(2)


def test_F14_a_paused_holders_request_that_the_provider_carries_out_last_is_healed(world: World) -> None:
    world.expire()
    held = world.sandbox.fail_next("oauth.refresh", delay=60, hold="before")
    worker = world.worker()
    worker.tell("call", identifiers=["ann"])
    world.sandbox.wait_in_flight("oauth.refresh")
    worker.signal(signal.SIGSTOP)
    worker.await_stop()
    with world.actions() as actions:
        actions.execute_tool(TOOL, identifier="ann")
        held.release()
        until(lambda: world.sandbox.refreshes() == 2)
        worker.signal(signal.SIGCONT)
        actions.execute_tool(TOOL, identifier="ann")
    assert worker.answer()["failures"] == []
    world.check(3)


@pytest.mark.timeout(600)
def test_P2_a_storm_of_a_thousand_calls_with_forty_kills_breaks_nothing(world: World) -> None:
    """Ten times four processes call at expiry while four others that do the same are killed at any instant.

    A refresh is repeated only if the process that was killed had it under way.
    """
    rounds, rng = 10, random.Random(7)
    survivors = [world.worker() for _ in range(4)]
    killed, refreshes = 0, 0
    for _ in range(rounds):
        victims = [world.worker() for _ in range(4)]
        for worker in (*survivors, *victims):
            worker.await_ready()
        world.expire()
        for worker in (*survivors, *victims):
            worker.tell("call", identifiers=["ann"], count=25, threads=5)
        for worker in victims:
            time.sleep(rng.uniform(0, 0.03))
            worker.signal(signal.SIGKILL)
        for worker in survivors:
            assert worker.answer()["failures"] == []
        killed += sum(worker.await_death() == -signal.SIGKILL for worker in victims)
        asked = world.sandbox.refreshes() - refreshes
        refreshes += asked
        assert 1 <= asked <= 1 + len(victims)
        assert world.stored_token() == world.sandbox.live_token()
    assert killed == 4 * rounds
    world.check(refreshes)
