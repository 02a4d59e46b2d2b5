"""P8: connecting ends with the call's deadline, however many addresses a name has and however long it takes to find."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import anyio
import pytest
from support.provider import Provider
from support.toybox import CONNECTOR

from figwright import Actions, AsyncActions, Connection, errors
from figwright.connections import BoundConnection
from figwright.http.limits import Limits
from figwright.oauth.protocol import Refusal, TokenError
from figwright.oauth.token_endpoint import TokenEndpoint as TokenEndpoints
from figwright.redaction.secret import Secret

NAME = "many.toybox.invalid"


@pytest.fixture
def silent(toybox: Provider) -> Iterator[list[str]]:
    """Thirty addresses at the provider's port that take no connection and refuse none: their queues are full."""
    port = int(toybox.url.rpartition(":")[2])
    with ExitStack() as sockets:
        addresses = [f"127.0.0.{last}" for last in range(2, 32)]
        for address in addresses:
            listener = sockets.enter_context(socket.socket())
            listener.bind((address, port))
            listener.listen(0)
            for _ in range(4):
                waiting = sockets.enter_context(socket.socket())
                waiting.setblocking(False)
                waiting.connect_ex((address, port))
        yield addresses


def resolve(monkeypatch: pytest.MonkeyPatch, addresses: list[str]) -> None:
    """Let the name have these addresses, as its DNS would."""
    real = socket.getaddrinfo

    def answer(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        if host not in (NAME, NAME.encode()):
            return real(host, port, *args, **kwargs)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, int(port))) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


def call(face: str, toybox: Provider, deadline: float) -> Any:
    url = toybox.url.replace("127.0.0.1", NAME)
    options: Any = {"connector": CONNECTOR, "kind": "key", "api_url": url, "allow_insecure": True, "deadline": deadline}
    if face == "sync":
        with Actions.with_token("t", **options) as actions:
            return actions.execute_tool("toy_create", tool_input={"name": "Bear"})

    async def awaited() -> Any:
        async with AsyncActions.with_token("t", **options) as actions:
            return await actions.execute_tool("toy_create", tool_input={"name": "Bear"})

    return anyio.run(awaited, backend=face)


@pytest.mark.parametrize("face", ["sync", "asyncio", "trio"])
def test_P8_all_addresses_of_a_name_share_the_time_that_is_left(
    face: str, toybox: Provider, silent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after the other, each for all of the time to connect, they would take twenty times the deadline."""
    resolve(monkeypatch, silent)
    begun = time.monotonic()
    with pytest.raises(errors.ProviderError) as raised:
        call(face, toybox, deadline=0.8)
    assert time.monotonic() - begun < 12
    assert face != "sync" or not raised.value.outcome_unknown, "nothing was sent"


@pytest.mark.parametrize("face", ["sync", "asyncio", "trio"])
def test_P8_a_silent_address_leaves_time_for_one_that_answers(
    face: str, toybox: Provider, silent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve(monkeypatch, [silent[0], "127.0.0.1"])
    call(face, toybox, deadline=5)
    assert len(toybox.received) == 1


@pytest.mark.parametrize("face", ["sync", "asyncio"])
def test_P8_a_name_that_is_not_found_in_time_ends_the_call(
    face: str, toybox: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    over, longest = threading.Event(), 15 if face == "sync" else 1.5  # asyncio.run waits for its threads
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: (over.wait(longest) and []) or [])
    begun = time.monotonic()
    with pytest.raises(errors.ProviderError) as raised:
        call(face, toybox, deadline=0.4)
    told = time.monotonic() - begun
    over.set()
    assert face == "asyncio" or told < 12
    assert face != "sync" or not raised.value.outcome_unknown


def test_F17_a_refresh_keeps_to_its_time_over_all_addresses(
    toybox: Provider, silent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lease outlasts the request: thirty silent addresses must not take thirty times its seconds."""
    resolve(monkeypatch, silent)
    url = toybox.url.replace("127.0.0.1", NAME)
    app: Any = {"client_id": "c", "client_secret": "s", "token_url": url, "refresh_url": url, "allow_insecure": True}
    connection = BoundConnection(Connection(name="toybox", connector=CONNECTOR, **app))
    begun = time.monotonic()
    with pytest.raises(TokenError) as raised:
        TokenEndpoints(Limits()).refresh(connection, Secret("r"), 0.8)
    assert time.monotonic() - begun < 12
    assert raised.value.refusal is Refusal.TRANSIENT


@pytest.mark.parametrize("scheme", ["http", "socks5"])
def test_P8_a_proxy_that_says_nothing_ends_at_the_deadline(scheme: str, silent: list[str], toybox: Provider) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        proxy = f"{scheme}://127.0.0.1:{mute.getsockname()[1]}"
        options: Any = {"connector": CONNECTOR, "kind": "key", "api_url": "https://api.toybox.example", "proxy": proxy}
        begun = time.monotonic()
        with (
            Actions.with_token("t", deadline=0.5, **options) as actions,
            pytest.raises(errors.ProviderError),
        ):
            actions.execute_tool("toy_me")
        assert time.monotonic() - begun < 8
