"""What each further operation costs: descriptions of 100, 300 and 1,000, a tool for each, in one toolset."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from benchmarks.peers import environment, installed
from benchmarks.processes import Bench, Section, median, told_by, watched

COUNTS = (100, 300, 1000)
_IMPORTED = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
started = time.perf_counter()
from shop_tools import shop_thing_7_change
print(json.dumps({"ms": (time.perf_counter() - started) * 1000}))
"""


def measure(bench: Bench) -> Section:
    work, say = bench.work, bench.say
    figwright = installed(work, say).with_name("figwright")
    clients = environment("openapi-python-client", work, say)
    models = environment("datamodel-code-generator", work, say)
    section = Section(
        "Generation of a description with a tool for each operation (fresh processes)",
        "python -m benchmarks operations",
        (
            "operations",
            "seconds",
            "peak MB",
            "nothing changed",
            "--check",
            "import of one tool",
            "others: seconds",
            "MB",
        ),
    )
    for count in bench.size(COUNTS, (20,)):
        say(f"{count} operations")
        folder = work / "operations" / str(count)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        document = folder / "openapi.json"
        document.write_text(json.dumps(described(count), indent=1))
        (folder / "tools.json").write_text(json.dumps(manifest(count), indent=1))
        words: list[str | Path] = [figwright, "generate", "--spec", document, "--manifest", folder / "tools.json"]
        words += ["--out", folder / "out", "--package", "shop_tools"]
        first, again, check = (watched(each, folder) for each in (words, words, [*words, "--check"]))
        told_by(installed(work, say), _IMPORTED, folder / "out")  # writes the bytecode
        imported = [told_by(installed(work, say), _IMPORTED, folder / "out")["ms"] for _ in range(bench.size(5, 1))]
        client: list[str | Path] = [clients / "openapi-python-client", "generate", "--path", document]
        codegen: list[str | Path] = [models / "datamodel-codegen", "--input", document, "--input-file-type", "openapi"]
        codegen += ["--formatters", "builtin", "--output-model-type", "pydantic_v2.BaseModel"]
        others = [
            watched([*client, "--output-path", folder / "client", "--overwrite"], folder),
            watched([*codegen, "--output", folder / "models.py"], folder),
        ]
        section.rows.append(
            (
                f"{count:,}",
                f"{first.seconds:.1f}",
                f"{first.peak_mb:.0f}",
                f"{again.seconds:.1f} s",
                f"{check.seconds:.2f} s",
                f"{median(imported):.0f} ms",
                " and ".join(f"{each.seconds:.1f}" for each in others),
                " and ".join(f"{each.peak_mb:.0f}" for each in others),
            )
        )
    section.notes = [
        "others: openapi-python-client, which writes endpoints and types, and datamodel-code-generator, types alone",
        "goals: 1,000 operations under 15 s and 300 MB, linear; --check of what did not change under 0.4 s",
    ]
    return section


def described(count: int) -> dict[str, Any]:
    """Each operation takes a path, two queries and a body of its own, and answers with an object of its own."""
    text, number = {"type": "string"}, {"type": "integer", "minimum": 1}
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {
        "Owner": {"type": "object", "required": ["id"], "properties": {"id": text, "name": text}}
    }
    for at in range(count):
        schemas[f"Thing{at}"] = {
            "type": "object",
            "required": ["id", "owner"],
            "properties": {
                "id": {**text, "description": f"The key of thing {at}."},
                "owner": {"$ref": "#/components/schemas/Owner"},
                "sizes": {"type": "array", "items": number},
                "kind": {"type": "string", "enum": [f"a{at}", f"b{at}"]},
                "below": {"type": "array", "items": {"$ref": f"#/components/schemas/Thing{at}"}},
            },
        }
        changed = {"name": text, "size": number, "tags": {"type": "array", "items": text}}
        body = {"type": "object", "required": ["name"], "properties": changed}
        thing = {"application/json": {"schema": {"$ref": f"#/components/schemas/Thing{at}"}}}
        paths[f"/things{at}/{{id}}"] = {
            "patch": {
                "operationId": f"changeThing{at}",
                "description": f"Change what thing {at} is called and how large it is.",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": text},
                    {"name": "page", "in": "query", "schema": number},
                    {"name": "kind", "in": "query", "schema": {"type": "array", "items": text}},
                ],
                "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
                "responses": {"200": {"description": "The thing.", "content": thing}},
                "security": [{"Key": []}],
            }
        }
    components = {"schemas": schemas, "securitySchemes": {"Key": {"type": "apiKey", "name": "X-Key", "in": "header"}}}
    info = {"title": "Shop", "version": "1"}
    servers = [{"url": "https://shop.test"}]
    return {"openapi": "3.0.3", "info": info, "servers": servers, "paths": paths, "components": components}


def manifest(count: int) -> dict[str, Any]:
    connector = {
        "name": "shop",
        "title": "Shop",
        "api_url": "https://shop.test",
        "hosts": ["shop.test"],
        "security": {"Key": "key"},
        "credentials": {"key": {"header": "X-Key", "title": "key"}},
    }
    tools = {
        f"shop_thing_{at}_change": {
            "operation": f"changeThing{at}",
            "title": f"Change thing {at}",
            "description": f"Change what thing {at} is called and how large it is.",
            "toolset": "things",
            "credentials": ["key"],
        }
        for at in range(count)
    }
    toolsets = {"things": {"title": "Things", "instructions": "Change things."}}
    return {"connector": connector, "toolsets": toolsets, "tools": tools}
