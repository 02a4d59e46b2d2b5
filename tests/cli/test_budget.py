"""`figwright budget`: what is left, who waits, and forgetting a limit; the doctor names who waits, too."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import Any

import pytest
from cli.conftest import TOKEN, Run
from support.provider import Provider, reply

from figwright import Actions, connections
from figwright.connections import find_connector
from figwright.errors import ProviderError
from figwright.store import rate_limits
from figwright.store.rate_limits import Told
from figwright_cli import budget


@pytest.fixture
def limited(own_database: None, run: Run, shop: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ann's second call met a limit of a day."""
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__TOYSHOP__TOOLS", "toyshop_me_get")
    shop.answer(reply({"id": "1"}), reply({"message": "Slow down", "error": True}, 429, Retry_After="86400"))
    with Actions() as actions:
        actions.connect_with_token(
            identifier="ann", token=TOKEN, kind="personal_access_token", connection_name="toyshop", check=False
        )
        for _ in range(2):
            with suppress(ProviderError):
                actions.execute_tool("toyshop_me_get", identifier="ann", connection_name="toyshop")


def told(run: Run, *words: str) -> Any:
    ended = run(*words, "--connection", "toyshop", "--json")
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


def test_what_is_left_is_shown_by_tier(limited: None, run: Run) -> None:
    [tier] = told(run, "budget", "--as", "ann")
    assert (tier["tier"], tier["calls_this_month"], tier["left"]) == (1, 1, 0)
    assert tier["not_before"].endswith("+00:00")
    ended = run("budget", "--as", "ann", "--connection", "toyshop")
    assert "refused until" in ended.out
    assert "UTC" in ended.out


def test_plans_and_seats_are_columns_only_where_the_provider_tells_them(
    limited: None, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    heading = run("budget", "--as", "ann", "--connection", "toyshop").out.splitlines()[0]
    assert re.split(r"\s{2,}", heading.strip()) == ["tier", "this minute", "this month", "left", "refused until"]
    toyshop = find_connector("toyshop")
    telling = toyshop._replace(rate_limit=toyshop.rate_limit._replace(plan="X-Plan", seat="X-Seat"))
    monkeypatch.setattr(connections, "find_connector", lambda name: telling)
    heading = run("budget", "--as", "ann", "--connection", "toyshop").out.splitlines()[0]
    assert re.split(r"\s{2,}", heading.strip())[4:6] == ["plan", "seat"]


def test_who_waits_is_listed_and_the_doctor_says_how_many(limited: None, run: Run) -> None:
    [waiting] = told(run, "budget")
    assert (waiting["connection"], waiting["identifier"]) == ("toyshop", "ann")
    assert "1 account waits for a limit of the provider's" in run("doctor").out


def test_of_many_who_wait_the_longest_are_listed_and_all_of_the_connection_in_json(
    limited: None, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "_MOST", 2)
    told_so = Told(429, "Slow down", "(429): Slow down.", "", "", "")
    with Actions() as actions:
        database = actions.context.stored().database
        for number in range(4):
            who = {"identifier": f"p{number}", "connection_name": "toyshop"}
            actions.connect_with_token(**who, token=f"{TOKEN}{number}", kind="personal_access_token", check=False)
            with database.write() as transaction:
                [(grant_id,)] = transaction.run(
                    "SELECT grant_id FROM accounts WHERE identifier = :identifier", identifier=f"p{number}"
                )
                for place in ("here", "there"):
                    rate_limits.note(transaction, grant_id, 1, place, told_so, seconds=1e5 + 1e3 * number, probe_in=0.0)
    assert [each["identifier"] for each in told(run, "budget")] == ["p3", "p2", "p1", "p0", "ann"]
    lines = run("budget").out.splitlines()
    assert [line.split()[1] for line in lines[:-1]] == ["p3", "p2"]
    assert lines[-1] == "And 3 more. All of them: figwright budget --json"


def test_a_limit_is_forgotten_on_demand(limited: None, run: Run, shop: Provider) -> None:
    [tier] = told(run, "budget", "--as", "ann", "--forget")
    assert (tier["left"], tier["not_before"]) == (None, None)
    assert told(run, "budget") == []
    assert "Nobody waits for a limit." in run("budget", "--connection", "toyshop").out


def test_forgetting_wants_a_name(run: Run) -> None:
    ended = run("budget", "--forget")
    assert (ended.code, "figwright budget --as ID --forget" in ended.err) == (2, True)


def test_an_account_that_is_not_there_is_an_error(limited: None, run: Run) -> None:
    ended = run("budget", "--as", "bob", "--connection", "toyshop")
    assert (ended.code, "'bob' has no account" in ended.err) == (1, True)
