"""Both faces, calls at once, clocks and stores: the same answers, and one call to the provider."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest

from figma_tools import aio, figma_file_get
from figwright import Actions, AsyncActions, Connection, errors
from figwright.cache import opening
from figwright.cache.memory import MemoryShelf

from .conftest import TOOLS, Read, World, later
from .test_disk import PLACE, entry


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_awaited_face_serves_what_the_other_kept(world: World, actions: Actions, read: Read, backend: str) -> None:
    file = world.file()
    fetched = read("ann", file.key)
    connection = Connection(name="figma", tools=TOOLS, api_url=world.sandbox.url, allow_insecure=True)

    async def call() -> Any:
        async with AsyncActions([connection], database_url=world.database_url) as awaited:
            asked = {"identifier": "ben", "tool_input": {"file_key": file.key}}
            return [await awaited.execute_tool("figma_file_get", **asked) for _ in range(2)]

    served = anyio.run(call, backend=backend)
    assert [each.from_cache for each in served] == [True, True]
    assert served[0].data["document"] == fetched.data["document"]
    assert world.sent() == {"getFile": 1, "getFileMeta": 1}


def test_typed_functions_of_an_account_without_a_cache_ask_the_provider(
    world: World, actions: Actions, read: Read
) -> None:
    file = world.file()
    read("ann", file.key)
    world.sent()
    connection = Connection(name="figma", tools=TOOLS, api_url=world.sandbox.url, allow_insecure=True)

    async def call() -> Any:
        async with AsyncActions([connection], database_url=world.database_url) as awaited:
            ann = awaited.account("ann", cache=False)
            return await aio.figma_file_nodes_get(ann, file_key=file.key, ids=["1:2"])

    assert anyio.run(call)["nodes"]["1:2"]
    assert figma_file_get(actions.account("ann", cache=False), file_key=file.key)["document"]
    assert world.sent() == {"getFile": 1, "getFileNodes": 1}
    assert figma_file_get(actions.account("ann"), file_key=file.key)["document"]
    assert world.sent() == {"getFileMeta": 1}


def test_threads_whose_calls_are_a_clients_first_share_one_cache(
    actions: Actions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each would keep its own turns otherwise, and send what another is asking."""
    made = opening.opened_cache

    def slow(*given: Any) -> Any:
        time.sleep(0.2)
        return made(*given)

    monkeypatch.setattr(opening, "opened_cache", slow)
    with ThreadPoolExecutor(8) as threads:
        assert len({id(each) for each in threads.map(lambda _: actions.context.cache, range(8))}) == 1


def test_the_same_asked_at_once_is_one_call_and_one_proof(world: World, actions: Actions, read: Read) -> None:
    file = world.file()
    world.sandbox.fail_next("getFile", delay=0.3)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: read("ann", file.key), range(8)))
    assert world.sent() == {"getFile": 1, "getFileMeta": 1}
    assert sum(each.from_cache for each in found) == 7


def test_parts_asked_at_once_take_one_proof(world: World, read: Read) -> None:
    file = world.file()
    read("ann", file.key)
    world.sandbox.fail_next("getFileMeta", delay=0.3)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda depth: read("ben", file.key, depth=depth), range(1, 9)))
    assert world.sent() == {"getFile": 1, "getFileMeta": 1}
    assert all(each.from_cache for each in found)


def test_who_waits_for_a_call_that_fails_makes_their_own(world: World, read: Read) -> None:
    file = world.file()
    world.sandbox.fail_next("getFile", status=400, body={"status": 400, "err": "No"}, delay=0.3)
    outcomes: list[object] = []

    def ask() -> None:
        try:
            outcomes.append(read("ann", file.key).from_cache)
        except errors.ProviderError as error:
            outcomes.append(error.status)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["400", "False"]


def test_what_a_caller_changes_is_their_own(world: World, read: Read) -> None:
    file = world.file()
    read("ann", file.key).data["document"].clear()
    read("ann", file.key).data["document"].clear()
    assert read("ann", file.key).data["document"]["children"]


def test_P15_T76_a_proof_that_hangs_serves_nothing_and_leaves_time_for_the_call(world: World) -> None:
    file, actions = world.file(), world.client()
    world.connect(actions)
    asked = {"tool_input": {"file_key": file.key}}
    actions.execute_tool("figma_file_get", identifier="ann", **asked)
    connection = Connection(name="figma", tools=TOOLS, api_url=world.sandbox.url, allow_insecure=True)
    with Actions([connection], database_url=world.database_url, deadline=4) as hurried:
        world.sandbox.fail_next("getFileMeta", delay=60)
        assert not hurried.execute_tool("figma_file_get", identifier="ben", **asked).from_cache
        world.sandbox.release("getFileMeta")


def test_links_are_served_while_there_is_time_to_follow_them(
    world: World, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = world.file()

    def render() -> bool:
        return read("ann", file.key, "figma_file_images_render", ids=["1:2"]).from_cache

    day = 86400.0
    assert [render(), render()] == [False, True]
    later(monkeypatch, 26 * day)
    assert render()
    later(monkeypatch, 2 * day)
    assert [render(), render()] == [False, True]


def test_a_clock_that_was_ahead_hides_nothing_and_shows_nothing_for_long(
    world: World, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept, marked and proven in a wrong future counts for nothing once the clock is right."""
    file = world.file()
    with monkeypatch.context() as ahead:
        later(ahead, 86400)
        read("ann", file.key)
        read("ben", file.key)
    assert [read("ben", file.key).from_cache for _ in range(2)] == [False, True]


def test_answers_are_kept_beside_accounts_in_postgresql(postgres_url: str, world: World) -> None:
    file = world.file()
    world.database_url = postgres_url
    for number in range(2):
        connection = Connection(name="figma", tools=TOOLS, api_url=world.sandbox.url, allow_insecure=True)
        with Actions([connection], database_url=postgres_url, encryption_keys=["A" * 43]) as actions:
            world.connect(actions)
            served = actions.execute_tool("figma_file_get", identifier="ann", tool_input={"file_key": file.key})
            assert served.from_cache is bool(number)
            assert actions.context.cache.shelf.info().where.endswith("figwright/cache")


def test_memory_holds_no_more_than_its_bound() -> None:
    shelf = MemoryShelf(10_000)
    for number in range(10):
        shelf.keep(PLACE, f"text {number}", entry(answer=os.urandom(3000)))
    assert 0 < shelf.info().bytes <= 10_000
    assert not list(shelf.held(PLACE, ["text 0"]))
    assert [held.load() for held in shelf.held(PLACE, ["text 9"])]
