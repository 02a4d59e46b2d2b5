"""An ASGI app with two routes: `/connect/{token}` starts a consent, `/callback/{connection}` completes it.

Where it is reached is known from the connections' redirect URIs alone; no header of a request is believed (T10).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send

from figwright.actions import Actions, AsyncActions
from figwright.connections import BoundConnection
from figwright.errors import AuthorizationError, ConfigurationError, FigwrightError, StoreError
from figwright.oauth.redirects import checked_origins, origin_of, safe_return, with_query
from figwright.redaction.escaping import one_line
from figwright.redaction.logs import get_logger
from figwright.types.accounts import CompletedAuthorization, ConnectedAccount, StartedAuthorization
from figwright.web.access_logs import clear_access_logs
from figwright.web.brand import Brand
from figwright.web.cookies import Binding
from figwright.web.pages import Pages, fault_of

logger = get_logger("web")

Outcome = StartedAuthorization | CompletedAuthorization | FigwrightError
Observer = Callable[[str, Outcome], object]
"""Hears a consent's state and what came of a request for it, when the browser has its answer."""

UNSPENT = frozenset(("missing_state", "unknown_state", "used", "other_browser", "wrong_path", "wrong_issuer"))
"""Faults of a callback that leave the consent as it was: it can still be completed by its own browser."""

_ROUTES = re.compile(r"/(connect|callback)/([^/]+)")
_NOT_HTTP = Router()


_LONGEST_PERSON = 100
_PERSON_SECONDS = 3.0
"""To ask the provider what the person is called there, before a page does without."""


def connect_app(
    actions: Actions | AsyncActions, *, return_to_origins: Iterable[str] = (), brand: Brand | None = None
) -> ASGIApp:
    """The browser's side of `actions`: mount it at `public_url`, so that its callback is the redirect URI.

    A link's `return_to` is followed where it is a path of the redirect URI's own origin, or an https URL on one of
    `return_to_origins`; else the person sees a page. After a failure they see one that says what to do, and leads to
    `return_to` with `connect_error=...` in its query. `brand` is how pages look and speak. `actions` stays yours to
    close. Raises ConfigurationError for anything but an origin.
    """
    return ConnectApp(actions, checked_origins("return_to_origins", return_to_origins), brand=brand)


class ConnectApp:
    def __init__(
        self,
        actions: Actions | AsyncActions,
        origins: Collection[str],
        observer: Observer | None = None,
        brand: Brand | None = None,
    ) -> None:
        self._actions, self._origins, self._observer = actions, origins, observer
        self._pages = Pages(brand or Brand())
        clear_access_logs()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await _NOT_HTTP(scope, receive, send)
            return
        request = Request(dict(scope))
        _hide_secrets(scope)
        response, told = await self._answer(request)
        response.headers.update(self._pages.headers)
        await response(scope, receive, send)
        if told and self._observer:
            self._observer(*told)

    async def _answer(self, request: Request) -> tuple[Response, tuple[str, Outcome] | None]:
        found = _ROUTES.fullmatch(_own_path(request.scope))
        if not found:
            return self._pages.not_found(), None
        if request.method != "GET":
            return self._pages.not_allowed(), None
        handle = self._start if found[1] == "connect" else self._callback
        try:
            return await handle(request, found[2])
        except Exception:
            logger.exception("/%s/... failed", found[1])
            return self._pages.broken(), None

    async def _start(self, request: Request, token: str) -> tuple[Response, tuple[str, Outcome] | None]:
        """Bind the consent to this browser. Nothing is used up: whoever opens the link last is who can complete it.

        So a preview that fetches the link before the person does costs nothing, and who was overtaken opens it again.
        """
        try:
            started: StartedAuthorization = await self._run(self._actions.begin_authorization, token)
        except FigwrightError as error:
            _log("start", error, token)
            return await self._failed(error, started=token), None
        asked = parse_qs(urlsplit(started.location).query)
        state, binding = asked["state"][0], Binding.of(asked["redirect_uri"][0])
        response = RedirectResponse(started.location, 303)
        for name in binding.surplus(request.cookies):
            binding.delete(response, name)
        binding.set(response, state, started.browser, started.max_age)
        return response, (state, started)

    async def _callback(self, request: Request, name: str) -> tuple[Response, tuple[str, Outcome] | None]:
        try:
            connection = self._actions.connection(name)
        except ConfigurationError:
            return self._pages.not_found(), None
        query = request.scope["query_string"].decode("latin-1")
        state = _single(query, "state")
        binding = Binding.of(connection.redirect_uri)
        cookie = binding.name(state)
        outcome: CompletedAuthorization | FigwrightError
        try:
            outcome = done = await self._run(
                self._actions.complete_authorization,
                f"{connection.redirect_uri}?{query}",
                session=request.cookies.get(cookie),
                connection_name=connection.name,
            )
            response = await self._completed(connection, done)
        except FigwrightError as error:
            outcome = error
            _log("callback", error, state, _single(query, "code"))
            response = await self._failed(error, connection, state=state)
        if cookie in request.cookies and not _may_come_back(outcome):
            binding.delete(response, cookie)
        return response, (state, outcome)

    async def _failed(self, error: FigwrightError, connection: BoundConnection | None = None, **known: str) -> Response:
        """A page that leads back where the link was to return, if that is a place where people may be sent."""
        back = ""
        if not isinstance(error, StoreError):
            with suppress(FigwrightError):
                asked = await run_in_threadpool(lambda: self._actions.context.authorizations().asked(**known))
                if asked is not None:
                    connection = connection or self._actions.connection(asked.connection)
                    back = safe_return(asked.return_to, {*self._origins, origin_of(connection.redirect_uri) or ""})
        title = connection.connector.title if connection else ""
        return self._pages.failure(error, title, back and with_query(back, connect_error=fault_of(error)))

    async def _completed(self, connection: BoundConnection, done: CompletedAuthorization) -> Response:
        # return_to may be anybody's wish. The address that confirms people is the application's own: it carries an id
        # that nobody could know when the link was made.
        confirms = done.auth_request_id in done.redirect_to
        trusted = origin_of(done.redirect_to if confirms else connection.redirect_uri)
        to = safe_return(done.redirect_to, {*self._origins, trusted or ""})
        if to:
            return RedirectResponse(to, 303)
        if done.redirect_to:
            logger.warning("callback: return_to is neither a path nor on one of return_to_origins; a page is shown")
        if done.verification_required:
            return self._pages.waiting(connection.connector.title)
        person = await run_in_threadpool(self._person, connection, done.connected_account)
        return self._pages.connected(connection.connector.title, person)

    def _person(self, connection: BoundConnection, account: ConnectedAccount) -> str:
        """What the person is called at the provider; "" where the account may not ask, or no answer comes in time."""
        connector, stored = connection.connector, self._actions.context.stored()
        tool = connector.tools[connector.identify] if connector.identify else None
        if tool is None or (tool.scopes and (account.scopes or frozenset()).isdisjoint(tool.scopes)):
            return ""
        with suppress(FigwrightError):
            token = stored.read_token(connection.name, account.identifier)
            said = token and stored.provider.identify(connection, account.kind, token, _PERSON_SECONDS)
            name = said.get(connector.person) if isinstance(said, dict) else ""
            return one_line(name)[:_LONGEST_PERSON] if isinstance(name, str) else ""
        return ""

    async def _run(self, method: Callable[..., Any], *args: str, **named: Any) -> Any:
        if isinstance(self._actions, AsyncActions):
            return await method(*args, **named)
        return await run_in_threadpool(method, *args, **named)


def _own_path(scope: Scope) -> str:
    path, mount = str(scope["path"]), str(scope.get("root_path", ""))
    return path.removeprefix(mount) if path.startswith(f"{mount}/") else path


def _hide_secrets(scope: Scope) -> None:
    """Take token, state and code out of what the server's access log is written from (T22, T23)."""
    scope["query_string"] = b""
    path = _own_path(scope)
    if path.startswith("/connect/"):
        scope["path"] = f"{scope['path'].removesuffix(path)}/connect/-"
        scope["raw_path"] = quote(scope["path"]).encode()


def _single(query: str, name: str) -> str:
    values = parse_qs(query, keep_blank_values=True).get(name, [])
    return values[0] if len(values) == 1 else ""


def _may_come_back(outcome: CompletedAuthorization | FigwrightError) -> bool:
    return isinstance(outcome, StoreError) or (isinstance(outcome, AuthorizationError) and outcome.fault in UNSPENT)


def _log(route: str, error: FigwrightError, *secrets: str) -> None:
    """One line: the fault alone where a person made it, the whole message where whoever runs this must act."""
    if isinstance(error, AuthorizationError):
        logger.info("%s: %s", route, error.fault)
        return
    message = str(error)
    for secret in filter(None, secrets):
        message = message.replace(secret, "...")
    logger.error("%s: %s: %s", route, type(error).__name__, message)
