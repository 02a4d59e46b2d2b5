"""Consents, refreshes and refusals as GitHub has them: PKCE, forms, errors with status 200, tokens that work once."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from support.depot import FORM
from support.github import CLIENT, REDIRECT, GitHub, consent, sent_back
from support.github_api import account

from figwright import Actions, Connection
from figwright.errors import AccountNotActiveError, AuthorizationError, ConfigurationError, ProviderError
from figwright.http.reply import Reply
from figwright.oauth.protocol import Refusal, TokenError, read_tokens
from github_tools.connector import CONNECTOR

HUBOT = account(480938, "hubot")


def call(actions: Actions) -> Any:
    return actions.execute_tool("github_repo_get", identifier="ann", tool_input={"owner": "octo-org", "repo": "hello"})


def due(actions: Actions) -> None:
    with actions.context.stored().database.write() as transaction:
        transaction.run("UPDATE grants SET expires_at = :now - 1, refresh_after = :now - 2, next_attempt_at = 0")


def events(actions: Actions) -> list[tuple[str, str]]:
    return [(each.old.value, each.new.value) for each in actions.list_account_events(identifier="ann")]


def test_a_consent_asks_for_no_scope_and_proves_itself_with_pkce(actions: Actions, provider: GitHub) -> None:
    link = actions.get_authorization_link(identifier="ann")
    asked = dict(parse_qsl(urlsplit(link.link).query))
    assert asked.keys() == {
        "client_id", "redirect_uri", "state", "response_type", "code_challenge", "code_challenge_method",
    }  # fmt: skip
    assert (asked["client_id"], asked["redirect_uri"], asked["code_challenge_method"]) == (CLIENT, REDIRECT, "S256")
    done = actions.complete_authorization(sent_back(link.link))
    account = done.connected_account
    assert (account.status, account.scopes, account.renewable) == ("ACTIVE", frozenset(), True)
    assert account.expires_at is not None
    assert call(actions)["full_name"] == "octo-org/hello"


def test_a_person_who_declines_is_told_apart_and_may_consent_later(actions: Actions, provider: GitHub) -> None:
    with pytest.raises(AuthorizationError, match="GitHub says that the consent was not given") as refused:
        consent(actions, allows=False)
    assert refused.value.fault == "refused"
    assert provider.asked == []
    assert actions.get_connected_account(identifier="ann").status == "PENDING"
    consent(actions)
    assert call(actions)["private"] is True


def test_each_refresh_ends_both_old_tokens_and_stores_both_new_ones(connected: Actions, provider: GitHub) -> None:
    for number in range(1, 4):
        due(connected)
        old = dict(provider.pairs)
        assert call(connected)["id"]
        assert provider.refreshes == number
        assert provider.pairs.keys().isdisjoint(old)
        assert provider.access.isdisjoint(old.values())
    assert [asked["grant_type"] for asked in provider.asked] == ["refresh_token"] * 3
    assert events(connected) == [("PENDING", "ACTIVE")]


@pytest.mark.parametrize("forms", [False, True])
def test_answers_and_refusals_may_be_forms(actions: Actions, provider: GitHub, forms: bool) -> None:
    provider.media = FORM if forms else ""
    consent(actions)
    due(actions)
    assert call(actions)["id"]
    provider.revoke()
    with pytest.raises(AccountNotActiveError, match="with 200: bad_refresh_token: The refresh token passed"):
        call(actions)
    assert actions.get_connected_account(identifier="ann").status == "REVOKED"


@pytest.mark.parametrize("media", ["", "text/plain", "text/html", "application/vnd.github+json"])
def test_json_is_read_unless_it_is_called_a_form(media: str) -> None:
    """A refresh whose answer is not understood costs the person a consent."""
    body = b'{"access_token": "ghu_x", "refresh_token": "ghr_x", "expires_in": 28800, "scope": ""}'
    tokens = read_tokens(CONNECTOR, Reply(200, {"content-type": media}, body), refreshed=True)
    assert (tokens.access.reveal(), tokens.expires_in) == ("ghu_x", 28800)


def test_P14_a_page_that_repeats_an_error_is_no_verdict() -> None:
    page = b"<html>Blocked: <a href='/?from=1&error=bad_refresh_token&'>back</a></html>"
    with pytest.raises(TokenError) as raised:
        read_tokens(CONNECTOR, Reply(400, {"content-type": "text/html"}, page), refreshed=True)
    assert raised.value.refusal is Refusal.TRANSIENT


def test_a_token_that_was_refused_is_renewed_and_the_call_repeated(connected: Actions, provider: GitHub) -> None:
    provider.access.clear()
    assert call(connected)["id"]
    assert provider.refreshes == 1


def test_a_token_without_an_end_serves_until_github_calls_it_bad(actions: Actions, provider: GitHub) -> None:
    provider.expires_in = None
    account = consent(actions).connected_account
    assert (account.expires_at, account.renewable) == (None, False)
    assert call(actions)["id"]
    provider.revoke()
    with pytest.raises(AccountNotActiveError, match=r"\(GitHub calls the token dead\)"):
        call(actions)
    assert events(actions) == [("PENDING", "ACTIVE"), ("ACTIVE", "REVOKED")]


@pytest.mark.parametrize("status", [200, 400])
def test_a_code_that_is_wrong_is_refused_in_githubs_words(actions: Actions, provider: GitHub, status: int) -> None:
    provider.refuses_with = status
    location = sent_back(actions.get_authorization_link(identifier="ann").link)
    provider.pending.clear()
    with pytest.raises(AuthorizationError, match=f"with {status}: bad_verification_code: The code passed"):
        actions.complete_authorization(location)


@pytest.mark.parametrize(
    ("option", "error"),
    [
        ({"client_secret": "another"}, "incorrect_client_credentials"),
        ({"redirect_uri": "http://localhost:8765/callback/other"}, "redirect_uri_mismatch"),
    ],
)
def test_an_app_that_is_refused_blames_nobody(
    connection: Connection, storage: dict[str, Any], provider: GitHub, option: dict[str, str], error: str
) -> None:
    with Actions([connection.model_copy(update=option)], **storage) as actions:
        with pytest.raises(ConfigurationError, match=f"refuses the app of the connection 'github': .*{error}"):
            consent(actions)
        assert actions.get_connected_account(identifier="ann").status == "PENDING"


SECONDARY = {"message": "You have exceeded a secondary rate limit.", "documentation_url": "https://docs.github.com"}


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        ((403, {"Retry-After": "600"}, SECONDARY), 600),
        ((403, {}, SECONDARY), 60),
        ((403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "4102444800"}, {"message": "No."}), 3600),
    ],
)
def test_F16_a_refresh_that_a_limit_stops_is_not_asked_again_before_its_end_and_ends_no_account(
    connected: Actions, provider: GitHub, answer: Any, seconds: float
) -> None:
    due(connected)
    provider.token_answers = [answer]
    for _ in range(2):
        with pytest.raises(ProviderError, match="cannot be renewed just now") as refused:
            call(connected)
        assert refused.value.retry_after is not None
        assert seconds * 0.25 <= refused.value.retry_after <= seconds
    assert len(provider.asked) == 1
    assert connected.get_connected_account(identifier="ann").status == "ACTIVE"
    due(connected)
    assert call(connected)["id"]
    assert events(connected) == [("PENDING", "ACTIVE")]


def test_F46_a_refusal_in_words_that_nobody_knows_is_an_answer_and_is_asked_again(
    connected: Actions, provider: GitHub
) -> None:
    due(connected)
    provider.token_answers = [(200, {}, {"error": "new_words", "error_description": "Not now."})]
    assert call(connected)["id"]
    assert len(provider.asked) == 2
    assert events(connected) == [("PENDING", "ACTIVE")]


def test_a_refresh_token_that_is_refused_with_401_is_the_persons_and_not_the_apps(
    connected: Actions, provider: GitHub
) -> None:
    provider.refuses_with = 401
    provider.revoke()
    with pytest.raises(AccountNotActiveError, match="with 401: bad_refresh_token"):
        call(connected)
    assert connected.get_connected_account(identifier="ann").status == "REVOKED"


def test_a_refresh_token_that_was_used_and_not_replaced_is_not_kept(connected: Actions, provider: GitHub) -> None:
    """It works once, so whoever has none in its place cannot renew."""
    due(connected)
    provider.access.add("ghu_" + "x" * 36)
    provider.token_answers = [(200, {}, {"access_token": "ghu_" + "x" * 36, "expires_in": "28800"})]
    assert call(connected)["id"]
    account = connected.get_connected_account(identifier="ann")
    assert (account.status, account.renewable, account.expires_at is None) == ("ACTIVE", False, False)


@pytest.mark.parametrize("when", ["before", "after"])
def test_F46_a_lost_answer_is_seen_and_said_once(connected: Actions, provider: GitHub, when: Any) -> None:
    due(connected)
    provider.lose_next = [when]
    for _ in range(2):
        with pytest.raises(AccountNotActiveError, match=r"ambiguous refresh.*Its person must connect again"):
            call(connected)
    account = connected.get_connected_account(identifier="ann")
    assert (account.status, account.status_reason[:18]) == ("EXPIRED", "ambiguous refresh:")
    assert events(connected) == [("PENDING", "ACTIVE"), ("ACTIVE", "EXPIRED")]
    assert len(provider.asked) == 1
    consent(connected)
    assert call(connected)["id"]


def test_two_people_of_one_app_keep_their_own_tokens(connected: Actions, provider: GitHub) -> None:
    provider.signed_in = HUBOT
    consent(connected, "ben")
    assert len(provider.access) == 2
    due(connected)
    for identifier, login in (("ann", "octocat"), ("ben", "hubot")):
        assert connected.execute_tool("github_me_get", identifier=identifier)["login"] == login
    assert len(provider.access) == 2
    users = {connected.get_connected_account(identifier=each).provider_user for each in ("ann", "ben")}
    assert users == {"583231", "480938"}


def test_T14_another_person_of_github_is_refused_unless_the_link_lets_them_replace(
    connected: Actions, provider: GitHub
) -> None:
    """GitHub's token answer does not say whose it is, so its API is asked."""
    provider.signed_in = HUBOT
    with pytest.raises(AuthorizationError, match="belongs to another person") as refused:
        consent(connected)
    assert refused.value.fault == "other_user"
    assert connected.execute_tool("github_me_get", identifier="ann")["login"] == "octocat"
    consent(connected, replace=True)
    assert connected.execute_tool("github_me_get", identifier="ann")["login"] == "hubot"


@pytest.mark.parametrize("answer", [(503, {}, "{}"), (200, {}, "{}"), (200, {}, '{"login": "octocat"}')])
def test_T14_where_nobody_tells_whose_a_consent_is_nothing_is_stored(
    actions: Actions, provider: GitHub, answer: tuple[int, dict[str, str], str]
) -> None:
    provider.answers = [answer]
    with pytest.raises(ProviderError):
        consent(actions)
    assert actions.get_connected_account(identifier="ann").status == "PENDING"
    consent(actions)
    assert call(actions)["id"]


def test_a_personal_access_token_serves_without_an_app(provider: GitHub) -> None:
    provider.access.add("ghp_" + "x" * 36)
    options = {"api_url": provider.url, "allow_insecure": True}
    with Actions.with_token("ghp_" + "x" * 36, connector=CONNECTOR, **options) as actions:
        assert actions.execute_tool("github_me_get")["login"] == "octocat"
        assert "x" * 36 not in repr(actions)


def test_no_plan_and_no_state_of_an_app_is_asked_for(actions: Actions) -> None:
    assert actions.get_authorization_link(identifier="ann").warnings == ()
