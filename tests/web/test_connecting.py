"""A consent over real HTTP, from the link to the page: what works, in both faces."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from figwright.errors.extras import install_command
from figwright.web import connect_app
from figwright.web.access_logs import clear_access_logs
from figwright_figma.sandbox import Sandbox

from .site import MOUNT, Person, Site, query, site

NewPerson = Callable[..., Person]


@pytest.mark.parametrize("face", ["sync", "async"])
def test_a_person_connects_and_is_told_as_whom(figma: Sandbox, sqlite_url: str, person: NewPerson, face: str) -> None:
    with site(figma, sqlite_url, face=face) as web:
        ann = person(web, figma.user("Ann\u202e<b> & Co"))
        response = ann.connect(web.link("user_456"))
        assert response.status_code == 200
        assert "Figma is connected as Ann &lt;b&gt; &amp; Co." in response.text
        assert "user_456" not in response.text
        assert web.status("user_456") == "ACTIVE"
        assert ann.cookies() == []
        assert web.exchanges() == 1


def test_the_cookie_is_a_secret_for_this_site_and_for_ten_minutes(web: Site, person: NewPerson) -> None:
    response = person(web).get(web.link().link)
    name, value = response.headers["set-cookie"].split(";")[0].split("=", 1)
    flags = {flag.strip().lower() for flag in response.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "samesite=lax", f"path={MOUNT}"} <= flags
    assert "secure" not in flags
    assert {int(flag[8:]) for flag in flags if flag.startswith("max-age=")} <= set(range(590, 601))
    assert len(value) >= 43
    assert value not in response.headers["location"]
    assert query(response.headers["location"])["state"] not in f"{name}{value}"


def test_behind_https_the_cookie_is_bound_to_the_host(figma: Sandbox, sqlite_url: str, person: NewPerson) -> None:
    with site(figma, sqlite_url, origin="https://connect.example.com") as web:
        link = web.link()
        assert link.link.startswith(f"https://connect.example.com{MOUNT}/connect/")
        response = person(web).get(web.url + urlsplit(link.link).path)
        cookie = response.headers["set-cookie"]
        assert cookie.startswith("__Host-figwright-")
        flags = {flag.strip().lower() for flag in cookie.split(";")[1:]}
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= flags
        assert not any(flag.startswith("domain") for flag in flags)
        callback = figma.consent(response.headers["location"])
        assert callback is not None
        parts = urlsplit(callback)
        done = httpx.get(
            f"{web.url}{parts.path}?{parts.query}", headers={"Cookie": cookie.split(";")[0]}, trust_env=False
        )
        assert done.status_code == 200
        assert done.headers["set-cookie"].startswith(cookie.split("=")[0])
        assert "max-age=0" in done.headers["set-cookie"].lower()
        assert "secure" in done.headers["set-cookie"].lower()


def test_two_consents_in_two_tabs_do_not_break_each_other(web: Site, person: NewPerson) -> None:
    ann = person(web)
    first, second = ann.allow(web.link("ann")), ann.allow(web.link("ann-at-work"))
    assert len(ann.cookies()) == 2
    assert ann.get(first).status_code == 200
    assert ann.get(second).status_code == 200
    assert (web.status("ann"), web.status("ann-at-work")) == ("ACTIVE", "ACTIVE")


def test_a_browser_keeps_a_bounded_number_of_cookies(web: Site, person: NewPerson) -> None:
    ann = person(web)
    locations = [ann.start(web.link()) for _ in range(20)]
    assert len(ann.cookies()) == 6
    callback = figma_callback(web, locations[-1])
    assert ann.get(callback).status_code == 200
    assert ann.get(figma_callback(web, locations[0])).status_code == 400


def figma_callback(web: Site, location: str) -> str:
    callback = web.sandbox.consent(location)
    assert callback is not None
    return callback


def test_a_preview_that_opens_the_link_first_uses_nothing_up(web: Site, person: NewPerson) -> None:
    link, bot, ann = web.link(), person(web), person(web)
    for _ in range(3):
        bot.start(link)
    assert bot.http.head(link.link).status_code == 405
    assert ann.connect(link).status_code == 200


def test_who_was_overtaken_by_another_opening_of_the_link_opens_it_again(web: Site, person: NewPerson) -> None:
    link, bot, ann = web.link(), person(web), person(web)
    callback = ann.allow(link)
    bot.start(link)
    overtaken = ann.get(callback)
    assert overtaken.status_code == 400
    assert "Open the link again." in overtaken.text
    assert web.exchanges() == 0
    assert ann.connect(link).status_code == 200


@pytest.mark.parametrize("face", ["sync", pytest.param("async", marks=pytest.mark.slow)])
def test_T3_a_hundred_callbacks_at_once_make_one_exchange(
    figma: Sandbox, database_url: str, person: NewPerson, face: str
) -> None:
    async def storm(callback: str, cookies: Mapping[str, str]) -> list[int]:
        limits = httpx.Limits(max_connections=100)
        async with httpx.AsyncClient(trust_env=False, timeout=50, limits=limits) as http:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
            return [
                response.status_code
                for response in await asyncio.gather(*(http.get(callback, headers=headers) for _ in range(100)))
            ]

    with site(figma, database_url, face=face) as web:
        ann = person(web)
        callback = ann.allow(web.link())
        cookies = {cookie.name: cookie.value or "" for cookie in ann.http.cookies.jar}
        assert Counter(asyncio.run(storm(callback, cookies))) == {200: 1, 400: 99}
        assert web.exchanges() == 1
        assert web.status() == "ACTIVE"


@pytest.mark.parametrize("face", ["sync", "async"])
def test_a_slow_provider_holds_up_nobody_else(figma: Sandbox, sqlite_url: str, person: NewPerson, face: str) -> None:
    with site(figma, sqlite_url, face=face) as web:
        ann, bob = person(web), person(web)
        callback = ann.allow(web.link())
        fault = figma.fail_next("oauth.token", delay=60)
        got: list[httpx.Response] = []
        waiting = threading.Thread(target=lambda: got.append(ann.get(callback)))
        waiting.start()
        figma.wait_in_flight("oauth.token")
        assert bob.get(f"{web.url}/", timeout=5).text == "home"
        assert bob.connect(web.link("bob")).status_code == 200
        fault.release()
        waiting.join()
        assert got[0].status_code == 200


def test_T10_no_header_changes_where_anything_leads(figma: Sandbox, sqlite_url: str, person: NewPerson) -> None:
    forged = {
        "Host": "evil.example",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Prefix": "/evil",
        "Forwarded": "host=evil.example;proto=https",
        "X-Original-URL": "/evil",
    }
    with site(figma, sqlite_url) as web:
        ann, redirect_uri = person(web), f"{web.url}{MOUNT}/callback/figma"
        started = ann.get(web.link(return_to="/settings").link, headers=forged)
        assert query(started.headers["location"])["redirect_uri"] == redirect_uri
        assert "secure" not in started.headers["set-cookie"].lower()
        callback = figma.consent(started.headers["location"])
        assert callback is not None
        done = ann.get(callback, headers=forged | {"Cookie": started.headers["set-cookie"].split(";")[0]})
        assert (done.status_code, done.headers["location"]) == (303, "/settings")
        (exchange,) = [request for request in figma.requests if request.operation == "oauth.token"]
        assert query(f"?{exchange.body.decode()}")["redirect_uri"] == redirect_uri


def copying(app: ASGIApp) -> ASGIApp:
    """A middleware that hands a copy of what it was asked on, as many do."""

    async def copied(scope: Scope, receive: Receive, send: Send) -> None:
        await app(dict(scope), receive, send)

    return copied


def test_T79_no_access_log_holds_a_state_or_a_code_though_a_middleware_stands_before_the_app(
    figma: Sandbox, sqlite_url: str, person: NewPerson, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "uvicorn.access")
    with site(figma, sqlite_url, around=copying) as web:
        ann, link = person(web), web.link()
        callback = ann.allow(link)
        assert ann.get(callback).status_code == 200
        ann.get(f"{web.url}/settings?state=open&code=7")
        lines = [record.getMessage() for record in caplog.records if record.name == "uvicorn.access"]
    lines = [line for line in lines if "/v1/" not in line]  # the provider's
    for secret in (link.link.rpartition("/")[2], query(callback)["state"], query(callback)["code"]):
        assert not [line for line in lines if secret in line]
    assert [line.split('"')[1] for line in lines] == [
        f"GET {MOUNT}/connect/- HTTP/1.1",
        f"GET {MOUNT}/callback/figma?- HTTP/1.1",
        "GET /settings?state=open&code=7 HTTP/1.1",
    ]


def test_T79_an_access_log_of_a_chosen_format_holds_neither(caplog: pytest.LogCaptureFixture) -> None:
    clear_access_logs()
    query = "code=CANARY1&state=CANARY2"
    atoms = {"r": "GET /callback/figma 1.1", "Uq": f"/callback/figma?{query}", "q": query, "s": "303"}
    with caplog.at_level(logging.INFO, "hypercorn.access"):
        logging.getLogger("hypercorn.access").info("%(r)s %(Uq)s %(q)s %(s)s", atoms)
        logging.getLogger("hypercorn.access").info("%(Uq)s %(q)s", {"Uq": "/a?state=open", "q": "state=open"})
    assert caplog.messages == ["GET /callback/figma 1.1 /callback/figma?- - 303", "/a?state=open state=open"]


def test_T22_T23_no_log_holds_a_token_a_state_a_code_or_a_cookie(
    web: Site, person: NewPerson, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ann, link = person(web), web.link()
    callback = ann.allow(link)
    cookies = [cookie.value or "" for cookie in ann.http.cookies.jar]
    secrets = [link.link.rpartition("/")[2], query(callback)["state"], query(callback)["code"], *cookies]
    ann.get(callback)
    ann.get(callback)
    ann.get(f"{callback}&error=access_denied")
    ann.get(f"{link.link}/more")
    ann.get(link.link)
    failed = ann.allow(web.link())
    secrets += [query(failed)["state"], query(failed)["code"]]
    web.sandbox.fail_next("oauth.token", status=500, body={"message": f"Invalid code {query(failed)['code']}"})
    ann.get(failed)
    # What the test's own client logs is the test's own business.
    lines = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert any(f"{MOUNT}/connect/-" in line for line in lines)
    assert any("callback: used" in line for line in lines)
    assert any("callback: ProviderError" in line for line in lines)
    assert len(secrets) >= 6
    assert [line for line in lines if any(secret in line for secret in secrets)] == []


def test_it_can_be_served_alone_and_speaks_nothing_but_http(web: Site) -> None:
    app, sent = connect_app(web.actions), list[Message]()

    async def speak(*messages: Message, **scope: object) -> None:
        waiting = iter(messages)

        async def receive() -> Message:
            return next(waiting)

        async def send(message: Message) -> None:
            sent.append(message)

        await app({"path": "/connect/x", "headers": [], "query_string": b"", "root_path": "", **scope}, receive, send)

    asyncio.run(speak({"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}, type="lifespan"))
    asyncio.run(speak({"type": "websocket.connect"}, type="websocket"))
    asyncio.run(speak({"type": "http.request"}, type="http", method="GET"))
    assert [message["type"] for message in sent] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
        "websocket.close",
        "http.response.start",
        "http.response.body",
    ]
    assert sent[3]["status"] == 400


def test_without_the_extra_the_error_names_it() -> None:
    code = "import sys; sys.modules['starlette'] = None; import figwright.web"
    failed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert f"MissingExtraError: figwright.web needs the extra server: {install_command('server')} (" in failed.stderr
