"""Faults of the OAuth endpoints: before they act, after that, and in the answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from figwright_figma.sandbox import Sandbox

from .oauth_client import AppClient


@contextmanager
def in_background(client: AppClient, refresh_token: str) -> Iterator[list[Any]]:
    """A refresh in a thread; the list holds its answer or error when the block has ended."""
    came: list[Any] = []

    def run() -> None:
        try:
            came.append(client.refresh(refresh_token))
        except httpx.HTTPError as error:
            came.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield came
    finally:
        thread.join()


@pytest.mark.parametrize(
    ("target", "call"),
    [
        ("oauth.authorize", lambda client: client.http.get(client.link())),
        ("oauth.consent", lambda client: client.http.post(client.sandbox.url + "/oauth")),
        ("oauth.token", lambda client: client.exchange("x")),
        ("oauth.refresh", lambda client: client.refresh("x")),
        ("/v1/oauth/*", lambda client: client.refresh("x")),
        ("POST /v1/oauth/token", lambda client: client.exchange("x")),
    ],
)
def test_every_endpoint_is_a_target_and_logged_by_name(target: str, call: Any, client: AppClient) -> None:
    client.sandbox.fail_next(target, status=503, body="Down")
    assert call(client).status_code == 503
    assert call(client).status_code != 503
    assert [request.status == 503 for request in client.sandbox.requests] == [True, False]
    if target.startswith("oauth."):
        assert len(client.sandbox.requests.of(target)) == 2


@pytest.mark.parametrize(
    "body", ["", "{", "<html>Bad gateway</html>", b"\xff", [], {"access_token": 1}, {"expires_in": "never"}, None]
)
def test_F19_answers_can_be_garbage_whether_or_not_the_endpoint_acted(body: Any, client: AppClient) -> None:
    tokens = client.connect()
    client.sandbox.fail_next("oauth.refresh", status=200, body=body)
    assert client.refresh(tokens["refresh_token"]).status_code == 200
    assert client.sandbox.refreshes() == 0
    assert client.works(tokens["access_token"])
    client.sandbox.fail_next("oauth.refresh", status=200, body=body, acts=True)
    assert "figu_" not in client.refresh(tokens["refresh_token"]).text
    assert client.sandbox.refreshes() == 1
    assert not client.works(tokens["access_token"])


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
def test_F15_F16_F21_a_status_replaces_so_many_answers(status: int, client: AppClient) -> None:
    tokens = client.connect()
    client.sandbox.fail_next("oauth.refresh", status=status, headers={"Retry-After": "7"}, times=2)
    statuses = [client.refresh(tokens["refresh_token"]).status_code for _ in range(3)]
    assert statuses == [status, status, 200]
    assert client.sandbox.refreshes() == 1


@pytest.mark.parametrize(("drop", "acted"), [("before", 0), ("after", 1), ("midway", 1)])
def test_F3_F4_F20_a_connection_drops_before_or_after_the_provider_acted(
    drop: Any, acted: int, client: AppClient
) -> None:
    tokens = client.connect()
    client.sandbox.fail_next("oauth.refresh", drop=drop)
    with pytest.raises(httpx.RemoteProtocolError):
        client.refresh(tokens["refresh_token"])
    assert client.sandbox.refreshes() == acted
    assert client.works(tokens["access_token"]) == (not acted)
    assert client.works(client.refresh(tokens["refresh_token"]).json()["access_token"])


def test_F3_a_refresh_is_held_before_it_acts(client: AppClient) -> None:
    tokens = client.connect()
    fault = client.sandbox.fail_next("oauth.refresh", delay=30, hold="before")
    with in_background(client, tokens["refresh_token"]) as came:
        client.sandbox.wait_in_flight("oauth.refresh")
        assert client.sandbox.refreshes() == 0
        assert client.works(tokens["access_token"])
        fault.release()
    assert client.works(came[0].json()["access_token"])
    assert client.sandbox.in_flight() == 0


def test_F4_a_refresh_is_held_after_it_acted(client: AppClient) -> None:
    tokens = client.connect()
    client.sandbox.fail_next("oauth.refresh", delay=30, hold="after")
    with in_background(client, tokens["refresh_token"]) as came:
        client.sandbox.wait_in_flight("POST /v1/oauth/refresh")
        assert client.sandbox.refreshes() == 1
        assert not client.works(tokens["access_token"])
        client.sandbox.release("oauth.refresh")
    assert came[0].json()["access_token"] == client.sandbox.live_token()


def test_healing_lets_held_calls_go(client: AppClient) -> None:
    refresh_token = client.connect()["refresh_token"]
    client.sandbox.fail_next("oauth.refresh", delay=30, hold="before", times=None)
    with in_background(client, refresh_token) as came:
        client.sandbox.wait_in_flight("oauth.refresh")
        client.sandbox.heal()
    assert came[0].status_code == client.refresh(refresh_token).status_code == 200


def test_F14_the_first_to_send_can_be_the_last_to_be_served(client: AppClient) -> None:
    refresh_token = client.connect()["refresh_token"]
    fault = client.sandbox.fail_next("oauth.refresh", delay=30, hold="before")
    with in_background(client, refresh_token) as came:
        client.sandbox.wait_in_flight("oauth.refresh")
        winner = client.refresh(refresh_token).json()["access_token"]
        fault.release()
    assert not client.works(winner)
    assert came[0].json()["access_token"] == client.sandbox.live_token()
    assert client.sandbox.refreshes() == 2


def test_F18_a_client_that_gave_up_does_not_stop_the_provider(client: AppClient) -> None:
    tokens = client.connect()
    fault = client.sandbox.fail_next("oauth.refresh", delay=30, hold="before")
    with pytest.raises(httpx.ReadTimeout):
        client.post("/v1/oauth/refresh", {"refresh_token": tokens["refresh_token"]}, timeout=0.1)
    assert (client.sandbox.refreshes(), client.sandbox.in_flight("oauth.refresh")) == (0, 1)
    second = client.refresh(tokens["refresh_token"]).json()["access_token"]
    fault.release()
    while client.sandbox.in_flight():
        time.sleep(0.001)
    assert client.sandbox.refreshes() == 2
    assert not client.works(second)


def test_T52_an_answer_can_drip(client: AppClient) -> None:
    client.sandbox.fail_next("oauth.token", drip=0.05)
    with client.http.stream(
        "POST", f"{client.sandbox.url}/v1/oauth/token", data={"code": "x"}, timeout=0.3
    ) as response:
        assert len(next(response.iter_raw())) < int(response.headers["content-length"])


def test_a_delay_ends_by_itself(client: AppClient) -> None:
    client.sandbox.fail_next("oauth.refresh", delay=0.01, hold="before")
    assert client.refresh(client.connect()["refresh_token"]).status_code == 200


def test_waiting_for_requests_that_do_not_come_is_an_error(figma: Sandbox) -> None:
    with pytest.raises(TimeoutError, match=r"0 of 2 requests of oauth\.token came in 0\.01 s"):
        figma.wait_in_flight("oauth.token", 2, timeout=0.01)
