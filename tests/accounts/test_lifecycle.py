"""Accounts from the first request to the last event, as DESIGN's statuses have it."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from figwright.errors import (
    AccountNotActiveError,
    AuthorizationError,
    ConfigurationError,
    InvalidResponseError,
    NotConnectedError,
)
from figwright.types.accounts import AccountEvent, AccountStatus

from .desk import Desk


def test_a_hundred_callers_at_once_get_one_account(any_desk: Desk) -> None:
    together = Barrier(20)
    clients = [any_desk.open() for _ in range(4)]

    def ask(number: int) -> tuple[str, bool]:
        if number < 20:
            together.wait(30)
        found = clients[number % 4].get_or_create_connected_account(identifier="ann")
        return found.connected_account.identifier, found.created

    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(ask, range(100)))
    assert {identifier for identifier, _ in found} == {"ann"}
    assert [created for _, created in found].count(True) == 1
    assert any_desk.rows("accounts") == 1


def test_an_account_is_pending_until_its_person_consents(any_desk: Desk) -> None:
    account, created = any_desk.actions.get_or_create_connected_account(identifier="ann")
    assert created
    assert (account.status, account.kind, account.scopes, account.provider_user) == ("PENDING", "", None, "")
    assert account.created_at is not None
    with pytest.raises(AccountNotActiveError) as refused:
        any_desk.handle()
    assert refused.value.status == "PENDING"
    link = any_desk.actions.get_authorization_link(identifier="ann")
    done = any_desk.actions.complete_authorization(any_desk.sandbox.consent(link.link) or "")
    assert done.connected_account.status is AccountStatus.ACTIVE
    assert done.connected_account.kind == "oauth"
    assert done.connected_account.scopes == frozenset(link.scopes)
    assert done.connected_account.provider_user == any_desk.sandbox.demo.user.id
    assert not done.verification_required
    assert any_desk.actions.get_or_create_connected_account(identifier="ann") == (
        any_desk.actions.get_connected_account(identifier="ann"),
        False,
    )
    assert any_desk.handle() == any_desk.sandbox.demo.user.handle
    assert any_desk.events() == [("PENDING", "ACTIVE", "")]


def test_an_active_account_works_while_a_new_consent_is_pending(any_desk: Desk) -> None:
    any_desk.connect()
    any_desk.actions.get_authorization_link(identifier="ann")
    assert any_desk.status() == "ACTIVE"
    assert any_desk.handle() == any_desk.sandbox.demo.user.handle
    any_desk.age_requests(601)
    assert any_desk.status() == "ACTIVE"
    assert any_desk.events() == [("PENDING", "ACTIVE", "")]


def test_a_link_alone_makes_the_account(any_desk: Desk) -> None:
    any_desk.actions.get_authorization_link(identifier="ann")
    assert any_desk.status() == "PENDING"
    assert any_desk.events() == []


def test_T4_a_pending_consent_expires_and_is_purged(any_desk: Desk) -> None:
    any_desk.actions.get_authorization_link(identifier="ann")
    assert any_desk.rows("authorization_requests") == 1
    any_desk.age_requests(599)
    any_desk.actions.list_connected_accounts()
    assert any_desk.rows("authorization_requests") == 1
    any_desk.age_requests(2)
    any_desk.actions.list_connected_accounts()
    assert any_desk.rows("authorization_requests") == 0
    assert any_desk.status() == "PENDING"


def test_disconnecting_deletes_the_tokens_and_keeps_the_account(any_desk: Desk) -> None:
    any_desk.connect()
    account = any_desk.actions.disconnect_connected_account(identifier="ann")
    assert (account.status, account.kind, account.scopes) == ("DISCONNECTED", "", None)
    assert any_desk.rows("grants") == 0
    with pytest.raises(AccountNotActiveError, match="must connect again") as refused:
        any_desk.handle()
    assert refused.value.status == "DISCONNECTED"
    any_desk.actions.disconnect_connected_account(identifier="ann")
    assert any_desk.events() == [("PENDING", "ACTIVE", ""), ("ACTIVE", "DISCONNECTED", "")]
    any_desk.connect()
    assert any_desk.handle() == any_desk.sandbox.demo.user.handle
    assert any_desk.events()[-1] == ("DISCONNECTED", "ACTIVE", "")


def test_T42_deleting_forgets_everything_but_the_events(any_desk: Desk) -> None:
    any_desk.connect()
    any_desk.actions.get_authorization_link(identifier="ann")
    any_desk.actions.delete_connected_account(identifier="ann")
    assert [any_desk.rows(table) for table in ("accounts", "grants", "authorization_requests")] == [0, 0, 0]
    for method in (
        any_desk.actions.get_connected_account,
        any_desk.actions.disconnect_connected_account,
        any_desk.actions.delete_connected_account,
        any_desk.actions.refresh_connected_account,
    ):
        with pytest.raises(NotConnectedError):
            method(identifier="ann")
    with pytest.raises(NotConnectedError):
        any_desk.handle()
    assert any_desk.events() == [("PENDING", "ACTIVE", ""), ("ACTIVE", "DISCONNECTED", "deleted")]
    assert any_desk.actions.get_or_create_connected_account(identifier="ann").created


def test_a_deleted_account_is_not_brought_back_by_a_consent_under_way(any_desk: Desk) -> None:
    callback = any_desk.callback()
    any_desk.actions.delete_connected_account(identifier="ann")
    with pytest.raises(Exception, match="not known here") as refused:
        any_desk.actions.complete_authorization(callback)
    assert getattr(refused.value, "fault", "") == "unknown_state"
    assert any_desk.rows("grants") == any_desk.rows("accounts") == 0


def test_an_account_deleted_the_moment_its_consent_was_stored_is_told_as_such(any_desk: Desk) -> None:
    @any_desk.actions.on_status_change
    def delete(event: AccountEvent) -> None:
        if event.new == "ACTIVE":
            any_desk.actions.delete_connected_account(identifier="ann")

    with pytest.raises(AuthorizationError, match="deleted meanwhile"):
        any_desk.connect()
    assert any_desk.rows("accounts") == any_desk.rows("grants") == 0


def test_each_change_is_one_event_with_the_old_status_the_new_and_the_reason(any_desk: Desk) -> None:
    seen: list[AccountEvent] = []
    any_desk.actions.on_status_change(seen.append)
    any_desk.connect()
    any_desk.connect()
    scopes = sorted(any_desk.actions.get_connected_account(identifier="ann").scopes or ())
    any_desk.actions.disconnect_connected_account(identifier="ann")
    any_desk.actions.connect_with_token(identifier="ann", token=any_desk.sandbox.token(kind="personal_access_token"))
    any_desk.actions.delete_connected_account(identifier="ann")
    stored = any_desk.actions.list_account_events()
    assert list(stored) == seen
    assert [(event.old, event.new, event.reason) for event in stored] == [
        ("PENDING", "ACTIVE", ""),
        ("ACTIVE", "ACTIVE", f"a new consent granted: {' '.join(scopes)}"),
        ("ACTIVE", "DISCONNECTED", ""),
        ("DISCONNECTED", "ACTIVE", ""),
        ("ACTIVE", "DISCONNECTED", "deleted"),
    ]
    assert [event.id for event in stored] == sorted(event.id for event in stored)
    assert all(event.at.tzinfo is not None for event in stored)
    assert any_desk.actions.list_account_events(after=stored[1].id, limit=1) == stored[2:3]


@pytest.mark.parametrize("numbers", [{"limit": 0}, {"limit": -1}, {"limit": 2**63}, {"after": -1}, {"after": 2**63}])
def test_a_number_that_no_store_has_is_refused_where_events_are_listed(any_desk: Desk, numbers: dict[str, int]) -> None:
    with pytest.raises(ConfigurationError, match="limit is 1 or more, and after is the id"):
        any_desk.actions.list_account_events(**numbers)  # type: ignore[arg-type]


def test_a_listener_that_fails_harms_nobody(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    seen: list[AccountEvent] = []

    @desk.actions.on_status_change
    def fails(event: AccountEvent) -> None:
        raise RuntimeError("broken listener")

    desk.actions.on_status_change(seen.append)
    with caplog.at_level(logging.ERROR, "figwright"):
        assert desk.connect().connected_account.status == "ACTIVE"
    assert [event.new for event in seen] == ["ACTIVE"]
    assert "listener" in caplog.text
    assert desk.handle() == desk.sandbox.demo.user.handle


def test_a_listener_is_no_coroutine_function(desk: Desk) -> None:
    async def listener(event: AccountEvent) -> None:
        """Never called."""

    with pytest.raises(ConfigurationError, match="plain function"):
        desk.actions.on_status_change(listener)


def test_a_listener_may_use_the_client_it_listens_to(any_desk: Desk) -> None:
    statuses: list[str] = []
    any_desk.actions.on_status_change(lambda event: statuses.append(any_desk.status(event.identifier)))
    any_desk.connect()
    assert statuses == ["ACTIVE"]


def test_lists_go_page_by_page_in_order_and_filter(any_desk: Desk) -> None:
    sandbox, names = any_desk.sandbox, [f"user {number:02}" for number in range(7)]
    other = any_desk.connection("other", client_id=sandbox.app().client_id)
    any_desk.actions = actions = any_desk.open([any_desk.connection(), other])
    for name in reversed(names):
        actions.get_or_create_connected_account(identifier=name, connection_name="figma")
    actions.get_or_create_connected_account(identifier=names[0], connection_name="other")
    token = sandbox.token(kind="personal_access_token")
    for name in names[:3]:
        actions.connect_with_token(identifier=name, token=token, connection_name="figma")
    pages, page_token = [], None
    while True:
        page = actions.list_connected_accounts(page_size=3, page_token=page_token)
        assert len(page) == len(page.connected_accounts) == len(list(page))
        pages.append([(account.connection_name, account.identifier) for account in page])
        page_token = page.next_page_token
        if page_token is None:
            break
    assert pages == [
        [("figma", names[0]), ("figma", names[1]), ("figma", names[2])],
        [("figma", names[3]), ("figma", names[4]), ("figma", names[5])],
        [("figma", names[6]), ("other", names[0])],
    ]

    def listed(**filters: Any) -> list[tuple[str, str]]:
        found = actions.list_connected_accounts(**filters)
        return [(account.connection_name, account.identifier) for account in found]

    assert listed(connection_name="other") == [("other", names[0])]
    assert listed(identifier=names[0]) == [("figma", names[0]), ("other", names[0])]
    assert listed(identifier=names[0], connection_name="figma") == [("figma", names[0])]
    assert listed(status="ACTIVE") == [("figma", name) for name in names[:3]]
    assert listed(status=AccountStatus.PENDING, connection_name="other") == [("other", names[0])]
    assert listed(status="REVOKED") == []
    assert listed(identifier="nobody") == []


def test_an_unknown_filter_is_an_error(desk: Desk) -> None:
    actions = desk.actions
    with pytest.raises(TypeError, match="user_id"):
        actions.list_connected_accounts(user_id="ann")  # type: ignore[call-arg]
    with pytest.raises(ConfigurationError, match="PENDING_VERIFICATION"):
        actions.list_connected_accounts(status="active")
    with pytest.raises(ConfigurationError, match=r"no connection 'slack'.*figma"):
        actions.list_connected_accounts(connection_name="slack")
    with pytest.raises(ConfigurationError, match="page_token"):
        actions.list_connected_accounts(page_token="3")
    for size in (0, -1, 1001):
        with pytest.raises(ConfigurationError, match="between 1 and 1000"):
            actions.list_connected_accounts(page_size=size)


@pytest.mark.parametrize("filters", [{"identifier": ""}, {"connection_name": ""}, {"identifier": "a\x00"}])
def test_T43_an_empty_filter_is_an_error_and_never_everybody(desk: Desk, filters: dict[str, Any]) -> None:
    desk.connect()
    for method in (desk.actions.list_connected_accounts, desk.actions.list_account_events):
        with pytest.raises(ConfigurationError):
            method(**filters)


def test_a_plan_belongs_to_an_account_and_stays_when_its_token_changes(any_desk: Desk) -> None:
    any_desk.connect()
    updated = any_desk.actions.update_connected_account(identifier="ann", plan="professional")
    assert updated.plan == "professional"
    any_desk.connect()
    assert any_desk.actions.get_connected_account(identifier="ann").plan == "professional"
    token = any_desk.sandbox.token(kind="personal_access_token")
    assert any_desk.actions.connect_with_token(identifier="ann", token=token).plan == "professional"
    assert any_desk.actions.connect_with_token(identifier="ann", token=token, plan="enterprise").plan == "enterprise"
    assert any_desk.actions.update_connected_account(identifier="ann", plan=None).plan is None
    with pytest.raises(ConfigurationError, match="no plan of Figma"):
        any_desk.actions.update_connected_account(identifier="ann", plan="gold")
    with pytest.raises(NotConnectedError):
        any_desk.actions.update_connected_account(identifier="bob", plan=None)


def test_methods_take_no_positional_arguments(desk: Desk) -> None:
    for method in ("get_or_create_connected_account", "get_connected_account", "delete_connected_account"):
        with pytest.raises(TypeError):
            getattr(desk.actions, method)("ann")


def test_a_client_of_one_handed_in_token_keeps_no_accounts(desk: Desk) -> None:
    actions = type(desk.actions).with_token("figd_x", api_url=desk.sandbox.url, allow_insecure=True)
    with actions, pytest.raises(ConfigurationError, match="with_token"):
        actions.get_or_create_connected_account(identifier="ann")


@pytest.mark.parametrize("body", ["{}", "null", '{"message": "Forbidden"}', '{"captive": true}'])
def test_P14_a_token_is_not_taken_for_alive_on_an_answer_that_names_nobody(any_desk: Desk, body: str) -> None:
    token = any_desk.sandbox.token(kind="personal_access_token")
    any_desk.sandbox.fail_next("getMe", status=200, body=body)
    with pytest.raises(InvalidResponseError, match="is not in Figma's words"):
        any_desk.actions.connect_with_token(identifier="ann", token=token)
    assert any_desk.rows("accounts") == 0
    any_desk.actions.connect_with_token(identifier="ann", token=token)
