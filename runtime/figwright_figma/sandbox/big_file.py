"""A file of any size, generated while it is sent and kept nowhere: pages that differ only in their ids."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache

from figwright.sandbox.serving import Stream

from .build import shapes
from .nodes import view
from .world import Json

FRAMES = 40
"""Frames on a page."""
TEXTS = 20
"""Texts and rectangles in a frame."""
_MARK = "@page@"


@lru_cache
def page() -> bytes:
    """One page of about 1 MB; its ids begin with a mark that `pages` replaces by the page's number."""
    canvas = shapes.page("0:" + _MARK, "Page " + _MARK)
    number = 0
    for frame_number in range(FRAMES):
        number += 1
        bounds = shapes.box(frame_number * 490, 0, 390, 844)
        frame = shapes.frame(f"{_MARK}:{number}", f"Screen {frame_number}", "FRAME", bounds, [shapes.solid("#FFFFFF")])
        frame |= shapes.auto_layout("VERTICAL", 24, 16, hugs=False)
        for row in range(TEXTS):
            number += 2
            at = shapes.box(bounds["x"] + 24, 24 + 40 * row, 342, 22.4)
            words = f"Row {row} of screen {frame_number}: naïve café, 12,50 € – ready to pay"
            style = shapes.type_style("Inter", 16, 400)
            frame["children"].append(shapes.text(f"{_MARK}:{number - 1}", words, words, at, shapes.INK, style))
            line = shapes.shape(f"{_MARK}:{number}", "Divider", "RECTANGLE", at, [shapes.solid("#D9D9D9")])
            frame["children"].append(line)
        canvas["children"].append(frame)
    return json.dumps(canvas, ensure_ascii=False, separators=(",", ":")).encode()


def pages(megabytes: float) -> int:
    """How many pages make so many megabytes."""
    return max(1, round(megabytes * 1_000_000 / len(page())))


@lru_cache(maxsize=4)
def stream(about: str, megabytes: float) -> Stream:
    """The answer of getFile: `about` is the JSON object of everything but the document."""

    def pieces() -> Iterator[bytes]:
        start = json.dumps(shapes.document()).removesuffix("]}")
        yield f'{about.removesuffix("}")}, "document": {start}'.encode()
        for number in range(1, pages(megabytes) + 1):
            yield (b"," if number > 1 else b"") + page().replace(_MARK.encode(), str(number).encode())
        yield b"]}}"

    return Stream(pieces)


def outline(megabytes: float, depth: int) -> Json:
    """The document down to a depth."""
    shown = json.dumps(view(json.loads(page()), depth=depth - 1, paths=False, plugins=()), ensure_ascii=False)
    numbers = range(1, pages(megabytes) + 1)
    return shapes.document([json.loads(shown.replace(_MARK, str(number))) for number in numbers])
