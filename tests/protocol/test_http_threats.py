"""What must not pass over HTTP: others' tokens, rebound names, foreign pages, identities that are only claimed."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.types import Receive, Scope, Send

from figwright.errors import ConfigurationError, StoreError
from figwright.web.hosts import Hosts
from figwright_figma.sandbox import Sandbox
from protocol.served import House, house_on, message

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "PROPFIND")
FIGMA_TOKENS = ("figu_" + "x" * 40, "figd_" + "x" * 40, "figdr_" + "x" * 43, "figo_" + "-" * 40)


def seen_by_the_provider(house: House) -> str:
    return repr([vars(request) for request in house.desk.sandbox.requests])


def test_T63_credentials_go_no_further_than_the_check_of_them(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """What answers is handed the request without them, so that no tool, handler or log of it can hold them."""
    passed_on = []

    class Watched(StreamableHTTPSessionManager):
        async def handle_request(self, scope: Scope, receive: Receive, send: Send) -> None:
            passed_on.append(f"{scope['headers']}")
            await super().handle_request(scope, receive, send)

    monkeypatch.setattr("figwright.mcp.http.StreamableHTTPSessionManager", Watched)
    token = house.person()
    assert house.send(token, headers={"Cookie": "session=CANARY"}).status_code == 200
    [headers] = passed_on
    assert "content-type" in headers
    assert token not in headers
    assert "CANARY" not in headers


def test_T63_the_token_of_a_client_never_reaches_the_provider(house: House) -> None:
    token = house.person()
    cookie = "CANARYcookie"
    for name, arguments in (("figma_me_get", {}), ("figma_file_get", {"file_key": house.desk.sandbox.demo.file_key})):
        assert not house.call(token, name, arguments, headers={"Cookie": f"a={cookie}"})["isError"]
    house.desk.sandbox.revoke(house.desk.stored_token())
    house.call(token, "figma_me_get")
    seen = seen_by_the_provider(house)
    assert house.desk.requests("getMe") >= 2
    assert token.removeprefix("fwm_") not in seen
    assert cookie not in seen


@pytest.mark.parametrize("foreign", FIGMA_TOKENS)
def test_T63_a_token_of_the_provider_is_refused_and_never_logged(
    house: House, foreign: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    house.desk.sandbox.requests.clear()
    response = house.send(foreign)
    assert response.status_code == 401
    assert "This is a token of Figma: it is not taken here, nor passed on" in message(response)
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert "refused" in caplog.text
    assert foreign not in caplog.text + response.text + str(response.headers)
    assert list(house.desk.sandbox.requests) == []


def test_a_variable_that_the_client_did_not_fill_in_is_told(house: House) -> None:
    response = house.send("${FIGWRIGHT_MCP_TOKEN}")
    assert response.status_code == 401
    assert "the name of a variable and not its value" in message(response)


def test_T63_an_account_s_own_live_token_is_no_token_here(house: House) -> None:
    house.person()
    assert house.send(house.desk.stored_token()).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "{token}"},
        {"Authorization": "Token {token}"},
        {"Authorization": "Bearer {token}x"},
        {"Authorization": "Bearer {token} {token}"},
        {"X-Api-Key": "{token}"},
        {"Cookie": "token={token}"},
        {"Mcp-Session-Id": "{token}"},
        [("Authorization", "Bearer {token}"), ("Authorization", "Bearer {token}")],
        {"Authorization": "Bearer fwm_" + "a" * 43},
    ],
    ids=str,
)
def test_T65_without_one_token_of_ours_nothing_is_answered(house: House, headers: Any) -> None:
    token = house.person()
    pairs = headers.items() if isinstance(headers, dict) else headers
    sent = [(name, value.format(token=token)) for name, value in pairs]
    for verb in ("POST", "GET", "DELETE"):
        response = house.send(verb=verb, headers=sent)
        assert response.status_code == 401
        assert response.headers["www-authenticate"] == 'Bearer realm="figwright"'
        assert token not in response.text
    assert "figwright mcp token issue" in message(response)


@pytest.mark.parametrize("query", ["access_token={token}", "token={token}", "{token}", "a=b"])
@pytest.mark.parametrize("by_header", [False, True])
def test_T63_nothing_is_read_from_the_query_nor_logged(
    house: House, query: str, by_header: bool, caplog: pytest.LogCaptureFixture
) -> None:
    token = house.person()
    caplog.set_level(logging.DEBUG)
    response = house.send(token if by_header else None, path="/mcp?" + query.format(token=token))
    assert response.status_code == 400
    assert "query" in message(response)
    written = logged(caplog)
    assert token not in written
    assert '"POST /mcp HTTP/1.1" 400' in written  # uvicorn's access log


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """What the server's side logged: this test's own client logs what it sends."""
    ours = [record for record in caplog.records if record.name.partition(".")[0] not in ("httpx", "httpcore")]
    return "\n".join(f"{record.getMessage()} {vars(record)}" for record in ours)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("authorized", [False, True])
def test_T64_a_foreign_host_is_refused_whatever_the_method(house: House, method: str, authorized: bool) -> None:
    token = house.person() if authorized else None
    for host in ("evil.example.com", f"evil.example.com:{house.port}", "127.0.0.1.evil.example.com", "10.0.0.1", ""):
        response = house.send(token, verb=method, headers={"Host": host})
        assert response.status_code == 421, host


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
def test_T64_a_foreign_origin_is_refused_whatever_the_method(house: House, method: str) -> None:
    token, port = house.person(), house.port
    foreign = (
        "https://evil.example.com",
        "null",
        "http://localhost:1",
        f"http://127.0.0.1:{port}.evil.example.com",
        "x",
    )
    for origin in (*foreign, f"https://127.0.0.1:{port + 1}", "http://127.0.0.1", "file://", f"ftp://127.0.0.1:{port}"):
        response = house.send(token, verb=method, headers={"Origin": origin})
        assert response.status_code == 403, origin
        assert "access-control-allow-origin" not in response.headers


def test_T64_this_machine_s_own_names_and_pages_are_answered(house: House) -> None:
    token, port = house.person(), house.port
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", "localhost", f"[::1]:{port}", "LOCALHOST:1"):
        assert house.send(token, headers={"Host": host}).status_code == 200
        assert house.send(token, headers={"Host": host, "Origin": f"http://{host}"}).status_code == 200


def test_T64_the_public_url_s_host_and_allowed_ones_are_answered(sandbox: Sandbox, sqlite_url: str) -> None:
    with house_on(sandbox, sqlite_url, allowed_hosts=["tools.example.com", "[2001:db8::1]:8443"]) as house:
        house.desk.actions = house.desk.open(public_url="https://app.example.com/figwright")
        token = house.token()
        with House(house.desk, **house.options).serving() as served:
            for host, status in {
                "app.example.com": 200,
                "app.example.com:443": 200,
                "tools.example.com": 200,
                "tools.example.com:8080": 200,
                "[2001:db8::1]:8443": 200,
                "[2001:db8::1]": 421,
                "other.example.com": 421,
                "example.com": 421,
            }.items():
                response = served.send(token, headers={"Host": host})
                assert (host, response.status_code) == (host, status)


def raw(house: House, head: str, body: bytes = b"") -> bytes:
    """The answer to a request that is not finished."""
    with socket.create_connection(("127.0.0.1", house.port), timeout=60) as peer:
        peer.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)
        return peer.recv(4096)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ("Host: localhost\nHost: evil.example.com", 400),
        ("X: y", 400),
        ("Host: localhost\nAuthorization: Bearer fwm_é", 401),
        ("Host: localhost\nAuthorization: Bearer \t ", 401),
        ("Host: evil.example.com", 421),
        ("Host: localhost\nOrigin: https://evil.example.com", 403),
        ("Host: localhost", 401),
        ("Host: localhost\nAuthorization: Bearer fwm_wrong", 401),
        ("Host: localhost\nAuthorization: Bearer {token}\nContent-Type: text/plain", 415),
        ("Host: localhost\nAuthorization: Bearer {token}\nContent-Type: application/json", 413),
    ],
)
def test_T64_a_refusal_does_not_wait_for_the_body(house: House, headers: str, status: int) -> None:
    token = house.person()
    head = f"POST /mcp HTTP/1.1\n{headers.format(token=token)}\nContent-Length: 900000000\nAccept: application/json"
    assert raw(house, head, b"{").startswith(f"HTTP/1.1 {status} ".encode())


def test_T81_a_body_of_unsaid_length_is_refused_before_its_end(house: House) -> None:
    token, too_large = house.person(), 5 * 2**20 + 1
    head = f"POST /mcp HTTP/1.1\nHost: localhost\nAuthorization: Bearer {token}\nContent-Type: application/json"
    body = b"%x\r\n%s\r\n" % (too_large, b" " * too_large)
    assert raw(house, f"{head}\nTransfer-Encoding: chunked", body).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("ends", ["late", "early"])
def test_T81_a_body_that_does_not_come_whole_is_ended(
    house: House, ends: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """With a token that is good, and whatever server the app runs in."""
    monkeypatch.setattr("figwright.mcp.http.BODY_SECONDS", 0.3)
    token, read = house.person(), b""
    head = f"Host: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json"
    with socket.create_connection(("127.0.0.1", house.port), timeout=60) as connection:
        connection.sendall(f"POST /mcp HTTP/1.1\r\n{head}\r\nContent-Length: 1000\r\n\r\n{{".encode())
        if ends == "late":
            while b"\r\n\r\n" not in read:
                connection.sendall(b" ")
                connection.settimeout(0.05)
                with suppress(TimeoutError):
                    read += connection.recv(65536)
            assert read.startswith(b"HTTP/1.1 408 ")
    assert not house.call(token, "figma_me_get")["isError"]
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_T81_a_body_may_hold_the_largest_request_and_not_more(house: House) -> None:
    token = house.person()
    given = {"file_key": house.desk.sandbox.demo.file_key, "message": "x" * 4 * 2**20}
    answer = house.call(token, "figma_file_comment_create", given)
    assert not answer["isError"]
    response = house.send(token, content=b"[" * (5 * 2**20 + 1))
    assert response.status_code == 413

    def chunks() -> Iterator[bytes]:
        for _ in range(6):
            yield b" " * 2**20

    response = house.send(token, content=chunks())  # type: ignore[arg-type]
    assert response.status_code == 413


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "text/plain; application/json", ""]
)
def test_T64_only_json_is_taken(house: House, kind: str) -> None:
    response = house.send(house.person(), headers={"Content-Type": kind})
    assert response.status_code == 415
    assert "application/json" in message(response)


def test_only_posts_are_answered(house: House) -> None:
    token = house.person()
    for method in ("GET", "DELETE", "PUT", "HEAD"):
        response = house.send(token, verb=method)
        assert (response.status_code, response.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"jsonrpc":"2.0"}', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_message_is_an_error_of_the_client(house: House, content: bytes) -> None:
    response = house.send(house.person(), content=content)
    assert response.status_code in (400, 202), response.text
    assert "Traceback" not in response.text


@pytest.mark.parametrize("name", ["identifier", "connection_name", "account", "actions"])
def test_T65_an_identity_in_a_tool_s_arguments_is_refused(house: House, name: str) -> None:
    ann, _ = house.person("ann"), house.person("ben")
    house.desk.sandbox.requests.clear()
    result = house.call(ann, "figma_me_get", {name: "ben"})
    assert result["isError"]
    assert name in result["content"][0]["text"]
    assert list(house.desk.sandbox.requests) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Mcp-Session-Id": "ben"},
        {"X-User": "ben"},
        {"X-Forwarded-User": "ben"},
        {"X-Forwarded-Host": "evil.example.com"},
    ],
    ids=str,
)
def test_T65_no_header_but_the_token_says_who_it_is(house: House, headers: dict[str, str]) -> None:
    ann, _ = house.person("ann"), house.person("ben")
    assert house.call(ann, "figma_me_get", headers=headers)["structuredContent"]["handle"] == "Ann"
    meta = {"_meta": {**_meta(), "identifier": "ben", "io.modelcontextprotocol/identifier": "ben"}, "identifier": "ben"}
    response = house.send(ann, "tools/call", {"name": "figma_me_get", "arguments": {}, **meta})
    assert response.json()["result"]["structuredContent"]["handle"] == "Ann"


def _meta() -> dict[str, Any]:
    from protocol.served import META

    return META


def test_T65_a_token_of_ann_never_reads_ben_s_account(house: House) -> None:
    ann, ben = house.person("ann"), house.person("ben")
    for token, handle in ((ann, "Ann"), (ben, "Ben"), (ann, "Ann")):
        assert house.call(token, "figma_me_get")["structuredContent"]["handle"] == handle
    house.actions.disconnect_connected_account(identifier="ann")
    assert house.call(ann, "figma_me_get")["isError"]
    assert house.call(ben, "figma_me_get")["structuredContent"]["handle"] == "Ben"


def test_there_is_no_metadata_of_an_authorization_server_that_there_is_not(house: House) -> None:
    """RFC 9728: a challenge names metadata only where clients find a server to ask for tokens."""
    assert "resource_metadata" not in house.send().headers["www-authenticate"]
    for path in ("/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp"):
        assert house.send(verb="GET", path=path).status_code == 404


def test_a_store_that_fails_is_no_proof_of_identity(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    token = house.person()

    def fail(*_: object, **__: object) -> Any:
        raise StoreError("The database is away.")

    monkeypatch.setattr(house.actions.context.stored().database, "read", fail)
    response = house.send(token)
    assert (response.status_code, response.headers["retry-after"]) == (503, "1")
    assert "away" not in response.text
    assert "The database is away." in caplog.text


def test_T22_nothing_that_is_logged_holds_a_token(house: House, caplog: pytest.LogCaptureFixture) -> None:
    token = house.person()
    caplog.set_level(logging.DEBUG)
    house.call(token, "figma_me_get")
    house.send(token + "x")
    house.send(token, headers={"Host": "evil.example.com"})
    house.send(token, content=b"{")
    house.send(token, "tools/call", {"name": "figma_me_get", "arguments": {"x": token}})
    assert token not in logged(caplog)


@pytest.mark.parametrize(
    "wrong", ["*", "", "https://app.example.com", "a b", "user@host", "*.example.com", "host:port"]
)
def test_T64_what_is_no_host_is_refused(wrong: str) -> None:
    with pytest.raises(ConfigurationError, match="no host"):
        Hosts([wrong])
