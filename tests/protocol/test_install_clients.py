"""Each MCP client keeps its configuration in its own place and form; what is put in can be taken out."""

from __future__ import annotations

import json
import os
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from figwright_cli import mcp_clients
from protocol.home import Home

SECRET = "CANARYsecret"
PLACES = {
    ("claude-desktop", "linux"): ".config/Claude/claude_desktop_config.json",
    ("claude-desktop", "darwin"): "Library/Application Support/Claude/claude_desktop_config.json",
    ("claude-desktop", "win32"): "AppData/Roaming/Claude/claude_desktop_config.json",
    ("cursor", "linux"): ".cursor/mcp.json",
    ("cursor", "win32"): ".cursor/mcp.json",
    ("claude-code", "linux"): "../project/.mcp.json",
    ("vscode", "darwin"): "../project/.vscode/mcp.json",
    ("codex", "linux"): ".codex/config.toml",
    ("gemini-cli", "linux"): ".gemini/settings.json",
    ("windsurf", "darwin"): ".codeium/windsurf/mcp_config.json",
    ("zed", "linux"): ".config/zed/settings.json",
    ("zed", "darwin"): ".config/zed/settings.json",
    ("zed", "win32"): "AppData/Roaming/Zed/settings.json",
}


@pytest.mark.parametrize(("client", "platform"), PLACES)
def test_each_client_keeps_its_file_in_its_own_place(
    home: Home, client: str, platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.delenv("APPDATA", raising=False)
    monkeypatch.delenv("CODEX_HOME", raising=False)
    path = mcp_clients.CLIENTS[client].path()
    assert path == Path(os.path.normpath(home.folder / PLACES[client, platform]))


SHAPES: dict[str, dict[str, Any]] = {
    "claude-code": {
        "mcpServers": {"figma": {"type": "stdio", "args": ["mcp", "--token-env", "T"], "env": {"T": "${T}"}}}
    },
    "cursor": {"mcpServers": {"figma": {"args": ["mcp", "--token-env", "T"], "env": {"T": "${env:T}"}}}},
    "vscode": {
        "servers": {"figma": {"type": "stdio", "args": ["mcp", "--token-env", "T"], "env": {"T": "${input:t}"}}},
        "inputs": [{"type": "promptString", "id": "t", "description": "t", "password": True}],
    },
    "codex": {"mcp_servers": {"figma": {"args": ["mcp", "--token-env", "T"], "env_vars": ["T"]}}},
    "gemini-cli": {"mcpServers": {"figma": {"args": ["mcp", "--token-env", "T"], "env": {"T": "${T}"}}}},
    "windsurf": {"mcpServers": {"figma": {"args": ["mcp", "--token-env", "T"], "env": {"T": "${env:T}"}}}},
}


@pytest.mark.parametrize("client", SHAPES)
def test_T28_a_token_is_named_and_never_written(home: Home, client: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("T", SECRET)
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__CLIENT_SECRET", SECRET)
    ended = home.run("--client", client, "--token-env", "T", "--print")
    shown = tomllib.loads(ended.out) if client == "codex" else json.loads(ended.out)
    (servers,) = (value for key, value in shown.items() if key != "inputs")
    del servers["figma"]["command"]
    assert shown == SHAPES[client]
    assert SECRET not in str(ended)


@pytest.mark.parametrize("client", ["claude-desktop", "zed"])
def test_where_no_variable_can_be_named_what_to_do_is_said(home: Home, client: str) -> None:
    ended = home.run("--client", client, "--token-env", "T", "--yes")
    assert ended.code == 2
    assert "figwright connect ID --token-stdin" in ended.err
    ended = home.run("--client", client, "--http", "https://app.example.com/mcp", "--yes")
    assert (ended.code, "connector" in ended.err) == (2, True)


REMOTE: dict[str, dict[str, Any]] = {
    "claude-code": {"type": "http", "authorization": "Bearer ${FIGWRIGHT_MCP_TOKEN}"},
    "cursor": {"authorization": "Bearer ${env:FIGWRIGHT_MCP_TOKEN}"},
    "vscode": {"type": "http", "authorization": "Bearer ${input:figwright-mcp-token}"},
}


@pytest.mark.parametrize("client", REMOTE)
def test_a_server_elsewhere_is_an_address_and_a_named_token(home: Home, client: str) -> None:
    ended = home.run("--client", client, "--http", "https://app.example.com/mcp", "--print")
    shown = json.loads(ended.out)
    entry = shown["servers" if client == "vscode" else "mcpServers"]["figma"]
    assert entry.pop("url") == "https://app.example.com/mcp"
    assert entry.pop("headers") == {"Authorization": REMOTE[client].pop("authorization")}
    assert entry == REMOTE[client]
    assert [each["id"] for each in shown.get("inputs", [])] == (["figwright-mcp-token"] if client == "vscode" else [])


@pytest.mark.parametrize(
    ("client", "entry"),
    [
        ("gemini-cli", {"httpUrl": "{}", "headers": {"Authorization": "Bearer ${T}"}}),
        ("windsurf", {"serverUrl": "{}", "headers": {"Authorization": "Bearer ${env:T}"}}),
        ("codex", {"url": "{}", "bearer_token_env_var": "T"}),
    ],
)
def test_each_client_has_its_own_key_for_an_address(home: Home, client: str, entry: dict[str, Any]) -> None:
    url = "https://app.example.com/mcp"
    ended = home.run("--client", client, "--http", url, "--token-env", "T", "--print")
    shown = tomllib.loads(ended.out) if client == "codex" else json.loads(ended.out)
    (servers,) = shown.values()
    assert servers["figma"] == {key: url if value == "{}" else value for key, value in entry.items()}


CODEX = """\
# my settings
model = "x"   # a comment

[mcp_servers.other]  # mine
command = "y"
[mcp_servers.other.env]
A = "1"

# about the profile
[profiles.p]
z = 1
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_of_a_toml_file_everything_else_stays_as_it_was_typed(home: Home, end: str) -> None:
    file = home.folder / ".codex" / "config.toml"
    file.parent.mkdir(parents=True)
    before = CODEX.replace("\n", end).encode()
    file.write_bytes(before)
    install = ("--client", "codex", "--as", "ann", "--yes")
    assert home.run(*install).code == 0
    assert file.read_bytes().startswith(before)
    assert tomllib.loads(file.read_text())["mcp_servers"]["figma"]["args"] == ["mcp", "--as", "ann"]
    assert "has this entry already" in home.run(*install).out
    home.run("--client", "codex", "--token-env", "T", "--yes")
    assert tomllib.loads(file.read_text())["mcp_servers"]["figma"]["env_vars"] == ["T"]
    assert home.run("--client", "codex", "--yes", command="uninstall").code == 0
    assert file.read_bytes().rstrip() == before.rstrip()
    assert home.run("--client", "codex", "--name", "other", "--yes", command="uninstall").code == 0
    left = file.read_text()
    assert tomllib.loads(left) == {"model": "x", "profiles": {"p": {"z": 1}}}
    assert "# about the profile\n[profiles.p]" in left


@pytest.mark.parametrize(
    "text",
    [
        'mcp_servers = {figma = {command = "x"}}',
        'mcp_servers.figma.command = "x"',
        "[mcp_servers]\nfigma = {command = 1}",
    ],
)
def test_a_toml_file_that_is_written_in_another_way_is_left_alone(home: Home, text: str) -> None:
    file = home.folder / ".codex" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    ended = home.run("--client", "codex", "--as", "ann", "--yes")
    assert ended.code == 2
    assert "nothing was written. Add by hand what is printed above" in ended.err
    assert "[mcp_servers.figma]" in ended.out
    assert file.read_text() == text


@pytest.mark.parametrize("client", list(mcp_clients.CLIENTS))
def test_what_was_installed_is_taken_out_again_and_nothing_else(home: Home, client: str) -> None:
    home.run("--client", client, "--as", "ann", "--name", "mine", "--yes")
    home.run("--client", client, "--as", "ann", "--yes")
    ended = home.run("--client", client, command="uninstall")
    assert (ended.code, "say --yes" in ended.err) == (2, True)
    ended = home.run("--client", client, "--yes", command="uninstall")
    assert ended.code == 0
    assert '"ann"' in ended.out
    text = mcp_clients.CLIENTS[client].path().read_text()
    (servers,) = (tomllib.loads(text) if client == "codex" else json.loads(text)).values()
    assert list(servers) == ["mine"]
    again = home.run("--client", client, "--yes", command="uninstall")
    assert (again.code, "has no server 'figma'. There are: mine." in again.err) == (2, True)
    assert mcp_clients.CLIENTS[client].path().read_text() == text


def test_what_the_server_is_started_with_is_checked_and_passed_on(home: Home) -> None:
    more = ("--max-tokens", "500", "--api-url", "http://127.0.0.1:9", "--allow-insecure")
    assert home.run("--client", "cursor", "--token-env", "T", "--kind", "oauth", *more, "--yes").code == 0
    assert home.entry()["args"] == ["mcp", "--token-env", "T", "--kind", "oauth", *more]
    for words, said in (
        (("--as", "ann", "--kind", "oauth"), "give --token-env"),
        (("--token-env", "T", "--kind", "oath"), "Did you mean oauth"),
        (("--as", "ann", "--api-url", "http://127.0.0.1:9"), "allow_insecure"),
        (("--as", "ann", "--max-tokens", "0"), "--max-tokens"),
        (("--http", "https://a.example.com/mcp", "--max-tokens", "5"), "--http takes"),
    ):
        ended = home.run("--client", "cursor", *words, "--yes")
        assert (ended.code, said in ended.err) == (2, True), ended.err
