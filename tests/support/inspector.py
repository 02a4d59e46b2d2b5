"""The MCP Inspector's strict lint of the tools that a server lists."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from support.npm import run_npm

INSPECTOR = ["@modelcontextprotocol/inspector@2.12.0"]


_UNHURRIED = ("--connect-timeout", "120000")
"""Milliseconds that a server may take to start on a busy machine."""


class Linted(NamedTuple):
    code: int
    tools: int
    """How many were listed."""
    said: str
    """All that the lint says; "" for nothing."""

    def issues(self) -> set[tuple[str, str]]:
        """What is wrong, and the last name on the path to where it is."""
        found = re.findall(r"^ +Path: .*?([^.\n]+)\n +Issue: (.*)$", self.said, re.MULTILINE)
        return {(issue, name) for name, issue in found}

    @property
    def errors(self) -> int:
        counted = re.search(r"^(\d+) errors?,", self.said, re.MULTILINE)
        return int(counted[1]) if counted else 0


def lint(folder: Path, command: Sequence[str], environment: Mapping[str, str], era: str) -> Linted:
    """Have the Inspector start a server on stdio; `folder` is for its own file, `era` is `legacy` or `modern`."""
    given = [word for name, value in environment.items() for word in ("-e", f"{name}={value}")]
    words = ["--cli", "--method", "tools/list", "--strict", "--protocol-era", era, *_UNHURRIED, *given, "--", *command]
    done = run_npm(INSPECTOR, "mcp-inspector", words, {"MCP_CATALOG_PATH": str(folder / "catalog.json")})
    assert done.stdout.startswith("{"), done.stderr
    return Linted(done.returncode, len(json.loads(done.stdout)["tools"]), done.stderr)
