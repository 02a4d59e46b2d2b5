"""What does not become an account: callbacks that are forged, late, repeated or astray, and parts that fail."""

from __future__ import annotations

import asyncio
import inspect
import logging
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from html.parser import HTMLParser
from urllib.parse import quote, urlencode, urlsplit

import httpx
import pytest

from figwright import Actions
from figwright.accounts import authorization
from figwright.errors import AccountNotActiveError, AuthorizationError
from figwright.web import Brand, connect_app
from figwright.web.pages import Pages
from figwright_figma.sandbox import Sandbox

from .site import ALLOWED, MOUNT, Person, Site, connections, query, site

NewPerson = Callable[..., Person]

HOSTILE = "\"><script>alert(1)</script>'&<b>x</b>"


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}


def assert_guarded(response: httpx.Response) -> None:
    """The headers of every answer, and a page that runs nothing and loads nothing."""
    policy = response.headers["content-security-policy"]
    for part in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"
    if response.content:
        page = Tags(response.text)
        assert page.seen - {"a"} == {"html", "head", "meta", "title", "style", "body", "main", "div", "h1", "p"}
        assert page.attributes - {"href"} == {"lang", "charset", "name", "content", "class", "aria-hidden"}


def assert_refused(response: httpx.Response, says: str, status: int = 400) -> None:
    assert response.status_code == status, response.text
    assert says in response.text
    assert_guarded(response)


def test_T1_a_callback_without_state_sends_nothing(web: Site, person: NewPerson) -> None:
    callback = f"{web.url}{MOUNT}/callback/figma"
    ann = person(web)
    ann.start(web.link())
    for asked in ("", "?", "?code=abc", "?code=abc&state=", "?code=abc&state=one&state=two"):
        assert_refused(ann.get(callback + asked), "This address is not complete")
    assert_refused(ann.get(f"{callback}?code=abc&state=unknown"), "This link is not known")
    assert web.exchanges() == 0


def test_T2_a_callback_in_another_browser_leaves_the_consent_as_it_was(web: Site, person: NewPerson) -> None:
    ann, mallory = person(web), person(web)
    callback = ann.allow(web.link())
    mallory.start(web.link("mallory"))
    assert_refused(mallory.get(callback), "This was not started in this browser")
    stolen = {"Cookie": f"{ann.cookies()[0]}={'A' * 43}"}
    assert_refused(
        httpx.get(callback, headers=stolen, trust_env=False, verify=False), "This was not started in this browser"
    )
    assert web.exchanges() == 0
    assert ann.get(callback).status_code == 200


def test_T3_the_same_callback_again_is_refused(web: Site, person: NewPerson) -> None:
    ann = person(web)
    callback = ann.allow(web.link())
    kept = "; ".join(f"{cookie.name}={cookie.value}" for cookie in ann.http.cookies.jar)
    assert ann.get(callback).status_code == 200
    assert_refused(ann.get(callback), "This link was used already")
    assert_refused(ann.get(callback, headers={"Cookie": kept}), "This link was used already")
    assert web.exchanges() == 1
    assert web.status() == "ACTIVE"


def test_T3_a_link_whose_consent_was_completed_starts_nothing(web: Site, person: NewPerson) -> None:
    link = web.link()
    assert person(web).connect(link).status_code == 200
    assert_refused(person(web).get(link.link), "This link was used already")
    assert_refused(person(web).get(link.link[:-4]), "This link is not known")


def test_T4_an_old_link_and_an_old_callback_are_refused(web: Site, person: NewPerson) -> None:
    ann, link, other = person(web), web.link(), web.link("bob")
    callback = ann.allow(link)
    web.advance(599)
    assert person(web).get(other.link).status_code == 303
    web.advance(2)
    assert_refused(ann.get(callback), "This link has expired")
    assert_refused(ann.get(link.link), "This link has expired")
    assert web.exchanges() == 0
    assert web.status() == "PENDING"


def test_T7_a_code_of_somebody_else_does_not_fit_the_consent(web: Site, person: NewPerson) -> None:
    ann, mallory = person(web), person(web, web.sandbox.demo.colleague)
    callback, theirs = ann.allow(web.link()), mallory.allow(web.link("mallory"))
    asked = urlencode({"code": query(theirs)["code"], "state": query(callback)["state"]})
    assert_refused(ann.get(f"{callback.split('?')[0]}?{asked}"), "Please try again")
    assert web.status() == "PENDING"


def test_T9_an_answer_at_another_connections_callback_is_refused(web: Site, person: NewPerson) -> None:
    ann = person(web)
    callback = ann.allow(web.link())
    astray = callback.replace("/callback/figma?", "/callback/admin?")
    assert_refused(ann.get(astray), "This answer came to the wrong place")
    assert_refused(ann.get(f"{callback}&iss=https://evil.example"), "This answer came from the wrong place")
    assert web.exchanges() == 0
    assert ann.get(callback).status_code == 200
    assert ann.connect(web.link(connection_name="admin")).status_code == 200


def test_T12_who_opens_a_link_for_another_never_acts_as_them(
    figma: Sandbox, sqlite_url: str, person: NewPerson
) -> None:
    with site(figma, sqlite_url) as web:
        bob = person(web, figma.demo.colleague)
        link = web.link("ann", user_verify_url="https://app.example.com/verify?from=figwright")
        response = bob.connect(link)
        assert response.status_code == 303
        assert response.headers["location"] == (
            f"https://app.example.com/verify?from=figwright&auth_request_id={link.auth_request_id}"
        )
        assert_guarded(response)
        assert web.status("ann") == "PENDING_VERIFICATION"
        with pytest.raises(AccountNotActiveError):
            web.actions.execute_tool("figma_me_get", identifier="ann", connection_name="figma")
        with pytest.raises(AuthorizationError):
            web.actions.verify_connected_account_user(auth_request_id=link.auth_request_id, identifier="bob")
        web.advance(601)
        assert web.status("ann") == "PENDING"
        assert web.actions.context.stored().database.read("SELECT count(*) FROM grants") == [(0,)]


def test_T12_an_account_that_must_be_confirmed_says_so(figma: Sandbox, sqlite_url: str, person: NewPerson) -> None:
    with site(figma, sqlite_url, verification="required") as web:
        link = web.link()
        response = person(web).connect(link)
        assert_refused(response, "Almost done", 200)
        assert "It still has to be confirmed that this is your account." in response.text
        assert web.status() == "PENDING_VERIFICATION"
        web.actions.verify_connected_account_user(auth_request_id=link.auth_request_id, identifier="ann")
        assert web.status() == "ACTIVE"
        back = person(web).connect(web.link("bob", return_to="/settings"))
        assert (back.status_code, back.headers["location"]) == (303, "/settings")
        assert web.status("bob") == "PENDING_VERIFICATION"
        elsewhere = web.link("carl", return_to="https://evil.example/")
        assert_refused(person(web).connect(elsewhere), "Almost done", 200)


def test_T14_another_person_at_the_provider_is_told_apart(web: Site, person: NewPerson) -> None:
    ann, grace = person(web), person(web, web.sandbox.demo.colleague)
    assert ann.connect(web.link()).status_code == 200
    assert_refused(grace.connect(web.link()), "You are somebody else at Figma")
    assert web.status() == "ACTIVE"
    assert grace.connect(web.link(replace=True)).status_code == 200


def test_T19_nothing_that_is_sent_along_is_shown(web: Site, person: NewPerson) -> None:
    ann = person(web)
    callback = ann.allow(web.link())
    base = callback.split("?")[0]
    for asked in (
        {"error": HOSTILE, "error_description": HOSTILE},
        {"error": HOSTILE, "state": HOSTILE},
        {"code": HOSTILE, "state": HOSTILE, HOSTILE: HOSTILE},
    ):
        response = ann.get(f"{base}?{urlencode(asked)}")
        assert response.status_code == 400
        assert_guarded(response)
        assert "alert" not in response.text
    for path in (quote(HOSTILE, safe=""), f"connect/{quote(HOSTILE, safe='')}", f"callback/{quote(HOSTILE, safe='')}"):
        response = ann.get(f"{web.url}{MOUNT}/{path}")
        assert response.status_code in (400, 404)
        assert_guarded(response)
        assert "alert" not in response.text
    refusal = urlencode({"error": HOSTILE, "error_description": HOSTILE, "state": query(callback)["state"]})
    refused = ann.get(f"{base}?{refusal}")
    assert_refused(refused, "Figma says that you did not allow access.")
    assert "alert" not in refused.text
    assert ann.cookies() == []
    assert web.exchanges() == 0


def test_T19_a_person_s_name_is_text_on_the_page(web: Site, person: NewPerson) -> None:
    response = person(web, web.sandbox.user(f"{HOSTILE}{{provider}}")).connect(web.link())
    assert response.status_code == 200
    assert_guarded(response)
    assert "{provider}" in response.text
    assert "&lt;script&gt;alert(1)" in response.text


def test_T21_a_code_that_came_too_late_is_not_sent_again(web: Site, person: NewPerson) -> None:
    ann = person(web)
    callback = ann.allow(web.link())
    web.sandbox.clock.advance(31)
    assert_refused(ann.get(callback), "Please try again")
    assert ann.get(callback).status_code == 400
    assert web.exchanges() == 1
    assert ann.connect(web.link()).status_code == 200


def test_a_callback_without_code_is_refused(web: Site, person: NewPerson) -> None:
    ann = person(web)
    callback = ann.allow(web.link())
    assert_refused(ann.get(f"{callback.split('?')[0]}?state={query(callback)['state']}"), "Nothing was connected")
    assert web.exchanges() == 0


def test_every_fault_of_a_callback_has_words_of_its_own() -> None:
    raised = set(re.findall(r"AuthorizationError\(\s*\"(\w+)\"", inspect.getsource(authorization.Authorizations)))
    raised |= set(re.findall(r"AuthorizationError\(\s*\"(\w+)\"", inspect.getsource(authorization._check_fresh)))
    faults = raised - {"unknown_request"}
    assert len(faults) > 8
    words = {
        re.sub(r"<style>.*?</style>", "", bytes(page.body).decode(), flags=re.DOTALL)
        for page in (Pages(Brand()).failure(AuthorizationError(f, ""), "Toybox") for f in {*faults, "any other"})
    }
    assert len(words) == len(faults) + 1
    assert any("Toybox" in each for each in words)


@pytest.mark.parametrize(
    "fault", [{"status": 500}, {"status": 429}, {"body": "<html>"}, {"drop": "before"}, {"drop": "after"}]
)
def test_a_provider_that_fails_is_named(web: Site, person: NewPerson, fault: dict[str, str]) -> None:
    ann = person(web)
    callback = ann.allow(web.link())
    web.sandbox.fail_next("oauth.token", **fault)  # type: ignore[arg-type]
    assert_refused(ann.get(callback), "Figma does not answer", 502)
    assert ann.cookies() == []
    assert web.status() == "PENDING"


def test_a_database_that_is_held_by_others_says_try_again(web: Site, person: NewPerson, sqlite_url: str) -> None:
    ann, other_link = person(web), web.link("bob").link
    callback = ann.allow(web.link())
    database = web.actions.context.stored().database
    database.close()
    database._busy_seconds = 0.05  # type: ignore[attr-defined]
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite://"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert_refused(ann.get(other_link), "Please try again in a moment", 503)
        assert_refused(ann.get(callback), "Please try again in a moment", 503)
        other.execute("ROLLBACK")
    assert ann.get(callback).status_code == 200


def test_an_app_that_the_provider_refuses_is_for_the_operator(
    web: Site, person: NewPerson, caplog: pytest.LogCaptureFixture
) -> None:
    ann = person(web)
    callback = ann.allow(web.link())
    app = next(app for app in web.sandbox.world.apps.values() if app.name == "figma")
    app.client_secret = "another"
    with caplog.at_level(logging.ERROR, "figwright"):
        assert_refused(ann.get(callback), "Something is wrong here", 500)
    (record,) = caplog.records
    assert record.name == "figwright.web"
    assert "Check its client id, secret and redirect URI." in record.getMessage()


def test_what_nobody_foresaw_is_a_page_and_a_traceback_in_the_log(
    web: Site, person: NewPerson, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = person(web)
    callback = ann.allow(web.link())

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("unforeseen")

    monkeypatch.setattr(type(web.actions), "complete_authorization", broken)
    with caplog.at_level(logging.ERROR, "figwright"):
        assert_refused(ann.get(callback), "Something is wrong here", 500)
    assert "unforeseen" in (caplog.text)
    assert query(callback)["state"] not in caplog.text


def test_only_get_is_answered(web: Site, person: NewPerson) -> None:
    ann, link = person(web), web.link()
    callback = ann.allow(link)
    for method in ("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"):
        for url in (link.link, callback):
            response = ann.http.request(method, url)
            assert (response.status_code, response.headers["allow"]) == (405, "GET")
            assert_guarded(response)
    assert ann.get(callback).status_code == 200


def test_other_addresses_lead_nowhere(web: Site, person: NewPerson) -> None:
    for path in ("/", "/connect", "/connect/", "/connect/a/b", "/callback/", "/callback/nobody", "/callback/figma/"):
        assert_refused(person(web).get(f"{web.url}{MOUNT}{path}"), "There is nothing here", 404)


ELSEWHERE = [
    "//evil.example",
    "https:evil.example",
    "https:///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "%2f%2fevil.example",
    "/%2f%2fevil.example",
    "/%252f%252fevil.example",
    "/%5cevil.example",
    "/\t/evil.example",
    "/\r\nLocation: https://evil.example",
    "/x%0d%0aSet-Cookie:a=b",
    "https://evil.example",
    "http://app.example.com",
    f"{ALLOWED}@evil.example",
    f"{ALLOWED}:pass@evil.example",
    f"https://user@{ALLOWED[8:]}",
    f"{ALLOWED}.evil.example",
    f"{ALLOWED}\\@evil.example",
    f"{ALLOWED}:444/",
    f" {ALLOWED}",
    "https://app。example.com",
    "https://ａpp.example.com",
    "／／evil.example",
    "settings",
    "?settings",
]


def test_T11_nobody_is_sent_elsewhere(web: Site, person: NewPerson, sqlite_url: str) -> None:
    ann = person(web)
    ann.start(web.link())
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite://"))) as database:
        for return_to in ELSEWHERE:
            callback = ann.allow(web.link())
            with database:
                database.execute("UPDATE authorization_requests SET return_to = ?", (return_to,))
            assert_refused(ann.get(callback), "<h1>Connected</h1>", 200)


@pytest.mark.parametrize("return_to", ["/", "/settings?tab=figma&next=%2F%2Fx#top", f"{ALLOWED}/done?x=1", "own"])
def test_T11_people_return_to_where_they_may(web: Site, person: NewPerson, return_to: str) -> None:
    to = return_to if return_to != "own" else f"{web.url}/settings"
    response = person(web).connect(web.link(return_to=to))
    assert (response.status_code, response.headers["location"]) == (303, to)
    assert_guarded(response)
    assert urlsplit(str(response.url)).path == f"{MOUNT}/callback/figma"


def test_a_client_that_cannot_be_opened_is_a_page_and_one_line_for_the_operator(
    figma: Sandbox, sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    chosen = connections(figma, f"https://app.example.com{MOUNT}/callback/figma")
    with Actions(chosen, database_url=sqlite_url, encryption_keys=["no key"]) as actions:

        async def answers() -> list[int]:
            transport = httpx.ASGITransport(connect_app(actions))
            async with httpx.AsyncClient(transport=transport, base_url="https://app.example.com") as http:
                return [(await http.get(path)).status_code for path in ("/connect/x", "/callback/figma?state=x&code=y")]

        assert asyncio.run(answers()) == [500, 500]
    told = [record for record in caplog.records if record.name == "figwright.web"]
    assert [(record.levelname, record.exc_info) for record in told] == [("ERROR", None)] * 2
