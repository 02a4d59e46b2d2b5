"""The part of docs/sandbox.md about any connector does what it says, and says all that there is."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from figwright.sandbox import Sandbox
from figwright_cli.sandbox import sandbox
from figwright_codegen import generate

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "sandbox.md").read_text("utf-8").split("\n## The sandbox of any connector\n")[1]
[BLOCK] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
CODE = " ".join(re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)))


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The connector of docs/connectors.md is installed."""
    text = (DOCS / "connectors.md").read_text("utf-8")
    for name in ("openapi.yaml", "tools.yaml"):
        (tmp_path / name).write_text(re.findall(rf"```yaml {name}\n(.*?)```", text, re.DOTALL)[0])
    generate(tmp_path / "openapi.yaml", tmp_path / "tools.yaml", tmp_path, "library_tools")
    about = tmp_path / "library-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: library\nVersion: 1.0\n")
    point = "[figwright.connectors]\nlibrary = library_tools.connector:CONNECTOR\n"
    (about / "entry_points.txt").write_text(point)
    monkeypatch.syspath_prepend(tmp_path)
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == "library_tools"]:
        del sys.modules[name]


@pytest.mark.usefixtures("library")
def test_its_code_runs_as_it_is_printed() -> None:
    exec(compile(BLOCK, "docs/sandbox.md", "exec"), {})


def test_all_that_it_offers_is_there() -> None:
    offered = [name for name in vars(Sandbox) if not name.startswith("_")]
    for method in (Sandbox.__init__, Sandbox.token, Sandbox.connection, Sandbox.environment, Sandbox.consent):
        offered += [*inspect.signature(method).parameters][1:]
    assert [name for name in offered if not re.search(rf"\b{name}\b", CODE)] == []


def test_every_option_is_there_and_no_other() -> None:
    application = typer.Typer(add_completion=False)
    application.command()(sandbox)
    options = {name for each in typer.main.get_command(application).params for name in each.opts}
    assert set(re.findall(r"`(--[a-z-]+)`", PAGE)) == options - {"--help", "-h"}
