"""Pictures that the sandbox hands out: one colour, the right size and format, without an imaging library."""

from __future__ import annotations

import base64
import struct
import zlib

_JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////"
    "wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="
)


def solid_png(width: int, height: int, colour: str) -> bytes:
    """A PNG of one colour, one bit a pixel."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#")[:6])
    row = b"\0" * (1 + (width + 7) // 8)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes((red, green, blue))),
            _chunk(b"IDAT", zlib.compress(row * height, 1)),
            _chunk(b"IEND", b""),
        )
    )


def solid_svg(width: float, height: float, colour: str, name: str, node_id: str) -> bytes:
    """An SVG of one colour. `name` and `node_id` become attributes where they are not empty."""
    marks = "".join(
        f' {attribute}="{_escaped(value)}"' for attribute, value in (("id", name), ("data-node-id", node_id)) if value
    )
    return (
        f'<svg width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" fill="none"'
        f' xmlns="http://www.w3.org/2000/svg">'
        f'<rect{marks} width="{width:g}" height="{height:g}" fill="{colour}"/></svg>'
    ).encode()


def jpeg() -> bytes:
    """The smallest JPEG, one white pixel."""
    return _JPEG


def pdf(width: float, height: float) -> bytes:
    """A PDF with one empty page."""
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width:g} {height:g}]>>",
    )
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj{content}endobj\n".encode()
    table = "0000000000 65535 f \n" + "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    return out + f"xref\n0 4\n{table}trailer<</Size 4/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
