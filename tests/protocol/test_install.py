"""`figwright mcp install` adds one entry to a client's configuration: the rest stays, and no secret is written."""

from __future__ import annotations

import json
import os
import pty
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from figwright_cli.json_files import RefusedFileError, read, write
from protocol.home import Home

SECRET = "CANARYsecret"
OTHERS = {"mcpServers": {"other": {"command": "x", "env": {"KEY": SECRET}}}, "theme": "dark", "größe": 1.50}


CURSOR = ("--client", "cursor", "--as", "ann", "--yes")


def test_a_file_is_made_where_there_is_none(home: Home) -> None:
    ended = home.run(*CURSOR)
    assert (ended.code, ended.err) == (0, "")
    assert home.entry()["args"] == ["mcp", "--as", "ann"]
    assert Path(home.entry()["command"]).is_absolute()
    assert stat.S_IMODE(home.cursor.stat().st_mode) == 0o600
    assert str(home.cursor) in ended.out
    assert '+   "command"' in ended.out
    assert [path.name for path in home.cursor.parent.iterdir()] == ["mcp.json"]


@pytest.mark.parametrize("indent", ["  ", "    ", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_everything_else_in_the_file_stays_as_it_is(home: Home, indent: str, end: str, mark: str) -> None:
    text = mark + json.dumps(OTHERS, indent=indent, ensure_ascii=False).replace("\n", end) + end
    home.cursor_holds(text)
    home.cursor.chmod(0o640)
    ended = home.run(*CURSOR)
    assert ended.code == 0
    written = home.cursor.read_bytes().decode()
    data = json.loads(written.removeprefix("\ufeff"))
    figma = data["mcpServers"].pop("figma")
    assert figma["args"] == ["mcp", "--as", "ann"]
    assert data == OTHERS
    added = json.dumps({"figma": figma}, indent=indent)[2:-2].replace("\n", f"\n{indent}").replace("\n", end)
    rest = written.replace(f",{end}{indent}{added.strip(end)}", "", 1)
    assert rest == text
    assert stat.S_IMODE(home.cursor.stat().st_mode) == 0o640
    kept = home.cursor.with_name("mcp.json.before-figwright")
    assert kept.read_bytes().decode() == text
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640


def test_T22_what_others_keep_in_the_file_is_not_shown(home: Home) -> None:
    home.cursor_holds(json.dumps(OTHERS))
    assert SECRET not in str(home.run(*CURSOR))
    mine = {"mcpServers": {"figma": {"command": "x", "env": {"TOKEN": SECRET}, "headers": {"A": SECRET}}}}
    home.cursor_holds(json.dumps(mine))
    ended = home.run(*CURSOR)
    assert SECRET not in str(ended)
    assert "-   " in ended.out


def test_an_entry_that_is_the_same_changes_nothing(home: Home) -> None:
    home.run(*CURSOR)
    before = home.cursor.stat()
    ended = home.run(*CURSOR)
    after = home.cursor.stat()
    assert (ended.code, after.st_ino, after.st_mtime_ns) == (0, before.st_ino, before.st_mtime_ns)
    assert "already" in ended.out


def test_an_entry_that_differs_is_shown_and_replaced_when_that_is_confirmed(home: Home) -> None:
    home.run(*CURSOR)
    ended = home.run("--client", "cursor", "--as", "ben", "--yes")
    assert '-     "ann"' in ended.out
    assert '+     "ben"' in ended.out
    assert home.entry()["args"] == ["mcp", "--as", "ben"]
    home.run("--client", "cursor", "--as", "cy", "--name", "other", "--yes")
    assert set(json.loads(home.cursor.read_text())["mcpServers"]) == {"figma", "other"}


def test_with_nobody_to_ask_nothing_is_written(home: Home) -> None:
    ended = home.run("--client", "cursor", "--as", "ann")
    assert ended.code == 2
    assert "say --yes" in ended.err
    assert '"command"' in ended.out
    assert not home.cursor.exists()


def test_print_writes_nothing_and_prints_json_alone(home: Home) -> None:
    ended = home.run("--client", "cursor", "--as", "ann", "--print")
    assert json.loads(ended.out)["mcpServers"]["figma"]["args"] == ["mcp", "--as", "ann"]
    assert str(home.cursor) in ended.err
    assert not home.cursor.parent.exists()


@pytest.mark.parametrize(
    "text",
    [
        '{\n  // a comment\n  "mcpServers": {}\n}',
        '{"mcpServers": {},}',
        "[]",
        "{",
        '{"mcpServers": []}',
        '{"mcpServers": null}',
        '{"mcpServers": {}, "mcpServers": {}}',
        b"\xff\xfe{}",
        "[" * 100_000,
    ],
    ids=repr,
)
def test_what_is_not_plain_json_is_never_rewritten(home: Home, text: str | bytes) -> None:
    home.cursor_holds(text)
    before = home.cursor.read_bytes()
    ended = home.run(*CURSOR)
    assert ended.code == 2
    assert "nothing was written. Add by hand what is printed above" in ended.err
    assert json.loads(ended.out)["mcpServers"]["figma"]["args"] == ["mcp", "--as", "ann"]
    assert home.cursor.read_bytes() == before
    assert [path.name for path in home.cursor.parent.iterdir()] == ["mcp.json"]


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_file_is_one_without_servers(home: Home, text: str) -> None:
    home.cursor_holds(text)
    assert home.run(*CURSOR).code == 0
    assert home.entry()


def test_a_symbolic_link_is_left_alone(home: Home, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.json"
    target.write_text("{}")
    home.cursor.parent.mkdir(parents=True)
    home.cursor.symlink_to(target)
    ended = home.run(*CURSOR)
    assert ended.code == 2
    assert "symbolic link" in ended.err
    assert target.read_text() == "{}"
    assert home.cursor.is_symlink()
    home.cursor.unlink()
    home.cursor.mkdir()
    assert "is no file" in home.run(*CURSOR).err


def test_a_file_that_somebody_else_changes_meanwhile_stays_theirs(home: Home) -> None:
    home.cursor_holds("{}")
    file = read(home.cursor)
    home.cursor.write_text('{"theirs": 1}')
    with pytest.raises(RefusedFileError, match="changed meanwhile"):
        write(file, {"ours": 1})
    assert json.loads(home.cursor.read_text()) == {"theirs": 1}
    assert [path.name for path in home.cursor.parent.iterdir()] == ["mcp.json"]


def test_a_folder_that_cannot_be_had_is_told(home: Home) -> None:
    home.cursor.parent.parent.mkdir(parents=True, exist_ok=True)
    home.cursor.parent.write_text("a file in the folder's place")
    ended = home.run(*CURSOR)
    assert ended.code == 2
    assert f"{home.cursor} cannot be read: Not a directory, so nothing was written" in ended.err
    assert home.cursor.parent.read_text() == "a file in the folder's place"


def test_vs_code_s_own_inputs_stay(home: Home) -> None:
    path = home.project / ".vscode" / "mcp.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"inputs": [{"id": "mine"}, {"id": "t", "description": "T"}], "servers": {"a": {}}}))
    home.run("--client", "vscode", "--token-env", "T", "--yes")
    home.run("--client", "vscode", "--token-env", "U", "--name", "second", "--yes")
    data = json.loads(path.read_text())
    assert [each["id"] for each in data["inputs"]] == ["mine", "t", "u"]
    assert data["inputs"][1] == {"id": "t", "description": "T"}
    assert list(data["servers"]) == ["a", "figma", "second"]


def test_settings_of_the_environment_are_passed_on_and_secret_ones_by_reference(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {
        "FIGWRIGHT_DATABASE_URL": "sqlite:////srv/figwright.db",
        "FIGWRIGHT_CONNECTIONS__FIGMA__CLIENT_ID": "id",
        "FIGWRIGHT_CONNECTIONS__FIGMA__CLIENT_SECRET": SECRET,
        "FIGWRIGHT_ENCRYPTION_KEYS": SECRET,
        "FIGWRIGHT_PROXY": f"http://user:{SECRET}@proxy.example.com",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    home.run(*CURSOR)
    secret = set(settings) - {"FIGWRIGHT_DATABASE_URL", "FIGWRIGHT_CONNECTIONS__FIGMA__CLIENT_ID"}
    assert home.entry()["env"] == {
        name: f"${{env:{name}}}" if name in secret else value for name, value in settings.items()
    }
    ended = home.run("--client", "claude-desktop", "--as", "ann", "--yes")
    assert ended.code == 0
    for name in secret:
        assert f"{name} is a secret that is set here" in ended.err
    for path in home.folder.rglob("*.json*"):
        assert SECRET not in path.read_text()


def test_a_settings_file_of_this_folder_is_spoken_of(home: Home) -> None:
    (home.project / "figwright.toml").write_text("")
    assert "figwright.toml of this folder" in home.run(*CURSOR).err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--client", "cursor"), "--as ID"),
        (("--client", "cursor", "--as", "ann", "--token-env", "T"), "--as ID"),
        (("--client", "curser", "--as", "ann"), "Did you mean cursor"),
        (("--client", "cursor", "--as", "ann", "--name", "a b"), "--name"),
        (("--client", "cursor", "--as", " ann"), "identifier"),
        (("--client", "cursor", "--as", "ann", "--tools", "figma_me_gt"), "figma_me_get"),
        (("--client", "cursor", "--as", "ann", "--toolsets", "nothing"), "no toolset"),
        (("--client", "cursor", "--as", "ann", "--mode", "serch"), "search"),
        (("--client", "cursor", "--as", "ann", "--connection", "other"), "other"),
        (("--client", "cursor", "--token-env", "figd_" + "x" * 40), "revoke it"),
        (("--client", "cursor", "--token-env", "fwm_" + "x" * 43), "revoke it"),
        (("--client", "cursor", "--token-env", "A B"), "variable"),
        (("--client", "cursor", "--http", "https://a.example.com/mcp?token=x"), "address"),
        (("--client", "cursor", "--http", "https://a:b@a.example.com/mcp"), "address"),
        (("--client", "cursor", "--http", "ftp://a.example.com/mcp"), "address"),
        (("--client", "cursor", "--http", "https://a.example.com/mcp", "--as", "ann"), "--http"),
        (("--client", "cursor", "--http", "https://a.example.com/mcp", "--read-only"), "--http"),
    ],
)
def test_what_cannot_be_installed_is_told_and_nothing_is_written(home: Home, words: tuple[str, ...], said: str) -> None:
    ended = home.run(*words, "--yes")
    assert ended.code == 2
    assert said in ended.err
    assert "x" * 40 not in ended.err
    assert not home.cursor.exists()


@pytest.mark.slow
def test_a_person_at_a_terminal_is_asked(tmp_path: Path) -> None:
    def answer(text: str) -> str:
        ours, theirs = pty.openpty()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FIGWRIGHT_")}
        os.write(ours, text.encode())
        done = subprocess.run(
            [sys.executable, "-m", "figwright_cli", "mcp", "install", "--client", "cursor", "--as", "ann"],
            env=environment | {"HOME": str(tmp_path)},
            cwd=tmp_path,
            stdin=theirs,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        os.close(ours)
        os.close(theirs)
        return done.stdout + done.stderr

    assert "Write it?" in answer("n\n")
    assert not (tmp_path / ".cursor").exists()
    assert "Written" in answer("y\n")
    assert (tmp_path / ".cursor" / "mcp.json").exists()


@pytest.mark.slow
@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_client_starts_what_was_installed(home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FIGWRIGHT_DATABASE_URL", f"sqlite:///{tmp_path}/kept/figwright.db")
    home.run(*CURSOR, "--tools", "figma_me_get")
    entry = home.entry()
    started = StdioServerParameters(command=entry["command"], args=entry["args"], env=entry["env"], cwd=tmp_path)
    async with Client(stdio_client(started)) as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == ["figma_me_get"]
