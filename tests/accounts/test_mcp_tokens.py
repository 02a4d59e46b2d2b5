"""Tokens that we issue to MCP clients: each is one account's, ends, is shown once and stored as a hash."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import pytest

from figwright import Actions
from figwright.errors import ConfigurationError, StoreBusyError
from figwright.oauth.protocol import fingerprint
from figwright.redaction.cleaning import clean_text
from figwright.types.accounts import IssuedMcpToken

from .desk import Desk


def issue(desk: Desk, identifier: str = "ann", **options: Any) -> IssuedMcpToken:
    return desk.actions.issue_mcp_token(identifier=identifier, **options)


def end(desk: Desk, issued: IssuedMcpToken, ago: float = 1) -> None:
    desk.run("UPDATE mcp_tokens SET expires_at = :now - :ago WHERE id = :id", ago=ago, id=issued.mcp_token.id)


def test_T65_a_token_is_one_account_s(any_desk: Desk) -> None:
    ann, ben = issue(any_desk), issue(any_desk, "ben", label="Cursor at home", read_only=True)
    for issued, identifier, label, read_only in ((ann, "ann", "", False), (ben, "ben", "Cursor at home", True)):
        found = any_desk.actions.check_mcp_token(issued.token)
        assert found is not None
        assert (found.connection_name, found.identifier, found.label) == ("figma", identifier, label)
        assert found.read_only is read_only
        assert found.id == issued.mcp_token.id
    assert ann.token != ben.token
    assert any_desk.status("ann") == "PENDING"


def test_a_token_has_256_random_bits_and_ends_after_ninety_days(any_desk: Desk) -> None:
    issued = issue(any_desk)
    assert issued.token.startswith("fwm_")
    assert len(issued.token.removeprefix("fwm_")) == 43
    left = issued.mcp_token.expires_at - datetime.now(UTC)
    assert timedelta(days=89, hours=23) < left <= timedelta(days=90, minutes=1)


@pytest.mark.parametrize("wrong", ["", "fwm_", "fwm_" + "a" * 43, "x" * 100_000, "\ud800", "é"])
def test_T63_what_we_did_not_issue_is_nobody_s(any_desk: Desk, wrong: str) -> None:
    token = issue(any_desk).token
    for other in (wrong, token + wrong, token[:-1], token.upper(), token + " "):
        assert other == token or any_desk.actions.check_mcp_token(other) is None
    assert any_desk.actions.check_mcp_token(fingerprint(token)) is None


def test_T22_only_the_hash_of_a_token_is_stored_and_nothing_shows_the_token(any_desk: Desk) -> None:
    issued = issue(any_desk)
    any_desk.actions.check_mcp_token(issued.token)
    secret = issued.token.removeprefix("fwm_")
    assert fingerprint(issued.token).encode() in any_desk.dump()
    assert secret.encode() not in any_desk.dump()
    for shown in (repr(issued), str(issued), repr(any_desk.actions.list_mcp_tokens())):
        assert secret not in shown
    assert clean_text(f"cannot take Bearer {issued.token}, sorry", "") == "cannot take Bearer [redacted], sorry"
    assert clean_text(f"{issued.token} toy_1234", "toy_[0-9]+") == "[redacted] [redacted]"


def test_a_token_that_ended_is_nobody_s_by_the_store_s_clock(any_desk: Desk) -> None:
    issued = issue(any_desk, expires_in=timedelta(minutes=1))
    assert any_desk.actions.check_mcp_token(issued.token) is not None
    end(any_desk, issued)
    assert any_desk.actions.check_mcp_token(issued.token) is None
    [listed] = any_desk.actions.list_mcp_tokens()
    assert listed.expired


def test_tokens_are_forgotten_thirty_days_after_their_end(any_desk: Desk) -> None:
    old, ended = issue(any_desk), issue(any_desk)
    end(any_desk, old, 31 * 86400)
    end(any_desk, ended, 29 * 86400)
    new = issue(any_desk, "ben")
    assert [token.id for token in any_desk.actions.list_mcp_tokens()] == [ended.mcp_token.id, new.mcp_token.id]


def test_revoking_ends_a_token_at_once_in_every_client(any_desk: Desk) -> None:
    with any_desk.open() as other:
        tokens = [issue(any_desk), issue(any_desk), issue(any_desk, "ben")]
        assert all(other.check_mcp_token(each.token) for each in tokens)
        assert any_desk.actions.revoke_mcp_tokens(token_id=tokens[0].mcp_token.id) == 1
        assert [bool(other.check_mcp_token(each.token)) for each in tokens] == [False, True, True]
        assert any_desk.actions.revoke_mcp_tokens(token_id=tokens[0].mcp_token.id) == 0
        assert any_desk.actions.revoke_mcp_tokens(identifier="ann") == 1
        assert [bool(other.check_mcp_token(each.token)) for each in tokens] == [False, False, True]


def test_T38_nobody_revokes_another_s_token_by_its_id(any_desk: Desk) -> None:
    issued = issue(any_desk)
    assert any_desk.actions.revoke_mcp_tokens(identifier="ben", token_id=issued.mcp_token.id) == 0
    assert any_desk.actions.check_mcp_token(issued.token) is not None
    assert any_desk.actions.revoke_mcp_tokens(identifier="ann", token_id=issued.mcp_token.id) == 1


def test_deleting_the_account_ends_its_tokens_and_disconnecting_does_not(any_desk: Desk) -> None:
    any_desk.connect("ann")
    issued, other = issue(any_desk), issue(any_desk, "ben")
    any_desk.actions.disconnect_connected_account(identifier="ann")
    assert any_desk.actions.check_mcp_token(issued.token) is not None
    any_desk.actions.delete_connected_account(identifier="ann")
    assert any_desk.actions.check_mcp_token(issued.token) is None
    assert any_desk.rows("mcp_tokens") == 1
    any_desk.actions.get_or_create_connected_account(identifier="ann")
    assert any_desk.actions.check_mcp_token(issued.token) is None
    assert any_desk.actions.check_mcp_token(other.token) is not None


def test_lists_are_one_account_s_or_all_of_them_old_before_new(any_desk: Desk) -> None:
    app = any_desk.sandbox.app("Second")
    both = [any_desk.connection(), any_desk.connection("second", client_id=app.client_id)]
    with any_desk.open(both) as actions:
        made = [
            actions.issue_mcp_token(identifier=identifier, connection_name=name).mcp_token.id
            for name, identifier in (("figma", "ann"), ("figma", "ann"), ("figma", "ben"), ("second", "ann"))
        ]

        def ids(**options: str) -> list[str]:
            return [token.id for token in actions.list_mcp_tokens(**options)]

        assert ids() == made
        assert ids(connection_name="figma") == made[:3]
        assert ids(identifier="ann", connection_name="figma") == made[:2]
        assert ids(identifier="ann", connection_name="second") == made[3:]
        assert ids(identifier="cy", connection_name="second") == []
        with pytest.raises(ConfigurationError, match="connection"):
            actions.list_mcp_tokens(identifier="ann")
        with pytest.raises(ConfigurationError, match="connection"):
            actions.revoke_mcp_tokens(identifier="ann")
        assert actions.revoke_mcp_tokens(identifier="ann", connection_name="second") == 1
        assert ids() == made[:3]


def test_lists_go_page_by_page_also_where_the_last_one_shown_is_gone(any_desk: Desk) -> None:
    second = any_desk.connection("second", client_id=any_desk.sandbox.app("Second").client_id)
    with any_desk.open([any_desk.connection(), second]) as actions:
        accounts = [("figma", "a:b:c"), ("figma", "ann"), ("second", "ann")]
        made = [
            actions.issue_mcp_token(identifier=identifier, connection_name=name).mcp_token
            for name, identifier in accounts
            for _ in range(3)
        ]
        for filters, whole in (
            ({}, made),
            ({"connection_name": "figma"}, made[:6]),
            ({"connection_name": "second"}, made[6:]),
            ({"connection_name": "figma", "identifier": "ann"}, made[3:6]),
        ):
            for size in (1, 2, 4, 9):
                found, page_token = [], None
                while not found or page_token:
                    page = actions.list_mcp_tokens(**filters, page_size=size, page_token=page_token)
                    assert len(page) <= size
                    found += page
                    page_token = page.next_page_token
                assert found == whole, (filters, size)
        first = actions.list_mcp_tokens(page_size=4)
        actions.revoke_mcp_tokens(token_id=first[-1].id)
        assert list(actions.list_mcp_tokens(page_token=first.next_page_token)) == made[4:]


@pytest.mark.parametrize(
    "wrong", ["x", "figma:1:2", "figma:nan:ab:ann", "figma:1.0:zz:ann", "fig\x00ma:1.0:ab:ann", "figma:1.0:ab: ann"]
)
def test_a_page_token_of_another_kind_is_an_error(desk: Desk, wrong: str) -> None:
    with pytest.raises(ConfigurationError, match="page_token"):
        desk.actions.list_mcp_tokens(page_token=wrong)
    for size in (0, 1001):
        with pytest.raises(ConfigurationError, match="between 1 and 1000"):
            desk.actions.list_mcp_tokens(page_size=size)


def test_using_a_token_is_noted_once_an_hour(any_desk: Desk) -> None:
    issued = issue(any_desk)

    def used_at() -> datetime | None:
        return any_desk.actions.list_mcp_tokens()[0].used_at

    assert used_at() is None
    any_desk.actions.check_mcp_token(issued.token)
    first = used_at()
    assert first is not None
    any_desk.actions.check_mcp_token(issued.token)
    assert used_at() == first
    any_desk.run("UPDATE mcp_tokens SET used_at = :now - 3700")
    any_desk.actions.check_mcp_token(issued.token)
    assert (used_at() or first) >= first


def test_a_busy_database_ends_no_call_that_could_be_made(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    issued = issue(desk)
    database = desk.actions.context.stored().database

    def busy() -> Any:
        raise StoreBusyError("busy")

    monkeypatch.setattr(database, "write", busy)
    assert desk.actions.check_mcp_token(issued.token) is not None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"identifier": " ann"}, "identifier"),
        ({"expires_in": timedelta(0)}, "expires_in"),
        ({"expires_in": timedelta(days=-1)}, "expires_in"),
        ({"expires_in": timedelta(days=4000)}, "expires_in"),
        ({"label": "x" * 101}, "label"),
        ({"label": "two\nlines"}, "label"),
        ({"connection_name": "other"}, "other"),
    ],
)
def test_what_cannot_be_a_token_s_is_refused(desk: Desk, wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        issue(desk, **wrong)
    assert desk.rows("accounts") == 0


def test_revoking_nobody_s_tokens_is_refused(desk: Desk) -> None:
    issued = issue(desk)
    with pytest.raises(ConfigurationError, match="Which token"):
        desk.actions.revoke_mcp_tokens()
    assert desk.actions.check_mcp_token(issued.token) is not None


def test_a_client_without_a_database_has_no_tokens(desk: Desk) -> None:
    with (
        Actions.with_token("figd_" + "x" * 40) as actions,
        pytest.raises(ConfigurationError, match="stores no accounts"),
    ):
        actions.issue_mcp_token(identifier="ann")


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_awaitable_face_does_the_same(desk: Desk, backend: str) -> None:
    async def main() -> None:
        async with desk.awaitable() as actions:
            issued = await actions.issue_mcp_token(identifier="ann")
            found = await actions.check_mcp_token(issued.token)
            assert found is not None
            assert [token.id for token in await actions.list_mcp_tokens()] == [found.id]
            assert await actions.revoke_mcp_tokens(identifier="ann") == 1
            assert await actions.check_mcp_token(issued.token) is None

    anyio.run(main, backend=backend)
