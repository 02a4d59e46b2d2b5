"""T50: which addresses downloads may come from, and what goes there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.pictures import PNG, SIGNED, Fetch, by_path, faults, names, pictures
from support.provider import Provider, reply
from support.toybox import CONNECTOR

from figwright import Actions, Connection, errors


def test_T50_T27_no_credential_and_no_cookie_goes_along(fetch: Fetch, shelf: Provider, tmp_path: Path) -> None:
    shelf.answer(reply(PNG, Set_Cookie="session=ann; Path=/"))
    fetch(dict.fromkeys("abcdefghijkl", f"{shelf.url}/a{SIGNED}"), tmp_path)
    assert len(shelf.received) == 12
    for request in shelf.received:
        assert request.target == f"/a{SIGNED}"
        assert set(request.headers) == {"host", "accept", "accept-encoding", "user-agent"}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_T50_a_redirect_is_not_followed(fetch: Fetch, shelf: Provider, tmp_path: Path, status: int) -> None:
    shelf.answer(by_path(a=reply(PNG, status, Location=f"{shelf.url}/b"), b=reply(PNG)))
    done = fetch({"a": f"{shelf.url}/a"}, tmp_path)
    assert (faults(done), names(tmp_path)) == ({"a": "redirect"}, [])
    assert [request.target for request in shelf.received] == ["/a"]


ELSEWHERE = [
    "http://pictures.toybox.example/a",
    "https://evil.example/a",
    "https://pictures.toybox.example.evil.example/a",
    "https://evil.example\\@pictures.toybox.example/a",
    "https://evil.example#@pictures.toybox.example/a",
    "https://pictures.toybox.example@evil.example/a",
    "https://user:pass@pictures.toybox.example/a",
    "https://pictures.toybox.example:8443/a",
    "https://pictures.toybox.example:/a",
    "https://pictures.toybox.example./a",
    "https://api.toybox.example/a",
    "https://127.0.0.1/a",
    "https://localhost/a",
    "https://169.254.169.254/latest/meta-data",
    "https://[::ffff:169.254.169.254]/a",
    "https://2852039166/a",
    "https://[::1/a",
    "https://pictures.toybox.example/a\r\nX: y",
    "https://pictures.toybox.example/\t",
    "https://pictures.toybox.example/ä",
    "https://pictures.toybox.example/" + "a" * 70_000,
    "ftp://pictures.toybox.example/a",
    "file:///etc/passwd",
    "//pictures.toybox.example/a",
    "data:image/png;base64,AAAA",
    "",
    7,
    {"url": "https://pictures.toybox.example/a"},
]


@pytest.mark.parametrize("url", ELSEWHERE, ids=lambda url: str(url)[:50])
def test_T50_only_https_to_a_known_host_is_followed(tmp_path: Path, url: object) -> None:
    with Actions([Connection(name="toybox", connector=CONNECTOR)], proxy="http://127.0.0.1:1") as actions:
        done = actions.download(pictures({"a": url}), tmp_path)
    assert faults(done) == {"a": "address"}
    assert "pictures.toybox.example" in done.failed[0].reason
    assert "pass" not in done.failed[0].reason
    assert len(done.failed[0].reason) < 500


def test_T50_a_known_host_is_asked(tmp_path: Path) -> None:
    """That is, the proxy is, which nobody answers for."""
    urls = {"a": "https://pictures.toybox.example/a", "b": "https://PICTURES.toybox.example:443/b"}
    with Actions([Connection(name="toybox", connector=CONNECTOR)], proxy="http://127.0.0.1:1") as actions:
        done = actions.download(pictures(urls), tmp_path)
    assert faults(done) == {"a": "unreachable", "b": "unreachable"}


def test_T50_with_allow_insecure_too_other_hosts_must_be_named(
    connection: Callable[..., Connection], shelf: Provider, tmp_path: Path
) -> None:
    with Actions([connection()]) as actions:
        done = actions.download(pictures({"a": f"{shelf.url}/a"}), tmp_path)
    assert faults(done) == {"a": "address"}
    assert "download_hosts" in done.failed[0].reason
    assert shelf.received == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "files.example.com:8443", "u@files.example.com"]
)
def test_T46_a_further_host_is_a_public_name_unless_the_flag_allows_more(host: str) -> None:
    with pytest.raises(errors.ConfigurationError, match="download_hosts"):
        Actions([Connection(name="toybox", connector=CONNECTOR, download_hosts=[host])])


def test_a_further_host_comes_from_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__DOWNLOAD_HOSTS", "files.example.com, Other.example.com")
    with Actions() as actions:
        known = actions.context.catalog.connection(None)
    assert known.may_download("https://files.example.com/a")
    assert known.may_download("https://other.example.com/a")
    assert not known.may_download("http://files.example.com/a")
