"""The values in use in a design as rows: colours, type, spacing, radii, shadows, each with how often and its names."""

from __future__ import annotations

from typing import Any

from figwright.rendering.answer import Answer, Text
from figwright.rendering.rows import render_rows
from figwright_figma.tokens.design import Design, Used
from figwright_figma.view import asking
from figwright_figma.view.asking import Asked, Trees

_NAMES = 4
"""Of one value; how many more there are is said."""


def render_in_use(answer: Answer, asked: Asked, found: Trees) -> Text:
    """A table for each family, the most used value first. Names with $ are ids of variables, others are styles'."""
    design = Design.of(answer.data)
    told: dict[str, Any] = {"file": answer.data.get("name"), "nodes that are shown": design.nodes}
    if found.missing:
        told["missing"] = asking.not_answered(found.missing, answer.shape.max_tokens // 2)
    if asked.depth is not None:
        told["fetched"] = f"with depth={asked.depth}: what is below that is not counted; leave depth out for all."
    for family, values in design.values.items():
        if values:
            most_used = sorted(values.items(), key=lambda each: -each[1].where.total())
            told[family] = [_row(value, used) for value, used in most_used]
    form = "json" if answer.shape.form == "yaml" else answer.shape.form  # YAML takes JSON, and no rows
    return render_rows(answer._replace(data=told, shape=answer.shape._replace(form=form)))


def _row(value: str, used: Used) -> dict[str, Any]:
    names = [name for name, _ in used.names.most_common(_NAMES)]
    more = len(used.names) - len(names)
    return {
        "value": value,
        "uses": used.where.total(),
        "as": ", ".join(
            f"{where} {uses}" if len(used.where) > 1 else where for where, uses in used.where.most_common()
        ),
        "names": [*names, *([f"+{more}"] if more else [])] or None,
    }
