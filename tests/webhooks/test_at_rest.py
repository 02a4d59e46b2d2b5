"""What arrives is somebody's words: payloads are sealed at rest, each for its place, and a rotation takes them on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from figwright import Actions
from figwright.crypto.keyring import KeyRing, new_key, parse_keys
from figwright.store.key_rotation import rotate, use_of_keys

from .post import Post, until

WORDS = "Only between us: the launch is in May"


def comments(actions: Actions) -> list[Any]:
    found = [each.event.data for each in actions.list_webhook_events() if each.event.type == "FILE_COMMENT"]
    return [each["comment"] for each in found]  # type: ignore[index]


def say(post: Post, *texts: str) -> None:
    for text in texts:
        post.happen(comment=[{"text": text}])


def test_T61_what_a_person_wrote_is_nowhere_to_be_read_in_the_database(desk: Post, tmp_path: Path) -> None:
    desk.register()
    say(desk, WORDS)
    stored = repr(desk.run("SELECT * FROM webhook_events"))
    assert "launch" not in stored
    assert desk.figma.world.files[desk.file_key].name not in stored
    for path in tmp_path.glob("figwright.db*"):
        assert b"launch" not in path.read_bytes()
    assert comments(desk.actions) == [[{"text": WORDS}]]


def test_T30_a_payload_moved_to_another_event_does_not_open_and_holds_up_no_other(office: Post) -> None:
    office.register()
    say(office, "one", "two")
    first, second = office.inbox()
    [(sealed,)] = office.run("SELECT sealed FROM webhook_events WHERE id = :id", id=first.event.id)
    office.run("UPDATE webhook_events SET sealed = :sealed WHERE id = :id", sealed=sealed, id=second.event.id)
    seen: list[Any] = []
    office.actions.on_event()(lambda event: seen.append(event.data["comment"]))
    assert office.actions.handle_events() == (1, 1)
    assert seen == [[{"text": "one"}]]
    listed = office.inbox()[1]
    assert (listed.event.data, listed.state, listed.last_failure[:16]) == ({}, "waiting", "SealBrokenError:")


def test_T33_a_rotation_takes_payloads_along_and_seals_what_was_stored_before_they_were_sealed(office: Post) -> None:
    office.register()
    until(lambda: office.actions.list_webhook_events())  # the ping
    say(office, "sealed", "plain")
    plain = json.dumps(office.inbox()[1].event.data)
    where = {"payload": plain, "id": office.inbox()[1].event.id}
    office.run("UPDATE webhook_events SET sealed = NULL, payload = :payload WHERE id = :id", **where)
    expected = [[{"text": "sealed"}], [{"text": "plain"}]]
    assert comments(office.actions) == expected, "what was not sealed is read as it is"
    [old], new = office.settings["encryption_keys"], new_key()
    database, ring = office.actions.context.stored().database, KeyRing(parse_keys([new, old]))
    list(rotate(database, ring))
    assert use_of_keys(database).keys == {ring.newest}
    assert "plain" not in repr(office.run("SELECT payload, sealed FROM webhook_events"))
    settings: dict[str, Any] = office.settings | {"encryption_keys": [new]}
    with Actions(**settings) as fresh:
        assert comments(fresh) == expected
