"""Accounts to store, sessions to end, and the network before a PostgreSQL server."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from support.postgres import PostgresServer

from figwright.store import accounts
from figwright.store.postgres import PostgreSQL

PATIENCE = 20.0
PID = "SELECT pg_backend_pid()"


def until(condition: Callable[[], Any]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "what was waited for did not come about"
        time.sleep(0.005)


def connect(database: PostgreSQL, identifier: str) -> None:
    with database.write() as transaction:
        accounts.create(transaction, "figma", identifier)


def is_there(database: PostgreSQL, identifier: str) -> bool:
    return accounts.read(database, "figma", identifier) is not None


def terminate(server: PostgresServer, backend: int) -> None:
    """End a backend and wait until it is gone."""
    server.execute("SELECT pg_terminate_backend(%s)", backend)
    until(lambda: not server.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", backend))


def clients(server: PostgresServer, url: str) -> list[tuple[int, str]]:
    name = urlsplit(url).path.strip("/")
    return [
        (row[0], row[1])
        for row in server.execute("SELECT pid, application_name FROM pg_stat_activity WHERE datname = %s", name)
    ]


class Proxy:
    """A stretch of network before the server: `from_client` and `from_server` see each chunk and may cut it off."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._server = (parts.hostname, parts.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = url.replace(f":{parts.port}/", f":{self._listener.getsockname()[1]}/")
        self.from_client: Callable[[bytes], bytes | None] = lambda chunk: chunk
        self.from_server: Callable[[bytes], bytes | None] = lambda chunk: chunk
        self.refusal = b""
        self._sockets: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client = self._listener.accept()[0]
                server = socket.create_connection(self._server)
                self._sockets += [client, server]
                for source, target, name in ((client, server, "from_client"), (server, client, "from_server")):
                    pump = threading.Thread(target=self._pump, args=(source, target, name))
                    self._threads.append(pump)
                    pump.start()

    def _pump(self, source: socket.socket, target: socket.socket, name: str) -> None:
        with suppress(OSError):
            while (chunk := source.recv(65536)) and (passed := getattr(self, name)(chunk)) is not None:
                target.sendall(passed)
            if name == "from_client" and chunk and self.refusal:
                source.sendall(self.refusal)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(PATIENCE)
        for one in self._sockets:
            one.close()
