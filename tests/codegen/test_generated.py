"""What is generated from the description in this repository: light to import, accepted by pydantic, and it narrows."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import jsonschema
import pytest
from pydantic import TypeAdapter, ValidationError

import figma_tools
import figma_tools.aio
from figma_tools import CONNECTOR, inputs, types
from figma_tools.types import nodes

PACKAGE = Path(figma_tools.__file__).parent
SCHEMAS = {
    f"{name}.{kind}": schema
    for kind in ("input", "output")
    for file in sorted((PACKAGE / "schemas").glob(f"*.{kind}.json"))
    for name, schema in json.loads(file.read_text("utf-8")).items()
}


def test_every_tool_is_a_function_twice_and_a_record() -> None:
    names = set(CONNECTOR.tools)
    assert names == set(get_args(figma_tools.ToolName))
    assert names == set(figma_tools.__all__) - {"CONNECTOR", "ToolName"} == set(figma_tools.aio.__all__)
    assert SCHEMAS.keys() == {f"{name}.{kind}" for name in names for kind in ("input", "output")}


def test_one_tool_loads_what_it_needs_and_no_more() -> None:
    program = """
import sys
from figma_tools import figma_me_get
print(*sorted(name for name in sys.modules if name.startswith("figma_tools")), sep=",")
print({"pydantic", "httpx", "figwright_codegen", "jinja2", "yaml"} & sys.modules.keys())
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    loaded, heavy = done.stdout.splitlines()
    assert loaded.split(",") == ["figma_tools", "figma_tools.teams", "figma_tools.tools", "figma_tools.tools.teams"]
    assert heavy == "set()"


def definitions() -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for package in (types, inputs):
        for name in package.__all__:
            module: ModuleType = getattr(package, name)
            text = Path(str(module.__file__)).read_text("utf-8")
            names = re.findall(r"^(?:class )?([A-Z]\w*)[(:]", text, re.MULTILINE)
            found += [(f"{module.__name__}.{each}", getattr(module, each)) for each in names]
    return found


@pytest.mark.slow
def test_pydantic_takes_every_type() -> None:
    found = definitions()
    assert len(found) > 350
    for name, type_ in found:
        assert TypeAdapter(type_), name


def test_a_node_is_told_apart_by_its_type() -> None:
    assert len(get_args(get_args(nodes.Node)[0])) == 28
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(nodes.SubcanvasNode).validate_python({"type": "FRAME", "id": 5})
    assert ("FRAME", "id") in [error["loc"] for error in caught.value.errors()]
    assert all(error["loc"][0] == "FRAME" for error in caught.value.errors()), "and held against no other kind"


@pytest.mark.slow
def test_a_type_checker_narrows_a_node_by_its_type(tmp_path: Path) -> None:
    snippet = tmp_path / "snippet.py"
    snippet.write_text(SNIPPET)
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(snippet)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert re.findall(r"snippet.py:(\d+): error", done.stdout) == ["13", "16"], done.stdout + done.stderr


SNIPPET = """\
from figma_tools import figma_file_get
from figma_tools.types.effects import Effect
from figma_tools.types.nodes import SubcanvasNode
from figwright.connector import Account


def texts(node: SubcanvasNode) -> list[str]:
    if node["type"] == "TEXT":
        return [node["characters"]]
    if node["type"] == "FRAME":
        return [text for child in node["children"] for text in texts(child)]
    if node["type"] == "VECTOR":
        return [node["characters"]]
    return []

def wrong(account: Account) -> None: figma_file_get(account, key="x")


def softness(effect: Effect) -> float:
    if effect["type"] == "DROP_SHADOW":
        return effect["spread"] if "spread" in effect else effect["radius"]
    return 0.0
"""


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_what_every_model_api_understands(name: str) -> None:
    schema = SCHEMAS[name]
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["type"] == "object"
    assert not {"oneOf", "anyOf", "allOf", "not", "enum"} & schema.keys(), "nothing is composed at the root"
    assert len(json.dumps(schema, indent=2)) < (24_000 if "variables_update" in name else 10_000)
    for part in parts(schema):
        assert not isinstance(part.get("type"), list)
        assert "oneOf" not in part
        assert part.get("$ref", "#/$defs/").startswith("#/$defs/")
        if name.endswith(".input") and "properties" in part:
            assert part["additionalProperties"] is False
            assert set(part.get("required", [])) <= set(part["properties"])
            assert all(re.fullmatch(r"[a-zA-Z_][a-zA-Z0-9_]*", each) for each in part["properties"])
            assert all("description" in value for value in part["properties"].values()) or part is not schema


def parts(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [part for item in schema for part in parts(item)]
    if not isinstance(schema, dict):
        return []
    below = [schema.get(key) for key in ("items", "anyOf", "additionalProperties")]
    below += [value for key in ("properties", "$defs") for value in schema.get(key, {}).values()]
    return [schema, *(part for each in below for part in parts(each))]


def test_the_generated_python_stays_under_15000_lines() -> None:
    files = [file for file in PACKAGE.rglob("*.py") if "spec" not in file.relative_to(PACKAGE).parts]
    assert sum(len(file.read_text("utf-8").splitlines()) for file in files) < 15_000
