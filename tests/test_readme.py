"""The README does what it says: its Python and its command lines run against the sandbox."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from cli.figma import Desk

from figwright.connections import ConnectionOptions
from figwright.settings import Settings
from figwright_figma.sandbox import Sandbox

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
COMMANDS = re.findall(
    r"^    (figwright (?:tools|call|scopes|doctor|connect|accounts)\b.*?)(?: +#.*)?$", README, re.MULTILINE
)
SETTINGS = re.findall(r"`((?:FIGWRIGHT)?_[A-Z_]+)`", README)


def test_the_readme_has_examples() -> None:
    assert len(EXAMPLES) == 4
    assert len(COMMANDS) == 13


def test_every_setting_is_in_the_readme_and_no_other() -> None:
    named = {name.rpartition("__")[2] for name in SETTINGS if "__" in name}
    assert named == {name.upper() for name in ConnectionOptions.model_fields if name != "connector"}
    own = {name.removeprefix("FIGWRIGHT_") for name in SETTINGS if name.startswith("FIGWRIGHT_") and "__" not in name}
    assert own == {name.upper() for name in Settings.model_fields if name != "connections"}


@pytest.fixture
def app(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """An app of the sandbox in the environment, as the README has the reader set one up."""
    for name, value in sandbox.environment().items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_runs(sandbox: Sandbox, example: str, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"api_url={sandbox.url!r}, allow_insecure=True"
    for placeholder, real in {
        '"figd_..."': f"{sandbox.token(kind='personal_access_token')!r}, {address}",
        '"figu_..."': repr(sandbox.token(scopes=["file_content:read"])),
        'Connection(name="figma", ': f'Connection(name="figma", {address}, ',
        "FileKeyFromItsUrl": sandbox.demo.file_key,
    }.items():
        example = example.replace(placeholder, real)
    names: dict[str, Any] = {
        "redirect": lambda link: names["actions"].complete_authorization(sandbox.consent(link)),
    }
    exec(compile(example, "README.md", "exec"), names)
    if "actions" in names:
        names["actions"].close()
    assert "Error" not in capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_line_runs(sandbox: Sandbox, command: str, tmp_path: Path) -> None:
    comment = {"file_key": sandbox.demo.file_key, "message": "A word."}
    (tmp_path / "comment.json").write_text(json.dumps(comment))
    desk = Desk(sandbox, tmp_path)
    desk.environment["FIGMA_TOKEN"] = sandbox.token(kind="personal_access_token")
    if "--as" in command:
        assert desk.run("connect", "user_456", BROWSER=desk.browser).code == 0
    words = shlex.split(command.replace("FileKeyFromItsUrl", sandbox.demo.file_key))
    done = desk.run(*words[1:], BROWSER=desk.browser)
    assert done.code == 0, done.err
    assert done.out
