"""What changed as the answer of a call that asked for it (`since`)."""

from __future__ import annotations

from figwright.rendering.answer import Answer, Text
from figwright.rendering.rows import render_rows
from figwright.rendering.token_count import estimate_tokens
from figwright_figma.changes.compared import changes, is_whole

_BOUNDS = ("ids", "depth")


def render_changes(answer: Answer) -> Text:
    """The changes within the budget, or their data in the form that was asked for; which part was compared comes first.

    Raises nothing: of what is no file it is said that nothing was compared.
    """
    if not (is_whole(answer.before) and is_whole(answer.data)):
        return Text("Nothing was compared: a version came without a document.")
    found = changes(answer.before, answer.data, file_key=str(answer.tool_input.get("file_key") or ""))
    if answer.shape.form not in ("", "tree"):
        return render_rows(answer._replace(data=found.data))
    bounds = ", ".join(f"{name}={given}" for name in _BOUNDS if (given := answer.tool_input.get(name)))
    said = f"Only what a call with {bounds} answers was compared.\n" if bounds else ""
    tokens, characters = answer.shape.max_tokens - estimate_tokens(said), answer.shape.max_characters - len(said)
    text, truncated = found.fitting(answer.shape._replace(max_tokens=max(tokens, 1), max_characters=max(characters, 1)))
    return Text(f"{said}{text}", truncated)
