"""Webhooks are registered as an account, change their secret while events arrive, rest, and end."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from figwright import Actions, AsyncActions
from figwright.crypto.keyring import KeyRing, new_key, parse_keys
from figwright.errors import ConfigurationError, NotConnectedError, ProviderError
from figwright.store.key_rotation import rotate, use_of_keys
from figwright.web import webhook_app

from .post import Post, served, until


def secret_at_figma(post: Post, webhook_id: str) -> str:
    found: str = post.figma.world.webhooks[webhook_id]["passcode"]
    return found


def test_one_webhook_for_each_event_with_a_secret_of_its_own(office: Post) -> None:
    made = office.register("FILE_COMMENT", "FILE_UPDATE")
    assert [each.event for each in made] == ["FILE_COMMENT", "FILE_UPDATE"]
    assert {each.id for each in made} == set(office.figma.world.webhooks)
    secrets = {secret_at_figma(office, each.id) for each in made}
    assert {len(secret) for secret in secrets} == {43}
    assert len(secrets) == 2
    assert office.register("FILE_UPDATE", "FILE_COMMENT") == tuple(reversed(office.actions.list_webhooks()))
    assert len(office.figma.world.webhooks) == 2


def test_what_cannot_be_registered_is_said_before_anything_is_sent(desk: Post) -> None:
    asked: dict[str, Any] = {"context": "file", "context_id": desk.file_key, "identifier": "ann"}
    register = desk.actions.register_webhook
    refusals: list[tuple[dict[str, Any], str]] = [
        ({"events": ["PING"]}, "only tries the endpoint"),
        ({"events": ["FILE_OPENED"]}, "has no event 'FILE_OPENED'. There are: "),
        ({"events": []}, "Which events"),
        ({"events": ["FILE_UPDATE"], "context": "planet"}, "context is one of: team, project, file"),
        ({"events": ["FILE_UPDATE"], "context_id": ""}, "Which file"),
        ({"events": ["FILE_UPDATE"], "base_url": "http://app.example.com"}, "Set public_url"),
        ({"events": ["FILE_UPDATE"], "base_url": f"https://app.example.com/{'x' * 2048}"}, "at most 2048 characters"),
    ]
    for wrong, sentence in refusals:
        with pytest.raises(ConfigurationError, match=sentence):
            register(**asked | wrong)
    assert desk.figma.world.webhooks == {}
    assert desk.actions.list_webhooks() == ()


def test_what_is_watched_already_is_known_by_its_address_too(office: Post) -> None:
    page = f"https://www.figma.com/design/{office.file_key}/Demo"
    found = [
        office.actions.register_webhook(
            events=["FILE_COMMENT"], context="file", context_id=context_id, identifier="ann"
        )
        for context_id in (f"{page}?node-id=1-2", office.file_key, page)
    ]
    assert len(set(found)) == len(office.figma.world.webhooks) == 1
    assert found[0][0].context_id == office.file_key


def test_what_the_provider_refuses_leaves_nothing_behind(desk: Post) -> None:
    desk.figma.fail_next("postWebhook", status=400, body={"error": True, "status": 400, "message": "No"})
    with pytest.raises(ProviderError):
        desk.register()
    assert desk.actions.list_webhooks() == ()


def test_P2_a_webhook_whose_making_was_not_answered_is_known_by_its_first_delivery(office: Post) -> None:
    office.figma.fail_next("postWebhook", drop="after")
    with pytest.raises(ProviderError, match=r"."):
        office.register()
    until(lambda: [each.status for each in office.actions.list_webhooks()] == ["active"])
    (webhook,) = office.actions.list_webhooks()
    assert [webhook.id] == list(office.figma.world.webhooks)
    assert office.register() == (webhook,)


def test_T60_a_rotation_while_events_arrive_refuses_none(office: Post) -> None:
    (webhook,) = office.register()
    before, body = secret_at_figma(office, webhook.id), office.payload(webhook)
    stopping, answers = threading.Event(), list[int]()

    def arrive() -> None:
        number = 0
        while not stopping.is_set():
            number += 1
            answers.append(office.send(webhook, office.payload(webhook, comment_id=number)))

    thread = threading.Thread(target=arrive)
    thread.start()
    until(lambda: len(answers) > 5)
    office.actions.rotate_webhooks(webhook_id=webhook.id, identifier="ann")
    until(lambda: len(answers) > 15)
    stopping.set()
    thread.join()
    assert set(answers) == {200}
    assert secret_at_figma(office, webhook.id) != before
    assert office.status_at_figma(webhook) == "ACTIVE"
    assert office.send(webhook, body) == 200


def test_T60_the_secret_before_is_good_for_hours_and_is_never_answered_400(office: Post) -> None:
    (webhook,) = office.register()
    body = office.payload(webhook)
    office.actions.rotate_webhooks(webhook_id=webhook.id)
    assert office.send(webhook, body) == 200
    assert office.send(webhook, office.payload(webhook)) == 200
    assert office.send(webhook, office.payload(webhook, passcode="wrong")) == 400
    with pytest.raises(ConfigurationError, match="Change it again after"):
        office.actions.rotate_webhooks(webhook_id=webhook.id)
    office.run("UPDATE webhooks SET rotated_at = rotated_at - 4 * 3600 - 60")
    assert office.send(webhook, body) == 403
    assert office.send(webhook, office.payload(webhook)) == 200
    office.actions.rotate_webhooks(webhook_id=webhook.id)


def test_T60_an_interrupted_rotation_accepts_both_and_is_finished_with_the_same_secret(office: Post) -> None:
    (webhook,) = office.register()
    old = office.payload(webhook)
    office.figma.fail_next("putWebhook", drop="after", times=5)
    with pytest.raises(ProviderError):
        office.actions.rotate_webhooks(webhook_id=webhook.id)
    office.figma.heal()
    told = secret_at_figma(office, webhook.id)
    assert told != old["passcode"]
    assert office.actions.list_webhooks()[0].rotating
    assert [office.send(webhook, body) for body in (old, office.payload(webhook, comment_id=1))] == [200, 200]
    assert office.send(webhook, office.payload(webhook, passcode="wrong")) == 503
    (done,) = office.actions.rotate_webhooks(webhook_id=webhook.id)
    assert not done.rotating
    assert secret_at_figma(office, webhook.id) == told


def test_a_webhook_rests_wakes_and_ends(desk: Post) -> None:
    (webhook,) = desk.register()
    assert [each.status for each in desk.actions.pause_webhooks(identifier="ann")] == ["paused"]
    assert desk.status_at_figma(webhook) == "PAUSED"
    desk.actions.resume_webhooks(webhook_id=webhook.id)
    assert desk.status_at_figma(webhook) == "ACTIVE"
    body = desk.payload(webhook)
    desk.happen()
    desk.actions.delete_webhooks(webhook_id=webhook.id)
    assert desk.figma.world.webhooks == {}
    assert desk.send(webhook, body) == 404
    assert desk.states() == ["waiting"]  # what was accepted is handled
    with pytest.raises(ConfigurationError, match="There is no webhook"):
        desk.actions.delete_webhooks(webhook_id=webhook.id)
    with pytest.raises(ConfigurationError, match="Which webhook"):
        desk.actions.delete_webhooks()


def test_one_that_the_provider_no_longer_has_can_be_deleted(desk: Post) -> None:
    desk.register()
    desk.figma.world.webhooks.clear()
    desk.actions.delete_webhooks(identifier="ann")
    assert desk.actions.list_webhooks() == ()


def test_after_a_gap_what_was_missed_is_caught_up_on_once(office: Post) -> None:
    (webhook,) = office.register()
    office.happen(comment_id="1")
    office.figma.deliver_to("https://app.example.com", "http://127.0.0.1:9")
    for number in ("2", "3"):
        office.figma.event("FILE_COMMENT", office.file_key, comment_id=number)
    assert len(office.inbox()) == 1
    assert office.actions.catch_up_webhooks(identifier="ann") == 2
    assert office.actions.catch_up_webhooks(webhook_id=webhook.id) == 0
    assert sorted(each.event.data["comment_id"] for each in office.inbox()) == ["1", "2", "3"]  # type: ignore[index]


def test_a_webhook_that_the_provider_no_longer_has_holds_up_no_other(office: Post) -> None:
    gone, there = office.register("FILE_COMMENT", "FILE_UPDATE")
    office.figma.deliver_to("https://app.example.com", "http://127.0.0.1:9")
    office.figma.event("FILE_UPDATE", office.file_key)
    del office.figma.world.webhooks[gone.id]
    actions, before = office.actions, secret_at_figma(office, there.id)
    for change in (actions.catch_up_webhooks, actions.pause_webhooks, actions.rotate_webhooks):
        with pytest.raises(ProviderError, match=rf"This was about the webhook {gone.id} of 'ann'; the others"):
            change(identifier="ann")
    assert [each.event.type for each in office.inbox()] == ["FILE_UPDATE"]
    assert office.status_at_figma(there) == "PAUSED"
    assert secret_at_figma(office, there.id) != before


def test_a_webhook_of_which_nobody_knows_whether_it_was_made_is_not_changed_and_holds_up_no_other(desk: Post) -> None:
    desk.figma.deliver_to("https://app.example.com", "http://127.0.0.1:9")
    desk.figma.fail_next("postWebhook", drop="after")
    with pytest.raises(ProviderError):
        desk.register()
    (there,) = desk.register("FILE_UPDATE")
    for change in (desk.actions.pause_webhooks, desk.actions.rotate_webhooks):
        with pytest.raises(ConfigurationError, match="not known yet whether the webhook"):
            change(identifier="ann")
    assert desk.status_at_figma(there) == "PAUSED"
    assert [each.rotating for each in desk.actions.list_webhooks()] == [False, False]


def test_deliveries_that_come_twice_and_again_are_one_event(office: Post) -> None:
    office.figma.deliver_to("https://app.example.com", office.address, copies=3)
    office.register()
    office.happen()
    until(lambda: office.figma.world.courier.copies == 3)
    seen: list[int] = []
    office.actions.on_event()(lambda event: seen.append(event.id))
    office.actions.handle_events()
    assert len(seen) == len(office.inbox()) == 1


def test_an_account_that_is_deleted_takes_its_webhooks_and_events_along(office: Post) -> None:
    (webhook,) = office.register()
    office.happen()
    body = office.payload(webhook)
    assert office.actions.delete_connected_account(identifier="ann") == ()
    assert office.figma.world.webhooks == {}, "they end at the provider, too"
    assert office.send(webhook, body) == 404
    assert office.run("SELECT * FROM webhook_events") == office.run("SELECT * FROM webhooks") == []


@pytest.mark.parametrize("fault", [{"status": 500}, {"drop": "before"}, {"status": 403}])
def test_a_provider_that_does_not_end_a_webhook_holds_up_no_deletion_and_it_is_said_which_one_stays(
    desk: Post, fault: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    one, _ = desk.register("FILE_COMMENT", "FILE_UPDATE")
    desk.figma.fail_next("deleteWebhook", **fault)
    left = desk.actions.delete_connected_account(identifier="ann")
    assert [each.id for each in left] == [one.id]
    assert desk.figma.world.webhooks.keys() == {one.id}
    assert f"The webhook {one.id} of 'ann' stays as it is at Figma" in caplog.text
    assert desk.run("SELECT * FROM webhooks") == []
    with pytest.raises(NotConnectedError):
        desk.actions.get_connected_account(identifier="ann")


def test_P3_a_name_that_is_nobodys_ends_no_webhook(desk: Post) -> None:
    (webhook,) = desk.register()
    for identifier in ("", " ann", "bob"):
        for give_up in (desk.actions.delete_connected_account, desk.actions.disconnect_connected_account):
            with pytest.raises((ConfigurationError, NotConnectedError)):
                give_up(identifier=identifier)
    assert desk.status_at_figma(webhook) == "ACTIVE"


def test_disconnecting_pauses_what_nobody_could_end_afterwards_and_it_wakes_when_connected_again(desk: Post) -> None:
    (webhook,) = desk.register()
    desk.actions.disconnect_connected_account(identifier="ann")
    assert desk.status_at_figma(webhook) == "PAUSED"
    token = desk.figma.token(kind="personal_access_token")
    desk.actions.connect_with_token(identifier="ann", token=token, kind="personal_access_token")
    assert [each.status for each in desk.actions.resume_webhooks(identifier="ann")] == ["active"]
    assert desk.status_at_figma(webhook) == "ACTIVE"


def test_an_account_whose_token_is_dead_is_disconnected_and_deleted_all_the_same(desk: Post) -> None:
    webhooks = desk.register("FILE_COMMENT", "FILE_UPDATE")
    for token in desk.figma.world.tokens.values():
        token.revoked = True
    desk.actions.disconnect_connected_account(identifier="ann")
    assert [each.id for each in desk.actions.delete_connected_account(identifier="ann")] == [
        each.id for each in webhooks
    ]
    assert len(desk.figma.world.webhooks) == 2


def test_T30_a_secret_moved_to_another_webhook_does_not_open_and_is_our_own_trouble(office: Post) -> None:
    one, other = office.register("FILE_COMMENT", "FILE_UPDATE")
    [(sealed,)] = office.run("SELECT secret FROM webhooks WHERE event = 'FILE_COMMENT'")
    office.run("UPDATE webhooks SET secret = :sealed WHERE event = 'FILE_UPDATE'", sealed=sealed)
    assert office.send(other, office.payload(one, webhook_id=other.id)) == 503
    assert office.send(one, office.payload(one)) == 200


def test_T33_a_rotation_of_keys_takes_the_secrets_along(office: Post) -> None:
    (webhook,) = office.register()
    until(lambda: office.actions.list_webhook_events())  # the ping
    old_body = office.payload(webhook)
    office.actions.rotate_webhooks(webhook_id=webhook.id)
    [old], new = office.settings["encryption_keys"], new_key()
    database, ring = office.actions.context.stored().database, KeyRing(parse_keys([new, old]))
    assert use_of_keys(database).keys == {KeyRing(parse_keys([old])).newest}
    list(rotate(database, ring))
    assert use_of_keys(database).keys == {ring.newest}
    settings: dict[str, Any] = office.settings | {"encryption_keys": [new]}
    with Actions(**settings) as fresh, served(webhook_app(fresh)) as address:
        later = replace(office, address=address)
        assert [later.send(webhook, body) for body in (old_body, office.payload(webhook))] == [200, 200]


def test_an_event_loop_registers_and_rotates_as_well(desk: Post, tmp_path: Path) -> None:
    async def main() -> None:
        async with AsyncActions(**desk.settings) as actions:
            (webhook,) = await actions.register_webhook(
                events=["FILE_COMMENT"], context="file", context_id=desk.file_key, identifier="ann"
            )
            await actions.rotate_webhooks(webhook_id=webhook.id)
            assert [each.id for each in await actions.list_webhooks()] == [webhook.id]
            assert await actions.catch_up_webhooks() >= 0
            await actions.delete_webhooks(webhook_id=webhook.id)
            await actions.register_webhook(
                events=["FILE_COMMENT"], context="file", context_id=desk.file_key, identifier="ann"
            )
            assert await actions.delete_connected_account(identifier="ann") == ()

    asyncio.run(main())
    assert desk.figma.world.webhooks == {}
