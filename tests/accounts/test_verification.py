"""Who gave the consent: accounts that wait until your own session confirms their person (T12, T13)."""

from __future__ import annotations

from typing import Any

import pytest

from figwright import Actions
from figwright.errors import AccountNotActiveError, AuthorizationError, ConfigurationError
from figwright_figma.sandbox.world import User

from .desk import Desk, query

CONFIRM = "https://app.example.com/confirm"


def grants(desk: Desk) -> int:
    desk.actions.list_connected_accounts()
    return desk.rows("grants")


@pytest.fixture(params=["the connection", "the link"])
def required(request: pytest.FixtureRequest, any_desk: Desk) -> Desk:
    """Verification required by the connection's option, or by a link's `user_verify_url`."""
    if request.param == "the connection":
        any_desk.actions = any_desk.open([any_desk.connection(verification="required")])
    else:
        any_desk.link_options = {"user_verify_url": CONFIRM}
    return any_desk


def consent(desk: Desk, identifier: str = "ann", user: User | None = None, **options: Any) -> str:
    """A consent up to where it waits; its auth_request_id."""
    done = desk.connect(identifier, user, **options)
    assert done.verification_required
    return done.auth_request_id


def test_T12_an_account_waits_until_its_person_is_confirmed(required: Desk) -> None:
    auth_request_id = consent(required)
    assert required.status() == "PENDING_VERIFICATION"
    with pytest.raises(AccountNotActiveError) as refused:
        required.handle()
    assert refused.value.status == "PENDING_VERIFICATION"
    account = required.actions.verify_connected_account_user(auth_request_id=auth_request_id, identifier="ann")
    assert account.status == "ACTIVE"
    assert required.handle() == required.sandbox.demo.user.handle
    assert required.events() == [
        ("PENDING", "PENDING_VERIFICATION", ""),
        ("PENDING_VERIFICATION", "ACTIVE", ""),
    ]


def test_T13_nobody_else_confirms_a_consent_and_nobody_twice(required: Desk) -> None:
    auth_request_id = consent(required)
    required.actions.get_or_create_connected_account(identifier="bob")
    for identifier, request_id in (("bob", auth_request_id), ("Ann", auth_request_id), ("ann", "0" * 32)):
        with pytest.raises(AuthorizationError) as refused:
            required.actions.verify_connected_account_user(auth_request_id=request_id, identifier=identifier)
        assert refused.value.fault == "unknown_request"
    assert (required.status("ann"), required.status("bob")) == ("PENDING_VERIFICATION", "PENDING")
    required.actions.verify_connected_account_user(auth_request_id=auth_request_id, identifier="ann")
    with pytest.raises(AuthorizationError):
        required.actions.verify_connected_account_user(auth_request_id=auth_request_id, identifier="ann")
    assert required.status() == "ACTIVE"


def test_T13_a_consent_that_was_not_given_cannot_be_confirmed(required: Desk) -> None:
    link = required.actions.get_authorization_link(identifier="ann", user_verify_url=CONFIRM)
    with pytest.raises(AuthorizationError):
        required.actions.verify_connected_account_user(auth_request_id=link.auth_request_id, identifier="ann")
    assert required.status() == "PENDING"


def test_T12_an_unconfirmed_grant_is_deleted_after_ten_minutes_and_the_old_status_is_back(required: Desk) -> None:
    auth_request_id = consent(required)
    required.age_requests(599)
    assert (required.status(), grants(required)) == ("PENDING_VERIFICATION", 1)
    required.age_requests(2)
    assert (required.status(), grants(required)) == ("PENDING", 0)
    with pytest.raises(AuthorizationError, match="ten minutes"):
        required.actions.verify_connected_account_user(auth_request_id=auth_request_id, identifier="ann")
    assert [(old, new) for old, new, _ in required.events()] == [
        ("PENDING", "PENDING_VERIFICATION"),
        ("PENDING_VERIFICATION", "PENDING"),
    ]


def test_T12_a_late_confirmation_is_refused_although_nobody_has_cleaned_up(required: Desk) -> None:
    auth_request_id = consent(required)
    required.age_requests(601)
    with pytest.raises(AuthorizationError):
        required.actions.verify_connected_account_user(auth_request_id=auth_request_id, identifier="ann")
    assert (required.status(), grants(required)) == ("PENDING", 0)


def test_T12_a_stranger_who_opens_the_link_never_acts_as_the_user(required: Desk) -> None:
    mallory = required.sandbox.user("Mallory")
    consent(required, "ann", mallory)
    with pytest.raises(AccountNotActiveError):
        required.handle("ann")
    auth_request_id = consent(required, "ann")
    required.actions.verify_connected_account_user(auth_request_id=auth_request_id, identifier="ann")
    assert required.handle("ann") == required.sandbox.demo.user.handle
    required.age_requests(601)
    assert grants(required) == 1
    assert required.handle("ann") == required.sandbox.demo.user.handle


def test_an_active_account_works_on_while_another_person_waits_to_take_it_over(required: Desk) -> None:
    required.actions.connect_with_token(identifier="ann", token=required.sandbox.token(kind="personal_access_token"))
    bea = required.sandbox.user("Bea")
    auth_request_id = consent(required, user=bea)
    assert required.status() == "ACTIVE"
    assert required.handle() == required.sandbox.demo.user.handle
    required.actions.verify_connected_account_user(auth_request_id=auth_request_id, identifier="ann")
    assert required.handle() == "Bea"
    assert grants(required) == 1


def test_the_same_person_s_next_consent_needs_no_confirmation(required: Desk) -> None:
    auth_request_id = consent(required)
    required.actions.verify_connected_account_user(auth_request_id=auth_request_id, identifier="ann")
    again = required.connect("ann")
    assert not again.verification_required
    assert required.handle() == required.sandbox.demo.user.handle


@pytest.mark.parametrize("status", ["EXPIRED", "DISCONNECTED", "REVOKED"])
def test_T12_of_two_unconfirmed_consents_the_later_waits_and_the_first_status_comes_back(
    required: Desk, status: str
) -> None:
    required.actions.get_or_create_connected_account(identifier="ann")
    required.run("UPDATE accounts SET status = :status", status=status)
    consent(required, user=required.sandbox.user("Bea"))
    required.age_requests(300)
    consent(required, user=required.sandbox.user("Cy"))
    assert grants(required) == 1
    required.age_requests(301)
    assert required.status() == "PENDING_VERIFICATION", "the second consent still waits"
    required.age_requests(300)
    assert (required.status(), grants(required)) == (status, 0)


def test_disconnecting_ends_what_waits_to_be_confirmed(required: Desk) -> None:
    auth_request_id = consent(required)
    required.actions.disconnect_connected_account(identifier="ann")
    assert grants(required) == 0
    with pytest.raises(AuthorizationError):
        required.actions.verify_connected_account_user(auth_request_id=auth_request_id, identifier="ann")
    required.age_requests(601)
    assert required.status() == "DISCONNECTED"


def test_a_grant_shared_with_a_working_account_outlives_an_unconfirmed_consent(required: Desk) -> None:
    first = consent(required, "ann")
    required.actions.verify_connected_account_user(auth_request_id=first, identifier="ann")
    consent(required, "ann at work")
    required.age_requests(601)
    assert (required.status("ann at work"), grants(required)) == ("PENDING", 1)
    assert required.handle("ann") == required.sandbox.demo.user.handle


def test_the_person_is_sent_to_the_page_that_confirms(desk: Desk) -> None:
    done = desk.connect(user_verify_url=f"{CONFIRM}?tab=1", return_to="/settings")
    assert done.verification_required
    assert done.redirect_to == f"{CONFIRM}?tab=1&auth_request_id={done.auth_request_id}"
    assert query(done.redirect_to)["tab"] == "1"
    assert desk.connect("bob", return_to="/settings").redirect_to == "/settings"
    assert desk.connect("cy").redirect_to == ""


def test_who_has_nothing_to_confirm_is_not_sent_to_the_page_that_confirms(desk: Desk) -> None:
    """As the same person with the next consent: that page would have nothing to say to them."""
    first = desk.connect(user_verify_url=CONFIRM, return_to="/settings")
    desk.actions.verify_connected_account_user(auth_request_id=first.auth_request_id, identifier="ann")
    again = desk.connect(user_verify_url=CONFIRM, return_to="/settings")
    assert (again.verification_required, again.redirect_to) == (False, "/settings")


@pytest.mark.parametrize(
    ("page", "before", "after"),
    [(f"{CONFIRM}#tab", f"{CONFIRM}?", "#tab"), (f"{CONFIRM}?a=1#b?c", f"{CONFIRM}?a=1&", "#b?c"), ("/v", "/v?", "")],
)
def test_the_page_that_confirms_reads_the_id_in_its_query_whatever_else_is_in_its_address(
    desk: Desk, page: str, before: str, after: str
) -> None:
    done = desk.connect(user_verify_url=page)
    assert done.redirect_to == f"{before}auth_request_id={done.auth_request_id}{after}"


@pytest.mark.parametrize("auth_request_id", ["", "\x00", "\ud800", "é" * 32, "0" * 33, "0" * 100_000])
def test_T13_an_address_s_id_that_nobody_made_is_unknown(any_desk: Desk, auth_request_id: str) -> None:
    with pytest.raises(AuthorizationError, match="waits to be confirmed"):
        any_desk.actions.verify_connected_account_user(auth_request_id=auth_request_id, identifier="ann")


def test_an_account_that_waits_to_be_confirmed_says_what_it_waits_for(required: Desk) -> None:
    required.actions.get_or_create_connected_account(identifier="ann")
    with pytest.raises(AccountNotActiveError, match="has to connect first"):
        required.handle()
    consent(required)
    with pytest.raises(AccountNotActiveError, match="verify_connected_account_user"):
        required.handle()


def test_no_place_to_return_to_may_be_written_as_None(any_desk: Desk) -> None:
    assert any_desk.connect(return_to=None, user_verify_url=None).redirect_to == ""


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example", "http://evil.example/", "https://a\\b"])
def test_T11_a_return_address_that_browsers_misread_is_refused_before_a_link(desk: Desk, url: str) -> None:
    for setting in ("return_to", "user_verify_url"):
        with pytest.raises(ConfigurationError, match=setting):
            desk.actions.get_authorization_link(identifier="ann", **{setting: url})  # type: ignore[arg-type]
    assert desk.rows("authorization_requests") == desk.rows("accounts") == 0


def test_a_confirmation_holds_on_another_host_too(required: Desk) -> None:
    auth_request_id = consent(required)
    other: Actions = required.open()
    other.verify_connected_account_user(auth_request_id=auth_request_id, identifier="ann")
    assert required.handle() == required.handle(by=other) == required.sandbox.demo.user.handle


def test_T14_confirming_a_consent_does_not_replace_another_person_who_connected_meanwhile(any_desk: Desk) -> None:
    bea = any_desk.sandbox.user("Bea")
    waiting = consent(any_desk, user_verify_url=CONFIRM)
    assert not any_desk.connect(user=bea).verification_required
    with pytest.raises(AuthorizationError) as refused:
        any_desk.actions.verify_connected_account_user(auth_request_id=waiting, identifier="ann")
    assert refused.value.fault == "other_user"
    assert any_desk.handle() == "Bea"
    any_desk.age_requests(601)
    assert (any_desk.status(), grants(any_desk)) == ("ACTIVE", 1)


def test_T14_another_app_does_not_let_another_person_in(any_desk: Desk) -> None:
    any_desk.connect()
    any_desk.app = any_desk.sandbox.app("New")
    renewed = any_desk.open()
    with pytest.raises(AuthorizationError) as refused:
        any_desk.connect(user=any_desk.sandbox.user("Bea"), by=renewed)
    assert refused.value.fault == "other_user"
    any_desk.connect(by=renewed)
    assert any_desk.handle(by=renewed) == any_desk.sandbox.demo.user.handle


def test_T14_a_consent_that_was_asked_for_to_replace_the_person_does_so_when_it_is_confirmed(any_desk: Desk) -> None:
    waiting = consent(any_desk, user_verify_url=CONFIRM, replace=True)
    any_desk.connect(user=any_desk.sandbox.user("Bea"))
    any_desk.actions.verify_connected_account_user(auth_request_id=waiting, identifier="ann")
    assert any_desk.handle() == any_desk.sandbox.demo.user.handle
