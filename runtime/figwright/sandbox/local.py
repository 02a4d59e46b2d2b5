"""A running sandbox of any provider: its life, its log, its clock, and what is to go wrong with its calls."""

from __future__ import annotations

import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from starlette.types import ASGIApp

from .clock import Clock
from .faults import Drop, Fault, Hold
from .requests import RequestLog
from .server import Background, Server
from .serving import Traffic


class Local:
    """A local provider on a free loopback port, running within `with` (or between `start` and `stop`)."""

    def __init__(
        self,
        traffic: Traffic,
        app: ASGIApp,
        background: Background | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self._traffic = traffic
        self.clock: Clock = traffic.clock
        self._server = Server(app, background, host, port)

    @property
    def url(self) -> str:
        """Where it answers, `http://127.0.0.1:<port>`."""
        if not self._traffic.url:
            raise RuntimeError("The sandbox has no address before it runs: use it in a `with` block, or call start().")
        return self._traffic.url

    @property
    def requests(self) -> RequestLog:
        """Everything that was received, oldest first."""
        return self._traffic.requests

    def start(self) -> Self:
        self._traffic.url = self._server.start()
        return self

    def stop(self) -> None:
        self._server.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def fail_next(
        self,
        target: str,
        *,
        status: int | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        times: int | None = 1,
        delay: float = 0,
        hold: Hold = "after",
        acts: bool = False,
        drop: Drop | None = None,
        drip: float = 0,
    ) -> Fault:
        """Let the next calls of `target` go wrong: an operation id, a path with `*`, or `METHOD path`.

        OAuth's are `oauth.authorize`, `oauth.consent`, `oauth.token` and `oauth.refresh`. See `Fault` for what the
        other arguments mean; `release()` of what it returns ends a delay.
        """
        fault = Fault(target, status, body, dict(headers or {}), times, delay, drop, drip, hold, acts)
        return self._traffic.faults.add(fault)

    def heal(self) -> None:
        """Take back every fault that is still to come, and end the delays of those that came."""
        self._traffic.faults.clear()

    def release(self, target: str) -> None:
        """End the delays of every fault that was asked for with this target."""
        self._traffic.faults.release(target)

    def in_flight(self, target: str = "*") -> int:
        """How many requests of `target`, as in `fail_next`, have arrived and are not answered yet."""
        return self._traffic.in_flight.count(target)

    def wait_in_flight(self, target: str, count: int = 1, timeout: float = 60) -> None:
        """Block until so many requests of `target` are in flight (from an event loop: `asyncio.to_thread`).

        Raises TimeoutError after `timeout` seconds.
        """
        until = time.monotonic() + timeout
        while (waiting := self.in_flight(target)) < count:
            if time.monotonic() > until:
                raise TimeoutError(f"{waiting} of {count} requests of {target} came in {timeout:g} s.")
            time.sleep(0.002)
