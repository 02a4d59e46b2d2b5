"""Figma's own description with an operation more, beside ours: it is scaffolded, written, and generated."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from support.published import downloaded

from figwright_codegen import GenerationError, generate
from figwright_codegen.output import replace
from figwright_codegen.reference.comparing import Task, compared
from figwright_codegen.reference.scaffold import scaffold
from figwright_codegen.tools.unwritten import UNWRITTEN

SPEC = Path(__file__).parents[3] / "spec/figma"
SECRET = "A sentence of theirs."
TAGS = {
    "operationId": "getTags",
    "tags": ["Tags"],
    "description": SECRET,
    "security": [{"OAuth2": ["file_content:read"]}, {"PersonalAccessToken": []}],
    "parameters": [
        {"name": "file_key", "in": "path", "required": True, "schema": {"type": "string"}},
        {"name": "after", "in": "query", "schema": {"type": "number"}},
        {"name": "page_size", "in": "query", "schema": {"type": "number"}},
    ],
    "responses": {
        "200": {
            "description": SECRET,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Tag"}}},
        },
        "403": {"$ref": "#/components/responses/ForbiddenErrorResponseWithErrMessage"},
    },
}
TAG = {"type": "object", "properties": {"of": {"$ref": "#/components/schemas/User"}, "text": {"type": "string"}}}


@pytest.mark.slow
def test_an_operation_more_is_put_among_ours_and_generates_once_it_is_written(tmp_path: Path) -> None:
    shutil.copytree(SPEC, tmp_path / "spec")
    actions = [
        {"target": "$.paths", "update": {"/v1/files/{file_key}/tags": {"get": TAGS}}},
        {"target": "$.components.schemas", "update": {"Tag": TAG}},
    ]
    overlay = {"overlay": "1.1.0", "info": {"title": "More", "version": "1"}, "actions": actions}
    (tmp_path / "more.yaml").write_text(yaml.safe_dump(overlay), "utf-8")
    task = Task([tmp_path / "spec/openapi.yaml"], str(downloaded("figma")), overlays=[tmp_path / "more.yaml"])
    made = scaffold(compared(task)[1])
    assert made.operations == ("getTags",)
    replace(made.files)
    assert compared(task)[0].found == ()
    tags = yaml.safe_load((tmp_path / "spec/paths/tags.yaml").read_text("utf-8"))["/v1/files/{file_key}/tags"]["get"]
    shared = [{"$ref": f"../parameters.yaml#/{name}"} for name in ("file_key", "after")]
    own = {"name": "page_size", "in": "query", "description": UNWRITTEN, "schema": {"type": "number"}}
    assert tags["parameters"] == [*shared, own]  # ours has a default that theirs does not name
    assert tags["responses"]["403"] == {"$ref": "../responses.yaml#/ForbiddenErr"}
    files = [tmp_path / "spec/openapi.yaml", tmp_path / "spec/tools.yaml", tmp_path / "out", "figma_more"]
    with pytest.raises(GenerationError) as raised:
        generate(*files)  # type: ignore[arg-type]
    assert len(raised.value.problems) == made.unwritten
    for file in made.files:
        text = file.read_text("utf-8")
        assert SECRET not in text
        file.write_text(text.replace(UNWRITTEN, "Tags of a file."), "utf-8")
    assert generate(*files).stale  # type: ignore[arg-type]
    assert "figma_tags_list" in (tmp_path / "out/figma_more/tools/tags.py").read_text("utf-8")
