"""The control API: what its docstring lists, over HTTP, out of the log, and closed to web pages."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import Any

import httpx
import pytest

from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.control import PREFIX

from .oauth_client import AppClient, answered


class Control:
    """The other process' side."""

    def __init__(self, figma: Sandbox, http: httpx.Client) -> None:
        self.url, self.http = figma.url + PREFIX, http

    def __call__(self, command: str, **arguments: Any) -> Any:
        response = self.http.post(f"{self.url}/{command}", json=arguments, timeout=30)
        assert response.status_code == 200, response.text
        return response.json()

    def state(self) -> Any:
        return self.http.get(f"{self.url}/state").json()


@pytest.fixture
def control(figma: Sandbox, http: httpx.Client) -> Control:
    return Control(figma, http)


def test_it_tells_counters_live_tokens_and_time(control: Control, client: AppClient) -> None:
    tokens = client.connect()
    client.refresh(tokens["refresh_token"])
    client.connect(client.sandbox.demo.colleague)
    client.sandbox.disconnect(client.sandbox.demo.colleague)
    state = control.state()
    grant = {
        "client_id": client.app.client_id,
        "user_id": client.sandbox.demo.user.id,
        "access_token": client.sandbox.live_token(),
        "refreshes": 1,
    }
    assert state["grants"] == [grant]
    assert (state["refreshes"], state["in_flight"]) == (1, 0)
    assert state["requests"] == {"oauth.token": 2, "oauth.refresh": 1}
    assert abs(state["now"] - client.sandbox.clock.time()) < 60
    client.sandbox.disconnect()
    assert control.state()["grants"] == [grant | {"access_token": None}]


def test_it_makes_people_apps_tokens_and_files(control: Control, figma: Sandbox, http: httpx.Client) -> None:
    user = control("user", handle="Mina Park", plan="professional")
    assert figma.world.users[user["id"]].handle == "Mina Park"
    app = control("app", name="Theirs", owner=user["id"], publishing_state="draft", scopes=["current_user:read"])
    assert figma.world.apps[app["client_id"]].owner.id == user["id"]
    token = control("token", user=user["id"], kind="personal_access_token")["token"]
    me = http.get(f"{figma.url}/v1/me", headers={"X-Figma-Token": token})
    assert me.json()["email"] == user["email"]
    assert figma.world.files[control("file", name="Notes", owner=user["id"])["key"]].name == "Notes"


def test_it_plays_consents_and_revocations_and_rotates_secrets(control: Control, client: AppClient) -> None:
    grace = client.sandbox.demo.colleague
    callback = control("consent", url=client.link(), user=grace.id)["callback"]
    tokens = client.exchange(answered(callback)["code"]).json()
    assert tokens["user_id_string"] == grace.id
    assert control("consent", url=client.link(), approve=False) == {"callback": None}
    control("disconnect", user=grace.id, app=client.app.client_id)
    assert not client.works(tokens["access_token"])
    assert client.works(control("grant", user=grace.id)["access_token"])
    control("secret", app=client.app.client_id, client_secret="new")
    assert client.app.client_secret == "new"


def test_it_moves_the_clock(control: Control, client: AppClient) -> None:
    code, before = client.code(), control.state()["now"]
    assert control("clock", days=1, seconds=-86360)["now"] - before >= 40
    assert client.exchange(code).json()["message"] == "Code expired"


def test_it_asks_for_faults_and_takes_them_back(control: Control, client: AppClient) -> None:
    control("fail", target="oauth.refresh", status=502, body="<html>", times=None)
    assert client.refresh("x").text == "<html>"
    control("heal")
    assert client.refresh("x").status_code == 400


def test_it_waits_until_requests_are_in_flight_and_releases_them(control: Control, client: AppClient) -> None:
    control("fail", target="oauth.refresh", delay=30, hold="before", times=2)
    refresh_token = client.connect()["refresh_token"]
    threads = [threading.Thread(target=client.refresh, args=(refresh_token,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert control("wait", target="oauth.refresh", count=2) == {"in_flight": 2}
    assert control.state()["refreshes"] == 0
    control("release", target="oauth.refresh")
    for thread in threads:
        thread.join()
    assert (control.state()["refreshes"], control.state()["in_flight"]) == (2, 0)
    late = control.http.post(f"{control.url}/wait", json={"target": "oauth.refresh", "timeout": 0.01})
    assert (late.status_code, late.json()) == (408, {"error": "0 of 1 requests came in 0.01 s"})


def test_it_is_neither_logged_nor_hit_by_faults(control: Control, figma: Sandbox) -> None:
    figma.fail_next("*", status=500, times=None)
    control.state()
    control("clock", seconds=1)
    assert control.http.post(f"{control.url}/nothing", json={}).status_code == 404
    assert control.http.get(f"{control.url}/clock").status_code == 404
    assert figma.requests == []


@pytest.mark.parametrize(
    ("command", "body", "says"),
    [
        ("disconnect", '{"user": "nobody", "app": "sandbox-demo-app"}', "nobody"),
        ("disconnect", "{}", "missing"),
        ("clock", '{"hours": 1}', "hours"),
        ("clock", '{"seconds": "x"}', "seconds"),
        ("heal", "[]", "JSON object"),
        ("heal", "{", "property name"),
        ("app", '{"scopes": ["files:write"]}', "files:write"),
        ("consent", '{"url": "https://elsewhere.example/oauth"}', "not this sandbox"),
        ("wait", '{"count": 1}', "target"),
    ],
)
def test_what_it_cannot_do_is_a_sentence(command: str, body: str, says: str, control: Control) -> None:
    headers = {"Content-Type": "application/json"}
    response = control.http.post(f"{control.url}/{command}", content=body, headers=headers)
    assert response.status_code == 400
    assert says in response.json()["error"]


def test_T64_a_web_page_cannot_reach_it(control: Control, figma: Sandbox) -> None:
    rebound = {"Host": "evil.example", "Content-Type": "application/json"}
    assert control.http.get(f"{control.url}/state", headers=rebound).status_code == 400
    assert control.http.post(f"{control.url}/user", headers=rebound, content="{}").status_code == 400
    plain = {"Content-Type": "text/plain"}
    assert control.http.post(f"{control.url}/user", headers=plain, content="{}").status_code == 400
    assert len(figma.world.users) == 3


def test_processes_wait_for_each_other_through_it(control: Control, client: AppClient) -> None:
    """What tests of crashes need: a real process is known to wait for an answer before anything is done to it."""
    client.sandbox.fail_next("oauth.refresh", delay=30, hold="after")
    refresh_token = client.connect()["refresh_token"]
    program = (
        "import httpx, sys; httpx.post(sys.argv[1], data={'refresh_token': sys.argv[2]}, auth=tuple(sys.argv[3:5]),"
        " trust_env=False, timeout=30)"
    )
    url, app = f"{client.sandbox.url}/v1/oauth/refresh", client.app
    command = [sys.executable, "-c", program, url, refresh_token, app.client_id, app.client_secret]
    with subprocess.Popen(command) as process:
        control("wait", target="oauth.refresh", timeout=20)
        process.kill()
    assert control.state()["refreshes"] == 1
    control("release", target="oauth.refresh")
