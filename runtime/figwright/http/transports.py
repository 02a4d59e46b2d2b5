"""A client's transports. Making them loads httpcore; importing what names them does not."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from figwright.http.limits import Limits

if TYPE_CHECKING:
    from figwright.http.transport import AsyncTransport, Transport

T = TypeVar("T", "Transport", "AsyncTransport")


class _Transports(Generic[T]):
    """One transport per origin, made when it is first needed; a forked process makes its own."""

    def __init__(self, kind: Callable[[str, Limits], T], limits: Limits) -> None:
        self._kind: Callable[[str, Limits], T] = kind
        self._limits = limits
        self._by_origin: dict[str, T] = {}
        self._process = os.getpid()

    def of(self, url: str) -> T:
        if self._process != os.getpid():
            self._by_origin, self._process = {}, os.getpid()
        origin = "/".join(url.split("/", 3)[:3])
        found = self._by_origin.get(origin)
        return found or self._by_origin.setdefault(origin, self._kind(origin, self._limits))

    def take(self) -> list[T]:
        """Every transport there is, for closing; later calls make new ones."""
        transports, self._by_origin = list(self._by_origin.values()), {}
        return transports


class Transports(_Transports["Transport"]):
    def __init__(self, limits: Limits) -> None:
        from figwright.http.transport import Transport

        super().__init__(Transport, limits)


class AsyncTransports(_Transports["AsyncTransport"]):
    def __init__(self, limits: Limits) -> None:
        from figwright.http.transport import AsyncTransport

        super().__init__(AsyncTransport, limits)


AnyTransports = TypeVar("AnyTransports", Transports, AsyncTransports)
