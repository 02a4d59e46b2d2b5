"""`figwright tools parse-url`: what an address names, which tools take it, and a command line that works."""

from __future__ import annotations

import json
import shlex

import pytest
from cli.conftest import Run

from figwright_figma.sandbox import Sandbox

pytestmark = pytest.mark.usefixtures("figma_configured")

KEY, BRANCH = "hbmVKqA1LGjTuU3HfNLq7p", "Zx9wVu8tSr7qPo6nMl5kJi"
PARSE = ("tools", "parse-url")


def test_a_selection_is_named_with_the_tools_that_take_it(run: Run) -> None:
    out = run(*PARSE, f"https://www.figma.com/design/{KEY}/Checkout?node-id=1-2&t=x").out
    lines = [line.split() for line in out.splitlines()]
    assert ["kind", "design", "file"] in lines
    assert ["file_key", KEY] in lines
    assert ["node_id", "1:2"] in lines
    assert ["figma_file_nodes_get", "file_key,", "ids"] in lines
    assert ["figma_file_comment_create", "file_key", "message"] in lines
    assert (
        lines[-1] == f"figwright call figma_file_nodes_get --token-env FIGMA_TOKEN --file-key {KEY} --ids 1:2".split()
    )


def test_a_program_gets_the_same_as_json(run: Run) -> None:
    told = json.loads(run(*PARSE, f"https://www.figma.com/design/{KEY}/branch/{BRANCH}/Name", "--json").out)
    tools = {tool["name"]: tool for tool in told.pop("tools")}
    command = told.pop("command")
    assert told == {"kind": "branch of a file", "file_key": BRANCH, "main_file_key": KEY}
    assert tools["figma_file_get"] == {"name": "figma_file_get", "inputs": {"file_key": BRANCH}, "needs": []}
    assert tools["figma_file_components_list"]["inputs"] == {"file_key": KEY}
    assert tools["figma_file_nodes_get"]["needs"] == ["ids"]
    assert command == f"figwright call figma_file_get --token-env FIGMA_TOKEN --file-key {BRANCH}"


@pytest.mark.parametrize(
    ("path", "input_name", "value"),
    [
        ("files/181033233908053158/team/1535685101263221741", "team_id", "1535685101263221741"),
        ("files/project/98765432/Name", "folder_id", "98765432"),
    ],
)
def test_other_pages_are_named_too(run: Run, path: str, input_name: str, value: str) -> None:
    told = json.loads(run(*PARSE, f"https://www.figma.com/{path}", "--json").out)
    assert told[input_name] == value
    assert f"--{input_name.replace('_', '-')} {value}" in told["command"]


def test_the_command_line_that_it_shows_works_and_so_does_the_address_itself(
    run: Run, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIGMA_TOKEN", sandbox.token(kind="personal_access_token"))
    where = ("--api-url", sandbox.url, "--allow-insecure")
    node = sandbox.demo.node_ids[0]
    url = f"https://www.figma.com/design/{sandbox.demo.file_key}/Checkout?node-id={node.replace(':', '-')}"
    _, *words = shlex.split(json.loads(run(*PARSE, url, "--json").out)["command"])
    assert list(json.loads(run(*words, *where).out)["nodes"]) == [node]
    call = ("call", "figma_file_nodes_get", "--token-env", "FIGMA_TOKEN", "--file-key", url)
    assert list(json.loads(run(*call, *where).out)["nodes"]) == [node]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("https://evil.example/design/x",), "This is an address of evil.example, not of www.figma.com; copy it"),
        (("figd_not_a_token",), "This is no address; copy it"),
        (("https://www.figma.com/design/",), "This address of Figma has no file key; open the file"),
        (("https://toys.example/1", "--connector", "toyshop"), "Toyshop has no addresses that a tool could read."),
    ],
)
def test_a_wrong_address_says_what_to_do(run: Run, words: tuple[str, ...], sentence: str) -> None:
    done = run(*PARSE, *words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(sentence)
    assert "figd_" not in done.err
