"""`figwright scopes`: the least set for some tools, what to tick, and the text for a reviewer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cli.conftest import Run

from figwright.connections import find_connector

pytestmark = pytest.mark.usefixtures("figma_configured")

FIGMA = find_connector("figma")


def told(run: Run, *words: str) -> Any:
    ended = run("scopes", "--json", *words)
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


def names(told: Any) -> list[str]:
    return [each["scope"] for each in told["scopes"]]


def test_the_least_set_for_tools_is_granular_and_one_for_each(run: Run) -> None:
    answer = told(run, "--tools", "figma_me_get, figma_file_get,figma_file_nodes_get")
    assert names(answer) == ["current_user:read", "file_content:read"]
    assert [(tool["tool"], tool["scopes"]) for tool in answer["tools"]] == [
        ("figma_me_get", ["current_user:read"]),
        ("figma_file_get", ["file_content:read"]),
        ("figma_file_nodes_get", ["file_content:read"]),
    ]


@pytest.mark.parametrize("toolset", sorted(FIGMA.toolsets))
def test_every_tool_that_a_consent_serves_is_covered_and_nothing_is_asked_twice(run: Run, toolset: str) -> None:
    answer = told(run, "--toolset", toolset)
    asked = set(names(answer))
    assert asked.isdisjoint(FIGMA.oauth.deprecated_scopes)
    covered = [tool for tool in answer["tools"] if tool["by_consent"] and FIGMA.tools[tool["tool"]].scopes]
    assert all(asked.intersection(FIGMA.tools[tool["tool"]].scopes) for tool in covered)
    assert all(any(scope in tool["scopes"] for tool in answer["tools"]) for scope in asked)


def test_what_only_some_can_grant_is_set_apart(run: Run) -> None:
    words = ("--tools", "figma_me_get,figma_file_variables_local_get,figma_activity_logs_list,figma_payments_get")
    scopes = {each["scope"]: each for each in told(run, *words)["scopes"]}
    assert not scopes["current_user:read"]["opt_in"]
    assert scopes["file_variables:read"]["opt_in"]
    assert (scopes["org:activity_log_read"]["own_app"], scopes["org:activity_log_read"]["public_apps"]) == (True, False)
    out = run("scopes", *words).out
    assert out.index("Tick in your app at Figma") < out.index("only a link that says so") < out.index("of its own")
    assert "personal access token: no consent gives one" in out
    assert "FIGWRIGHT_CONNECTIONS__FIGMA__SCOPES=current_user:read,file_variables:read\n" in out


def test_without_names_it_is_about_the_tools_that_the_connection_uses(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(told(run)["tools"]) == 19
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__TOOLS", "figma_me_get,figma_file_get")
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__SCOPES", "current_user:read")
    assert {each["scope"]: each["declared"] for each in told(run)["scopes"]} == {
        "current_user:read": True,
        "file_content:read": False,
    }
    assert "not declared yet" in run("scopes").out


def test_the_reviewer_reads_what_each_scope_is_for(run: Run) -> None:
    ended = run("scopes", "--review", "--tools", "figma_file_get,figma_file_comment_create,figma_file_nodes_get")
    assert ended.code == 0
    assert "file_content:read: See what is in files and render it as images." in ended.out
    assert "\u201cRead a file\u201d and \u201cRead nodes of a file\u201d" in ended.out
    assert "\u201cComment on a file\u201d" in ended.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--tools", "figma_file"), "There is no tool 'figma_file'. Did you mean"),
        (("--toolset", "file"), "no toolset 'file'. Did you mean files?"),
        (("--toolset", "files", "--tools", "figma_me_get"), "not both"),
        (("--connection", "figmas"), "There is no connection 'figmas'"),
        (("--review", "--tools", "figma_payments_get"), "need no scopes"),
    ],
)
def test_a_wrong_command_says_what_to_do(run: Run, words: tuple[str, ...], sentence: str) -> None:
    ended = run("scopes", *words)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert sentence in ended.err
