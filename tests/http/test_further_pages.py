"""Where a further page is: a Link header (RFC 8288), or a count that the input goes on with."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figwright.calls.page_walk import Walk
from figwright.connector import Pagination, Parameter, Tool
from figwright.errors import InvalidResponseError
from figwright.http.page_links import next_link
from figwright.http.pagination import hops, page_input
from figwright.types.results import Origin, ToolResult


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ('<https://a.test/x?page=2>; rel="next"', "https://a.test/x?page=2"),
        ('<https://a.test/x?page=9>; rel="last", <https://a.test/x?page=2>; rel="next"', "https://a.test/x?page=2"),
        ("<?page=2>;rel=next", "?page=2"),
        ("<?page=2> ; REL = NEXT ; title=x", "?page=2"),
        ('<?page=2>; title="a, <b>; rel=next"; rel="up next"', "?page=2"),
        ('<?page=1>; title="; rel=next"; rel=prev', ""),
        ('<?page=1>; rel="prev"; rel="next"', ""),
        ('<?a=1,2>; rel="next"', "?a=1,2"),
        ('<?page=2>; xrel="next"', ""),
        ("", ""),
        ("?page=2; rel=next", ""),
        ('<?page=2; rel="next"', ""),
        ("<" * 60_000, ""),
        ("<a>; rel =" + " " * 60_000, ""),
        ("<a>; rel" + "; rel " * 10_000, ""),
    ],
)
def test_the_link_to_the_next_page_is_found_as_the_standard_writes_it(header: str, target: str) -> None:
    assert next_link(header) == target


RELATIONS = st.sampled_from(["next", "prev", "first", "last"])


@given(st.lists(st.tuples(RELATIONS, st.text("abc=&?/,;0", max_size=8)), unique_by=lambda link: link[0]))
def test_it_is_found_wherever_it_stands_among_others(links: list[tuple[str, str]]) -> None:
    header = ", ".join(f'<{target}>; rel="{relation}"' for relation, target in links)
    assert next_link(header) == dict(links).get("next", "")


def tool(pagination: Pagination) -> Tool[Any]:
    parameters = tuple(Parameter(name, name, "query") for name in ("page", "size", "q"))
    return Tool(
        "shop_list", "", "", "list", "GET", "/things", "t", "support.shop:Input", "", "", "", parameters,
        pagination=pagination,
    )  # fmt: skip


BY_HEADER = tool(Pagination("page", header="Link", beside=("q",)))
HERE = ("https://shop.test/v1/things",)


def test_a_links_query_goes_on_with_what_must_be_given_besides() -> None:
    [hop] = hops(BY_HEADER, {"q": "a b"}, [], HERE, '<https://shop.test/other/7?q=a+b&page=2>; rel="next"')
    assert page_input(BY_HEADER, {"q": "a b", "size": 5}, hop.cursor) == {"page": "?q=a+b&page=2", "q": "a b"}


@pytest.mark.parametrize(
    "host", ["https://evil.test/v1", "http://shop.test/v1", "https://shop.test:444", "//evil.test"]
)
def test_T45_a_link_to_another_host_is_refused(host: str) -> None:
    with pytest.raises(InvalidResponseError, match="whose link is not followed"):
        hops(BY_HEADER, {}, [], HERE, f'<{host}/things?page=2>; rel="next"')


@given(st.integers(0, 40), st.integers(1, 9), st.sampled_from(["pages", "items"]), st.integers(0, 2), st.booleans())
def test_a_walk_that_counts_brings_every_item_once(
    total: int, size: int, counts: Literal["pages", "items"], first: int, whole: bool
) -> None:
    first = first if counts == "pages" else 0
    counted = tool(Pagination("page", counts=counts, first=first, items="" if whole else "/found"))
    every, walk, seen = list(range(total)), Walk(counted, {"size": size}), list[int]()
    for asked in walk:
        number = int(str(asked.get("page", first)))
        start = (number - first) * size if counts == "pages" else number
        page = every[start : start + size]
        result = walk.take(ToolResult("shop_list", page if whole else {"found": page}, Origin(counted, asked)))
        seen += page if result is not None else []
    assert seen == every


def test_links_that_are_ever_new_end_a_walk_whose_pages_are_not() -> None:
    """An error in the provider's links must not be followed for ever; a page that comes once more is left out."""
    walk, asked, taken = Walk(BY_HEADER, {}), 0, list[Any]()
    for page in walk:
        asked += 1
        data = [["a"], ["b"], ["a"], ["c"]][asked - 1] if asked < 5 else ["c"]
        link = f'<https://shop.test/v1/things?page={asked + 1}>; rel="next"'
        result = walk.take(ToolResult("shop_list", data, Origin(BY_HEADER, page, addresses=HERE, next_page=link)))
        taken += [result.data] if result else []
    assert taken == [["a"], ["b"], ["c"]]
    assert asked == 8


def test_a_list_that_an_mcp_client_is_handed_as_an_object_counts_as_the_list() -> None:
    counted = tool(Pagination("page", counts="items"))
    assert [hop.cursor for hop in hops(counted, {"page": 4}, {"result": [1, 2]})] == [6]
    assert hops(counted, {"page": 6}, {"result": []}) == []
