"""A stand-in that acts as GitHub does: its consent page, its token endpoint, its limits and its errors, over sockets.

Tokens are those of a GitHub App whose user tokens expire: a refresh ends both tokens that it was made with, refusals
come with status 200, and answers are forms unless JSON is asked for.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, quote, urlencode, urlsplit
from uuid import uuid4

from figwright import Actions
from support.depot import FORM, Depot
from support.github_api import API, ME, Api, RefusedError, Request, Response

CLIENT, SECRET = "Iv23liStandIn", "github-app-secret"
REDIRECT = "http://localhost:8765/callback/github"
DENIED = {"error": "access_denied", "error_description": "The user has denied your application access."}
WORDS = {
    "bad_refresh_token": "The refresh token passed is incorrect or expired.",
    "bad_verification_code": "The code passed is incorrect or expired.",
    "incorrect_client_credentials": "The client_id and/or client_secret passed are incorrect.",
    "redirect_uri_mismatch": "The redirect_uri MUST match the registered callback URL for this application.",
}
Limit = Literal["primary", "secondary", "secondary, without a time", "429"]
_PAGE = """<!doctype html><title>Authorize</title>
<form method="post" action="/login/oauth/authorize?{query}">
<button name="authorize" value="1">Authorize</button><button name="authorize" value="0">Cancel</button></form>"""


@dataclass
class GitHub(Depot):
    """The running stand-in; what was asked of its token endpoint, and whose answers are lost, as the depot says it."""

    refuses_with: int = 200
    limits: list[tuple[Limit, int]] = field(default_factory=list)
    """For each call to come, the limit that it meets, and the seconds until it may be repeated."""
    answers: list[tuple[int, dict[str, str], str]] = field(default_factory=list)
    """For each call to come, an answer (status, headers, text) without anything being done."""
    token_answers: list[tuple[int, dict[str, str], dict[str, str]]] = field(default_factory=list)
    """For each token request to come, an answer (status, headers, object) without anything being done."""
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Of each call, its method and target, and its headers by their names in lower case."""
    signed_in: dict[str, Any] = field(default_factory=lambda: ME)
    """Whose browser it is that consents."""
    pairs: dict[str, str] = field(default_factory=dict)
    """The access token of each refresh token that lives."""
    pending: dict[str, tuple[str, Any]] = field(default_factory=dict)
    """The code challenge of each code that was not exchanged, and whose consent it is."""
    people: dict[str, Any] = field(default_factory=dict)
    """Whose each access token is that ever was."""
    api: Api = field(init=False)

    def __post_init__(self) -> None:
        self.api = Api(lambda: self.url)

    def new_tokens(self, person: Any) -> dict[str, Any]:
        """A new pair, beside those of other consents."""
        access, refresh = f"ghu_{uuid4().hex}", f"ghr_{uuid4().hex}"
        self.access.add(access)
        self.people[access] = person
        given: dict[str, Any] = {"access_token": access, "scope": "", "token_type": "bearer"}
        if self.expires_in is None:
            return given
        self.pairs[refresh] = access
        return given | {
            "expires_in": self.expires_in, "refresh_token": refresh, "refresh_token_expires_in": 15_897_600,
        }  # fmt: skip

    def _carried_out(self, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        def refused(code: str) -> tuple[int, dict[str, Any]]:
            return self.refuses_with, {"error": code, "error_description": WORDS[code], "error_uri": API}

        if (asked.get("client_id"), asked.get("client_secret")) != (CLIENT, SECRET):
            return refused("incorrect_client_credentials")
        if asked.get("grant_type") == "refresh_token":
            old = self.pairs.pop(asked.get("refresh_token", ""), None)
            if old is None:
                return refused("bad_refresh_token")
            self.access.discard(old)
            self.refreshes += 1
            return 200, self.new_tokens(self.people[old])
        if asked.get("redirect_uri") != REDIRECT:
            return refused("redirect_uri_mismatch")
        challenge, person = self.pending.pop(asked.get("code", ""), (None, None))
        verifier = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        if challenge is None or base64.urlsafe_b64encode(verifier).rstrip(b"=").decode() != challenge:
            return refused("bad_verification_code")
        return 200, self.new_tokens(person)

    def consented(self, query: dict[str, str], allowed: bool) -> str:
        """Where the browser is sent once its person has chosen."""
        told = {**DENIED, "error_uri": API}
        if allowed:
            code = uuid4().hex[:20]
            self.pending[code] = query["code_challenge"], self.signed_in
            told = {"code": code}
        return f"{query['redirect_uri']}?{urlencode({**told, 'state': query['state']})}"

    def revoke(self) -> None:
        """The person ends what they consented to."""
        self.access, self.pairs = set(), {}

    def answer_call(
        self, method: str, target: str, headers: dict[str, str], body: bytes
    ) -> tuple[Response, dict[str, str]]:
        """What the API answers, and the headers about limits."""
        reset = int(time.time()) + 1800
        rate = {"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "4987", "X-RateLimit-Reset": str(reset)}
        rate |= {"X-RateLimit-Used": "13", "X-RateLimit-Resource": "core", "X-GitHub-Request-Id": "C0DE:1F2:3A4"}
        token = headers.get("authorization", "").removeprefix("Bearer ")
        try:
            if token not in self.access:
                raise RefusedError(401, "Bad credentials")
            if self.limits:
                kind, seconds = self.limits.pop(0)
                if kind == "primary":
                    rate |= {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + seconds)}
                    raise RefusedError(403, "API rate limit exceeded for user ID 583231.")
                rate |= {} if kind == "secondary, without a time" else {"Retry-After": str(seconds)}
                status = 429 if kind == "429" else 403
                raise RefusedError(status, "You have exceeded a secondary rate limit. Please wait a few minutes.")
            parts = urlsplit(target)
            asked = Request(method, parts.path, dict(parse_qsl(parts.query)), json.loads(body or b"{}"))
            with self.lock:
                person = self.people.get(token, ME)
                return (Response(200, person) if parts.path == "/user" else self.api.answer(asked)), rate
        except RefusedError as refused:
            return refused.response, rate


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    running: GitHub

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        if parts.path == "/login/oauth/authorize":
            self._authorize(parts.query, body)
        elif parts.path == "/login/oauth/access_token":
            self._token(dict(parse_qsl(body.decode())))
        else:
            self._call(body)

    def do_POST(self) -> None:
        self.do_GET()

    def do_PATCH(self) -> None:
        self.do_GET()

    def do_DELETE(self) -> None:
        self.do_GET()

    def _authorize(self, query: str, body: bytes) -> None:
        asked = dict(parse_qsl(query))
        if asked.get("client_id") != CLIENT:
            self._send(404, b"Not Found", {"Content-Type": "text/html"})
        elif self.command == "GET":
            page = _PAGE.format(query=query.replace("&", "&amp;"))
            self._send(200, page.encode(), {"Content-Type": "text/html; charset=utf-8"})
        else:
            allowed = dict(parse_qsl(body.decode())).get("authorize") == "1"
            self._send(302, b"", {"Location": self.running.consented(asked, allowed)})

    def _token(self, asked: dict[str, str]) -> None:
        if self.running.token_answers:
            self.running.asked.append(asked)
            status, more, told = self.running.token_answers.pop(0)
            self._send(status, json.dumps(told).encode(), {"Content-Type": "application/json", **more})
            return
        found = self.running.answer(asked)
        if found is None:
            self.close_connection = True
            return
        status, given = found
        if "application/json" in self.headers.get("Accept", "") and self.running.media != FORM:
            self._send(status, json.dumps(given).encode(), {"Content-Type": "application/json; charset=utf-8"})
        else:
            self._send(status, urlencode(given).encode(), {"Content-Type": f"{FORM}; charset=utf-8"})

    def _call(self, body: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.running.requests.append((f"{self.command} {self.path}", headers))
        self.running.calls.append(urlsplit(self.path).path)
        if self.running.answers:
            status, more, text = self.running.answers.pop(0)
            self._send(status, text.encode(), {"Content-Type": "application/json; charset=utf-8", **more})
        elif not headers.get("user-agent"):
            self._send(403, b"Request forbidden by administrative rules.", {"Content-Type": "text/plain"})
        else:
            response, more = self.running.answer_call(self.command, self.path, headers, body)
            more |= {"Link": response.link} if response.link else {}
            text = b"" if response.status == 204 else json.dumps(response.body).encode()
            self._send(response.status, text, {"Content-Type": "application/json; charset=utf-8", **more})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        with suppress(OSError):
            self.send_response_only(status)
            headers = {"Date": self.date_time_string(), **headers}
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def running() -> Iterator[GitHub]:
    here = GitHub()
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"running": here}))
    httpd.daemon_threads = True
    threading.Thread(target=httpd.serve_forever, args=(0.02,), daemon=True).start()
    here.url = f"http://127.0.0.1:{httpd.server_port}"
    yield here
    httpd.shutdown()
    httpd.server_close()


def installed(folder: Path) -> Path:
    """A folder for PYTHONPATH in which figwright-github is installed, as far as entry points go."""
    about = folder / "site" / "figwright_github-0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: figwright-github\nVersion: 0\n")
    (about / "entry_points.txt").write_text("[figwright.connectors]\ngithub = github_tools.connector:CONNECTOR\n")
    return folder / "site"


def options(running: GitHub) -> dict[str, Any]:
    """A connection's options but its connector, which lead to the stand-in."""
    oauth = f"{running.url}/login/oauth"
    addresses = {"authorization_url": f"{oauth}/authorize", "token_url": f"{oauth}/access_token"}
    addresses |= {"api_url": running.url, "refresh_url": f"{oauth}/access_token"}
    app = {"client_id": CLIENT, "client_secret": SECRET, "redirect_uri": REDIRECT, "allow_insecure": True}
    return {"name": "github", **addresses, **app}


def sent_back(link: str, *, allows: bool = True) -> str:
    """What a person does on the page behind a link, and where their browser is sent then."""
    parts = urlsplit(link)
    browser = HTTPConnection(parts.netloc, timeout=20)
    try:
        browser.request("GET", f"{parts.path}?{parts.query}")
        page = browser.getresponse().read().decode()
        action = page.partition('action="')[2].partition('"')[0].replace("&amp;", "&")
        chosen = urlencode({"authorize": "1" if allows else "0"})
        browser.request("POST", quote(action, safe="/?&=%+:"), chosen, {"Content-Type": FORM})
        return str(browser.getresponse().headers["Location"])
    finally:
        browser.close()


def consent(actions: Actions, identifier: str = "ann", *, allows: bool = True, **asked: Any) -> Any:
    """A whole consent."""
    link = actions.get_authorization_link(identifier=identifier, connection_name="github", **asked).link
    return actions.complete_authorization(sent_back(link, allows=allows))


HELLO = {"owner": "octo-org", "repo": "hello"}
ISSUE = {**HELLO, "issue_number": 1}
PULL = {**HELLO, "pull_number": 2}
EXAMPLES: dict[str, dict[str, Any]] = {
    "github_comment_delete": {**HELLO, "comment_id": 102},
    "github_comment_update": {**HELLO, "comment_id": 101, "body": "Better."},
    "github_issue_comment_create": {**ISSUE, "body": "Thanks."},
    "github_issue_comments_list": ISSUE,
    "github_issue_create": {**HELLO, "title": "It breaks", "labels": ["bug"]},
    "github_issue_get": ISSUE,
    "github_issue_label_remove": {**ISSUE, "name": "bug"},
    "github_issue_labels_add": {**ISSUE, "labels": ["help wanted"]},
    "github_issue_update": {**ISSUE, "state": "closed", "state_reason": "completed"},
    "github_issues_list": {**HELLO, "state": "all", "since": "2026-01-01T00:00:00Z"},
    "github_issues_search": {"query": "is:open hello"},
    "github_labels_list": HELLO,
    "github_me_get": {},
    "github_my_issues_list": {"filter": "created"},
    "github_pull_create": {**HELLO, "title": "Mend it", "head": "mend", "base": "main"},
    "github_pull_files_list": PULL,
    "github_pull_get": PULL,
    "github_pull_reviews_list": PULL,
    "github_pulls_list": HELLO,
    "github_repo_get": HELLO,
    "github_repos_list": {"sort": "pushed"},
    "github_repos_search": {"query": "hello", "order": "desc", "sort": "stars"},
}
"""For each tool, an input with which the stand-in does what it asks."""
