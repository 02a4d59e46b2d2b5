"""A provider with other habits than the one we ship, from its manifest alone: consents, refusals, endless tokens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.depot import FORM, ROTATING, Depot, Open, consent, opening, running
from support.workshop import workshops

from figwright import Actions
from figwright.errors import AccountNotActiveError, AuthorizationError, Cause, ConfigurationError, ProviderError

PLAIN = "{client_authentication: body}"
FORMS = "{client_authentication: body, answer_format: form}"


@pytest.fixture
def provider() -> Iterator[Depot]:
    with running() as here:
        yield here


@pytest.fixture
def opened(provider: Depot, tmp_path: Path) -> Iterator[Open]:
    made: list[Actions] = []
    for workshop in workshops(tmp_path / "made"):
        yield opening(provider, workshop, f"sqlite:///{tmp_path}/figwright.db", made)
    for each in made:
        each.close()


def call(actions: Actions) -> Any:
    return actions.execute_tool("depot_boxes_list", identifier="ann").data


def events(actions: Actions) -> list[tuple[str, str, str]]:
    found = actions.list_account_events(identifier="ann")
    return [(each.old.value, each.new.value, each.reason) for each in found]


def run(actions: Actions, sql: str) -> list[tuple[Any, ...]]:
    with actions.context.stored().database.write() as transaction:
        return transaction.run(sql)


@pytest.mark.parametrize("ends", [None, 28_800])
def test_a_token_without_a_refresh_token_serves_until_the_provider_refuses_it(
    provider: Depot, opened: Open, ends: int | None
) -> None:
    provider.gives_refresh_tokens, provider.expires_in = False, ends
    actions = opened(PLAIN)
    account = consent(actions).connected_account
    assert (account.status, account.expires_at is None, account.renewable) == ("ACTIVE", ends is None, False)
    assert call(actions) == ["a box"]
    actions.refresh_due(rate=None)
    assert len(provider.asked) == 1, "the code's exchange; nothing is refreshed"
    with pytest.raises(ConfigurationError, match="no refresh token"):
        actions.refresh_connected_account(identifier="ann")
    provider.revoke()
    with pytest.raises(AccountNotActiveError, match=r"\(Depot calls the token dead\)\. Its person must connect again"):
        call(actions)
    assert actions.get_connected_account(identifier="ann").status == "REVOKED"
    assert provider.calls[-2:] == ["/boxes", "/user"]
    assert [event[:2] for event in events(actions)] == [("PENDING", "ACTIVE"), ("ACTIVE", "REVOKED")]


def test_a_token_whose_end_is_not_told_is_renewed_once_the_provider_refuses_it(provider: Depot, opened: Open) -> None:
    provider.expires_in = None
    actions = opened(PLAIN)
    account = consent(actions).connected_account
    assert (account.expires_at, account.renewable) == (None, True)
    actions.refresh_due(rate=None)
    assert provider.refreshes == 0
    provider.access.clear()
    assert call(actions) == ["a box"]
    assert provider.refreshes == 1


def test_T14_whose_a_consent_is_may_be_asked_of_the_api(provider: Depot, opened: Open) -> None:
    actions = opened(changes={"person_id": "id"})
    assert consent(actions).connected_account.provider_user == "7"
    provider.user = {"id": 8, "login": "ben"}
    with pytest.raises(AuthorizationError, match="belongs to another person"):
        consent(actions)
    assert actions.get_connected_account(identifier="ann").provider_user == "7"


def test_where_no_tool_tells_whose_a_token_is_the_second_refusal_ends_its_account(
    provider: Depot, opened: Open
) -> None:
    provider.gives_refresh_tokens = False
    actions = opened(PLAIN, {"identify": "", "person": ""})
    consent(actions)
    provider.revoke()
    with pytest.raises(ProviderError, match="Its person must connect again") as refused:
        call(actions)
    assert refused.value.cause is Cause.DEAD_TOKEN
    assert actions.get_connected_account(identifier="ann").status == "ACTIVE"
    with pytest.raises(AccountNotActiveError, match="REVOKED"):
        call(actions)
    assert actions.get_connected_account(identifier="ann").status == "REVOKED"
    consent(actions)
    assert call(actions) == ["a box"]


@pytest.mark.parametrize(("media", "oauth"), [("", PLAIN), ("text/plain", FORMS)])
def test_an_answer_may_be_a_form_where_the_media_type_or_the_manifest_says_so(
    provider: Depot, opened: Open, media: str, oauth: str
) -> None:
    provider.encoded, provider.media = "form", media
    actions = opened(oauth)
    account = consent(actions).connected_account
    assert account.expires_at is not None
    actions.refresh_connected_account(identifier="ann")
    assert call(actions) == ["a box"]


@pytest.mark.parametrize("encoded", ["json", "form"])
@pytest.mark.parametrize("status", [200, 400])
def test_a_refusal_may_come_with_status_200_and_a_code_of_the_providers(
    provider: Depot, opened: Open, status: int, encoded: Any
) -> None:
    provider.refuses_with, provider.encoded = status, encoded
    actions = opened()
    with pytest.raises(AuthorizationError, match=f"refused a token request with {status}: bad_verification_code: No"):
        actions.complete_authorization(_callback(actions, code="never-given"))
    consent(actions)
    provider.revoke()
    with pytest.raises(AccountNotActiveError, match=f"with {status}: bad_refresh_token: No"):
        call(actions)
    assert actions.get_connected_account(identifier="ann").status == "REVOKED"


def test_an_app_that_is_refused_with_status_200_blames_no_account(provider: Depot, opened: Open) -> None:
    provider.refuses_with = 200
    actions = opened()
    consent(actions)
    run(actions, "UPDATE grants SET expires_at = :now - 1, refresh_after = :now - 2")
    provider.answer_next = [(200, "application/json", '{"error": "incorrect_client_credentials"}')]
    with pytest.raises(ConfigurationError, match="refuses the app of the connection 'depot'"):
        call(actions)
    assert actions.get_connected_account(identifier="ann").status == "ACTIVE"


def test_P14_a_200_that_reports_an_error_is_no_verdict_unless_the_manifest_says_so(
    provider: Depot, opened: Open
) -> None:
    provider.refuses_with = 200
    actions = opened(ROTATING.replace("errors_with_200: true,", ""))
    consent(actions)
    provider.refresh.clear()
    run(actions, "UPDATE grants SET expires_at = :now - 1, refresh_after = :now - 2")
    assert actions.refresh_due(rate=None).failed == 1
    [(failure,)] = run(actions, "SELECT last_failure FROM grants")
    assert failure == "Depot refused a token request with 200: bad_refresh_token: No: bad_refresh_token."
    assert actions.get_connected_account(identifier="ann").status == "ACTIVE"


def test_T26_a_refusal_in_a_form_that_repeats_what_it_was_sent_is_masked(provider: Depot, opened: Open) -> None:
    actions = opened()
    consent(actions)
    secret = next(iter(provider.refresh))
    provider.refuses_with = 200
    provider.access.clear()
    provider.answer_next = [(200, FORM, f"error=bad_refresh_token&error_description=No+{secret}")]
    with pytest.raises(AccountNotActiveError) as refused:
        call(actions)
    assert secret not in str(refused.value)
    assert secret not in str(events(actions))


def _callback(actions: Actions, code: str) -> str:
    link = actions.get_authorization_link(identifier="ann").link
    state = link.partition("state=")[2].partition("&")[0]
    return f"http://localhost:8765/callback/depot?code={code}&state={state}"


def due(actions: Actions, seconds: float) -> None:
    """The token is due, and works for so many seconds yet."""
    run(actions, f"UPDATE grants SET expires_at = :now + {seconds}, refresh_after = :now - 7200, next_attempt_at = 0")


def refreshes_asked(provider: Depot) -> int:
    return sum(asked["grant_type"] == "refresh_token" for asked in provider.asked)


@pytest.mark.parametrize("left", [-1, 60])
def test_F46_a_lost_answer_to_a_refresh_token_that_works_once_is_one_event_and_is_not_asked_for_again(
    provider: Depot, opened: Open, left: float
) -> None:
    actions = opened()
    consent(actions)
    due(actions, left)
    provider.lose_next = ["after"]
    for _ in range(3):
        with pytest.raises(AccountNotActiveError, match=r"ambiguous refresh.*Its person must connect again") as told:
            call(actions)
        assert told.value.status == "EXPIRED"
    assert (refreshes_asked(provider), provider.refreshes) == (1, 1)
    account = actions.get_connected_account(identifier="ann")
    assert (account.status, account.status_reason[:18]) == ("EXPIRED", "ambiguous refresh:")
    assert [event[:2] for event in events(actions)] == [("PENDING", "ACTIVE"), ("ACTIVE", "EXPIRED")]
    consent(actions)
    assert call(actions) == ["a box"]
    assert actions.get_connected_account(identifier="ann").status_reason == ""


def test_F46_a_lost_request_is_repeated_once_the_api_shows_that_the_refresh_token_was_not_used(
    provider: Depot, opened: Open
) -> None:
    actions = opened()
    consent(actions)
    due(actions, 60)
    provider.lose_next = ["before"]
    assert actions.refresh_due(rate=None).failed == 1
    assert provider.calls == ["/user"], "whether the old token lives"
    assert call(actions) == ["a box"]
    due(actions, 60)
    assert actions.refresh_due(rate=None).refreshed == 1
    assert (refreshes_asked(provider), provider.refreshes) == (2, 1)
    assert [event[:2] for event in events(actions)] == [("PENDING", "ACTIVE")]


def test_F46_where_nothing_can_show_it_the_token_serves_to_its_end_and_the_account_says_so(
    provider: Depot, opened: Open
) -> None:
    actions = opened(ROTATING.replace("one_live_token: true,", ""))
    consent(actions)
    due(actions, 60)
    provider.lose_next = ["before"]
    actions.refresh_due(rate=None)
    for _ in range(2):
        due(actions, 3600)
        actions.refresh_due(rate=None)
        assert call(actions) == ["a box"]
    account = actions.get_connected_account(identifier="ann")
    assert (account.status, account.status_reason[:18]) == ("ACTIVE", "ambiguous refresh:")
    assert refreshes_asked(provider) == 1
    assert len(events(actions)) == 2, "said once, however often it is looked at"
    due(actions, -1)
    with pytest.raises(AccountNotActiveError, match="EXPIRED"):
        call(actions)
    assert refreshes_asked(provider) == 1


def test_F46_by_hand_the_refresh_token_is_tried_again(provider: Depot, opened: Open) -> None:
    """Somebody who looks decides: the request may never have got there."""
    actions = opened()
    consent(actions)
    due(actions, -1)
    provider.lose_next = ["before"]
    with pytest.raises(AccountNotActiveError, match="ambiguous refresh"):
        call(actions)
    account = actions.refresh_connected_account(identifier="ann")
    assert (account.status, account.status_reason) == ("ACTIVE", "")
    assert call(actions) == ["a box"]
    assert (refreshes_asked(provider), provider.refreshes) == (2, 1)


def test_a_refusal_before_anything_was_sent_leaves_no_doubt(provider: Depot, opened: Open) -> None:
    actions = opened()
    consent(actions)
    due(actions, 60)
    provider.answer_next = [(503, "text/html", "<html>"), (429, "application/json", "{}")]
    for _ in range(2):
        actions.refresh_due(rate=None)
        due(actions, 60)
    actions.refresh_due(rate=None)
    assert provider.refreshes == 1
    assert actions.get_connected_account(identifier="ann").status == "ACTIVE"


def test_publishing_states_and_plans_are_said_only_of_providers_that_have_them(provider: Depot, opened: Open) -> None:
    actions = opened()
    assert actions.get_authorization_link(identifier="ann").warnings == ()
    assert "scope=" not in actions.get_authorization_link(identifier="ann").link
    with pytest.raises(ConfigurationError, match=r"an app of Depot has none: publishing_state 'public' means nothing"):
        opened(publishing_state="public")
    with pytest.raises(ConfigurationError, match="plan 'gold' means nothing here"):
        opened(plan="gold")
    consent(actions)
    with pytest.raises(ConfigurationError, match="Depot is described without plans"):
        actions.update_connected_account(identifier="ann", plan="gold")


def test_publishing_states_of_a_provider_say_who_can_connect_in_its_own_words(opened: Open) -> None:
    states = "{draft: 'only the depot keeper can connect', public: ''}"
    draft = opened(changes={"publishing_states": states})
    assert draft.get_authorization_link(identifier="ann").warnings == (
        "The app is a draft: only the depot keeper can connect. Publish it at Depot first.",
    )
