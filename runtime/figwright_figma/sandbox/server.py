"""A running sandbox: a thread with an event loop that answers on a loopback port."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import Any

from starlette.types import ASGIApp
from uvicorn import Config
from uvicorn.protocols.http.auto import AutoHTTPProtocol
from uvicorn.server import ServerState

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class _Protocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's protocol, which also lets the application reach its connection, to drop it."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


class Server:
    """Serves an application until it is stopped. Nothing outside this machine can reach it."""

    def __init__(self, app: ASGIApp, host: str = "127.0.0.1", port: int = 0) -> None:
        if host not in LOOPBACK:
            raise ValueError(f"The sandbox listens on this machine only: {host!r} is none of {', '.join(LOOPBACK)}.")
        self._app = app
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family, backlog=2048)
        self._loop = asyncio.new_event_loop()
        self._state = ServerState()
        self._thread = threading.Thread(target=self._run, name="figma-sandbox", daemon=True)
        self._stopping = asyncio.Event()
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{self._socket.getsockname()[1]}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Close every connection and end the thread."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        config = Config(self._app, lifespan="off", ws="none", log_config=None, access_log=False, proxy_headers=False)
        config.load()
        server = await self._loop.create_server(
            lambda: _Protocol(config=config, server_state=self._state, app_state={}), sock=self._socket
        )
        await self._stopping.wait()
        server.close()
        for connection in list(self._state.connections):
            connection.transport.abort()  # type: ignore[union-attr]
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
