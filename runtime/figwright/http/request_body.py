"""A request's body in another form than JSON: a form, a form with files, text, bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from secrets import token_hex
from typing import Any
from urllib.parse import urlencode

import pydantic_core

from figwright.connector import Parameter, Tool
from figwright.errors import InvalidToolInputError
from figwright.http.parameter_styles import Writer

_MULTIPART = "multipart/form-data"
_QUOTED = str.maketrans({'"': "%22", "\\": "\\\\", "\r": "%0D", "\n": "%0A"})
"""What a name between quotes cannot hold, as browsers write it."""


def encoded(tool: Tool[Any], content: Any) -> tuple[bytes, str]:
    """The body's bytes, and the Content-Type that goes with them. Raises InvalidToolInputError."""
    media = tool.media
    parts = {parameter.name: parameter for parameter in tool.parameters if parameter.place == "body"}
    if media.partition(";")[0].endswith(("/json", "+json")):
        return as_json(tool.name, content), media
    if isinstance(content, bytes):
        return content, media
    if isinstance(content, str):
        return content.encode(), media if "charset" in media else f"{media}; charset=utf-8"
    if media.startswith(_MULTIPART):
        return _multipart(tool, content, parts)
    if not isinstance(content, dict):
        raise InvalidToolInputError(tool.name, {"": f"its body is no {media}"})
    return urlencode(list(_pairs(tool, content, parts))).encode(), media


def as_json(tool: str, body: object) -> bytes:
    """Raises InvalidToolInputError for what JSON cannot say."""
    try:
        content = pydantic_core.to_json(body)
        if b"NaN" in content or b"Infinity" in content:
            pydantic_core.from_json(content, allow_inf_nan=False)
    except (ValueError, RecursionError) as error:
        raise InvalidToolInputError(tool, {"": f"it cannot be sent as JSON ({str(error)[:200]})"}) from None
    return content


def _pairs(tool: Tool[Any], content: Mapping[str, Any], parts: Mapping[str, Parameter]) -> Iterator[tuple[str, str]]:
    for name, value in content.items():
        known = parts.get(name) or Parameter(name, name, "body")
        if value is not None:
            yield from Writer(tool.name, known.input, known.style, known.explode).pairs(name, value)


def _multipart(tool: Tool[Any], content: Mapping[str, Any], parts: Mapping[str, Parameter]) -> tuple[bytes, str]:
    """RFC 7578: a part for each value, for each item of a list, with a file name for bytes."""
    written: list[bytes] = []
    for name, value in content.items():
        known, quoted = parts.get(name) or Parameter(name, name, "body"), name.translate(_QUOTED)
        write = Writer(tool.name, known.input, "json", False)
        for each in value if isinstance(value, list) else [value]:
            head, media, data = f'Content-Disposition: form-data; name="{quoted}"', known.style, b""
            if isinstance(each, bytes):
                head, media, data = f'{head}; filename="{quoted}"', media or "application/octet-stream", each
            elif isinstance(each, dict | list) or media.endswith("json"):
                media, data = media or "application/json", next(write.pairs(name, each))[1].encode()
            elif each is None:
                continue
            else:
                data = write.text(each).encode()
            kind = f"\r\nContent-Type: {media}" if media else ""
            written.append(f"{head}{kind}\r\n\r\n".encode() + data)
    boundary = token_hex(16) if written else "empty"
    start = f"--{boundary}".encode()
    body = b"".join(start + b"\r\n" + part + b"\r\n" for part in written)
    return body + start + b"--\r\n", f"{_MULTIPART}; boundary={boundary}"
