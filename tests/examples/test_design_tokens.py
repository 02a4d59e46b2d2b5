"""`examples/design_tokens.py` writes design tokens that other tools read."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "design_tokens.py"


def variable(name: str, kind: str, *values: Any, collection: str = "c") -> dict[str, Any]:
    return {
        "id": name,
        "name": name,
        "resolvedType": kind,
        "valuesByMode": dict(zip(("light", "dark"), values, strict=False)),
        "variableCollectionId": collection,
        "description": "",
    }


def exported(*variables: dict[str, Any]) -> dict[str, Any]:
    modes = [{"modeId": "light", "name": "Light"}, {"modeId": "dark", "name": "Dark"}]
    collection = {"id": "c", "name": "v1.2", "modes": modes, "defaultModeId": "light"}
    example = runpy.run_path(str(EXAMPLE))
    found = {"variables": {each["id"]: each for each in variables}, "variableCollections": {"c": collection}}
    tokens: dict[str, Any] = example["design_tokens"](found)
    return tokens["v1_2"]


@pytest.mark.slow
def test_it_runs_against_the_sandbox() -> None:
    done = subprocess.run([sys.executable, EXAMPLE], capture_output=True, text=True, timeout=100, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    tokens = json.loads(done.stdout)
    brand = tokens["Colour"]["Brand"]["500"]
    assert brand["$type"] == "color"
    assert brand["$value"] == {"colorSpace": "srgb", "components": [0.1412, 0.3176, 0.8196], "hex": "#2451d1"}
    assert brand["$description"] == "Primary actions"
    spacing = tokens["Checkout tokens"]["Spacing"]["400"]
    assert (spacing["$type"], spacing["$value"]) == ("number", 16)
    assert spacing["$extensions"]["com.figma"]["modes"] == {"Comfortable": 16, "Compact": 12}


def test_an_alias_is_a_reference_and_alpha_stays() -> None:
    black = {"r": 0, "g": 0, "b": 0, "a": 0.25}
    alias = {"type": "VARIABLE_ALIAS", "id": "Shade/Soft.er"}
    tokens = exported(variable("Shade/Soft.er", "COLOR", black, black), variable("Shadow", "COLOR", alias, black))
    assert tokens["Shade"]["Soft_er"]["$value"]["alpha"] == 0.25
    assert tokens["Shadow"]["$value"] == "{v1_2.Shade.Soft_er}"
    assert tokens["Shadow"]["$extensions"]["com.figma"]["modes"]["Dark"]["hex"] == "#000000"


def test_what_has_no_value_in_the_answer_is_no_token_and_is_named() -> None:
    """The example once wrote the id of a variable that was not exported for a number."""
    example = runpy.run_path(str(EXAMPLE))
    gone = variable("Gone", "FLOAT", 1) | {"deletedButReferenced": True}
    foreign = variable("Far", "FLOAT", {"type": "VARIABLE_ALIAS", "id": "VariableID:abc/1:2"})
    found = {"variables": {each["id"]: each for each in (gone, foreign)}, "variableCollections": {}}
    tokens = example["design_tokens"](found)
    assert tokens.keys() == {"$extensions"}
    (lost,) = tokens["$extensions"]["com.figma"]["notExported"]
    assert "VariableID:abc/1:2" in lost["why"]
