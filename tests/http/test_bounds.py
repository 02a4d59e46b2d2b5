"""One deadline, one size limit, no redirect, no cookie, no environment."""

from __future__ import annotations

import gzip
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from support.provider import Connection, Provider, reply
from support.toybox import CONNECTOR

from figwright import Actions, errors


def test_T52_a_body_that_drips_ends_at_the_deadline(call: Any, toybox: Provider) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
    toybox.answer(lambda connection: (connection.write(head), connection.drip(b" " * 1000, 0.1)))
    started = time.monotonic()
    with pytest.raises(errors.DeadlineExceededError):
        call("toy_me", deadline=0.8)
    assert 0.7 < time.monotonic() - started < 20


def test_T52_headers_that_drip_end_at_the_deadline(call: Any, toybox: Provider) -> None:
    toybox.answer(lambda connection: connection.drip(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 500, 0.1))
    started = time.monotonic()
    with pytest.raises(errors.DeadlineExceededError):
        call("toy_me", deadline=0.8)
    assert 0.7 < time.monotonic() - started < 20


def test_P8_retries_share_the_one_deadline(call: Any, toybox: Provider) -> None:
    toybox.answer(Connection.hang)
    started = time.monotonic()
    with pytest.raises(errors.DeadlineExceededError):
        call("toy_search", deadline=0.5)
    assert time.monotonic() - started < 20
    assert len(toybox.received) == 1


def test_T51_a_body_over_the_limit_is_refused(call: Any, toybox: Provider) -> None:
    toybox.answer(reply(b'"' + b"x" * 2000 + b'"'))
    with pytest.raises(errors.ResponseTooLargeError, match="1,000 bytes"):
        call("toy_me", max_response_bytes=1000)


def test_T51_a_body_of_unsaid_length_is_refused_while_it_arrives(call: Any, toybox: Provider) -> None:
    chunk = b"400\r\n" + b"x" * 1024 + b"\r\n"

    def endless(connection: Connection) -> None:
        connection.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(10_000):
            connection.write(chunk)

    toybox.answer(endless)
    with pytest.raises(errors.ResponseTooLargeError):
        call("toy_me", max_response_bytes=100_000)


def test_T51_a_small_body_that_inflates_without_end_is_refused(call: Any, toybox: Provider) -> None:
    bomb = gzip.compress(b"x" * 50_000_000)
    assert len(bomb) < 100_000
    toybox.answer(reply(bomb, Content_Encoding="gzip"))
    with pytest.raises(errors.ResponseTooLargeError):
        call("toy_me", max_response_bytes=1_000_000)


def test_T51_what_follows_the_end_of_a_compressed_body_counts_and_is_not_kept(call: Any, toybox: Provider) -> None:
    toybox.answer(reply(gzip.compress(b"{}") + b"\0" * 200_000, Content_Encoding="gzip"))
    assert call("toy_me", max_response_bytes=300_000).data == {}
    with pytest.raises(errors.ResponseTooLargeError):
        call("toy_me", max_response_bytes=100_000)


def test_a_compressed_body_of_several_members_is_read_whole(call: Any, toybox: Provider) -> None:
    """RFC 1952, 2.2; `x-gzip` is the same (RFC 9110, 8.4.1.3)."""
    text = b'{"long": "' + b"ab" * 100_000 + b'"}'
    toybox.answer(reply(b"".join(gzip.compress(part) for part in (text[:9], b"", text[9:])), Content_Encoding="x-gzip"))
    assert call("toy_me")["long"] == "ab" * 100_000


def test_P7_a_write_whose_answer_is_too_large_may_have_been_carried_out(call: Any, toybox: Provider) -> None:
    toybox.answer(reply(b'"' + b"x" * 2000 + b'"'))
    with pytest.raises(errors.ResponseTooLargeError, match="may have been carried out") as raised:
        call("toy_create", {"name": "Bear"}, max_response_bytes=1000)
    assert raised.value.outcome_unknown
    with pytest.raises(errors.ResponseTooLargeError, match=r"max_response_bytes\.$") as raised:
        call("toy_me", max_response_bytes=1000)
    assert not raised.value.outcome_unknown


@pytest.mark.parametrize(("encoding", "compress"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_compressed_body_is_read(call: Any, toybox: Provider, encoding: str, compress: Any) -> None:
    toybox.answer(reply(compress(b'{"long": "' + b"ab" * 100_000 + b'"}'), Content_Encoding=encoding))
    assert call("toy_me")["long"] == "ab" * 100_000


@pytest.mark.parametrize("body", [b"not gzip", gzip.compress(b'{"a": 1}', mtime=0)[:-12]], ids=["garbage", "cut"])
def test_a_damaged_compressed_body_is_a_typed_error(call: Any, toybox: Provider, body: bytes) -> None:
    toybox.answer(reply(body, Content_Encoding="gzip"))
    with pytest.raises(errors.ProviderError, match="compressed body"):
        call("toy_create", {"name": "Bear"})


def test_a_gzip_header_without_a_body_is_a_typed_error(call: Any, toybox: Provider) -> None:
    toybox.answer(reply(gzip.compress(b"")[:10], Content_Encoding="gzip"))
    with pytest.raises(errors.ProviderError, match="ends early"):
        call("toy_create", {"name": "Bear"})


def test_a_body_of_no_bytes_is_no_gzip_that_is_cut(call: Any, toybox: Provider) -> None:
    toybox.answer(reply(b"", Content_Encoding="gzip"))
    assert call("toy_me").data is None


def test_an_encoding_that_was_not_asked_for_is_a_typed_error(call: Any, toybox: Provider) -> None:
    toybox.answer(reply(b"x", Content_Encoding="br"))
    with pytest.raises(errors.ProviderError, match="'br'"):
        call("toy_create", {"name": "Bear"})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_T49_a_redirect_is_an_error_and_the_token_goes_nowhere_else(call: Any, toybox: Provider, status: int) -> None:
    toybox.answer(reply({}, status, Location=f"{toybox.url}/elsewhere"))
    with pytest.raises(errors.ProviderError) as raised:
        call("toy_me")
    assert raised.value.status == status
    assert [request.target for request in toybox.received] == ["/v1/me"]


def test_T41_a_cookie_of_one_user_is_never_sent_for_another(actions: Actions, toybox: Provider) -> None:
    toybox.answer(reply({}, Set_Cookie="session=ann; Path=/"))
    actions.connect_with_token(identifier="bob", token="t", kind="oauth", check=False)
    for user in ("ann", "bob", "ann"):
        actions.execute_tool("toy_me", identifier=user)
    assert all("cookie" not in request.headers for request in toybox.received)


def test_T57_netrc_and_proxy_settings_of_the_environment_change_nothing(
    call: Any, toybox: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login evil password evil\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    call("toy_me")
    assert toybox.received[0].headers["authorization"] == "Bearer toy_CANARYCANARY"


@pytest.mark.parametrize("how", ["setting", "environment"])
def test_T57_a_proxy_is_used_when_it_is_asked_for(toybox: Provider, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("http_proxy", toybox.url)
    way: dict[str, Any] = {"proxy": toybox.url} if how == "setting" else {"trust_env": True}
    options: dict[str, Any] = {"connector": CONNECTOR, "api_url": "http://api.toybox.invalid", "allow_insecure": True}
    with Actions.with_token("t", kind="key", **options, **way) as actions:
        actions.execute_tool("toy_me")
    assert toybox.received[0].target == "http://api.toybox.invalid/v1/me"


def test_a_closed_client_opens_anew(actions: Actions, toybox: Provider) -> None:
    actions.execute_tool("toy_me", identifier="ann")
    actions.close()
    actions.execute_tool("toy_me", identifier="ann")
    assert len(toybox.received) == 2


def test_a_connection_that_the_provider_closed_is_replaced(actions: Actions, toybox: Provider) -> None:
    def last(connection: Connection) -> None:
        connection.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        connection.reset()

    toybox.answer(last)
    for _ in range(3):
        actions.execute_tool("toy_create", identifier="ann", tool_input={"name": "Bear"})
    assert len(toybox.received) == 3


def test_what_a_connection_ended_in_is_one_sentence(call: Any, toybox: Provider) -> None:
    toybox.answer(Connection.reset)
    with pytest.raises(errors.ProviderError) as raised:
        call("toy_create", {"name": "Bear"})
    assert ".." not in str(raised.value)
