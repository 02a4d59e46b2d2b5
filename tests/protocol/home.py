"""A person's machine on which MCP clients keep their configuration."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import Ended

from figwright_cli import main


class Home:
    """A person's machine: a home folder, and the folder of a project in which the command is run."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.project, self._capsys = folder / "home", folder / "project", capsys
        self.project.mkdir()
        self.cursor = self.folder / ".cursor" / "mcp.json"

    def run(self, *words: str, command: str = "install") -> Ended:
        code = main(("mcp", command, *words))
        captured = self._capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    def cursor_holds(self, text: str | bytes) -> None:
        self.cursor.parent.mkdir(parents=True, exist_ok=True)
        self.cursor.write_bytes(text if isinstance(text, bytes) else text.encode())

    def entry(self) -> Any:
        return json.loads(self.cursor.read_text())["mcpServers"]["figma"]
