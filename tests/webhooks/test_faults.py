"""What no fault may do to an event: lose it, hand it out of order, or let somebody else's words through."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.postgres import PostgresServer

from figwright.webhooks.receiving import receive
from figwright_figma.sandbox import Sandbox

from .post import Post, post, until
from .test_handling import arrive, times

STEPS = {
    "inbox.claimed": ["A 0", "A 1"],
    "event.claimed": ["A 0", "A 1"],
    "handler": ["A 0", "A 0", "A 1"],
    "event.handled": ["A 0", "A 0", "A 1"],
    "inbox.finished": ["A 0", "A 0", "A 1"],
    "event.finished": ["A 0", "A 1"],
    "inbox.failed": ["A 0", "A 0", "A 1"],
}
"""By the step at which the process that handles is killed, what handlers get in all."""


class Nursery:
    """Processes that receive and handle, one for each command."""

    def __init__(self, office: Post, folder: Path) -> None:
        [key], self.log = office.settings["encryption_keys"], folder / "handled"
        words = [sys.executable, "-m", "webhooks.nursery", office.settings["database_url"], key, str(self.log)]
        here = Path(__file__).parents[1]
        self.process = subprocess.Popen(words, cwd=here, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, **command: Any) -> int:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def handled(self) -> list[str]:
        """What handlers got since this was asked before."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.write_text("")
        return lines


@pytest.fixture
def nursery(office: Post, tmp_path: Path) -> Iterator[Nursery]:
    made = Nursery(office, tmp_path)
    yield made
    made.process.communicate()


@pytest.mark.slow
def test_F44_whoever_handles_is_killed_at_each_step_and_nothing_is_lost_or_handled_out_of_order(
    office: Post, nursery: Nursery
) -> None:
    for step, expected in STEPS.items():
        arrive(office, ("A", times(1)), ("A", times(2)))
        assert nursery(do="handle", kill=step, fails=step == "inbox.failed") == -9, step
        office.run("UPDATE webhook_events SET lease_until = 0, next_attempt_at = 0")
        assert nursery(do="handle", kill="") == 0
        assert nursery.handled() == expected, step
        assert office.states() == ["handled", "handled"], step
        office.run("DELETE FROM webhook_events")


@pytest.mark.slow
def test_F44_whoever_receives_is_killed_at_each_step_and_the_repetition_is_one_event(
    office: Post, nursery: Nursery
) -> None:
    (webhook,) = office.register()
    until(lambda: office.actions.list_webhook_events())  # the ping
    path = webhook.endpoint.removeprefix("https://app.example.com")
    for number, step in enumerate(("inbox.stored", "event.received")):
        body = office.payload(webhook, file_key="A", comment_id=number)
        assert nursery(do="receive", path=path, body=body, kill=step) == -9, step
        assert len(office.inbox()) == number + (step == "event.received")
        assert nursery(do="receive", path=path, body=body, kill="") == 0
        assert len(office.inbox()) == number + 1
    assert nursery(do="handle", kill="") == 0
    assert nursery.handled() == ["A 0", "A 1"]


def test_F38_what_comes_four_times_out_of_order_among_pings_is_handled_once_and_in_order(office: Post) -> None:
    (webhook,) = office.register()
    bodies = [
        office.payload(webhook, file_key=file, timestamp=times(hour), comment_id=f"{file}{hour}")
        for file in "AB"
        for hour in range(5)
    ]
    pings = [office.payload(webhook, event_type="PING", timestamp=times(9), comment_id=number) for number in range(20)]
    sent = [*bodies * 4, *pings]
    random.Random(38).shuffle(sent)
    answers: list[int] = []

    def deliver(share: list[dict[str, Any]]) -> None:
        answers.extend(office.send(webhook, body) for body in share)

    threads = [threading.Thread(target=deliver, args=(sent[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * len(sent)
    for each in office.inbox(state="stale"):  # by the time of this test, long ago
        office.actions.replay_webhook_event(each.event.id)
    seen: list[str] = []
    office.actions.on_event()(lambda event: seen.append(event.data["comment_id"]))
    assert office.actions.handle_events() == (10, 0)
    for file in "AB":
        assert [each for each in seen if each[0] == file] == [f"{file}{hour}" for hour in range(5)]


def test_T58_of_ten_thousand_wrong_passcodes_none_is_stored_and_each_is_refused(desk: Post) -> None:
    (webhook,) = desk.register()
    until(lambda: desk.actions.list_webhook_events())  # the ping
    right = desk.figma.world.webhooks[webhook.id]["passcode"]
    stored, declared = desk.actions.context.stored(), desk.actions.connection("figma").connector.webhooks
    assert declared is not None
    route, chance = webhook.endpoint.rpartition("/")[2], random.Random(58)

    def answer(passcode: object) -> int:
        body = json.dumps(desk.payload(webhook, passcode=passcode)).encode()
        return receive(stored.database, stored.ring, declared, "figma", route, {}, body).status

    changes: list[Callable[[int], object]] = [
        lambda at: right[:at],
        lambda at: right[:at] + right[at].swapcase() + right[at + 1 :] if right[at].isalpha() else right[:at] + "_",
        lambda at: right[:at] + chance.choice("-_.~") + right[at + 1 :] if right[at] not in "-_" else right + "x",
        lambda at: right + "\0" * (at + 1),
        lambda at: "".join(chance.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", k=43)),
        lambda at: [right] * (at + 1),
        lambda at: {"passcode": right, "at": at},
    ]
    tried = [changes[number % len(changes)](chance.randrange(len(right))) for number in range(10_000)]
    assert right not in [each for each in tried if isinstance(each, str)]
    assert {answer(each) for each in tried} == {400}
    assert desk.inbox() == []
    assert answer(right) == 200


@pytest.mark.slow
def test_F43_a_server_that_is_away_is_503_and_what_is_sent_again_lands(
    figma: Sandbox, postgres: PostgresServer, postgres_url: str
) -> None:
    with post(figma, postgres_url) as office:
        (webhook,) = office.register()
        until(lambda: office.actions.list_webhook_events())  # the ping
        postgres.stop()
        try:
            assert office.send(webhook, office.payload(webhook, comment_id="8")) == 503
            figma.event("FILE_COMMENT", office.file_key, comment_id="7")
            history = figma.world.deliveries[webhook.id]
            until(lambda: history[-1]["response_info"] or history[-1]["error_msg"])
        finally:
            postgres.start()
        assert office.status_at_figma(webhook) == "ACTIVE"
        figma.clock.advance(301)
        until(lambda: (history[-1]["response_info"] or {}).get("status") == "200")
        assert [each.event.data["comment_id"] for each in office.inbox()] == ["7"]  # type: ignore[index]


@pytest.mark.slow
def test_T60_a_rotation_under_fire_loses_nothing_and_hands_nothing_twice(office: Post) -> None:
    (webhook,) = office.register()
    stopping, lock = threading.Event(), threading.Lock()
    sent: list[int] = []
    answers: list[int] = []
    handled: list[int] = []

    def fire(start: int) -> None:
        number = start
        while not stopping.is_set():
            status = office.send(webhook, office.payload(webhook, file_key=f"F{start}", comment_id=number))
            with lock:
                sent.append(number)
                answers.append(status)
            number += 4

    office.actions.on_event()(lambda event: handled.append(event.data["comment_id"]))
    threads = [threading.Thread(target=fire, args=(start,)) for start in range(4)]
    with office.actions.run_event_handlers(every=0.02):
        for thread in threads:
            thread.start()
        until(lambda: len(answers) > 20)
        office.actions.rotate_webhooks(webhook_id=webhook.id)
        until(lambda: len(answers) > 60)
        stopping.set()
        for thread in threads:
            thread.join()
        until(lambda: len(handled) >= len(sent))
    assert set(answers) == {200}
    assert sorted(handled) == sorted(sent)
    for start in range(4):
        mine = [number for number in handled if number % 4 == start]
        assert mine == sorted(mine)
