"""The greeting of a SOCKS proxy: where it fails, httpcore leaves the socket open, and its parser's errors as they are.

So each request by such a proxy is watched, by httpcore's `trace`: the socket is closed, and what came is a ProxyError.
"""

from __future__ import annotations

from typing import Any

import httpcore

_TOLD = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProxyError)


def watch(proxy: httpcore.Proxy | None, *, awaited: bool = False) -> Any:
    """The `trace` of one request by this proxy; None where it is no SOCKS proxy."""
    if proxy is None or not proxy.url.scheme.startswith(b"socks"):
        return None
    opened: list[Any] = []

    def failed(event: str, info: dict[str, Any]) -> bool:
        if event == "socks.connect_tcp.complete":
            opened.append(info["return_value"])
        return event == "socks.setup_socks5_connection.failed"

    def trace(event: str, info: dict[str, Any]) -> None:
        if failed(event, info):
            opened.pop().close()
            _tell(info["exception"])

    async def trace_awaited(event: str, info: dict[str, Any]) -> None:
        if failed(event, info):
            import anyio

            with anyio.CancelScope(shield=True):
                await opened.pop().aclose()
            _tell(info["exception"])

    return trace_awaited if awaited else trace


def _tell(error: BaseException) -> None:
    if isinstance(error, Exception) and not isinstance(error, _TOLD):
        raise httpcore.ProxyError("the proxy's answer is not that of a SOCKS proxy") from None
