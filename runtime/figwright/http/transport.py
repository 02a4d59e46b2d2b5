"""HTTP, on httpcore's pools: one for each origin of a client, one SSL context per process.

No cookies, no redirects, no environment, no headers but ours (T27, T41, T49, T57). A response is read raw and
decompressed under a bound (T51), and all of it ends at one deadline, in the sync face too, where httpcore bounds only
each read (T52).
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from traceback import format_tb
from urllib.parse import quote

import httpcore

from figwright.http.body import Body
from figwright.http.credentials import merged_headers
from figwright.http.deadline import Deadline
from figwright.http.limits import Limits
from figwright.http.network import DeadlineBackend
from figwright.http.pool import origin_of, pool_options
from figwright.http.reply import NoReplyError, OutOfTimeError, Reply, Sink, TransportError
from figwright.http.request import Outgoing
from figwright.http.socks import watch
from figwright.redaction.secret import Secret, forget_frames

_CONNECT_TIMEOUT = 10.0
_OK = 200
_SAFE = "!$%&'()*+,/:;=?@[\\]^|"
"""What an address may hold as it is, beside letters, digits and `-._~`."""
_NOT_SENT = (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.PoolTimeout, httpcore.ProxyError)
_FAILURES = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError, httpcore.TimeoutException)


class Transport:
    """Sends requests and waits for them. Safe to share between threads."""

    def __init__(self, url: str, limits: Limits) -> None:
        """Raises ConfigurationError for what is no address, and for a way to it that cannot be gone."""
        self._origin, self._limits, options = origin_of(url), limits, pool_options(url, limits)
        self._pool = httpcore.ConnectionPool(network_backend=DeadlineBackend(), **options)
        self._proxy = options["proxy"]

    def send(self, outgoing: Outgoing, deadline: Deadline, sink: Sink | None = None) -> Reply:
        """The reply; with a `sink`, its body goes there, or nowhere if the status is not 200.

        Raises TransportError or TooLargeError, or what the sink raises.
        """
        handled = sys.exception()
        try:
            return self._exchange(outgoing, deadline, sink)
        except BaseException as error:
            _forget(error, handled)
            raise

    def _exchange(self, outgoing: Outgoing, deadline: Deadline, sink: Sink | None) -> Reply:
        headers = NoReplyError.headers
        try:
            request = _request(self._origin, outgoing, deadline, deadline, watch(self._proxy))
            response = self._pool.handle_request(request)
            headers = _headers(response)
            try:
                if sink and response.status != _OK:
                    return Reply(response.status, headers, b"")
                body = Body(headers, self._limits.max_response_bytes, sink)
                for chunk in response.iter_stream():
                    body.feed(chunk)
                return Reply(response.status, headers, body.whole())
            finally:
                response.close()
        except (NoReplyError, ValueError, *_FAILURES) as error:
            raise _translated(error, deadline, headers) from None

    def close(self) -> None:
        self._pool.close()


class AsyncTransport:
    """The awaitable twin, on asyncio and trio."""

    def __init__(self, url: str, limits: Limits) -> None:
        self._origin, self._limits, options = origin_of(url), limits, pool_options(url, limits)
        self._pool = httpcore.AsyncConnectionPool(**options)
        self._proxy = options["proxy"]

    async def send(self, outgoing: Outgoing, deadline: Deadline, sink: Sink | None = None) -> Reply:
        """As `Transport.send`; the sink is written to in a thread."""
        handled = sys.exception()
        try:
            return await self._exchange(outgoing, deadline, sink)
        except BaseException as error:
            _forget(error, handled)
            raise

    async def _exchange(self, outgoing: Outgoing, deadline: Deadline, sink: Sink | None) -> Reply:
        import anyio
        import anyio.to_thread

        headers = NoReplyError.headers
        try:
            with anyio.fail_after(max(deadline.remaining(), 0)):
                request = _request(self._origin, outgoing, deadline, None, watch(self._proxy, awaited=True))
                response = await self._pool.handle_async_request(request)
                headers = _headers(response)
                chunks = response.aiter_stream()
                try:
                    if sink and response.status != _OK:
                        return Reply(response.status, headers, b"")
                    body = Body(headers, self._limits.max_response_bytes, sink)
                    async for chunk in chunks:
                        await anyio.to_thread.run_sync(body.feed, chunk) if sink else body.feed(chunk)
                    return Reply(response.status, headers, body.whole())
                finally:
                    with anyio.CancelScope(shield=True):
                        await response.aclose()
                        await _exhaust(chunks)
        except (NoReplyError, TimeoutError, ValueError, *_FAILURES) as error:
            raise _translated(error, deadline, headers) from None

    async def close(self) -> None:
        await self._pool.aclose()


async def _exhaust(chunks: AsyncIterator[bytes]) -> None:
    """Let generators over a closed response come to their end: trio warns of one that is dropped midway."""
    with suppress(*_FAILURES):
        async for _ in chunks:
            pass


def _request(
    origin: httpcore.URL, outgoing: Outgoing, deadline: Deadline, each: Deadline | None, trace: object
) -> httpcore.Request:
    """`each` bounds every single read and write: what DeadlineStream understands, or None under an outer bound.

    Connecting ends well before the deadline, so that what was never sent is known as such. Raises TransportError.
    """
    connect = min(_CONNECT_TIMEOUT, 0.75 * max(deadline.remaining(), 0.001))
    bounds = {"connect": Deadline(connect) if each else connect, "read": each, "write": each, "pool": connect}
    body = outgoing.body.reveal().encode() if isinstance(outgoing.body, Secret) else outgoing.body or b""
    target = "/" + "".join(outgoing.whole_url().split("/", 3)[3:])
    length = {"Content-Length": str(len(body))} if body or outgoing.method in ("POST", "PUT", "PATCH") else {}
    headers = merged_headers({"Host": _host(origin), **length}, outgoing.headers)
    try:
        return httpcore.Request(
            outgoing.method,
            httpcore.URL(scheme=origin.scheme, host=origin.host, port=origin.port, target=quote(target, _SAFE)),
            headers=[
                (name.encode("ascii"), (each.reveal() if isinstance(each, Secret) else each).encode("ascii"))
                for name, each in headers.items()
            ],
            content=body,
            extensions={"timeout": bounds} | ({"trace": trace} if trace else {}),
        )
    except ValueError as error:
        raise TransportError(f"the request cannot be sent ({type(error).__name__})", sent=False) from None


def _host(origin: httpcore.URL) -> str:
    """As RFC 9110, 7.2, has it: an IPv6 address in brackets, no port where it goes without saying."""
    host = origin.host.decode()
    named = f"[{host}]" if ":" in host else host
    return named if origin.port is None else f"{named}:{origin.port}"


def _headers(response: httpcore.Response) -> dict[str, str]:
    """By their names in lower case; what comes more than once is one line (RFC 9110, 5.3)."""
    found: dict[str, str] = {}
    for name, value in response.headers:
        key, text = name.decode().lower(), value.decode(errors="replace")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _forget(error: BaseException, handled: BaseException | None) -> None:
    """Leave out the frames below, whose locals hold the credential as it is sent (T24).

    For an error that nobody foresaw, a note of where it was stands in for them.
    """
    if isinstance(error, Exception) and not isinstance(error, NoReplyError | OSError):
        error.add_note("".join(format_tb(error.__traceback__)).rstrip())
    forget_frames(error, handled)


def _translated(error: Exception, deadline: Deadline, headers: Mapping[str, str]) -> NoReplyError:
    if not isinstance(error, NoReplyError):
        sent, timed_out = not isinstance(error, _NOT_SENT), isinstance(error, httpcore.TimeoutException)
        late = isinstance(error, TimeoutError) or (timed_out and deadline.remaining() <= 0)
        error = OutOfTimeError(sent=sent) if late else TransportError(_reason(error), sent=sent)
    error.headers = headers
    return error


def _reason(error: BaseException) -> str:
    """The first words in an error's chain: trio's errors keep theirs in the cause."""
    link: BaseException | None = error
    while link is not None:
        if str(link):
            return str(link)
        link = link.__cause__ or link.__context__
    return type(error).__name__
