"""`figwright mcp` as a process: what it refuses before it serves, what it writes where, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest

from figma_tools.connector import CONNECTOR
from figwright_figma.sandbox import Sandbox
from protocol.conftest import Program, text

READING = sorted(name for name, tool in CONNECTOR.tools.items() if tool.read_only)
INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}
INITIALIZED = {"jsonrpc": "2.0", "method": "notifications/initialized"}


@contextmanager
def started(program: Program, *words: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    parameters = program.parameters(*words, **environment)
    with subprocess.Popen(
        [parameters.command, *parameters.args],
        env=parameters.env,
        cwd=program.folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def say(process: subprocess.Popen[str], *messages: dict[str, Any]) -> None:
    assert process.stdin
    for message in messages:
        process.stdin.write(json.dumps(message) + "\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout
    told: dict[str, Any] = json.loads(process.stdout.readline())
    return told


def call(number: int, name: str, arguments: dict[str, Any] | None = None) -> dict[str, Any]:
    params = {"name": name, "arguments": arguments or {}}
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((), 2, "Whose credential? Give one of --as ID and --token-env VAR."),
        (("--as", "ann", "--token-env", "TOKEN"), 2, "Whose credential?"),
        (("--as", "ann", "--kind", "oauth"), 2, "--kind describes a token"),
        (("--as", "ann", "--mode", "serch"), 2, "There is no mode 'serch'. Did you mean search?"),
        (("--as", "ann", "--toolsets", "commments"), 2, "has no toolset 'commments'"),
        (("--as", "ann", "--tools", "figma_me"), 2, "Did you mean figma_me_get"),
        (("--as", "ann", "--tools", " , "), 2, "--tools is empty"),
        (("--as", "ann", "--connection", "figm"), 2, "There is no connection 'figm'. Did you mean figma?"),
        (("--as", "a\x07"), 2, "identifier"),
        (("--token-env", "MISSING"), 2, "the environment variable MISSING is not set"),
        (("--token-env", "TOKEN", "--kind", "person"), 2, "person"),
        (("--token-env", "TOKEN", "--api-url", "http://example.com"), 2, "http://example.com"),
        (("--as", "ann", "--max-tokens", "0"), 2, "--max-tokens"),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_served(
    accounts: Program, words: tuple[str, ...], code: int, told: str
) -> None:
    prefix = "FIGWRIGHT_CONNECTIONS__FIGMA__"
    accounts.environment |= {"TOKEN": "figd_" + "a" * 20, f"{prefix}ALLOW_INSECURE": "false", f"{prefix}API_URL": ""}
    with started(accounts, *(words or ("--read-only",))) as process:
        out, err = process.communicate(timeout=100)
    assert (process.returncode, out) == (code, ""), err
    assert told in err
    assert "Traceback" not in err


@pytest.mark.slow
def test_the_database_is_not_opened_before_it_is_needed(accounts: Program, token: Program, sandbox: Sandbox) -> None:
    """Neither to say what the server is, nor at all with a token."""
    accounts.environment["FIGWRIGHT_DATABASE_URL"] = "sqlite:////proc/nowhere/figwright.db"

    async def run() -> None:
        async with accounts.open("--as", "ann", mode="legacy") as client:
            assert "Comments" in (client.instructions or "")
            told = await client.call_tool("figma_me_get")
            assert told.is_error
        async with token.open() as client:
            assert not (await client.call_tool("figma_me_get")).is_error

    anyio.run(run)


@pytest.mark.slow
def test_with_a_token_all_that_its_kind_can_call_is_there(token: Program) -> None:
    async def run() -> None:
        async with token.open() as client:
            listed = {tool.name for tool in (await client.list_tools()).tools}
            expected = {n for n, t in CONNECTOR.tools.items() if "personal_access_token" in t.credentials}
            assert listed == expected

    anyio.run(run)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--toolsets", "comments"), [n for n, t in CONNECTOR.tools.items() if t.toolset == "comments"]),
        (("--toolsets", "comments,files", "--read-only"), None),
        (("--tools", "figma_me_get figma_file_get"), ["figma_file_get", "figma_me_get"]),
        (("--tools", "figma_file_comment_delete", "--read-only"), []),
    ],
)
def test_filters_narrow_what_is_listed_and_what_is_called(
    token: Program, words: tuple[str, ...], expected: list[str] | None
) -> None:
    if expected is None:
        expected = [n for n in READING if CONNECTOR.tools[n].toolset in ("comments", "files")]

    async def run() -> None:
        async with token.open(*token.words, *words) as client:
            assert [tool.name for tool in (await client.list_tools()).tools] == expected
            told = await client.call_tool("figma_webhook_delete", {"webhook_id": "1"})
            assert told.is_error
            assert "not among the tools" in text(told)

    anyio.run(run)


@pytest.mark.slow
def test_T66_read_only_shows_no_tool_that_writes_and_calls_none(token: Program, sandbox: Sandbox) -> None:
    async def run() -> None:
        async with token.open(*token.words, "--read-only") as client:
            listed = (await client.list_tools()).tools
            assert all(tool.annotations and tool.annotations.read_only_hint for tool in listed)
            assert len(listed) > 30
            before = len(sandbox.requests)
            for name in sorted(CONNECTOR.tools.keys() - set(READING)):
                assert (await client.call_tool(name, {})).is_error
            assert len(sandbox.requests) == before

    anyio.run(run)


@pytest.mark.slow
def test_T65_whose_account_it_is_cannot_be_said_in_a_call(token: Program, sandbox: Sandbox, era: str) -> None:
    async def run() -> None:
        async with token.open(mode=era) as client:
            before = len(sandbox.requests)
            for name in ("identifier", "connection_name", "actions"):
                told = await client.call_tool("figma_me_get", {name: "other"})
                assert told.is_error
                assert f"{name}:" in text(told)
            assert len(sandbox.requests) == before

    anyio.run(run)


def test_T66_standard_output_carries_nothing_but_messages(token: Program, tmp_path: Path) -> None:
    """Whatever a library prints, by whatever way, goes to standard error."""
    (tmp_path / "sitecustomize.py").write_text(
        "import threading, os, sys, subprocess, time\n"
        "def noise():\n"
        "    while True:\n"
        "        if 'figwright.mcp.stdio' in sys.modules and 'figwright.types.results' in sys.modules:\n"
        "            print('printed'); sys.stdout.flush(); sys.__stdout__.write('written\\n'); os.write(1, b'raw\\n')\n"
        "            subprocess.run(['echo', 'a child'])\n"
        "        time.sleep(0.005)\n"
        "threading.Thread(target=noise, daemon=True).start()\n"
    )
    with started(token, PYTHONPATH=str(tmp_path)) as process:
        say(process, INITIALIZE)
        assert hear(process)["result"]["serverInfo"]["name"] == "figwright"
        say(process, INITIALIZED, *(call(number, "figma_me_get") for number in range(2, 40)))
        answered = {hear(process)["id"] for _ in range(2, 40)}
        out, err = process.communicate(timeout=100)
    assert answered == set(range(2, 40))
    assert out == ""
    for noise in ("printed", "written", "raw", "a child"):
        assert noise in err
    assert process.returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("in_flight", [False, True])
@pytest.mark.parametrize(("number", "code"), [(None, 0), (signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_ends_at_once_and_without_a_word(
    token: Program, sandbox: Sandbox, number: signal.Signals | None, code: int, in_flight: bool
) -> None:
    """At the end of its input, and by signals while it waits for input; a call under way does not hold it up."""
    with started(token) as process:
        say(process, INITIALIZE)
        hear(process)
        say(process, INITIALIZED)
        if in_flight:
            sandbox.fail_next("GET /v1/me", delay=20)
            say(process, call(2, "figma_me_get"))
            sandbox.wait_in_flight("GET /v1/me")
        begun = time.monotonic()
        if number is None:
            assert process.stdin
            process.stdin.close()
        else:
            process.send_signal(number)
        assert process.wait(timeout=100) == code
        assert time.monotonic() - begun < 5
        assert process.stdout
        assert process.stderr
        assert process.stderr.read() == ""
        said = [json.loads(line) for line in process.stdout]
        assert said == [] or (in_flight and said[0]["error"]["message"] == "Connection closed")
    sandbox.heal()


@pytest.mark.slow
def test_it_ends_when_nobody_reads_it_any_more(token: Program) -> None:
    with started(token) as process:
        say(process, INITIALIZE)
        hear(process)
        assert process.stdout
        process.stdout.close()
        say(process, INITIALIZED, {"jsonrpc": "2.0", "id": 2, "method": "tools/list"})
        assert process.wait(timeout=100) == 0
        assert process.stderr
        assert process.stderr.read() == ""


@pytest.mark.slow
def test_what_is_no_message_is_answered_as_the_protocol_says(token: Program) -> None:
    with started(token) as process:
        say(process, INITIALIZE)
        hear(process)
        assert process.stdin
        process.stdin.write("\n{not json\n")
        say(process, INITIALIZED, {"jsonrpc": "2.0", "id": 7, "method": "nothing/such"})
        told = hear(process)
        while told.get("id") != 7:
            told = hear(process)
        assert told["error"]["code"] == -32601
        say(process, {"jsonrpc": "2.0", "id": 8, "method": "tools/call", "params": {"arguments": {}}})
        assert hear(process)["error"]["code"] == -32602


@pytest.mark.slow
def test_a_budget_of_its_own_holds_for_every_answer(token: Program, sandbox: Sandbox) -> None:
    async def run() -> None:
        async with token.open(*token.words, "--max-tokens", "60") as client:
            told = await client.call_tool("figma_file_components_list", {"file_key": sandbox.demo.library_key})
            assert told.is_error or told.structured_content["truncated"]
        async with token.open(*token.words, "--max-tokens", "100000") as client:
            tool = (await client.list_tools()).tools[0]
            assert tool.meta == {"anthropic/maxResultSizeChars": 200000}

    anyio.run(run)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no such folder")
def test_the_token_stands_in_no_place_that_others_read(token: Program) -> None:
    with started(token) as process:
        say(process, INITIALIZE)
        hear(process)
        command = Path(f"/proc/{process.pid}/cmdline")
        if command.exists():
            assert os.fsencode(token.environment["TOKEN"]) not in command.read_bytes()


@pytest.mark.slow
def test_half_a_character_is_answered_with_an_error_and_the_server_goes_on(token: Program) -> None:
    """The SDK says nothing to a line that it cannot read, and the client would wait for ever."""
    with started(token) as process:
        say(process, INITIALIZE)
        assert hear(process)["id"] == 1
        say(process, INITIALIZED, call(2, "figma_file_get", {"file_key": "x\ud800"}))
        refused = hear(process)
        assert (refused["id"], refused["error"]["code"]) == (2, -32602)
        assert "lone surrogate" in refused["error"]["message"]
        say(process, call(3, "figma_me_get"))
        answer = hear(process)
        assert answer["id"] == 3
        assert not answer["result"]["isError"], answer
