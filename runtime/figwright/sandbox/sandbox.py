"""The sandbox of any connector: its requests are held against the description, and its answers made from it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from figwright.connections import DEFAULT_CALLBACK, Connection, find_connector
from figwright.connector import Connector

from .answers import Answers
from .clock import Clock
from .control import Control
from .description import Description, description_of
from .examples import Examples
from .local import Local
from .oauth import App, OAuth
from .people import PEOPLE, Credentials, Person, Token
from .refusals import Errors, Refusal
from .server import LOOPBACK
from .serving import METHODS, Answer, Handler, Traffic
from .wire import Reader, Sent


class Sandbox(Local):
    """A local provider on a free loopback port, running within `with` (or between `start` and `stop`).

    It keeps nothing but credentials: what is written is checked, answered and forgotten.
    """

    def __init__(
        self,
        connector: str | Connector,
        *,
        redirect_uris: Iterable[str] = (),
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        """`connector` is one, or the name of an installed one.

        Raises ConfigurationError for an unknown connector, and for one whose package carries no description.
        """
        self.connector = find_connector(connector)
        described = Description(self.connector, description_of(self.connector.package))
        examples = Examples(described)
        self._described, self._reader = described, Reader(described)
        self._errors = Errors(self.connector, described, examples)
        self._answers = Answers(self.connector, described, examples)
        traffic = Traffic(Clock())
        self._credentials = Credentials(self.connector, traffic.clock)
        callbacks = list(redirect_uris) or [f"{DEFAULT_CALLBACK}/callback/{self.connector.name}"]
        app_id, secret = f"sandbox-app-{secrets.token_hex(6)}", f"sandbox-secret-{secrets.token_hex(12)}"
        self.app = App(app_id, secret, callbacks, list(self.connector.oauth.scopes))
        self.oauth = OAuth(self.connector, traffic.clock, self._credentials, self.app)
        super().__init__(traffic, self._application(traffic), None, host, port)

    @property
    def people(self) -> tuple[Person, ...]:
        """Who can be signed in; the first one is, unless another is named."""
        return PEOPLE

    @property
    def api_url(self) -> str:
        """Where the provider's API is here, below the same path as there."""
        return f"{self.url}{urlsplit(self.connector.api_url).path.rstrip('/')}"

    def token(self, person: Person | None = None, kind: str = "", scopes: Iterable[str] | None = None) -> str:
        """A live credential of this kind, the connector's first unless another is named; with all scopes or these.

        Raises ValueError for a kind or a scope that the connector does not know.
        """
        chosen = kind or next(iter(self.connector.credentials), "")
        return self._credentials.issue(chosen, person or self.oauth.signed_in, scopes).value

    def revoke(self, token: str) -> None:
        """From now on calls with this credential are refused as those with a dead one."""
        self._credentials[token].revoked = True

    def expire(self, token: str) -> None:
        """The same, by its time."""
        self._credentials[token].expires_at = self.clock.now()

    def connection(self, name: str = "", **options: Any) -> Connection:
        """A connection of the app that people are connected with, with further options of `Connection`."""
        given = {"name": name or self.connector.name, "connector": self.connector, **self._settings(), **options}
        return Connection(**given)

    def environment(self, connection: str = "") -> dict[str, str]:
        """The variables by which a connection leads here, named as the connector unless another is named."""
        name = connection or self.connector.name
        told = ({"connector": self.connector.name} if connection else {}) | self._settings()
        prefix = f"FIGWRIGHT_CONNECTIONS__{name.upper()}__"
        return {f"{prefix}{key.upper()}": "true" if value is True else str(value) for key, value in told.items()}

    def consent(self, url: str, person: Person | None = None, approve: bool = True) -> str | None:
        """Play the person whom an authorization URL is put before, by default the one who is signed in.

        Returns the URL that their browser is sent to, or None where it is sent nowhere: whoever declines, where the
        provider tells nobody. It does what the page does, without HTTP.

        Raises Refusal for what the provider refuses before it asks, ValueError for another server's URL.
        """
        parts, here = urlsplit(url), urlsplit(self._traffic.url or url)
        if parts.path != self.oauth.paths[0] or parts.hostname not in LOOPBACK or parts.port != here.port:
            raise ValueError(f"{parts.scheme}://{parts.netloc}{parts.path} is not this sandbox's authorization page.")
        query = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        return self.oauth.allow(query, person or self.oauth.signed_in, approve=approve)

    def disconnect(self, person: Person | None = None) -> None:
        """A person takes the app's access back: its tokens are dead, its refresh tokens refused."""
        self.oauth.disconnect(person or self.oauth.signed_in)

    def live_token(self, person: Person | None = None) -> str | None:
        """The newest access token of a consent of this person that works now, if there is one."""
        live = self.oauth.live_tokens(person or self.oauth.signed_in)
        return live[-1] if live else None

    def refreshes(self, person: Person | None = None) -> int:
        """How many refreshes were carried out, of this person or of all, whether or not their answers arrived."""
        return self.oauth.refreshes(person)

    def _settings(self) -> dict[str, Any]:
        found: dict[str, Any] = {"api_url": self.api_url, "allow_insecure": True}
        if not self.connector.oauth.token_url:
            return found
        authorize, token, refresh = (f"{self.url}{path}" for path in self.oauth.paths)
        found |= {"authorization_url": authorize, "token_url": token, "refresh_url": refresh}
        found |= {"client_id": self.app.client_id, "client_secret": self.app.client_secret}
        return found | {"redirect_uri": self.app.redirect_uris[0]}

    def _application(self, traffic: Traffic) -> Starlette:
        named = [
            Route(each.path, traffic.endpoint(each.name, self._refusing(each.handle)), methods=[each.method])
            for each in self.oauth.routes()
        ]
        methods = sorted({*METHODS, "HEAD", "TRACE", *(each.method for each in self._described.operations)})
        anything = Route("/{path:path}", traffic.endpoint(self._name, self._answer), methods=methods)
        control = Control(self, _COMMANDS, self._state, self._named)
        return Starlette(routes=[*named, *control.routes(), anything])

    def _state(self) -> dict[str, Any]:
        """What the control API tells of this sandbox."""
        live = {person.login: self.live_token(person) for person in self.people}
        return {"refreshes": self.refreshes(), "live_tokens": live}

    def _named(self, arguments: dict[str, Any]) -> dict[str, Any]:
        people = {name: person for person in self.people for name in (person.id, person.login)}
        given = arguments.get("person")
        return arguments if given is None else {**arguments, "person": people[given]}

    def _refusing(self, handle: Handler) -> Handler:
        def answer(request: Request, raw: bytes) -> Answer:
            try:
                return handle(request, raw)
            except Refusal as refusal:
                return self._errors.answer(None, refusal)

        return answer

    def _name(self, request: Request, _: bytes) -> str:
        found = self._described.find(request.method, _path(request), _query(request))
        return found[0].id if found else ""

    def _answer(self, request: Request, raw: bytes) -> Answer:
        path, query = _path(request), _query(request)
        found = self._described.find(request.method, path, query)
        if found is None:
            others = sorted({each.method for each in self._described.operations if each.path.fullmatch(path)})
            text = f"{request.method} {path} is no operation that the connector's tools use."
            refusal = Refusal(405, text, {"Allow": ", ".join(others)}) if others else Refusal(404, text)
            return self._errors.answer(None, refusal)
        operation, parts = found
        headers = {name.lower(): value for name, value in request.headers.items()}
        sent = Sent(parts, query, headers, raw, frozenset(operation.fixed))
        try:
            token: Token | None = self._credentials.check(operation, sent)
            given = self._reader.read(operation, sent)
        except Refusal as refusal:
            return self._errors.answer(operation, refusal)
        return self._answers.of(operation, given, token.person if token else None)


def _revoke(sandbox: Sandbox, token: str) -> dict[str, Any]:
    sandbox.revoke(token)
    return {}


def _expire(sandbox: Sandbox, token: str) -> dict[str, Any]:
    sandbox.expire(token)
    return {}


def _disconnect(sandbox: Sandbox, person: Person | None = None) -> dict[str, Any]:
    sandbox.disconnect(person)
    return {}


def _secret(sandbox: Sandbox, client_secret: str) -> dict[str, Any]:
    sandbox.app.client_secret = client_secret
    return {}


_COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {
    "token": lambda sandbox, **about: {"token": sandbox.token(**about)},
    "consent": lambda sandbox, **about: {"callback": sandbox.consent(**about)},
    "revoke": _revoke,
    "expire": _expire,
    "disconnect": _disconnect,
    "secret": _secret,
}
"""What the control API takes beside what every sandbox has: `{person, kind, scopes}` -> `{token}`, `{url, person,
approve}` -> `{callback}`, `{token}`, `{person}`, `{client_secret}`. A person is named by login or id."""


def _path(request: Request) -> str:
    return str(request.scope["raw_path"].decode("ascii", "replace"))


def _query(request: Request) -> list[tuple[str, str]]:
    with suppress(ValueError):
        return parse_qsl(request.url.query, keep_blank_values=True)
    return []
