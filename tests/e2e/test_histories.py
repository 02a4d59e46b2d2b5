"""A version history is read to its oldest version, whichever link of a page leads there, and never goes round."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.histories import KEY, History
from support.provider import Provider, provider, reply

from figma_tools import CONNECTOR
from figwright import Actions, AsyncActions, Connection, errors
from figwright_figma.sandbox import Sandbox

TOOL = "figma_file_versions_list"
READINGS = ["prev_page", "next_page"]


@pytest.fixture(scope="module")
def figma() -> Iterator[Provider]:
    with provider() as running:
        yield running


@pytest.fixture(scope="module")
def actions(figma: Provider) -> Iterator[Actions]:
    with Actions([_connection(figma)]) as made:
        made.connect_with_token(identifier="ann", token="figd_CANARYCANARY", kind="personal_access_token", check=False)
        yield made


def _connection(figma: Provider) -> Connection:
    return Connection(
        name="figma", connector=CONNECTOR, api_url=figma.url, allow_insecure=True, tools=tuple(CONNECTOR.tools)
    )


def _ids(pages: Any) -> list[str]:
    return [version["id"] for page in pages for version in page["versions"]]


def _versions(number: int, *, a_day: int = 1) -> list[tuple[str, str]]:
    """The newest first; `a_day` of them have the same time."""
    return [(str(9000 - each), f"2026-05-{28 - each // a_day:02}T10:11:12Z") for each in range(number)]


def _walk(actions: Actions, figma: Provider, history: Any, **more: Any) -> list[Any]:
    figma.received.clear()
    figma.answer(history)
    return list(actions.pages(TOOL, identifier="ann", tool_input={"file_key": KEY, **more}))


@pytest.mark.parametrize("older", READINGS)
@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("number", [1, 2, 3, 7])
def test_pages_reach_the_oldest_version_whichever_link_leads_there(
    actions: Actions, figma: Provider, older: str, again: bool, number: int
) -> None:
    versions = _versions(number)
    pages = _walk(actions, figma, History(figma, versions, older, again=again), page_size=2)
    assert _ids(pages) == [each for each, _ in versions]
    assert len(figma.received) <= number // 2 + 5


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_history_is_walked_once_from_anywhere(actions: Actions, figma: Provider, data: st.DataObject) -> None:
    days = sorted(data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=9)), reverse=True)
    ids = data.draw(st.permutations([str(2**60 + each) for each in range(len(days))]))
    versions = [(each, f"2026-05-{day:02}T10:11:12Z") for each, day in zip(ids, days, strict=True)]
    older, size = data.draw(st.sampled_from(READINGS)), data.draw(st.integers(1, 4))
    history = History(figma, versions, older, again=data.draw(st.booleans()))
    start = data.draw(st.sampled_from([None, *versions]))
    side = {"prev_page": "before", "next_page": "after"}[older]
    found = _ids(_walk(actions, figma, history, page_size=size, **({side: start[0]} if start else {})))
    assert len(set(found)) == len(found)
    expected = [each for each, _ in versions[versions.index(start) + 1 :]] if start else ids
    assert set(expected) <= set(found)
    assert len(figma.received) <= 3 * len(versions) + 8


@pytest.mark.parametrize("older", READINGS)
def test_awaited_pages_are_the_same(figma: Provider, older: str) -> None:
    versions = _versions(5)
    figma.received.clear()
    figma.answer(History(figma, versions, older))

    async def walk() -> list[str]:
        async with AsyncActions([_connection(figma)]) as actions:
            await actions.connect_with_token(
                identifier="ann", token="figd_CANARYCANARY", kind="personal_access_token", check=False
            )
            asked = {"file_key": KEY, "page_size": 2}
            return _ids([page async for page in actions.pages(TOOL, identifier="ann", tool_input=asked)])

    assert asyncio.run(walk()) == [each for each, _ in versions]


@pytest.mark.parametrize("size", [10, 41, 50])
def test_the_sandbox_is_walked_to_its_oldest_version(sandbox: Sandbox, size: int) -> None:
    connection = Connection(name="figma", connector=CONNECTOR, api_url=sandbox.url, allow_insecure=True)
    with Actions([connection]) as actions:
        token = sandbox.token(kind="personal_access_token")
        actions.connect_with_token(identifier="ada", token=token, kind="personal_access_token", check=False)
        asked = {"file_key": sandbox.demo.file_key, "page_size": size}
        found = _ids(actions.pages(TOOL, identifier="ada", tool_input=asked))
    assert found == [each.id for each in sandbox.world.files[sandbox.demo.file_key].versions]


def test_a_link_is_asked_for_with_its_whole_query_encoded(actions: Actions, figma: Provider) -> None:
    history = History(figma, _versions(3))
    pages = _walk(actions, figma, history, page_size=2)
    link = pages[0]["pagination"]["prev_page"]
    assert "10:11:12 UTC" in link
    second = figma.received[1].target
    assert " " not in second
    assert parse_qsl(urlsplit(second).query) == parse_qsl(urlsplit(link).query)
    assert urlsplit(second).path == f"/v1/files/{KEY}/versions"


def test_the_recorded_history_of_one_version_is_one_page(actions: Actions, figma: Provider) -> None:
    """Each link of it leads to the same version again."""
    [page] = _walk(actions, figma, History(figma, _versions(1), size=50))
    assert _ids([page]) == ["9000"]
    assert len(figma.received) <= 3


def test_the_same_page_again_is_not_the_end_where_it_links_on(actions: Actions, figma: Provider) -> None:
    """`next_page` leads on, and the first page links back only."""
    history = History(figma, _versions(4), "next_page")
    first = history.page({})
    del first["pagination"]["next_page"]

    def answer(connection: Any) -> None:
        reply(first)(connection) if "?" not in connection.request.target else history(connection)

    assert _ids(_walk(actions, figma, answer)) == ["9000", "8999", "8998", "8997"]


@pytest.mark.parametrize("older", READINGS)
def test_a_link_that_names_the_oldest_is_believed_where_dates_are_not_in_order(
    actions: Actions, figma: Provider, older: str
) -> None:
    versions = [*_versions(4), ("8000", "2026-05-28T10:11:13Z")]
    assert _ids(_walk(actions, figma, History(figma, versions, older), page_size=2)) == [each for each, _ in versions]


@pytest.mark.parametrize("older", READINGS)
@pytest.mark.parametrize("a_day", [1, 3, 7])
def test_a_wrong_turn_on_the_way_is_taken_back(actions: Actions, figma: Provider, older: str, a_day: int) -> None:
    """From the middle, on pages of one version, nothing tells links of one second apart but what they lead to."""
    versions = _versions(7, a_day=a_day)
    side = {"prev_page": "before", "next_page": "after"}[older]
    history = History(figma, versions, older)
    found = _ids(_walk(actions, figma, history, page_size=1, **{side: versions[3][0]}))
    assert {"8996", "8995", "8994"} <= set(found)
    assert len(set(found)) == len(found)


def test_a_newer_page_is_not_taken_for_an_older_one(actions: Actions, figma: Provider) -> None:
    versions = _versions(6)
    history = History(figma, versions, "next_page")
    assert _ids(_walk(actions, figma, history, after="8998", page_size=1)) == ["8997", "8996", "8995"]


@pytest.mark.parametrize("fresh", [False, True])
@pytest.mark.parametrize("links", [["prev_page"], ["next_page"], READINGS])
def test_a_server_that_always_links_to_the_same_page_is_left(
    actions: Actions, figma: Provider, links: list[str], fresh: bool
) -> None:
    page = History(figma, _versions(2)).page({})

    def answer(connection: Any) -> None:
        turn = len(figma.received) if fresh else 0
        link = f"{figma.url}/v1/files/{KEY}/versions?before={turn}"
        reply({**page, "pagination": dict.fromkeys(links, link)})(connection)

    assert _ids(_walk(actions, figma, answer)) == ["9000", "8999"]
    assert len(figma.received) <= 6


@pytest.mark.parametrize("tool", ["figma_comment_reactions_list", "figma_webhooks_list"])
def test_reactions_and_webhooks_end_where_a_page_brings_nothing_new(
    actions: Actions, figma: Provider, tool: str
) -> None:
    figma.received.clear()

    def answer(connection: Any) -> None:
        path = connection.request.target.partition("?")[0]
        items = {"reactions": [{"emoji": ":+1:"}], "webhooks": [{"id": "1"}]}
        reply({**items, "pagination": {"next_page": f"{path}?cursor={len(figma.received)}"}})(connection)

    figma.answer(answer)
    asked = {"file_key": KEY, "comment_id": "1"} if "comment" in tool else {"plan_api_id": "5"}
    assert len(list(actions.pages(tool, identifier="ann", tool_input=asked))) == 1
    assert len(figma.received) <= 6


@pytest.mark.parametrize(
    "link", ["?before=8999&x=%C3%A9", f"/v1/files/{KEY}/versions?before=8999&x=é", "versions?before=8999&x=é"]
)
def test_a_relative_link_is_followed(actions: Actions, figma: Provider, link: str) -> None:
    pages = [History(figma, _versions(4)[at : at + 2]).page({}) for at in (0, 2)]
    pages[0]["pagination"] = {"prev_page": link}
    pages[1]["pagination"] = {}
    figma.received.clear()
    figma.answer(*map(reply, pages))
    assert len(list(actions.pages(TOOL, identifier="ann", tool_input={"file_key": KEY}))) == 2
    assert parse_qsl(urlsplit(figma.received[1].target).query) == [("before", "8999"), ("x", "é")]


ELSEWHERE = [
    f"https://evil.example/v1/files/{KEY}/versions?before=1",
    f"//evil.example/v1/files/{KEY}/versions?before=1",
    "{host}/v1/me?before=1",
    "{host}/v1/files/AAAAAAAAAAAAAAAAAAAAAA/versions?before=1",
    f"{{host}}/v1/files/{KEY}/versions/../../../me?before=1",
    f"http://ann:secret@{{netloc}}/v1/files/{KEY}/versions?before=1",
    f"https://api.figma.com@evil.example/v1/files/{KEY}/versions?before=1",
    f"https://[/v1/files/{KEY}/versions?before=1",
    "javascript://x?before=1",
    f"{{host}}/v1/files/{KEY}/versions?",
    f"{{host}}/v1/files/{KEY}/versions?before=%00",
    f"{{host}}/v1/files/{KEY}/versions?" + "&".join(f"a{each}=1" for each in range(90)),
]


@pytest.mark.parametrize("link", ELSEWHERE)
def test_T45_a_link_elsewhere_is_never_followed_and_told_in_words(actions: Actions, figma: Provider, link: str) -> None:
    page = History(figma, _versions(2)).page({})
    page["pagination"] = {"prev_page": link.format(host=figma.url, netloc=urlsplit(figma.url).netloc)}
    figma.received.clear()
    figma.answer(reply(page))
    walk = actions.pages(TOOL, identifier="ann", tool_input={"file_key": KEY})
    first = next(walk)
    assert _ids([first]) == ["9000", "8999"]
    assert "Next page:" not in first.text
    assert "link is not followed" in first.text
    with pytest.raises(errors.InvalidResponseError, match="link is not followed"):
        next(walk)
    assert [request.target for request in figma.received] == [f"/v1/files/{KEY}/versions"]


def test_behind_a_proxy_the_providers_own_links_are_asked_for_at_the_proxy(actions: Actions, figma: Provider) -> None:
    versions = _versions(4)
    history = History(figma, versions, base=f"https://api.figma.com/v1/files/{KEY}/versions")
    assert _ids(_walk(actions, figma, history)) == [each for each, _ in versions]


def _next_call(text: str) -> dict[str, Any] | None:
    _, found, rest = text.partition(f"Next page: {TOOL} ")
    return json.JSONDecoder().raw_decode(rest)[0] if found else None


@pytest.mark.parametrize("older", READINGS)
@pytest.mark.parametrize("size", [2, 3, 50])
def test_a_models_next_call_leads_to_the_oldest_version(
    actions: Actions, figma: Provider, older: str, size: int
) -> None:
    versions = _versions(7)
    figma.answer(History(figma, versions, older))
    asked: dict[str, Any] | None = {"file_key": KEY, "page_size": size}
    seen: list[str] = []
    while asked is not None:
        result = actions.execute_tool(TOOL, identifier="ann", tool_input=asked)
        new = [each for each in _ids([result]) if each not in seen]
        seen += new
        asked = _next_call(result.text) if new else None
    assert seen == [each for each, _ in versions]


def test_where_it_is_not_known_which_link_leads_on_both_are_named(actions: Actions, figma: Provider) -> None:
    figma.answer(History(figma, _versions(3), "next_page"))
    text = actions.execute_tool(TOOL, identifier="ann", tool_input={"file_key": KEY, "page_size": 1}).text
    assert "Next page: " in text
    assert text.count('"cursor": "?page_size=1&') == 2
    assert "a page without new ids is the end" in text


def test_a_cursor_goes_alone_and_says_so(actions: Actions, figma: Provider) -> None:
    figma.received.clear()
    cursor = "?page_size=2&before=8999"
    for more in ({"page_size": 3}, {"after": "8999"}):
        with pytest.raises(errors.InvalidToolInputError, match="leave it out beside cursor"):
            actions.execute_tool(TOOL, identifier="ann", tool_input={"file_key": KEY, "cursor": cursor, **more})
    for wrong in ("8999", f"https://evil.example/v1/files/{KEY}/versions?before=1", "?"):
        with pytest.raises(errors.InvalidToolInputError, match="next page"):
            actions.execute_tool(TOOL, identifier="ann", tool_input={"file_key": KEY, "cursor": wrong})
    assert figma.received == []


@pytest.mark.parametrize("cursor", ["{link}", "?{query}", "{query}"])
def test_a_cursor_may_be_the_link_or_its_query(actions: Actions, figma: Provider, cursor: str) -> None:
    history = History(figma, _versions(4))
    figma.answer(history)
    link = history.page({})["pagination"]["prev_page"]
    given_cursor = cursor.format(link=link, query=urlsplit(link).query)
    asked = {"file_key": KEY, "cursor": given_cursor, "page_size": 2, "before": ""}
    assert _ids([actions.execute_tool(TOOL, identifier="ann", tool_input=asked)]) == ["8998", "8997"]
