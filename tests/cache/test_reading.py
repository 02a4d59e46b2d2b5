"""A second read of the same version costs a cheap call of the reader's own, and never more than that call allows."""

from __future__ import annotations

import pytest

from figwright import Actions, errors
from figwright_figma.held.tree import Tree

from .conftest import Read, World, later


def test_a_file_that_was_read_is_not_fetched_again(world: World, read: Read) -> None:
    file = world.file()
    first, second, third = (read("ann", file.key) for _ in range(3))
    assert world.sent() == {"getFile": 1, "getFileMeta": 1}
    assert [each.from_cache for each in (first, second, third)] == [False, True, True]
    assert first.data == second.data == third.data
    assert first.version == second.version == file.file.versions[0].id


def test_P15_a_fetch_is_no_proof_and_a_provider_that_tells_no_version_is_asked_each_time(
    world: World, read: Read
) -> None:
    """As a server of a test's that answers whatever was put into it, under one key and one version."""
    file = world.file()
    answer = read("ann", file.key, cache=False).data
    for operation in ("getFile", "getFileMeta"):
        world.sandbox.fail_next(operation, status=200, body=answer, times=None)
    assert read("ann", file.key).data == answer
    another = answer | {"document": answer["document"] | {"name": "Another"}}
    world.sandbox.heal()
    for operation in ("getFile", "getFileMeta"):
        world.sandbox.fail_next(operation, status=200, body=another, times=None)
    assert read("ann", file.key).data == another


def test_a_whole_file_answers_what_is_asked_of_its_parts(world: World, read: Read) -> None:
    file = world.file()
    node = file.file.document["children"][0]["children"][0]["id"]
    read("ann", file.key)
    world.sent()
    served = [
        (read("ben", file.key, tool, **inputs), read("ben", file.key, tool, cache=False, **inputs))
        for tool, inputs in (("figma_file_nodes_get", {"ids": [node]}), ("figma_file_get", {"depth": 1}))
    ]
    assert [(held.from_cache, held.data == fetched.data) for held, fetched in served] == [(True, True)] * 2
    assert world.sent() == {"getFileMeta": 1, "getFileNodes": 1, "getFile": 1}
    assert not read("ben", file.key, geometry="paths").from_cache
    assert world.sent() == {"getFile": 1}


def test_another_account_proves_first_what_it_may_read(world: World, read: Read) -> None:
    file = world.file()
    read("ann", file.key)
    assert read("ben", file.key).from_cache
    assert world.sent() == {"getFile": 1, "getFileMeta": 1}


def test_who_is_served_what_another_fetched_reads_of_themselves(world: World, read: Read) -> None:
    file = world.file()
    assert read("ann", file.key)["role"] == "owner"
    served = read("ben", file.key)
    assert (served.from_cache, served["role"]) == (True, "viewer")


def test_an_edit_is_seen_by_the_next_read_that_proves(world: World, read: Read) -> None:
    file = world.file()
    read("ann", file.key)
    file.file.document["children"][0]["name"] = "Edited"
    file.version()
    edited = read("ben", file.key)
    assert (edited.from_cache, edited["document"]["children"][0]["name"]) == (False, "Edited")
    assert edited.version == file.file.versions[0].id


def test_a_change_without_a_version_of_its_own_is_seen_by_its_time(world: World, read: Read) -> None:
    file = world.file()
    read("ann", file.key)
    world.sandbox.clock.advance(60)
    file.file.last_modified = world.sandbox.clock.now()
    assert not read("ben", file.key).from_cache
    world.sent()
    assert read("ben", file.key).from_cache  # what was fetched after that is as young as it can be
    assert world.sent() == {}


def test_what_is_changed_through_us_is_not_read_from_before(world: World, actions: Actions, read: Read) -> None:
    file = world.file()
    read("ann", file.key)
    for write in (
        lambda: actions.execute_tool(
            "figma_file_comment_create", identifier="ben", tool_input={"file_key": file.key, "message": "Hm"}
        ),
        lambda: actions.request(
            method="POST", path=f"/v1/files/{file.key}/comments", identifier="ben", body={"message": "Hm"}
        ),
    ):
        assert read("ann", file.key).from_cache
        world.sent()
        write()
        assert read("ann", file.key).from_cache
        assert world.sent() == {"postComment": 1, "getFileMeta": 1}


def test_one_version_needs_a_proof_of_rights_alone(world: World, read: Read) -> None:
    file = world.file()
    old = file.file.versions[0].id
    read("ann", file.key, version=old)
    file.version()
    assert read("ben", file.key, version=old).from_cache
    assert world.sent() == {"getFile": 1, "getFileMeta": 1}
    assert read("ben", file.key).version == file.file.versions[0].id


def test_renders_are_kept_under_the_version_that_was_proven_before(world: World, read: Read) -> None:
    file = world.file()
    node = file.file.document["children"][0]["children"][0]["id"]
    first, second = (read("ann", file.key, "figma_file_images_render", ids=[node]) for _ in range(2))
    assert world.sent() == {"getFileMeta": 1, "getImages": 1}
    assert first.data == second.data
    assert second.version == file.file.versions[0].id
    file.version()
    assert not read("ben", file.key, "figma_file_images_render", ids=[node]).from_cache


def test_a_render_that_failed_in_part_is_tried_again(world: World, read: Read) -> None:
    file = world.file()
    for _ in range(2):
        assert not read("ann", file.key, "figma_file_images_render", ids=["9:9"]).from_cache


@pytest.mark.parametrize("mode", [False, "own"])
def test_a_connection_chooses_whom_its_answers_serve(world: World, mode: bool | str) -> None:
    file, actions = world.file(), world.client(cache=mode)
    world.connect(actions)
    served = [
        actions.execute_tool("figma_file_get", identifier=who, tool_input={"file_key": file.key})
        for who in ("ann", "ann", "ben", "ben")
    ]
    assert [each.from_cache for each in served] == [False, bool(mode), False, bool(mode)]
    assert all(each.version for each in served)


def test_a_call_may_ask_the_provider_whatever_is_held(world: World, read: Read) -> None:
    file = world.file()
    read("ann", file.key)
    assert not read("ann", file.key, cache=False).from_cache
    assert world.sent() == {"getFile": 2}


def test_P15_who_was_refused_the_content_is_served_none_of_it(world: World, read: Read) -> None:
    file = world.file()
    read("ann", file.key)
    world.sandbox.fail_next("getFile", status=403, body={"status": 403, "err": "File not exportable"})
    with pytest.raises(errors.ProviderError):
        read("ben", file.key, geometry="paths")
    world.sent()
    assert not read("ben", file.key).from_cache  # their own success makes it good again
    assert read("ben", file.key).from_cache
    assert world.sent() == {"getFile": 1, "getFileMeta": 1}


@pytest.mark.parametrize("status", [403, 404, 429, 500])
def test_P15_T76_without_a_proof_nothing_is_served(world: World, read: Read, status: int) -> None:
    file = world.file()
    read("ann", file.key)
    refusal = {"status": status, "err": "No"}
    for operation in ("getFileMeta", "getFile"):
        world.sandbox.fail_next(operation, status=status, body=refusal, times=3, headers={"Retry-After": "999"})
    with pytest.raises(errors.ProviderError) as caught:
        read("ben", file.key)
    assert caught.value.status == status


def test_P15_T76_a_right_that_ended_is_noticed(world: World, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    file = world.file()
    read("ann", file.key)
    assert read("ben", file.key).from_cache
    file.file.link_access = "inherit"
    later(monkeypatch, 31)
    with pytest.raises(errors.ProviderError) as caught:
        read("ben", file.key)
    assert caught.value.cause is errors.Cause.NOT_FOUND


def test_who_leaves_takes_along_nothing_that_others_prove_their_way_to(
    world: World, actions: Actions, read: Read
) -> None:
    file = world.file()
    read("ann", file.key)
    actions.delete_connected_account(identifier="ann")
    assert read("ben", file.key).from_cache
    actions.delete_connected_account(identifier="ben")
    assert actions.context.cache.shelf.info().entries == 0


def test_without_a_store_answers_are_kept_in_memory(world: World) -> None:
    file = world.file()
    asked = {"tool_input": {"file_key": file.key}}
    with Actions.with_token(world.tokens["ann"], api_url=world.sandbox.url, allow_insecure=True) as actions:
        assert [actions.execute_tool("figma_file_get", **asked).from_cache for _ in range(2)] == [False, True]
        assert actions.context.cache.shelf.info().where == "memory"
    assert world.sent() == {"getFile": 1, "getFileMeta": 1}


def test_what_the_stack_that_is_left_cannot_hold_is_fetched(
    world: World, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = world.file()
    read("ann", file.key)

    def too_deep(self: Tree) -> None:
        raise RecursionError

    monkeypatch.setattr(Tree, "data", too_deep)
    assert not read("ann", file.key).from_cache
