"""Another provider: an API of two operations, and its authorization server, whose every habit the test decides.

Its connector is generated from a description and a manifest, as anybody's would be.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import uuid4

from figwright import Actions, Connection
from figwright_codegen import generate
from support.workshop import Workshop

FORM = "application/x-www-form-urlencoded"
DESCRIPTION = """\
openapi: 3.1.0
info: {title: Depot, version: "1"}
security: [{OAuth: []}]
components:
  securitySchemes:
    OAuth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://depot.test/authorize
          tokenUrl: https://depot.test/token
          scopes: {}
paths:
  /user:
    get:
      operationId: getUser
      responses:
        '200':
          description: Who is asking.
          content: {application/json: {schema: {type: object, properties: {id: {type: integer}, login: {}}}}}
  /boxes:
    get:
      operationId: listBoxes
      responses: {'200': {description: Boxes., content: {application/json: {schema: {type: array, items: {}}}}}}
"""
MANIFEST = """\
connector:
  name: depot
  title: Depot
  api_url: https://depot.test
  hosts: [depot.test]
  identify: depot_user_get
  person: login
  credentials: {oauth: {header: Authorization, prefix: 'Bearer ', title: Depot token}}
  security: {OAuth: oauth}
  secret_pattern: 'dp[ar]_\\w{8,}'
  oauth: OAUTH
toolsets:
  depot: {title: Depot, instructions: Boxes.}
tools:
  depot_user_get:
    {operation: getUser, title: Who, description: Who is asking., toolset: depot, enabled_by_default: true}
  depot_boxes_list:
    {operation: listBoxes, title: Boxes, description: Lists., toolset: depot, enabled_by_default: true}
"""
ROTATING = """{client_authentication: body, refresh_token_rotates: true, one_live_token: true, errors_with_200: true,
    error_codes: [bad_refresh_token, bad_verification_code, incorrect_client_credentials],
    grant_errors: bad_refresh_token, app_errors: incorrect_client_credentials}"""
Lost = Literal["", "before", "after"]


@dataclass
class Depot:
    """The running provider. `asked` are the token requests that came, `refreshes` counts those carried out."""

    url: str = ""
    encoded: Literal["json", "form"] = "json"
    media: str = ""
    """In place of the media type that belongs to the encoding."""
    refuses_with: int = 400
    expires_in: int | None = 28_800
    gives_refresh_tokens: bool = True
    scope: str | None = ""
    """What an answer says of scopes; None for nothing."""
    user: dict[str, Any] = field(default_factory=lambda: {"id": 7, "login": "ann"})
    asked: list[dict[str, str]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    refreshes: int = 0
    at_once: int = 0
    """The most token requests that were ever under way together."""
    lose_next: list[Lost] = field(default_factory=list)
    """For each refresh to come, whether its answer is lost, before or after it was carried out."""
    answer_next: list[tuple[int, str, str]] = field(default_factory=list)
    """For each refresh to come, an answer (status, media type, text) without anything being done."""
    delay: float = 0.0
    """Seconds that each refresh takes before it is carried out, and again after that."""
    access: set[str] = field(default_factory=set)
    refresh: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    _codes: set[str] = field(default_factory=set)
    _under_way: int = 0

    def code(self) -> str:
        self._codes.add(code := uuid4().hex)
        return code

    def tokens(self) -> dict[str, Any]:
        """A new pair, the only one that lives."""
        self.access, self.refresh = {f"dpa_{uuid4().hex}"}, {f"dpr_{uuid4().hex}"}
        given: dict[str, Any] = {"access_token": min(self.access), "token_type": "bearer"}
        given |= {} if self.scope is None else {"scope": self.scope}
        given |= {"refresh_token": min(self.refresh)} if self.gives_refresh_tokens else {}
        return given | ({"expires_in": self.expires_in} if self.expires_in is not None else {})

    def answer(self, asked: dict[str, str]) -> tuple[int, dict[str, Any]] | None:
        """What a token request comes to; None where nobody gets an answer."""
        with self.lock:
            self._under_way += 1
            self.at_once = max(self.at_once, self._under_way)
            self.asked.append(asked)
            refreshing = asked.get("grant_type") == "refresh_token"
            lost = self.lose_next.pop(0) if refreshing and self.lose_next else ""
        try:
            time.sleep(self.delay if refreshing else 0)
            with self.lock:
                if lost == "before":
                    return None
                found = self._carried_out(asked)
            time.sleep(self.delay if refreshing else 0)
            return None if lost else found
        finally:
            with self.lock:
                self._under_way -= 1

    def _carried_out(self, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        def refused(code: str) -> tuple[int, dict[str, Any]]:
            return self.refuses_with, {"error": code, "error_description": f"No: {code}."}

        if (asked.get("client_id"), asked.get("client_secret")) != ("app", "app-secret"):
            return refused("incorrect_client_credentials")
        if asked.get("grant_type") == "refresh_token":
            if asked.get("refresh_token") not in self.refresh:
                return refused("bad_refresh_token")
            self.refreshes += 1
            return 200, self.tokens()
        if asked.get("code") not in self._codes:
            return refused("bad_verification_code")
        self._codes.discard(asked["code"])
        return 200, self.tokens()

    def revoke(self) -> None:
        self.access, self.refresh = set(), set()


@contextmanager
def running() -> Iterator[Depot]:
    here = Depot()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                query = dict(parse_qsl(parts.query))
                to = urlencode({"code": here.code(), "state": query["state"]})
                self._send(302, b"", {"Location": f"{query['redirect_uri']}?{to}"})
                return
            here.calls.append(parts.path)
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            known = {"/user": here.user, "/boxes": ["a box"]}
            if token not in here.access:
                self._send(401, json.dumps({"message": "Bad credentials"}).encode())
            else:
                self._send(200, json.dumps(known[parts.path]).encode())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked = dict(parse_qsl(body))
            if here.answer_next and asked.get("grant_type") == "refresh_token":
                here.asked.append(asked)
                status, media, text = here.answer_next.pop(0)
                self._send(status, text.encode(), {"Content-Type": media})
                return
            answer = here.answer(asked)
            if answer is None:
                self.close_connection = True
                return
            status, given = answer
            form = here.encoded == "form"
            media = here.media or (f"{FORM}; charset=utf-8" if form else "application/json")
            self._send(status, (urlencode(given) if form else json.dumps(given)).encode(), {"Content-Type": media})

        def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            with suppress(OSError):
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    threading.Thread(target=httpd.serve_forever, args=(0.02,), daemon=True).start()
    here.url = f"http://127.0.0.1:{httpd.server_port}"
    yield here
    httpd.shutdown()
    httpd.server_close()


def connector(workshop: Workshop, oauth: str = ROTATING, description: str = DESCRIPTION, **changes: str) -> Any:
    """The generated connector; `changes` are lines of the manifest's connector, by key, "" for none."""
    manifest = MANIFEST.replace("OAUTH", oauth)
    lines = manifest.splitlines(keepends=True)
    for key, text in changes.items():
        lines = [line for line in lines if not line.startswith(f"  {key}:")]
        lines.insert(1, f"  {key}: {text}\n" if text else "")
    workshop.write("openapi.yaml", description)
    workshop.write("tools.yaml", "".join(lines))
    return workshop.module("connector").CONNECTOR


def installed(folder: Path, oauth: str = ROTATING) -> Path:
    """A folder for PYTHONPATH in which the generated package is installed, its entry point and all."""
    (folder / "openapi.yaml").write_text(DESCRIPTION)
    (folder / "tools.yaml").write_text(MANIFEST.replace("OAUTH", oauth))
    generate(folder / "openapi.yaml", folder / "tools.yaml", folder / "site", "depot_tools")
    about = folder / "site" / "depot-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: depot\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[figwright.connectors]\ndepot = depot_tools.connector:CONNECTOR\n")
    return folder / "site"


def options(running: Depot) -> dict[str, Any]:
    """A connection's options but its connector."""
    url = running.url
    addresses = {"api_url": url, "authorization_url": f"{url}/authorize", "token_url": f"{url}/token"}
    app = {"client_id": "app", "client_secret": "app-secret", "allow_insecure": True}
    return {"name": "depot", "refresh_url": f"{url}/token", **addresses, **app}


def consent(actions: Actions, identifier: str = "ann", **asked: Any) -> Any:
    """A whole consent: its person allows everything."""
    link = urlsplit(actions.get_authorization_link(identifier=identifier, **asked).link)
    browser = HTTPConnection(link.netloc, timeout=10)
    try:
        browser.request("GET", f"{link.path}?{link.query}")
        location = browser.getresponse().headers["Location"]
    finally:
        browser.close()
    return actions.complete_authorization(location)


Open = Callable[..., Actions]


def opening(running: Depot, workshop: Workshop, database_url: str, opened: list[Actions]) -> Open:
    """What makes a client of the depot; `oauth` and `changes` are the manifest's."""

    def make(
        oauth: str = ROTATING, changes: dict[str, str] | None = None, description: str = DESCRIPTION, **given: Any
    ) -> Actions:
        found = connector(workshop, oauth, description, **(changes or {}))
        settings = {"database_url": database_url, "encryption_keys": ["A" * 43], "lease": 2.0}
        made = Actions([Connection(connector=found, **options(running), **given)], **settings)
        opened.append(made)
        return made

    return make
