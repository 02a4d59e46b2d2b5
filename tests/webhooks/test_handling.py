"""Handlers: at least once, in order within a file, again after a failure, by any number of processes."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from figwright import Actions, AsyncActions, Connection
from figwright.errors import ConfigurationError
from figwright.types import HandledReport, WebhookEvent
from figwright.webhooks import inbox

from .post import Post, until

Event = WebhookEvent[Any]


def times(hour: int) -> str:
    return f"2026-11-29T{hour:02}:00:00Z"


def arrive(post: Post, *events: tuple[str, str], event: str = "FILE_COMMENT") -> None:
    """Events of (file, time), stored as deliveries that are not too old."""
    (webhook,) = post.register(event)
    for number, (file_key, timestamp) in enumerate(events):
        assert (
            post.send(webhook, post.payload(webhook, file_key=file_key, timestamp=timestamp, comment_id=number)) == 200
        )
    for each in post.inbox(state="stale"):
        post.actions.replay_webhook_event(each.event.id)


def due(post: Post) -> None:
    """Let every pause be over."""
    post.run("UPDATE webhook_events SET next_attempt_at = 0")


def test_events_are_handled_by_their_own_time_and_not_by_arrival(office: Post) -> None:
    seen: list[tuple[str, int]] = []
    office.actions.on_event("FILE_COMMENT")(
        lambda event: seen.append((event.subject, event.happened_at.hour if event.happened_at else -1))
    )
    arrive(office, ("A", times(3)), ("B", times(2)), ("A", times(1)), ("A", times(2)), ("B", times(1)))
    assert office.actions.handle_events() == (5, 0)
    assert [hour for file, hour in seen if file == "A"] == [1, 2, 3]
    assert [hour for file, hour in seen if file == "B"] == [1, 2]


def test_files_take_turns_however_many_events_one_of_them_has(office: Post) -> None:
    """Also those that only one of them has waited for, in a thread, which hands over one event at a time."""
    seen: list[str] = []
    office.actions.on_event()(lambda event: seen.append(f"{event.subject}{event.data['comment_id']}"))
    arrive(office, *(("A", times(hour)) for hour in range(4)), ("B", times(5)), ("B", times(6)), ("C", times(7)))
    with office.actions.run_event_handlers(every=0.01):
        until(lambda: len(seen) == 7)
    assert seen == ["A0", "B4", "C6", "A1", "B5", "A2", "A3"]


def test_P16_what_fails_holds_back_its_own_file_alone_and_is_dead_after_ten(office: Post) -> None:
    attempts: list[int] = []
    handled: list[str] = []

    @office.actions.on_event("FILE_COMMENT")
    def handle(event: Event) -> None:
        if event.data["comment_id"] == 0:
            attempts.append(event.attempt)
            raise KeyError("whatever")
        handled.append(f"{event.subject}{event.data['comment_id']}")

    arrive(office, ("A", times(1)), ("A", times(2)), ("B", times(3)))
    assert office.actions.handle_events() == (1, 1)
    assert handled == ["B2"]
    for _ in range(9):
        due(office)
        office.actions.handle_events(limit=1)
    assert attempts == list(range(1, 11))
    assert office.actions.handle_events() == (1, 0)
    assert handled == ["B2", "A1"]
    (dead,) = office.inbox(state="dead")
    assert (dead.attempts, dead.last_failure) == (10, "KeyError")
    office.actions.replay_webhook_event(dead.event.id)
    assert office.actions.handle_events() == (0, 1)
    assert attempts[-1] == 1


def test_an_event_without_a_handler_waits_and_holds_nothing_back(desk: Post) -> None:
    desk.actions.on_event("FILE_UPDATE")(lambda event: None)
    arrive(desk, ("A", times(1)))
    arrive(desk, ("A", times(2)), event="FILE_UPDATE")
    assert desk.actions.handle_events() == (1, 0)
    assert desk.states() == ["waiting", "handled"]


def test_a_client_handles_no_event_of_a_connection_that_it_does_not_have(desk: Post) -> None:
    arrive(desk, ("A", times(1)))
    other = Connection(name="figma-eu", connector="figma", api_url=desk.figma.url, allow_insecure=True)
    seen: list[str] = []
    with Actions(**{**desk.settings, "connections": [other]}) as elsewhere:
        elsewhere.on_event()(lambda event: seen.append(event.connection_name))
        assert elsewhere.handle_events() == (0, 0)
    assert desk.states() == ["waiting"]
    desk.actions.on_event()(lambda event: seen.append(event.connection_name))
    assert desk.actions.handle_events() == (1, 0)
    assert seen == ["figma"]


def test_P16_a_process_that_is_killed_midway_loses_the_event_to_the_next(office: Post) -> None:
    arrive(office, ("A", times(1)))
    database = office.actions.context.stored().database
    with database.write() as transaction:
        lost = inbox.claim(transaction, None, connections=["figma"], owner="killed", lease=20.0)
    assert lost is not None
    seen: list[int] = []
    office.actions.on_event()(lambda event: seen.append(event.attempt))
    assert office.actions.handle_events() == (0, 0)
    office.run("UPDATE webhook_events SET lease_until = lease_until - 20")
    assert office.actions.handle_events() == (1, 0)
    assert seen == [2]
    with database.write() as transaction:
        assert not inbox.finish(transaction, lost)


def test_a_lease_is_renewed_while_a_handler_runs_so_that_no_other_host_takes_the_event(office: Post) -> None:
    arrive(office, ("A", times(1)), ("A", times(2)))
    lease = 3.0

    def leased_until() -> float:
        [(until_when,)] = office.run("SELECT MAX(lease_until) FROM webhook_events")
        return float(until_when)

    def handle(event: Event) -> None:
        first = leased_until()
        until(lambda: leased_until() > first + lease / 6)
        with Actions(**office.settings) as other:
            other.on_event()(lambda event: taken.append(event.id))
            assert other.handle_events() == (0, 0)

    taken: list[int] = []
    office.actions.on_event()(handle)
    assert office.actions.handle_events(limit=1, lease=lease) == (1, 0)
    assert taken == []
    assert office.states() == ["handled", "waiting"]


def test_a_handler_that_is_cancelled_keeps_its_event_no_longer(desk: Post) -> None:
    """Whatever still holds on to the task and its error."""
    arrive(desk, ("A", times(1)))
    kept: list[object] = []

    async def main() -> None:
        async with AsyncActions(**desk.settings) as actions:
            begun = asyncio.Event()

            @actions.on_event()
            async def handle(event: Event) -> None:
                begun.set()
                await asyncio.Event().wait()

            task = asyncio.create_task(actions.handle_events(every=0.05, lease=0.3))
            kept.append(task)
            await begun.wait()
            task.cancel()
            try:
                await task
            except asyncio.CancelledError as error:
                kept.append(error)

    asyncio.run(main())
    desk.actions.on_event()(lambda event: None)
    until(lambda: desk.actions.handle_events() == (1, 0))
    assert len(kept) == 2


def test_a_lease_that_was_lost_is_not_taken_back(office: Post) -> None:
    arrive(office, ("A", times(1)))
    database = office.actions.context.stored().database
    with database.write() as transaction:
        mine = inbox.claim(transaction, None, connections=["figma"], owner="slow", lease=20.0)
        assert mine is not None
        assert inbox.renew(transaction, mine, lease=20.0)
    office.run("UPDATE webhook_events SET lease_until = 1")
    with database.write() as transaction:
        assert not inbox.renew(transaction, mine, lease=20.0)
        assert inbox.claim(transaction, None, connections=["figma"], owner="other", lease=20.0) is not None
        assert not inbox.renew(transaction, mine, lease=20.0)


def test_F40_no_time_of_a_wrong_clock_holds_an_event_for_longer_than_its_bound(office: Post) -> None:
    arrive(office, ("A", times(1)))
    office.run("UPDATE webhook_events SET lease_until = lease_until + 9e11, next_attempt_at = 9e11")
    office.actions.on_event()(lambda event: None)
    assert office.actions.handle_events() == (1, 0)


def test_an_event_at_which_processes_die_is_given_up(desk: Post) -> None:
    arrive(desk, ("A", times(1)))
    desk.run("UPDATE webhook_events SET attempts = 10")
    desk.actions.on_event()(lambda event: None)
    assert desk.actions.handle_events() == (0, 0)
    assert desk.states() == ["dead"]


def test_threads_and_clients_share_the_work_and_none_is_handled_twice(office: Post) -> None:
    seen: list[int] = []
    arrive(office, *((file, times(hour)) for file in "ABC" for hour in range(4)))

    def work() -> None:
        with Actions(**office.settings) as client:
            client.on_event()(lambda event: seen.append(event.id))
            client.handle_events()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    office.actions.on_event()(lambda event: seen.append(event.id))
    office.actions.handle_events()
    assert sorted(seen) == sorted(each.event.id for each in office.inbox())


WORKER = """
import json, sys
from figwright import Actions, Connection
url, key, path = sys.argv[1:]
connections = [Connection(name="figma", connector="figma", tools=())]
with Actions(connections, database_url=url, encryption_keys=[key]) as actions:
    @actions.on_event()
    def note(event):
        with open(path, "a") as file:
            file.write(json.dumps([event.subject, str(event.happened_at), event.id]) + "\\n")
    print(actions.handle_events())
"""


@pytest.mark.slow
def test_two_processes_handle_each_event_once_and_each_file_in_order(office: Post, tmp_path: Path) -> None:
    arrive(office, *((file, times(hour)) for file in "ABCDEF" for hour in reversed(range(4))))
    [key] = office.settings["encryption_keys"]
    words = [sys.executable, "-c", WORKER, office.settings["database_url"], key]
    started = [subprocess.Popen([*words, str(tmp_path / name)], stdout=subprocess.PIPE) for name in ("one", "two")]
    assert [each.wait(120) for each in started] == [0, 0]
    for each in started:
        assert each.stdout is not None
        each.stdout.close()
    office.actions.on_event()(lambda event: None)
    office.actions.handle_events()
    told = [tmp_path / name for name in ("one", "two")]
    rows = [json.loads(line) for path in told if path.exists() for line in path.read_text().splitlines()]
    assert sorted(row[2] for row in rows) == sorted(each.event.id for each in office.inbox())
    handled = {each.event.id: each.handled_at for each in office.inbox()}
    for file in "ABCDEF":
        mine = sorted((row for row in rows if row[0] == file), key=lambda row: row[1])
        assert [row[2] for row in mine] == sorted((row[2] for row in mine), key=lambda each: str(handled[each]))


def test_a_thread_handles_what_arrives_until_it_is_stopped(desk: Post) -> None:
    seen: list[str] = []
    desk.actions.on_event("FILE_COMMENT")(lambda event: seen.append(event.type))
    desk.register()
    with desk.actions.run_event_handlers(every=0.01):
        desk.happen()
        until(lambda: desk.states() == ["handled"])
    assert seen == ["FILE_COMMENT"]


def test_a_handler_that_ends_its_thread_fails_and_the_thread_goes_on(desk: Post) -> None:
    """As parsers of command lines do, by SystemExit."""
    seen: list[str] = []

    @desk.actions.on_event()
    def handle(event: Event) -> None:
        seen.append(event.subject)
        if event.subject == "A":
            sys.exit(3)

    arrive(desk, ("A", times(1)), ("B", times(2)))
    with desk.actions.run_event_handlers(every=0.01):
        until(lambda: len(seen) == 2)
        until(lambda: "handled" in desk.states())
    assert seen == ["A", "B"]
    assert [each.last_failure for each in desk.inbox()] == ["SystemExit", ""]


class NoExceptionError(BaseException):
    """As those that libraries stop a test or a task with."""


def test_P16_whatever_a_handler_raises_in_a_thread_the_thread_goes_on(desk: Post) -> None:
    def handle(event: Event) -> None:
        if event.subject == "A":
            raise NoExceptionError

    desk.actions.on_event()(handle)
    arrive(desk, ("A", times(1)), ("B", times(2)))
    with desk.actions.run_event_handlers(every=0.01):
        until(lambda: "handled" in desk.states())
    assert [each.last_failure for each in desk.inbox()] == ["NoExceptionError", ""]


def test_P16_a_task_that_was_cancelled_while_a_handler_waited_for_it_is_a_failure_of_the_handler_alone(
    desk: Post,
) -> None:
    arrive(desk, ("A", times(1)), ("B", times(2)))

    async def main() -> HandledReport:
        async with AsyncActions(**desk.settings) as actions:

            @actions.on_event()
            async def handle(event: Event) -> None:
                if event.subject == "A":
                    task = asyncio.create_task(asyncio.Event().wait())
                    asyncio.get_running_loop().call_soon(task.cancel)
                    await task

            return await actions.handle_events()

    assert asyncio.run(main()) == (1, 1)
    assert [each.last_failure for each in desk.inbox()] == ["CancelledError", ""]


def test_what_a_plain_client_cannot_await_is_a_failure_of_its_handler_alone(desk: Post) -> None:
    """Nothing tells beforehand that a function returns a coroutine."""

    async def coroutine(event: Event) -> None: ...

    desk.actions.on_event("FILE_COMMENT")(lambda event: coroutine(event))
    desk.actions.on_event("FILE_UPDATE")(lambda event: None)
    arrive(desk, ("A", times(1)))
    arrive(desk, ("B", times(2)), event="FILE_UPDATE")
    assert desk.actions.handle_events() == (1, 1)
    failure = "ConfigurationError: A handler of Actions is a plain function: only AsyncActions awaits coroutines."
    assert [each.last_failure for each in desk.inbox()] == [failure, ""]


def test_a_signal_that_ends_the_program_while_a_handler_runs_is_no_failure_of_it(desk: Post) -> None:
    def handle(event: Event) -> None:
        raise SystemExit

    desk.actions.on_event()(handle)
    arrive(desk, ("A", times(1)))
    with pytest.raises(SystemExit):
        desk.actions.handle_events()
    assert [each.last_failure for each in desk.inbox()] == [""]


def test_an_event_loop_awaits_handlers_that_are_coroutine_functions(desk: Post) -> None:
    arrive(desk, ("A", times(1)), ("A", times(2)))
    seen: list[int] = []

    async def main() -> HandledReport:
        async with AsyncActions(**desk.settings) as actions:

            @actions.on_event("FILE_COMMENT")
            async def handle(event: Event) -> None:
                await asyncio.sleep(0)
                seen.append(event.data["comment_id"])
                if event.attempt == 1 and len(seen) == 2:
                    raise RuntimeError

            with pytest.raises(ConfigurationError, match="A thread cannot await a handler"):
                await actions.run_event_handlers()
            return await actions.handle_events()

    assert asyncio.run(main()) == (1, 1)
    assert seen == [0, 1]


def test_what_nobody_could_handle_is_refused_when_it_is_said(desk: Post) -> None:
    async def coroutine(event: Event) -> None: ...

    with pytest.raises(ConfigurationError, match="only tries the endpoint"):
        desk.actions.on_event("PING")
    with pytest.raises(ConfigurationError, match="only AsyncActions awaits"):
        desk.actions.on_event("FILE_COMMENT")(coroutine)
    with pytest.raises(ConfigurationError, match="Decorate a function with on_event"):
        desk.actions.handle_events()
