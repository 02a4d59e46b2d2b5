"""A design as a model reads it: `layout`, in words of CSS; `outline`, where things are; `full`, all there is;
`paths`, in which page and frame chosen nodes are; `tokens`, the values in use.

The manifest names `render` as the view of the tools that return node trees. Whatever a node holds, rendering raises
nothing: what has not the shape that Figma describes is left out, and a result without a tree is shown as any other.
"""

from __future__ import annotations

from figwright.rendering.answer import Answer, Text
from figwright.rendering.rows import render_rows
from figwright.rendering.shape import Shape, ViewName
from figwright_figma.view import paths
from figwright_figma.view.asking import Asked, Trees, trees
from figwright_figma.view.elements import Plan, grow, look_over
from figwright_figma.view.icons import Survey
from figwright_figma.view.least import outline_limit
from figwright_figma.view.page import CHARACTERS_PER_TOKEN, Page, longest
from figwright_figma.view.repeats import fold

VIEWS: tuple[ViewName, ...] = ("layout", "outline", "full", "tokens", "paths")

_SLACK = 1.25
"""How much more is looked at than there is room for; twice as much again as long as repetition makes it fit."""


def render(answer: Answer) -> Text:
    """The trees of a file or of nodes as text, cut from the leaves up where the budget is short.

    Of two versions what changed, in whichever view.
    """
    if answer.before is not None:
        from figwright_figma.changes.view import render_changes

        return render_changes(answer)
    asked = Asked.of(answer)
    found = trees(answer, asked)
    if not found.roots and not found.missing:
        return render_rows(answer)
    view, limit = answer.shape.view or "layout", answer.shape
    if view == "paths":
        if isinstance(answer.data.get("document"), dict):
            return paths.render(answer, asked)
        view = "outline"  # of nodes alone nobody knows what is around them
    if view == "tokens":
        from figwright_figma.view.in_use import render_in_use

        return render_in_use(answer, asked, found)
    seen = look_over(found.roots, view)
    if view == "outline":
        limit = outline_limit(answer, asked, found, seen)
    return _written(answer, view, limit, asked, found, seen)


def _written(answer: Answer, view: str, limit: Shape, asked: Asked, found: Trees, seen: Survey) -> Text:
    room = _SLACK * min(limit.max_characters, limit.max_tokens * CHARACTERS_PER_TOKEN)
    while True:
        plan = Plan(view, answer.shape.depth, room, longest(limit))
        tops, left = grow(found.roots, plan, seen)
        if view == "layout":
            fold(tops)
        page = Page(answer, view, asked, found, tops, seen, limit)
        text = page.text()
        if not limit.fits(text):
            return Text(page.fitting(text), truncated=True)
        if not page.truncated or left > 0:
            return Text(text, page.truncated)
        room *= 2
