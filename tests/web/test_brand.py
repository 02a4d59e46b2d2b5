"""The pages as the host sets them, and the way back from a failure: names, logo, colour, language, texts."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figwright.errors import ConfigurationError, StoreError
from figwright.web import Brand
from figwright.web.pages import Pages
from figwright.web.words import ENGLISH, GERMAN, LANGUAGES, Words
from figwright_figma.sandbox import Sandbox

from .site import ALLOWED, MOUNT, Person, Site, query, site
from .test_refusals import HOSTILE, Tags

NewPerson = Callable[..., Person]
BRAND = Brand(name="Acme & Söhne", url="/home", logo="/logo.svg", colour="#0d66d0", language="de")


def failed(web: Site, ann: Person, **link: Any) -> str:
    """The page of a consent whose code is not accepted."""
    callback = ann.allow(web.link(**link))
    web.sandbox.clock.advance(31)
    response = ann.get(callback)
    assert response.status_code == 400
    return response.text


def way_back(page: str) -> str:
    found = re.search(r'<a class="back" href="([^"]*)">', page)
    return found[1] if found else ""


@pytest.mark.parametrize("face", ["sync", "async"])
@pytest.mark.parametrize(
    ("return_to", "leads_to"),
    [
        ("/settings", "/settings?connect_error=code_rejected"),
        ("/settings?tab=1&x=%2F#top", "/settings?tab=1&amp;x=%2F&amp;connect_error=code_rejected#top"),
        (f"{ALLOWED}/done", f"{ALLOWED}/done?connect_error=code_rejected"),
        ("https://evil.example/", ""),
        ("", ""),
    ],
)
def test_a_failure_leads_back_to_the_application_with_its_fault(
    figma: Sandbox, sqlite_url: str, person: NewPerson, face: str, return_to: str, leads_to: str
) -> None:
    with site(figma, sqlite_url, face=face) as web:
        assert way_back(failed(web, person(web), return_to=return_to)) == leads_to


def test_each_fault_can_be_read_by_the_application(web: Site, person: NewPerson) -> None:
    def fault(url: str, browser: Person) -> str:
        return query(way_back(browser.get(url).text))["connect_error"]

    link = web.link(return_to="/settings")
    ann, mallory = person(web), person(web)
    callback = ann.allow(link)
    assert fault(callback, mallory) == "other_browser"
    assert fault(callback.replace("/callback/figma?", "/callback/admin?"), ann) == "wrong_path"
    assert fault(re.sub(r"code=[^&]*", "error=access_denied", callback), ann) == "refused"
    assert fault(callback, ann) == "used"
    assert fault(link.link, ann) == "used"
    callback = ann.allow(web.link(return_to="/settings"))
    web.sandbox.fail_next("oauth.token", status=503)
    assert fault(callback, ann) == "provider_unavailable"
    ann.connect(web.link())
    ann.user = web.sandbox.demo.colleague
    assert fault(ann.allow(web.link(return_to="/settings")), ann) == "other_user"
    link = web.link(return_to="/settings")
    web.advance(601)
    assert fault(link.link, ann) == "expired"


def test_what_belongs_to_no_consent_leads_to_the_brand_s_address(
    figma: Sandbox, sqlite_url: str, person: NewPerson
) -> None:
    with site(figma, sqlite_url, brand=BRAND) as web:
        page = person(web).get(f"{web.url}{MOUNT}/connect/unknown").text
        assert way_back(page) == "/home"
        assert "Zurück zu Acme &amp; Söhne" in page
        assert way_back(person(web).connect(web.link()).text) == ""


def test_pages_carry_the_host_s_name_logo_colour_and_language(
    figma: Sandbox, sqlite_url: str, person: NewPerson
) -> None:
    with site(figma, sqlite_url, brand=BRAND) as web:
        response = person(web, figma.user("Änne")).connect(web.link())
        assert "Figma ist verbunden als Änne." in response.text
        assert '<html lang="de">' in response.text
        assert '<img class="logo" src="/logo.svg" alt="Acme &amp; Söhne">' in response.text
        assert "--accent: #0d66d0; --ink: #fff;" in response.text
        assert "img-src 'self';" in response.headers["content-security-policy"]
        assert "Gehen Sie zurück zu Acme &amp; Söhne" in failed(web, person(web), identifier="bob")


def test_a_provider_that_does_not_say_who_it_is_costs_a_name_and_nothing_else(
    web: Site, person: NewPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.sandbox.fail_next("getMe", status=500, times=None)
    assert "Figma is connected." in person(web).connect(web.link("ann")).text
    web.sandbox.heal()
    monkeypatch.setattr("figwright.web.app._PERSON_SECONDS", 0.05)
    held = web.sandbox.fail_next("getMe", delay=30)
    assert "Figma is connected." in person(web, web.sandbox.demo.colleague).connect(web.link("bob")).text
    held.release()
    assert web.status("ann") == web.status("bob") == "ACTIVE"


def test_texts_of_the_host_s_own_stand_in_for_ours_by_key() -> None:
    brand = Brand(language="fr", texts={"expired.title": "Ce lien a expiré, {person}{provider}", "back": "Retour"})
    page = bytes(Pages(brand).failure(fault("expired"), "Figma", "/x").body).decode()
    assert "<h1>Ce lien a expiré, Figma</h1>" in page
    assert '<html lang="fr">' in page
    assert ">Retour</a>" in page
    assert ENGLISH["expired"].text in page


def fault(name: str) -> Any:
    from figwright.errors import AuthorizationError

    return AuthorizationError(name, "")


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ({"name": "a\nb"}, "one line"),
        ({"name": "a" * 81}, "at most 80"),
        ({"name": None}, "one line"),
        ({"logo": "javascript:alert(1)"}, "https address"),
        ({"logo": "data:image/svg+xml,<svg>"}, "https address"),
        ({"logo": "http://cdn.example.com/logo.png"}, "https address"),
        ({"logo": "//cdn.example.com/logo.png"}, "https address"),
        ({"logo": 'https://cdn.example.com/"onload="x'}, "https address"),
        ({"url": "javascript:alert(1)"}, "https address"),
        ({"url": "settings"}, "such as /"),
        ({"colour": "red; } body { display: none"}, "#rrggbb"),
        ({"colour": "#12345"}, "#rrggbb"),
        ({"colour": "#fff\n"}, "#rrggbb"),
        ({"language": 'en" onload="x'}, "de-AT"),
        ({"language": ""}, "de-AT"),
        ({"texts": {"expired.titel": "x"}}, "did you mean expired.title"),
        ({"texts": {"expired": "x"}}, "expired."),
        ({"texts": {"expired.text": "{identifier}"}}, "{person}"),
    ],
)
def test_what_a_brand_cannot_have_is_told_when_it_is_made(about: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigurationError, match="Brand: ") as raised:
        Brand(**about)
    assert says in str(raised.value)


@given(
    st.text(max_size=80).filter(str.isprintable),
    st.text(max_size=50),
    st.sampled_from(["https://x.example/a?b=1&c='(d)", "/a/b.svg?x=<y>", "/it's"]),
)
def test_whatever_a_brand_says_stays_text(name: str, text: str, logo: str) -> None:
    logo = logo.replace("<", "%3C").replace(">", "%3E")
    texts = {"try_later.title": (text + HOSTILE).replace("{", ""), "back": HOSTILE}
    brand = Brand(name=name + HOSTILE if len(name) < 20 else name, url="/home", logo=logo, texts=texts)
    page = Tags(bytes(Pages(brand).failure(StoreError("x"), HOSTILE).body).decode())
    assert page.seen <= {"html", "head", "meta", "title", "style", "body", "main", "div", "h1", "p", "a", "img"}
    assert page.attributes <= {"lang", "charset", "name", "content", "class", "aria-hidden", "href", "src", "alt"}


@pytest.mark.parametrize(
    ("colour", "ink"), [("#fff", "#000"), ("#000000", "#fff"), ("#0d66d0", "#fff"), ("#FFCC00", "#000")]
)
def test_the_ink_on_a_colour_is_legible(colour: str, ink: str) -> None:
    assert Brand(colour=colour).ink == ink


def test_every_language_says_everything_with_the_same_names_filled_in() -> None:
    assert set(ENGLISH) == set(GERMAN)
    for language in LANGUAGES.values():
        for key, words in language.words.items():
            names = set(re.findall(r"\{(\w+)\}", " ".join(words)))
            assert names <= {"application", "provider"} | ({"person"} if key == "connected_as" else set())
            assert all(words)


def test_the_pages_tell_an_end_user_nothing_that_only_an_operator_knows() -> None:
    told = " ".join(part for words in ENGLISH.values() for part in words).lower()
    for word in ("consent", "redirect", "state", "callback", "connection", "issuer", "identifier", "log"):
        assert not re.search(rf"\b{word}\b", told), word


def test_every_key_is_documented() -> None:
    from .test_docs import PAGE

    listed = set(re.findall(r"`(\w+)`", PAGE[PAGE.index("| key |") :].split("\n\n")[0]))
    assert set(ENGLISH) <= listed
    assert Words._fields == ("title", "text", "next")
    assert [name for name in inspect.signature(Brand).parameters if f"`{name}`" not in PAGE] == []
