"""figwright-github is a distribution of its own: who does not install it is never asked which connector is meant."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from support.github import installed

from figwright.connections import find_connector, installed_connectors
from figwright_cli import main
from github_tools.connector import CONNECTOR

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "spec/github/pyproject.toml").read_text("utf-8"))


def test_it_is_no_part_of_figwright_itself() -> None:
    assert list(installed_connectors()) == ["figma"]
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert [each for each in wheel["only-include"] if "github" in each] == []


def test_its_entry_point_leads_to_the_connector_and_commands_list_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert PROJECT["project"]["entry-points"]["figwright.connectors"] == {"github": "github_tools.connector:CONNECTOR"}
    monkeypatch.syspath_prepend(str(installed(tmp_path)))
    assert find_connector("github") is CONNECTOR
    assert main(["connectors", "--json"]) == 0
    told = {each.pop("name"): each for each in json.loads(capsys.readouterr().out)}
    assert list(told) == ["figma", "github"]
    assert (told["github"]["title"], told["github"]["tools"], told["github"]["fault"]) == ("GitHub", 22, "")


@pytest.mark.slow
def test_a_wheel_from_a_checkout_holds_the_package_and_its_description(tmp_path: Path) -> None:
    words = ["-m", "pip", "--quiet", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", tmp_path]
    subprocess.run([sys.executable, *map(str, words), ROOT / "spec/github"], check=True, timeout=100)
    [wheel] = tmp_path.glob("figwright_github-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    made = {file.relative_to(tmp_path / "site").as_posix() for file in (tmp_path / "site").rglob("*") if file.is_file()}
    for folder, within in (
        (ROOT / "generated/github_tools", "github_tools"),
        (ROOT / "spec/github", "github_tools/spec"),
    ):
        files = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
        files = {name for name in files if "__pycache__" not in name and name != "pyproject.toml"}
        assert {f"{within}/{name}" for name in files} <= made
    told: Any = subprocess.run(
        [sys.executable, "-m", "figwright_cli", "connectors", "--json"],
        env=os.environ | {"PYTHONPATH": str(tmp_path / "site")},
        cwd=tmp_path,
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout
    assert [each["name"] for each in json.loads(told)] == ["figma", "github"]
