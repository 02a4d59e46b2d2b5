"""Where a person may be sent: the rule itself."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from figwright.errors import ConfigurationError
from figwright.oauth.redirects import check_return, checked_origins, origin_of, safe_return

from .test_refusals import ELSEWHERE

OWN, ALLOWED = "https://connect.example.com", "https://app.example.com"
ORIGINS = frozenset((ALLOWED, "http://localhost:3000"))

PIECES = """/ // \\ : @ ? # %2f %5c %0d%0a %00 . .. ； 。 https http javascript app.example.com evil.example
  localhost:3000 [ ] ::1 443 a é"""
pieces = st.sampled_from([*PIECES.split(), "\t", "\n", " ", "\x00"])
addresses = st.one_of(st.text(max_size=40), st.lists(pieces, max_size=9).map("".join))


def as_browsers_do(address: str) -> str:
    """Tabs and newlines fall out, backslashes are slashes, and any number of slashes begins a host."""
    cleaned = address.strip("".join(map(chr, range(33)))).replace("\t", "").replace("\n", "").replace("\r", "")
    cleaned = cleaned.replace("\\", "/")
    scheme, colon, rest = cleaned.partition(":")
    if colon and scheme.lower() in ("https", "http") and "/" not in scheme:
        return f"{scheme.lower()}://{rest.lstrip('/')}"
    return f"https://{cleaned.lstrip('/')}" if cleaned.startswith("//") else urljoin(f"{OWN}/", cleaned)


@given(addresses)
@example("//evil.example")
@example("https:/evil.example")
@example("/\t/evil.example")
def test_T11_what_is_let_through_stays_where_it_may(address: str) -> None:
    to = safe_return(address, ORIGINS)
    assert to in ("", address)
    if to:
        parts = urlsplit(as_browsers_do(to))
        assert f"{parts.scheme}://{parts.netloc.removesuffix(':443').removesuffix(':')}".lower() in {OWN, *ORIGINS}
        assert to.isascii()
        assert to.isprintable()


@given(
    st.sampled_from(["/", "/a", ALLOWED, f"{ALLOWED}/a"]),
    st.from_regex(r"([a-z0-9_~-][a-z0-9._~-]{0,5}(%20|%C3%A9)?/){0,4}", fullmatch=True),
)
def test_T11_ordinary_addresses_pass(start: str, rest: str) -> None:
    address = f"{start.rstrip('/')}/{rest.lstrip('/')}?q={rest}#top"
    assert safe_return(address, ORIGINS) == address
    check_return("return_to", address)


UNPLAIN = r"""
  /.//evil /..//evil /./evil /a/../evil /a/.. /. /.. /... /a//evil /a// // /%2e/evil /%2E%2E/evil /%252e/x
  /%2fevil /%252fevil /%25252f/evil.example /%25252525252fevil /%5cevil /%255cevil /a%2f%2fevil /a%00 /a%0d%0aX /a%7f
  /a%e2%80%ae /a%f3%a0%81%81 /a%ff /a%C0%AF /a% /a%2 /a%zz /%u002fevil"""


@pytest.mark.parametrize("address", UNPLAIN.split())
def test_T11_what_is_not_plainly_a_path_is_refused_when_the_link_is_made_and_when_it_is_followed(address: str) -> None:
    with pytest.raises(ConfigurationError, match="return_to"):
        check_return("return_to", address)
    assert safe_return(address, ORIGINS) == ""
    assert safe_return(f"{address}?then=/a#b", ORIGINS) == ""


PLAIN = (
    "/ /a /a/ /a/b.c/d-e_f~g /.well-known/x /a..b /caf%C3%A9 /a%20b/ /a?next=//evil&x=%2f..%2f /a#/../b /a;v=1,2/@b:c"
)


@pytest.mark.parametrize("address", PLAIN.split())
def test_T11_a_plain_path_passes_with_any_query(address: str) -> None:
    check_return("return_to", address)
    assert safe_return(address, ORIGINS) == address


@pytest.mark.parametrize("address", [each for each in ELSEWHERE if origin_of(each) is None])
def test_T11_what_no_browser_should_see_is_refused_when_the_link_is_made(address: str) -> None:
    with pytest.raises(ConfigurationError, match="return_to is neither a path such as /settings nor an https URL"):
        check_return("return_to", address)


def test_an_origin_is_compared_as_a_whole() -> None:
    assert origin_of("https://APP.example.com:443/x") == ALLOWED
    assert origin_of("https://app.example.com:8443") == f"{ALLOWED}:8443"
    assert origin_of("http://[::1]:3000/x") == "http://[::1]:3000"
    assert origin_of("http://app.example.com") is None
    assert origin_of("https://app.example.com:99999") is None
    assert origin_of("https://[::1") is None
    check_return("return_to", "")


@pytest.mark.parametrize(
    "origin", ["app.example.com", "http://app.example.com", f"{ALLOWED}/path", f"{ALLOWED}?q", "*", "", "https://[x"]
)
def test_an_allowed_origin_is_one(origin: str) -> None:
    with pytest.raises(ConfigurationError, match=r"return_to_origins: .* is no origin\. Write https://host"):
        checked_origins("return_to_origins", [origin])


def test_allowed_origins_are_written_in_one_way() -> None:
    assert checked_origins("return_to_origins", f"{ALLOWED}:443/") == {ALLOWED}
    assert checked_origins("return_to_origins", ["http://localhost:3000"]) == {"http://localhost:3000"}
