"""The README does what it says: its Python and its command lines run against the sandbox."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from figwright.cli import main
from figwright_figma.sandbox import Sandbox

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
COMMANDS = re.findall(r"^    (figwright (?:tools|call)\b.*?)(?: +#.*)?$", README, re.MULTILINE)


def test_the_readme_has_examples() -> None:
    assert len(EXAMPLES) == 3
    assert len(COMMANDS) == 6


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
    names: dict[str, Any] = {}
    exec(compile(example, "README.md", "exec"), names)
    if "actions" in names:
        names["actions"].close()
    assert "Error" not in capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_line_runs(
    sandbox: Sandbox, command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    comment = {"file_key": sandbox.demo.file_key, "message": "A word."}
    (tmp_path / "comment.json").write_text(json.dumps(comment))
    monkeypatch.setenv("FIGMA_TOKEN", sandbox.token(kind="personal_access_token"))
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__API_URL", sandbox.url)
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__ALLOW_INSECURE", "true")
    words = shlex.split(command.replace("FileKeyFromItsUrl", sandbox.demo.file_key))
    code = main(words[1:])
    assert code == 0, capsys.readouterr().err
    assert capsys.readouterr().out
