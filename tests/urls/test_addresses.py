"""What an address of Figma's pages names: every known form gives its parts back, everything else one typed error."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from figwright_figma import urls
from figwright_figma.urls import Address, UrlError, parse

KEY, BRANCH = "hbmVKqA1LGjTuU3HfNLq7p", "Zx9wVu8tSr7qPo6nMl5kJi"
TEAM = "1535685101263221741"
READERS = [
    urls.comment_id,
    urls.community_id,
    urls.file_key,
    urls.folder_id,
    urls.main_file_key,
    urls.node_id,
    urls.node_ids,
    urls.team_id,
    urls.version_id,
    urls.webhook_context_id,
]
T44 = [
    "..",
    ".",
    "../me",
    "a/../../v2/webhooks",
    "a?x=1",
    "a#f",
    "//evil/x",
    "..%2fme",
    "%2e%2e",
    "a\\..\\b",
    "a%00",
    "",
]
"""None of these is an address, so a reader leaves them to the pattern of their input."""
BAD = {
    "http://evil/x": "address of evil, not of www.figma.com",
    f"https://www.figma.com.evil.example/design/{KEY}": "www.figma.com.evil.example, not of",
    f"https://evilfigma.com/design/{KEY}": "evilfigma.com, not of",
    f"https://evil.example/?u=https://www.figma.com/design/{KEY}": "evil.example, not of",
    f"https://www.figma.com@evil.example/design/{KEY}": "evil.example, not of",
    f"https://user:pass@www.figma.com/design/{KEY}": "neither a user nor a port",
    f"https://www.figma.com:8443/design/{KEY}": "neither a user nor a port",
    f"https://www.figma.com\\@evil.example/design/{KEY}": "not of www.figma.com",
    f"https://api.figma.com/v1/files/{KEY}": "api.figma.com, not of",
    f"figma://file/{KEY}": "begins with https, not figma",
    f"file:///design/{KEY}": "begins with https, not file",
    f"https:///design/{KEY}": "not of www.figma.com",
    "https://[": "is no address",
    f"https://www.figma.com/design/{KEY} and more": "no spaces",
    f"https://www.figma.com/de\nsign/{KEY}": "no spaces or line breaks",
    "https://www.figma.com/": "no file key",
    "https://www.figma.com/design": "no file key",
    "https://www.figma.com/design/short": "no file key",
    f"https://www.figma.com/{KEY}": "no file key",
    f"https://www.figma.com/../{KEY}": "no file key",
    "https://www.figma.com/design/..%2f..%2fme": "no file key",
    "https://www.figma.com/design/../me": "no file key",
    f"https://www.figma.com/design/{KEY}%00": "no file key",
    f"https://www.figma.com/newkind/{KEY[:21]}": "no file key",
    f"https://www.figma.com/design/{KEY}/branch/../me": "no key after /branch/",
    "https://www.figma.com/files/recents-and-sharing": "neither a team nor a folder",
    "https://www.figma.com/files/team/x": "neither a team nor a folder",
    "https://www.figma.com/files/folder/12": "neither a team nor a folder",
    "https://www.figma.com/community": "names no plugin, widget or file",
    "https://www.figma.com/community/plugin/x": "names no plugin, widget or file",
}

keys = st.text("abcXYZ0189", min_size=10, max_size=128)
numbers = st.text("0123456789", min_size=1, max_size=64)
names = st.text(min_size=1, max_size=20).map(lambda name: quote(name, safe=""))
nodes = st.lists(st.tuples(numbers, numbers), min_size=1, max_size=3).map(
    lambda parts: ("I" if len(parts) > 1 else "") + ";".join(f"{a}:{b}" for a, b in parts)
)
starts = st.sampled_from(
    ["https://www.figma.com", "https://figma.com", "http://www.figma.com", "HTTPS://WWW.FIGMA.COM", "www.figma.com"]
)


@st.composite
def files(draw: st.DrawFn) -> tuple[str, Address]:
    """An address of a file, as Figma would write it, and what it names."""
    kind = draw(st.sampled_from(["board", "deck", "design", "file", "make", "proto", "slides"]))
    key, branch = draw(keys), draw(st.none() | keys)
    node, version, comment = (draw(st.none() | each) for each in (nodes, numbers, numbers))
    path = "/".join([key, *(["branch", branch] if branch else []), *draw(st.lists(names, max_size=1))])
    said = {"node-id": node and node.replace(":", draw(st.sampled_from(":-"))), "version-id": version, "t": "aB3-x"}
    query = draw(st.permutations([(name, value) for name, value in said.items() if value]))
    url = f"{draw(starts)}/{kind}/{path}?{urlencode(query)}{f'#{comment}' if comment else ''}"
    named = Address(parse(f"https://figma.com/{kind}/{KEY}").kind if not branch else "branch of a file", branch or key)
    return url, named._replace(
        main_file_key=key if branch else "", node_id=node or "", version_id=version or "", comment_id=comment or ""
    )


@given(files())
def test_an_address_of_a_file_gives_the_parts_that_it_is_made_of(made: tuple[str, Address]) -> None:
    url, named = made
    assert parse(url) == named
    assert urls.file_key(url) == named.file_key
    assert urls.main_file_key(url) == (named.main_file_key or named.file_key)
    assert urls.describe(url) == {name: value for name, value in named._asdict().items() if value}
    for read, value in ((urls.node_id, named.node_id), (urls.comment_id, named.comment_id)):
        if value:
            assert read(url) == value
        else:
            with pytest.raises(UrlError, match="names no"):
                read(url)


@given(starts, st.sampled_from(["team", "project"]), numbers, st.none() | numbers, st.lists(names, max_size=2))
def test_an_address_of_a_team_or_folder_gives_its_id(
    start: str, kind: str, id_: str, organization: str | None, rest: list[str]
) -> None:
    steps = ["files", *([organization] if organization else []), kind, id_, *rest]
    url = f"{start}/{'/'.join(steps)}?fuid=1"
    read, other = (urls.team_id, urls.folder_id) if kind == "team" else (urls.folder_id, urls.team_id)
    assert read(url) == urls.webhook_context_id(url) == id_
    with pytest.raises(UrlError, match=f"address of a {'team' if kind == 'team' else 'folder'}, and it names no"):
        other(url)
    with pytest.raises(UrlError, match="names no file; open the file"):
        urls.file_key(url)


@pytest.mark.parametrize(
    ("url", "read", "value"),
    [
        (f"https://www.figma.com/file/{KEY}/Title", urls.file_key, KEY),
        (f"https://www.figma.com/design/{KEY}/Title?m=dev&node-id=0-1", urls.file_key, KEY),
        (f"https://www.figma.com/design/{KEY}/branch/{BRANCH}/Title", urls.file_key, BRANCH),
        (f"https://www.figma.com/design/{KEY}/branch/{BRANCH}/Title", urls.main_file_key, KEY),
        (f"https://www.figma.com/design/{KEY}/branch", urls.file_key, KEY),  # a file of that name
        (f"https://www.figma.com/newkind/{KEY}/Title", urls.file_key, KEY),
        (f"  https://www.figma.com/design/{KEY}\n", urls.file_key, KEY),
        (f"figma.com/design/{KEY}", urls.webhook_context_id, KEY),
        (f"https://www.figma.com/design/{KEY}?node-id=I12-3%3B4-5", urls.node_id, "I12:3;4:5"),
        (f"https://www.figma.com/design/{KEY}?node-id=-1--2", urls.node_id, "-1:-2"),
        (f"https://www.figma.com/files/181033233908053158/team/{TEAM}", urls.team_id, TEAM),
        (f"https://www.figma.com/files/team/{TEAM}/Name", urls.team_id, TEAM),
        ("https://www.figma.com/files/project/98765432/Name", urls.folder_id, "98765432"),
        ("https://www.figma.com/community/plugin/1038240021484339839/name", urls.community_id, "1038240021484339839"),
        ("1-2", urls.node_id, "1:2"),
        ("1%3A2", urls.node_id, "1:2"),
        ("I1-2;3-4", urls.node_id, "I1:2;3:4"),
        ("1-2, 1:3,I1:2;3-4", urls.node_ids, "1:2,1:3,I1:2;3:4"),
        (f"1-2,https://www.figma.com/design/{KEY}?node-id=3-4,5%3A6", urls.node_ids, "1:2,3:4,5:6"),
    ],
)
def test_what_people_copy_is_read(url: str, read: Callable[[str], str], value: str) -> None:
    assert read(url) == value


DRESSES = [
    "@{}",
    "<{}>",
    "[the file]({})",
    "[a [nested] word]({})",
    "[{0}]({0})",
    "![]({})",
    "[it](<{}>)",
    '[it]({} "Its title")',
]
DRESSES += ["{})", "({})", "{}\n", '"{}"', "'{}'", "`{}`", "**{}**", "{}.", "{},", "<{}|the file>", " @<{}>. "]


@given(dress=st.sampled_from(DRESSES), made=files())
def test_an_address_is_read_in_the_dress_of_the_text_that_it_stood_in(dress: str, made: tuple[str, Address]) -> None:
    url, named = made
    assert parse(dress.format(url)) == named
    assert parse(dress.format(url.replace("&", "&amp;"))) == named
    if named.node_id:
        assert urls.node_ids(f"{dress.format(url)},{dress.format(url)}") == f"{named.node_id},{named.node_id}"


@given(made=files())
def test_an_embedded_file_names_the_same(made: tuple[str, Address]) -> None:
    url, named = made
    page = url.split("figma.com", 1)[-1] if "figma.com" in url else url.split("FIGMA.COM", 1)[-1]
    for start in ("https://embed.figma.com", "embed.figma.com"):
        assert parse(f"{start}{page}") == named
    assert parse(f"https://www.figma.com/embed?{urlencode({'embed_host': 'share', 'url': url})}") == named


def test_an_address_embedded_in_itself_is_no_loop() -> None:
    with pytest.raises(UrlError, match="no file key"):
        parse("https://www.figma.com/embed?url=" * 2000 + f"https://www.figma.com/design/{KEY}")


@pytest.mark.parametrize("url", BAD)
def test_a_wrong_address_says_what_is_wrong_and_what_to_do(url: str) -> None:
    with pytest.raises(UrlError) as caught:
        parse(url)
    assert BAD[url] in str(caught.value)
    assert "copy it" in str(caught.value)
    assert "pass@" not in str(caught.value)


def test_a_community_file_cannot_be_read_and_the_error_says_how_to_get_one_that_can() -> None:
    with pytest.raises(UrlError, match=r"address of a Community file, and it names no file; .*make a copy of your own"):
        urls.file_key("https://www.figma.com/community/file/1038240021484339839")


@pytest.mark.parametrize("text", T44)
@pytest.mark.parametrize("read", READERS)
def test_T44_what_is_no_address_is_left_as_it_is(read: Callable[[str], str], text: str) -> None:
    assert read(text) == text


@pytest.mark.parametrize("read", READERS)
@given(text=st.text() | st.builds("https://www.figma.com/{}".format, st.text()))
@example(text="https://www.figma.com/design/a/../../v2/webhooks")
@example(text="https://[::1/design")
@example(text="https://www.figma.com／evil")
def test_whatever_comes_it_is_an_identifier_or_as_it_came_or_the_one_error(
    read: Callable[[str], str], text: str
) -> None:
    try:
        value = read(text)
    except UrlError:
        return
    assert not urls.is_address(value)
    if urls.is_address(text):
        assert set(value) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:;,-")
