"""A result as text for a model: within a budget, and never cut without saying so.

A tool that names a view (`module:function`) is rendered by it, every other one as rows or compact JSON. What others
wrote stays in its quotes, and signs that nobody can see are written as escapes (T66).
"""

from __future__ import annotations

from functools import cache
from typing import cast

from figwright.connector import named
from figwright.redaction.escaping import make_visible
from figwright.rendering.answer import Answer, Text, View


def render(answer: Answer) -> Text:
    """The text of a result: by its tool's view, or as rows or JSON. Always within the budget."""
    if isinstance(answer.data, bytes):
        media = (answer.tool.accepts if answer.tool else "") or "unknown type"
        text = Text(f"{len(answer.data):,} bytes ({media}), which are no text: .data has them.")
    elif answer.tool is not None and answer.tool.reads == "text" and isinstance(answer.data, str):
        text = Text(answer.data)
    elif answer.tool is not None and answer.tool.view:
        text = _view(answer.tool.view)(answer)
    else:
        from figwright.rendering.rows import render_rows

        text = render_rows(answer)
    seen = make_visible(text.text, answer.shape.form)
    whole = answer.shape.clip(seen)
    return Text(whole, text.truncated or whole != seen)


@cache
def _view(where: str) -> View:
    return cast(View, named(where))
