"""Account events reach the application: signed, at least once, in order for each account, tried for three days."""

from __future__ import annotations

import asyncio
import json
import re
import threading
import time
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.types import Message
from support.provider import Connection as Wire
from support.provider import provider, reply

from figwright import Actions, AsyncActions
from figwright.errors import ConfigurationError
from figwright.events import outbox
from figwright.events.messages import TEST, message_of
from figwright.events.signing import new_secret
from figwright.types import DeliveryReport

from .office import OK, Office, body_of, until


def test_what_happens_to_an_account_reaches_the_receiver_signed(either: Office) -> None:
    either.know()
    either.connect("ann")
    either.actions.disconnect_connected_account(identifier="ann")
    assert either.actions.send_events() == (3, 0)
    connected, active, ended = either.told()
    assert connected["data"] == {
        "connection": "figma",
        "identifier": "ann",
        "status": "ACTIVE",
        "reason": "",
        "expires_at": None,
    }
    assert (connected["type"], active["type"]) == ("account.connected", "account.status_changed")
    assert (active["data"]["previous_status"], active["data"]["status"]) == ("PENDING", "ACTIVE")
    assert (ended["data"]["previous_status"], ended["data"]["status"]) == ("ACTIVE", "DISCONNECTED")
    assert either.actions.send_events() == (0, 0)
    [request, *_] = either.receiver.received
    assert (request.method, request.target) == ("POST", "/hook?key=1")
    assert request.headers["content-type"] == "application/json"


def test_the_page_s_receiver_takes_what_is_sent(desk: Office) -> None:
    page = (Path(__file__).parents[2] / "docs/events.md").read_text("utf-8")
    [example] = re.findall(r"```python\n(from standardwebhooks.*?)```", page, re.DOTALL)
    asked: list[str] = []
    there: dict[str, Any] = {"SECRET": desk.secret, "ask_to_connect_again": asked.append}
    exec(example, there)  # the page's own words
    desk.connect("ann")
    desk.know()
    desk.change("ann")
    desk.actions.send_events()
    [sent] = desk.receiver.received

    async def received() -> Message:
        return {"type": "http.request", "body": sent.body}

    headers = [(name.encode(), value.encode()) for name, value in sent.headers.items()]
    asyncio.run(there["hook"](Request({"type": "http", "headers": headers}, received)))
    assert asked == ["ann"]


def test_an_endpoint_hears_of_what_happens_once_it_is_known_and_not_of_what_was(desk: Office) -> None:
    desk.connect("before")
    desk.know()
    desk.connect("after")
    desk.actions.send_events()
    assert {each["data"]["identifier"] for each in desk.told()} == {"after"}


def test_a_deleted_account_is_told_of(desk: Office) -> None:
    desk.connect("ann")
    desk.know()
    desk.actions.delete_connected_account(identifier="ann")
    desk.actions.send_events()
    [gone] = desk.told()
    assert (gone["data"]["status"], gone["data"]["reason"]) == ("DISCONNECTED", "deleted")


def test_a_failed_delivery_is_sent_again_with_the_same_id_and_body(either: Office) -> None:
    either.connect("ann")
    either.know()
    either.change("ann")
    either.answer(reply(status=500), OK)
    assert either.actions.send_events() == (0, 1)
    [waiting] = either.actions.list_event_deliveries(state="waiting")
    assert (waiting.attempts, waiting.last_failure) == (1, "500")
    assert waiting.next_attempt_at is not None
    assert 3 < (waiting.next_attempt_at - waiting.queued_at).total_seconds() < 10
    either.due()
    assert either.actions.send_events() == (1, 0)
    first, second = either.receiver.received
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)


def test_an_account_s_later_event_waits_for_its_earlier_one_and_no_other_account_does(either: Office) -> None:
    either.connect("ann", "bob")
    either.know()
    either.change("ann", 3)
    either.change("bob", 3)

    def answer(wire: Wire) -> None:
        (OK if body_of(wire.request)["data"]["identifier"] == "bob" else reply(status=500))(wire)

    either.answer(answer)
    assert either.actions.send_events() == (3, 1)
    either.answer(OK)
    either.due()
    assert either.actions.send_events() == (3, 0)
    assert [each["data"]["status"] for each in either.told()] == ["REVOKED", "ACTIVE", "REVOKED"]


def test_two_endpoints_have_secrets_of_their_own_and_one_that_is_down_holds_up_no_other(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = new_secret()
    with provider() as other:
        monkeypatch.setenv("FIGWRIGHT_EVENTS__CRM__URL", other.url)
        monkeypatch.setenv("FIGWRIGHT_EVENTS__CRM__SECRET", secret)
        monkeypatch.setenv("FIGWRIGHT_EVENTS__CRM__TYPES", "account.status_changed")
        other.answer(OK)
        with Actions() as actions:
            actions.send_events()
            desk.connect("ann")
            desk.answer(reply(status=503))
            assert actions.send_events() == (1, 1)
            [at_crm] = actions.list_event_deliveries(endpoint="crm")
            waiting = actions.list_event_deliveries(endpoint="default")
        assert [each.state for each in waiting] == ["waiting", "waiting"]
        assert (at_crm.type, at_crm.state) == ("account.status_changed", "delivered")
        assert at_crm.message_id in {each.message_id for each in waiting}
        desk.secret = secret
        assert desk.opened(other.received[0])["data"]["identifier"] == "ann"


def test_while_a_secret_is_changed_both_verify(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = desk.secret, new_secret()
    monkeypatch.setenv("FIGWRIGHT_EVENTS_SECRET", f"{new},{old}")
    with Actions() as actions:
        actions.send_test_event()
    [request] = desk.receiver.received
    for desk.secret in (old, new):
        assert desk.opened(request) == json.loads(request.body)
    assert body_of(request)["type"] == "figwright.test"


def test_410_turns_an_endpoint_off_until_its_address_is_changed(
    either: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    either.connect("ann")
    either.know()
    either.change("ann", 2)
    either.answer(reply(status=410), OK)
    assert either.actions.send_events() == (0, 1)
    either.due()
    assert either.actions.send_events() == (0, 0)
    monkeypatch.setenv("FIGWRIGHT_EVENTS_URL", f"{either.receiver.url}/new")
    with Actions() as actions:
        assert actions.send_events() == (2, 0)
    assert [each.target for each in either.receiver.received[1:]] == ["/new", "/new"]


def test_a_test_event_that_is_taken_turns_an_endpoint_on_again(desk: Office) -> None:
    desk.connect("ann")
    desk.know()
    desk.change("ann")
    desk.answer(reply(status=410), reply(status=410), OK)
    desk.actions.send_events()
    desk.due()
    with pytest.raises(Exception, match=r"The endpoint default did not take the event: 410\."):
        desk.actions.send_test_event()
    assert desk.actions.send_events() == (0, 0)
    desk.actions.send_test_event()
    assert desk.actions.send_events() == (1, 0)


def http_date(after: float) -> str:
    return formatdate(time.time() + after, usegmt=True)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        ("999999999", 86400),
        pytest.param("9" * 400, 86400, id="huge"),
        ("-5", 5),
        ("tomorrow", 5),
        ("\u0661\u0662", 5),
        pytest.param(600.0, 600, id="a date"),
        pytest.param(10 * 86400.0, 86400, id="a date far away"),
        pytest.param(-600.0, 5, id="a date that was"),
        ("Fri, 31 Dec 9999 23:59:59 -2300", 86400),
        ("Fri, 99 Dec 2026 99:99:99 GMT", 5),
    ],
)
def test_a_retry_after_is_obeyed_for_a_day_at_most(desk: Office, said: str | float, seconds: float) -> None:
    """A number is how far a date lies from the test's own beginning: much of a run may have passed before that."""
    desk.connect("ann")
    desk.know()
    desk.change("ann")
    said = said if isinstance(said, str) else http_date(said)
    head = f"HTTP/1.1 429 Status\r\nContent-Length: 0\r\nRetry-After: {said}\r\n\r\n"
    desk.answer(lambda wire: wire.write(head.encode()))
    desk.actions.send_events()
    [[pause]] = desk.run("SELECT next_attempt_at - :now FROM event_deliveries")
    assert 0.7 * seconds - 60 < pause <= seconds + 1


def test_a_retry_after_that_is_a_date_counts_by_the_receivers_clock(desk: Office) -> None:
    desk.connect("ann")
    desk.know()
    desk.change("ann")
    desk.answer(reply(status=503, Date=http_date(-86400), Retry_After=http_date(600 - 86400)))
    desk.actions.send_events()
    [[pause]] = desk.run("SELECT next_attempt_at - :now FROM event_deliveries")
    assert 540 < pause <= 601


def test_F40_a_delivery_is_signed_for_the_moment_of_the_clock_that_all_hosts_share(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host whose own clock is wrong would be refused by every receiver that looks at the time."""
    desk.connect("ann")
    desk.know()
    desk.change("ann")
    right = time.time
    monkeypatch.setattr(time, "time", lambda: right() + 86400)
    desk.actions.send_events()
    desk.actions.send_test_event()
    assert [each["type"] for each in desk.told()] == ["account.status_changed", TEST]


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_every_2xx_is_done(desk: Office, status: int) -> None:
    desk.connect("ann")
    desk.know()
    desk.change("ann")
    desk.answer(reply(status=status))
    assert desk.actions.send_events() == (1, 0)


def test_a_thread_delivers_until_it_is_stopped(desk: Office) -> None:
    with desk.actions.run_event_sender(every=0.01):
        desk.connect("ann", "bob")
        until(lambda: desk.states() == ["delivered"] * 4)
    assert len(desk.told()) == 4


def test_an_event_loop_delivers_too(desk: Office) -> None:
    async def main() -> DeliveryReport:
        async with AsyncActions() as actions:
            await actions.send_events()
            desk.connect("ann")
            async with await actions.run_event_sender(every=0.01):
                while len(await actions.list_event_deliveries(state="delivered")) < 2:
                    await asyncio.sleep(0.01)
            assert not await actions.resend_event(99)
            await actions.send_test_event()
            return await actions.send_events()

    assert asyncio.run(main()) == (0, 0)


def test_hosts_share_the_work_and_each_event_is_sent_once(either: Office) -> None:
    people = [f"user{number}" for number in range(6)]
    either.connect(*people)
    either.know()
    for name in people:
        either.change(name, 3)
    threads = [threading.Thread(target=_send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while either.actions.send_events() != (0, 0):  # what another began when one ended
        pass
    assert len({each.headers["webhook-id"] for each in either.receiver.received}) == 18
    assert len(either.receiver.received) == 18
    for name in people:
        mine = [each["data"]["status"] for each in either.told() if each["data"]["identifier"] == name]
        assert mine == ["REVOKED", "ACTIVE", "REVOKED"]


def _send() -> None:
    with Actions() as actions:
        actions.send_events()


def test_a_delivery_is_sent_again_when_somebody_asks_for_it(desk: Office) -> None:
    desk.connect("ann")
    desk.know()
    desk.change("ann")
    desk.actions.send_events()
    [done] = desk.actions.list_event_deliveries()
    assert desk.actions.resend_event(done.id)
    assert desk.actions.send_events() == (1, 0)
    assert not desk.actions.resend_event(done.id + 1)
    first, again = desk.receiver.received
    assert first.headers["webhook-id"] == again.headers["webhook-id"]


def test_a_delivery_to_an_endpoint_that_is_gone_from_the_settings_is_not_made_again(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.connect("ann")
    desk.know()
    desk.change("ann")
    desk.actions.send_events()
    for name in ("URL", "SECRET"):
        monkeypatch.setenv(f"FIGWRIGHT_EVENTS__CRM__{name}", desk.environment[f"FIGWRIGHT_EVENTS_{name}"])
        monkeypatch.delenv(f"FIGWRIGHT_EVENTS_{name}")
    with Actions() as actions:
        [done] = actions.list_event_deliveries()
        with pytest.raises(ConfigurationError, match=r"the endpoint default, which .* figwright events forget default"):
            actions.resend_event(done.id)
        assert [each.state for each in actions.list_event_deliveries()] == ["delivered"]


def test_without_an_endpoint_nothing_more_is_written(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.connect("ann")
    assert desk.run("SELECT type FROM events") == [("",)]
    assert desk.run("SELECT COUNT(*) FROM event_deliveries") == [(0,)]


def test_accounts_take_turns_however_many_events_one_of_them_has(desk: Office) -> None:
    desk.connect("ann", "bob", "cy")
    desk.know()
    for name in ("ann", "bob", "cy"):
        desk.change(name, 6)
    place = outbox.place(database := desk.actions.context.stored().database, "default")
    assert place is not None
    found, to = outbox.events_after(database, place.last_event, 100)
    last, turns = outbox.START, list[str]()
    with database.write() as transaction:
        outbox.queue(
            transaction, "default", [(each, message_of(each)) for each in found], after=place.last_event, to=to
        )
        for _ in range(9):
            [row] = outbox.claim(transaction, "default", owner="me", lease=60, limit=1, after=last)
            last = row.connection, row.identifier
            turns.append(row.identifier)
            outbox.finish(transaction, row)
    assert turns == ["ann", "bob", "cy"] * 3
