"""The command line takes former names, says today's on standard error, and says of what is gone what to do instead."""

from __future__ import annotations

import pytest
from cli.conftest import Run
from support.provider import Provider, reply

WHOSE = ("--connection", "toyshop", "--token-env", "TOY_TOKEN")
TOLD = "is called 'toyshop_toy_get' since 1.2: use that name."


def test_a_call_by_former_names_has_a_line_for_each_on_standard_error_alone(run: Run, shop: Provider) -> None:
    shop.answer(reply({"name": "Bear"}), reply({"name": "Bear"}))
    done = run("call", "toyshop_toy_read", *WHOSE, "--toy", "b1", "--levels=2", "--json")
    assert (done.code, done.out) == (0, '{"name":"Bear"}\n')
    assert done.err.splitlines() == [
        f"The tool 'toyshop_toy_read' {TOLD}",
        "toyshop_toy_get: The input 'toy' is called 'toy_key' since 1.2: use that name.",
        "toyshop_toy_get: The input 'levels' is called 'depth' since 1.2: use that name.",
    ]
    assert shop.received[0].target == "/toys/b1?depth=2"
    assert run("call", "toyshop_toy_get", *WHOSE, "--input", '{"toy": "b1"}').code == 0


def test_one_input_by_two_names_and_what_is_gone_are_errors(run: Run, shop: Provider) -> None:
    both = run("call", "toyshop_toy_get", *WHOSE, "--toy", "b1", "--toy-key", "b2")
    assert both.code == 2
    assert "toy: is called toy_key since 1.2, and that is given, too: leave toy out." in both.err
    gone = run("call", "toyshop_toy_get", *WHOSE, "--toy-key", "b1", "--colour", "red")
    assert (gone.code, gone.err) == (
        2, "toyshop_toy_get was not called, its input is wrong. colour: is gone since 1.3. Look at the toy.\n",
    )  # fmt: skip
    tool = run("call", "toyshop_toy_paint", *WHOSE)
    assert (tool.code, tool.err) == (2, "The tool 'toyshop_toy_paint' is gone since 2.0. Order another toy.\n")
    assert shop.received == []


def test_commands_that_name_tools_take_former_names(run: Run, shop: Provider) -> None:
    for words in (("tools", "show", "toyshop_toy_read", "--connector", "toyshop"),
                  ("scopes", "--tools", "toyshop_toy_read", "--connection", "toyshop")):  # fmt: skip
        done = run(*words)
        assert (done.code, done.err) == (0, f"The tool 'toyshop_toy_read' {TOLD}\n")
        assert "toyshop_toy_read" not in done.out


def test_an_allow_list_of_the_settings_takes_former_names(
    run: Run, shop: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__TOYSHOP__TOOLS", "toyshop_toy_read")
    shop.answer(reply({}))
    done = run("call", "toyshop_toy_get", *WHOSE, "--toy-key", "b1")
    assert (done.code, done.err) == (0, f"The tool 'toyshop_toy_read' {TOLD}\n")
    assert run("call", "toyshop_me_get", *WHOSE).code == 1


def test_lists_and_help_have_the_names_of_today(run: Run) -> None:
    listed, helped = (
        run("tools", "--connector", "toyshop"),
        run("call", "toyshop_toy_get", "--connection", "toyshop", "-h"),
    )
    assert "toyshop_toy_read" not in listed.out
    assert "--toy-key" in helped.out
    assert "--levels" not in helped.out
