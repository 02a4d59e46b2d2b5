"""A provider's OAuth, as the connector's data has it: RFC 6749 and 7636, with the habits that the manifest names."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import unquote_plus, urlencode, urlsplit, urlunsplit

from starlette.requests import Request

from figwright.connector import Connector

from .clock import Clock
from .forms import CHALLENGE, FORM, basic, read_form, verifies
from .pages import Consent, cancelled_page, consent_page
from .people import PEOPLE, Credentials, Person, Token
from .refusals import Refusal
from .serving import Answer, Handler

COOKIE = "sandbox_person"
_LIFETIME = 3600
_PARAMETERS = (
    "client_id", "redirect_uri", "scope", "state", "response_type", "code_challenge", "code_challenge_method",
)  # fmt: skip
_NO_STORE = {"Cache-Control": "no-store"}


@dataclass
class App:
    """A registered app. What is assigned holds from then on: a new `client_secret` rotates it."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uris: list[str]
    scopes: list[str]
    """That it may ask for."""
    name: str = "Sandbox app"


class Named(NamedTuple):
    """A route with the name by which the request log and faults know it."""

    name: str | Callable[[Request, bytes], str]
    method: str
    path: str
    handle: Handler


@dataclass(frozen=True)
class _Asked:
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    challenge: str | None


@dataclass(frozen=True)
class _Grant:
    """What a person allowed; a code and refresh tokens stand for it."""

    person: Person
    scopes: tuple[str, ...]
    asked: _Asked | None = None
    expires_at: datetime | None = None


class _TokenError(Exception):
    """A refusal of a token endpoint: an error code of RFC 6749, 5.2, or of the provider's own."""

    def __init__(self, code: str, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.code, self.text, self.status = code, text, status


class OAuth:
    """The OAuth of one sandbox. Every method is safe to call from any thread."""

    def __init__(self, connector: Connector, clock: Clock, credentials: Credentials, app: App) -> None:
        self._connector, self._clock, self._credentials, self.app = connector, clock, credentials, app
        self.signed_in = PEOPLE[0]
        """The person at the consent page, for a browser that has not chosen another."""
        self.code_lifetime: float = connector.oauth.code_lifetime
        """Seconds."""
        self.access_token_lifetime = connector.oauth.access_token_lifetime or _LIFETIME
        """Seconds."""
        self._lock = credentials.lock
        self._codes: dict[str, _Grant] = {}
        self._refresh_tokens: dict[str, _Grant] = {}
        self._live: dict[str, list[Token]] = {}
        """By person, the access tokens."""
        self._refreshes: Counter[str] = Counter()

    @property
    def paths(self) -> tuple[str, str, str]:
        """Where people consent, where codes become tokens, and where refresh tokens do: as at the provider."""
        oauth = self._connector.oauth
        told = (oauth.authorization_url, oauth.token_url, oauth.refresh_url)
        usual = ("/oauth/authorize", "/oauth/token", "/oauth/refresh")
        found = [urlsplit(url).path.rstrip("/") or other for url, other in zip(told, usual, strict=True)]
        return found[0], found[1], found[2]

    def routes(self) -> list[Named]:
        """Nothing where the connector has no OAuth."""
        if not self._connector.oauth.token_url:
            return []
        authorize, token, refresh = self.paths
        found = [
            Named("oauth.authorize", "GET", authorize, lambda request, _: self._ask(request)),
            Named("oauth.consent", "POST", authorize, self._decide),
            Named(_named if token == refresh else "oauth.token", "POST", token, self._answered(self._token)),
        ]
        return (
            found
            if token == refresh
            else [*found, Named("oauth.refresh", "POST", refresh, self._answered(self._refresh))]
        )

    def allow(self, parameters: Mapping[str, str], person: Person, *, approve: bool = True) -> str | None:
        """The person's answer to an authorization request: the URL that their browser is sent to, if it is sent."""
        try:
            asked = self._read(parameters)
        except _Returned as returned:
            return returned.url
        if not approve:
            return self._back(asked, error="access_denied") if self._connector.oauth.declines_reported else None
        code, until = secrets.token_urlsafe(24), self._clock.now() + timedelta(seconds=self.code_lifetime)
        with self._lock:
            self._codes[code] = _Grant(person, asked.scopes, asked, until)
        return self._back(asked, code=code)

    def disconnect(self, person: Person) -> None:
        """A person takes the app's access back."""
        with self._lock:
            for token in self._live.pop(person.id, []):
                token.revoked = True
            for held in (self._codes, self._refresh_tokens):
                for value in [value for value, grant in held.items() if grant.person == person]:
                    del held[value]

    def live_tokens(self, person: Person) -> list[str]:
        """The access tokens of a person that work now, the newest last."""
        with self._lock:
            return [each.value for each in self._live.get(person.id, []) if self._credentials.is_live(each)]

    def refreshes(self, person: Person | None = None) -> int:
        """How many refreshes were carried out, whether or not their answers arrived."""
        return self._refreshes[person.id] if person else self._refreshes.total()

    def _ask(self, request: Request) -> Answer:
        """The consent page. `?as=` names who is signed in, by id or login."""
        parameters = dict(request.query_params)
        try:
            asked = self._read(parameters)
        except _Returned as returned:
            return _redirect(returned.url)
        named = request.query_params.get("as") or request.cookies.get(COOKIE) or self.signed_in.id
        known = self._connector.oauth.scopes
        return consent_page(
            Consent(
                self._connector.title,
                self.app.name,
                {scope: known[scope] for scope in asked.scopes},
                {each.id: f"{each.name} ({each.login})" for each in PEOPLE},
                _person(named).id,
                asked.redirect_uri,
                self.paths[0],
                {name: parameters[name] for name in _PARAMETERS if name in parameters},
            )
        )

    def _decide(self, request: Request, raw: bytes) -> Answer:
        form = read_form(request, raw)
        if form.get("decision") not in ("allow", "cancel"):
            raise Refusal(400, "Parameter decision is required")
        person = _person(form.get("person") or self.signed_in.id)
        to = self.allow(form, person, approve=form["decision"] == "allow")
        if to is None:
            return cancelled_page(self._connector.title, self.app.name)
        return _redirect(to, {"Set-Cookie": f"{COOKIE}={person.id}; Path={self.paths[0]}; HttpOnly; SameSite=Lax"})

    def _read(self, parameters: Mapping[str, str]) -> _Asked:
        """What is asked for. Refuses with 400 where there is nobody to send back, else by sending back (4.1.2.1)."""
        for name in ("client_id", "redirect_uri"):
            if not parameters.get(name):
                raise Refusal(400, f"Parameter {name} is required")
        if parameters["client_id"] != self.app.client_id:
            raise Refusal(400, "There is no app with this client_id")
        if parameters["redirect_uri"] not in self.app.redirect_uris:
            raise Refusal(400, f"The redirect_uri is none of the app's: {', '.join(self.app.redirect_uris)}")
        separators = rf"[\s{re.escape(self._connector.oauth.scope_separator.strip() or ' ')}]+"
        scopes = tuple(dict.fromkeys(filter(None, re.split(separators, parameters.get("scope", "")))))
        challenge, method = parameters.get("code_challenge"), parameters.get("code_challenge_method")
        asked = _Asked(parameters["redirect_uri"], scopes, parameters.get("state", ""), challenge)
        if parameters.get("response_type") != "code":
            raise self._returned(asked, "unsupported_response_type", "response_type must be code")
        if unknown := [scope for scope in scopes if scope not in self.app.scopes]:
            raise self._returned(asked, "invalid_scope", f"The app may not ask for {' '.join(unknown)}")
        if method not in (None, "S256") or bool(challenge) != bool(method):
            raise self._returned(asked, "invalid_request", "code_challenge needs the code_challenge_method S256")
        if challenge and not CHALLENGE.fullmatch(challenge):
            raise self._returned(asked, "invalid_request", "The code_challenge is none of S256")
        return asked

    def _returned(self, asked: _Asked, error: str, text: str) -> Exception:
        if not self._connector.oauth.declines_reported:
            return Refusal(400, text)
        return _Returned(self._back(asked, error=error, error_description=text))

    def _back(self, asked: _Asked, **told: str) -> str:
        parts, issuer = urlsplit(asked.redirect_uri), self._connector.oauth.issuer
        more = ({"state": asked.state} if asked.state else {}) | ({"iss": issuer} if issuer else {})
        added = urlencode(told | more)
        return urlunsplit(parts._replace(query=f"{parts.query}&{added}" if parts.query else added))

    def _answered(self, handle: Callable[[dict[str, str]], dict[str, object]]) -> Handler:
        """A token endpoint: what is wrong is said as the provider says it."""

        def answer(request: Request, raw: bytes) -> Answer:
            try:
                form = read_form(request, raw)
                self._check_app(request, form)
                return self._written(handle(form), 200)
            except Refusal as refusal:
                error = _TokenError("invalid_request", refusal.text)
            except _TokenError as told:
                error = told
            status = 200 if self._connector.oauth.errors_with_200 else error.status
            return self._written({"error": error.code, "error_description": error.text}, status)

        return answer

    def _written(self, told: Mapping[str, object], status: int) -> Answer:
        if self._connector.oauth.answer_format == "json":
            return Answer(told, status, dict(_NO_STORE))
        return Answer(urlencode(told).encode(), status, {"Content-Type": FORM, **_NO_STORE})

    def _check_app(self, request: Request, form: Mapping[str, str]) -> None:
        """The app that calls must prove its secret where the connector says that it stands."""
        if self._connector.oauth.client_authentication == "basic":
            given = basic(request.headers.get("authorization", "")) or ("", "")
            client_id, secret = map(unquote_plus, given)
        else:
            client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
        known = client_id == self.app.client_id
        if not known or not secrets.compare_digest(self.app.client_secret.encode(), secret.encode()):
            code = self._code_like(self._connector.oauth.app_errors, "invalid_client")
            raise _TokenError(code, "The app's id and secret are not right", 401)

    def _token(self, form: dict[str, str]) -> dict[str, object]:
        if form.get("grant_type") == "refresh_token":
            return self._refresh(form)
        if form.get("grant_type") != "authorization_code":
            raise _TokenError("unsupported_grant_type", "grant_type must be authorization_code or refresh_token")
        with self._lock:
            grant = self._codes.pop(form.get("code", ""), None)  # it is spent, whatever comes of it
            if grant is None or grant.asked is None or grant.expires_at is None:
                raise _TokenError("invalid_grant", "The code is unknown or was used before")
            if grant.expires_at <= self._clock.now():
                raise _TokenError("invalid_grant", "The code has expired")
            if form.get("redirect_uri") != grant.asked.redirect_uri:
                raise _TokenError("invalid_grant", "The redirect_uri is not that of the authorization request")
            if not verifies(grant.asked.challenge, form.get("code_verifier")):
                raise _TokenError("invalid_grant", "The code_verifier does not answer the code_challenge")
            return self._tokens(grant) | {"refresh_token": self._new_refresh_token(grant)}

    def _refresh(self, form: dict[str, str]) -> dict[str, object]:
        if form.get("grant_type") != "refresh_token":
            raise _TokenError("unsupported_grant_type", "grant_type must be refresh_token")
        value = form.get("refresh_token", "")
        with self._lock:
            grant = self._refresh_tokens.get(value)
            if grant is None:
                code = self._code_like(self._connector.oauth.grant_errors, "invalid_grant")
                raise _TokenError(code, "The refresh token is unknown, was used before or was taken back")
            self._refreshes[grant.person.id] += 1
            given = self._tokens(grant)
            if self._connector.oauth.refresh_token_rotates:
                del self._refresh_tokens[value]
                given["refresh_token"] = self._new_refresh_token(grant)
            return given

    def _tokens(self, grant: _Grant) -> dict[str, object]:
        oauth, person = self._connector.oauth, grant.person
        organization = oauth.organization_credential and set(grant.scopes) <= set(oauth.organization_scopes)
        kind = oauth.organization_credential if organization and grant.scopes else oauth.credential
        until = self._clock.now() + timedelta(seconds=self.access_token_lifetime)
        token = self._credentials.issue(kind, person, grant.scopes, until, self.app.client_id)
        if oauth.one_live_token:
            for before in self._live.pop(person.id, []):
                before.revoked = True
        self._live.setdefault(person.id, []).append(token)
        return {
            "access_token": token.value,
            "token_type": "bearer",
            "expires_in": self.access_token_lifetime,
            "scope": oauth.scope_separator.join(grant.scopes),
            **({oauth.user_id: person.id} if oauth.user_id else {}),
        }

    def _new_refresh_token(self, grant: _Grant) -> str:
        value = f"refresh-{secrets.token_urlsafe(32)}"
        self._refresh_tokens[value] = _Grant(grant.person, grant.scopes)
        return value

    def _code_like(self, pattern: str, usual: str) -> str:
        """The provider's own error code that means this, where it has one."""
        codes = self._connector.oauth.error_codes
        return next((code for code in codes if pattern and re.search(pattern, code, re.IGNORECASE)), usual)


class _Returned(Exception):  # noqa: N818 - it is where the browser goes
    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


def _named(_: Request, raw: bytes) -> str:
    """The name of a request to an endpoint that takes codes and refresh tokens."""
    return "oauth.refresh" if b"grant_type=refresh_token" in raw else "oauth.token"


def _person(named: str) -> Person:
    """The person with this id or login. Refuses an unknown one."""
    found = next((each for each in PEOPLE if named in (each.id, each.login)), None)
    if found is None:
        raise Refusal(400, "No such person in this sandbox")
    return found


def _redirect(to: str, headers: Mapping[str, str] = {}) -> Answer:
    return Answer(b"", 303, {"Location": to, "Referrer-Policy": "no-referrer", **_NO_STORE, **headers})
