"""Grants: one for each person and app, whoever holds on to it, and how it passes from consent to consent."""

from __future__ import annotations

from typing import Any

import pytest

from figwright.errors import AccountNotActiveError, AuthorizationError, ConfigurationError, MissingScopesError
from figwright.types.accounts import RefreshReport

from .desk import Desk


def test_T15_two_accounts_of_one_person_share_one_grant_and_one_token(any_desk: Desk) -> None:
    user = any_desk.sandbox.demo.user
    any_desk.connect("ann")
    any_desk.connect("ann at work")
    assert any_desk.rows("grants") == 1
    assert any_desk.stored_token("ann") == any_desk.stored_token("ann at work")
    assert any_desk.stored_token("ann") == any_desk.sandbox.live_token(user, any_desk.app)
    assert any_desk.handle("ann") == any_desk.handle("ann at work") == user.handle
    assert any_desk.sandbox.refreshes() == 0


@pytest.mark.parametrize("leave", ["disconnect_connected_account", "delete_connected_account"])
def test_T15_T42_one_account_of_two_leaves_the_grant_to_the_other_and_the_last_ends_it(
    any_desk: Desk, leave: str
) -> None:
    any_desk.connect("ann")
    any_desk.connect("ann at work")
    getattr(any_desk.actions, leave)(identifier="ann")
    assert any_desk.handle("ann at work") == any_desk.sandbox.demo.user.handle
    assert any_desk.sandbox.refreshes() == 0
    getattr(any_desk.actions, leave)(identifier="ann at work")
    assert any_desk.rows("grants") == 0


def test_a_new_consent_s_scopes_apply_to_every_account_on_the_grant_with_an_event_each(any_desk: Desk) -> None:
    any_desk.connect("ann")
    any_desk.connect("ann at work")
    before = any_desk.last_event()
    any_desk.connect("ann at work", scopes=["file_content:read"])
    for identifier in ("ann", "ann at work"):
        account = any_desk.actions.get_connected_account(identifier=identifier)
        assert account.scopes == frozenset(["file_content:read"])
        with pytest.raises(MissingScopesError):
            any_desk.handle(identifier)
    assert any_desk.events("ann", after=before) == [("ACTIVE", "ACTIVE", "a new consent granted: file_content:read")]


def test_a_new_consent_brings_back_every_account_on_the_grant(any_desk: Desk) -> None:
    any_desk.connect("ann")
    any_desk.connect("ann at work")
    any_desk.sandbox.disconnect(app=any_desk.app)
    for identifier in ("ann", "ann at work"):
        with pytest.raises(AccountNotActiveError) as refused:
            any_desk.handle(identifier)
        assert refused.value.status == "REVOKED"
    any_desk.connect("ann at work")
    assert any_desk.handle("ann") == any_desk.handle("ann at work") == any_desk.sandbox.demo.user.handle
    assert [(old, new) for old, new, _ in any_desk.events("ann")] == [
        ("PENDING", "ACTIVE"),
        ("ACTIVE", "ACTIVE"),
        ("ACTIVE", "REVOKED"),
        ("REVOKED", "ACTIVE"),
    ]


def test_REVOKED_is_one_event_for_each_account_and_then_nothing_is_sent(any_desk: Desk) -> None:
    any_desk.connect("ann")
    any_desk.connect("ann at work")
    any_desk.connect("bob", any_desk.sandbox.user("Bob"))
    before = any_desk.last_event()
    any_desk.sandbox.disconnect(app=any_desk.app)
    with pytest.raises(AccountNotActiveError):
        any_desk.handle("ann")
    sent = len(any_desk.sandbox.requests)
    for identifier in ("ann", "ann at work"):
        with pytest.raises(AccountNotActiveError):
            any_desk.handle(identifier)
    assert len(any_desk.sandbox.requests) == sent
    events = any_desk.actions.list_account_events(after=before)
    assert [(event.identifier, event.new) for event in events] == [("ann", "REVOKED"), ("ann at work", "REVOKED")]
    assert any_desk.handle("bob") == "Bob"


def test_T14_another_person_is_refused_and_nothing_changes(any_desk: Desk) -> None:
    sandbox, mallory = any_desk.sandbox, any_desk.sandbox.user("Mallory")
    any_desk.connect()
    token, before = any_desk.stored_token(), any_desk.actions.get_connected_account(identifier="ann")
    callback = any_desk.callback(user=mallory)
    with pytest.raises(AuthorizationError, match="another person") as refused:
        any_desk.actions.complete_authorization(callback)
    assert refused.value.fault == "other_user"
    after = any_desk.actions.get_connected_account(identifier="ann")
    assert (after.provider_user, after.status, after.scopes) == (before.provider_user, before.status, before.scopes)
    assert any_desk.stored_token() == token
    assert any_desk.rows("grants") == 1
    assert any_desk.handle() == sandbox.demo.user.handle
    assert any_desk.events() == [("PENDING", "ACTIVE", "")]


def test_T14_another_person_takes_an_account_over_where_the_link_says_so(any_desk: Desk) -> None:
    any_desk.connect()
    any_desk.connect(user=any_desk.sandbox.user("Bea"), replace=True)
    assert any_desk.handle() == "Bea"
    assert any_desk.rows("grants") == 1


def test_T14_a_disconnected_account_is_free_for_another_person(any_desk: Desk) -> None:
    any_desk.connect()
    any_desk.actions.disconnect_connected_account(identifier="ann")
    any_desk.connect(user=any_desk.sandbox.user("Bea"))
    assert any_desk.handle() == "Bea"


def test_a_taken_over_account_leaves_the_shared_grant_to_the_other(any_desk: Desk) -> None:
    any_desk.connect("ann")
    any_desk.connect("ann at work")
    any_desk.connect("ann at work", any_desk.sandbox.user("Bea"), replace=True)
    assert any_desk.handle("ann") == any_desk.sandbox.demo.user.handle
    assert any_desk.handle("ann at work") == "Bea"
    assert any_desk.rows("grants") == 2


def test_one_person_may_have_accounts_on_two_connections_with_an_app_each(any_desk: Desk) -> None:
    sandbox = any_desk.sandbox
    admin, second = sandbox.user("Ada", admin=True), sandbox.app("Audit", owner=sandbox.user(admin=True))
    audit = any_desk.connection(
        "audit",
        client_id=second.client_id,
        client_secret=second.client_secret,
        tools=("figma_activity_logs_list",),
        redirect_uri="http://localhost:8765/callback/audit",
    )
    second.redirect_uris.append("http://localhost:8765/callback/audit")
    any_desk.actions = actions = any_desk.open([any_desk.connection(), audit])
    any_desk.connect("ada", admin, connection_name="figma")
    link = actions.get_authorization_link(identifier="ada", connection_name="audit", enterprise=True)
    assert link.scopes == ("org:activity_log_read",)
    done = actions.complete_authorization(sandbox.consent(link.link, admin) or "")
    assert done.connected_account.kind == "org_oauth"
    assert any_desk.rows("grants") == 2
    assert any_desk.handle("ada") == "Ada"
    logs: Any = actions.execute_tool("figma_activity_logs_list", identifier="ada").data
    assert logs["meta"]["activity_logs"]
    assert any_desk.handle("ada") == "Ada", "the two consents do not end each other's token"
    with pytest.raises(ConfigurationError, match=r"connection_name=, one of: figma, audit"):
        actions.get_connected_account(identifier="ada")
    with pytest.raises(ConfigurationError, match=r"connection_name=, one of: figma, audit"):
        actions.get_authorization_link(identifier="ada")


def test_a_call_that_could_mean_two_connections_names_them(any_desk: Desk) -> None:
    second = any_desk.sandbox.app()
    other = any_desk.connection("other", client_id=second.client_id, client_secret=second.client_secret)
    any_desk.actions = actions = any_desk.open([any_desk.connection(), other])
    any_desk.connect("ann", connection_name="figma")
    with pytest.raises(ConfigurationError, match=r"figma_me_get could go through several connections.*figma, other"):
        actions.execute_tool("figma_me_get", identifier="ann")
    assert any_desk.handle("ann", connection_name="figma") == any_desk.sandbox.demo.user.handle
    account = actions.account("ann", connection_name="figma")
    import figma_tools

    assert figma_tools.figma_me_get(account)["handle"] == any_desk.sandbox.demo.user.handle
    with pytest.raises(ConfigurationError, match="figma, other"):
        figma_tools.figma_me_get(actions.account("ann"))


def test_refreshing_by_hand_renews_the_token_and_revives_an_account(any_desk: Desk) -> None:
    user, app = any_desk.sandbox.demo.user, any_desk.app
    any_desk.connect()
    first = any_desk.stored_token()
    assert any_desk.actions.refresh_connected_account(identifier="ann").status == "ACTIVE"
    assert any_desk.stored_token() != first
    assert any_desk.stored_token() == any_desk.sandbox.live_token(user, app)
    any_desk.run("UPDATE accounts SET status = 'REVOKED'")
    any_desk.run("UPDATE grants SET state = 'dead', state_reason = 'refused'")
    with pytest.raises(AccountNotActiveError):
        any_desk.handle()
    assert any_desk.actions.refresh_connected_account(identifier="ann").status == "ACTIVE"
    assert any_desk.handle() == user.handle
    assert any_desk.sandbox.refreshes() == 2


def test_an_account_without_a_refresh_token_cannot_be_renewed_by_hand(any_desk: Desk) -> None:
    any_desk.actions.get_or_create_connected_account(identifier="ann")
    with pytest.raises(ConfigurationError, match="no refresh token"):
        any_desk.actions.refresh_connected_account(identifier="ann")
    any_desk.actions.connect_with_token(identifier="ann", token=any_desk.sandbox.token(kind="personal_access_token"))
    with pytest.raises(ConfigurationError, match="only its person"):
        any_desk.actions.refresh_connected_account(identifier="ann")


def test_the_scopes_that_the_provider_names_correct_those_of_every_account_on_the_grant(any_desk: Desk) -> None:
    any_desk.connect("ann")
    any_desk.connect("ann at work")
    token = any_desk.sandbox.world.tokens[any_desk.stored_token()]
    token.scopes = ("file_content:read",)
    before = any_desk.last_event()
    with pytest.raises(Exception, match="scope"):
        any_desk.handle("ann")
    for identifier in ("ann", "ann at work"):
        assert any_desk.actions.get_connected_account(identifier=identifier).scopes == frozenset(["file_content:read"])
        assert any_desk.events(identifier, after=before)[0][2] == "the granted scopes are: file_content:read"
        with pytest.raises(MissingScopesError):
            any_desk.handle(identifier)
    assert any_desk.sandbox.refreshes() == 0


def test_T30_tokens_moved_to_another_row_are_told_as_corrupt_and_harm_nobody_else(any_desk: Desk) -> None:
    any_desk.connect("ann")
    any_desk.connect("bob", user=any_desk.sandbox.user("Bob", plan="enterprise"))
    [(moved,)] = any_desk.run(
        "SELECT g.access FROM grants g JOIN accounts a ON a.grant_id = g.id WHERE a.identifier = 'bob'"
    )
    any_desk.run(
        "UPDATE grants SET access = :moved WHERE id = (SELECT grant_id FROM accounts WHERE identifier = 'ann')",
        moved=moved,
    )
    other = any_desk.open()  # whoever opened the token before has it still
    for _ in range(2):
        with pytest.raises(AccountNotActiveError, match="corrupt"):
            any_desk.handle("ann", by=other)
    assert any_desk.actions.get_connected_account(identifier="ann").status_reason.startswith("corrupt")
    assert len([event for event in any_desk.actions.list_account_events() if "corrupt" in event.reason]) == 1
    assert any_desk.handle("bob", by=other) == "Bob"
    any_desk.connect("ann")
    assert any_desk.handle("ann", by=other) == any_desk.sandbox.demo.user.handle
    assert not any_desk.actions.get_connected_account(identifier="ann").status_reason.startswith("corrupt")


@pytest.mark.parametrize("column", ["data_key", "access"])
@pytest.mark.parametrize("expires_in", [1000, -1])
def test_T36_a_seal_of_an_unknown_version_is_told_as_corrupt_and_nobody_is_asked(
    any_desk: Desk, column: str, expires_in: int
) -> None:
    any_desk.connect()
    asked = any_desk.exchanges()
    blob = bytes(any_desk.run(f"SELECT {column} FROM grants")[0][0])
    any_desk.run(
        f"UPDATE grants SET {column} = :blob, expires_at = :now + :ends", blob=b"\x02" + blob[1:], ends=expires_in
    )
    other = any_desk.open()
    for _ in range(2):
        with pytest.raises(AccountNotActiveError, match="corrupt"):
            any_desk.handle(by=other)
    assert any_desk.actions.get_connected_account(identifier="ann").status_reason.startswith("corrupt")
    assert len([event for event in any_desk.actions.list_account_events() if "corrupt" in event.reason]) == 1
    assert any_desk.exchanges() == asked
    any_desk.connect()
    assert any_desk.handle(by=other) == any_desk.sandbox.demo.user.handle


def test_T36_a_damaged_refresh_token_names_the_account_and_stops_neither_its_living_token_nor_the_others(
    any_desk: Desk,
) -> None:
    any_desk.connect("ann")
    any_desk.connect("bob", user=any_desk.sandbox.user("Bob", plan="enterprise"))
    whose = "WHERE id = (SELECT grant_id FROM accounts WHERE identifier = 'ann')"
    [(sealed,)] = any_desk.run(f"SELECT refresh FROM grants {whose}")
    damaged = bytes(sealed)[:-1] + bytes([sealed[-1] ^ 1])
    any_desk.run(f"UPDATE grants SET refresh = :damaged {whose}", damaged=damaged)
    any_desk.run("UPDATE grants SET refresh_after = :now - 10, expires_at = :now + 1000")
    assert any_desk.actions.refresh_due(rate=None, threads=1) == RefreshReport(refreshed=1, failed=1)
    assert any_desk.actions.get_connected_account(identifier="ann").status_reason.startswith("corrupt")
    assert any_desk.handle("ann") == any_desk.sandbox.demo.user.handle

    any_desk.run(f"UPDATE grants SET expires_at = :now - 1 {whose}")
    for _ in range(2):
        with pytest.raises(AccountNotActiveError, match=r"'ann' on 'figma' is ACTIVE \(corrupt: .* connect the"):
            any_desk.handle("ann")
    any_desk.run("UPDATE grants SET next_attempt_at = 0")
    with pytest.raises(AccountNotActiveError, match=r"'ann'.*corrupt"):
        any_desk.actions.refresh_connected_account(identifier="ann")
    assert len([event for event in any_desk.actions.list_account_events() if "corrupt" in event.reason]) == 1
    assert any_desk.handle("bob") == "Bob"

    any_desk.connect("ann")
    assert any_desk.handle("ann") == any_desk.sandbox.demo.user.handle
    assert not any_desk.actions.get_connected_account(identifier="ann").status_reason.startswith("corrupt")
