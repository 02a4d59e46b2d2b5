"""A connector of one operation, called over a socket at a server that keeps what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from textwrap import indent
from typing import Any

from figwright import Actions
from support.workshop import Workshop

HEAD = """\
openapi: VERSION
info: {title: Shop, version: "1"}
SECURITYcomponents:
  securitySchemes: {SCHEMES}
SCHEMAS
"""
MANIFEST = """\
connector:
  name: shop
  title: Shop
  api_url: https://shop.test
  hosts: [shop.test, files.shop.test]
  security: {Token: token}
  credentials: {token: CREDENTIAL}
MORE
toolsets:
  things: {title: Things, instructions: Things.}
tools:
  do_it:
    operation: doIt
    title: Do it
    description: Does it.
    toolset: things
TOOL
"""
OK = "responses: {'200': {description: Done., content: {application/json: {schema: {type: object}}}}}"


@dataclass
class Server:
    """A provider that keeps what it was asked, and answers what it is told to."""

    url: str = ""
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    answer: tuple[int, str, bytes] = (200, "application/json", b"{}")


@contextmanager
def serving() -> Iterator[Server]:
    kept = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            kept.asked.append((self.command, self.path, dict(self.headers), body))
            status, media, content = kept.answer
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD" and status != 204:
                self.wfile.write(content)

        do_DELETE = do_HEAD = do_OPTIONS = do_PATCH = do_POST = do_PUT = do_GET  # noqa: N815 - as http.server names them

        def log_message(self, *_: object) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, args=(0.02,), daemon=True).start()
    kept.url = f"http://127.0.0.1:{httpd.server_port}"
    yield kept
    httpd.shutdown()
    httpd.server_close()


class Shop:
    """One operation as a tool, called over a socket."""

    def __init__(self, workshop: Workshop, server: Server) -> None:
        self.workshop, self.server = workshop, server

    def describe(
        self,
        operation: str = "",
        *,
        path: str = "/x",
        method: str = "get",
        schemas: str = "",
        version: str = "3.1.0",
        security: str = "security: [{Token: []}]",
        scheme: str = "{type: http, scheme: bearer}",
        credential: str = "{header: Authorization, prefix: 'Bearer '}",
        more: str = "",
        tool: str = "",
        root: str = "",
        responses: str = OK,
    ) -> None:
        head = HEAD.replace("VERSION", version).replace("SECURITY", f"{security}\n" if security else "")
        head = head.replace("SCHEMES", f"Token: {scheme}").replace(
            "SCHEMAS", f"  schemas: {schemas}" if schemas else ""
        )
        text = f"{head}{root}\npaths:\n  {json.dumps(path)}:\n    {method}:\n      operationId: doIt\n"
        text += indent(f"{operation}\n{responses}\n", " " * 6)
        self.workshop.write("openapi.yaml", text)
        kinds = "    credentials: [token]\n" if security and "security: []" not in operation else ""
        manifest = MANIFEST.replace("CREDENTIAL", credential).replace("MORE", indent(more, "  "))
        self.workshop.write("tools.yaml", manifest.replace("TOOL", kinds + indent(tool, "    ")))

    def actions(self) -> Actions:
        connector = self.workshop.module("connector").CONNECTOR
        return Actions.with_token(
            "tok", kind="token", connector=connector, api_url=self.server.url, allow_insecure=True
        )

    def call(self, given: dict[str, Any] | None = None) -> Any:
        """What came back; what was asked is in `server.asked`."""
        return self.actions().execute_tool("do_it", tool_input=given or {}).data

    def sent(self, given: dict[str, Any] | None = None) -> str:
        """The path and query of the call."""
        self.server.asked.clear()
        self.call(given)
        return self.server.asked[0][1]

    def body(self, given: dict[str, Any] | None = None) -> bytes:
        self.sent(given)
        return self.server.asked[0][3]

    def header(self, name: str) -> str | None:
        return self.server.asked[0][2].get(name)


def in_(place: str, schema: str, *, name: str = "f", more: str = "") -> str:
    required = ", required: true" if place == "path" else ""
    return f"parameters: [{{name: {json.dumps(name)}, in: {place}, schema: {schema}{required}{more}}}]"


BODY = "requestBody: {required: REQUIRED, content: {MEDIA: {schema: SCHEMA}}}"


def body(schema: str, media: str = "application/json", *, required: bool = True) -> str:
    text = BODY.replace("REQUIRED", str(required).lower()).replace("MEDIA", media)
    return text.replace("SCHEMA", schema)


def answers(media: str, schema: str = "{type: string}") -> str:
    return f"responses: {{'200': {{description: It., content: {{{media}: {{schema: {schema}}}}}}}}}"
