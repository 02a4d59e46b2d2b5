"""Files in a folder: names from ids that somebody else chose, kinds from content, nothing half-written (T50)."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from figwright.rendering.pictures import Kind

_OTHER = re.compile(r"[^A-Za-z0-9_]+")
_LONGEST_STEM = 80
_MARKED = re.compile(r".*-[0-9a-f]{16}")
_RESERVED = re.compile(r"(con|prn|aux|nul|conin|conout|com[0-9]|lpt[0-9])", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever their extension."""
_HEAD = 1024
_SVG = re.compile(rb"\s*+(<\?xml[^>]*+>\s*+)?(?><!--.*?-->\s*)*+(<!DOCTYPE svg[^>]*+>\s*+)?<svg[\s>/]", re.DOTALL)
"""The root element, after what may stand before it. No part is matched in two ways, so no content takes long."""
_STARTS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), Kind("png", "image/png")),
    (re.compile(rb"\xff\xd8\xff"), Kind("jpg", "image/jpeg")),
    (re.compile(rb"GIF8[79]a"), Kind("gif", "image/gif")),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), Kind("webp", "image/webp")),
    (re.compile(rb"%PDF-"), Kind("pdf", "application/pdf")),
    (_SVG, Kind("svg", "image/svg+xml")),
)


def kind_of(head: bytes) -> Kind | None:
    """What a file is, from its first kibibyte and whatever its sender calls it; None if it is not an image."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    return next((kind for start, kind in _STARTS if start.match(head)), None)


def stems(ids: Iterable[str]) -> dict[str, str]:
    """A file name, without extension, for each id: `I1:2;3:4` becomes `I1-2-3-4`, on every system.

    Where that is empty, too long, reserved, or the same for two ids (in any case), a digest of the id marks the name.
    """
    plain = {each: _OTHER.sub("-", each).strip("-") for each in ids}
    uses = Counter(stem.lower() for stem in plain.values())
    return {
        each: stem if _fits(stem) and uses[stem.lower()] == 1 else _marked(stem, each) for each, stem in plain.items()
    }


def _fits(stem: str) -> bool:
    """Whether a name may stand as it is. One that looks marked may not: it could be another's."""
    return 0 < len(stem) <= _LONGEST_STEM and not _RESERVED.fullmatch(stem) and not _MARKED.fullmatch(stem.lower())


def _marked(stem: str, id_: str) -> str:
    digest = sha256(id_.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{stem[:_LONGEST_STEM] or 'file'}-{digest}"


class Part:
    """A file on its way into a folder, under a name of its own until it is whole: a `reply.Sink`."""

    def __init__(self, folder: Path, limit: int) -> None:
        self.limit = limit
        self.head = b""
        self.size = 0
        self._path = folder / f".{secrets.token_hex(8)}.part"
        self._file: BinaryIO | None = None

    def write(self, data: bytes, /) -> None:
        """Raises OSError."""
        if self._file is None:
            self._file = self._path.open("xb")  # a new file: what stands there, or a link to elsewhere, is not opened
        if len(self.head) < _HEAD:
            self.head += data[: _HEAD - len(self.head)]
        self.size += len(data)
        self._file.write(data)

    def keep(self, name: str) -> Path:
        """Give the file its name in one step, in place of a file or link that has it. Raises OSError."""
        assert self._file is not None
        self._file.close()
        target = self._path.with_name(name)
        self._path.replace(target)
        self._file = None
        return target

    def discard(self) -> None:
        """Remove what was written, unless it was kept."""
        if self._file is not None:
            with suppress(OSError):  # what is still buffered meets the full disk again
                self._file.close()
            with suppress(OSError):
                self._path.unlink()
            self._file = None


class Held:
    """A file on its way into memory: a `reply.Sink`."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._content = bytearray()

    @property
    def head(self) -> bytes:
        return bytes(self._content[:1024])

    @property
    def content(self) -> bytes:
        return bytes(self._content)

    def write(self, data: bytes, /) -> None:
        self._content += data

    def discard(self) -> None:
        self._content = bytearray()
