"""A person or a provider may grant less than was asked for: the account holds what the answer says (RFC 6749, 5.1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.depot import DESCRIPTION, Depot, Open, consent, opening, running
from support.workshop import workshops

from figwright import Actions
from figwright.errors import MissingScopesError

SCOPED = DESCRIPTION.replace("scopes: {}", "scopes: {read: See boxes., write: Change boxes.}").replace(
    "operationId: listBoxes", "operationId: listBoxes\n      security: [{OAuth: [read, write]}]"
)


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


def call(actions: Actions) -> list[str]:
    found: list[str] = actions.execute_tool("depot_boxes_list", identifier="ann").data
    return found


@pytest.mark.parametrize("scope", ["read,write", "write read", None])
def test_what_was_granted_whole_is_held_and_used(provider: Depot, opened: Open, scope: str | None) -> None:
    provider.scope = scope
    actions = opened(description=SCOPED)
    account = consent(actions, scopes=["read", "write"]).connected_account
    assert account.scopes == {"read", "write"}
    assert call(actions) == ["a box"]


@pytest.mark.parametrize(("scope", "held"), [("read", ["read"]), ("", [])])
def test_what_was_not_granted_is_refused_before_anything_is_sent(
    provider: Depot, opened: Open, scope: str, held: list[str]
) -> None:
    provider.scope = scope
    actions = opened(description=SCOPED)
    account = consent(actions, scopes=["read", "write"]).connected_account
    assert account.scopes == frozenset(held)
    with pytest.raises(MissingScopesError) as refused:
        call(actions)
    assert list(refused.value.held) == held
    assert provider.calls == []
    consent(actions, scopes=["read", "write"])
    told = actions.list_account_events(identifier="ann")[-1].reason
    assert told == f"a new consent granted{': ' if held else ''}{' '.join(held)}"


def test_what_a_person_confirms_later_is_what_was_granted(provider: Depot, opened: Open) -> None:
    provider.scope = "read"
    actions = opened(description=SCOPED, verification="required")
    done = consent(actions, scopes=["read", "write"])
    account = actions.verify_connected_account_user(auth_request_id=done.auth_request_id, identifier="ann")
    assert (account.status, account.scopes) == ("ACTIVE", {"read"})


@pytest.mark.parametrize(
    ("scope", "held"),
    [
        ("read", ["read"]),
        ("write read", ["read", "write"]),
        ("read,of_its_own", ["read", "write"]),
        ("", ["read", "write"]),
        (None, ["read", "write"]),
    ],
)
def test_a_refresh_that_says_what_it_grants_corrects_what_the_account_holds(
    provider: Depot, opened: Open, scope: str | None, held: list[str]
) -> None:
    """RFC 6749, 5.1: a scope is said where it differs. One that is empty, or of names of its own, proves nothing."""
    provider.scope = "read write"
    actions = opened(description=SCOPED)
    consent(actions, scopes=["read", "write"])
    provider.scope = scope
    account = actions.refresh_connected_account(identifier="ann")
    assert account.scopes == frozenset(held)
    told = [each.reason for each in actions.list_account_events(identifier="ann")]
    assert told[-1:] == ([f"the granted scopes are: {' '.join(held)}"] if len(held) == 1 else [""])
    if len(held) == 1:
        with pytest.raises(MissingScopesError):
            call(actions)
    else:
        assert call(actions) == ["a box"]
