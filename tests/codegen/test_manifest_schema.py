"""`spec/manifest.schema.json` is what the generator takes, and says what each key is."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / "spec/figma/tools.yaml"
SCHEMA: dict[str, Any] = json.loads((ROOT / "spec/manifest.schema.json").read_text("utf-8"))
VALID: dict[str, Any] = json.loads(json.dumps(yaml.load(MANIFEST.read_text("utf-8"), yaml.CSafeLoader)))


def mistakes(manifest: object) -> list[str]:
    return [error.json_path for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(manifest)]


def test_the_manifest_names_the_schema_in_its_first_line_and_keeps_to_it() -> None:
    first = MANIFEST.read_text("utf-8").splitlines()[0]
    path = first.removeprefix("# yaml-language-server: $schema=")
    assert (MANIFEST.parent / path).resolve() == ROOT / "spec/manifest.schema.json"
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert mistakes(VALID) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("conector",), {}),
        (("connector", "titel"), "Figma"),
        (("connector", "oauth", "token_uri"), "https://api.example.com"),
        (("connector", "credentials", "oauth", "heder"), "Authorization"),
        (("toolsets", "files", "about"), "Files"),
        (("tools", "figma_me_get", "scope"), ["current_user:read"]),
        (("tools", "figma_me_get", "title"), "x" * 61),
        (("tools", "figma_me_get", "hints"), ["harmless"]),
        (("tools", "figma_me_get", "redact"), ["email"]),
        (("tools", "figma_file_get", "inputs", "ids", "lists"), True),
        (("tools", "Get me"), VALID["tools"]["figma_me_get"]),
    ],
)
def test_an_editor_shows_what_the_generator_would_refuse(place: tuple[str, ...], value: object) -> None:
    manifest = copy.deepcopy(VALID)
    at = manifest
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value
    found = mistakes(manifest)
    assert len(found) == 1
    assert found[0].startswith("$" + "".join(f".{key}" for key in place[:-1]))


def test_every_key_is_described() -> None:
    models = {"": SCHEMA, **SCHEMA["$defs"]}
    keys = [(name, key, part) for name, model in models.items() for key, part in model["properties"].items()]
    assert [f"{name}.{key}" for name, key, part in keys if not part.get("description", "").endswith(".")] == []
    assert [name for name, model in models.items() if not model.get("description")] == []
    assert len(keys) > 100
