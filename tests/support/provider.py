"""A provider on a real socket whose every byte the test decides."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Answer = Callable[["Connection"], None]


@dataclass
class Received:
    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> object:
        return json.loads(self.body)


@dataclass
class Connection:
    """One connection while it is answered; an answer writes to it, or closes it."""

    socket: socket.socket
    closed: threading.Event
    request: Received

    def write(self, data: bytes) -> None:
        with suppress(OSError):
            self.socket.sendall(data)

    def drip(self, data: bytes, pause: float) -> None:
        """One byte after the other, until the client hangs up or the test is over."""
        for byte in data:
            if self.closed.wait(pause):
                return
            try:
                self.socket.sendall(bytes([byte]))
            except OSError:
                return

    def hang(self) -> None:
        self.closed.wait(30)

    def reset(self) -> None:
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)


@dataclass
class Provider:
    """`answers` are used in turn, the last one again and again; `received` are the requests so far."""

    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)

    def answer(self, *answers: Answer) -> None:
        self.answers = list(answers)


def reply(body: object = None, status: int = 200, **headers: str) -> Answer:
    """A complete response; `body` is sent as JSON unless it is bytes."""
    data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} Status", f"Content-Length: {len(data)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    head = "\r\n".join([*lines, "", ""]).encode()
    return lambda connection: connection.write(head + data)


@contextmanager
def provider() -> Iterator[Provider]:
    listener = socket.create_server(("127.0.0.1", 0))
    closed = threading.Event()
    state = Provider(url=f"http://127.0.0.1:{listener.getsockname()[1]}", answers=[reply({})])
    sockets: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sockets.append(client)
            threading.Thread(target=converse, args=(client,), daemon=True).start()

    def converse(client: socket.socket) -> None:
        with suppress(OSError), client, client.makefile("rb") as stream:
            while request := _read(stream):
                turn = len(state.received)
                state.received.append(request)
                state.answers[min(turn, len(state.answers) - 1)](Connection(client, closed, request))

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield state
    finally:
        closed.set()
        for open_socket in [listener, *sockets]:
            with suppress(OSError):
                open_socket.shutdown(socket.SHUT_RDWR)
            open_socket.close()


def _read(stream: object) -> Received | None:
    """The next request; None where no whole one comes, as of a caller that was killed while it sent."""
    line = stream.readline().decode("latin-1")  # type: ignore[attr-defined]
    if not line.endswith("\n"):
        return None
    method, target, _ = line.split(" ", 2)
    headers: dict[str, str] = {}
    while (field_line := stream.readline().decode("latin-1")).strip():  # type: ignore[attr-defined]
        name, _, value = field_line.partition(":")
        headers[name.strip().lower()] = value.strip()
    if not field_line:
        return None
    size = int(headers.get("content-length", 0))
    body = stream.read(size)  # type: ignore[attr-defined]
    return Received(method, target, headers, body) if len(body) == size else None
