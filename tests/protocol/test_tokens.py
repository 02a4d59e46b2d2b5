"""`figwright mcp token`: issued once, listed by id, revoked at once; the command line never shows one again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli.conftest import Ended, Run

from figwright import Actions, Connection
from figwright_cli import main


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Ended:
        code = main(("mcp", "token", *words))
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return run


def issued(run: Run, *words: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(run("issue", *words, "--json").out)
    return found


def works(token: str) -> bool:
    with Actions([Connection()]) as actions:
        return actions.check_mcp_token(token) is not None


def test_a_token_stands_alone_on_standard_output(run: Run) -> None:
    ended = run("issue", "ann", "--label", "Cursor", "--read-only")
    assert ended.code == 0
    token = ended.out.strip()
    assert works(token)
    assert token not in ended.err
    assert "ann's account (PENDING)" in ended.err
    assert "for reading only" in ended.err
    assert token not in run("list").out + run("list", "--json").out
    [listed] = json.loads(run("list", "--json").out)
    assert (listed["identifier"], listed["label"], listed["read_only"]) == ("ann", "Cursor", True)
    assert listed["id"] in ended.err


@pytest.mark.parametrize(
    ("expires", "expected"),
    [("", 90 * 24), ("12h", 12), ("30d", 720), ("2w", 336), ("90m", 1.5), ("{date}", 240), ("{moment}", 250)],
)
def test_an_end_is_a_time_or_a_date(run: Run, expires: str, expected: float) -> None:
    now = datetime.now(UTC)
    moment = now + timedelta(hours=250)
    text = expires.format(date=f"{now + timedelta(days=10):%Y-%m-%d}", moment=moment.isoformat())
    found = issued(run, "ann", *(("--expires", text) if text else ()))
    hours = (datetime.fromisoformat(found["expires_at"]) - now).total_seconds() / 3600
    assert expected - 25 * (expires == "{date}") <= hours <= expected + 0.1


def test_revoked_by_id_or_for_a_user(run: Run) -> None:
    first, second, other = issued(run, "ann"), issued(run, "ann"), issued(run, "ben")
    assert run("revoke", first["id"]).out == "Revoked 1 token.\n"
    assert [works(each["token"]) for each in (first, second, other)] == [False, True, True]
    ended = run("revoke", first["id"])
    assert (ended.code, first["id"] in ended.err) == (2, True)
    third = issued(run, "ann")
    assert run("revoke", "--as", "ann").out == "Revoked 2 tokens.\n"
    assert [works(each["token"]) for each in (second, third, other)] == [False, False, True]
    assert run("revoke", "--as", "ann").out == "Revoked 0 tokens.\n"


def test_lists_for_one_user_and_a_table_for_people(run: Run) -> None:
    assert run("list").out == "No tokens.\n"
    ann, ben = issued(run, "ann", "--label", "[bold]x"), issued(run, "ben")
    assert [each["id"] for each in json.loads(run("list", "--as", "ben", "--json").out)] == [ben["id"]]
    table = run("list").out
    assert table.index(ann["id"]) < table.index(ben["id"])
    assert "[bold]x" in table


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("issue", "ann", "--expires", "never"), "neither"),
        (("issue", "ann", "--expires", "30"), "neither"),
        (("issue", "ann", "--expires", "0d"), "expires_in"),
        (("issue", "ann", "--expires", "99999w"), "expires_in"),
        (("issue", "ann", "--expires", "2020-01-01"), "past"),
        (("issue", " ann"), "identifier"),
        (("issue", "ann", "--connection", "other"), "no connection 'other'"),
        (("revoke",), "Which?"),
        (("revoke", "x", "--as", "ann"), "Which?"),
    ],
)
def test_what_cannot_be_is_told(run: Run, words: tuple[str, ...], said: str) -> None:
    ended = run(*words)
    assert ended.code == 2
    assert said in ended.err


def test_T22_a_token_on_the_command_line_is_not_repeated(run: Run) -> None:
    token = issued(run, "ann")["token"]
    ended = run("revoke", token)
    assert ended.code == 2
    assert token not in ended.err
    assert "Give its id" in ended.err
