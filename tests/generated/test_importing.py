"""Importing the package and one tool loads what that tool needs and no more: no types, pydantic or other toolset."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from figma_tools.connector import CONNECTOR

ONE_OF_EACH = {tool.toolset: name for name, tool in CONNECTOR.tools.items()}
HEAVY = ("pydantic", "pydantic_core", "httpx", "anyio", "asyncio", "ssl", "annotated_types", "typing_extensions")
_PARTS = ("", ".cache", ".loading", ".rate_limits", ".validators", ".webhooks")
RUNTIME = {"figwright", *(f"figwright.connector{part}" for part in _PARTS)}
"""What generated code stands on."""


def loaded_by(statement: str) -> set[str]:
    """The modules of a fresh interpreter after this statement, without what it had from the start."""
    report = "import json; print(json.dumps(sorted(set(sys.modules) - before)))"
    script = f"import sys; before = set(sys.modules); {statement}; {report}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def ours(modules: set[str]) -> set[str]:
    return {name for name in modules if name.partition(".")[0] in ("figma_tools", "figwright", "figwright_figma")}


@pytest.mark.parametrize(("toolset", "name"), sorted(ONE_OF_EACH.items()))
def test_a_tool_is_imported_with_its_toolset_alone(toolset: str, name: str) -> None:
    modules = loaded_by(f"from figma_tools import {name}")
    records = {"figma_tools.tools", f"figma_tools.tools.{toolset}"}
    assert ours(modules) == {*RUNTIME, "figma_tools", f"figma_tools.{toolset}", *records}
    assert not modules.intersection(HEAVY)


def test_an_awaitable_tool_is_imported_without_its_twin() -> None:
    modules = loaded_by("from figma_tools.aio import figma_me_get")
    assert "figma_tools.aio.teams" in modules
    assert not modules & {"figma_tools.teams", "figma_tools.types", "figma_tools.aio.files", *HEAVY}


def test_the_connector_knows_its_tools_without_importing_any() -> None:
    modules = loaded_by("from figma_tools import CONNECTOR; assert len(CONNECTOR.tools) == len(list(CONNECTOR.tools))")
    assert ours(modules) == {*RUNTIME, "figma_tools", "figma_tools.connector"}
    assert not modules.intersection(HEAVY)


def test_the_record_of_a_tool_brings_neither_its_input_type_nor_its_result_type() -> None:
    modules = loaded_by("from figma_tools import CONNECTOR; CONNECTOR.tools['figma_file_get']")
    assert {name for name in ours(modules) if name.startswith("figma_tools.tools.")} == {"figma_tools.tools.files"}
    assert not modules & {"figma_tools.types", "figma_tools.inputs", "figma_tools.files", *HEAVY}


def test_types_are_imported_area_by_area() -> None:
    assert ours(loaded_by("from figma_tools import types")) >= {"figma_tools.types"}
    assert "figma_tools.types.nodes" not in loaded_by("from figma_tools import types; types.users.Me")


def test_checking_an_input_imports_no_result_type() -> None:
    check = "validate(CONNECTOR.tools['figma_me_get'], {})"
    modules = loaded_by(f"from figma_tools import CONNECTOR; from figwright.inputs.validation import validate; {check}")
    assert "figma_tools.inputs.teams" in modules
    assert not modules & {"figma_tools.types", "figma_tools.inputs.files", "figma_tools.inputs.variables"}
