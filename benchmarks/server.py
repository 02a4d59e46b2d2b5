"""The least HTTP server that keeps connections alive: one answer for all, or others by the last step of the path."""

from __future__ import annotations

import socket
import sys
import threading
from pathlib import Path

PERSON = b'{"id":"1234567890","email":"ann@example.com","handle":"Ann","img_url":"https://example.com/ann.png"}'
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


def serve(body: bytes, named: dict[bytes, bytes]) -> None:
    """Print the address, then answer until the process ends; paths that end in a name of `named` with what it has."""
    answers = {name: _HEAD % len(each) + each for name, each in {b"": body, **named}.items()}
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    sys.stdout.write(f"http://127.0.0.1:{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    while True:
        client, _ = listener.accept()
        threading.Thread(target=_converse, args=(client, answers), daemon=True).start()


def _converse(client: socket.socket, answers: dict[bytes, bytes]) -> None:
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    received = b""
    with client:
        while chunk := client.recv(65536):
            received += chunk
            while b"\r\n\r\n" in received:
                head, _, received = received.partition(b"\r\n\r\n")
                last = head.split(b" ", 2)[1].partition(b"?")[0].rpartition(b"/")[2]
                client.sendall(answers.get(last) or answers[b""])


if __name__ == "__main__":
    first, *others = sys.argv[1:] or [""]
    pairs = (each.split("=", 1) for each in others)
    serve(
        Path(first).read_bytes() if first else PERSON, {name.encode(): Path(file).read_bytes() for name, file in pairs}
    )
