"""How long a delivery is tried, whatever a clock says, and what time forgets."""

from __future__ import annotations

from itertools import pairwise

import pytest
from support.provider import reply

from figwright.events import outbox

from .office import OK, Office

DAY = 86400.0


def pass_time(desk: Office, seconds: float) -> None:
    """Let everything that is stored of deliveries have happened so much longer ago."""
    desk.run(
        """UPDATE event_deliveries SET queued_at = queued_at - :by, tried_since = tried_since - :by,
        ended_at = ended_at - :by, lease_until = lease_until - :by, next_attempt_at = next_attempt_at - :by""",
        by=seconds,
    )


@pytest.mark.slow
def test_P16_a_delivery_is_tried_for_three_days_then_dead_and_the_next_goes_on(desk: Office) -> None:
    desk.connect("ann")
    desk.know()
    desk.change("ann", 2)
    desk.answer(reply(status=500))
    passed, pauses = 0.0, list[float]()
    while desk.actions.send_events() == (0, 1):
        [pause] = desk.run("SELECT next_attempt_at - :now FROM event_deliveries ORDER BY id LIMIT 1")[0]
        pauses.append(pause)
        passed += pause
        pass_time(desk, pause)
    assert 3 * DAY <= passed < 3 * DAY + 2 * 3600
    assert 3 < pauses[0] <= 5
    assert all(later > 1.4 * earlier for earlier, later in pairwise(pauses[:8]))
    assert max(pauses) <= 3600
    assert 70 < len(pauses) < 140
    assert desk.states() == ["dead", "waiting"]
    desk.answer(OK)
    desk.due()
    assert desk.actions.send_events() == (1, 0)
    assert [each["data"]["status"] for each in desk.told()] == ["ACTIVE"]
    [dead] = desk.actions.list_event_deliveries(state="dead")
    assert (dead.attempts, dead.last_failure, dead.next_attempt_at) == (len(pauses) + 1, "500", None)
    assert desk.actions.resend_event(dead.id)
    assert desk.actions.send_events() == (1, 0)


def test_a_sender_that_was_away_for_a_week_tries_before_it_gives_up(desk: Office) -> None:
    desk.connect("ann")
    desk.know()
    desk.change("ann")
    desk.answer(reply(status=500), reply(status=500), OK)
    for _ in range(2):
        desk.actions.send_events()
        pass_time(desk, 7 * DAY)
        assert desk.states() == ["waiting"]
    assert desk.actions.send_events() == (1, 0)


@pytest.mark.parametrize("ahead", [2 * DAY, 9e11])
def test_F40_no_time_of_a_wrong_clock_holds_up_or_gives_up_a_delivery(ahead: float, either: Office) -> None:
    either.connect("ann")
    either.know()
    either.change("ann")
    either.answer(reply(status=500))
    either.actions.send_events()
    wrong = "lease_until = :now + :ahead, next_attempt_at = :now + :ahead, tried_since = :now + :ahead"
    either.run(f"UPDATE event_deliveries SET {wrong}", ahead=ahead)
    assert either.actions.send_events() == (0, 1)
    assert either.run("SELECT tried_since <= :now FROM event_deliveries") in ([(1,)], [(True,)])
    either.run("UPDATE event_deliveries SET next_attempt_at = 0, tried_since = :now - :ahead", ahead=ahead)
    assert either.actions.send_events() == (0, 1)
    assert either.states() == ["waiting"], "a wrong time alone gives nothing up"


def test_what_ended_is_forgotten_in_time_and_what_waits_is_not(desk: Office) -> None:
    desk.connect("ann", "bob", "cy")
    desk.know()
    for name in ("ann", "bob", "cy"):
        desk.change(name)
    desk.actions.send_events()
    desk.run("UPDATE event_deliveries SET state = 'dead' WHERE identifier = 'bob'")
    desk.run("UPDATE event_deliveries SET state = 'waiting', ended_at = NULL WHERE identifier = 'cy'")
    desk.run("UPDATE event_endpoints SET off_at = :now")
    pass_time(desk, 9 * DAY)
    desk.actions.send_events()
    assert desk.states() == ["dead", "waiting"]
    assert not outbox.any_old(desk.actions.context.stored().database), "no look after it finds anything to forget"
    pass_time(desk, 22 * DAY)
    desk.actions.send_events()
    assert desk.states() == ["waiting"]


def test_what_nobody_delivered_for_months_is_delivered_then(desk: Office) -> None:
    desk.connect("ann")
    desk.know()
    desk.change("ann", 2)
    desk.run("UPDATE events SET at = at - :by", by=100 * DAY)
    assert desk.actions.send_events() == (2, 0)


@pytest.mark.parametrize("at", [-1e12, 9e11])
def test_F40_an_event_that_a_wrong_clock_dated_is_told(at: float, desk: Office) -> None:
    desk.connect("ann")
    desk.know()
    desk.change("ann", 2)
    desk.run("UPDATE events SET at = :at WHERE new_status = 'REVOKED'", at=at)
    assert desk.actions.send_events() == (2, 0)
