"""A response's body as it arrives: decompressed under a bound (T51), collected or passed on."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Mapping

from figwright.http.reply import Sink, TooLargeError, TransportError

_INFLATED = 2**20
"""The most bytes that are decompressed at once."""
_LENGTH = re.compile(r"[0-9]{1,18}")


class Body:
    """Collects a body, or passes it to a sink, decompressing it, and stops at the limit."""

    def __init__(self, headers: Mapping[str, str], limit: int, sink: Sink | None) -> None:
        """Raises TransportError for an encoding that was not asked for, TooLargeError where it says that it is."""
        self._limit = limit = sink.limit if sink else limit
        self._size, self._begun = 0, False
        self._buffer = io.BytesIO()
        self._write = sink.write if sink else self._buffer.write
        encoding = headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "gzip", "x-gzip", "deflate", ""):
            raise TransportError(f"the content encoding {encoding!r} was not asked for", sent=True)
        self._inflater = zlib.decompressobj(47) if encoding not in ("identity", "") else None
        length = headers.get("content-length", "")
        if self._inflater is None and _LENGTH.fullmatch(length) and int(length) > limit:
            raise TooLargeError(int(length))

    def feed(self, chunk: bytes) -> None:
        """Raises TooLargeError, TransportError where it is damaged, or what the sink raises."""
        self._begun = self._begun or bool(chunk)
        if self._inflater is None:
            self._keep(chunk)
            return
        data = b""
        try:
            while chunk or len(data) == _INFLATED:
                if self._inflater.eof:
                    if chunk[:1] != b"\x1f":  # no further member (RFC 1952, 2.2)
                        self._count(chunk)
                        return
                    self._inflater = zlib.decompressobj(47)
                data = self._inflater.decompress(chunk, _INFLATED)
                self._keep(data)
                chunk = self._inflater.unconsumed_tail or self._inflater.unused_data
        except zlib.error as error:
            raise TransportError(f"the compressed body is damaged ({error})", sent=True) from None

    def _keep(self, data: bytes) -> None:
        self._count(data)
        self._write(data)

    def _count(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._limit:
            raise TooLargeError

    def whole(self) -> bytes:
        """What was collected. Raises TransportError where it ended early."""
        if self._inflater is not None and not self._inflater.eof and self._begun:
            raise TransportError("the compressed body ends early", sent=True)
        return self._buffer.getvalue()
