"""Tasks, threads and processes want the same new token at the same moment: one refresh, and nobody loses (P1)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import anyio
import anyio.to_thread
import pytest
from support.sizes import many

from figwright import AsyncActions

from .world import TOOL, World


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_F9_P1_the_leader_is_cancelled_and_99_followers_get_the_token(backend: str, world: World) -> None:
    world.expire()
    held = world.sandbox.fail_next("oauth.refresh", delay=60)
    done: list[str] = []

    async def run() -> None:
        async with AsyncActions([world.connection()], **world.settings()) as actions:
            leader = anyio.CancelScope()

            async def lead() -> None:
                with leader:
                    await actions.execute_tool(TOOL, identifier="ann")
                    done.append("leader")

            async def follow() -> None:
                await actions.execute_tool(TOOL, identifier="ann")
                done.append("follower")

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(lead)
                await anyio.to_thread.run_sync(world.sandbox.wait_in_flight, "oauth.refresh")
                for _ in range(99):
                    tasks.start_soon(follow)
                await anyio.lowlevel.checkpoint()
                leader.cancel()
                await anyio.lowlevel.checkpoint()
                held.release()

    anyio.run(run, backend=backend)
    assert done == ["follower"] * 99
    world.check(1)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_F9_a_refresh_outlives_the_event_loop_that_wanted_it(backend: str, local: World) -> None:
    local.expire()
    held = local.sandbox.fail_next("oauth.refresh", delay=60)

    async def run() -> None:
        async with AsyncActions([local.connection()], **local.settings()) as actions:
            with anyio.move_on_after(60) as scope:
                async with anyio.create_task_group() as tasks:

                    async def leave() -> None:
                        await anyio.to_thread.run_sync(local.sandbox.wait_in_flight, "oauth.refresh")
                        scope.cancel()

                    tasks.start_soon(leave)
                    await actions.execute_tool(TOOL, identifier="ann")
            held.release()

    anyio.run(run, backend=backend)
    assert local.row("generation") == 2
    local.check(1)


@pytest.mark.parametrize(
    "rounds", [20, pytest.param(many(200, 1000), marks=[pytest.mark.slow, pytest.mark.timeout(600)])]
)
def test_F10_P1_two_processes_at_the_same_instant(rounds: int, world: World) -> None:
    workers = [world.worker(), world.worker()]
    for worker in workers:
        worker.await_ready()
    for number in range(1, rounds + 1):
        world.expire()
        for worker in workers:
            worker.tell("call", identifiers=["ann"])
        for worker in workers:
            assert worker.answer()["failures"] == []
        assert world.sandbox.refreshes() == number
        assert world.row("generation") == number + 1
    world.check(rounds)


@pytest.mark.parametrize(
    "calls", [400, pytest.param(many(2_000, 10_000), marks=[pytest.mark.slow, pytest.mark.timeout(600)])]
)
@pytest.mark.parametrize("begin", ["expire", "revoke"])
def test_F11_P1_thousands_of_calls_by_four_processes(begin: str, calls: int, world: World) -> None:
    """At expiry, and where another installation has replaced the token under everybody's feet."""
    if begin == "expire":
        world.expire()
    else:
        world.sandbox.revoke(world.sandbox.live_token() or "")
    workers = [world.worker(deadline=300) for _ in range(4)]
    for worker in workers:
        worker.await_ready()
    for worker in workers:
        worker.tell("call", identifiers=["ann"], count=calls // 4, threads=10)
    answers = [worker.answer(300) for worker in workers]
    assert sum(answer["succeeded"] for answer in answers) == calls
    world.check(1)


@pytest.mark.slow
def test_F11_who_waits_for_another_process_waits_little_longer_than_the_provider_takes(world: World) -> None:
    """By far not until the lease ends."""
    world.lease = 20
    world.expire()
    world.sandbox.fail_next("oauth.refresh", delay=0.5)
    workers = [world.worker() for _ in range(2)]
    for worker in workers:
        worker.await_ready()
    for worker in workers:
        worker.tell("call", identifiers=["ann"], count=20, threads=20)
    slowest = max(worker.answer()["seconds"][-1] for worker in workers)
    assert slowest < world.lease / 4
    world.check(1)


@pytest.mark.parametrize(
    ("people", "rate"),
    [(30, 40.0), pytest.param(many(200, 1000), 50.0, marks=[pytest.mark.slow, pytest.mark.timeout(600)])],
)
def test_F12_many_grants_that_fall_due_together_are_renewed_at_the_rate_that_was_set(
    people: int, rate: float, world: World
) -> None:
    world.lease = 10  # a refresh in good health is not late on a busy machine
    world.people(people)
    world.make_due(expires_in=30 * 86400)
    world.sql("UPDATE grants SET refresh_after = expires_at WHERE provider_user = :ann", ann=world.sandbox.demo.user.id)
    with world.actions() as first, world.actions() as second, world.actions() as reader:
        begun = time.monotonic()
        slowest: list[float] = []

        def sweep(actions: Any) -> Callable[[], Any]:
            return lambda: actions.refresh_due(rate=rate / 2, threads=4)

        def read() -> None:
            while world.sandbox.refreshes() < people:
                asked = time.monotonic()
                reader.execute_tool(TOOL, identifier="ann")
                slowest.append(time.monotonic() - asked)

        async def together() -> list[Any]:
            reports: list[Any] = []

            async def report(work: Callable[[], Any]) -> None:
                reports.append(await anyio.to_thread.run_sync(work))

            async with anyio.create_task_group() as tasks:
                for work in (sweep(first), sweep(second), read):
                    tasks.start_soon(report, work)
            return [each for each in reports if each is not None]

        reports = anyio.run(together)
        seconds = time.monotonic() - begun
    assert sum(report.refreshed for report in reports) == people
    assert sum(report.failed for report in reports) == 0
    assert seconds >= (people - 2) / rate
    assert sorted(slowest)[len(slowest) // 2] < 0.25, "readers are not held up"
    assert set(world.sandbox.oauth.refresh_counts().values()) == {1}
    world.check(people)


def test_F36_a_process_that_forks_after_it_opened_the_store(world: World) -> None:
    ben = world.sandbox.user("ben")
    world.connect("ben", user=ben)
    world.sql("UPDATE grants SET expires_at = :now - 1 WHERE provider_user = :ben", ben=ben.id)
    answer = world.worker().ask("fork", identifiers=["ann", "ben"])
    assert answer["child_status"] == 0
    assert answer["failures"] == answer["child"]["failures"] == []
    world.check(1)
    world.check(1, identifier="ben", user=ben)
