"""Pictures as a model can be shown them: few, small, of a kind that all models know, with how many pixels they have."""

from __future__ import annotations

import struct
from base64 import b64encode
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from figwright.errors import InvalidToolInputError
from figwright.inputs.coercion import forgiven, is_unset

if TYPE_CHECKING:
    from figwright.connector import Tool


Way = Literal["images", "links", "files"]
AS, ONLY = "as", "only"
"""The inputs by which a model says how to show it what a result links to, and which of it."""
MOST = 4
"""Pictures of one answer."""
LARGEST = 1_000_000
"""Bytes of one picture."""
LONGEST_SIDE = 8000
"""Pixels. A larger one is refused by models' APIs, and the whole conversation with it."""
MEDIA_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""JPEG markers of a frame, which begins with the picture's size."""


class Kind(NamedTuple):
    extension: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Picture:
    """`id` is its name in the result; width and height are in pixels."""

    id: str
    media_type: str
    content: bytes = field(repr=False)
    width: int
    height: int

    @property
    def base64(self) -> str:
        return b64encode(self.content).decode()

    @property
    def url(self) -> str:
        """All of it as a data URL (RFC 2397)."""
        return f"data:{self.media_type};base64,{self.base64}"


class Show(NamedTuple):
    """How a call is to show what its result links to."""

    way: Way = "images"
    folder: Path | None = None
    """Where `files` are saved, each provider's file in a folder of its own within it."""
    only: Collection[str] | None = None
    """The names of what to show; without it the first, or with `files` all."""
    titles: bool = True
    """Whether pictures may be named by another tool's call, where the connector has one that tells."""


def picture(id_: str, content: bytes, kind: Kind) -> Picture | None:
    """A picture that a model can be shown, or None if it is not one, or is broken."""
    size = _size(content, kind.media_type) if kind.media_type in MEDIA_TYPES else None
    return Picture(id_, kind.media_type, content, *size) if size and min(size) > 0 else None


def _size(content: bytes, media_type: str) -> tuple[int, int] | None:
    try:
        match media_type:
            case "image/png":
                width, height = struct.unpack_from(">II", content, 16)
                return (width, height) if b"IEND" in content[-64:] else None
            case "image/gif":
                width, height = struct.unpack_from("<HH", content, 6)
                return width, height
            case "image/webp":
                return _webp_size(content)
            case _:
                return _jpeg_size(content)
    except (struct.error, IndexError):
        return None


def _webp_size(content: bytes) -> tuple[int, int] | None:
    """RFC 9649, 2.5 to 2.7."""
    match content[12:16]:
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", content, 26)
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", content, 21)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """ITU T.81, B.2: segments, each with its length, up to the frame."""
    place = 2
    while content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF:  # a filling byte
            place += 1
        elif marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, place + 5)
            return width, height
        else:
            (length,) = struct.unpack_from(">H", content, place + 2)
            place += 2 + length
    return None


def show_inputs(tool: Tool[Any], ways: Sequence[Way]) -> dict[str, dict[str, Any]]:
    """JSON Schemas of the inputs that say how to show what the tool's result links to, where there is a choice."""
    where = tool.downloads
    if where is None or len(ways) < 2:
        return {}
    told = [f"images: up to {MOST} to look at, beside the links."] if "images" in ways else []
    told += ["files: saved where the server runs; answers paths."] if "files" in ways else []
    found: dict[str, dict[str, Any]] = {AS: {"type": "string", "enum": list(ways), "description": " ".join(told)}}
    if not where.ids:
        found[ONLY] = {"type": "array", "items": {"type": "string"}, "description": "Which to show or save, by name."}
    return found


def asked_show(tool: Tool[Any], arguments: dict[str, Any], ways: Sequence[Way], folder: Path | None) -> Show | None:
    """How a model wants to be shown what the result links to: its inputs for that are taken out of the arguments.

    Raises InvalidToolInputError.
    """
    if tool.downloads is None:
        return None
    way = arguments.pop(AS, None)
    only = None if tool.downloads.ids else arguments.pop(ONLY, None)
    way, only = (None if is_unset(each) else each for each in (way, only))
    if isinstance(only, str):
        meant = (forgiven({ONLY: only}, [[ONLY]]) or {ONLY: only})[ONLY]
        only = [meant] if isinstance(meant, str) else meant
    known, faults = ways or ("links",), {}
    if way is not None and way not in known:
        faults[AS] = f"one of {', '.join(known)} is wanted"
    if only is not None and not (isinstance(only, list) and all(isinstance(each, str) for each in only)):
        faults[ONLY] = "a list of names is wanted"
    if faults:
        raise InvalidToolInputError(tool.name, faults)
    return Show(way or ways[0], folder, only or None) if ways else None
