"""HTTP, and the only module that knows httpx.

One connection pool per `Actions`, one SSL context per process. Requests go straight to httpx's transports: no cookies,
no redirects, no environment, no headers but ours (T27, T41, T49, T57). A response is read raw and decompressed under a
bound (T51), and all of it ends at one deadline, in the sync face too, where httpx bounds only each read (T52).
"""

from __future__ import annotations

import io
import os
import queue
import re
import socket
import ssl
import sys
import threading
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from importlib.util import find_spec
from traceback import format_tb
from typing import Any, Generic, NoReturn, ParamSpec, Protocol, TypeVar, cast
from urllib.parse import urlsplit

import httpcore

from figwright.errors import ConfigurationError
from figwright.http.lean_httpx import httpx
from figwright.http.limits import Limits
from figwright.http.request import Outgoing
from figwright.redaction.secret import Secret, forget_frames, refuse_pickle

P = ParamSpec("P")
T = TypeVar("T")

_CONNECT_TIMEOUT = 10.0
_OK = 200
_INFLATED = 2**20
"""The most bytes that are decompressed at once."""
_LOOK = 0.25
"""Seconds between two looks at a deadline that may be ended."""
_LENGTH = re.compile(r"[0-9]{1,18}")
_POOL = httpx.Limits(max_connections=100, max_keepalive_connections=20)


class Deadline:
    """The moment a call must end, on the monotonic clock."""

    __slots__ = ("_end",)

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def remaining(self) -> float:
        return self._end - time.monotonic()

    def end(self) -> None:
        """Let it be now. Who waits for a body in another thread, in the sync face, hears of it soon."""
        self._end = time.monotonic()


@dataclass(slots=True)
class Reply:
    """A whole response: status, headers (lower-case names), decompressed body, which may hold tokens."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    def __reduce__(self) -> NoReturn:
        refuse_pickle(self)


class Sink(Protocol):
    """Takes the body of a 200 as it arrives, so that it is never in memory as a whole. What it raises ends the call."""

    limit: int
    """The most bytes that it takes."""

    def write(self, data: bytes, /) -> object: ...


class NoReplyError(Exception):
    """No whole response. `headers` are those of what came of one."""

    headers: Mapping[str, str] = {}


class TransportError(NoReplyError):
    """No response, or half of one. `sent` is False where the provider provably never got the request."""

    def __init__(self, reason: str, *, sent: bool) -> None:
        super().__init__(reason)
        self.sent = sent


class OutOfTimeError(TransportError):
    """The deadline passed."""


class TooLargeError(NoReplyError):
    """The body is larger than the limit. `size` is its bytes, where the response says them."""

    def __init__(self, size: int | None = None) -> None:
        super().__init__(size)
        self.size = size


def _without_frames(send: Callable[P, Reply]) -> Callable[P, Reply]:
    """Its errors tell nothing of the frames below, whose locals hold the credential as it is sent (T24)."""

    @wraps(send)
    def careful(*args: P.args, **kwargs: P.kwargs) -> Reply:
        handled = sys.exception()
        try:
            return send(*args, **kwargs)
        except BaseException as error:
            _forget(error, handled)
            raise

    return careful


def _awaited_without_frames(send: Callable[P, Awaitable[Reply]]) -> Callable[P, Coroutine[Any, Any, Reply]]:
    @wraps(send)
    async def careful(*args: P.args, **kwargs: P.kwargs) -> Reply:
        handled = sys.exception()
        try:
            return await send(*args, **kwargs)
        except BaseException as error:
            _forget(error, handled)
            raise

    return careful


def _forget(error: BaseException, handled: BaseException | None) -> None:
    """Leave out the frames below; for an error that nobody foresaw, a note of where it was stands in for them."""
    if isinstance(error, Exception) and not isinstance(error, NoReplyError | OSError):
        error.add_note("".join(format_tb(error.__traceback__)).rstrip())
    forget_frames(error, handled)


class Transport:
    """Sends requests and waits for them. Safe to share between threads."""

    def __init__(self, api_url: str, limits: Limits) -> None:
        self._limits = limits
        self._http = httpx.HTTPTransport(**_options(api_url, limits))
        pool: Any = self._http._pool
        pool._network_backend = _DeadlineBackend(pool._network_backend)

    @_without_frames
    def send(self, outgoing: Outgoing, deadline: Deadline, sink: Sink | None = None) -> Reply:
        """The reply; with a `sink`, its body goes there, or nowhere if the status is not 200.

        Raises TransportError or TooLargeError, or what the sink raises.
        """
        headers: Mapping[str, str] = {}
        try:
            response = self._http.handle_request(_request(outgoing, deadline, each=deadline))
            headers = response.headers
            try:
                if sink and response.status_code != _OK:
                    return Reply(response.status_code, response.headers, b"")
                body = _Body(response.headers, self._limits.max_response_bytes, sink)
                for chunk in cast(Iterable[bytes], response.stream):
                    body.feed(chunk)
                return Reply(response.status_code, response.headers, body.whole())
            finally:
                response.close()
        except (NoReplyError, httpx.TransportError, ValueError) as error:
            raise _translated(error, deadline, headers) from None

    def close(self) -> None:
        self._http.close()


class AsyncTransport:
    """The awaitable twin, on asyncio and trio."""

    def __init__(self, api_url: str, limits: Limits) -> None:
        self._limits = limits
        self._http = httpx.AsyncHTTPTransport(**_options(api_url, limits))

    @_awaited_without_frames
    async def send(self, outgoing: Outgoing, deadline: Deadline, sink: Sink | None = None) -> Reply:
        """As `Transport.send`; the sink is written to in a thread."""
        import anyio
        import anyio.to_thread

        headers: Mapping[str, str] = {}
        try:
            with anyio.fail_after(max(deadline.remaining(), 0)):
                response = await self._http.handle_async_request(_request(outgoing, deadline, each=None))
                headers = response.headers
                chunks = aiter(cast(httpx.AsyncByteStream, response.stream))
                try:
                    if sink and response.status_code != _OK:
                        return Reply(response.status_code, response.headers, b"")
                    body = _Body(response.headers, self._limits.max_response_bytes, sink)
                    async for chunk in chunks:
                        await anyio.to_thread.run_sync(body.feed, chunk) if sink else body.feed(chunk)
                    return Reply(response.status_code, response.headers, body.whole())
                finally:
                    with anyio.CancelScope(shield=True):
                        await response.aclose()
                        await _exhaust(chunks)
        except (NoReplyError, TimeoutError, httpx.TransportError, ValueError) as error:
            raise _translated(error, deadline, headers) from None

    async def close(self) -> None:
        await self._http.aclose()


AnyTransport = TypeVar("AnyTransport", Transport, AsyncTransport)


class Transports(Generic[AnyTransport]):
    """One transport per origin, made when it is first needed; a forked process makes its own."""

    def __init__(self, kind: type[AnyTransport], limits: Limits) -> None:
        self._kind: Callable[[str, Limits], AnyTransport] = kind
        self._limits = limits
        self._by_origin: dict[str, AnyTransport] = {}
        self._process = os.getpid()

    def of(self, url: str) -> AnyTransport:
        if self._process != os.getpid():
            self._by_origin, self._process = {}, os.getpid()
        origin = "/".join(url.split("/", 3)[:3])
        found = self._by_origin.get(origin)
        return found or self._by_origin.setdefault(origin, self._kind(origin, self._limits))

    def take(self) -> list[AnyTransport]:
        """Every transport there is, for closing; later calls make new ones."""
        transports, self._by_origin = list(self._by_origin.values()), {}
        return transports


async def _exhaust(chunks: AsyncIterator[bytes]) -> None:
    """Let generators over a closed response come to their end: trio warns of one that is dropped midway."""
    with suppress(httpx.TransportError):
        async for _ in chunks:
            pass


def _options(api_url: str, limits: Limits) -> dict[str, Any]:
    proxy = limits.proxy or (_environment_proxy(api_url) if limits.trust_env else None)
    try:
        httpx.URL(api_url)
    except httpx.InvalidURL as error:
        raise ConfigurationError(f"{api_url[:200]!r} is no address ({error}).") from None
    try:
        context = ssl_context(limits.ca_bundle) if urlsplit(api_url).scheme == "https" or proxy else _no_trust()
    except OSError as error:
        raise ConfigurationError(f"ca_bundle {limits.ca_bundle!r} cannot be read: {error.strerror}.") from None
    try:
        way = httpx.Proxy(proxy.reveal()) if proxy else None
    except (ValueError, httpx.InvalidURL):
        raise ConfigurationError("proxy is no address like http://host:port.") from None
    if way and way.url.scheme.startswith("socks") and find_spec("socksio") is None:
        raise ConfigurationError("A SOCKS proxy needs the package socksio: install httpx[socks].")
    return {"verify": context, "trust_env": False, "proxy": way, "limits": _POOL}


def _environment_proxy(api_url: str) -> Secret | None:
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(api_url)
    found = getproxies().get(parts.scheme)
    return None if found is None or proxy_bypass(parts.netloc) else Secret.text(found)


@lru_cache(maxsize=8)
def ssl_context(ca_bundle: str | None) -> ssl.SSLContext:
    """One context per CA bundle and process: making one costs 20 ms."""
    return ssl.create_default_context(cafile=ca_bundle) if ca_bundle else httpx.create_ssl_context(trust_env=False)


@lru_cache(maxsize=1)
def _no_trust() -> ssl.SSLContext:
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _request(outgoing: Outgoing, deadline: Deadline, *, each: Deadline | None) -> httpx.Request:
    """`each` bounds every single read and write: what _DeadlineStream understands, or None under an outer bound.

    Connecting ends well before the deadline, so that what was never sent is known as such. Raises TransportError.
    """
    remaining = max(deadline.remaining(), 0.001)
    connect = min(_CONNECT_TIMEOUT, 0.75 * remaining)
    bounds = {"connect": Deadline(connect) if each else connect, "read": each, "write": each, "pool": connect}
    try:
        return httpx.Request(
            outgoing.method,
            outgoing.whole_url(),
            headers={name: _revealed(value) for name, value in outgoing.headers.items()},
            content=_revealed(outgoing.body),
            extensions={"timeout": bounds},
        )
    except (httpx.InvalidURL, ValueError) as error:
        raise TransportError(f"the request cannot be sent ({type(error).__name__})", sent=False) from None


def _revealed(value: T | Secret) -> T | str:
    return value.reveal() if isinstance(value, Secret) else value


def _translated(error: Exception, deadline: Deadline, headers: Mapping[str, str]) -> NoReplyError:
    sent = not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError)
    late = isinstance(error, TimeoutError) or (isinstance(error, httpx.TimeoutException) and deadline.remaining() <= 0)
    kind, reason = (OutOfTimeError, "the deadline passed") if late else (TransportError, _reason(error))
    found = error if isinstance(error, NoReplyError) else kind(reason, sent=sent)
    found.headers = headers
    return found


def _reason(error: BaseException) -> str:
    """The first words in an error's chain: trio's errors keep theirs in the cause."""
    link: BaseException | None = error
    while link is not None:
        if str(link):
            return str(link)
        link = link.__cause__ or link.__context__
    return type(error).__name__


class _Body:
    """Collects a body, or passes it to a sink, decompressing it, and stops at the limit."""

    def __init__(self, headers: httpx.Headers, limit: int, sink: Sink | None) -> None:
        self._limit = limit = sink.limit if sink else limit
        self._size, self._begun = 0, False
        self._buffer = io.BytesIO()
        self._write = sink.write if sink else self._buffer.write
        encoding = headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "gzip", "deflate", ""):
            raise TransportError(f"the content encoding {encoding!r} was not asked for", sent=True)
        self._inflater = zlib.decompressobj(47) if encoding in ("gzip", "deflate") else None
        length = headers.get("content-length", "")
        if self._inflater is None and _LENGTH.fullmatch(length) and int(length) > limit:
            raise TooLargeError(int(length))

    def feed(self, chunk: bytes) -> None:
        self._begun = self._begun or bool(chunk)
        if self._inflater is None:
            self._keep(chunk)
            return
        try:
            while True:
                data = self._inflater.decompress(chunk, _INFLATED)
                self._keep(data)
                chunk = self._inflater.unconsumed_tail
                if not chunk and len(data) < _INFLATED:
                    return
        except zlib.error as error:
            raise TransportError(f"the compressed body is damaged ({error})", sent=True) from None

    def _keep(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._limit:
            raise TooLargeError
        self._write(data)

    def whole(self) -> bytes:
        if self._inflater is not None and not self._inflater.eof and self._begun:
            raise TransportError("the compressed body ends early", sent=True)
        return self._buffer.getvalue()


class _DeadlineBackend:
    """A network backend of httpcore that makes every step wait for what is left of the call, and no longer."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def connect_tcp(self, host: str, port: int, timeout: Deadline, **options: Any) -> _DeadlineStream:
        """Try every address of the name, each for an equal share of the time that is left: one may be silent."""
        addresses = _addresses(host, port, timeout)
        while True:
            address, share = addresses.pop(0), max(timeout.remaining(), 0.001) / (len(addresses) + 1)
            try:
                return _DeadlineStream(self._backend.connect_tcp(address, port, timeout=share, **options), timeout)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if not addresses:
                    raise

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)


class _DeadlineStream:
    """Its reads and writes are bounded by a Deadline and end in OutOfTimeError; while connecting, in ConnectTimeout."""

    def __init__(self, stream: Any, connecting: Deadline) -> None:
        self._stream, self._connecting = stream, connecting
        self.close = stream.close
        self.get_extra_info = stream.get_extra_info

    def read(self, max_bytes: int, timeout: Deadline | None = None) -> bytes:
        while True:
            with suppress(httpcore.ReadTimeout):
                data: bytes = self._stream.read(max_bytes, min(self._left(timeout), _LOOK))
                return data

    def write(self, buffer: bytes, timeout: Deadline | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str, timeout: Deadline) -> _DeadlineStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._left(None))
        return _DeadlineStream(stream, self._connecting)

    def _left(self, timeout: Deadline | None) -> float:
        """Seconds left. What comes without a timeout of its own belongs to connecting, such as a SOCKS greeting."""
        left = (timeout or self._connecting).remaining()
        if left > 0:
            return left
        if timeout is None:
            raise httpcore.ConnectTimeout("connecting took too long")
        raise OutOfTimeError("the deadline passed", sent=True)


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
