"""A provider in one lean process: one live access token for each person, which every refresh replaces at once.

It stands where the sandbox would be the slowest part: about 20 microseconds a request against 500. Nothing has to be
registered. The person `ann` begins with the access token `ann.0` and the refresh token `refresh.ann`; each refresh
kills the access token before it answers, after a delay. `/person`, `/expire` and `/stats` are for the benchmark.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote
from urllib.request import urlopen

_REASONS = {200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found"}


class Provider:
    """What one running provider tells and is told."""

    def __init__(self, url: str) -> None:
        self.url = url

    def person(self, name: str) -> dict[str, Any]:
        """`live`: the access token that works now; `refreshes`: how many there were; `answered`: when each was."""
        return _fetched(f"{self.url}/person?name={name}")

    def expire(self, name: str, at: float) -> None:
        """Let the person's first access token end at this moment, in seconds since the epoch."""
        _fetched(f"{self.url}/expire?name={name}&at={at!r}")

    def stats(self) -> dict[str, Any]:
        """`people` that were refreshed, `refreshes`, the `most` of one person, `requests`, CPU `seconds`."""
        return _fetched(f"{self.url}/stats")


@contextmanager
def provider(delay: float = 0.0) -> Iterator[Provider]:
    """A provider in a process of its own, whose refreshes are answered after so many seconds."""
    words = [sys.executable, "-m", "benchmarks.provider", repr(delay)]
    process = subprocess.Popen(words, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout as lines:
        try:
            yield Provider(lines.readline().strip())
        finally:
            process.terminate()
            process.wait()


def _fetched(url: str) -> dict[str, Any]:
    with urlopen(url, timeout=30) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


class _World:
    def __init__(self, delay: float) -> None:
        self.delay = delay
        self.refreshes: dict[str, int] = {}
        self.answered: dict[str, list[float]] = {}
        self.ends: dict[str, float] = {}
        self.requests = 0

    def answer(self, target: str, head: bytes, body: bytes) -> tuple[int, object, float]:
        """Status, JSON, and after how many seconds."""
        self.requests += 1
        if target == "/v1/me":
            return *self._me(head), 0.0
        path, _, query = target.partition("?")
        asked = {name: values[-1] for name, values in parse_qs(query).items()}
        name = asked.get("name", "")
        if path == "/v1/oauth/refresh":
            return self._refresh(body)
        if path == "/expire":
            self.ends[name] = float(asked["at"])
            return 200, {}, 0.0
        if path == "/person":
            done = self.refreshes.get(name, 0)
            return 200, {"live": f"{name}.{done}", "refreshes": done, "answered": self.answered.get(name, [])}, 0.0
        if path == "/stats":
            return 200, self._stats(), 0.0
        return 404, {"status": 404, "err": "Not found"}, 0.0

    def _me(self, head: bytes) -> tuple[int, object]:
        start = head.lower().find(b"\r\nauthorization: bearer ")
        token = head[start + 24 : head.find(b"\r\n", start + 24)].decode()
        name, _, number = token.rpartition(".")
        if start < 0 or number != str(self.refreshes.get(name, 0)):
            return 403, {"status": 403, "err": "Invalid token"}
        if number == "0" and time.time() >= self.ends.get(name, float("inf")):
            return 403, {"status": 403, "err": "Token expired"}
        return 200, {"id": name, "email": f"{name}@example.com", "handle": name, "img_url": "https://example.com/p.png"}

    def _refresh(self, body: bytes) -> tuple[int, object, float]:
        prefix, _, name = unquote(parse_qs(body.decode()).get("refresh_token", [""])[0]).partition(".")
        if prefix != "refresh":
            return 400, {"error": True, "status": 400, "message": "Invalid refresh token"}, 0.0
        number = self.refreshes[name] = self.refreshes.get(name, 0) + 1
        self.answered.setdefault(name, []).append(time.time() + self.delay)
        return 200, {"access_token": f"{name}.{number}", "token_type": "bearer", "expires_in": 7776000}, self.delay

    def _stats(self) -> dict[str, Any]:
        counts = self.refreshes.values()
        return {
            "people": len(counts),
            "refreshes": sum(counts),
            "most": max(counts, default=0),
            "requests": self.requests,
            "seconds": time.process_time(),
        }


class _Conversation(asyncio.Protocol):
    def __init__(self, world: _World) -> None:
        self._world, self._received = world, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            head = self._received[: end + 2]
            length = _content_length(head) if head.startswith(b"POST") else 0
            if len(self._received) < end + 4 + length:
                return
            body, self._received = self._received[end + 4 : end + 4 + length], self._received[end + 4 + length :]
            status, answer, delay = self._world.answer(head.split(b" ", 2)[1].decode(), head, body)
            if delay:
                asyncio.get_running_loop().call_later(delay, self._send, status, answer)
            else:
                self._send(status, answer)

    def _send(self, status: int, answer: object) -> None:
        body = json.dumps(answer).encode()
        head = f"HTTP/1.1 {status} {_REASONS[status]}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
        self._transport.write(head.encode() + b"\r\n\r\n" + body)


def _content_length(head: bytes) -> int:
    start = head.lower().find(b"\r\ncontent-length:")
    return 0 if start < 0 else int(head[start + 17 : head.find(b"\r\n", start + 17)])


async def _serve(delay: float) -> None:
    world, loop = _World(delay), asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Conversation(world), "127.0.0.1", 0, backlog=1024)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
