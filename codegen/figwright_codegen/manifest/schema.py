"""The manifest's JSON Schema, for editors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from figwright_codegen.manifest.models import Whole

Schema = dict[str, Any]
FILE = "manifest.schema.json"


class _Untitled(GenerateJsonSchema):
    """Without pydantic's titles, which repeat the keys."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def manifest_schema() -> str:
    """The schema's file, in JSON Schema 2020-12."""
    found = Whole.model_json_schema(schema_generator=_Untitled)
    for part in parts(found):
        part.pop("title", None)
        if "patternProperties" in part:
            part.setdefault("additionalProperties", False)
    first = {"$schema": _Untitled.schema_dialect, "title": "The manifest of figwright's generator"}
    return json.dumps({**first, **found}, indent=2) + "\n"


def parts(schema: Schema) -> Iterator[Schema]:
    """A schema and all schemas in it."""
    yield schema
    for key in ("$defs", "properties", "patternProperties"):
        for part in schema.get(key, {}).values():
            yield from parts(part)
    more = [schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", ())]
    for part in more:
        if isinstance(part, dict):
            yield from parts(part)
