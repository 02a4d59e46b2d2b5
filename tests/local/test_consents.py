"""People connect through the sandbox of a connector as through the provider: its OAuth is the manifest's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from support.depot import ROTATING, connector
from support.workshop import workshops

from figwright import Actions
from figwright.connector import Connector
from figwright.errors import AccountNotActiveError, AuthorizationError
from figwright.sandbox import Refusal, Sandbox

PLAIN = "{client_authentication: basic}"
CHALLENGE = {"code_challenge": "a" * 43, "code_challenge_method": "S256"}
HERE: Any = {"trust_env": False, "verify": False}
Open = Callable[..., tuple[Sandbox, Actions]]


@pytest.fixture(scope="module")
def connectors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Connector]]:
    """The depot's connector by what its manifest says of OAuth."""
    made: dict[str, Connector] = {}
    with ExitStack() as closing:

        def find(oauth: str) -> Connector:
            if oauth not in made:
                workshop = closing.enter_context(contextmanager(workshops)(tmp_path_factory.mktemp("made")))
                made[oauth] = connector(workshop, oauth)
            return made[oauth]

        yield find


@pytest.fixture
def opened(
    connectors: Callable[[str], Connector], tmp_path: Path, sandbox_of: Callable[..., Sandbox]
) -> Iterator[Open]:
    made: list[Actions] = []

    def make(oauth: str = ROTATING) -> tuple[Sandbox, Actions]:
        sandbox = sandbox_of(connectors(oauth))
        settings = {"database_url": f"sqlite:///{tmp_path}/figwright.db", "encryption_keys": ["A" * 43]}
        made.append(Actions([sandbox.connection()], public_url="", **settings))
        return sandbox, made[-1]

    yield make
    for each in made:
        each.close()


def decide(link: str, decision: str, person: str = "") -> httpx.Response:
    """What a browser does on the page: the form as it stands there, with one of its buttons."""
    with httpx.Client(**HERE) as browser:
        page = browser.get(link)
        assert page.status_code == 200, page.text
        fields = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.text))
        chosen = {name: unescape(value) for name, value in fields.items()}
        chosen |= {"decision": decision} | ({"person": person} if person else {})
        action = re.findall(r'action="([^"]*)"', page.text)[0]
        there = "{0.scheme}://{0.netloc}".format(urlsplit(link))
        return browser.post(f"{there}{action}", data=chosen)


def connect(sandbox: Sandbox, actions: Actions, identifier: str = "me", **asked: Any) -> Any:
    link = actions.get_authorization_link(identifier=identifier, **asked).link
    return actions.complete_authorization(str(sandbox.consent(link))).connected_account


def user(actions: Actions, identifier: str = "me") -> Any:
    return actions.execute_tool("depot_user_get", identifier=identifier).data


def test_a_person_is_chosen_on_the_page_and_it_is_their_account_that_calls(opened: Open) -> None:
    _, actions = opened()
    for identifier, person, login in (("one", "2", "bob"), ("two", "", "ann")):
        link = actions.get_authorization_link(identifier=identifier).link
        sent = decide(link, "allow", person)
        assert sent.status_code == 303
        assert actions.complete_authorization(sent.headers["location"]).connected_account.status == "ACTIVE"
        assert user(actions, identifier)["login"] == login


def test_a_person_who_declines_is_sent_back_with_the_error(opened: Open) -> None:
    _, actions = opened()
    link = actions.get_authorization_link(identifier="me").link
    back = decide(link, "cancel").headers["location"]
    assert parse_qs(urlsplit(back).query)["error"] == ["access_denied"]
    with pytest.raises(AuthorizationError, match="the consent was not given"):
        actions.complete_authorization(back)


def test_a_provider_that_does_not_tell_of_declines_shows_a_page(opened: Open) -> None:
    sandbox, actions = opened(PLAIN.replace("}", ", declines_reported: false}"))
    link = actions.get_authorization_link(identifier="me").link
    answer = decide(link, "cancel")
    assert (answer.status_code, "location" in answer.headers) == (200, False)
    assert "You did not allow" in answer.text
    assert sandbox.consent(link, approve=False) is None


@pytest.mark.parametrize(
    "oauth",
    [
        PLAIN,
        ROTATING,
        ROTATING.replace("}", ", answer_format: form}"),
        PLAIN.replace("}", ", issuer: 'https://depot.test', user_id: user, always_refresh_token: true}"),
        PLAIN.replace("}", ", access_token_lifetime: 7200}"),
    ],
)
def test_whatever_the_manifest_says_of_oauth_a_token_is_refreshed_when_it_is_past_its_time(
    opened: Open, oauth: str
) -> None:
    sandbox, actions = opened(oauth)
    assert connect(sandbox, actions).status == "ACTIVE"
    for count in (1, 2):
        sandbox.expire(str(sandbox.live_token()))
        assert user(actions)["login"] == "ann"
        assert sandbox.refreshes() == count


def test_a_refresh_token_that_rotates_works_once(opened: Open) -> None:
    sandbox, actions = opened()
    connect(sandbox, actions)
    first = tokens_of(sandbox, decide_code(sandbox))
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"], **secret(sandbox)}
    again, late = (httpx.post(f"{sandbox.url}/token", data=form, **HERE) for _ in range(2))
    assert again.json()["refresh_token"] != first["refresh_token"]
    assert (late.status_code, late.json()["error"]) == (200, "bad_refresh_token"), "errors_with_200"
    assert sandbox.live_token() == again.json()["access_token"]
    assert get(sandbox, first["access_token"]).status_code == 401, "one_live_token"


def test_a_refresh_token_that_does_not_rotate_serves_again(opened: Open) -> None:
    sandbox, _ = opened(PLAIN)
    first = tokens_of(sandbox, decide_code(sandbox))
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    for _ in range(2):
        answer = httpx.post(f"{sandbox.url}/token", data=form, auth=basic(sandbox), **HERE)
        assert "refresh_token" not in answer.json()
        assert get(sandbox, answer.json()["access_token"]).status_code == 200


def test_a_consent_that_is_taken_back_ends_the_account(opened: Open) -> None:
    sandbox, actions = opened()
    connect(sandbox, actions)
    sandbox.disconnect()
    with pytest.raises(AccountNotActiveError, match=r"REVOKED .*bad_refresh_token"):
        user(actions)
    assert sandbox.live_token() is None


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"code": "another"}, "invalid_grant"),
        ({"code_verifier": "b" * 43}, "invalid_grant"),
        ({"redirect_uri": "http://localhost:1/callback/depot"}, "invalid_grant"),
        ({"client_secret": "another"}, "incorrect_client_credentials"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_code_is_exchanged_only_for_whom_it_was_made(opened: Open, change: dict[str, str], fault: str) -> None:
    sandbox, _ = opened(ROTATING.replace("errors_with_200: true", "errors_with_200: false"))
    form = exchange(sandbox, decide_code(sandbox)) | change
    answer = httpx.post(f"{sandbox.url}/token", data=form, **HERE)
    assert answer.status_code == (401 if "client" in fault else 400)
    assert answer.json()["error"] == fault


def test_a_code_works_once_and_in_its_time(opened: Open) -> None:
    sandbox, _ = opened()
    code, late = decide_code(sandbox), decide_code(sandbox)
    assert "access_token" in tokens_of(sandbox, code)
    assert tokens_of(sandbox, code)["error"] == "invalid_grant"
    sandbox.clock.advance(601)
    assert "expired" in tokens_of(sandbox, late)["error_description"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"client_id": "another"}, 400),
        ({"redirect_uri": "https://elsewhere.test/"}, 400),
        ({"response_type": "token"}, 303),
        ({"scope": "everything"}, 303),
        ({"code_challenge_method": "plain"}, 303),
    ],
)
def test_what_a_provider_would_not_ask_a_person_is_refused(opened: Open, change: dict[str, str], status: int) -> None:
    sandbox, _ = opened()
    answer = httpx.get(f"{sandbox.url}/authorize?{urlencode(request(sandbox) | change)}", **HERE)
    assert answer.status_code == status
    if status == 303:
        assert "error" in parse_qs(urlsplit(answer.headers["location"]).query)
        assert answer.headers["location"].startswith(f"{sandbox.app.redirect_uris[0]}?")
    else:
        assert answer.json()["message"]
        with pytest.raises(Refusal):
            sandbox.consent(f"{sandbox.url}/authorize?{urlencode(request(sandbox) | change)}")


def test_a_lost_answer_of_a_rotating_refresh_is_told_as_it_would_be_in_life(opened: Open) -> None:
    sandbox, actions = opened()
    connect(sandbox, actions)
    sandbox.expire(str(sandbox.live_token()))
    sandbox.fail_next("oauth.refresh", acts=True, drop="after")
    with pytest.raises(AccountNotActiveError, match=r"EXPIRED .ambiguous refresh"):
        user(actions)


def request(sandbox: Sandbox) -> dict[str, str]:
    asked = {"client_id": sandbox.app.client_id, "redirect_uri": sandbox.app.redirect_uris[0], "state": "s"}
    return {**asked, "response_type": "code", **CHALLENGE}


def decide_code(sandbox: Sandbox) -> str:
    """A code without a challenge, for requests that no client of ours would make."""
    asked = {name: text for name, text in request(sandbox).items() if not name.startswith("code_")}
    back = str(sandbox.consent(f"{sandbox.url}/authorize?{urlencode(asked)}"))
    return parse_qs(urlsplit(back).query)["code"][0]


def secret(sandbox: Sandbox) -> dict[str, str]:
    return {"client_id": sandbox.app.client_id, "client_secret": sandbox.app.client_secret}


def basic(sandbox: Sandbox) -> tuple[str, str]:
    return sandbox.app.client_id, sandbox.app.client_secret


def exchange(sandbox: Sandbox, code: str) -> dict[str, str]:
    asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": sandbox.app.redirect_uris[0]}
    return asked | secret(sandbox)


def tokens_of(sandbox: Sandbox, code: str) -> Any:
    auth = None if sandbox.connector.oauth.client_authentication == "body" else basic(sandbox)
    return httpx.post(f"{sandbox.url}/token", data=exchange(sandbox, code), auth=auth, **HERE).json()


def get(sandbox: Sandbox, token: str) -> httpx.Response:
    return httpx.get(f"{sandbox.url}/user", headers={"Authorization": f"Bearer {token}"}, **HERE)
