"""F44: a sender or a change dies at any instant, and no event is lost; one is sent twice only where it was sent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from .office import Office

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
