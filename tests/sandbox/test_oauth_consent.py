"""The authorization page: what is put before whom, what is refused before anybody is asked, where an answer leads."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figwright_figma.sandbox import Refusal, Sandbox
from figwright_figma.sandbox.oauth.apps import scopes
from figwright_figma.sandbox.oauth.consent import read_request
from figwright_figma.sandbox.world import User

from .oauth_client import CHALLENGE, AppClient, answered, refused


class Page(HTMLParser):
    """The parts of a page that a browser would act on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def named(self, **wanted: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.tags if wanted.items() <= attributes.items()]

    def submit(self, http: httpx.Client, url: str, button: str, person: User | None = None) -> httpx.Response:
        """Press a button, as a browser without JavaScript does; cookies are the caller's business."""
        (form,) = [attributes for tag, attributes in self.tags if tag == "form"]
        fields = {str(each["name"]): each["value"] or "" for each in self.named(type="hidden")}
        (pressed,) = self.named(id=button)
        fields[str(pressed["name"])] = str(pressed["value"])
        (selected,) = [attributes for tag, attributes in self.tags if tag == "option" and "selected" in attributes]
        fields["person"] = person.id if person else str(selected["value"])
        assert form["method"] == "post"
        return http.post(httpx.URL(url).join(str(form["action"])), data=fields)


@pytest.fixture
def browser() -> Iterator[httpx.Client]:
    """It keeps cookies of its own."""
    with httpx.Client(trust_env=False, verify=False) as client:
        yield client


def opened(browser: httpx.Client, url: str) -> Page:
    response = browser.get(url)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/html")
    return Page(response.text)


def test_a_person_sees_who_wants_what_and_allowing_leads_back_with_code_and_state(
    browser: httpx.Client, client: AppClient
) -> None:
    page = opened(browser, client.link())
    for shown in ("Northwind assistant", "current_user:read", "file_content:read"):
        assert shown in page.text
    assert [tag for tag, _ in page.tags if tag in ("script", "img", "link", "iframe")] == []
    response = page.submit(browser, client.link(), "allow")
    assert response.status_code == 303
    location = response.headers["location"]
    assert location.startswith("http://localhost:8765/callback/figma?")
    assert answered(location).keys() == {"code", "state"}
    assert answered(location)["state"] == "af0ifjsldkj"
    assert client.exchange(answered(location)["code"]).json()["user_id_string"] == client.sandbox.demo.user.id


def test_who_cancels_sees_a_page_and_the_app_hears_nothing(browser: httpx.Client, client: AppClient) -> None:
    response = opened(browser, client.link()).submit(browser, client.link(), "cancel")
    assert response.status_code == 200
    assert "location" not in response.headers
    assert "You did not allow" in response.text
    assert client.sandbox.consent(client.link(), approve=False) is None


def test_the_tester_says_who_is_signed_in_and_the_browser_remembers(browser: httpx.Client, client: AppClient) -> None:
    grace, linus = client.sandbox.demo.colleague, client.sandbox.user("Linus")

    def selected(url: str) -> str | None:
        (option,) = [each for tag, each in opened(browser, url).tags if tag == "option" and "selected" in each]
        return option["value"]

    assert selected(client.link()) == client.sandbox.demo.user.id
    assert selected(f"{client.link()}&as={grace.email}") == grace.id
    page = opened(browser, f"{client.link()}&as={grace.id}")
    code = answered(page.submit(browser, client.link(), "allow", linus).headers["location"])["code"]
    assert client.exchange(code).json()["user_id_string"] == linus.id
    assert selected(client.link()) == linus.id
    assert refused(browser.get(f"{client.link()}&as=nobody")) == "No such person in this sandbox"
    client.sandbox.oauth.signed_in = grace
    assert client.connect()["user_id_string"] == grace.id


HOSTILE = "\"><script>alert(1)</script>'&<b>"


def test_T19_pages_escape_what_they_show_and_load_nothing(browser: httpx.Client, client: AppClient) -> None:
    client.app.name = HOSTILE
    client.app.redirect_uris.append(f"http://localhost/{HOSTILE}")
    client.sandbox.user(HOSTILE, email=HOSTILE)
    link = client.link(state=HOSTILE, redirect_uri=f"http://localhost/{HOSTILE}")
    response = browser.get(link)
    page = Page(response.text)
    cancelled = page.submit(browser, link, "cancel")
    assert answered(page.submit(browser, link, "allow").headers["location"])["state"] == HOSTILE
    for answer in (response, cancelled):
        assert {tag for tag, _ in Page(answer.text).tags}.isdisjoint({"script", "b"})
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"client_id": None}, "Parameter client_id is required"),
        ({"redirect_uri": ""}, "Parameter redirect_uri is required"),
        ({"scope": None}, "Parameter scope is required"),
        ({"state": None}, "Parameter state is required"),
        ({"response_type": None}, "Parameter response_type is required"),
        ({"client_id": "nobody"}, "Invalid client_id"),
        ({"redirect_uri": "http://localhost:8765/callback/figma/"}, "Invalid redirect_uri"),
        ({"redirect_uri": "http://LOCALHOST:8765/callback/figma"}, "Invalid redirect_uri"),
        ({"redirect_uri": "http://localhost:8765/callback/figma?x=1"}, "Invalid redirect_uri"),
        ({"response_type": "token"}, "Invalid response_type"),
        ({"scope": "files:write"}, "Invalid scopes for app"),
        ({"scope": "current_user:read Current_user:read"}, "Invalid scopes for app"),
        ({"scope": " , "}, "Invalid scopes for app"),
        ({"code_challenge_method": "plain"}, "Invalid code_challenge_method: only S256 is supported"),
        ({"code_challenge": None}, "Parameter code_challenge is required"),
        ({"code_challenge": CHALLENGE + "="}, "Invalid code_challenge"),
    ],
)
def test_what_cannot_be_put_before_a_person_is_refused_as_figma_does(
    changes: dict[str, str | None], says: str, client: AppClient
) -> None:
    assert refused(client.http.get(client.link(**changes))) == says
    with pytest.raises(Refusal) as told:
        client.sandbox.consent(client.link(**changes))
    assert (told.value.status, told.value.text) == (400, says)


def test_pkce_is_optional_and_its_method_is_implied(client: AppClient) -> None:
    assert client.http.get(client.link(code_challenge=None, code_challenge_method=None)).status_code == 200
    assert client.connect(code_challenge_method=None)["token_type"] == "bearer"


def test_T16_an_app_asks_only_for_scopes_that_were_ticked_in_it(figma: Sandbox, http: httpx.Client) -> None:
    app = figma.app(scopes=["file_content:read"])
    client = AppClient(figma, http, app)
    assert client.http.get(client.link(scope="file_content:read")).status_code == 200
    assert refused(client.http.get(client.link())) == "Invalid scopes for app"
    app.scopes.append("current_user:read")
    assert client.http.get(client.link()).status_code == 200


def test_T18_a_public_app_cannot_ask_for_what_is_closed_to_it(figma: Sandbox, http: httpx.Client) -> None:
    ticked = figma.app(publishing_state="public", scopes=["projects:read", "current_user:read"])
    client = AppClient(figma, http, ticked)
    assert refused(http.get(client.link(scope="current_user:read projects:read"))) == "Invalid scopes for app"
    assert http.get(client.link(scope="current_user:read")).status_code == 200
    assert set(figma.app(publishing_state="public").scopes) == scopes().known.keys() - scopes().private
    assert set(figma.app(publishing_state="private").scopes) == scopes().known.keys()


@pytest.mark.parametrize("scope", ["file_variables:read", "file_variables:write", "library_analytics:read"])
@pytest.mark.parametrize("plan", ["starter", "professional", "organization"])
def test_T17_enterprise_scopes_end_with_a_400_before_the_callback(
    plan: str, scope: str, browser: httpx.Client, client: AppClient
) -> None:
    client.app.publishing_state = "public"
    user = client.sandbox.user(plan=plan)  # type: ignore[arg-type]
    says = f"scope {scope} is only allowed for Enterprise users"
    link = client.link(scope=f"current_user:read {scope}")
    assert refused(client.http.get(f"{link}&as={user.id}")) == says
    assert refused(opened(browser, link).submit(browser, link, "allow", user)) == says
    assert client.connect(user, scope="current_user:read")["user_id_string"] == user.id


def test_T17_organization_scopes_need_an_admin(client: AppClient) -> None:
    link = client.link(scope="org:activity_log_read")
    grace = client.sandbox.demo.colleague
    assert refused(client.http.get(f"{link}&as={grace.id}")) == (
        "scope org:activity_log_read is only allowed for organization admins"
    )
    token = client.connect(scope="org:activity_log_read")["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert client.http.get(f"{client.sandbox.url}/v1/activity_logs", headers=headers).status_code == 200
    assert client.me(token).status_code == 403


def test_one_consent_can_cover_ordinary_and_organization_scopes(client: AppClient) -> None:
    token = client.connect(scope="current_user:read,org:activity_log_read")["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert client.http.get(f"{client.sandbox.url}/v1/activity_logs", headers=headers).status_code == 200
    assert client.me(token).status_code == 200


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        ("draft", {"owner", "admin"}),
        ("private", {"owner", "admin", "member"}),
        ("public", {"owner", "admin", "member", "stranger", "strange admin"}),
    ],
)
def test_T18_the_publishing_state_says_whom_an_app_is_open_to(state: str, allowed: set[str], client: AppClient) -> None:
    figma = client.sandbox
    people = {
        "owner": figma.user(),
        "admin": figma.user(admin=True),
        "member": figma.user(),
        "stranger": figma.user(plan="organization"),
        "strange admin": figma.user(plan="professional", admin=True),
    }
    app = figma.app(publishing_state=state, owner=people["owner"])  # type: ignore[arg-type]
    link = AppClient(figma, client.http, app).link()
    answers = {name: client.http.get(f"{link}&as={user.id}") for name, user in people.items()}
    assert {name for name, response in answers.items() if response.status_code == 200} == allowed
    for name in people.keys() - allowed:
        assert refused(answers[name]) == "This app has not been published to you"
        with pytest.raises(Refusal):
            figma.consent(link, people[name], approve=False)


def test_a_redirect_uri_keeps_its_own_query(client: AppClient) -> None:
    client.app.redirect_uris.append("http://localhost:9/back?tenant=a%26b")
    callback = client.sandbox.consent(client.link(redirect_uri="http://localhost:9/back?tenant=a%26b"))
    assert callback is not None
    assert urlsplit(callback).query.startswith("tenant=a%26b&code=")
    assert answered(callback)["state"] == "af0ifjsldkj"


@pytest.mark.parametrize("url", ["https://www.figma.com/oauth?client_id=x", "{url}/v1/me", "http://127.0.0.1:1/oauth"])
def test_a_link_that_leads_elsewhere_is_no_consent(url: str, client: AppClient) -> None:
    with pytest.raises(ValueError, match="not this sandbox's authorization page"):
        client.sandbox.consent(url.format(url=client.sandbox.url))


def test_an_app_is_registered_with_scopes_that_exist_and_an_id_of_its_own(figma: Sandbox) -> None:
    with pytest.raises(ValueError, match="files:write"):
        figma.app(scopes=["files:write"])
    with pytest.raises(ValueError, match="choose another"):
        figma.app(client_id=figma.demo.app.client_id)
    first, second = figma.app(), figma.app()
    assert first.client_id != second.client_id
    assert first.client_secret != second.client_secret
    assert first.client_secret not in repr(first)


WORLD = Sandbox().world


@given(
    names=st.lists(st.sampled_from(sorted(scopes().known)), min_size=1),
    separators=st.lists(st.sampled_from([" ", ",", ", ", "  "]), min_size=40, max_size=40),
)
def test_T16_scopes_are_separated_by_spaces_or_commas_and_named_once(names: list[str], separators: list[str]) -> None:
    app = WORLD.apps["sandbox-demo-app"]
    written = "".join(name + separator for name, separator in zip(names, separators, strict=False))
    parameters = {
        "client_id": app.client_id,
        "redirect_uri": app.redirect_uris[0],
        "scope": written,
        "state": "s",
        "response_type": "code",
    }
    assert read_request(WORLD, parameters).scopes == tuple(dict.fromkeys(names[: len(separators)]))


@given(name=st.text(min_size=1).filter(lambda name: not set(name.replace(",", " ").split()) <= scopes().known.keys()))
def test_T16_no_other_text_is_a_scope(name: str) -> None:
    app = WORLD.apps["sandbox-demo-app"]
    parameters = {
        "client_id": app.client_id,
        "redirect_uri": app.redirect_uris[0],
        "scope": f"current_user:read {name}",
        "state": "s",
        "response_type": "code",
    }
    with pytest.raises(Refusal, match="Invalid scopes for app"):
        read_request(WORLD, parameters)
