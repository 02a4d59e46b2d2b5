"""One person's server over standard input and output, as a client starts it: one JSON message a line, and nothing else.

Standard output belongs to the protocol from `claim` on; whatever is printed besides goes to standard error (T66).
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextvars import Context
from types import TracebackType
from typing import Any, NoReturn, Self, TextIO

import anyio
import pydantic
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage
from mcp_types import INVALID_PARAMS, ErrorData, JSONRPCError

from figwright.redaction.escaping import is_sayable
from figwright.redaction.logs import get_logger

logger = get_logger("mcp")

_INTERRUPTED = 130


def serve(server: Server[Any], wire: TextIO, close: Callable[[], object]) -> NoReturn:
    """Serve until the client goes or a signal comes, `close` what was used, and end the process.

    The exit code is 0 where the client went or SIGTERM came, 130 after Ctrl-C and 1 after a fault. Threads that still
    read, or wait for the provider, are not waited for.
    """
    end = _End(close)
    for number, code in ((signal.SIGTERM, 0), (signal.SIGINT, _INTERRUPTED)):
        signal.signal(number, lambda *_, code=code: end.soon(code))
    try:
        anyio.run(_serve, server, _Wire(wire, end))
    except Exception:
        logger.exception("the server failed")
        end.now(1)
    end.now(0)


async def _serve(server: Server[Any], wire: _Wire) -> None:
    async with stdio_server(stdout=wire) as (read, write):
        await server.run(_Answered(read, write), write, server.create_initialization_options())


class _Answered:
    """What the client says. A request that the SDK cannot read is answered here: it says nothing to one itself."""

    def __init__(self, read: Any, write: Any) -> None:
        self._read, self._write = read, write

    @property
    def last_context(self) -> Context | None:
        found: Context | None = getattr(self._read, "last_context", None)
        return found

    async def receive(self) -> SessionMessage | Exception:
        while True:
            said: SessionMessage | Exception = await self._read.receive()
            refusal = _refusal(said) if isinstance(said, pydantic.ValidationError) else None
            if refusal is None:
                return said
            await self._write.send(SessionMessage(refusal))

    async def aclose(self) -> None:
        await self._read.aclose()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> SessionMessage | Exception:
        try:
            return await self.receive()
        except anyio.EndOfStream:
            raise StopAsyncIteration from None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        await self.aclose()


def _refusal(fault: pydantic.ValidationError) -> JSONRPCError | None:
    """The answer to a request with half a character in it, which Python's parser reads; None for any other line."""
    try:
        asked = json.loads(fault.errors(include_url=False)[0]["input"])
    except (ValueError, TypeError, RecursionError):
        return None
    name = asked.get("id") if isinstance(asked, dict) else None
    if not isinstance(name, str | int) or "method" not in asked or is_sayable(asked):
        return None
    text = "Nothing was carried out: the request has half a character (a lone surrogate). Send the text whole."
    return JSONRPCError(jsonrpc="2.0", id=name, error=ErrorData(code=INVALID_PARAMS, message=text))


class _End:
    """The end of the process, once: by whoever comes first."""

    def __init__(self, close: Callable[[], object]) -> None:
        self._close, self._begun = close, threading.Lock()

    def soon(self, code: int) -> None:
        """End from a thread: a signal's handler must not wait, and a second signal does not."""
        if self._begun.locked():
            os._exit(code)
        threading.Thread(target=self.now, args=(code,), name="figwright-end").start()

    def now(self, code: int) -> NoReturn:
        if not self._begun.acquire(blocking=False):
            threading.Event().wait()
        try:
            self._close()
        except Exception:
            logger.exception("not everything could be closed")
        sys.stderr.flush()
        os._exit(code)


class _Wire(anyio.AsyncFile[str]):
    """Standard output. A client that no longer reads it has gone, though it may not have closed our input."""

    def __init__(self, wire: TextIO, end: _End) -> None:
        super().__init__(wire)
        self._end = end

    async def write(self, b: Any) -> int:
        try:
            return await super().write(b)
        except OSError:
            self._end.soon(0)
            await anyio.sleep_forever()
            raise

    async def flush(self) -> None:
        """Nothing is left: each line went out as it was written."""
