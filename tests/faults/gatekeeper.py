"""Stands before the sandbox's refresh endpoint, and refuses or holds the refreshes of chosen people."""

from __future__ import annotations

import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs

import httpx

from figwright_figma.sandbox import Sandbox


class Gatekeeper:
    """A context manager. `refused` and `held` are people's ids, `asked` counts each one's requests."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.refused: dict[str, tuple[int, Any]] = {}
        self.held: set[str] = set()
        self.asked: Counter[str] = Counter()
        self.holding = threading.Semaphore(0)
        self._released = threading.Event()
        self._client = httpx.Client(trust_env=False)
        gate = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                [token] = parse_qs(body.decode())["refresh_token"]
                kept = sandbox.oauth._refresh_tokens.get(token)
                person = kept.user.id if kept else ""
                gate.asked[person] += 1
                if person in gate.held:
                    gate.holding.release()
                    gate._released.wait(60)
                status, answer = gate.refused.get(person) or gate._forward(f"{sandbox.url}{self.path}", self, body)
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.refresh_url = f"http://127.0.0.1:{self._server.server_port}/v1/oauth/refresh"

    def refuse(self, *people: str, status: int = 400, text: str = "No") -> None:
        self.refused |= dict.fromkeys(people, (status, {"error": True, "status": status, "message": text}))

    def release(self) -> None:
        self._released.set()

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
        self._server.shutdown()
        self._server.server_close()
        self._client.close()

    def _forward(self, url: str, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, Any]:
        kept = ("authorization", "content-type")
        headers = {name: request.headers[name] for name in kept if name in request.headers}
        answer = self._client.post(url, content=body, headers=headers)
        return answer.status_code, answer.json()
