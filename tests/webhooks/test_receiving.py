"""What arrives: from the provider's own webhook to the inbox, over a real socket, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from figma_tools import events, types
from figwright import Actions, Connection
from figwright.types import WebhookEvent

from .post import Post, until


def test_a_comment_reaches_its_handler_typed_and_without_the_passcode(office: Post) -> None:
    seen: list[WebhookEvent[types.webhooks.WebhookFileCommentPayload]] = []

    @office.actions.on_event(events.FILE_COMMENT)
    def note(event: WebhookEvent[types.webhooks.WebhookFileCommentPayload]) -> None:
        seen.append(event)

    (webhook,) = office.register()
    office.happen(comment=[{"text": "Well done"}], comment_id="7")
    assert office.actions.handle_events() == (1, 0)
    (event,) = seen
    assert (event.type, event.subject, event.webhook_id) == ("FILE_COMMENT", office.file_key, webhook.id)
    assert (event.connection_name, event.identifier, event.attempt) == ("figma", "ann", 1)
    assert event.data["comment"] == [{"text": "Well done"}]
    assert "passcode" not in event.data
    assert office.states() == ["handled"]
    assert office.status_at_figma(webhook) == "ACTIVE"


def test_the_ping_is_answered_listed_and_handed_to_nobody(office: Post) -> None:
    office.register()
    until(lambda: office.actions.list_webhook_events())
    (ping,) = office.actions.list_webhook_events()
    assert (ping.event.type, ping.state) == ("PING", "handled")
    (history,) = [each for key, each in office.figma.world.deliveries.items() if key == ping.event.webhook_id]
    until(lambda: history[0]["response_info"])
    assert history[0]["response_info"]["status"] == "200"


def test_T58_a_wrong_passcode_of_any_kind_is_400_and_stores_nothing(desk: Post) -> None:
    (webhook,) = desk.register()
    for passcode in ("wrong", "pässcode", "\ud800", "", None, 7, ["x"], {"a": "b"}, "x" * 2**19):
        assert desk.send(webhook, json.dumps(desk.payload(webhook, passcode=passcode)).encode()) == 400
    body = desk.payload(webhook)
    del body["passcode"]
    assert desk.send(webhook, body) == 400
    assert desk.inbox() == []


def test_T58_an_unknown_route_is_404_whatever_it_carries(desk: Post) -> None:
    (webhook,) = desk.register()
    stranger = webhook._replace(endpoint=webhook.endpoint[:-1] + ("0" if webhook.endpoint[-1] != "0" else "1"))
    assert desk.send(stranger, desk.payload(webhook)) == 404
    assert desk.send(webhook._replace(endpoint=webhook.endpoint + "0"), desk.payload(webhook)) == 404
    assert desk.send(webhook, desk.payload(webhook, webhook_id="999")) == 404
    assert desk.inbox() == []


def test_ids_are_read_as_texts_and_as_numbers(desk: Post) -> None:
    (webhook,) = desk.register()
    assert desk.send(webhook, desk.payload(webhook, webhook_id=int(webhook.id))) == 200
    (received,) = desk.inbox()
    assert received.event.webhook_id == webhook.id


def test_T59_the_same_body_twice_is_one_event_and_200(office: Post) -> None:
    (webhook,) = office.register()
    body = office.payload(webhook)
    assert [office.send(webhook, body) for _ in range(4)] == [200] * 4
    assert office.send(webhook, json.dumps(dict(reversed(body.items())), indent=3).encode()) == 200
    assert office.states() == ["waiting"]


@pytest.mark.parametrize(
    "timestamp", ["9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00+14:00"]
)
def test_T61_a_time_that_no_datetime_has_is_none(timestamp: str, desk: Post) -> None:
    (webhook,) = desk.register()
    assert desk.send(webhook, desk.payload(webhook, timestamp=timestamp)) == 200
    handled: list[Any] = []
    desk.actions.on_event()(handled.append)
    assert desk.actions.handle_events() == (1, 0)
    [listed] = desk.inbox()
    assert handled[0].happened_at == listed.event.happened_at
    assert abs(listed.received_at - listed.event.happened_at).total_seconds() < 1


def test_T59_what_happened_long_ago_is_stale_and_200(office: Post) -> None:
    (webhook,) = office.register()
    assert office.send(webhook, office.payload(webhook, timestamp="2020-01-01T00:00:00Z")) == 200
    assert office.states() == ["stale"]
    assert office.actions.replay_webhook_event(office.inbox()[0].event.id)
    assert office.states() == ["waiting"]


def test_T61_a_body_is_bounded_and_a_json_object(desk: Post) -> None:
    (webhook,) = desk.register()
    assert desk.send(webhook, desk.payload(webhook, more="x" * 2**20)) == 413
    for body in (b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"a": NaN}', b'"text"'):
        assert desk.send(webhook, body) == 422
    assert desk.inbox() == []
    assert desk.status_at_figma(webhook) == "ACTIVE"


def test_T61_the_passcode_is_nowhere_in_the_inbox(office: Post) -> None:
    (webhook,) = office.register()
    passcode = office.figma.world.webhooks[webhook.id]["passcode"]
    office.happen()
    stored = repr(office.run("SELECT * FROM webhook_events")) + repr(office.run("SELECT * FROM webhooks"))
    assert passcode not in stored
    assert passcode not in repr(office.actions.list_webhook_events()) + repr(office.actions.list_webhooks())


def test_T62_an_event_is_its_webhook_s_account_s_whatever_file_it_names(office: Post) -> None:
    token = office.figma.token(kind="personal_access_token")
    office.actions.connect_with_token(identifier="bob", token=token, kind="personal_access_token")
    (of_ann,), (of_bob,) = office.register(), office.register("FILE_UPDATE", identifier="bob")
    assert office.send(of_ann, office.payload(of_ann, file_key="OfBob" * 5)) == 200
    assert office.send(of_ann, office.payload(of_bob)) == 400
    (received,) = office.inbox()
    assert (received.event.identifier, received.event.subject) == ("ann", "OfBob" * 5)
    assert office.inbox(identifier="bob") == []


def test_an_event_that_nobody_knows_yet_is_kept_and_reaches_who_handles_all(office: Post) -> None:
    seen: list[WebhookEvent[events.OpenEvent]] = []
    office.actions.on_event()(seen.append)
    (webhook,) = office.register()
    assert office.send(webhook, office.payload(webhook, event_type="FILE_DREAMT_OF", depth=3)) == 200
    assert office.actions.handle_events() == (1, 0)
    assert (seen[0].type, seen[0].data["depth"]) == ("FILE_DREAMT_OF", 3)


def test_an_event_that_does_not_say_what_it_is_reaches_who_handles_all_once(desk: Post) -> None:
    seen: list[WebhookEvent[events.OpenEvent]] = []
    desk.actions.on_event()(seen.append)
    (webhook,) = desk.register()
    for nameless in (None, ["FILE_COMMENT"], ""):
        assert desk.send(webhook, desk.payload(webhook, event_type=nameless)) == 200
    assert desk.actions.handle_events() == (3, 0)
    assert [each.type for each in seen] == ["", "", ""]


def test_a_body_is_typed_without_a_store(desk: Post) -> None:
    body = {"event_type": "FILE_UPDATE", "passcode": "secret", "timestamp": "2026-01-09T20:59:52Z", "webhook_id": 5}
    event = desk.actions.parse_event(json.dumps(body | {"file_key": "K"}))
    assert (event.type, event.webhook_id, event.subject, str(event.happened_at)) == (
        "FILE_UPDATE",
        "5",
        "K",
        "2026-01-09 20:59:52+00:00",
    )
    assert "passcode" not in event.data


def test_P16_a_database_that_is_away_is_503_and_the_provider_sends_again(desk: Post) -> None:
    (webhook,) = desk.register()
    desk.run("ALTER TABLE webhook_events RENAME TO away")
    told = desk.figma.event("FILE_COMMENT", desk.file_key)
    history = desk.figma.world.deliveries[webhook.id]
    until(lambda: history[-1]["response_info"])
    assert (told, history[-1]["response_info"]["status"]) == (1, "503")
    desk.run("ALTER TABLE away RENAME TO webhook_events")
    desk.figma.clock.advance(301)
    until(lambda: desk.states() == ["waiting"])


def test_an_event_of_a_file_makes_what_was_proven_of_it_void(desk: Post) -> None:
    """In another process, whose answer is held: it asks anew before it serves it again."""
    desk.register()
    reader = Connection(name="figma", api_url=desk.figma.url, allow_insecure=True)
    with Actions(**{**desk.settings, "connections": [reader]}) as actions:
        asked = {"identifier": "ann", "tool_input": {"file_key": desk.file_key}}
        for _ in range(2):
            actions.execute_tool("figma_file_get", **asked)
        assert len(desk.figma.requests.of("getFileMeta")) == 1
        desk.happen()
        assert actions.execute_tool("figma_file_get", **asked).from_cache
        assert len(desk.figma.requests.of("getFileMeta")) == 2
