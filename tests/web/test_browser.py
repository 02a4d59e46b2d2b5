"""A person in a real browser, from the link through the provider's consent page and back."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.support.ui import Select, WebDriverWait

from figwright.oauth.redirects import safe_return
from figwright.web import Brand
from figwright_figma.sandbox import Sandbox

from .site import ALLOWED, MOUNT, Site, query, site
from .test_returns import PIECES

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

SCRIPT = "\"><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


def heading(browser: WebDriver) -> str:
    return browser.find_element("tag name", "h1").text


def press(browser: WebDriver, button: str) -> None:
    """Press a button of the consent page and wait until another page is there."""
    before = browser.find_element("tag name", "html")
    browser.find_element("id", button).click()
    WebDriverWait(browser, 30).until(lambda there: there.find_element("tag name", "html") != before)


def callback_for(browser: WebDriver, web: Site) -> str:
    """Where the consent page in the browser would lead to; the browser stays where it is."""
    callback = web.sandbox.consent(browser.current_url)
    assert callback is not None
    return callback


def test_a_person_approves(web: Site, browser: WebDriver) -> None:
    browser.get(web.link("ann").link)
    assert browser.current_url.startswith(f"{web.sandbox.url}/oauth?")
    assert browser.find_element("id", "app").text == "figma"
    press(browser, "allow")
    assert heading(browser) == "Connected"
    assert "Figma is connected as Ada Lindqvist." in browser.find_element("tag name", "body").text
    assert browser.get_cookies() == []
    assert web.status("ann") == "ACTIVE"


def test_the_page_is_styled_and_nothing_is_blocked_or_loaded(web: Site, browser: WebDriver) -> None:
    browser.get(f"{web.url}{MOUNT}/callback/figma?code=x&state=y")
    assert heading(browser) == "This link is not known"
    radius = "return getComputedStyle(document.querySelector('main')).borderRadius"
    assert browser.execute_script(radius) == "14px"
    loaded = "return performance.getEntriesByType('resource').map(each => each.name)"
    assert [name for name in browser.execute_script(loaded) if "favicon" not in name] == []
    assert browser.execute_script("return document.documentElement.lang") == "en"
    browser.set_window_size(500, 900)
    assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")


def test_T4_who_declines_leaves_a_consent_that_expires(web: Site, browser: WebDriver) -> None:
    link = web.link("ann")
    browser.get(link.link)
    press(browser, "cancel")
    assert browser.current_url == f"{web.sandbox.url}/oauth"
    assert (web.status("ann"), web.exchanges()) == ("PENDING", 0)
    web.advance(601)
    browser.get(link.link)
    assert heading(browser) == "This link has expired"
    browser.get(web.link("ann").link)
    press(browser, "allow")
    assert heading(browser) == "Connected"


def test_T14_another_person_signs_in(web: Site, browser: WebDriver) -> None:
    browser.get(web.link("ann").link)
    press(browser, "allow")
    browser.get(web.link("ann").link)
    Select(browser.find_element("id", "person")).select_by_value(web.sandbox.demo.colleague.id)
    press(browser, "allow")
    assert heading(browser) == "You are somebody else at Figma"
    account = web.actions.get_connected_account(identifier="ann", connection_name="figma")
    assert (account.status, account.provider_user) == ("ACTIVE", web.sandbox.demo.user.id)


def test_T3_the_back_button_and_the_same_address_again_change_nothing(web: Site, browser: WebDriver) -> None:
    link = web.link("ann")
    browser.get(link.link)
    callback = callback_for(browser, web)
    browser.get(callback)
    assert heading(browser) == "Connected"
    browser.refresh()
    assert heading(browser) == "This link was used already"
    browser.get(callback)
    assert heading(browser) == "This link was used already"
    browser.back()
    browser.get(link.link)
    assert heading(browser) == "This link was used already"
    assert (web.status("ann"), web.exchanges()) == ("ACTIVE", 1)


def test_T2_a_callback_belongs_to_the_browser_that_began(
    web: Site, browser: WebDriver, new_browser: Callable[[], WebDriver]
) -> None:
    browser.get(web.link("ann").link)
    callback = callback_for(browser, web)
    other = new_browser()
    other.get(callback)
    assert heading(other) == "This was not started in this browser"
    assert web.exchanges() == 0
    browser.get(callback)
    assert heading(browser) == "Connected"


def test_two_tabs_of_one_browser_finish_in_any_order(web: Site, browser: WebDriver) -> None:
    browser.get(web.link("ann").link)
    first = browser.current_window_handle
    browser.switch_to.new_window("tab")
    browser.get(web.link("bob").link)
    browser.switch_to.window(first)
    press(browser, "allow")
    assert heading(browser) == "Connected"
    browser.switch_to.window(next(handle for handle in browser.window_handles if handle != first))
    press(browser, "allow")
    assert (web.status("ann"), web.status("bob")) == ("ACTIVE", "ACTIVE")


def test_T4_T21_what_came_too_late_says_so(web: Site, browser: WebDriver) -> None:
    browser.get(web.link("ann").link)
    callback = callback_for(browser, web)
    web.sandbox.clock.advance(31)
    browser.get(callback)
    assert heading(browser) == "Please try again"
    browser.get(web.link("ann").link)
    callback = callback_for(browser, web)
    web.advance(601)
    browser.get(callback)
    assert heading(browser) == "This link has expired"
    assert web.exchanges() == 1


def test_T19_scripts_in_addresses_and_names_stay_text(web: Site, browser: WebDriver) -> None:
    web.sandbox.oauth.signed_in = web.sandbox.user(SCRIPT)
    browser.get(web.link().link)
    callback = callback_for(browser, web)
    state = query(callback)["state"]
    for asked in (f"error={SCRIPT}&error_description={SCRIPT}", f"code={SCRIPT}&state={SCRIPT}", SCRIPT):
        browser.get(f"{callback.split('?')[0]}?{asked}")
        assert browser.title not in ("owned", "")
        assert browser.find_elements("css selector", "script, img") == []
    browser.get(callback)
    assert SCRIPT in browser.find_element("tag name", "main").text
    assert (browser.title, heading(browser)) == ("Connected", "Connected")
    assert browser.find_elements("css selector", "script, img") == []
    assert state not in browser.page_source


def assert_fits_a_phone(browser: WebDriver) -> None:
    """360 px wide, as Chromium's own emulation of a phone has it: a window cannot be so narrow."""
    metrics = {"width": 360, "height": 740, "deviceScaleFactor": 3, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)  # type: ignore[attr-defined]
    sizes = "return [innerWidth, document.documentElement.scrollWidth]"
    assert browser.execute_script(sizes) == [360, 360], browser.current_url


def test_every_page_fits_a_phone(figma: Sandbox, sqlite_url: str, browser: WebDriver) -> None:
    figma.oauth.signed_in = figma.user("Wilhelmina-Alexandrina " * 4, email=f"{'w' * 60}@{'e' * 50}.example")
    brand = Brand(name="A" * 80, logo="/wide.svg", colour="#fc0", url="/", language="de")
    with site(figma, sqlite_url, brand=brand) as web:
        browser.get(web.link("ann", return_to=f"{ALLOWED}/done").link)
        assert_fits_a_phone(browser)
        callback = callback_for(browser, web)
        press(browser, "cancel")
        assert_fits_a_phone(browser)
        web.sandbox.clock.advance(31)
        browser.get(callback)
        assert heading(browser) == "Bitte versuchen Sie es noch einmal"
        assert_fits_a_phone(browser)
        assert browser.find_element("class name", "back").text == f"Zurück zu {'A' * 80}"
        ink = "const at = getComputedStyle(document.querySelector('.back')); return [at.backgroundColor, at.color]"
        assert browser.execute_script(ink) == ["rgb(255, 204, 0)", "rgb(0, 0, 0)"]
        browser.get(web.link("ann").link)
        press(browser, "allow")
        assert heading(browser) == "Verbunden"
        assert_fits_a_phone(browser)


def test_T11_a_person_returns_to_the_application_without_a_trace(web: Site, browser: WebDriver) -> None:
    browser.get(web.link("ann", return_to="/settings?tab=figma").link)
    press(browser, "allow")
    assert browser.current_url == f"{web.url}/settings?tab=figma"
    assert "settings tab=figma" in browser.page_source
    assert browser.execute_script("return document.referrer") == ""


def test_T11_what_is_let_through_stays_where_it_may_as_a_browser_reads_it(browser: WebDriver) -> None:
    own, chosen = "https://connect.example.com", random.Random(11)
    pieces = [*PIECES.split(), "/", "\t", "\n", " ", "/", "x"]
    drawn = {"".join(chosen.choices(pieces, k=chosen.randint(1, 7))) for _ in range(60_000)}
    drawn |= {start + rest for start in ("/", ALLOWED) for rest in drawn}
    passed = [address for address in sorted(drawn) if safe_return(address, {ALLOWED})]
    assert len(passed) > 1000
    origins = "return [...new Set(arguments[0].map(each => new URL(each, arguments[1]).origin))]"
    assert set(browser.execute_script(origins, passed, f"{own}/figwright/callback/figma")) <= {own, ALLOWED}


def test_a_browser_reaches_localhost_at_whichever_address_it_prefers(
    figma: Sandbox, sqlite_url: str, browser: WebDriver
) -> None:
    from support.ports import free_port

    from figwright import Actions
    from figwright.web.loopback import callback_address, serve_callback

    from .site import connections

    connection = connections(figma, f"http://localhost:{free_port()}/callback/figma")[0]
    here = callback_address(connection.redirect_uri, "figma").url
    with Actions([connection], database_url=sqlite_url, public_url=here) as actions, serve_callback(actions) as serving:
        link = actions.get_authorization_link(identifier="ann")
        browser.get(link.link)
        press(browser, "allow")
        assert heading(browser) == "Connected"
        assert serving.wait(link).connected_account.identifier == "ann"
