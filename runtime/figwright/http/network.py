"""Blocking sockets that keep to a `Deadline`, for httpcore, which bounds each read and each address on its own (T52).

A request's timeouts are `Deadline`s: httpcore hands them on unread to the network backend that it was given.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
from contextlib import suppress
from typing import Any

import httpcore

from figwright.http.deadline import Deadline
from figwright.http.reply import OutOfTimeError

_LOOK = 0.25
"""Seconds between two looks at a deadline that may be ended."""


class DeadlineBackend(httpcore.NetworkBackend):
    """Makes every step wait for what is left of the call, and no longer."""

    def __init__(self) -> None:
        self._backend = httpcore.SyncBackend()

    def connect_tcp(self, host: str, port: int, timeout: Any = None, *args: Any, **options: Any) -> DeadlineStream:
        """Try every address of the name, each for an equal share of the time that is left: one may be silent."""
        addresses = _addresses(host, port, timeout)
        while True:
            address, share = addresses.pop(0), max(timeout.remaining(), 0.001) / (len(addresses) + 1)
            try:
                stream = self._backend.connect_tcp(address, port, share, *args, **options)
                return DeadlineStream(stream, timeout)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if not addresses:
                    raise


class DeadlineStream(httpcore.NetworkStream):
    """Its reads and writes are bounded by a Deadline and end in OutOfTimeError; while connecting, in ConnectTimeout."""

    def __init__(self, stream: httpcore.NetworkStream, connecting: Deadline) -> None:
        self._stream, self._connecting = stream, connecting

    def read(self, max_bytes: int, timeout: Any = None) -> bytes:
        while True:
            with suppress(httpcore.ReadTimeout):
                return self._stream.read(max_bytes, min(self._left(timeout), _LOOK))

    def write(self, buffer: bytes, timeout: Any = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: Any = None
    ) -> DeadlineStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._left(None))
        return DeadlineStream(stream, self._connecting)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _left(self, timeout: Deadline | None) -> float:
        """Seconds left. What comes without a timeout of its own belongs to connecting, such as a SOCKS greeting."""
        left = (timeout or self._connecting).remaining()
        if left > 0:
            return left
        if timeout is None:
            raise httpcore.ConnectTimeout("connecting took too long")
        raise OutOfTimeError(sent=True)


def _addresses(host: str, port: int, deadline: Deadline) -> list[str]:
    """The addresses of a name. They are asked for in a thread, which is left behind if that takes too long."""
    answer = queue.SimpleQueue[Any]()

    def ask() -> None:
        try:
            answer.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answer.put(error)

    threading.Thread(target=ask, name="figwright-names", daemon=True).start()
    try:
        found = answer.get(timeout=max(deadline.remaining(), 0.001))
    except queue.Empty:
        raise httpcore.ConnectTimeout(f"the name {host} was not resolved in time") from None
    if isinstance(found, Exception):
        raise httpcore.ConnectError(str(found))
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
