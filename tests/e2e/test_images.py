"""docs/images.md does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from figwright import Actions
from figwright.connections import find_connector
from figwright_figma.sandbox import Sandbox

PAGE = (Path(__file__).parents[2] / "docs" / "images.md").read_text("utf-8")


def test_the_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    [example] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    with Sandbox() as figma:
        token = figma.token(kind="personal_access_token")
        example = example.replace('"file_key": "..."', f'"file_key": "{figma.demo.file_key}"')
        example = example.replace('identifier="user_456", ', "").replace("1:3", figma.demo.hidden_node_id)
        with Actions.with_token(token, api_url=figma.url, allow_insecure=True) as actions:
            exec(compile(example, "docs/images.md", "exec"), {"actions": actions})
    saved, lost = capsys.readouterr().out.splitlines()
    assert saved.startswith("1:2 shots/1-2.png ")
    assert lost.startswith(f"{figma.demo.hidden_node_id} missing Figma rendered nothing")


def test_the_page_names_the_tools_hosts_and_lifetimes() -> None:
    connector = find_connector("figma")
    tools = {tool.name: tool.downloads.days for tool in connector.tools.values() if tool.downloads}
    told = {name: int(days) for name, days in re.findall(r"^\| `(figma_\w+)` .* (\d+) days", PAGE, re.MULTILINE)}
    assert told == tools
    assert re.findall(r"^\| `([\w.-]+\.com)`", PAGE, re.MULTILINE) == list(connector.download_hosts)
