"""Who was not proven to read something reads none of it, by whatever way they were refused, or ask (P15)."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from figwright import Actions, AsyncActions, Connection, ToolResult, errors
from figwright.cache import space
from figwright.cache.memory import MemoryShelf
from figwright.cache.moments import Moment
from figwright.cache.proofs import Proof, Proofs
from figwright.cache.questions import Place
from figwright.cache.reading import Reading
from figwright.cache.whose import Whose

from .conftest import SCOPES, TOOLS, Read, World, later

CLOSED = {"status": 403, "err": "File not exportable"}


def connect(
    actions: Actions, who: str, token: str, scopes: tuple[str, ...] | None = SCOPES, name: str = "figma"
) -> None:
    actions.connect_with_token(
        connection_name=name, identifier=who, token=token, kind="personal_access_token", scopes=scopes, check=False
    )


def test_P15_a_token_of_unknown_scopes_is_served_no_content_before_it_was_answered_some(
    world: World, actions: Actions, read: Read
) -> None:
    mine, other = world.file(), world.file()
    for each in (mine, other):
        read("ann", each.key)
    token = world.sandbox.token(world.users["ben"], "personal_access_token", ["file_metadata:read"])
    connect(actions, "narrow", token, scopes=None)
    with pytest.raises(errors.ProviderError) as caught:
        read("narrow", mine.key)
    assert caught.value.cause is errors.Cause.MISSING_SCOPE
    connect(actions, "wide", world.tokens["ben"], scopes=None)
    assert [read("wide", each.key).from_cache for each in (mine, mine, other)] == [False, True, True]
    again = world.client()  # any process knows it now
    assert again.execute_tool("figma_file_get", identifier="wide", tool_input={"file_key": mine.key}).from_cache


@pytest.mark.parametrize("how", ["cache=False", "an input that is not kept", "request"])
def test_P15_who_was_refused_the_content_in_any_way_is_served_none_of_it(
    world: World, actions: Actions, read: Read, how: str
) -> None:
    file = world.file()
    read("ann", file.key)
    ways: dict[str, Callable[[], object]] = {
        "cache=False": lambda: read("ben", file.key, cache=False),
        "an input that is not kept": lambda: read("ben", file.key, plugin_data="shared"),
        "request": lambda: actions.request(method="GET", path=f"/v1/files/{file.key}", identifier="ben"),
    }
    world.sandbox.fail_next("getFile", status=403, body=CLOSED)
    with pytest.raises(errors.ProviderError):
        ways[how]()
    assert not read("ben", file.key).from_cache


def test_P15_a_refusal_counts_where_it_cannot_be_written(
    world: World, read: Read, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = world.file()
    read("ann", file.key)
    (folder / "figma" / space.REFUSED).write_bytes(b"")  # no folder, and none can be made
    world.sandbox.fail_next("getFile", status=403, body=CLOSED)
    with pytest.raises(errors.ProviderError):
        read("ben", file.key, cache=False)
    assert not read("ben", file.key).from_cache
    assert read("ben", file.key).from_cache


def test_P15_what_one_person_fetched_is_not_the_own_of_who_gets_their_name(world: World) -> None:
    file, actions = world.file(), world.client(cache="own")
    asked = {"identifier": "ann", "tool_input": {"file_key": file.key}}
    served = []
    for token in ("ann", "ben"):
        connect(actions, "ann", world.tokens[token])
        served += [actions.execute_tool("figma_file_get", **asked).from_cache for _ in range(2)]
    assert served == [False, True, False, True]


def test_a_write_through_another_connection_makes_proofs_void(world: World) -> None:
    file = world.file()
    options = {"connector": "figma", "tools": TOOLS, "api_url": world.sandbox.url, "allow_insecure": True}
    both = [Connection(name=name, **options) for name in ("one", "two")]
    with (
        Actions(both, database_url=world.database_url) as here,
        Actions(both, database_url=world.database_url) as there,
    ):
        for name in ("one", "two"):
            connect(here, "ann", world.tokens["ann"], name=name)
        for writer in (here, there):  # another process, as far as this one can play it
            asked = {"identifier": "ann", "tool_input": {"file_key": file.key}}
            here.execute_tool("figma_file_get", connection_name="one", **asked)
            world.sent()
            asked["tool_input"]["message"] = "Look"
            writer.execute_tool("figma_file_comment_create", connection_name="two", **asked)
            del asked["tool_input"]["message"]
            assert here.execute_tool("figma_file_get", connection_name="one", **asked).from_cache
            assert world.sent() == {"postComment": 1, "getFileMeta": 1}


@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_was_on_its_way_during_a_write_is_no_proof_of_after(
    world: World, actions: Actions, read: Read, monkeypatch: pytest.MonkeyPatch, elsewhere: bool
) -> None:
    file = world.file()
    read("ann", world.file().key)
    arrived, written, keep = threading.Event(), threading.Event(), Reading._keep

    def late(self: Reading, *args: object) -> str:
        arrived.set()
        assert written.wait(20)
        return keep(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Reading, "_keep", late)
    first = threading.Thread(target=read, args=("ann", file.key))
    first.start()
    assert arrived.wait(20)
    monkeypatch.undo()
    (world.client() if elsewhere else actions).execute_tool(
        "figma_file_comment_create", identifier="ann", tool_input={"file_key": file.key, "message": "Look"}
    )
    file.file.document["children"][0]["name"] = "Edited"
    file.version()
    written.set()
    first.join()
    assert read("ann", file.key)["document"]["children"][0]["name"] == "Edited"


def test_what_a_call_past_the_cache_has_shown_is_not_taken_back(world: World, actions: Actions, read: Read) -> None:
    file = world.file()
    read("ann", file.key)
    for number, newest in enumerate(
        (
            lambda: read("ann", file.key, cache=False),
            lambda: actions.request(method="GET", path=f"/v1/files/{file.key}", identifier="ann"),
        )
    ):
        file.file.document["children"][0]["name"] = f"Edit {number}"
        file.version()
        newest()
        assert read("ann", file.key)["document"]["children"][0]["name"] == f"Edit {number}"


def test_a_proof_does_not_outlive_a_clock_that_was_set(
    world: World, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, now = world.file(), Moment.now
    read("ann", file.key)
    world.sent()
    monkeypatch.setattr(Moment, "now", lambda: Moment(now().wall + 5, now().steady + 20))  # it was set back by 15 s
    assert read("ann", file.key).from_cache
    assert world.sent() == {"getFileMeta": 1}


def test_a_call_that_was_cancelled_holds_up_nobody(world: World) -> None:
    async def run() -> list[bool]:
        file = world.file()
        connection = Connection(name="figma", tools=TOOLS, api_url=world.sandbox.url, allow_insecure=True)
        async with AsyncActions([connection], database_url=world.database_url) as actions:
            await actions.connect_with_token(
                identifier="ann", token=world.tokens["ann"], kind="personal_access_token", scopes=SCOPES, check=False
            )
            asked = {"identifier": "ann", "tool_input": {"file_key": file.key}}
            world.sandbox.fail_next("getFile", delay=60)
            cancelled = asyncio.create_task(actions.execute_tool("figma_file_get", **asked))
            async with asyncio.timeout(20):
                while not actions.context.cache.turns._taken or not world.sandbox.requests:
                    await asyncio.sleep(0.01)
            cancelled.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:  # which keeps the call's frames
                await cancelled
            world.sandbox.heal()
            async with asyncio.timeout(20):
                await actions.execute_tool("figma_file_get", **asked)
            return [bool(caught), bool(actions.context.cache.turns._taken)]

    assert asyncio.run(run()) == [True, False]


def test_an_old_version_that_was_asked_for_is_not_todays_where_none_is_told(world: World, read: Read) -> None:
    file = world.file()
    file.version()
    old, touched = file.file.versions[0].id, file.file.last_modified
    file.file.document["children"][0]["name"] = "Edited"
    file.version()
    file.file.last_modified = touched
    before = read("ann", file.key, version=old)
    told = {each: before.data[each] for each in ("name", "role")}
    meta = {"file": told | {"last_touched_at": before["lastModified"], "editorType": "figma", "creator": {}}}
    world.sandbox.fail_next("getFileMeta", status=200, body=meta, times=None)
    assert read("ann", file.key)["document"]["children"][0]["name"] == "Edited"


def test_a_forked_child_proves_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    proofs, whose, place = Proofs(), Whose("grant", 1), Place("figma", "https://api.figma.com", "KEY")
    proofs.note(whose, place, Proof(Moment.now(), "1", 0.0, {}))
    assert proofs.get(whose, place, 0.0)
    child = os.getpid() + 1
    monkeypatch.setattr(os, "getpid", lambda: child)
    assert proofs.get(whose, place, 0.0) is None


@pytest.mark.parametrize(("operation", "tool"), [("getFile", "figma_file_get"), ("getFileMeta", "figma_file_meta_get")])
def test_P15_a_proof_that_was_on_its_way_when_another_call_was_refused_serves_nothing(
    operation: str, tool: str, world: World, read: Read
) -> None:
    """Content, or the proof itself."""
    file = world.file()
    read("ann", file.key)
    slow = world.sandbox.fail_next("getFileMeta", delay=60)
    found: list[ToolResult] = []
    proving = threading.Thread(target=lambda: found.append(read("ben", file.key)))
    world.sent()
    proving.start()
    until(lambda: world.sandbox.requests)
    world.sandbox.fail_next(operation, status=403, body=CLOSED)
    with pytest.raises(errors.ProviderError):
        read("ben", file.key, tool, cache=False)
    slow.release()
    proving.join()
    assert not found[0].from_cache


def test_half_a_character_in_a_version_or_in_what_is_said_to_have_changed_is_no_error(
    world: World, actions: Actions, read: Read
) -> None:
    file = world.file()
    answer = read("ann", file.key, cache=False).data | {"version": "\ud800"}
    world.sandbox.fail_next("getFile", status=200, body=json.dumps(answer))
    told = {"file": {"version": "\ud800", "last_touched_at": answer["lastModified"]}}
    world.sandbox.fail_next("getFileMeta", status=200, body=json.dumps(told))
    assert read("ann", file.key).version == "\ud800"
    assert read("ann", file.key).from_cache
    actions.context.cache.doubt(actions.connection(), ["\ud800"])


def test_what_proofs_do_not_say_of_a_person_is_repeated_to_them_for_a_day(
    world: World, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = world.file()
    fetched = read("ann", file.key).data
    told = {"name": fetched["name"], "version": fetched["version"], "last_touched_at": fetched["lastModified"]}
    world.sandbox.fail_next("getFileMeta", status=200, body={"file": told}, times=None)
    with monkeypatch.context() as patch:
        later(patch, 3_600)
        assert read("ann", file.key).from_cache
    later(monkeypatch, 100_000)
    assert not read("ann", file.key).from_cache
    assert not read("ben", file.key).from_cache


def test_P15_a_proof_that_was_on_its_way_when_another_was_refused_does_not_count() -> None:
    proofs, whose, place = Proofs(), Whose("grant", 1), Place("figma", "https://api.figma.com", "KEY")
    sent = Moment.now()
    proofs.drop(whose, place)
    proofs.note(whose, place, Proof(sent, "1", 0.0, {}))
    assert proofs.get(whose, place, 0.0) is None
    proofs.note(whose, place, Proof(Moment.now(), "1", 0.0, {}))
    assert proofs.get(whose, place, 0.0)


def test_P15_what_made_a_proof_void_counts_however_much_else_was_changed_since() -> None:
    proofs, shelf, whose = Proofs(), MemoryShelf(), Whose("grant", 1)
    places = [Place("figma", "https://api.figma.com", f"KEY{number}") for number in range(5_000)]
    sent = Proof(Moment.now(), "1", 0.0, {})
    for each in places:
        proofs.forget(each)
        shelf.doubt(each)
    assert not any(proofs.count(whose, each, sent, 0.0) for each in places)
    assert all(shelf.doubted_at(each) > sent.asked.wall for each in places)
    assert proofs.count(whose, places[0], Proof(Moment.now(), "1", 0.0, {}), shelf.doubted_at(places[0]))


def until(what: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.01)
