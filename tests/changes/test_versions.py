"""Which versions are read, and what is held of them, by one client with its cache in memory."""

from __future__ import annotations

import threading
from typing import Any

import anyio
import pytest
from changes.conftest import Shop

from figwright import AsyncActions
from figwright.errors import Cause, InvalidResponseError, InvalidToolInputError
from figwright_figma.changes import aread_changes, read_changes
from figwright_figma.changes.compared import Changes


def test_what_is_held_is_not_read_again(shop: Shop) -> None:
    first, second, third = shop.versions
    assert shop.changes() == '"2" "3"; 2 sent'
    assert shop.changes() == '"2" "3"; 0 sent'
    assert shop.changes(since=second, until=third) == '"2" "3"; 0 sent'
    assert shop.changes(since=first) == '"1" "3"; 1 sent'
    assert [each.split("(tier 1) ")[1] for each in shop.said] == [
        f"twice at most, for version {second} and the file as it is, whole.",
        "is not sent, unless the file went on, or this account cannot prove its right to what is held.",
        "is not sent, unless the file went on, or this account cannot prove its right to what is held.",
        f"once, or twice where this account cannot prove its right to what is held, for version {first}, whole.",
    ]


def test_without_a_version_the_newest_that_is_held_is_compared(shop: Shop) -> None:
    shop.actions.execute_tool("figma_file_get", tool_input={"file_key": shop.key, "version": shop.versions[0]})
    assert shop.changes() == '"1" "3"; 1 sent'


def test_of_a_held_version_the_list_is_not_searched(shop: Shop) -> None:
    first, _, third = shop.versions
    assert shop.changes(since=first, until=third) == '"1" "3"; 2 sent'
    file = shop.figma.world.files[shop.key]
    file.versions = [each for each in file.versions if each.id != first]  # as of a state that no list has
    assert shop.changes(since=first, until=third) == '"1" "3"; 0 sent'
    with pytest.raises(InvalidToolInputError, match="no version 999"):
        shop.changes(since="999")


def test_versions_that_there_are_are_named_with_the_beginning_of_their_labels(shop: Shop) -> None:
    newest = shop.builder.version("Launch " * 1_000).id
    with pytest.raises(InvalidToolInputError) as caught:
        shop.changes(since="12345")
    assert f"{newest} of " in str(caught.value)
    assert '"Launch Launch ' in str(caught.value)
    assert len(str(caught.value)) < 1_000
    assert not str(caught.value).endswith("..")


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_what_is_awaited_is_what_is_waited_for(shop: Shop, backend: str) -> None:
    said: list[str] = []

    async def read() -> tuple[Changes, str]:
        figma = shop.figma
        async with AsyncActions.with_token(figma.token(), api_url=figma.url, allow_insecure=True) as actions:
            found = await aread_changes(actions, shop.key, since=shop.versions[0], say=said.append)
            with pytest.raises(InvalidToolInputError) as caught:
                await aread_changes(actions, shop.key, since="999")
        return found, str(caught.value)

    found, error = anyio.run(read, backend=backend)
    waited: list[str] = []
    assert found.data == read_changes(shop.actions, shop.key, since=shop.versions[0], say=waited.append).data
    assert said == waited
    with pytest.raises(InvalidToolInputError) as caught:
        read_changes(shop.actions, shop.key, since="999")
    assert error == str(caught.value)


def test_while_versions_are_compared_the_loop_goes_on(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    compared_in: list[threading.Thread] = []
    made = Changes.__init__

    def noted(self: Changes, *given: object) -> None:
        compared_in.append(threading.current_thread())
        made(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Changes, "__init__", noted)

    async def read() -> None:
        figma = shop.figma
        async with AsyncActions.with_token(figma.token(), api_url=figma.url, allow_insecure=True) as actions:
            await aread_changes(actions, shop.key)

    anyio.run(read)
    assert compared_in != [threading.main_thread()]


@pytest.mark.parametrize("is_held", [False, True])
def test_P13_the_version_before_one_is_found_wherever_the_list_is_cut(shop: Shop, is_held: bool) -> None:
    second = shop.versions[1]
    for number in range(48):  # 50 stand on a page
        shop.save(str(number))
    shop.save("2")
    listed = {"file_key": shop.key, "page_size": 50}
    page = shop.actions.execute_tool("figma_file_versions_list", tool_input=listed).data["versions"]
    assert [page[-1]["id"], second in [each["id"] for each in page]] == [shop.versions[2], False]
    for until, told in ((shop.versions[2], '"2" "3"'), (second, '"1" "2"')):
        if is_held:
            shop.actions.execute_tool("figma_file_get", tool_input={"file_key": shop.key, "version": until})
        assert shop.changes(until=until).partition(";")[0] == told
    with pytest.raises(InvalidToolInputError, match="no earlier version"):
        shop.changes(until=shop.figma.world.files[shop.key].versions[-1].id)


def test_as_many_versions_are_listed_by_a_call_as_can_be(shop: Shop) -> None:
    for number in range(60):
        shop.save(str(number))
    shop.changes(since=shop.versions[0])
    assert len(shop.figma.requests.of("getFileVersions")) == 2


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/versions", {"versions": None, "pagination": {}}),
        ("/versions", {"pagination": {}}),
        ("", {"name": "Shop", "version": "1", "components": {}}),
        ("", {"name": "Shop", "document": [], "components": {}}),
    ],
)
def test_P6_half_an_answer_is_an_error_with_a_cause(shop: Shop, path: str, body: dict[str, Any]) -> None:
    shop.figma.fail_next(f"GET /v1/files/{shop.key}{path}", status=200, body=body)
    with pytest.raises(InvalidResponseError, match="nothing was compared") as caught:
        shop.changes(since=shop.versions[0])
    assert caught.value.cause is Cause.PROVIDER_DOWN


def test_versions_without_an_id_are_passed_over(shop: Shop) -> None:
    listed = [None, {"label": "Half"}, {"id": 5}, *({"id": each} for each in reversed(shop.versions))]
    shop.figma.fail_next("GET /v1/files/*/versions", status=200, body={"versions": listed, "pagination": {}})
    assert shop.changes(since=shop.versions[0]) == '"1" "3"; 2 sent'


def test_P13_versions_in_the_wrong_order_are_not_compared(shop: Shop) -> None:
    first, _, third = shop.versions
    with pytest.raises(InvalidToolInputError, match=f"{third} is later than {first}"):
        shop.changes(since=third, until=first)
    assert shop.figma.requests.of("getFile") == []


@pytest.mark.parametrize("named", ["since", "until"])
def test_an_address_without_a_version_is_refused_as_one(shop: Shop, named: str) -> None:
    with pytest.raises(InvalidToolInputError) as caught:
        shop.changes(**{named: f"https://www.figma.com/design/{shop.key}/Shop"})
    assert list(caught.value.fields) == ["version"]
