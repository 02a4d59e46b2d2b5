"""`figwright tools`: the list, its filters, and one tool in full."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest
from cli.conftest import Run
from support.provider import Provider

TOOLS = ("tools", "--connector", "toyshop")
SHOW = ("tools", "show", "--connector", "toyshop")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((), {"me_get", "toy_get", "order_create"}),
        (("--scope", "toys:read"), {"toy_get"}),
        (("--scope", "old:read"), {"me_get"}),
        (("--plan", "silver"), {"me_get", "toy_get"}),
        (("--plan", "gold"), {"me_get", "toy_get", "order_create"}),
        (("--toolset", "toys"), {"toy_get", "order_create"}),
        (("--toolset", "toys", "--read-only"), {"toy_get"}),
        (("--credential", "oauth"), {"me_get", "toy_get", "order_create"}),
        (("--credential", "personal_access_token"), {"me_get", "toy_get"}),
    ],
)
def test_filters_narrow_the_list(run: Run, words: tuple[str, ...], found: set[str]) -> None:
    for command in (TOOLS, ("tools", "list", *TOOLS[1:])):
        listed = json.loads(run(*command, *words, "--json").out)
        assert {tool["name"] for tool in listed} == {f"toyshop_{name}" for name in found}


def test_the_list_has_a_line_for_each_tool(run: Run) -> None:
    done = run(*TOOLS)
    [line] = [line for line in done.out.splitlines() if line.startswith("toyshop_order_create")]
    assert "Order a toy" in line
    assert "writes" in line
    assert "toys:write" in line
    assert line.rstrip().endswith("gold")
    assert "3 of 3 tools" in done.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((*TOOLS, "--scope", "toy:read"), "Toyshop has no scope 'toy:read'. Did you mean toys:read"),
        ((*TOOLS, "--plan", "x"), "Toyshop has no plan 'x'. There are: gold, silver, tin."),
        ((*TOOLS, "--toolset", "toy"), "Did you mean toys?"),
        ((*SHOW, "toyshop_toy"), "There is no tool 'toyshop_toy'. Did you mean toyshop_toy_get"),
        (("tools", "--connector", "toyshed"), "toyshop"),
    ],
)
def test_an_unknown_name_gives_the_nearest(run: Run, words: tuple[str, ...], sentence: str) -> None:
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err


def test_a_tool_in_full_says_what_it_takes_and_needs(run: Run) -> None:
    out = run(*SHOW, "toyshop_toy_get").out
    for text in ("A toy with its [parts].", "From the toy's label.", "string | list of string", "toys:read"):
        assert text in out
    for text in ("oauth, personal_access_token", "GET /toys/{toy_key}", "reads only", "Answer"):
        assert text in out


def test_the_example_can_be_pasted(run: Run, shop: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    line = run(*SHOW, "toyshop_toy_get").out.splitlines()[-1]
    assert line == "figwright call toyshop_toy_get --token-env TOYSHOP_TOKEN --toy-key 'b 1'"
    monkeypatch.setenv("TOYSHOP_TOKEN", "toy_CANARYCANARY")
    assert run(*shlex.split(line)[1:], "--connection", "toyshop").code == 0
    assert shop.received[0].target == "/toys/b%201"


def test_a_program_gets_the_schemas_too(run: Run) -> None:
    told: dict[str, Any] = json.loads(run(*SHOW, "toyshop_order_create", "--json").out)
    assert told["input_schema"]["required"] == ["toy_key"]
    assert told["output_schema"] == {"type": "object"}
    assert (told["plan"], told["enterprise"], told["destructive"]) == ("gold", True, True)
