"""docs/architecture.md tells what is so: its floors are those that are checked, and each flow passes the files that it
names, in that order, when it really runs.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import grimp
import pytest
from support.flows import RUNS, SOURCES
from test_repository import ROOT

PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")
PACKAGES = ("figwright", "figwright_cli", "figwright_codegen", "figwright_figma")


def section(title: str) -> str:
    found = re.search(rf"^(#+) {re.escape(title)}\n(.*?)(?=^#{{1,3}} |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, title
    return found[2]


def told(title: str) -> list[str]:
    return re.findall(r"^\d+\. `([\w/.]+)`", section(title), re.MULTILINE)


def unnamed() -> tuple[str, ...]:
    return tuple(re.findall(r"^- `([\w/.]+)`", section("What no list names"), re.MULTILINE))


@pytest.mark.slow
@pytest.mark.parametrize("flow", RUNS)
def test_a_flow_passes_the_files_that_the_page_names_in_that_order(flow: str, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "support.flows", flow, str(tmp_path)]
    done = subprocess.run(words, cwd=ROOT / "tests", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    passed = json.loads(done.stdout.splitlines()[-1])
    named = told(flow)
    assert named == [file for file in passed if file in named]
    entered = named + (told("A call") if flow == "An MCP call" else [])
    rooms = tuple({f"{Path(file).parent}/" if file.count("/") > 1 else file for file in entered})
    assert [file for file in passed if not file.startswith((*rooms, *unnamed()))] == []


@pytest.mark.parametrize("flow", RUNS)
def test_each_file_of_a_flow_is_reached_by_imports_from_one_before_it(flow: str, imports: Any) -> None:
    """Or by a name that the connector's record gives, as generated types and the view are."""
    first, *rest = [module(file) for file in told(flow) if not file.startswith(("figma_tools", "figwright_figma"))]
    before = [first]
    for name in rest:
        assert any(imports.chain_exists(importer=earlier, imported=name) for earlier in before), name
        before.append(name)


@pytest.fixture(scope="module")
def imports() -> Any:
    return grimp.build_graph(*PACKAGES)


def module(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def test_the_floors_are_those_that_are_checked() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layered = [contract for contract in contracts if contract["type"] == "layers"]
    assert len(layered) == 2
    for contract in layered:
        checked = [{name.strip() for name in layer.split("|")} for layer in contract["layers"]]
        assert floors(f"The floors of `{contract['containers'][0]}`") == checked


def floors(title: str) -> list[set[str]]:
    """One for each line of the picture: names with `|` between them, and after two spaces what they are."""
    [picture] = re.findall(r"```text\n(.*?)```", section(title), re.DOTALL)
    lines = [line.strip().split("  ")[0] for line in re.sub(r"\n *\|", " |", picture).splitlines()]
    return [{name.strip() for name in line.split("|")} for line in lines]


def test_every_file_and_folder_that_the_page_names_is_there() -> None:
    named = re.findall(r"`([\w.]+(?:/[\w.]+)+)/?`", PAGE)
    assert len(named) > 80
    assert [name for name in named if not any((root / name).exists() for root in (ROOT, *SOURCES))] == []
