"""A SOCKS proxy on the way (T57): used, or told as what it is, and no socket of its greeting is left open."""

from __future__ import annotations

import gc
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import anyio
import pytest
from support.provider import Provider, reply
from support.toybox import CONNECTOR

from figwright import Actions, AsyncActions, errors

FACES = ["sync", "asyncio", "trio"]
Serve = Callable[[socket.socket], None]


@contextmanager
def proxy(serve: Serve) -> Iterator[str]:
    """The address of a server that treats each client so, and lets it hang afterwards."""
    clients: list[socket.socket] = []

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, _ = server.accept()
                clients.append(client)
                threading.Thread(target=serve, args=(client,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"socks5://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    thread.join()
    for client in clients:
        client.close()


def call(face: str, way: str, **options: Any) -> Any:
    given: Any = {"connector": CONNECTOR, "kind": "key", "proxy": way, "deadline": 20.0} | options
    if face == "sync":
        with Actions.with_token("t", **given) as actions:
            return actions.execute_tool("toy_me").data

    async def awaited() -> Any:
        async with AsyncActions.with_token("t", **given) as actions:
            return (await actions.execute_tool("toy_me")).data

    return anyio.run(awaited, backend=face)


def says(*answers: bytes, close: bool = False) -> Serve:
    """Each answer after another message of the client's."""

    def serve(client: socket.socket) -> None:
        with suppress(OSError):
            for answer in answers:
                client.recv(4096)
                client.sendall(answer)
            if close:
                client.shutdown(socket.SHUT_RDWR)

    return serve


@pytest.mark.parametrize("face", FACES)
def test_a_call_goes_by_a_socks_proxy(face: str, toybox: Provider) -> None:
    asked: list[bytes] = []

    def serve(client: socket.socket) -> None:
        client.recv(4096)
        client.sendall(b"\x05\x00")
        asked.append(client.recv(4096))
        with socket.create_connection(("127.0.0.1", int(toybox.url.rpartition(":")[2]))) as server:
            client.sendall(b"\x05\x00\x00\x01" + bytes(6))
            server.sendall(client.recv(65536))
            while data := server.recv(65536):
                client.sendall(data)

    toybox.answer(reply({"ok": True}, Connection="close"))
    with proxy(serve) as way:
        found = call(face, way, api_url="http://toybox.invalid", allow_insecure=True)
    assert found == {"ok": True}
    assert asked[0][:5] == b"\x05\x01\x00\x03\x0e", "the proxy is told the name, and looks it up"
    assert asked[0][5:19] == b"toybox.invalid"


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize(
    ("serve", "told"),
    [
        pytest.param(says(b"\x05\xff"), "got NO ACCEPTABLE METHODS", id="wants a name"),
        pytest.param(says(b"\x05\x00", b"\x05\x04\x00\x01" + bytes(6)), "Host unreachable", id="no way there"),
        pytest.param(says(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "not that of a SOCKS proxy", id="speaks HTTP"),
        pytest.param(says(b"\x05", close=True), "not that of a SOCKS proxy", id="half an answer"),
        pytest.param(says(b"", close=True), "not that of a SOCKS proxy", id="no answer"),
    ],
)
def test_P6_a_socks_proxy_that_lets_nobody_through_is_told_and_nothing_was_sent(
    face: str, serve: Serve, told: str
) -> None:
    with proxy(serve) as way, pytest.raises(errors.ProviderError, match=told) as refused:
        call(face, way, api_url="https://api.toybox.example")
    assert refused.value.cause is errors.Cause.PROVIDER_DOWN
    assert not refused.value.outcome_unknown
    del refused
    gc.collect()  # a socket that was left open is an error here


@pytest.mark.parametrize("face", FACES)
def test_P4_the_name_and_password_of_a_socks_proxy_are_in_no_log(face: str, caplog: pytest.LogCaptureFixture) -> None:
    asked: list[bytes] = []

    def serve(client: socket.socket) -> None:
        client.recv(4096)
        client.sendall(b"\x05\x02")
        asked.append(client.recv(4096))
        client.sendall(b"\x01\x01")

    with caplog.at_level("DEBUG"), proxy(serve) as way, pytest.raises(errors.ProviderError, match="Invalid username"):
        call(face, way.replace("://", "://CANARYNAME:CANARYWORD@"), api_url="https://api.toybox.example")
    assert asked[0] == b"\x01\x0aCANARYNAME\x0aCANARYWORD"
    assert "socks" in caplog.text
    assert "CANARY" not in caplog.text
    gc.collect()


@pytest.mark.parametrize("face", FACES)
def test_P8_a_socks_proxy_that_says_nothing_ends_at_the_deadline_and_leaves_no_socket_open(face: str) -> None:
    with proxy(lambda client: None) as way, pytest.raises(errors.ProviderError):
        call(face, way, api_url="https://api.toybox.example", deadline=0.5)
    gc.collect()
