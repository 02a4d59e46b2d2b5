"""An account that nobody connected: the client opens the link where it can, else reads it; then the call works.

The process takes the callback itself. The person is played over HTTP: the link, the consent page, and back to us.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import anyio
import anyio.to_thread
import httpx
import mcp_types as types
import pytest
from support.ports import free_port

from figwright_figma.consent_robot import give_consent
from figwright_figma.sandbox import Sandbox
from protocol.conftest import Program, text

TOOLS = "figma_me_get,figma_file_get"
PREFIX = "FIGWRIGHT_CONNECTIONS__FIGMA__"
Opened = Callable[[str], None]


@pytest.fixture
def program(sandbox: Sandbox, tmp_path: Path) -> Program:
    """The program of an app whose people come back to this machine, where nobody is connected."""
    app = sandbox.app("Desk", redirect_uris=[f"http://localhost:{free_port()}/callback/figma"])
    environment = sandbox.environment(app) | {
        f"{PREFIX}TOOLS": TOOLS,
        "FIGWRIGHT_DATABASE_URL": f"sqlite:///{tmp_path}/people/figwright.db",
    }
    return Program(tmp_path, environment, ("--as", "ann"))


def port_of(program: Program) -> int:
    port = urlsplit(program.environment[f"{PREFIX}REDIRECT_URI"]).port
    assert port
    return port


def open_link(link: str) -> None:
    """What a person does in their browser."""
    with httpx.Client(trust_env=False, verify=False, timeout=30) as browser:
        started = browser.get(link)
        page = browser.get(give_consent(browser, started.headers["location"]))
        assert page.status_code == 200, page.text
        assert "Connected" in page.text


def client_that(action: str, links: list[str], does: Opened = open_link) -> Callable[..., object]:
    """A client's way to ask its person: they open the link, and say so before or after they are done."""

    async def callback(context: object, params: types.ElicitRequestParams) -> types.ElicitResult:
        assert isinstance(params, types.ElicitRequestURLParams)
        links.append(params.url)
        assert "Figma" in params.message
        if action == "accept":
            await anyio.to_thread.run_sync(does, params.url)
        return types.ElicitResult(action=action)  # type: ignore[arg-type]

    return callback


@pytest.mark.slow
def test_a_client_that_opens_links_is_asked_and_the_same_call_goes_on(program: Program, era: str) -> None:
    links: list[str] = []

    async def run() -> None:
        async with program.open(mode=era, elicitation_callback=client_that("accept", links)) as client:
            assert [tool.name for tool in (await client.list_tools()).tools] == sorted(TOOLS.split(","))
            told = await client.call_tool("figma_me_get")
            assert (told.is_error, told.structured_content["handle"]) == (False, "Ada Lindqvist")
            again = await client.call_tool("figma_me_get")
            assert not again.is_error

    anyio.run(run)
    assert len(links) == 1
    assert links[0].startswith(f"http://localhost:{port_of(program)}/connect/")
    assert program.log() == ""


@pytest.mark.slow
def test_a_client_is_told_when_the_consent_was_given(program: Program) -> None:
    """In the era in which the server asks by itself."""
    told: list[str] = []

    async def heard(message: object) -> None:
        told.append(type(message).__name__)

    async def run() -> None:
        callback = client_that("accept", [])
        async with program.open(mode="legacy", elicitation_callback=callback, message_handler=heard) as client:
            await client.call_tool("figma_me_get")

    anyio.run(run)
    assert "ElicitCompleteNotification" in told


@pytest.mark.slow
def test_a_call_waits_for_the_person_who_has_only_opened_the_link(program: Program, era: str) -> None:
    async def run() -> None:
        async with anyio.create_task_group() as tasks:

            def later(link: str) -> None:
                anyio.from_thread.run_sync(tasks.start_soon, partial(give_later, link))

            async def give_later(link: str) -> None:
                await anyio.sleep(1)
                await anyio.to_thread.run_sync(open_link, link)

            async with program.open(mode=era, elicitation_callback=client_that("accept", [], later)) as client:
                assert not (await client.call_tool("figma_me_get")).is_error

    anyio.run(run)


@pytest.mark.slow
@pytest.mark.parametrize("action", ["decline", "cancel"])
def test_a_person_who_does_not_want_to_is_not_asked_twice(program: Program, era: str, action: str) -> None:
    links: list[str] = []

    async def run() -> None:
        async with program.open(mode=era, elicitation_callback=client_that(action, links)) as client:
            told = await client.call_tool("figma_me_get")
            assert told.is_error
            assert "did not open the link" in text(told)

    anyio.run(run)
    assert len(links) == 1


def test_a_client_that_opens_no_links_reads_one_and_the_next_call_works(program: Program, era: str) -> None:
    async def run() -> None:
        async with program.open(mode=era) as client:
            told = await client.call_tool("figma_me_get")
            assert told.is_error
            assert "'ann' has no account" in text(told)
            (link,) = re.findall(r"http://localhost:\S+", text(told))
            await anyio.to_thread.run_sync(open_link, link)
            assert not (await client.call_tool("figma_me_get")).is_error

    anyio.run(run)


@pytest.mark.slow
def test_the_port_is_taken_only_while_there_is_something_to_take(program: Program) -> None:
    async def run() -> None:
        async with program.open() as first, program.open() as second:
            with socket.create_server(("127.0.0.1", port_of(program))):
                pass  # nobody holds it yet
            assert "they open this link" in text(await first.call_tool("figma_me_get"))
            told = text(await second.call_tool("figma_me_get"))
            assert "But this program cannot take the consent. Port" in told
            assert "End the program that uses it, or set another redirect_uri" in told
            assert "\n" not in told

    anyio.run(run)


@pytest.mark.slow
def test_where_people_come_back_elsewhere_the_text_says_so(program: Program, era: str) -> None:
    program.environment[f"{PREFIX}REDIRECT_URI"] = "https://app.example.com/callback/figma"
    asked: list[str] = []

    async def run() -> None:
        async with program.open(mode=era, elicitation_callback=client_that("accept", asked)) as client:
            told = text(await client.call_tool("figma_me_get"))
            assert "does not lead to this machine" in told
        program.environment["FIGWRIGHT_PUBLIC_URL"] = "https://app.example.com"
        async with program.open(mode=era) as client:
            told = text(await client.call_tool("figma_me_get"))
            assert "open this link" in told
            assert "https://app.example.com/connect/" in told
            assert "But" not in told

    anyio.run(run)
    assert asked == []


@pytest.mark.slow
def test_without_an_app_there_is_no_link_and_the_text_says_what_to_do(program: Program, era: str) -> None:
    program.environment[f"{PREFIX}CLIENT_ID"] = ""

    async def run() -> None:
        async with program.open(mode=era) as client:
            told = await client.call_tool("figma_me_get")
            assert told.is_error
            assert text(told) == "'ann' has no account on the connection 'figma'. Connect one first."

    anyio.run(run)
