"""What the command line says of a provider with other habits: nothing that it does not have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.conftest import Run
from support.depot import Depot, consent, installed, options, running

from figwright import Actions


@pytest.fixture
def provider() -> Iterator[Depot]:
    with running() as here:
        yield here


@pytest.fixture
def store(provider: Depot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Actions]:
    """The depot is installed and configured, and nothing else."""
    monkeypatch.syspath_prepend(str(installed(tmp_path)))
    for option, value in options(provider).items():
        if option != "name":
            monkeypatch.setenv(f"FIGWRIGHT_CONNECTIONS__DEPOT__{option.upper()}", str(value))
    with Actions() as actions:
        yield actions


def test_an_account_is_shown_with_what_its_provider_has(run: Run, provider: Depot, store: Actions) -> None:
    consent(store)
    shown = run("accounts", "show", "ann").out
    assert "Depot token (oauth)" in shown
    assert "by itself" in shown
    assert not any(word in shown for word in ("scopes", "plan", "publishing", "draft"))
    provider.gives_refresh_tokens, provider.expires_in = False, None
    consent(store, "ben", replace=True)
    shown = run("accounts", "show", "ben").out
    assert "when the provider refuses it" in shown
    assert "never: its person connects again" in shown
    told = json.loads(run("accounts", "show", "ben", "--json").out)
    assert (told["renewable"], told["expires_at"]) == (False, None)


def test_an_account_in_doubt_says_both_steps(run: Run, provider: Depot, store: Actions) -> None:
    consent(store)
    with store.context.stored().database.write() as transaction:
        transaction.run("UPDATE grants SET expires_at = :now - 1, refresh_after = :now - 9")
    provider.lose_next = ["after"]
    store.refresh_due(rate=None)
    shown = run("accounts", "show", "ann").out
    assert "EXPIRED (ambiguous refresh: " in shown
    assert "Its person must connect again: figwright connect ann" in shown
    assert "figwright accounts refresh ann" in shown


def test_tools_and_doctor_say_nothing_of_what_the_provider_does_not_have(run: Run, store: Actions) -> None:
    listed = run("tools").out.splitlines()
    assert listed[0].split() == ["tool", "what", "it", "does", "in", "use"]
    shown = run("tools", "show", "depot_user_get").out
    assert "scope" not in shown
    assert "plan" not in shown
    found = json.loads(run("doctor", "--json").out)
    assert {each["check"] for each in found}.isdisjoint({"publishing state", "plan"})
    assert [each for each in found if each["level"] == "error"] == []


def test_who_declines_is_heard_of_where_the_provider_says_so(run: Run, store: Actions) -> None:
    waited = run("connect", "ann", "--no-browser", "--timeout", "0.1")
    assert "declin" not in waited.err
    assert "Depot will ask for: what the app is set up for there" in waited.err
    assert "No consent came in time. To try again: figwright connect ann" in waited.err


GENERAL = (
    "accounts",
    "budget",
    "call",
    "config",
    "connect",
    "doctor",
    "mcp",
    "mcp install",
    "scopes",
    "serve",
    "tools",
)


@pytest.mark.parametrize("command", GENERAL)
def test_the_help_of_a_general_command_has_no_word_of_one_provider(command: str, run: Run) -> None:
    words = re.findall(r"[\w-]+", run(*command.split(), "--help").out.lower())
    provider_words = {"figma", "plan", "plans", "seat", "seats", "design", "node", "frame", "team", "comments"}
    told = provider_words.intersection(words)
    assert told <= ({"plan", "plans"} if command == "tools" else set()), "--plan is for those that have some"
