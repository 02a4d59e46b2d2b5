"""docs/mcp.md does what it says: its code runs, and its commands and options are there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from accounts.desk import Desk
from cli.conftest import Ended

from figwright_cli import main
from figwright_cli.mcp_clients import CLIENTS
from protocol.served import House, running

PAGE = (Path(__file__).parents[2] / "docs" / "mcp.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_its_code_serves_and_issues(house: House, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    house.person()
    desk: Desk = house.desk
    for name, value in desk.sandbox.environment(desk.app).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("FIGWRIGHT_DATABASE_URL", desk.database_url)
    monkeypatch.setenv("FIGWRIGHT_ENCRYPTION_KEYS", desk.settings()["encryption_keys"][0])
    names: dict[str, Any] = {}
    exec(compile(BLOCKS[0], "docs/mcp.md", "exec"), names)
    token = house.token()
    with running(names["app"]) as house.port, names["actions"]:
        assert house.send(token, headers={"Host": "app.example.com"}).status_code == 200
        assert house.send(token, headers={"Host": "other.example.com"}).status_code == 421
        assert house.send(token, path="/figwright/connect/x", verb="GET").status_code == 400
        exec(compile(BLOCKS[1], "docs/mcp.md", "exec"), names)
    shown = capsys.readouterr().out
    assert shown.startswith("fwm_")
    assert "Ann's Cursor" in shown
    assert len(house.actions.list_mcp_tokens(identifier="ann")) == 2


def test_every_client_has_its_line() -> None:
    assert re.findall(r"^\| `([a-z-]+)` \| [^|]*`", PAGE, re.MULTILINE) == list(CLIENTS)


@pytest.mark.parametrize("words", [("mcp",), ("mcp", "install"), ("mcp", "token", "issue"), ("serve",)], ids=" ".join)
def test_the_options_that_it_names_are_there(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code = main((*words, "--help"))
    ended = Ended(code, *capsys.readouterr())
    command = " ".join(words)
    lines = re.findall(rf"figwright {command} (?!install|uninstall|token)[^`\n#]*", PAGE)
    named = {option for line in lines for option in re.findall(r"--[a-z-]+", line)}
    assert ended.code == 0
    assert named
    assert {option for option in named if option not in ended.out} == set()
