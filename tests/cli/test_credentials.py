"""Tokens stay out of sight, and what is wrong with one is said where it comes from."""

from __future__ import annotations

import io
import json
import os
import pty
import select
import sys
import time
from pathlib import Path

import pytest
from cli.conftest import INSTALLED, TOKEN, Run
from support.provider import Provider, reply

from figwright import Actions
from figwright.connections import ConnectionOptions
from figwright.errors import ProviderError
from figwright_cli.mcp import _with_token as mcp_client
from figwright_figma.sandbox import Sandbox

CALL = ("call", "toyshop_toy_get", "--connection", "toyshop", "--toy-key", "b1")
RANDOM = "wJalrXUtnFEMI7K7MDENGbPxRfiCYEXAMPLEKEY"
LOOKING_LIKE_ONE = (
    "figd_abcdef",
    RANDOM,
    *(pytest.param(each, marks=pytest.mark.slow) for each in ("figu_" + "x" * 40, "fwm_" + "y" * 43, TOKEN)),
)


def at_a_terminal(
    words: list[str], answers: list[tuple[str, str]], folder: Path, **environment: str
) -> tuple[int, str]:
    """Run a command on a terminal of its own, and answer each prompt: how it ended, and all that was on the screen."""
    pid, screen = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.environ.update({"PYTHONPATH": str(INSTALLED), **environment})
        os.execv(sys.executable, [sys.executable, "-m", "figwright_cli", *words])
    seen, until = b"", time.monotonic() + 60
    while time.monotonic() < until:
        if answers and answers[0][0].encode() in seen:
            time.sleep(0.05)  # getpass switches the echo off before it prompts; let a slow machine get to its read
            os.write(screen, answers.pop(0)[1].encode())
        if select.select([screen], [], [], 0.1)[0]:
            try:
                read = os.read(screen, 4096)
            except OSError:
                break
            if not read:
                break
            seen += read
    os.close(screen)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), seen.decode()


@pytest.mark.parametrize("command", ["call", "connect"])
def test_T22_a_token_that_is_typed_at_a_terminal_is_not_shown(shop: Provider, tmp_path: Path, command: str) -> None:
    """The terminal is a real one, whose echo would show it."""
    words = (
        [*CALL, "--token-stdin"]
        if command == "call"
        else ["connect", "ann", "--connection", "toyshop", "--token-stdin"]
    )
    environment = {"XDG_DATA_HOME": str(tmp_path)}
    code, screen = at_a_terminal(words, [("(not shown)", f"{TOKEN}\n")], tmp_path, **environment)
    assert code == 0, screen
    assert TOKEN not in screen
    assert command == "connect" or shop.received[0].headers["x-toyshop-key"] == TOKEN


@pytest.mark.parametrize("token", LOOKING_LIKE_ONE)
@pytest.mark.parametrize(
    "words",
    [
        ("{}",),
        ("call", "{}"),
        ("call", "toyshop_me_get", "--token-env", "{}"),
        ("call", "toyshop_me_get", "--token-env", "TOY_TOKEN", "--{}"),
        ("call", "toyshop_me_get", "--token-env", "TOY_TOKEN", "{}"),
        ("call", "toyshop_me_get", "--token-env", "TOY_TOKEN", "--kind", "{}"),
        ("connect", "ann", "--connection", "{}"),
        ("connect", "ann", "--token-stdin", "--expires={}"),
        ("accounts", "show", "{}"),
        ("accounts", "list", "--status={}"),
        ("mcp", "install", "--client", "{}"),
        ("mcp", "install", "--client", "cursor", "--token-env", "{}"),
        ("mcp", "install", "--client", "cursor", "--name", "{}", "--as", "ann", "--print"),
        ("mcp", "token", "revoke", "{}"),
        ("tools", "show", "{}"),
        ("tools", "--{}"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else "",
)
@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_T22_no_message_repeats_what_looks_like_a_credential(
    run: Run, shop: Provider, words: tuple[str, ...], token: str, as_json: bool
) -> None:
    done = run(*(word.format(token) for word in words), *(["--json"] if as_json else []))
    assert token not in done.out + done.err
    assert done.code in (1, 2) or "list" in words


def test_T22_a_token_in_place_of_an_identifier_is_not_written_for_a_client(run: Run, shop: Provider) -> None:
    done = run("mcp", "install", "--client", "cursor", "--as", TOKEN, "--print")
    assert (done.code, done.out) == (2, "")
    assert TOKEN not in done.err
    assert "revoke it" in done.err


@pytest.mark.parametrize(
    ("before", "text"),
    [("", t) for t in ("${env:TOY}", "${TOY}", "$TOY", "%TOY%", "${input:toy}", "{{toy}}")]
    + [("Bearer ", "${env:TOY}"), ("toyo_CANARY", "${TOY}"), ("toyo_CANARY", "{{toy}}")],
)
def test_a_variable_that_nobody_filled_in_is_told_and_nothing_is_sent(
    run: Run, shop: Provider, monkeypatch: pytest.MonkeyPatch, before: str, text: str
) -> None:
    """Nor where it is a part of the token, whose rest is not shown."""
    monkeypatch.setenv("TOY_TOKEN", before + text)
    done = run(*CALL, "--token-env", "TOY_TOKEN")
    assert (done.code, shop.received) == (2, [])
    assert f"TOY_TOKEN holds {text}" in done.err
    assert "CANARY" not in done.err
    assert "did not fill it in" in done.err


def test_a_command_of_a_connector_sends_no_token_that_nobody_filled_in(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOY_TOKEN", "figd_${env:CANARY}")
    done = run("tokens", "hbmVKqA1LGjTuU3HfNLq7p", "--token-env", "TOY_TOKEN", "--api-url", "http://127.0.0.1:9")
    assert done.code == 2
    assert "TOY_TOKEN holds ${env:CANARY}" in done.err
    assert "figd_" not in done.err


def test_a_server_whose_client_filled_in_nothing_does_not_start(process: Run) -> None:
    done = process("mcp", "--token-env", "TOY_TOKEN", "--connection", "toyshop", TOY_TOKEN="${env:TOY_TOKEN}")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "did not fill it in" in done.err


def test_a_setting_that_nobody_filled_in_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIGWRIGHT_ENCRYPTION_KEYS", "${env:FIGWRIGHT_ENCRYPTION_KEYS}")
    done = run("accounts", "list")
    assert done.code == 2
    assert "FIGWRIGHT_ENCRYPTION_KEYS holds ${env:FIGWRIGHT_ENCRYPTION_KEYS}" in done.err


def test_the_kind_is_told_by_how_a_token_begins(run: Run, shop: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOY_TOKEN", "toyo_CANARY")
    assert run(*CALL, "--token-env", "TOY_TOKEN").code == 0
    monkeypatch.setenv("TOY_TOKEN", "of-no-known-beginning")
    assert run(*CALL, "--token-env", "TOY_TOKEN").code == 0
    monkeypatch.setenv("TOY_TOKEN", "toyo_CANARY")
    done = run(*CALL, "--token-env", "TOY_TOKEN", "--kind", "personal_access_token")
    assert (done.code, done.err.count("\n")) == (0, 1)
    assert "by its beginning this is a token of kind oauth. It is sent as personal_access_token" in done.err
    told, unknown, named = (request.headers for request in shop.received)
    assert told["authorization"] == "Bearer toyo_CANARY"
    assert unknown["x-toyshop-key"] == "of-no-known-beginning"
    assert named["x-toyshop-key"] == "toyo_CANARY", "what somebody says outright holds"


@pytest.mark.parametrize(
    ("token", "kind"), [("figu_x", "oauth"), ("figd_x", "personal_access_token"), ("x", "personal_access_token")]
)
def test_a_client_for_one_token_knows_its_kind_by_how_it_begins(token: str, kind: str) -> None:
    with Sandbox() as figma:
        real = figma.token(kind="oauth" if kind == "oauth" else "personal_access_token")
        given = real if token != "x" else real.removeprefix("figd_")
        figma.world.tokens[given] = figma.world.tokens[real]
        with Actions.with_token(given, api_url=figma.url, allow_insecure=True) as actions:
            actions.execute_tool("figma_me_get")
        header = "authorization" if kind == "oauth" else "x-figma-token"
        assert given in figma.requests[0].headers[header]


def test_a_dead_token_is_replaced_where_it_came_from(run: Run, shop: Provider) -> None:
    """Nobody can connect a variable again."""
    shop.answer(reply({"message": "dead token"}, 403))
    err = run(*CALL, "--token-env", "TOY_TOKEN").err
    assert "Make a new one at Toyshop, and put it into TOY_TOKEN." in err
    assert "connect again" not in err


def test_a_dead_token_from_standard_input_is_replaced_there(
    run: Run, shop: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.answer(reply({"message": "dead token"}, 403))
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{TOKEN}\n"))
    assert "Make a new one at Toyshop, and hand it in as this one (--token-stdin)." in run(*CALL, "--token-stdin").err


def test_a_dead_token_of_an_mcp_server_is_replaced_where_the_server_is_started(shop: Provider, run: Run) -> None:
    shop.answer(reply({"message": "dead token"}, 403))
    given = {"api_url": shop.url, "allow_insecure": True}
    with (
        mcp_client("TOY_TOKEN", "", "toyshop", ConnectionOptions(), given) as actions,
        pytest.raises(ProviderError, match="put it into TOY_TOKEN where this server is started, and restart it"),
    ):
        actions.execute_tool("toyshop_me_get")


def test_a_dead_token_in_code_is_replaced_in_code(shop: Provider, run: Run) -> None:
    shop.answer(reply({"message": "dead token"}, 403))
    with (
        Actions.with_token(TOKEN, connector="toyshop", api_url=shop.url, allow_insecure=True) as actions,
        pytest.raises(ProviderError, match=r"Make a new one at Toyshop, and hand it to with_token\(...\)\."),
    ):
        actions.execute_tool("toyshop_me_get")


def test_a_dead_token_is_not_connected_and_another_is_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """In words for whoever called the method, and for whoever gave the command."""
    with Sandbox() as figma:
        monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__API_URL", figma.url)
        monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__ALLOW_INSECURE", "true")
        monkeypatch.setattr("sys.stdin", io.StringIO("figd_nobodys\n"))
        done = run("connect", "ann", "--token-stdin")
    assert done.code == 1
    assert "Make a new one at Figma, and connect with that one instead." in done.err


@pytest.mark.parametrize(
    "words",
    [
        ("call", "toyshop_me_get", "--token", TOKEN),
        ("call", "toyshop_me_get", f"--token={TOKEN}"),
        ("call", "toyshop_me_get", "--token", "of-no-known-beginning"),
        ("connect", "ann", "--token", TOKEN),
        ("accounts", "list", "--token", TOKEN),
        ("accounts", "show", TOKEN),
        ("mcp", "--token", TOKEN),
        (TOKEN,),
    ],
)
def test_T22_a_token_on_any_command_line_is_to_be_revoked(run: Run, words: tuple[str, ...]) -> None:
    err = run(*words).err
    assert "If that was a token, revoke it: what stands on a command line is seen by others" in err
    assert "--token-env" in err
    assert TOKEN not in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--token", "x"), "toyshop_me_get has no input --token. Did you mean --token-env?"),
        (("--tokn-env", "T"), "toyshop_me_get has no input --tokn-env. Did you mean --token-env?"),
        (("--zzz", "T"), "toyshop_me_get has no input --zzz. It takes none. See: figwright call toyshop_me_get --help"),
        (("--text", "hi"), "--text takes no value, so 'hi' belongs to nothing. An input that is called so is written "),
    ],
)
def test_a_wrong_option_of_call_is_told_before_what_is_missing(run: Run, words: tuple[str, ...], told: str) -> None:
    assert told in run("call", "toyshop_me_get", "--connection", "toyshop", *words).err


def test_a_token_of_the_wrong_kind_is_replaced_where_it_came_from(run: Run, shop: Provider) -> None:
    order = ("call", "toyshop_order_create", "--connection", "toyshop", "--toy-key", "b1", "--token-env", "TOY_TOKEN")
    err = run(*order).err
    assert "It takes: an OAuth token. Get one, say its kind, and put it into TOY_TOKEN." in err
    assert shop.received == []


@pytest.mark.usefixtures("figma_configured")
def test_where_an_entry_is_replaced_its_tokens_are_not_shown(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Servers of others are often started with a token among their arguments."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    file = tmp_path / ".cursor" / "mcp.json"
    file.parent.mkdir()
    secret = "figd_" + "x" * 40
    args = ["other-mcp", f"--figma-api-key={secret}", secret, "--key", RANDOM]
    file.write_text(
        json.dumps({"mcpServers": {"figma": {"command": "npx", "args": args, "url": f"https://x?t={secret}"}}})
    )
    for command in ("install", "uninstall"):
        whose = ["--as", "ann"] if command == "install" else []
        done = run("mcp", command, "--client", "cursor", *whose)
        assert "other-mcp" in done.out
        assert secret not in done.out + done.err
        assert RANDOM not in done.out
