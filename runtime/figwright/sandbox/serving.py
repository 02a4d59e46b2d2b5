"""What every sandbox does with a request, whoever answers it: log it, let faults meet it, send the answer."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from .clock import Clock
from .faults import Fault, Faults
from .requests import InFlight, Received, RequestLog

_GZIP_FROM = 500
_GZIP_HEADERS = {"Content-Encoding": "gzip"}
METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]


@dataclass
class Answer:
    """An answer: JSON, bytes, or a stream, which can also be had whole and compressed."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Stream:
    """A body in pieces, made anew for each who reads it; compressed it is made once and kept."""

    pieces: Callable[[], Iterator[bytes]]
    _packed: bytes = field(default=b"", repr=False)

    def packed(self) -> bytes:
        """The whole as gzip."""
        if not self._packed:
            self._packed = b"".join(gzipped(self.pieces()))
        return self._packed


Handler = Callable[[Request, bytes], Answer]


@dataclass
class Traffic:
    """What one sandbox was sent, and what is to go wrong with what is still to come."""

    clock: Clock
    headers: Callable[[], Mapping[str, str]] = dict
    """Of every answer, beside its own."""
    faults: Faults = field(default_factory=Faults)
    requests: RequestLog = field(default_factory=RequestLog)
    in_flight: InFlight = field(default_factory=InFlight)
    url: str = ""
    """Where the sandbox answers, once it does."""

    def endpoint(
        self, name: str | Callable[[Request, bytes], str], handle: Handler
    ) -> Callable[[Request], Awaitable[Response]]:
        """The endpoint by whose `name` the log and the faults know it."""

        async def endpoint(request: Request) -> Response:
            return await self._serve(name, handle, request)

        return endpoint

    async def _serve(self, named: str | Callable[[Request, bytes], str], handle: Handler, request: Request) -> Response:
        raw = await request.body()
        name = named if isinstance(named, str) else named(request, raw)
        path = request.scope["raw_path"].decode()
        received = Received(request.method, path, request.url.query, dict(request.headers), raw, name, self.clock.now())
        self.requests.append(received)
        self.in_flight.enter(received)
        try:
            fault = self.faults.take(name, request.method, request.scope["path"])
            if fault is not None:
                return await self._faulty(fault, received, handle, request)
            answer = handle(request, raw)
            received.status = answer.status
            return self._send(answer, request, None)
        finally:
            self.in_flight.leave(received)

    async def _faulty(self, fault: Fault, received: Received, handle: Handler, request: Request) -> Response:
        if fault.hold == "before":
            await fault.wait()
        if fault.drop == "before":
            return await _dropped(request)
        if fault.replaces:
            if fault.acts:
                handle(request, received.body)
            answer = Answer(fault.raw_body(), fault.status or 200, dict(fault.headers))
        else:
            answer = handle(request, received.body)
            answer.headers.update(fault.headers)
        if fault.hold == "after":
            await fault.wait()
        if fault.drop == "after":
            return await _dropped(request)
        received.status = answer.status
        return self._send(answer, request, fault)

    def _send(self, answer: Answer, request: Request, fault: Fault | None) -> Response:
        headers = {"Content-Type": "application/json; charset=utf-8", **self.headers()} | answer.headers
        if isinstance(answer.body, bytes):
            body = answer.body
        elif isinstance(answer.body, Stream):
            return _streamed(answer.body, answer.status, headers, request)
        else:
            body = json.dumps(answer.body, ensure_ascii=False, separators=(",", ":")).encode()
        written = {name.lower() for name in headers}
        if len(body) >= _GZIP_FROM and _takes_gzip(request) and "content-encoding" not in written:
            headers |= _GZIP_HEADERS
            body = b"".join(gzipped([body]))
        if fault is not None and (fault.drip or fault.drop == "midway"):
            headers["Content-Length"] = str(len(body))
            return StreamingResponse(_broken(body, fault, request), answer.status, headers)
        return Response(body, answer.status, headers)


def gzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same as gzip."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    for piece in pieces:
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()


def _streamed(body: Stream, status: int, headers: dict[str, str], request: Request) -> Response:
    if _takes_gzip(request):
        return Response(body.packed(), status, headers | _GZIP_HEADERS)

    async def handed_over() -> AsyncIterator[bytes]:
        for piece in body.pieces():
            yield piece
            await asyncio.sleep(0)

    return StreamingResponse(handed_over(), status, headers)


def _takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")


async def _broken(body: bytes, fault: Fault, request: Request) -> AsyncIterator[bytes]:
    if fault.drop == "midway":
        yield body[: len(body) // 2]
        await _abort(request)
        return
    for byte in body:
        yield bytes([byte])
        await asyncio.sleep(fault.drip)


async def _dropped(request: Request) -> Response:
    await _abort(request)
    return Response(status_code=503)


async def _abort(request: Request) -> None:
    """Close the connection; what is sent afterwards goes nowhere."""
    request.scope["state"]["transport"].abort()
    for _ in range(3):  # until the server has noticed
        await asyncio.sleep(0)
