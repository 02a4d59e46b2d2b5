"""What stands on the wire beside the call itself: where it goes, how long it is, by which way, and what comes back."""

from __future__ import annotations

import socket
import threading
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import anyio
import pytest
from support.provider import Connection, Provider, reply
from support.toybox import CONNECTOR

from figwright import Actions, AsyncActions, errors

FACES = ("sync", "asyncio", "trio")
BEAR = {"name": "Bear"}


def call(face: str, url: str, tool: str = "toy_me", **options: Any) -> Any:
    given: Any = {"kind": "key", "connector": CONNECTOR, "api_url": url, "allow_insecure": True, "deadline": 20}
    inputs = BEAR if tool == "toy_create" else {}
    if face == "sync":
        with Actions.with_token("t", **given | options) as actions:
            return actions.execute_tool(tool, tool_input=inputs)

    async def run() -> Any:
        async with AsyncActions.with_token("t", **given | options) as actions:
            return await actions.execute_tool(tool, tool_input=inputs)

    return anyio.run(run, backend=face)


@pytest.mark.parametrize(
    ("url", "host", "target"),
    [
        ("http://API.Toybox.invalid", "api.toybox.invalid", "http://api.toybox.invalid/v1/me"),
        ("http://toybox.invalid:80", "toybox.invalid", "http://toybox.invalid/v1/me"),
        ("http://toybox.invalid:8080", "toybox.invalid:8080", "http://toybox.invalid:8080/v1/me"),
        ("http://bücher.invalid", "xn--bcher-kva.invalid", "http://xn--bcher-kva.invalid/v1/me"),
        ("http://faß.invalid/a", "xn--fa-hia.invalid", "http://xn--fa-hia.invalid/a/v1/me"),
        ("http://toybox.invalid/bücher", "toybox.invalid", "http://toybox.invalid/b%C3%BCcher/v1/me"),
    ],
)
def test_a_host_is_named_as_dns_has_it_and_a_path_as_http_has_it(
    toybox: Provider, url: str, host: str, target: str
) -> None:
    call("sync", url, proxy=toybox.url)
    assert [(each.headers["host"], each.target) for each in toybox.received] == [(host, target)]


def test_an_ipv6_address_stands_in_brackets() -> None:
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("needs IPv6")
    heads: list[bytes] = []

    def answer() -> None:
        with listener.accept()[0] as client:
            heads.append(client.recv(65536))
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    authority = f"[::1]:{listener.getsockname()[1]}"
    with listener:
        threading.Thread(target=answer, daemon=True).start()
        call("sync", f"http://{authority}")
    assert f"\r\nHost: {authority}\r\n".encode() in heads[0]


@pytest.mark.parametrize(("method", "length"), [("GET", None), ("DELETE", None), ("POST", "0"), ("PUT", "0")])
def test_what_takes_a_body_says_that_it_has_none(
    actions: Actions, toybox: Provider, method: str, length: str | None
) -> None:
    """RFC 9110, 8.6: some servers refuse a POST without a length (411)."""
    actions.request(method=method, path="/v9/new", identifier="ann")
    assert toybox.received[0].headers.get("content-length") == length


@pytest.mark.parametrize("face", FACES)
def test_calls_share_a_connection_as_long_as_it_is_kept(face: str, toybox: Provider) -> None:
    ports: list[int] = []

    def answer(connection: Connection) -> None:
        ports.append(connection.socket.getpeername()[1])
        reply({})(connection)

    toybox.answer(answer)
    given: Any = {"kind": "key", "connector": CONNECTOR, "api_url": toybox.url, "allow_insecure": True}
    if face == "sync":
        with Actions.with_token("t", **given) as actions:
            for _ in range(3):
                actions.execute_tool("toy_me")
    else:

        async def run() -> None:
            async with AsyncActions.with_token("t", **given) as actions:
                for _ in range(3):
                    await actions.execute_tool("toy_me")

        anyio.run(run, backend=face)
    assert len(ports) == 3
    assert len(set(ports)) == 1


@pytest.mark.parametrize("face", FACES)
def test_a_proxys_password_goes_to_the_proxy_decoded(face: str, toybox: Provider) -> None:
    proxy = toybox.url.replace("://", "://ann:p%40ss@")
    call(face, "http://toybox.invalid", proxy=proxy)
    wanted = f"Basic {b64encode(b'ann:p@ss').decode()}"
    assert [each.headers["proxy-authorization"] for each in toybox.received] == [wanted]


@pytest.mark.parametrize("face", FACES)
def test_a_proxy_that_refuses_a_tunnel_got_its_password_and_no_token_and_nothing_was_sent(
    face: str, toybox: Provider
) -> None:
    toybox.answer(reply(b"", 407))
    proxy = toybox.url.replace("://", "://ann:pass@")
    with pytest.raises(errors.ProviderError, match="407") as raised:
        call(face, "https://toybox.invalid", "toy_create", proxy=proxy)
    assert not raised.value.outcome_unknown
    asked = toybox.received[0]
    assert (asked.method, asked.target) == ("CONNECT", "toybox.invalid:443")
    assert asked.headers["proxy-authorization"] == f"Basic {b64encode(b'ann:pass').decode()}"
    assert "x-toy-key" not in asked.headers


@pytest.mark.parametrize("proxy", ["http://ann:hush@", "ann:hush@proxy:80", "http://ann:hush@proxy:port", "file://a/"])
def test_a_proxy_that_is_no_address_is_refused_without_its_password(proxy: str) -> None:
    with pytest.raises(errors.ConfigurationError, match="proxy is no address like") as raised:
        call("sync", "http://toybox.invalid", proxy=proxy)
    assert "hush" not in str(raised.value)


def test_hosts_that_the_environment_excepts_are_called_without_its_proxy(
    toybox: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    call("sync", toybox.url, trust_env=True)
    assert len(toybox.received) == 1


@pytest.mark.parametrize("form", ["http_proxy={url}", "all_proxy={url}", "ALL_PROXY={address}", "HTTP_PROXY={address}"])
def test_the_environments_proxy_is_found_as_other_programs_find_it(
    toybox: Provider, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    name, _, value = form.format(url=toybox.url, address=toybox.url.removeprefix("http://")).partition("=")
    monkeypatch.setenv(name, value)
    call("sync", "http://toybox.invalid", trust_env=True)
    assert [each.target for each in toybox.received] == ["http://toybox.invalid/v1/me"]


@pytest.mark.parametrize("excepted", ["::1", "[::1]", "*"])
def test_an_ipv6_address_is_excepted_from_the_proxy_with_and_without_brackets(
    toybox: Provider, monkeypatch: pytest.MonkeyPatch, excepted: str
) -> None:
    monkeypatch.setenv("http_proxy", toybox.url)
    monkeypatch.setenv("no_proxy", excepted)
    with pytest.raises(errors.ProviderError, match="could not be reached"):
        call("sync", "http://[::1]:1", trust_env=True, deadline=1)
    assert toybox.received == []


@pytest.mark.parametrize("face", FACES)
def test_a_header_is_found_in_any_case_and_one_that_comes_twice_is_a_list(
    face: str, toybox: Provider, connection: Callable[..., Any]
) -> None:
    head = b"HTTP/1.1 403 No\r\nX-PLAN: a\r\nX-Odd: \xff\r\nx-plan: b\r\nContent-Length: 0\r\n\r\n"
    toybox.answer(lambda each: each.write(head))
    with pytest.raises(errors.ProviderError) as raised:
        call(face, toybox.url)
    assert raised.value.plan == "a, b"
