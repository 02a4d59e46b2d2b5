"""A running sandbox: a thread with an event loop that answers on a loopback port."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from starlette.types import ASGIApp
from uvicorn import Config
from uvicorn.server import ServerState

from figwright.web.protocol import AT_ONCE, QUEUE, BoundedProtocol, most_connections

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Background(Protocol):
    """What a sandbox does beside answering, on the same loop."""

    loop: asyncio.AbstractEventLoop | None

    async def close(self) -> None: ...


class _Protocol(BoundedProtocol):
    """Also lets the application reach its connection, to drop it. Storms of calls come to it on purpose."""

    most = most_connections(4096, 1 / 2)

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        # asyncio does this only for sockets that name their protocol; without it every answer waits 40 ms.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.app_state: dict[str, Any] = {"transport": transport}


class Server:
    """Serves an application until it is stopped. Nothing outside this machine can reach it."""

    def __init__(
        self, app: ASGIApp, background: Background | None = None, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        if host not in LOOPBACK:
            raise ValueError(f"The sandbox listens on this machine only: {host!r} is none of {', '.join(LOOPBACK)}.")
        if not 0 <= port <= 65535:
            raise ValueError(f"{port} is not a port: 0 takes a free one, and 65535 is the last.")
        self._app, self._background, self._host, self._port = app, background, host, port
        self._stop: Callable[[], object] | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> str:
        """Listen; returns the address, `http://127.0.0.1:<port>`. OSError where the port is taken."""
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        try:
            listening = socket.create_server((self._host, self._port), family=family, backlog=QUEUE)
        except OSError as error:
            text = (
                f"port {self._port} on {self._host} cannot be used: {error.strerror}. Take another; 0 finds a free one"
            )
            raise OSError(error.errno, text) from None
        loop, stopping = asyncio.new_event_loop(), asyncio.Event()
        if self._background is not None:
            self._background.loop = loop
        self._stop = lambda: loop.call_soon_threadsafe(stopping.set)
        self._thread = threading.Thread(
            target=_run, args=(loop, self._serve(listening, stopping)), name="sandbox", daemon=True
        )
        self._thread.start()
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{listening.getsockname()[1]}"

    def stop(self) -> None:
        """Close every connection and end the thread."""
        if self._stop is not None and self._thread is not None:
            self._stop()
            self._thread.join()
            self._stop = self._thread = None

    async def _serve(self, listening: socket.socket, stopping: asyncio.Event) -> None:
        config = Config(self._app, lifespan="off", ws="none", log_config=None, proxy_headers=False)
        config.load()
        state = ServerState()
        server = await asyncio.get_running_loop().create_server(
            lambda: _Protocol(config=config, server_state=state, app_state={}), sock=listening, backlog=AT_ONCE
        )
        listening.listen(QUEUE)
        await stopping.wait()
        if self._background is not None:
            self._background.loop = None  # what it began from here on would be left in the middle
        server.close()
        for connection in list(state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)  # what other threads gave it to do until now begins
        while tasks := [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if self._background is not None:
            await self._background.close()
        await asyncio.sleep(0)  # let the connections hear that they are closed


def _run(loop: asyncio.AbstractEventLoop, serving: Coroutine[Any, Any, None]) -> None:
    try:
        loop.run_until_complete(serving)
    finally:
        loop.close()
