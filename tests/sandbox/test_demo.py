"""`figwright demo`: a person connects, every tool works, five refusals come; what does not work fails the demo."""

from __future__ import annotations

import json

import pytest

from figma_tools.connector import CONNECTOR
from figwright_cli import main
from figwright_figma.demo import Regeneration, show, summary
from figwright_figma.sandbox import Sandbox

TOOLS = len(CONNECTOR.tools)
UNCHANGED = Regeneration(1.0, 179, ())
REFUSALS = [
    ("missing scope", "MissingScopesError"),
    ("Enterprise only", "ProviderError"),
    ("wrong credential", "WrongCredentialKindError"),
    ("bad input", "InvalidToolInputError"),
    ("revoked token", "ProviderError"),
]


def test_it_calls_every_tool_and_shows_what_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {tool["tool"] for tool in told["tools"]} == set(CONNECTOR.tools)
    assert [tool["tool"] for tool in told["tools"] if not tool["ok"]] == []
    assert [(case["case"], case["error"]) for case in told["refusals"]] == REFUSALS
    causes = {case["case"]: case["cause"] for case in told["refusals"]}
    assert (causes["Enterprise only"], causes["revoked token"]) == ("PLAN_TOO_LOW", "DEAD_TOKEN")
    assert told["regeneration"]["files"] > TOOLS
    assert [(one["connection"], one["how"], one["status"]) for one in told["accounts"]] == [
        ("figma", "consent to 20 scopes", "ACTIVE"),
        ("figma-admin", "consent to 1 scope", "ACTIVE"),
        ("figma", "personal access token handed in", "ACTIVE"),
        ("figma", "plan access token handed in", "ACTIVE"),
    ]
    assert told["refresh"]["ok"]


def test_for_a_person_it_is_a_table(figma: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    assert show(figma, UNCHANGED, as_json=False)
    shown = capsys.readouterr().out
    assert "the same bytes as the installed client" in shown
    assert "Ada Lindqvist" in shown
    assert "figma_library_analytics_component_actions_get" in shown
    assert shown.rstrip().endswith(f"{TOOLS} of {TOOLS} tools work.")


def test_the_person_connects_on_the_consent_page_and_is_refreshed_once(
    figma: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    assert show(figma, UNCHANGED, as_json=False)
    asked = [request.operation for request in figma.requests if request.operation.startswith("oauth.")]
    assert asked == ["oauth.authorize", "oauth.consent", "oauth.token"] * 2 + ["oauth.refresh"]
    shown = capsys.readouterr().out
    assert "ada on figma: consent to 20 scopes, ACTIVE" in shown
    assert "the token was refreshed" in shown
    assert str(figma.live_token()) not in shown


def test_a_refresh_that_does_not_work_fails_it(figma: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    figma.fail_next("oauth.refresh", status=500, times=None)
    assert not show(figma, UNCHANGED, as_json=False)
    assert "The refresh in between failed" in capsys.readouterr().out


def test_a_tool_that_does_not_work_fails_it(figma: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    figma.fail_next("getFileVersions", status=404, body={"status": 404, "err": "Not found"})
    assert not show(figma, Regeneration(1.0, 3, ("a.py", "b.py")), as_json=False)
    shown = capsys.readouterr().out
    assert "2 differ: a.py, b.py" in shown
    assert f"{TOOLS - 1} of {TOOLS} tools work." in shown


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"handle": "Ada", "id": "1"}, "Ada"),
        ({"status": 200, "error": False}, "done"),
        ({"meta": {"components": [1]}}, "1 component"),
        ({"name": "Team", "folders": []}, "Team: 0 folders"),
        (None, "done"),
        ([], "done"),
    ],
)
def test_a_result_in_a_few_words(data: object, told: str) -> None:
    assert summary(data) == told
