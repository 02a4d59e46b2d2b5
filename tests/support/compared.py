"""Two descriptions of a few lines, and what `figwright diff` finds between them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from figwright_codegen.diff import Report, compare

Description = dict[str, Any]


def description(**operation: Any) -> Description:
    """A description with one operation, `putToy`, of which this is said besides."""
    put = {"operationId": "putToy", "responses": {"204": {"description": "Done."}}, **operation}
    return {"openapi": "3.1.0", "info": {"title": "Toys", "version": "1"}, "paths": {"/toys": {"put": put}}}


def taking(schema: Any, **schemas: Any) -> Description:
    """A description whose operation takes a body of this schema."""
    made = description(requestBody={"required": True, "content": {"application/json": {"schema": schema}}})
    return {**made, "components": {"schemas": schemas}}


def answering(schema: Any, **schemas: Any) -> Description:
    """A description whose operation answers with this schema."""
    content = {"application/json": {"schema": schema}}
    made = description(responses={"200": {"description": "It.", "content": content}})
    return {**made, "components": {"schemas": schemas}}


def edited(old: Description, edit: Callable[[Any], None]) -> Description:
    new = copy.deepcopy(old)
    edit(new)
    return new


def compared(folder: Path, old: Description, new: Description, manifest: Path | None = None) -> Report:
    (folder / "old.json").write_text(json.dumps(old), "utf-8")
    (folder / "new.json").write_text(json.dumps(new), "utf-8")
    return compare(str(folder / "old.json"), str(folder / "new.json"), manifest)


def told(report: Report) -> list[tuple[str, str, str]]:
    """Kind, sentence and whom it breaks, of each finding."""
    return [(each.kind, each.sentence, each.breaks) for each in report.findings]
