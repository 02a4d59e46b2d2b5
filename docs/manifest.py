"""The manifest's JSON Schema, and the page of its keys: both from the generator's models."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic import TypeAdapter

from figwright_codegen.manifest import forms
from figwright_codegen.manifest.schema import Schema, manifest_schema, parts

INTRODUCTION = """\
`figwright generate` reads an API's description and a manifest, which says what of it becomes a tool and what the
runtime has to know of the provider. It is YAML, or JSON: [spec/figma/tools.yaml](../spec/figma/tools.yaml) is one.
[generate.md](generate.md) says what the description may hold.

Every mistake is reported as `file:line: what is wrong; what to do`. An editor that reads YAML by JSON Schema completes
and checks the keys if the manifest's first line names the schema, by its path from the manifest or by an address:

    # yaml-language-server: $schema=../manifest.schema.json

A **pointer** is a JSON pointer (RFC 6901) into a tool's result, such as `/meta/images`; a **function** is
`module:function`, which the runtime imports when it is first needed; a **host** is a name in lower case, without a
port. A key that is not *needed* may be left out.
"""
WORDS = {
    forms.Pointer: "pointer",
    forms.Host: "host",
    forms.Function: "function",
    forms.Name: "name (a-z, 0-9 and _)",
}
PATTERNS = {TypeAdapter(type_).json_schema()["pattern"]: word for type_, word in WORDS.items()}


def page() -> str:
    """`docs/manifest.md`: a table for each model."""
    whole: Schema = json.loads(manifest_schema())
    found = ["# The manifest\n", "Written by `make docs`.\n", INTRODUCTION, _table(whole)]
    for name in dict.fromkeys(_named({**whole, "$defs": {}}, whole["$defs"])):
        model = whole["$defs"][name]
        found += [f"## {_title(name)}\n", f"{_line(model['description'])}\n", _table(model)]
    return "\n".join(found)


def _named(schema: Schema, models: dict[str, Schema]) -> Iterator[str]:
    """The models that a schema refers to, each before those that it refers to itself."""
    for part in parts(schema):
        if "$ref" in part:
            name = part["$ref"].rpartition("/")[2]
            yield name
            yield from _named(models[name], models)


def _table(model: Schema) -> str:
    rows = ["| key | takes | what it is |", "|---|---|---|"]
    for key, part in model["properties"].items():
        needed = key in model.get("required", ())
        default = part.get("default")
        if needed:
            kept = "*needed*"
        elif default in ("", None) or default == [] or default == {} or "$ref" in part:
            kept = ""
        else:
            kept = f"default `{json.dumps(default)}`"
        takes = ", ".join(each for each in (_takes(part), kept) if each)
        rows.append(f"| `{key}` | {takes} | {_line(part['description'])} |")
    return "\n".join(rows) + "\n"


def _takes(part: Schema) -> str:
    if "$ref" in part:
        title = _title(part["$ref"].rpartition("/")[2])
        return f"[{title}](#{title.lower().replace(' ', '-')})"
    if "anyOf" in part:
        options = [_takes(each) for each in part["anyOf"] if each.get("type") != "null" and each.get("const") != ""]
        return " or ".join(options)
    if "enum" in part:
        values = (value if isinstance(value, str) else json.dumps(value) for value in part["enum"] if value != "")
        return ", ".join(f"`{value}`" for value in values)
    if part.get("pattern") in PATTERNS:
        return PATTERNS[part["pattern"]]
    if part.get("type") == "array":
        return f"list of {_takes(part['items'])}"
    if part.get("type") == "object":
        values = next(iter(part.get("patternProperties", {}).values()), part.get("additionalProperties"))
        return f"mapping to {_takes(values)}" if isinstance(values, dict) else "mapping"
    words = {"string": "text", "boolean": "true or false", "integer": "whole number", "number": "number"}
    longest = f" of at most {part['maxLength']} characters" if "maxLength" in part else ""
    return words.get(part.get("type", ""), "any value") + longest


def _title(model: str) -> str:
    """`ConnectorEntry` as a heading."""
    name = model.removesuffix("Entry")
    words = "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in name).strip()
    return {"OAuth": "OAuth"}.get(name, words.capitalize())


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
