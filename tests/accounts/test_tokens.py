"""Accounts by a token of the person's own: checked, kept, and ended by its date or by the provider's word."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.intermediaries import PAGES

from figwright.errors import (
    AccountNotActiveError,
    Cause,
    ConfigurationError,
    MissingScopesError,
    NotConnectedError,
    ProviderError,
    WrongCredentialKindError,
)

from .desk import Desk

PERSONAL = "personal_access_token"
PLAN = "plan_access_token"


def test_a_personal_token_is_checked_with_one_call_and_works(any_desk: Desk) -> None:
    token = any_desk.sandbox.token(kind="personal_access_token")
    account = any_desk.actions.connect_with_token(identifier="ann", token=f" {token}\n", plan="organization")
    assert (account.status, account.kind, account.scopes, account.plan) == ("ACTIVE", PERSONAL, None, "organization")
    assert (account.provider_user, account.expires_at) == ("", None)
    assert len(any_desk.sandbox.requests) == 1
    assert any_desk.handle() == any_desk.sandbox.demo.user.handle
    assert any_desk.events() == [("PENDING", "ACTIVE", "")]
    assert token.encode() not in any_desk.dump()


def test_a_dead_token_is_refused_and_nothing_is_stored(any_desk: Desk) -> None:
    token = any_desk.sandbox.token(kind="personal_access_token")
    any_desk.sandbox.revoke(token)
    with pytest.raises(ProviderError) as refused:
        any_desk.actions.connect_with_token(identifier="ann", token=token)
    assert refused.value.cause is Cause.DEAD_TOKEN
    assert token not in str(refused.value)
    with pytest.raises(NotConnectedError):
        any_desk.actions.get_connected_account(identifier="ann")
    assert any_desk.rows("grants") == 0


@pytest.mark.parametrize("page", PAGES)
def test_P14_T82_a_page_from_in_between_proves_no_token_and_changes_no_account(page: str, desk: Desk) -> None:
    """Neither dead nor alive: what the firewall says of a token is no check of it."""
    desk.connect()
    held, events = desk.stored_token(), desk.events()
    status, headers, body = PAGES[page]
    token = desk.sandbox.token(kind=PERSONAL)
    desk.sandbox.fail_next("GET /v1/me", status=status, headers=headers, body=body, times=None)
    for who in ("ann", "ben"):
        with pytest.raises(ProviderError) as refused:
            desk.actions.connect_with_token(identifier=who, token=token)
        assert refused.value.cause is Cause.PROVIDER_DOWN
    assert (desk.stored_token(), desk.events(), desk.rows("grants")) == (held, events, 1)


@pytest.mark.parametrize("page", PAGES)
def test_P14_T82_a_page_in_place_of_tokens_blames_neither_the_app_nor_the_person(page: str, desk: Desk) -> None:
    status, headers, body = PAGES[page]
    callback = desk.callback()
    desk.sandbox.fail_next("oauth.token", status=status, headers=headers, body=body)
    with pytest.raises(ProviderError) as failed:
        desk.actions.complete_authorization(callback)
    assert failed.value.cause is Cause.PROVIDER_DOWN
    assert desk.rows("grants") == 0
    assert desk.status() == "PENDING"


def test_a_dead_token_does_not_replace_one_that_works(any_desk: Desk) -> None:
    any_desk.connect()
    dead = any_desk.sandbox.token(kind="personal_access_token")
    any_desk.sandbox.revoke(dead)
    with pytest.raises(ProviderError):
        any_desk.actions.connect_with_token(identifier="ann", token=dead)
    assert any_desk.actions.get_connected_account(identifier="ann").kind == "oauth"
    assert any_desk.handle() == any_desk.sandbox.demo.user.handle


def test_a_provider_that_cannot_be_asked_stores_nothing_unless_unchecked(any_desk: Desk) -> None:
    token = any_desk.sandbox.token(kind="personal_access_token")
    any_desk.sandbox.fail_next("GET /v1/me", status=503)
    with pytest.raises(ProviderError) as failed:
        any_desk.actions.connect_with_token(identifier="ann", token=token)
    assert failed.value.cause is Cause.PROVIDER_DOWN
    assert any_desk.rows("accounts") == 0
    any_desk.sandbox.requests.clear()
    any_desk.actions.connect_with_token(identifier="ann", token=token, check=False)
    assert len(any_desk.sandbox.requests) == 0
    assert any_desk.handle() == any_desk.sandbox.demo.user.handle


def test_a_token_without_the_scope_to_ask_who_it_is_is_alive(any_desk: Desk) -> None:
    token = any_desk.sandbox.token(kind="personal_access_token", scopes=["file_content:read"])
    account = any_desk.actions.connect_with_token(identifier="ann", token=token, scopes="file_content:read")
    assert account.scopes == frozenset(["file_content:read"])
    with pytest.raises(MissingScopesError):
        any_desk.handle()


def test_a_plan_access_token_works_without_a_person(any_desk: Desk) -> None:
    token = any_desk.sandbox.token(kind="plan_access_token")
    account = any_desk.actions.connect_with_token(identifier="the plan", token=token, kind=PLAN)
    assert (account.status, account.kind) == ("ACTIVE", PLAN)
    with pytest.raises(WrongCredentialKindError, match="plan access token"):
        any_desk.handle("the plan")
    file: Any = any_desk.actions.execute_tool(
        "figma_file_get", identifier="the plan", tool_input={"file_key": any_desk.sandbox.demo.file_key, "depth": 1}
    )
    assert file["name"]


@pytest.mark.parametrize("kind", ["oauth", "org_oauth", "personal_access_token", "plan_access_token"])
def test_a_token_that_nobody_can_renew_is_REVOKED_when_the_api_says_so_twice(any_desk: Desk, kind: Any) -> None:
    with any_desk.reopened(tools=("figma_me_get", "figma_file_get", "figma_activity_logs_list")) as actions:
        admin = any_desk.sandbox.user("Ada", admin=True)
        token = any_desk.sandbox.token(admin, kind=kind)
        actions.connect_with_token(identifier="ann", token=token, kind=kind)
        any_desk.sandbox.revoke(token)
        any_desk.sandbox.requests.clear()
        tool, given = {
            "org_oauth": ("figma_activity_logs_list", {}),
            "plan_access_token": ("figma_file_get", {"file_key": any_desk.sandbox.demo.file_key, "depth": 1}),
        }.get(kind, ("figma_me_get", {}))
        with pytest.raises((AccountNotActiveError, ProviderError)) as refused:
            actions.execute_tool(tool, identifier="ann", tool_input=given)
        can_ask = kind in ("oauth", "personal_access_token")
        assert len(any_desk.sandbox.requests) == (2 if can_ask else 1)
        if can_ask:
            assert isinstance(refused.value, AccountNotActiveError)
            assert actions.get_connected_account(identifier="ann").status == "REVOKED"
            assert [(old, new) for old, new, _ in any_desk.events()][-1] == ("ACTIVE", "REVOKED")
        else:
            assert refused.value.cause is Cause.DEAD_TOKEN
            assert actions.get_connected_account(identifier="ann").status == "ACTIVE"


def test_one_word_of_the_api_is_not_enough_to_end_an_account(any_desk: Desk) -> None:
    token = any_desk.sandbox.token(kind="personal_access_token")
    any_desk.actions.connect_with_token(identifier="ann", token=token)
    any_desk.sandbox.fail_next("GET /v1/me", status=403, body={"status": 403, "err": "Invalid token"})
    with pytest.raises(ProviderError) as failed:
        any_desk.handle()
    assert failed.value.cause is Cause.DEAD_TOKEN
    assert any_desk.status() == "ACTIVE"
    assert any_desk.handle() == any_desk.sandbox.demo.user.handle
    assert any_desk.events() == [("PENDING", "ACTIVE", "")]


def test_a_new_token_brings_a_revoked_account_back(any_desk: Desk) -> None:
    first, second = (any_desk.sandbox.token(kind="personal_access_token") for _ in range(2))
    any_desk.actions.connect_with_token(identifier="ann", token=first)
    any_desk.sandbox.revoke(first)
    with pytest.raises(AccountNotActiveError):
        any_desk.handle()
    any_desk.actions.connect_with_token(identifier="ann", token=second)
    assert any_desk.handle() == any_desk.sandbox.demo.user.handle
    assert [(old, new) for old, new, _ in any_desk.events()] == [
        ("PENDING", "ACTIVE"),
        ("ACTIVE", "REVOKED"),
        ("REVOKED", "ACTIVE"),
    ]
    assert any_desk.rows("grants") == 1


@pytest.mark.parametrize("notice", ["a call", "a list", "a look"])
def test_a_token_past_its_date_is_EXPIRED_by_the_store_s_clock_with_one_event(any_desk: Desk, notice: str) -> None:
    ends = datetime.now(UTC) + timedelta(days=30)
    token = any_desk.sandbox.token(kind="personal_access_token")
    account = any_desk.actions.connect_with_token(identifier="ann", token=token, expires_at=ends)
    assert account.expires_at is not None
    assert abs((account.expires_at - ends).total_seconds()) < 0.001
    assert any_desk.handle() == any_desk.sandbox.demo.user.handle
    any_desk.run("UPDATE grants SET expires_at = :now - 1")
    any_desk.sandbox.requests.clear()
    if notice == "a list":
        assert [each.status for each in any_desk.actions.list_connected_accounts()] == ["EXPIRED"]
    elif notice == "a look":
        assert any_desk.status() == "EXPIRED"
    for _ in range(2):
        with pytest.raises(AccountNotActiveError) as refused:
            any_desk.handle()
        assert refused.value.status == "EXPIRED"
    assert len(any_desk.sandbox.requests) == 0
    assert any_desk.events() == [("PENDING", "ACTIVE", ""), ("ACTIVE", "EXPIRED", "past its time")]
    any_desk.actions.connect_with_token(identifier="ann", token=token)
    assert any_desk.handle() == any_desk.sandbox.demo.user.handle


def test_two_accounts_keep_the_same_token_apart(any_desk: Desk) -> None:
    token = any_desk.sandbox.token(kind="personal_access_token")
    for identifier in ("ann", "bob"):
        any_desk.actions.connect_with_token(identifier=identifier, token=token)
    assert any_desk.rows("grants") == 2
    any_desk.actions.delete_connected_account(identifier="ann")
    assert any_desk.handle("bob") == any_desk.sandbox.demo.user.handle


def test_a_token_takes_the_place_of_a_consent_and_the_other_way_round(any_desk: Desk) -> None:
    any_desk.connect()
    any_desk.connect("ann at work")
    personal = any_desk.sandbox.token(kind="personal_access_token")
    any_desk.actions.connect_with_token(identifier="ann", token=personal)
    assert (any_desk.actions.get_connected_account(identifier="ann").kind, any_desk.rows("grants")) == (PERSONAL, 2)
    assert any_desk.handle("ann at work") == any_desk.sandbox.demo.user.handle
    any_desk.connect("ann")
    assert (any_desk.actions.get_connected_account(identifier="ann").kind, any_desk.rows("grants")) == ("oauth", 1)
    assert any_desk.handle() == any_desk.sandbox.demo.user.handle


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"kind": "api_key"}, "no credential of Figma.*personal_access_token"),
        ({"plan": "gold"}, "no plan of Figma.*enterprise"),
        ({"token": ""}, "cannot be a token"),
        ({"token": "two words"}, "cannot be a token"),
        ({"token": "fwm_of-an-mcp-client"}, "a token of ours"),
        ({"token": "figd_é"}, "cannot be a token"),
        ({"token": "a\nb"}, "cannot be a token"),
        ({"expires_at": datetime(2100, 1, 1)}, "time zone"),  # noqa: DTZ001
        ({"expires_at": datetime(2020, 1, 1, tzinfo=UTC)}, "in the future"),
        ({"expires_at": datetime.max.replace(tzinfo=UTC)}, "a hundred years"),
    ],
)
def test_what_cannot_be_a_token_is_refused_unsent(desk: Desk, options: dict[str, Any], says: str) -> None:
    given = {"token": desk.sandbox.token(kind="personal_access_token"), **options}
    with pytest.raises(ConfigurationError, match=says) as refused:
        desk.actions.connect_with_token(identifier="ann", **given)
    assert given["token"] not in str(refused.value) or not given["token"]
    assert len(desk.sandbox.requests) == desk.rows("accounts") == 0


def test_T27_a_personal_token_and_a_bearer_token_never_go_together(desk: Desk) -> None:
    desk.actions.connect_with_token(identifier="ann", token=desk.sandbox.token(kind="personal_access_token"))
    desk.connect("bob")
    for identifier in ("ann", "bob"):
        desk.sandbox.requests.clear()
        desk.handle(identifier)
        [sent] = desk.sandbox.requests
        names = {name.lower() for name in sent.headers}
        assert ("x-figma-token" in names) is (identifier == "ann")
        assert ("authorization" in names) is (identifier == "bob")


def test_the_store_s_clock_decides_not_the_host_s(desk: Desk) -> None:
    ends = datetime.now(UTC) + timedelta(hours=1)
    token = desk.sandbox.token(kind="personal_access_token")
    desk.actions.connect_with_token(identifier="ann", token=token, expires_at=ends)
    desk.actions.context.stored().database._clock = lambda: time.time() + 3601  # type: ignore[attr-defined]
    assert desk.status() == "EXPIRED"
