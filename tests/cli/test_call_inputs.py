"""Options of `figwright call` and inputs of its tool never collide, and what is printed to be copied works."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from cli.conftest import Run
from generated.catalogue import SAMPLED
from support.provider import Provider

from figma_tools import schemas
from figma_tools.connector import CONNECTOR
from figwright.connector import Tool
from figwright.inputs.validation import validate
from figwright_cli.call import call
from figwright_cli.command_lines import CALL_OPTIONS, example, option
from figwright_cli.inputs import ToolCommand, read_fields
from figwright_figma.sandbox import Sandbox

NAMES = ("text", "json", "input", "save", "as", "kind", "help", "verbose", "connection", "api_url", "input_text", "h")
SEND = ("call", "mailbox_letter_send", "--connection", "mailbox", "--token-env", "KEY")


@pytest.fixture
def mailbox(shop: Provider, monkeypatch: pytest.MonkeyPatch) -> Provider:
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__MAILBOX__API_URL", shop.url)
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__MAILBOX__ALLOW_INSECURE", "true")
    monkeypatch.setenv("KEY", "secret")
    return shop


def test_every_input_can_be_given_beside_every_option(run: Run, mailbox: Provider) -> None:
    words = [word for name in NAMES for word in (option(name), f"my {name}")]
    done = run(*SEND, *words, "--json")
    assert (done.code, done.err) == (0, "")
    assert mailbox.received[0].json == {name: f"my {name}" for name in NAMES}


def test_every_input_can_be_written_with_the_prefix(run: Run, mailbox: Provider) -> None:
    words = [f"--input.{name}={name}" for name in NAMES]
    assert run(*SEND, *words).code == 0
    assert mailbox.received[0].json == dict(zip(NAMES, NAMES, strict=True))


@pytest.mark.parametrize("value", ["-h", "-hello", "-", "--text", "--json", "-n 5", "a=b"])
def test_a_value_is_never_taken_for_an_option(run: Run, mailbox: Provider, value: str) -> None:
    given = [f"--input.text={value}"] if value.startswith("--") else ["--input.text", value]
    done = run(*SEND, *given)
    assert (done.code, done.err) == (0, "")
    assert mailbox.received[0].json == {"text": value}


def test_the_names_that_the_command_takes_itself_are_known() -> None:
    app = typer.Typer()
    app.command(cls=ToolCommand)(call)
    command: Any = typer.main.get_command(app)
    own = {name[2:] for each in command.params for name in each.opts if name.startswith("--")}
    own -= {"install-completion", "show-completion"}
    assert own == CALL_OPTIONS


def test_the_printed_line_works_where_inputs_are_called_as_options_are(
    run: Run, mailbox: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = run("tools", "show", "mailbox_letter_send", "--connector", "mailbox").out.splitlines()[-1]
    monkeypatch.setenv("MAILBOX_TOKEN", "secret")
    assert run(*shlex.split(line)[1:], "--connection", "mailbox").code == 0
    assert mailbox.received[0].json == {"text": "TEXT"}


@pytest.mark.parametrize("asked", ["--help", "-h"])
def test_help_behind_a_tool_shows_its_inputs_and_the_options(run: Run, asked: str) -> None:
    out = run("call", "mailbox_letter_send", asked, "--connection", "mailbox").out
    assert run("call", "mailbox_letter_send", "--connection", "mailbox", asked).out == out
    for text in ("--input.text", "--input.as", "--input-text", "The letter's kind.", "needed", "--token-env", "--save"):
        assert text in out, text
    assert "mailbox" not in run("call", asked).out


def spoken(tool: Tool[Any]) -> list[str]:
    line = example(CONNECTOR, tool, schemas.json_schema(tool.name))
    words = shlex.split(line)
    assert words[:3] == ["figwright", "call", tool.name]
    return words[3:]


@pytest.mark.parametrize("name", list(CONNECTOR.tools))
def test_the_line_that_tools_show_prints_is_a_valid_input_for_every_tool(name: str) -> None:
    tool = CONNECTOR.tools[name]
    words = spoken(tool)
    options = dict.fromkeys(("--token-env", "--kind"))
    while words and words[0] in options:
        words = words[2:]
    validate(tool, read_fields(tool, schemas.json_schema(tool.name), words))


@pytest.fixture(scope="module")
def figma() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.mark.parametrize("name", SAMPLED)
def test_the_line_that_tools_show_prints_is_sent_and_understood_for_every_tool(
    run: Run, figma: Sandbox, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Of the example's ids nothing is there, so what is not refused as malformed was understood."""
    tool = CONNECTOR.tools[name]
    words = spoken(tool)
    kind = words[words.index("--kind") + 1] if "--kind" in words else "personal_access_token"
    monkeypatch.setenv("FIGMA_TOKEN", figma.token(kind=kind))  # type: ignore[arg-type]
    before = len(figma.requests)
    done = run("call", name, *words, "--api-url", figma.url, "--allow-insecure", "--json")
    assert len(figma.requests) > before, done.err
    told = json.loads(done.err or "{}")
    absent = ("not found", "does not exist")
    assert done.code == 0 or told["cause"] in ("NOT_FOUND", "NO_ACCESS") or any(e in told["message"] for e in absent)
