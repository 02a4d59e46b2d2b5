"""`figwright accounts`: lists, events, refreshes and ends, as processes over a real store; no token is ever printed."""

from __future__ import annotations

import json
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import Ended
from cli.figma import Desk

from figwright import Actions, Connection
from figwright_figma.sandbox import Sandbox


@pytest.fixture
def desk(sandbox: Sandbox, tmp_path: Path) -> Desk:
    return Desk(sandbox, tmp_path)


def client(desk: Desk) -> Actions:
    """The same app and the same database in this process."""
    options: dict[str, Any] = {name.lower(): value for name, value in desk.settings.items()}
    return Actions([Connection(name="figma", **options)])


@pytest.fixture
def connected(desk: Desk) -> Desk:
    """Ann has given her consent, bob handed a token in, carl is pending."""
    with client(desk) as actions:
        link = actions.get_authorization_link(identifier="ann")
        actions.complete_authorization(str(desk.sandbox.consent(link.link)))
        token = desk.sandbox.token(kind="personal_access_token")
        actions.connect_with_token(identifier="bob", token=token, check=False)
        actions.get_or_create_connected_account(identifier="carl")
    return desk


def told(ended: Ended) -> Any:
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


def in_store(tmp_path: Path, statement: str) -> None:
    with closing(sqlite3.connect(tmp_path / "embedded" / "figwright.db", isolation_level=None)) as database:
        database.execute(statement)


@pytest.mark.slow
def test_the_list_pages_filters_and_is_empty_before_anybody_came(desk: Desk) -> None:
    assert told(desk.run("accounts", "list", "--json")) == []
    with client(desk) as actions, actions.context.stored().database.write() as transaction:
        for number in range(1001):
            transaction.run(
                "INSERT INTO accounts (connection, identifier, status, status_reason, created_at, updated_at)"
                " VALUES ('figma', :identifier, 'PENDING', '', 0, 0)",
                identifier=f"user{number:04}",
            )
    listed = told(desk.run("accounts", "list", "--json"))
    assert [account["identifier"] for account in listed] == [f"user{number:04}" for number in range(1001)]


@pytest.mark.slow
def test_the_list_filters_by_status_and_identifier(connected: Desk) -> None:
    def identifiers(*words: str) -> list[str]:
        return [account["identifier"] for account in told(connected.run("accounts", "list", "--json", *words))]

    assert identifiers() == ["ann", "bob", "carl"]
    assert identifiers("--status", "active") == ["ann", "bob"]
    assert identifiers("--identifier", "carl", "--connection", "figma") == ["carl"]
    refused = connected.run("accounts", "list", "--status", "ASLEEP")
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "'ASLEEP' is no status: PENDING" in refused.err
    out = connected.run("accounts", "list").out
    assert out.index("ann") < out.index("bob") < out.index("carl")


@pytest.mark.slow
def test_an_account_is_shown_with_what_to_do(connected: Desk) -> None:
    account = told(connected.run("accounts", "show", "ann", "--json"))
    assert (account["status"], account["provider_user"]) == ("ACTIVE", connected.sandbox.demo.user.id)
    assert "figwright connect carl" in connected.run("accounts", "show", "carl").out
    nobody = connected.run("accounts", "show", "dora")
    assert (nobody.code, nobody.out, nobody.err.count("\n")) == (1, "", 1)
    assert "'dora' has no account" in nobody.err


@pytest.mark.slow
def test_every_change_is_an_event_after_the_one_before(connected: Desk) -> None:
    lines = connected.run("accounts", "events", "--json").out.splitlines()
    events = [json.loads(line) for line in lines]
    assert [(each["identifier"], each["old"], each["new"]) for each in events] == [
        ("ann", "PENDING", "ACTIVE"),
        ("bob", "PENDING", "ACTIVE"),
    ]
    later = connected.run("accounts", "events", "--after", str(events[0]["id"]), "--json").out.splitlines()
    assert later == lines[1:]
    assert "PENDING -> ACTIVE" in connected.run("accounts", "events", "bob").out


@pytest.mark.slow
def test_events_are_followed_until_it_is_stopped(connected: Desk) -> None:
    with connected.begin("accounts", "events", "--follow", "--json") as process:
        assert process.stdout is not None
        first = [json.loads(process.stdout.readline())["identifier"] for _ in range(2)]
        assert connected.run("accounts", "disconnect", "bob", "--yes").code == 0
        third = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=100)
    assert first == ["ann", "bob"]
    assert (third["identifier"], third["new"]) == ("bob", "DISCONNECTED")
    assert (process.returncode, out, err) == (0, "", "")


def test_one_account_is_renewed_by_hand(connected: Desk) -> None:
    before = connected.sandbox.live_token(app=connected.app)
    done = connected.run("accounts", "refresh", "ann")
    assert done.code == 0, done.err
    assert done.out.startswith("ann is renewed: ACTIVE, until ")
    assert connected.sandbox.refreshes(connected.app) == 1
    assert connected.sandbox.live_token(app=connected.app) != before
    cannot = connected.run("accounts", "refresh", "bob")
    assert cannot.code == 2
    assert "no refresh token" in cannot.err


@pytest.mark.slow
def test_what_is_due_is_renewed_once(connected: Desk, tmp_path: Path) -> None:
    assert told(connected.run("accounts", "refresh", "--due", "--json")) == {"refreshed": 0, "failed": 0}
    in_store(tmp_path, "UPDATE grants SET refresh_after = 1 WHERE refresh IS NOT NULL")
    assert told(connected.run("accounts", "refresh", "--due", "--json")) == {"refreshed": 1, "failed": 0}
    assert told(connected.run("accounts", "refresh", "--due", "--json")) == {"refreshed": 0, "failed": 0}
    assert connected.sandbox.refreshes(connected.app) == 1


@pytest.mark.slow
def test_a_sweep_in_which_a_refresh_failed_ends_with_1(connected: Desk, tmp_path: Path) -> None:
    in_store(tmp_path, "UPDATE grants SET refresh_after = 1 WHERE refresh IS NOT NULL")
    connected.sandbox.fail_next("oauth.refresh", status=500, times=None)
    done = connected.run("accounts", "refresh", "--due", "--limit", "1")
    assert (done.code, done.out) == (1, "0 renewed, 1 failed\n")
    assert told(connected.run("accounts", "show", "ann", "--json"))["status"] == "ACTIVE"


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_F8_a_stopped_refresher_finishes_the_refresh_under_way(
    connected: Desk, tmp_path: Path, number: signal.Signals
) -> None:
    in_store(tmp_path, "UPDATE grants SET refresh_after = 1 WHERE refresh IS NOT NULL")
    connected.sandbox.fail_next("oauth.refresh", delay=30)
    with connected.begin("accounts", "refresh", "--due", "--every", "60") as process:
        connected.sandbox.wait_in_flight("oauth.refresh", timeout=100)
        process.send_signal(number)
        with pytest.raises(TimeoutError):
            connected.sandbox.wait_in_flight("oauth.refresh", 2, timeout=0.3)
        assert process.poll() is None
        connected.sandbox.release("oauth.refresh")
        out, err = process.communicate(timeout=100)
    assert (process.returncode, out, err) == (0, "1 renewed, 0 failed\n", "")
    assert connected.sandbox.refreshes(connected.app) == 1
    called = connected.run("call", "figma_me_get", "--as", "ann")
    assert called.code == 0, called.err
    assert connected.sandbox.refreshes(connected.app) == 1


@pytest.mark.slow
def test_a_disconnected_account_has_no_token_and_says_how_to_begin_again(connected: Desk, tmp_path: Path) -> None:
    assert told(connected.run("accounts", "disconnect", "ann", "--yes", "--json"))["status"] == "DISCONNECTED"
    refused = connected.run("call", "figma_me_get", "--as", "ann")
    assert (refused.code, refused.out) == (1, "")
    assert "DISCONNECTED" in refused.err
    with closing(sqlite3.connect(tmp_path / "embedded" / "figwright.db")) as database:
        assert database.execute("SELECT kind FROM grants").fetchall() == [("personal_access_token",)]


@pytest.mark.slow
def test_deleting_is_asked_for_and_needs_somebody_to_ask(connected: Desk) -> None:
    refused = connected.run("accounts", "delete", "bob")
    assert (refused.code, refused.out) == (2, "")
    assert "--yes" in refused.err
    assert told(connected.run("accounts", "delete", "bob", "--yes", "--json"))["deleted"] is True
    assert [each["identifier"] for each in told(connected.run("accounts", "list", "--json"))] == ["ann", "carl"]
    assert connected.run("accounts", "delete", "bob", "--yes").code == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("refresh",), "Give an ID, or --due"),
        (("refresh", "ann", "--due"), "Give an ID, or --due"),
        (("refresh", "ann", "--every", "5"), "go with --due"),
        (("events", "--after", "9" * 30), "Invalid value for '--after'"),
        (("show", "ann", "--connection", "fig"), "There is no connection 'fig'. Did you mean figma?"),
    ],
)
def test_a_wrong_command_says_what_to_do(desk: Desk, words: tuple[str, ...], sentence: str) -> None:
    done = desk.run("accounts", *words)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert sentence in done.err


@pytest.mark.slow
def test_where_two_connections_could_be_meant_they_are_named(connected: Desk) -> None:
    connected.environment["FIGWRIGHT_CONNECTIONS__ADMIN__CONNECTOR"] = "figma"
    done = connected.run("accounts", "show", "ann")
    assert done.code == 2
    assert "Pass --connection, one of: " in done.err
    assert connected.run("accounts", "show", "ann", "--connection", "figma").code == 0
    assert len(told(connected.run("accounts", "list", "--json"))) == 3
    call = connected.run("call", "figma_me_get", "--as", "ann")
    assert "Pass --connection, one of: " in call.err


@pytest.mark.slow
def test_T43_no_command_prints_a_secret(connected: Desk) -> None:
    secrets = [*connected.sandbox.world.tokens, connected.app.client_secret]
    commands: list[Callable[[], Ended]] = [
        lambda words=words: connected.run("accounts", *words)  # type: ignore[misc]
        for words in (("list", "--json"), ("list",), ("show", "ann", "--json"), ("show", "bob"), ("events", "--json"))
    ]
    said = "".join(ended.out + ended.err for ended in (command() for command in commands))
    assert "ann" in said
    assert [secret for secret in secrets if secret in said] == []
