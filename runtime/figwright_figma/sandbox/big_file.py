"""A file of any size, generated while it is sent and kept nowhere: pages that differ only in their ids."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

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


@dataclass
class Stream:
    """A body in pieces, made anew for each who reads it; compressed it is made once and kept."""

    pieces: Callable[[], Iterator[bytes]]
    _packed: bytes = field(default=b"", repr=False)

    def packed(self) -> bytes:
        """The whole as gzip, a small part of its size."""
        if not self._packed:
            self._packed = b"".join(gzipped(self.pieces()))
        return self._packed


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


def gzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()
