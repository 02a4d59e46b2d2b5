"""`figwright tokens` as a process against the sandbox: each form, and what goes wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cli.conftest import Ended, Run

from figwright_figma.sandbox import Sandbox

Tokens = Callable[..., Ended]


@pytest.fixture(scope="module")
def figma() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def tokens(figma: Sandbox, process: Run) -> Tokens:
    def tokens(*words: str, token: str = "", **options: str) -> Ended:
        address = ("--api-url", figma.url, "--allow-insecure")
        credential = {"FIGMA_TOKEN": token or figma.token(kind="personal_access_token")}
        return process("tokens", *words, *address, **credential, **options)

    return tokens


def test_dtcg_is_one_document_with_references(tokens: Tokens, figma: Sandbox) -> None:
    done = tokens(figma.demo.library_key, "--token-env", "FIGMA_TOKEN")
    assert (done.code, done.err) == (0, "")
    colour = json.loads(done.out)["Colour"]
    assert colour["Brand"]["500"]["$value"]["hex"] == "#2451d1"
    assert colour["Action"]["Primary"]["$value"] == "{Colour.Brand.500}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "line"), [("css", "  --colour-brand-500: #2451d1;"), ("tailwind", "  --color-colour-brand-500: #2451d1;")]
)
def test_css_and_tailwind_are_style_sheets(form: str, line: str, tokens: Tokens, figma: Sandbox) -> None:
    done = tokens(figma.demo.library_key, "--token-env", "FIGMA_TOKEN", "--format", form)
    assert (done.code, done.err) == (0, "")
    assert line in done.out.splitlines()


def test_a_token_comes_from_standard_input_with_its_kind_as_for_call(tokens: Tokens, figma: Sandbox) -> None:
    given = ("--token-stdin", "--kind", "oauth", "--from", "file", "--format", "css")
    done = tokens(figma.demo.file_key, *given, stdin=f"{figma.token(kind='oauth')}\n")
    assert done.code == 0, done.err
    assert re.search(r"^  --surface-page: #", done.out, re.MULTILINE)


@pytest.mark.slow
def test_without_the_plan_the_file_itself_is_read_and_that_is_said(tokens: Tokens, figma: Sandbox) -> None:
    user = figma.user("Solo", plan="professional")
    key = figma.file("Small", owner=user).key
    given = (key, "--token-env", "FIGMA_TOKEN")
    done = tokens(*given, token=figma.token(user, kind="personal_access_token"))
    assert done.code == 0
    assert "The variables may not be read" in done.err
    assert "There is no token" in done.err
    done = tokens(*given, "--from", "variables", token=figma.token(user, kind="personal_access_token"))
    assert (done.code, done.out) == (1, "")
    assert "Limited by Figma plan" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("abcdefghijklmnopqrstuv",), "Whose credential? Give one of --as ID, --token-env VAR and --token-stdin."),
        (("a", "--as", "ann", "--kind", "oauth"), "--kind describes a token"),
        (("a", "--token-env", "NOT_SET_ANYWHERE"), "the environment variable NOT_SET_ANYWHERE is not set"),
        (("a b/../c", "--token-env", "FIGMA_TOKEN"), "file_key"),
        (("abc", "--token-env", "FIGMA_TOKEN", "--format", "scss"), "scss"),
    ],
)
def test_a_command_that_is_wrong_ends_with_2_and_a_sentence(
    words: tuple[str, ...], said: str, run: Run, figma: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIGMA_TOKEN", figma.token(kind="personal_access_token"))
    done = run("tokens", *words, "--api-url", figma.url, "--allow-insecure")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("path", ["variables", "file"])
def test_a_file_that_is_not_there_is_an_error(
    path: str, run: Run, figma: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIGMA_TOKEN", figma.token(kind="personal_access_token"))
    words = ("a" * 22, "--token-env", "FIGMA_TOKEN", "--from", path, "--api-url", figma.url, "--allow-insecure")
    done = run("tokens", *words)
    assert (done.code, done.out) == (1, "")
    assert "Request id: " in done.err


@pytest.mark.slow
def test_a_connected_accounts_tokens_are_written(figma: Sandbox, tmp_path: Path) -> None:
    from cli.figma import Desk

    desk = Desk(figma, tmp_path)
    token = figma.token(kind="personal_access_token")
    connected = desk.run("connect", "ann", "--token-stdin", stdin=token)
    assert connected.code == 0, connected.err
    done = desk.run("tokens", figma.demo.file_key, "--as", "ann", "--format", "css")
    assert done.code == 0, done.err
    assert "--surface-page" in done.out
