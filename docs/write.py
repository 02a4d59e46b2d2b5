"""Write the pages that come from the code: docs/tools.md from the generated connector, docs/reference.md from the
sources, docs/manifest.md and spec/manifest.schema.json from the generator's models.

`--check` writes nothing, and exits with 1 if a page is stale.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import manifest
import reference

from figwright.connections import find_connector
from figwright.connector import Connector, Tool
from figwright_codegen.manifest.schema import manifest_schema

DOCS = Path(__file__).parent
INTRODUCTION = """\
One table per toolset. Any one of the scopes is enough. `figwright tools show NAME` tells the inputs and the rest.
"""


def tools(connector: Connector) -> str:
    parts = [f"# The tools of {connector.title}\n", "Written by `make docs`.\n", INTRODUCTION]
    for name, toolset in connector.toolsets.items():
        tools = [tool for tool in connector.tools.values() if tool.toolset == name]
        parts += [f"## {toolset.title}\n", _table(connector, tools)]
    return "\n".join(parts)


def _table(connector: Connector, tools: list[Tool[Any]]) -> str:
    rows = ["| tool | what it does | scopes | credentials | notes |", "|---|---|---|---|---|"]
    for tool in tools:
        scopes = [f"`{scope}`" for scope in tool.scopes if scope not in connector.oauth.deprecated_scopes]
        kinds = [f"`{kind}`" for kind in tool.credentials]
        cells = (f"`{tool.name}`", tool.title, ", ".join(scopes), ", ".join(kinds), ", ".join(_notes(tool)))
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def _notes(tool: Tool[Any]) -> list[str]:
    notes = [] if tool.read_only else ["destroys" if tool.destructive else "writes"]
    notes += [f"{tool.plan} plan"] if tool.plan else []
    notes += ["by name only"] if tool.enterprise else []
    notes += ["not for public apps"] if not tool.public_apps else []
    notes += [f"tier {tool.tier}"] if tool.tier else []
    return [*notes, *(["deprecated"] if tool.deprecated else [])]


def main() -> int:
    pages = {
        DOCS / "tools.md": tools(find_connector("figma")),
        DOCS / "reference.md": reference.page(),
        DOCS / "manifest.md": manifest.page(),
        DOCS.parent / "spec/manifest.schema.json": manifest_schema(),
    }
    stale = {path: text for path, text in pages.items() if not path.exists() or path.read_text("utf-8") != text}
    if "--check" in sys.argv:
        return 1 if stale else 0
    for path, text in stale.items():
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
