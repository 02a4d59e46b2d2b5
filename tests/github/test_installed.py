"""figwright-github is a distribution of its own: who does not install it is never asked which connector is meant."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from support.github import installed, options, running

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


def test_who_was_connected_is_said_by_name_and_address_and_nothing_else_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(str(installed(tmp_path)))
    with running() as provider:
        told = {"bio": "Gardener", "created_at": "2011-01-25T18:44:36Z", "location": "Oslo", "email": "cat@example.com"}
        token = provider.new_tokens(provider.signed_in | told)["access_token"]
        for option, value in options(provider).items():
            if option != "name":
                monkeypatch.setenv(f"FIGWRIGHT_CONNECTIONS__GITHUB__{option.upper()}", str(value))
        monkeypatch.setattr("sys.stdin", StringIO(token))
        assert main(["connect", "ann", "--kind", "oauth", "--token-stdin"]) == 0
    assert "This is: octocat, cat@example.com\n" in capsys.readouterr().out


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
