"""`figwright serve` as a process: pages and tools on one port, hosts that it answers to, and a good end."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import httpx2
import pytest
from cli.figma import Desk, read_until
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from support.ports import free_port

from figwright_figma.consent_robot import give_consent
from figwright_figma.sandbox import Sandbox
from protocol.served import House

pytestmark = pytest.mark.slow
"""Each test starts the program; what it serves is tested within the process by `test_http` and `test_http_threats`."""


@pytest.fixture
def desk(sandbox: Sandbox, tmp_path: Path) -> Desk:
    found = Desk(sandbox, tmp_path)
    found.environment["FIGWRIGHT_DATABASE_URL"] = f"sqlite:///{tmp_path}/kept/figwright.db"
    return found


def port_of(desk: Desk) -> int:
    """The port of the redirect URI."""
    return int(re.findall(r":(\d+)/", desk.app.redirect_uris[0])[0])


@contextmanager
def serving(desk: Desk, *words: str, **environment: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a server that runs, and its process."""
    with desk.begin("serve", *words, **environment) as process:
        yield read_until(process, "Listening on ").removeprefix("Listening on "), process


def token(desk: Desk, identifier: str = "ann", *words: str) -> str:
    told = json.loads(desk.run("mcp", "token", "issue", identifier, "--json", *words).out)
    return str(told["token"])


def call(address: str, bearer: str) -> str:
    """What a call of the official client says."""

    async def main() -> str:
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {bearer}"}, trust_env=False, verify=False) as http,
            Client(streamable_http_client(f"{address}/mcp", http_client=http)) as client,
        ):
            result = await client.call_tool("figma_me_get", {})
            return str(result.content[0].text)  # type: ignore[union-attr]

    return anyio.run(main)


def test_a_person_connects_by_the_link_of_their_first_call(desk: Desk) -> None:
    with serving(desk, "--mcp", "--port", str(port_of(desk))) as (address, process):
        bearer = token(desk)
        link = re.findall(r"http://localhost:\d+/connect/\S+", call(address, bearer))[0]
        with httpx.Client(trust_env=False, verify=False, timeout=30) as browser:
            callback = give_consent(browser, browser.get(link).headers["location"])
            assert "Connected" in browser.get(callback).text
        assert desk.sandbox.demo.user.handle in call(address, bearer)
        process.send_signal(signal.SIGTERM)
        assert process.wait(100) == 0


def test_without_mcp_there_are_pages_alone(desk: Desk) -> None:
    with serving(desk, "--port", "0") as (address, _):
        assert httpx.get(f"{address}/mcp", trust_env=False, verify=False).status_code == 404
        assert httpx.get(f"{address}/connect/x", trust_env=False, verify=False).status_code == 400


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_F8_a_signal_lets_calls_finish_and_ends_well(desk: Desk, number: signal.Signals) -> None:
    secret = desk.sandbox.token(kind="personal_access_token")
    desk.run("connect", "ann", "--token-stdin", stdin=secret)
    bearer, answers = token(desk), list[Any]()
    with serving(desk, "--mcp", "--port", "0") as (address, process):
        sender = House(desk, port=int(address.rpartition(":")[2]))  # a client would list the tools again afterwards
        assert not sender.call(bearer, "figma_me_get")["isError"]
        held = desk.sandbox.fail_next("GET /v1/me", delay=20)
        calling = threading.Thread(target=lambda: answers.append(sender.call(bearer, "figma_me_get")))
        calling.start()
        while held.times and calling.is_alive():
            time.sleep(0.001)
        process.send_signal(number)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.5)
        held.release()
        assert process.wait(100) == 0
        calling.join()
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
    assert answers[0]["structuredContent"]["handle"]


def test_T81_who_holds_connections_shuts_nobody_out_and_fills_no_log(desk: Desk) -> None:
    """Ten times as many connections as the process may have files, half of them with half a head."""
    bearer = token(desk, "ann")
    few_files = "import resource, runpy; resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256)); "
    words = [
        "-c",
        f"{few_files}runpy.run_module('figwright_cli', run_name='__main__')",
        "serve",
        "--mcp",
        "--port",
        "0",
    ]
    held: list[socket.socket] = []
    with desk.begin_python(*words) as process, ExitStack() as opened:
        address = read_until(process, "Listening on ").removeprefix("Listening on ")
        sender = House(desk, port=int(address.rpartition(":")[2]))
        for number in range(2_560):
            held.append(opened.enter_context(socket.socket()))
            held[-1].settimeout(20)
            held[-1].connect(("127.0.0.1", sender.port))
            if number % 2:
                held[-1].send(b"POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuth")
            if number % 256 == 255:
                assert sender.send(bearer).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(100) == 0
        assert process.stderr is not None
        assert len(process.stderr.read()) < 2_000


def test_a_busy_port_is_told(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        ended = desk.run("serve", "--port", str(port))
    assert ended.code == 2
    assert f"Port {port} on 127.0.0.1 cannot be used: Address already in use" in ended.err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
@pytest.mark.parametrize("more", [(), ("--allowed-host", "localhost")])
def test_T64_nobody_listens_to_other_machines_without_saying_by_which_name(
    desk: Desk, host: str, more: tuple[str, ...]
) -> None:
    ended = desk.run("serve", "--mcp", "--host", host, "--port", "0", *more)
    assert ended.code == 2
    assert "--allowed-host app.example.com" in ended.err
    assert "Listening" not in ended.err


def test_T64_hosts_are_checked_for_pages_and_tools_alike(desk: Desk) -> None:
    words = ("--mcp", "--host", "0.0.0.0", "--allowed-host", "tools.example.com")
    with serving(desk, *words, "--port", "0", FIGWRIGHT_PUBLIC_URL="https://app.example.com/f") as (address, _):
        port = address.rpartition(":")[2]
        bearer = {"Authorization": f"Bearer {token(desk)}"}

        def status(method: str, path: str, host: str, **headers: str) -> int:
            url = f"http://127.0.0.1:{port}{path}"
            return httpx.request(
                method, url, headers={"Host": host, **headers}, trust_env=False, verify=False
            ).status_code

        for host in ("app.example.com", "tools.example.com", f"tools.example.com:{port}", "localhost"):
            assert status("GET", "/f/connect/x", host) == 400
            assert status("GET", "/mcp", host, **bearer) == 405
            assert status("GET", "/f/mcp", host, **bearer) == 405
        for host in ("evil.example.com", "0.0.0.0", "127.0.0.2"):
            for path in ("/f/connect/x", "/f/callback/figma?code=x&state=y", "/mcp", "/", "/nothing"):
                assert status("GET", path, host, **bearer) == 421
                assert status("POST", path, host, **bearer) == 421
        assert status("POST", "/f/connect/x", "app.example.com", Origin="https://evil.example.com") == 403


def test_T66_what_is_served_is_narrowed(desk: Desk) -> None:
    bearer = token(desk)

    def names(*words: str) -> list[str]:
        async def main(address: str) -> list[str]:
            headers = {"Authorization": f"Bearer {bearer}"}
            async with (
                httpx2.AsyncClient(headers=headers, trust_env=False, verify=False) as http,
                Client(streamable_http_client(f"{address}/mcp", http_client=http)) as client,
            ):
                return [tool.name for tool in (await client.list_tools()).tools]

        with serving(desk, "--mcp", "--port", "0", *words) as (address, _):
            return anyio.run(main, address)

    desk.settings["TOOLS"] = "figma_me_get,figma_file_get,figma_file_comment_create"
    assert len(names()) == 3
    assert names("--read-only") == ["figma_file_get", "figma_me_get"]
    assert names("--tools", "figma_me_get") == ["figma_me_get"]
    assert len(names("--mode", "search")) == 2


def test_consents_that_would_come_back_elsewhere_are_told(desk: Desk) -> None:
    with desk.begin("serve", "--port", str(free_port())) as process:
        told = read_until(process, "Consents of figma come back to ")
        assert desk.app.redirect_uris[0] in told
        assert "not here" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--read-only",), "go with --mcp"),
        (("--allowed-origin", "https://a.example.com"), "go with --mcp"),
        (("--mcp", "--allowed-origin", "a.example.com"), "no origin"),
        (("--mcp", "--allowed-host", "*"), "no host"),
        (("--mcp", "--tools", "figma_me_gt"), "figma_me_get"),
        (("--mcp", "--toolsets", "nothing"), "no toolset"),
        (("--mcp", "--mode", "serch"), "search"),
        (("--host", "no such host", "--allowed-host", "a.example.com"), "no such address"),
    ],
)
def test_what_cannot_be_served_is_told(desk: Desk, words: tuple[str, ...], said: str) -> None:
    ended = desk.run("serve", "--port", "0", *words)
    assert ended.code == 2, ended.err
    assert said in ended.err
