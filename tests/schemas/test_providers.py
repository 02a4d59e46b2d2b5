"""What each provider is handed of a few tools, as a file to review, and what is read and kept for it.

`python tests/schemas/test_providers.py` writes the file anew.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from figma_tools import schemas
from figma_tools.connector import CONNECTOR
from figwright.schemas import Views, providers

if TYPE_CHECKING:
    from support.workshop import Workshop

HANDED = Path(__file__).with_name("handed.yaml")
SHOWN = ("figma_comment_reactions_list", "figma_file_images_render", "figma_webhook_create")
WAYS = ("images", "links")
ONE = {"tools": "figma_file_comment_create"}
VIEWS: dict[str, Callable[[], Any]] = {
    "openai": lambda: schemas.openai(**ONE),
    "openai, strict": lambda: schemas.openai(strict=True, **ONE),
    "anthropic": lambda: schemas.anthropic(**ONE),
    "anthropic, strict": lambda: schemas.anthropic(strict=True, **ONE),
    "gemini": lambda: schemas.gemini(**ONE),
    "mcp": lambda: schemas.mcp(**ONE),
    "input": lambda: schemas.json_schema(ONE["tools"]),
    "output": lambda: Views(CONNECTOR).output_schema(ONE["tools"]),
}


def handed() -> dict[str, Any]:
    """By tool and provider, for someone who can show images."""
    found: dict[str, Any] = {}
    for name in SHOWN:
        given = "figma_tools", CONNECTOR.tools[name], WAYS
        found[name] = {
            "openai": providers.openai(*given),
            "openai, chat": providers.openai(*given, api="chat"),
            "openai, strict": providers.openai(*given, strict=True),
            "anthropic": providers.anthropic(*given),
            "anthropic, strict": providers.anthropic(*given, strict=True),
            "gemini": providers.gemini(*given),
            "mcp": providers.mcp(*given),
        }
    return found


def test_what_each_provider_is_handed_is_what_was_reviewed() -> None:
    reviewed = yaml.safe_load(HANDED.read_text("utf-8"))
    assert json.dumps(handed(), indent=1) == json.dumps(reviewed, indent=1), (
        f"if it is meant, write it anew: python {HANDED.parent / Path(__file__).name}"
    )


def test_mcp_is_told_of_anything_without_an_empty_schema_and_strict_modes_are_not(workshop: Workshop) -> None:
    body = "{free: {type: object}, deep: {type: array, items: {anyOf: [{type: array, items: {}}, {type: object}]}}}"
    workshop.takes(f"""
        parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
        requestBody: {{content: {{application/json: {{schema: {{type: object, properties: {body}}}}}}}}}
    """)
    freed = {"type": "object", "additionalProperties": True}
    views = workshop.module("schemas")
    inputs = views.mcp()[0]["inputSchema"]["properties"]
    assert inputs["free"] == freed
    assert inputs["deep"] == {"type": "array", "items": {"anyOf": [{"type": "array"}, freed]}}
    assert views.openai(strict=True)[0]["function"]["strict"] is False
    assert "strict" not in views.anthropic(strict=True)[0]


def test_an_output_that_is_no_object_is_ones_result_to_mcp_alone(workshop: Workshop) -> None:
    workshop.answers("Thing: {type: array, items: {type: object, additionalProperties: true}}")
    told = workshop.module("schemas").mcp()[0]["outputSchema"]
    assert workshop.schema(kind="output")["type"] == "array"
    assert told["properties"]["result"] == {"type": "array", "items": {"type": "object", "additionalProperties": True}}
    assert told["required"] == ["result"]


def test_what_one_caller_changes_nobody_else_is_handed() -> None:
    before = {name: json.dumps(made()) for name, made in VIEWS.items()}
    for made in VIEWS.values():
        spoil(made())
    assert {name: json.dumps(made()) for name, made in VIEWS.items()} == before


def spoil(value: Any) -> None:
    """Change all of it, at every depth."""
    for each in list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else ():
        spoil(each)
    if isinstance(value, dict):
        value["spoilt"] = True
    elif isinstance(value, list):
        value.append("spoilt")


def test_a_record_that_is_another_has_an_input_of_its_own() -> None:
    tool = CONNECTOR.tools["figma_webhook_update"]
    for record, needed in ((tool, ["webhook_id"]), (tool._replace(needed=("status",)), ["webhook_id", "status"])):
        assert providers.gemini("figma_tools", record)["parameters_json_schema"]["required"] == needed


@pytest.mark.parametrize(
    ("asked", "files"),
    [
        ("openai(tools='figma_me_get')", ["teams.input.json"]),
        ("anthropic(tools='figma_me_get', strict=True)", ["teams.input.json"]),
        ("mcp(tools='figma_me_get')", ["teams.input.json", "teams.output.json"]),
        ("mcp(tools='figma_file_get')", ["files.input.json"]),
        ("json_schema('figma_file_get')", ["files.input.json"]),
    ],
)
def test_the_schemas_of_a_tool_are_read_with_its_toolsets_alone(asked: str, files: list[str]) -> None:
    program = f"""
import json, os, sys
from figma_tools import schemas
opened = []
sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
schemas.{asked}
read = [os.path.basename(each) for each in opened if each.endswith(".json")]
print(json.dumps([sorted(read), sorted(each for each in sys.modules if each.startswith("figma_tools.tools."))]))
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    read, modules = json.loads(done.stdout)
    assert read == files
    assert modules == sorted({f"figma_tools.tools.{file.partition('.')[0]}" for file in files})


if __name__ == "__main__":
    text = yaml.safe_dump(json.loads(json.dumps(handed())), sort_keys=False, default_flow_style=None, width=120)
    HANDED.write_text(text, "utf-8")
