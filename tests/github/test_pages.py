"""Lists are read to their end by the Link header (RFC 8288), whatever path it leads to."""

from __future__ import annotations

import json
import re
from typing import Any

import anyio
import pytest
from support.github import HELLO, GitHub

from figwright import Actions, AsyncActions, Connection
from figwright.errors import InvalidResponseError
from github_tools import github_issues_list

LIST = "github_issues_list"


def numbers(pages: list[Any]) -> list[int]:
    return [issue["number"] for page in pages for issue in page.data]


@pytest.mark.parametrize(("size", "pages"), [({}, 3), ({"per_page": 100}, 1), ({"per_page": 13, "state": "all"}, 5)])
def test_a_walk_brings_every_item_once(connected: Actions, provider: GitHub, size: dict[str, Any], pages: int) -> None:
    found = list(connected.pages(LIST, identifier="ann", tool_input={**HELLO, **size}))
    assert numbers(found) == list(range(65, 0, -1))
    assert len(found) == len(provider.requests) == pages
    assert {asked.partition("?")[0] for asked, _ in provider.requests} == {"GET /repos/octo-org/hello/issues"}
    for name, value in size.items():
        assert all(f"{name}={value}" in asked for asked, _ in provider.requests)


def test_an_awaited_walk_does_so_too(connected: Actions, connection: Connection, storage: dict[str, Any]) -> None:
    async def run() -> list[Any]:
        async with AsyncActions([connection], **storage) as actions:
            return [page async for page in actions.pages(LIST, identifier="ann", tool_input=HELLO)]

    assert numbers(anyio.run(run)) == list(range(65, 0, -1))


def test_the_text_of_a_page_names_the_call_for_the_next_and_the_last_names_none(connected: Actions) -> None:
    asked: dict[str, Any] = {**HELLO, "per_page": 40, "state": "all"}
    first = connected.execute_tool(LIST, identifier="ann", tool_input=asked)
    [told] = re.findall(r"Next page: \w+ (\{.*?\})", first.text)
    last = connected.execute_tool(LIST, identifier="ann", tool_input=json.loads(told))
    assert numbers([first, last]) == list(range(65, 0, -1))
    assert "Next page" not in last.text


def test_a_page_may_be_asked_for_by_its_number(connected: Actions) -> None:
    account = connected.account("ann")
    assert [issue["number"] for issue in github_issues_list(account, **HELLO, page="3")] == [5, 4, 3, 2, 1]
    result = connected.execute_tool(LIST, identifier="ann", tool_input={**HELLO, "page": 2, "per_page": 60})
    assert numbers([result]) == [5, 4, 3, 2, 1]


def test_a_search_says_that_it_is_incomplete_and_has_pages(connected: Actions, provider: GitHub) -> None:
    provider.api.incomplete = True
    asked = {"query": "hello", "per_page": 50}
    pages = list(connected.pages("github_issues_search", identifier="ann", tool_input=asked))
    assert [len(page["items"]) for page in pages] == [50, 15]
    assert "incomplete_results" in pages[0].text
    assert all("q=hello" in asked for asked, _ in provider.requests)


@pytest.mark.parametrize(
    "link",
    [
        "https://api.github.com.evil.example/repos/octo-org/hello/issues?page=2",
        "http://127.0.0.1:1/?page=2",
        "https://[",
    ],
)
def test_T45_a_link_to_another_host_is_followed_nowhere(connected: Actions, provider: GitHub, link: str) -> None:
    provider.answers = [
        (200, {"Link": f'<{link}>; rel="next"'}, '[{"id": 1, "number": 1, "title": "a", "state": "open"}]')
    ]
    walk = connected.pages(LIST, identifier="ann", tool_input=HELLO)
    page = next(iter(walk))
    assert "whose link is not followed" in page.text
    with pytest.raises(InvalidResponseError, match="whose link is not followed"):
        list(connected.pages(LIST, identifier="ann", tool_input=HELLO)) if provider.answers else list(walk)
    assert len(provider.requests) == 1
