"""Receivers that hang, lie or lead elsewhere; addresses and secrets that cannot work."""

from __future__ import annotations

import logging
import threading

import pytest
from support.provider import Answer, provider, reply
from support.provider import Connection as Wire

from figwright import Actions
from figwright.errors import ConfigurationError, StoreError
from figwright.events import outbox, receiver
from figwright.events.endpoints import checked_endpoints
from figwright.events.signing import new_secret
from figwright.settings import EventEndpointOptions

from .office import OK, Office, until

ENDLESS = b"HTTP/1.1 %d Status\r\nContent-Type: text/plain\r\n\r\n"
HUGE = b"HTTP/1.1 %d Status\r\nContent-Length: 10000000000\r\n\r\nno end"
BARE = b"HTTP/1.1 %d Status\r\n\r\n"
CRAMPED = b"HTTP/1.1 %d Status\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\nabc"


def drips(head: bytes, status: int) -> Answer:
    """A response whose head comes at once and whose body does not end."""

    def answer(wire: Wire) -> None:
        wire.write(head % status)
        wire.drip(b"x" * 10_000, 0.02)

    return answer


def floods(wire: Wire) -> None:
    wire.write(ENDLESS % 200 + b"x" * 2**20)
    wire.hang()


def bare_and_hanging(wire: Wire) -> None:
    wire.write(BARE % 200)
    wire.hang()


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiver, "SECONDS", 0.3)


@pytest.mark.parametrize(
    ("answer", "delivered"),
    [
        pytest.param(drips(ENDLESS, 200), True, id="a 200 that drips"),
        pytest.param(floods, True, id="a 200 of a megabyte without end"),
        pytest.param(reply(b"x" * 10), True, id="a 200 with a body"),
        pytest.param(drips(HUGE, 200), True, id="a 200 that says it is huge"),
        pytest.param(drips(CRAMPED, 200), True, id="a 200 in a coding that nobody asked for"),
        pytest.param(drips(BARE, 200), True, id="a 200 without a header that drips"),
        pytest.param(bare_and_hanging, True, id="a 200 without a header and no more"),
        pytest.param(drips(BARE, 500), False, id="a 500 without a header that drips"),
        pytest.param(drips(HUGE, 500), False, id="a 500 that says it is huge"),
        pytest.param(drips(ENDLESS, 400), False, id="a 400 that drips"),
        pytest.param(lambda wire: wire.hang(), False, id="no answer"),
        pytest.param(lambda wire: wire.drip(b"HTTP/1.1 200 OK\r\n" * 99, 0.02), False, id="a head that drips"),
        pytest.param(lambda wire: wire.reset(), False, id="the connection is cut"),
        pytest.param(lambda wire: wire.write(b"garbage\r\n\r\n"), False, id="no HTTP"),
    ],
)
def test_T88_a_receiver_that_hangs_or_lies_is_read_no_further_than_its_status(
    answer: Answer, delivered: bool, desk: Office, hasty: None
) -> None:
    desk.connect("ann")
    desk.know()
    desk.change("ann")
    desk.answer(answer)
    assert desk.actions.send_events() == (int(delivered), int(not delivered))
    [row] = desk.actions.list_event_deliveries()
    assert "x" * 4 not in row.last_failure
    assert len(row.last_failure) <= 500


def test_T88_a_receiver_that_hangs_or_lies_holds_up_no_other(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    heard, let_go = threading.Event(), threading.Event()

    def slow(wire: Wire) -> None:
        let_go.wait(30)
        OK(wire)

    def quick(wire: Wire) -> None:
        OK(wire)
        heard.set()

    with provider() as other:
        monkeypatch.setenv("FIGWRIGHT_EVENTS__CRM__URL", other.url)
        monkeypatch.setenv("FIGWRIGHT_EVENTS__CRM__SECRET", new_secret())
        other.answer(quick)
        desk.answer(slow)
        with Actions() as actions, actions.run_event_sender(every=0.01):
            desk.connect("ann")
            assert heard.wait(30), "the other endpoint hears of it while this one has not answered"
            assert not let_go.is_set()
            let_go.set()


def test_T88_a_redirect_leads_nowhere(desk: Office) -> None:
    with provider() as elsewhere:
        desk.connect("ann")
        desk.know()
        desk.change("ann")
        desk.answer(reply(status=307, Location=elsewhere.url))
        assert desk.actions.send_events() == (0, 1)
        assert elsewhere.received == []
    [row] = desk.actions.list_event_deliveries()
    assert row.last_failure == "307: redirects are not followed"


def test_an_endpoint_that_fails_is_asked_one_delivery_at_a_time(desk: Office) -> None:
    people = [f"user{number}" for number in range(20)]
    desk.connect(*people)
    desk.know()
    for name in people:
        desk.change(name)
    desk.answer(reply(status=503))
    delivered, failed = desk.actions.send_events()
    assert delivered == 0
    assert 1 <= failed <= 9, "eight at once, and then one after a pause"


def test_nobody_listens(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.connect("ann")
    desk.know()
    desk.change("ann")
    monkeypatch.setenv("FIGWRIGHT_EVENTS_URL", "http://127.0.0.1:9/")
    with Actions() as actions:
        assert actions.send_events() == (0, 1)
        [row] = actions.list_event_deliveries()
    assert row.state == "waiting"
    assert row.last_failure


def test_to_this_machine_goes_no_proxy_and_elsewhere_the_one_of_calls(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with provider() as proxy:
        proxy.answer(reply(status=502))
        monkeypatch.setenv("FIGWRIGHT_PROXY", proxy.url)
        with Actions() as actions:
            actions.send_test_event()
        assert (len(desk.receiver.received), proxy.received) == (1, [])
        monkeypatch.setenv("FIGWRIGHT_EVENTS__CRM__URL", "https://crm.example.com/hook")
        monkeypatch.setenv("FIGWRIGHT_EVENTS__CRM__SECRET", desk.secret)
        monkeypatch.delenv("FIGWRIGHT_EVENTS_URL")
        with Actions() as actions, pytest.raises(ConfigurationError, match="did not take the event"):
            actions.send_test_event("crm")
        assert [each.method for each in proxy.received] == ["CONNECT"]


@pytest.mark.parametrize(
    ("url", "secure"),
    [
        ("https://app.example.com/hook?tenant=1", True),
        ("http://localhost:8000/hook", True),
        ("http://127.0.0.1/", True),
        ("http://[::1]:9/", True),
        ("http://app.example.com/hook", False),
        ("http://10.0.0.7/hook", False),
        ("http://localhost.example.com/", False),
        ("http://127.0.0.1.example.com/", False),
    ],
)
def test_T89_an_address_is_https_or_on_this_machine(url: str, secure: bool) -> None:
    options = {"url": url, "secret": new_secret()}
    if not secure:
        with pytest.raises(ConfigurationError, match=r"The endpoint 'crm': events would go to .* unencrypted"):
            checked_endpoints({"crm": EventEndpointOptions(**options)})
        options["allow_insecure"] = "true"
    [endpoint] = checked_endpoints({"crm": EventEndpointOptions(**options)})
    assert endpoint.url.reveal() == url


@pytest.mark.parametrize(
    ("name", "changes", "told"),
    [
        ("Crm!", {}, "'Crm!' cannot name an endpoint"),
        ("crm", {"url": "ftp://app.example.com"}, "is not an http"),
        ("crm", {"url": ""}, "is not an http"),
        ("crm", {"url": "https://me:secret@app.example.com"}, "without user and fragment"),
        ("crm", {"url": "https://:secret@app.example.com"}, "without user and fragment"),
        ("crm", {"url": "https://app.example.com/a b"}, "is not an http"),
        ("crm", {"url": "https://app.example.com:0/"}, "is not an http"),
        ("crm", {"secret": ()}, "has no secret to sign with. Make one: figwright events new-secret"),
        ("crm", {"secret": "abc"}, "the secret is not whsec_ and 24 to 64 bytes"),
        ("crm", {"secret": "whsec_MTIz"}, "the secret is not whsec_"),
        ("crm", {"secret": "whsec_%%%"}, "the secret is not whsec_"),
        ("crm", {"types": ""}, "types is empty, so that it would hear of nothing. Leave types out for all of them"),
        ("crm", {"types": ()}, "types is empty"),
        ("crm", {"types": "account.changed"}, "no such type: account.changed. There are: account.status_changed"),
    ],
)
def test_an_endpoint_that_cannot_work_is_refused_with_what_to_do(
    name: str, changes: dict[str, object], told: str
) -> None:
    options = {"url": "https://app.example.com/", "secret": new_secret()} | changes
    with pytest.raises(ConfigurationError) as raised:
        checked_endpoints({name: EventEndpointOptions(**options)})  # type: ignore[arg-type]
    assert told in str(raised.value)
    assert "MTIz" not in str(raised.value)


def test_two_endpoints_of_one_name_are_refused(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIGWRIGHT_EVENTS__DEFAULT__URL", "https://app.example.com/")
    with Actions() as actions, pytest.raises(ConfigurationError, match="Two endpoints are called default"):
        actions.send_events()


def test_without_an_endpoint_nothing_is_sent_and_the_error_says_what_to_set(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.know()
    monkeypatch.delenv("FIGWRIGHT_EVENTS_URL")
    with Actions() as actions:
        for refused in (actions.send_events, actions.run_event_sender, actions.send_test_event):
            with pytest.raises(ConfigurationError, match="set FIGWRIGHT_EVENTS_URL and FIGWRIGHT_EVENTS_SECRET"):
                refused()
        with pytest.raises(ConfigurationError, match="limit is between 1 and 1000"):
            actions.list_event_deliveries(limit=0)
        with pytest.raises(ConfigurationError, match="state is one of: waiting, delivered, dead"):
            actions.list_event_deliveries(state="lost")
    with pytest.raises(ConfigurationError, match=r"There is no endpoint 'crm'\. The settings have: default"):
        desk.actions.send_test_event("crm")
    with pytest.raises(ConfigurationError, match="every is a number of seconds"):
        desk.actions.run_event_sender(every=0)


def test_T87_no_secret_of_an_endpoint_is_shown(desk: Office, caplog: pytest.LogCaptureFixture) -> None:
    desk.connect("ann")
    desk.know()
    desk.change("ann")
    desk.answer(reply(status=500), reply(status=410))
    with caplog.at_level(logging.DEBUG):
        desk.actions.send_events()
        desk.due()
        desk.actions.send_events()
    settings = desk.actions.context.settings()
    shown = caplog.text + repr(settings.event_endpoints()) + repr(desk.actions.list_event_deliveries())
    shown += repr(checked_endpoints(settings.event_endpoints()))
    assert "is off until its url is changed" in shown
    assert desk.secret.removeprefix("whsec_") not in shown
    assert "key=1" not in shown, "an address may hold a secret, too"


def test_a_store_that_is_away_is_logged_once_a_minute_and_not_at_every_look(
    desk: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = 0

    def away(*_: object) -> None:
        nonlocal looks
        looks += 1
        raise StoreError("the database is away")

    monkeypatch.setattr(outbox, "place", away)
    with desk.actions.run_event_sender(every=0.001):
        until(lambda: looks > 5)
    assert [each for each in caplog.messages if "away" in each] == [
        "Events to default wait, and are tried again: the database is away"
    ]
