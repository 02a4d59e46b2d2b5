"""One call meets a provider's limit: no process calls again before it is over, and then not all at once."""

from __future__ import annotations

import re
import signal
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import pytest
from support.postgres import PostgresServer

from figwright.errors import Cause, ProviderError

from .world import Worker, World, until

OPERATION, TIER = "getMe", 3
WAITING = re.compile(r"ProviderError: Figma refused figma_me_get \(429\): .*Try again in (\d+) seconds\.")
BODY = {"status": 429, "err": "Rate limit exceeded"}


def storm(workers: list[Worker], threads: int = 50) -> list[dict[str, Any]]:
    for worker in workers:
        worker.tell("call", identifiers=["ann"], count=threads, threads=threads)
    return [worker.answer() for worker in workers]


def ready(world: World, number: int = 4) -> list[Worker]:
    workers = [world.worker() for _ in range(number)]
    for worker in workers:
        worker.await_ready()
    return workers


def seconds_left(answers: list[dict[str, Any]]) -> list[int]:
    found = [WAITING.match(failure) for answer in answers for failure in answer["failures"]]
    assert None not in found, answers
    return [int(each[1]) for each in found if each]


def statuses(world: World) -> list[int | None]:
    return [request.status for request in world.sandbox.requests.of(OPERATION)]


def test_F47_one_call_meets_a_limit_and_200_callers_of_4_processes_are_refused_unsent(world: World) -> None:
    workers = ready(world)
    world.sandbox.limit(TIER, calls=1, seconds=300)
    assert workers[0].ask("call", identifiers=["ann"], count=2)["succeeded"] == 1
    left = seconds_left(storm(workers))
    assert len(left) == 200
    assert statuses(world) == [200, 429]
    [(told,)] = world.sql("SELECT not_before - :now FROM rate_limits")
    assert all(told - 2 <= each <= 301 for each in left)


def test_F47_of_a_storm_that_meets_a_limit_only_those_on_their_way_are_sent(world: World) -> None:
    workers = ready(world)
    world.sandbox.limit(TIER, calls=1, seconds=300)
    held = world.sandbox.fail_next(OPERATION, times=40, delay=60)
    for worker in workers:
        worker.tell("call", identifiers=["ann"], count=200, threads=10)
    world.sandbox.wait_in_flight(OPERATION, 40)
    held.release()
    left = seconds_left([worker.answer() for worker in workers])
    assert len(left) == 4 * 200 - 1
    # Forty were on their way. The thread of the one that was answered may have sent its next before a refusal came.
    assert statuses(world).count(200) == 1
    assert 39 <= statuses(world).count(429) <= 40


def test_F47_who_waited_goes_when_a_limit_is_over_the_first_alone(world: World) -> None:
    workers = ready(world)
    world.sandbox.fail_next(OPERATION, status=429, headers={"Retry-After": "3"}, body=BODY)
    world.sandbox.fail_next(OPERATION, delay=0.5)
    workers[0].tell("call", identifiers=["ann"])
    until(lambda: world.sql("SELECT 1 FROM rate_limits"))
    for worker in workers[1:]:
        worker.tell("call", identifiers=["ann"], count=10, threads=10)
    assert [worker.answer()["failures"] for worker in workers] == [[]] * 4
    refused, first, *others = world.sandbox.requests.of(OPERATION)
    assert (refused.status, first.status, {each.status for each in others}, len(others)) == (429, 200, {200}, 30)
    assert (first.at - refused.at).total_seconds() > 2.9
    after = sorted((each.at - first.at).total_seconds() for each in others)
    assert after[0] > 0.45
    assert after[-1] - after[0] > 0.2


def test_F48_a_killed_process_loses_the_count_of_its_last_seconds_at_most(world: World) -> None:
    worker, counted = world.worker(), "SELECT COALESCE(SUM(calls), 0) FROM call_counts WHERE span = 'month'"
    worker.ask("call", identifiers=["ann"], count=20, threads=4)
    until(lambda: world.sql(counted) == [(20,)])
    worker.ask("call", identifiers=["ann"], count=5)
    worker.signal(signal.SIGKILL)
    worker.await_death()
    assert 20 <= world.sql(counted)[0][0] <= 25
    world.check(0)
    until(lambda: world.sql(counted)[0][0] > 20)


def test_F43_a_limit_that_no_database_can_keep_is_told_to_all_who_met_it_together(
    remote: World, postgres: PostgresServer
) -> None:
    remote.sandbox.limit(TIER, calls=1, seconds=300)
    with remote.actions() as actions, ThreadPoolExecutor(30) as threads:
        actions.execute_tool("figma_me_get", identifier="ann")
        held = remote.sandbox.fail_next(OPERATION, times=30, delay=600)
        calls = [threads.submit(actions.execute_tool, "figma_me_get", identifier="ann") for _ in range(30)]
        remote.sandbox.wait_in_flight(OPERATION, 30)
        postgres.stop()
        try:
            held.release()
            told = [each.exception() for each in wait(calls, 60).done]
        finally:
            postgres.start()
        assert [getattr(each, "cause", None) for each in told] == [Cause.RATE_LIMITED] * 30
        assert all(200 < getattr(each, "retry_after", 0) <= 300 for each in told)
        for _ in range(5):
            with pytest.raises(ProviderError):
                actions.execute_tool("figma_me_get", identifier="ann")
    assert statuses(remote) == [200, *[429] * 31]
