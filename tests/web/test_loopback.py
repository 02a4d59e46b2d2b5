"""The server of `figwright connect`: one connection's callbacks, on the port that its redirect URI names."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import httpx
import pytest
from support.ports import free_port

from figwright import Actions, AsyncActions, Connection
from figwright.errors import AuthorizationError, ConfigurationError, ProviderError
from figwright.types.accounts import AuthorizationLink
from figwright.web.loopback import callback_address, serve_callback
from figwright_figma.sandbox import Sandbox

from .site import connections


@pytest.fixture
def browser() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, verify=False) as client:
        yield client


def consented(sandbox: Sandbox, location: str) -> str:
    callback = sandbox.consent(location)
    assert callback is not None
    return callback


@pytest.fixture(params=["", "/deep/down"])
def connection(request: pytest.FixtureRequest, figma: Sandbox) -> Connection:
    return connections(figma, f"http://localhost:{free_port()}{request.param}/callback/figma")[0]


def test_a_link_to_the_provider_is_completed_on_this_machine(
    figma: Sandbox, sqlite_url: str, connection: Connection, browser: httpx.Client
) -> None:
    with Actions([connection], database_url=sqlite_url) as actions, serve_callback(actions) as serving:
        link = actions.get_authorization_link(identifier="ann")
        assert link.link.startswith(figma.url)
        assert "Connected" in browser.get(consented(figma, link.link)).text
        done = serving.wait(link)
        assert done.connected_account.status == "ACTIVE"
        assert done.auth_request_id == link.auth_request_id
        assert serving.url == connection.redirect_uri.removesuffix("/callback/figma")


def test_with_its_url_as_public_url_the_link_binds_the_browser(
    figma: Sandbox, sqlite_url: str, connection: Connection, browser: httpx.Client
) -> None:
    here = callback_address(connection.redirect_uri, "figma").url
    with Actions([connection], database_url=sqlite_url, public_url=here) as actions, serve_callback(actions) as serving:
        link = actions.get_authorization_link(identifier="ann")
        assert link.link.startswith(f"{serving.url}/connect/")
        callback = consented(figma, browser.get(link.link).headers["location"])
        assert httpx.get(callback, trust_env=False, verify=False).status_code == 400
        with pytest.raises(AuthorizationError, match="Nobody gave the consent in time, or it was declined"):
            serving.wait(link, timeout=0.05)
        assert browser.get(callback).status_code == 200
        assert serving.wait(link).connected_account.status == "ACTIVE"


def test_nobody_waits_beyond_the_end_of_a_link_however_long_they_would(sqlite_url: str, connection: Connection) -> None:
    with Actions([connection], database_url=sqlite_url) as actions, serve_callback(actions) as serving:
        link = actions.get_authorization_link(identifier="ann")
        ended = link._replace(expiry=link.expiry - timedelta(minutes=11))
        with pytest.raises(AuthorizationError, match="Nobody gave the consent in time"):
            serving.wait(ended, timeout=1e12)


def test_what_others_send_to_the_port_ends_no_wait(
    figma: Sandbox, sqlite_url: str, connection: Connection, browser: httpx.Client
) -> None:
    with Actions([connection], database_url=sqlite_url) as actions, serve_callback(actions) as serving:
        link, other = actions.get_authorization_link(identifier="ann"), actions.get_authorization_link(identifier="bob")
        for junk in ("", "?code=x", "?code=x&state=y", "?error=access_denied"):
            assert browser.get(connection.redirect_uri + junk).status_code == 400
        assert browser.get(consented(figma, other.link)).status_code == 200
        with pytest.raises(AuthorizationError) as told:
            serving.wait(link, timeout=0.05)
        assert told.value.fault == "no_callback"
        assert browser.get(consented(figma, link.link)).status_code == 200
        assert browser.get(consented(figma, link.link)).status_code == 400
        assert serving.wait(link).connected_account.identifier == "ann"
        assert serving.wait(other).connected_account.identifier == "bob"


@pytest.mark.parametrize("through_start", [False, True])
def test_a_fault_of_the_consent_reaches_who_waits(
    figma: Sandbox, sqlite_url: str, connection: Connection, browser: httpx.Client, through_start: bool
) -> None:
    here = callback_address(connection.redirect_uri, "figma").url if through_start else ""

    def answered(link: AuthorizationLink) -> str:
        return consented(figma, browser.get(link.link).headers["location"] if through_start else link.link)

    with (
        Actions([connection], database_url=sqlite_url, public_url=here) as actions,
        serve_callback(actions) as serving,
        ThreadPoolExecutor() as threads,
    ):
        late = actions.get_authorization_link(identifier="ann")
        waiting = threads.submit(serving.wait, late)
        callback = answered(late)
        figma.clock.advance(31)
        assert browser.get(callback).status_code == 400
        with pytest.raises(AuthorizationError) as told:
            waiting.result()
        assert told.value.fault == "code_rejected"
        down = actions.get_authorization_link(identifier="ann")
        callback = answered(down)
        figma.fail_next("oauth.token", drop="before")
        assert browser.get(callback).status_code == 502
        with pytest.raises(ProviderError, match="Figma gave no answer"):
            serving.wait(down)


def test_the_awaitable_face_is_served_as_well(
    figma: Sandbox, sqlite_url: str, connection: Connection, browser: httpx.Client
) -> None:
    async def main() -> str:
        async with AsyncActions([connection], database_url=sqlite_url) as actions:
            with serve_callback(actions) as serving:
                link = await actions.get_authorization_link(identifier="ann")
                await asyncio.to_thread(browser.get, consented(figma, link.link))
                return (await asyncio.to_thread(serving.wait, link)).connected_account.status

    assert asyncio.run(main()) == "ACTIVE"


def listening(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        return probe.connect_ex((host, port)) == 0


def ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


def test_localhost_is_both_of_its_addresses_and_the_port_is_free_afterwards(
    sqlite_url: str, connection: Connection
) -> None:
    port = callback_address(connection.redirect_uri, "figma").port
    with Actions([connection], database_url=sqlite_url) as actions:
        for _ in range(2):
            with serve_callback(actions):
                assert listening("127.0.0.1", port)
                assert listening("::1", port) == ipv6()
            assert not listening("127.0.0.1", port)
            assert not listening("::1", port)


@pytest.mark.parametrize("taken", ["127.0.0.1", "::1"])
def test_a_busy_port_is_an_error_that_says_what_to_do(sqlite_url: str, connection: Connection, taken: str) -> None:
    if taken == "::1" and not ipv6():
        pytest.skip("this machine has no ::1")
    port = callback_address(connection.redirect_uri, "figma").port
    family = socket.AF_INET6 if ":" in taken else socket.AF_INET
    with Actions([connection], database_url=sqlite_url) as actions:
        with (
            closing(socket.create_server((taken, port), family=family)),
            pytest.raises(ConfigurationError) as told,
            serve_callback(actions),
        ):
            pytest.fail("it listens")
        assert f"Port {port} on {taken} cannot be used: Address already in use" in str(told.value)
        assert f"exactly {connection.redirect_uri}" in str(told.value)
        with serve_callback(actions):
            assert listening("127.0.0.1", port)


@pytest.mark.parametrize(
    ("redirect_uri", "says"),
    [
        ("https://connect.example.com/callback/figma", "does not lead to this machine"),
        ("https://localhost/callback/figma", "does not lead to this machine"),
        ("http://0.0.0.0:8765/callback/figma", "does not lead to this machine"),
        ("http://192.0.2.1:8765/callback/figma", "does not lead to this machine"),
        ("http://localhost.example.com:8765/callback/figma", "does not lead to this machine"),
        ("http://localhost:8765/callback/figma?x=1", "does not lead to this machine"),
        ("http://localhost:8765/callback/other", "does not end in /callback/figma"),
        ("http://localhost:8765/oauth", "does not end in /callback/figma"),
    ],
)
def test_a_redirect_uri_that_cannot_be_served_is_refused(redirect_uri: str, says: str) -> None:
    with pytest.raises(ConfigurationError, match=says):
        callback_address(redirect_uri, "figma")


def test_the_address_follows_from_the_redirect_uri() -> None:
    assert callback_address("http://localhost:8765/callback/figma", "figma") == (
        "localhost", 8765, "", "http://localhost:8765",
    )  # fmt: skip
    assert callback_address("http://127.0.0.1/a/b/callback/x", "x") == ("127.0.0.1", 80, "/a/b", "http://127.0.0.1/a/b")
    assert callback_address("http://[::1]:9/callback/x", "x") == ("::1", 9, "", "http://[::1]:9")
