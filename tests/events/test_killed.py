"""F44: a sender or a change dies at any instant, and no event is lost; one is sent twice only where it was sent."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time

import pytest
from support.postgres import PostgresServer
from support.provider import Connection as Wire
from support.provider import reply

from figwright.events import outbox

from .office import OK, Office, office, until

SENDER = """
import os, signal, sys
from figwright import Actions
from figwright.store import fault_points
point = sys.argv[1]
def die(name):
    if name == point:
        os.kill(os.getpid(), signal.SIGKILL)
with Actions() as actions:
    actions.list_connected_accounts()
    fault_points.hook = die
    actions.send_events()
"""

CHANGE = """
import os, signal, sys
from figwright import Actions
from figwright.accounts.stored import StoredAccounts
from figwright.store import accounts
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[1] == "written":
    change = accounts.change_status
    accounts.change_status = lambda *a, **k: (change(*a, **k), die())
else:
    StoredAccounts.notify = die
with Actions() as actions:
    actions.disconnect_connected_account(identifier="ann")
"""


def killed(office: Office, program: str, point: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program, point], env=os.environ | office.environment, timeout=120, check=False
    )
    assert done.returncode == -signal.SIGKILL


@pytest.mark.slow
@pytest.mark.parametrize(
    ("point", "sent"),
    [
        pytest.param("delivery.noted", 0, id="what is new is written, and not stored"),
        pytest.param("delivery.claimed", 0, id="within the transaction that claims"),
        pytest.param("delivery.stored", 0, id="claimed, and not sent"),
        pytest.param("delivery.sent", 1, id="sent, and not noted"),
    ],
)
def test_F44_a_sender_that_is_killed_loses_nothing_and_repeats_only_what_was_sent(
    point: str, sent: int, either: Office
) -> None:
    either.connect("ann")
    either.know()
    either.change("ann", 3)
    killed(either, SENDER, point)
    assert len(either.receiver.received) == sent
    if point in ("delivery.stored", "delivery.sent"):
        assert either.actions.send_events() == (0, 0), "the lease of the dead process holds"
        either.run("UPDATE event_deliveries SET lease_until = lease_until - 60")
    assert either.actions.send_events() == (3, 0)
    told = [each["data"]["status"] for each in either.told()]
    assert told == ["REVOKED"] * sent + ["REVOKED", "ACTIVE", "REVOKED"]
    ids = [each.headers["webhook-id"] for each in either.receiver.received]
    assert len(set(ids)) == 3


@pytest.mark.slow
@pytest.mark.parametrize(("point", "events"), [("written", 0), ("stored", 1)])
def test_F44_a_change_and_its_event_are_stored_together_or_not_at_all(point: str, events: int, either: Office) -> None:
    either.connect("ann")
    either.know()
    killed(either, CHANGE, point)
    changed = either.actions.get_connected_account(identifier="ann").status == "DISCONNECTED"
    assert changed == bool(events)
    assert either.actions.send_events() == (events, 0)
    assert len(either.told("account.status_changed")) == events


SENDERS = """
from figwright import Actions
import sys
with Actions() as actions, actions.run_event_sender(every=0.02):
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.mark.slow
def test_F44_senders_that_are_killed_again_and_again_lose_nothing_and_keep_each_account_s_order(
    either: Office,
) -> None:
    """Two at a time, at receivers of which every tenth answer is a failure; 72 changes of six accounts meanwhile."""
    chance, people = random.Random(7), [f"user{number}" for number in range(6)]
    either.connect(*people)
    either.know()

    def answer(wire: Wire) -> None:
        (OK if chance.random() < 0.9 else reply(status=500))(wire)

    either.answer(answer)
    running = [_start(either) for _ in range(2)]
    for number in range(12):
        for name in people:
            either.change(name)
        if number % 4 == 3:
            killed = running.pop(0)
            killed.kill()
            killed.communicate()
            either.due()
            running.append(_start(either))
    for process in running:
        process.communicate(timeout=60)
    either.receiver.answer(OK)
    while "waiting" in either.states():
        either.due()
        either.actions.send_events()
    arrived = {name: list[str]() for name in people}
    for each in either.told():
        moment = each["timestamp"]
        if moment not in arrived[each["data"]["identifier"]]:
            arrived[each["data"]["identifier"]].append(moment)
    for name in people:
        happened = either.run("SELECT COUNT(*) FROM events WHERE identifier = :name AND type = ''", name=name)[0][0]
        assert arrived[name] == sorted(arrived[name])
        assert happened - 1 == 12
    assert len(either.states()) == 72 == len({each.headers["webhook-id"] for each in either.receiver.received})


def _start(office: Office) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-c", SENDERS]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = subprocess.Popen(words, env=os.environ | office.environment, **pipes)  # type: ignore[call-overload]
    assert process.stdout.readline() == b"ready\n"
    return process  # type: ignore[no-any-return]


@pytest.mark.slow
def test_F43_a_database_that_goes_away_while_an_event_is_on_its_way_is_told_when_it_is_back(
    postgres_url: str, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, may_answer = threading.Event(), threading.Event()

    def answer(wire: Wire) -> None:
        asked.set()
        may_answer.wait(30)
        OK(wire)

    with office(postgres_url, monkeypatch) as desk:
        desk.connect("ann")
        desk.know()
        desk.answer(answer)
        with desk.actions.run_event_sender(every=0.05):
            desk.change("ann")
            assert asked.wait(30)
            postgres.stop()
            try:
                may_answer.set()
                time.sleep(0.3)  # the answer cannot be noted now
            finally:
                postgres.start()
            until(lambda: desk.states() == ["delivered"])
        assert len(desk.receiver.received) == 1


def test_who_lost_its_lease_changes_nothing_of_what_another_sends(either: Office) -> None:
    either.connect("ann")
    either.know()
    either.change("ann")
    either.answer(reply(status=500))
    either.actions.send_events()
    either.due()
    database = either.actions.context.stored().database
    with database.write() as transaction:
        [late] = outbox.claim(transaction, "default", owner="late", lease=60.0, limit=8)
    either.run("UPDATE event_deliveries SET lease_until = lease_until - 60")
    with database.write() as transaction:
        [mine] = outbox.claim(transaction, "default", owner="mine", lease=60.0, limit=8)
        assert outbox.fail(transaction, late, pause=5.0, failure="500") == ""
        assert not outbox.finish(transaction, late)
        assert outbox.claim(transaction, "default", owner="third", lease=60.0, limit=8) == []
        assert outbox.finish(transaction, mine)
