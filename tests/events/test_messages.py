"""What an endpoint is told: of which happenings, in which words, and of no person."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from faults.world import World
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from support.provider import Received

from figwright import Actions
from figwright.events.messages import TEST, TYPES, StoredEvent, message_of, schema
from figwright_figma.sandbox import Sandbox

from .office import TOKEN, Office, office


@pytest.fixture
def world(tmp_path: Path, desk: Office) -> Iterator[World]:
    """The sandbox's app over the office's database."""
    url, key = desk.environment["FIGWRIGHT_DATABASE_URL"], desk.environment["FIGWRIGHT_ENCRYPTION_KEYS"]
    with Sandbox() as sandbox, closing(World(sandbox, url, key=key)) as made:
        yield made


def told(desk: Office) -> list[dict[str, Any]]:
    desk.actions.send_events()
    return desk.told()


def fail(world: World, actions: Actions, times: int) -> None:
    for _ in range(times):
        world.pass_backoff()
        assert actions.refresh_due(rate=None) == (0, 1)


def test_a_refresh_that_fails_three_times_in_a_row_is_told_once_until_one_succeeds(desk: Office, world: World) -> None:
    world.connect("ann")
    desk.know()
    world.make_due(expires_in=30 * 86400.0)
    with world.actions() as actions:
        fault = world.sandbox.fail_next("oauth.refresh", status=503, times=None)
        fail(world, actions, 2)
        assert told(desk) == []
        fail(world, actions, 3)
        [event] = told(desk)
        assert event["type"] == "account.refresh_failed"
        assert (event["data"]["identifier"], event["data"]["status"]) == ("ann", "ACTIVE")
        assert event["data"]["reason"]
        assert event["data"]["expires_at"] > "2026"
        fault.release()
        world.heal()
        assert actions.refresh_due(rate=None) == (1, 0)
        assert len(told(desk)) == 1
        world.make_due(expires_in=30 * 86400.0)
        world.sandbox.fail_next("oauth.refresh", status=503, times=None)
        fail(world, actions, 3)
        assert [each["type"] for each in told(desk)] == ["account.refresh_failed"] * 2
        assert [each.new for each in actions.list_account_events(after=0)] == ["ACTIVE"], "they are no status changes"


def test_an_app_that_the_provider_refuses_is_told_of_no_account(desk: Office, world: World) -> None:
    world.connect("ann")
    desk.know()
    world.make_due(expires_in=30 * 86400.0)
    with world.actions(client_secret="wrong") as actions:
        for _ in range(5):
            world.pass_backoff()
            world.sql("DELETE FROM breakers")
            actions.refresh_due(rate=None)
    assert told(desk) == []


def test_a_token_that_ends_soon_is_told_of_once(desk: Office) -> None:
    def connect(days: float) -> None:
        ends = datetime.now(UTC) + timedelta(days=days)
        desk.actions.connect_with_token(identifier="ann", token=TOKEN, check=False, expires_at=ends)

    desk.know()
    connect(30)
    desk.connect("bob")
    assert [each for each in told(desk) if each["type"] == "account.expiring"] == []
    connect(6.9)
    for _ in range(2):
        desk.actions.send_events()
    [event] = desk.told("account.expiring")
    assert event["data"]["identifier"] == "ann"
    left = datetime.fromisoformat(event["data"]["expires_at"]) - datetime.now(UTC)
    assert timedelta(days=6.8) < left < timedelta(days=7)
    connect(5)
    desk.actions.send_events()
    assert len(desk.told("account.expiring")) == 2, "another token ends at another time"


def test_no_end_is_told_of_where_the_settings_say_so(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIGWRIGHT_EXPIRY_NOTICE_DAYS", "0")
    with Actions() as actions:
        actions.send_events()
        ends = datetime.now(UTC) + timedelta(days=1)
        actions.connect_with_token(identifier="ann", token=TOKEN, check=False, expires_at=ends)
        actions.send_events()
    assert desk.told("account.expiring") == []


def test_a_token_that_renews_itself_is_told_of_only_while_its_renewal_fails(desk: Office, world: World) -> None:
    world.connect("ann")
    desk.know()
    world.make_due(expires_in=86400.0)
    assert told(desk) == []
    with world.actions() as actions:
        world.sandbox.fail_next("oauth.refresh", status=503, times=None)
        fail(world, actions, 1)
    assert [each["type"] for each in told(desk)] == ["account.expiring"]


def test_what_stays_ACTIVE_for_another_reason_is_told_as_that(desk: Office) -> None:
    desk.connect("ann")
    desk.know()
    desk.run(
        """INSERT INTO events (at, connection, identifier, old_status, new_status, reason)
        VALUES (:now, 'figma', 'ann', 'ACTIVE', 'ACTIVE', 'the granted scopes are: a b')"""
    )
    [event] = told(desk)
    assert event["type"] == "account.reason_changed"
    assert event["data"]["reason"] == "the granted scopes are: a b"


EVENT = StoredEvent(7, 1.5, "figma", "jane@corp.example", "ACTIVE", "REVOKED", "", "", None)


@pytest.mark.parametrize(
    "address",
    [
        "jane@example.com",
        '"jane smith"@example.com',
        "o'neil@example.com",
        "jane@[10.0.0.1]",
        "jane@m\u00fcnchen.example",
        "jane%40example.com",
        "jane&#64;example.com",
        "jane&#x40;example.com",
        "jane\uff20example.com",
        r"jane\u0040example.com",
    ],
)
def test_T87_an_address_of_a_person_is_masked_however_it_is_written(address: str) -> None:
    event = StoredEvent(1, 0.0, "figma", "ann", "ACTIVE", "REVOKED", f"of ({address}) 2 are left", "", None)
    assert json.loads(message_of(event).body)["data"]["reason"] == "of ([address]) 2 are left"


def test_T87_no_event_holds_a_token_or_an_address_of_a_person(desk: Office) -> None:
    reason = f"Token {TOKEN} of Jane <jane.doe@mail.example> and fwm_{'k' * 43}: mailto:x@y\u202e was refused\n"
    desk.connect("ann")
    desk.know()
    desk.run(
        """INSERT INTO events (at, connection, identifier, old_status, new_status, reason)
        VALUES (:now, 'figma', 'ann', 'ACTIVE', 'REVOKED', :reason)""",
        reason=reason,
    )
    [event] = told(desk)
    assert " ".join(event["data"]["reason"].split()) == (
        "Token [redacted] of Jane <[address]> and [redacted]: mailto:[address] was refused"
    )


def test_your_own_name_for_a_user_is_told_as_it_is_whatever_it_is() -> None:
    assert json.loads(message_of(EVENT).body)["data"]["identifier"] == "jane@corp.example"


def test_a_message_is_the_same_whoever_makes_it() -> None:
    assert message_of(EVENT) == message_of(EVENT._replace())
    others = [EVENT._replace(id=8), EVENT._replace(at=2.5), EVENT._replace(identifier="x"), EVENT._replace(type="t")]
    assert len({message_of(each).id for each in (EVENT, *others)}) == 5


@pytest.mark.parametrize("kind", ["", "connected", "refresh_failed", "expiring", "same"])
@pytest.mark.parametrize("end", [None, 1.8e9])
def test_every_body_is_as_its_schema_says(kind: str, end: float | None) -> None:
    event = EVENT._replace(type=kind, ends_at=end)
    if kind == "same":
        event = event._replace(type="", new_status="ACTIVE")
    jsonschema.validate(json.loads(message_of(event).body), schema())


def test_the_page_has_an_example_of_each_type_that_its_schema_takes() -> None:
    page = (Path(__file__).parents[2] / "docs/events.md").read_text("utf-8")
    [block] = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    examples = [json.loads(each) for each in re.split(r"\n(?=\{)", block.strip())]
    assert {each["type"] for each in examples} == {*TYPES, TEST}
    for each in examples[:-1]:
        jsonschema.validate(each, schema())


@pytest.mark.parametrize("part", ["body", "webhook-id", "webhook-timestamp", "webhook-signature"])
def test_T86_a_changed_body_id_or_time_does_not_verify(part: str, desk: Office) -> None:
    desk.actions.send_test_event()
    [sent] = desk.receiver.received
    body, headers = sent.body, dict(sent.headers)
    if part == "body":
        body = body.replace(b"default", b"another")
    elif part == "webhook-timestamp":
        headers[part] = str(int(headers[part]) - 1)
    else:
        headers[part] = headers[part][:-2] + ("AA" if headers[part][-2:] != "AA" else "BB")
    with pytest.raises(WebhookVerificationError):
        desk.opened(Received("POST", "/", headers, body))
    assert Webhook(desk.secret).verify(sent.body, sent.headers)


def test_the_settings_of_a_file_are_those_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with office(f"sqlite:///{tmp_path}/figwright.db", monkeypatch) as desk:
        url, secret = desk.environment["FIGWRIGHT_EVENTS_URL"], desk.secret
        for name in ("FIGWRIGHT_EVENTS_URL", "FIGWRIGHT_EVENTS_SECRET"):
            monkeypatch.delenv(name)
        monkeypatch.chdir(tmp_path)
        Path("figwright.toml").write_text(
            f'[events.crm]\nurl = "{url}"\nsecret = ["{secret}"]\ntypes = ["account.connected"]\n'
        )
        with Actions() as actions:
            actions.send_events()
            desk.connect("ann")
            assert actions.send_events() == (1, 0)
        assert [each["type"] for each in desk.told()] == ["account.connected"]
